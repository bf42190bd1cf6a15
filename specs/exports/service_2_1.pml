/* service 2, 1: 14 variables, 137 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 service_2_1.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 service_2_1.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N no_command_is_lost
 */

mtype = { none, a_generate_, a_next_, b_generate_, b_next_, operator_replace_, idle, queued, running, a, b, old, new };

mtype queue0 = none; /* none, a_generate, a_next, b_generate, b_next, operator_replace */
mtype queue1 = none; /* none, a_generate, a_next, b_generate, b_next, operator_replace */
mtype working = none; /* none, a_generate, a_next, b_generate, b_next, operator_replace */
mtype a_generate = idle; /* idle, queued, running */
mtype a_next = idle; /* idle, queued, running */
mtype b_generate = idle; /* idle, queued, running */
mtype b_next = idle; /* idle, queued, running */
mtype operator_replace = idle; /* idle, queued, running */
mtype holder = none; /* none, a, b */
byte tokens = 0; /* 0, 1 */
mtype model = old; /* old, new */
mtype made_by = none; /* none, old, new */
bool poisoned = false; /* no, yes */
bool closing = false; /* no, yes */

/* What was before the step: no part of the state. */
hidden mtype was_queue0;
hidden mtype was_queue1;
hidden mtype was_working;
hidden mtype was_a_generate;
hidden mtype was_a_next;
hidden mtype was_b_generate;
hidden mtype was_b_next;
hidden mtype was_operator_replace;
hidden mtype was_holder;
hidden byte was_tokens;
hidden mtype was_model;
hidden mtype was_made_by;
hidden byte was_poisoned;
hidden byte was_closing;

inline remember() {
    was_queue0 = queue0;
    was_queue1 = queue1;
    was_working = working;
    was_a_generate = a_generate;
    was_a_next = a_next;
    was_b_generate = b_generate;
    was_b_next = b_next;
    was_operator_replace = operator_replace;
    was_holder = holder;
    was_tokens = tokens;
    was_model = model;
    was_made_by = made_by;
    was_poisoned = poisoned;
    was_closing = closing
}

/* Steps by number; `taken` is the last one. */
#define did_send_accepted_a_generate 1
#define did_send_overflow_a_generate 2
#define did_send_shut_down_a_generate 3
#define did_take_a_generate 4
#define did_send_accepted_a_next 5
#define did_send_overflow_a_next 6
#define did_send_shut_down_a_next 7
#define did_take_a_next 8
#define did_send_accepted_b_generate 9
#define did_send_overflow_b_generate 10
#define did_send_shut_down_b_generate 11
#define did_take_b_generate 12
#define did_send_accepted_b_next 13
#define did_send_overflow_b_next 14
#define did_send_shut_down_b_next 15
#define did_take_b_next 16
#define did_send_accepted_operator_replace 17
#define did_send_overflow_operator_replace 18
#define did_send_shut_down_operator_replace 19
#define did_take_operator_replace 20
#define did_end_answered_a_generate 21
#define did_end_refused_a_generate 22
#define did_end_undeclared_a_generate 23
#define did_end_poisoned_a_generate 24
#define did_abandon_cancelled_a_generate 25
#define did_abandon_deadline_a_generate 26
#define did_abandon_gone_a_generate 27
#define did_end_shut_down_a_generate 28
#define did_end_answered_a_next 29
#define did_end_finished_a_next 30
#define did_end_refused_a_next 31
#define did_end_undeclared_a_next 32
#define did_end_poisoned_a_next 33
#define did_abandon_cancelled_a_next 34
#define did_abandon_deadline_a_next 35
#define did_abandon_gone_a_next 36
#define did_end_shut_down_a_next 37
#define did_end_answered_b_generate 38
#define did_end_refused_b_generate 39
#define did_end_undeclared_b_generate 40
#define did_end_poisoned_b_generate 41
#define did_abandon_cancelled_b_generate 42
#define did_abandon_deadline_b_generate 43
#define did_abandon_gone_b_generate 44
#define did_end_shut_down_b_generate 45
#define did_end_answered_b_next 46
#define did_end_finished_b_next 47
#define did_end_refused_b_next 48
#define did_end_undeclared_b_next 49
#define did_end_poisoned_b_next 50
#define did_abandon_cancelled_b_next 51
#define did_abandon_deadline_b_next 52
#define did_abandon_gone_b_next 53
#define did_end_shut_down_b_next 54
#define did_end_answered_operator_replace 55
#define did_abandon_cancelled_operator_replace 56
#define did_abandon_deadline_operator_replace 57
#define did_abandon_gone_operator_replace 58
#define did_end_shut_down_operator_replace 59
#define did_expire_a 60
#define did_expire_b 61
#define did_shut_down_operator 62
hidden byte taken;

hidden byte what_does_not_enter_changes_nothing;
hidden byte who_is_accepted_waits_last;
hidden byte first_in_first_out_within_a_session;
hidden byte only_its_owner_continues_or_resets_a_request;
hidden byte cancel_deadline_and_gone_end_in_a_reset;
hidden byte a_command_ends_once_and_only_what_was_accepted;
hidden byte after_poison_every_operation_answers_13;
hidden byte a_13_writes_nothing;
hidden byte only_a_replacement_ends_poison;

/* step what does not enter changes nothing */
#define HOLDS_what_does_not_enter_changes_nothing \
        (!(taken == did_send_overflow_a_generate \
            || taken == did_send_shut_down_a_generate \
            || taken == did_send_overflow_a_next \
            || taken == did_send_shut_down_a_next \
            || taken == did_send_overflow_b_generate \
            || taken == did_send_shut_down_b_generate \
            || taken == did_send_overflow_b_next \
            || taken == did_send_shut_down_b_next \
            || taken == did_send_overflow_operator_replace \
            || taken == did_send_shut_down_operator_replace) \
        || (queue0 == was_queue0 \
            && queue1 == was_queue1 \
            && working == was_working \
            && a_generate == was_a_generate \
            && a_next == was_a_next \
            && b_generate == was_b_generate \
            && b_next == was_b_next \
            && operator_replace == was_operator_replace \
            && holder == was_holder \
            && tokens == was_tokens \
            && model == was_model \
            && made_by == was_made_by \
            && poisoned == was_poisoned \
            && closing == was_closing))

/* step who is accepted waits last */
#define HOLDS_who_is_accepted_waits_last \
        (!(taken == did_send_accepted_a_generate \
            || taken == did_send_accepted_a_next \
            || taken == did_send_accepted_b_generate \
            || taken == did_send_accepted_b_next \
            || taken == did_send_accepted_operator_replace) \
        || ((was_queue0 == none || queue0 == was_queue0) \
            && (was_queue1 == none || queue1 == was_queue1)))

/* step first in, first out within a session */
#define HOLDS_first_in_first_out_within_a_session \
        (!(was_queue0 == a_generate_ \
            && was_queue1 == a_next_ \
            && a_generate == queued \
            && a_next == running) \
        && !(was_queue0 == a_next_ \
            && was_queue1 == a_generate_ \
            && a_next == queued \
            && a_generate == running) \
        && !(was_queue0 == b_generate_ \
            && was_queue1 == b_next_ \
            && b_generate == queued \
            && b_next == running) \
        && !(was_queue0 == b_next_ \
            && was_queue1 == b_generate_ \
            && b_next == queued \
            && b_generate == running))

/* step only its owner continues or resets a request */
#define HOLDS_only_its_owner_continues_or_resets_a_request \
        ((!(taken == did_send_accepted_a_generate \
                || taken == did_send_overflow_a_generate \
                || taken == did_send_shut_down_a_generate \
                || taken == did_take_a_generate \
                || taken == did_send_accepted_a_next \
                || taken == did_send_overflow_a_next \
                || taken == did_send_shut_down_a_next \
                || taken == did_take_a_next \
                || taken == did_end_answered_a_generate \
                || taken == did_end_refused_a_generate \
                || taken == did_end_undeclared_a_generate \
                || taken == did_end_poisoned_a_generate \
                || taken == did_abandon_cancelled_a_generate \
                || taken == did_abandon_deadline_a_generate \
                || taken == did_abandon_gone_a_generate \
                || taken == did_end_shut_down_a_generate \
                || taken == did_end_answered_a_next \
                || taken == did_end_finished_a_next \
                || taken == did_end_refused_a_next \
                || taken == did_end_undeclared_a_next \
                || taken == did_end_poisoned_a_next \
                || taken == did_abandon_cancelled_a_next \
                || taken == did_abandon_deadline_a_next \
                || taken == did_abandon_gone_a_next \
                || taken == did_end_shut_down_a_next \
                || taken == did_expire_a) \
            || !(was_holder == b \
                && !(holder == was_holder && tokens == was_tokens && made_by == was_made_by))) \
        && (!(taken == did_send_accepted_b_generate \
                || taken == did_send_overflow_b_generate \
                || taken == did_send_shut_down_b_generate \
                || taken == did_take_b_generate \
                || taken == did_send_accepted_b_next \
                || taken == did_send_overflow_b_next \
                || taken == did_send_shut_down_b_next \
                || taken == did_take_b_next \
                || taken == did_end_answered_b_generate \
                || taken == did_end_refused_b_generate \
                || taken == did_end_undeclared_b_generate \
                || taken == did_end_poisoned_b_generate \
                || taken == did_abandon_cancelled_b_generate \
                || taken == did_abandon_deadline_b_generate \
                || taken == did_abandon_gone_b_generate \
                || taken == did_end_shut_down_b_generate \
                || taken == did_end_answered_b_next \
                || taken == did_end_finished_b_next \
                || taken == did_end_refused_b_next \
                || taken == did_end_undeclared_b_next \
                || taken == did_end_poisoned_b_next \
                || taken == did_abandon_cancelled_b_next \
                || taken == did_abandon_deadline_b_next \
                || taken == did_abandon_gone_b_next \
                || taken == did_end_shut_down_b_next \
                || taken == did_expire_b) \
            || !(was_holder == a \
                && !(holder == was_holder && tokens == was_tokens && made_by == was_made_by))) \
        && (!(taken == did_send_accepted_operator_replace \
                || taken == did_send_overflow_operator_replace \
                || taken == did_send_shut_down_operator_replace \
                || taken == did_take_operator_replace \
                || taken == did_end_answered_operator_replace \
                || taken == did_abandon_cancelled_operator_replace \
                || taken == did_abandon_deadline_operator_replace \
                || taken == did_abandon_gone_operator_replace \
                || taken == did_end_shut_down_operator_replace \
                || taken == did_shut_down_operator) \
            || (!(was_holder == a \
                    && !(holder == was_holder && tokens == was_tokens && made_by == was_made_by)) \
                && !(was_holder == b \
                    && !(holder == was_holder && tokens == was_tokens && made_by == was_made_by)))))

/* step cancel, deadline and gone end in a reset */
#define HOLDS_cancel_deadline_and_gone_end_in_a_reset \
        ((!(taken == did_abandon_cancelled_a_generate \
                || taken == did_abandon_deadline_a_generate \
                || taken == did_abandon_gone_a_generate \
                || taken == did_abandon_cancelled_a_next \
                || taken == did_abandon_deadline_a_next \
                || taken == did_abandon_gone_a_next) \
            || holder != a) \
        && (!(taken == did_abandon_cancelled_b_generate \
                || taken == did_abandon_deadline_b_generate \
                || taken == did_abandon_gone_b_generate \
                || taken == did_abandon_cancelled_b_next \
                || taken == did_abandon_deadline_b_next \
                || taken == did_abandon_gone_b_next) \
            || holder != b))

/* step a command ends once, and only what was accepted */
#define HOLDS_a_command_ends_once_and_only_what_was_accepted \
        ((!(taken == did_end_answered_a_generate \
                || taken == did_end_refused_a_generate \
                || taken == did_end_undeclared_a_generate \
                || taken == did_end_poisoned_a_generate \
                || taken == did_abandon_cancelled_a_generate \
                || taken == did_abandon_deadline_a_generate \
                || taken == did_abandon_gone_a_generate \
                || taken == did_end_shut_down_a_generate) \
            || (was_a_generate != idle && a_generate == idle)) \
        && (!(taken == did_end_answered_a_next \
                || taken == did_end_finished_a_next \
                || taken == did_end_refused_a_next \
                || taken == did_end_undeclared_a_next \
                || taken == did_end_poisoned_a_next \
                || taken == did_abandon_cancelled_a_next \
                || taken == did_abandon_deadline_a_next \
                || taken == did_abandon_gone_a_next \
                || taken == did_end_shut_down_a_next) \
            || (was_a_next != idle && a_next == idle)) \
        && (!(taken == did_end_answered_b_generate \
                || taken == did_end_refused_b_generate \
                || taken == did_end_undeclared_b_generate \
                || taken == did_end_poisoned_b_generate \
                || taken == did_abandon_cancelled_b_generate \
                || taken == did_abandon_deadline_b_generate \
                || taken == did_abandon_gone_b_generate \
                || taken == did_end_shut_down_b_generate) \
            || (was_b_generate != idle && b_generate == idle)) \
        && (!(taken == did_end_answered_b_next \
                || taken == did_end_finished_b_next \
                || taken == did_end_refused_b_next \
                || taken == did_end_undeclared_b_next \
                || taken == did_end_poisoned_b_next \
                || taken == did_abandon_cancelled_b_next \
                || taken == did_abandon_deadline_b_next \
                || taken == did_abandon_gone_b_next \
                || taken == did_end_shut_down_b_next) \
            || (was_b_next != idle && b_next == idle)) \
        && (!(taken == did_end_answered_operator_replace \
                || taken == did_abandon_cancelled_operator_replace \
                || taken == did_abandon_deadline_operator_replace \
                || taken == did_abandon_gone_operator_replace \
                || taken == did_end_shut_down_operator_replace) \
            || (was_operator_replace != idle && operator_replace == idle)))

/* step after poison every operation answers 13 */
#define HOLDS_after_poison_every_operation_answers_13 \
        (!(taken == did_end_answered_a_generate \
            || taken == did_end_refused_a_generate \
            || taken == did_end_answered_a_next \
            || taken == did_end_finished_a_next \
            || taken == did_end_refused_a_next \
            || taken == did_end_answered_b_generate \
            || taken == did_end_refused_b_generate \
            || taken == did_end_answered_b_next \
            || taken == did_end_finished_b_next \
            || taken == did_end_refused_b_next) \
        || !was_poisoned)

/* step a 13 writes nothing */
#define HOLDS_a_13_writes_nothing \
        (!(taken == did_end_poisoned_a_generate \
            || taken == did_end_poisoned_a_next \
            || taken == did_end_poisoned_b_generate \
            || taken == did_end_poisoned_b_next) \
        || (model == was_model \
            && holder == was_holder \
            && tokens == was_tokens \
            && made_by == was_made_by \
            && poisoned == was_poisoned))

/* step only a replacement ends poison */
#define HOLDS_only_a_replacement_ends_poison \
        (taken == did_send_accepted_operator_replace \
        || taken == did_send_overflow_operator_replace \
        || taken == did_send_shut_down_operator_replace \
        || taken == did_take_operator_replace \
        || taken == did_end_answered_operator_replace \
        || taken == did_abandon_cancelled_operator_replace \
        || taken == did_abandon_deadline_operator_replace \
        || taken == did_abandon_gone_operator_replace \
        || taken == did_end_shut_down_operator_replace \
        || !(was_poisoned && !poisoned))

#ifdef CLAIM /* is asked alone */
#define judge() skip
#else
inline judge() {
    what_does_not_enter_changes_nothing = HOLDS_what_does_not_enter_changes_nothing;
    assert(what_does_not_enter_changes_nothing);
    who_is_accepted_waits_last = HOLDS_who_is_accepted_waits_last;
    assert(who_is_accepted_waits_last);
    first_in_first_out_within_a_session = HOLDS_first_in_first_out_within_a_session;
    assert(first_in_first_out_within_a_session);
    only_its_owner_continues_or_resets_a_request = HOLDS_only_its_owner_continues_or_resets_a_request;
    assert(only_its_owner_continues_or_resets_a_request);
    cancel_deadline_and_gone_end_in_a_reset = HOLDS_cancel_deadline_and_gone_end_in_a_reset;
    assert(cancel_deadline_and_gone_end_in_a_reset);
    a_command_ends_once_and_only_what_was_accepted = HOLDS_a_command_ends_once_and_only_what_was_accepted;
    assert(a_command_ends_once_and_only_what_was_accepted);
    after_poison_every_operation_answers_13 = HOLDS_after_poison_every_operation_answers_13;
    assert(after_poison_every_operation_answers_13);
    a_13_writes_nothing = HOLDS_a_13_writes_nothing;
    assert(a_13_writes_nothing);
    only_a_replacement_ends_poison = HOLDS_only_a_replacement_ends_poison;
    assert(only_a_replacement_ends_poison)
}
#endif

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* send.accepted@a_generate#1 when a_generate == idle and not closing and queue0 == none: queue0 := a_generate, a_generate := queued */
    :: d_step { (a_generate == idle && !closing && queue0 == none) ->
        remember(); queue0 = a_generate_; a_generate = queued; taken = did_send_accepted_a_generate; judge()
    }
    /* send.accepted@a_generate#2 when a_generate == idle and not closing and queue1 == none and queue0 != none: queue1 := a_generate, a_generate := queued */
    :: d_step { (a_generate == idle && !closing && queue1 == none && queue0 != none) ->
        remember(); queue1 = a_generate_; a_generate = queued; taken = did_send_accepted_a_generate; judge()
    }
    /* send.overflow@a_generate when a_generate == idle and not closing and queue1 != none: nothing */
    :: d_step { (a_generate == idle && !closing && queue1 != none) ->
        remember(); taken = did_send_overflow_a_generate; judge()
    }
    /* send.shut_down@a_generate when a_generate == idle and closing: nothing */
    :: d_step { (a_generate == idle && closing) ->
        remember(); taken = did_send_shut_down_a_generate; judge()
    }
    /* take@a_generate#1 when working == none and not closing and queue0 == a_generate and (holder == none or holder == a): working := a_generate, a_generate := running, queue0 := queue1, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue0 == a_generate_
            && (holder == none || holder == a)) ->
        remember(); working = a_generate_; a_generate = running; queue0 = queue1; queue1 = none; taken = did_take_a_generate; judge()
    }
    /* take@a_generate#2 when working == none and not closing and queue1 == a_generate and holder == a and not queue0 in {a_generate, a_next}: working := a_generate, a_generate := running, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue1 == a_generate_
            && holder == a
            && !(queue0 == a_generate_ || queue0 == a_next_)) ->
        remember(); working = a_generate_; a_generate = running; queue1 = none; taken = did_take_a_generate; judge()
    }
    /* send.accepted@a_next#1 when a_next == idle and not closing and queue0 == none: queue0 := a_next, a_next := queued */
    :: d_step { (a_next == idle && !closing && queue0 == none) ->
        remember(); queue0 = a_next_; a_next = queued; taken = did_send_accepted_a_next; judge()
    }
    /* send.accepted@a_next#2 when a_next == idle and not closing and queue1 == none and queue0 != none: queue1 := a_next, a_next := queued */
    :: d_step { (a_next == idle && !closing && queue1 == none && queue0 != none) ->
        remember(); queue1 = a_next_; a_next = queued; taken = did_send_accepted_a_next; judge()
    }
    /* send.overflow@a_next when a_next == idle and not closing and queue1 != none: nothing */
    :: d_step { (a_next == idle && !closing && queue1 != none) ->
        remember(); taken = did_send_overflow_a_next; judge()
    }
    /* send.shut_down@a_next when a_next == idle and closing: nothing */
    :: d_step { (a_next == idle && closing) ->
        remember(); taken = did_send_shut_down_a_next; judge()
    }
    /* take@a_next#1 when working == none and not closing and queue0 == a_next and (holder == none or holder == a): working := a_next, a_next := running, queue0 := queue1, queue1 := none */
    :: d_step { (working == none && !closing && queue0 == a_next_ && (holder == none || holder == a)) ->
        remember(); working = a_next_; a_next = running; queue0 = queue1; queue1 = none; taken = did_take_a_next; judge()
    }
    /* take@a_next#2 when working == none and not closing and queue1 == a_next and holder == a and not queue0 in {a_generate, a_next}: working := a_next, a_next := running, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue1 == a_next_
            && holder == a
            && !(queue0 == a_generate_ || queue0 == a_next_)) ->
        remember(); working = a_next_; a_next = running; queue1 = none; taken = did_take_a_next; judge()
    }
    /* send.accepted@b_generate#1 when b_generate == idle and not closing and queue0 == none: queue0 := b_generate, b_generate := queued */
    :: d_step { (b_generate == idle && !closing && queue0 == none) ->
        remember(); queue0 = b_generate_; b_generate = queued; taken = did_send_accepted_b_generate; judge()
    }
    /* send.accepted@b_generate#2 when b_generate == idle and not closing and queue1 == none and queue0 != none: queue1 := b_generate, b_generate := queued */
    :: d_step { (b_generate == idle && !closing && queue1 == none && queue0 != none) ->
        remember(); queue1 = b_generate_; b_generate = queued; taken = did_send_accepted_b_generate; judge()
    }
    /* send.overflow@b_generate when b_generate == idle and not closing and queue1 != none: nothing */
    :: d_step { (b_generate == idle && !closing && queue1 != none) ->
        remember(); taken = did_send_overflow_b_generate; judge()
    }
    /* send.shut_down@b_generate when b_generate == idle and closing: nothing */
    :: d_step { (b_generate == idle && closing) ->
        remember(); taken = did_send_shut_down_b_generate; judge()
    }
    /* take@b_generate#1 when working == none and not closing and queue0 == b_generate and (holder == none or holder == b): working := b_generate, b_generate := running, queue0 := queue1, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue0 == b_generate_
            && (holder == none || holder == b)) ->
        remember(); working = b_generate_; b_generate = running; queue0 = queue1; queue1 = none; taken = did_take_b_generate; judge()
    }
    /* take@b_generate#2 when working == none and not closing and queue1 == b_generate and holder == b and not queue0 in {b_generate, b_next}: working := b_generate, b_generate := running, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue1 == b_generate_
            && holder == b
            && !(queue0 == b_generate_ || queue0 == b_next_)) ->
        remember(); working = b_generate_; b_generate = running; queue1 = none; taken = did_take_b_generate; judge()
    }
    /* send.accepted@b_next#1 when b_next == idle and not closing and queue0 == none: queue0 := b_next, b_next := queued */
    :: d_step { (b_next == idle && !closing && queue0 == none) ->
        remember(); queue0 = b_next_; b_next = queued; taken = did_send_accepted_b_next; judge()
    }
    /* send.accepted@b_next#2 when b_next == idle and not closing and queue1 == none and queue0 != none: queue1 := b_next, b_next := queued */
    :: d_step { (b_next == idle && !closing && queue1 == none && queue0 != none) ->
        remember(); queue1 = b_next_; b_next = queued; taken = did_send_accepted_b_next; judge()
    }
    /* send.overflow@b_next when b_next == idle and not closing and queue1 != none: nothing */
    :: d_step { (b_next == idle && !closing && queue1 != none) ->
        remember(); taken = did_send_overflow_b_next; judge()
    }
    /* send.shut_down@b_next when b_next == idle and closing: nothing */
    :: d_step { (b_next == idle && closing) ->
        remember(); taken = did_send_shut_down_b_next; judge()
    }
    /* take@b_next#1 when working == none and not closing and queue0 == b_next and (holder == none or holder == b): working := b_next, b_next := running, queue0 := queue1, queue1 := none */
    :: d_step { (working == none && !closing && queue0 == b_next_ && (holder == none || holder == b)) ->
        remember(); working = b_next_; b_next = running; queue0 = queue1; queue1 = none; taken = did_take_b_next; judge()
    }
    /* take@b_next#2 when working == none and not closing and queue1 == b_next and holder == b and not queue0 in {b_generate, b_next}: working := b_next, b_next := running, queue1 := none */
    :: d_step { (working == none
            && !closing
            && queue1 == b_next_
            && holder == b
            && !(queue0 == b_generate_ || queue0 == b_next_)) ->
        remember(); working = b_next_; b_next = running; queue1 = none; taken = did_take_b_next; judge()
    }
    /* send.accepted@operator_replace#1 when operator_replace == idle and not closing and queue0 == none: queue0 := operator_replace, operator_replace := queued */
    :: d_step { (operator_replace == idle && !closing && queue0 == none) ->
        remember(); queue0 = operator_replace_; operator_replace = queued; taken = did_send_accepted_operator_replace; judge()
    }
    /* send.accepted@operator_replace#2 when operator_replace == idle and not closing and queue1 == none and queue0 != none: queue1 := operator_replace, operator_replace := queued */
    :: d_step { (operator_replace == idle && !closing && queue1 == none && queue0 != none) ->
        remember(); queue1 = operator_replace_; operator_replace = queued; taken = did_send_accepted_operator_replace; judge()
    }
    /* send.overflow@operator_replace when operator_replace == idle and not closing and queue1 != none: nothing */
    :: d_step { (operator_replace == idle && !closing && queue1 != none) ->
        remember(); taken = did_send_overflow_operator_replace; judge()
    }
    /* send.shut_down@operator_replace when operator_replace == idle and closing: nothing */
    :: d_step { (operator_replace == idle && closing) ->
        remember(); taken = did_send_shut_down_operator_replace; judge()
    }
    /* take@operator_replace when working == none and not closing and queue0 == operator_replace and holder == none: working := operator_replace, operator_replace := running, queue0 := queue1, queue1 := none */
    :: d_step { (working == none && !closing && queue0 == operator_replace_ && holder == none) ->
        remember(); working = operator_replace_; operator_replace = running; queue0 = queue1; queue1 = none; taken = did_take_operator_replace; judge()
    }
    /* end.answered@a_generate when working == a_generate and not poisoned and holder == none: working := none, a_generate := idle, holder := a, made_by := model */
    :: d_step { (working == a_generate_ && !poisoned && holder == none) ->
        remember(); working = none; a_generate = idle; holder = a; made_by = model; taken = did_end_answered_a_generate; judge()
    }
    /* end.refused@a_generate when working == a_generate and not poisoned and holder == a: working := none, a_generate := idle */
    :: d_step { (working == a_generate_ && !poisoned && holder == a) ->
        remember(); working = none; a_generate = idle; taken = did_end_refused_a_generate; judge()
    }
    /* end.undeclared@a_generate when working == a_generate and not poisoned: working := none, a_generate := idle, holder := none, tokens := 0, made_by := none, poisoned := yes */
    :: d_step { (working == a_generate_ && !poisoned) ->
        remember(); working = none; a_generate = idle; holder = none; tokens = 0; made_by = none; poisoned = true; taken = did_end_undeclared_a_generate; judge()
    }
    /* end.poisoned@a_generate when working == a_generate and poisoned: working := none, a_generate := idle */
    :: d_step { (working == a_generate_ && poisoned) ->
        remember(); working = none; a_generate = idle; taken = did_end_poisoned_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_generate_ && holder == a) ->
        remember(); a_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none */
    :: d_step { (working == a_generate_ && holder != a) ->
        remember(); a_generate = idle; working = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.cancelled@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none */
    :: d_step { (queue1 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue1 = none; taken = did_abandon_cancelled_a_generate; judge()
    }
    /* abandon.deadline@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_generate_ && holder == a) ->
        remember(); a_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.deadline@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none */
    :: d_step { (working == a_generate_ && holder != a) ->
        remember(); a_generate = idle; working = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.deadline@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.deadline@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.deadline@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.deadline@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none */
    :: d_step { (queue1 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue1 = none; taken = did_abandon_deadline_a_generate; judge()
    }
    /* abandon.gone@a_generate#1 when working == a_generate and holder == a: a_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_generate_ && holder == a) ->
        remember(); a_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* abandon.gone@a_generate#2 when working == a_generate and holder != a: a_generate := idle, working := none */
    :: d_step { (working == a_generate_ && holder != a) ->
        remember(); a_generate = idle; working = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* abandon.gone@a_generate#3 when queue0 == a_generate and holder == a: a_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* abandon.gone@a_generate#4 when queue0 == a_generate and holder != a: a_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* abandon.gone@a_generate#5 when queue1 == a_generate and holder == a: a_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_generate_ && holder == a) ->
        remember(); a_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* abandon.gone@a_generate#6 when queue1 == a_generate and holder != a: a_generate := idle, queue1 := none */
    :: d_step { (queue1 == a_generate_ && holder != a) ->
        remember(); a_generate = idle; queue1 = none; taken = did_abandon_gone_a_generate; judge()
    }
    /* end.shut_down@a_generate when closing and queue0 == a_generate: a_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (closing && queue0 == a_generate_) ->
        remember(); a_generate = idle; queue0 = queue1; queue1 = none; taken = did_end_shut_down_a_generate; judge()
    }
    /* end.answered@a_next when working == a_next and not poisoned and holder == a and tokens < 1: working := none, a_next := idle, tokens := tokens + 1 */
    :: d_step { (working == a_next_ && !poisoned && holder == a && tokens < 1) ->
        remember(); working = none; a_next = idle; tokens = tokens + 1; taken = did_end_answered_a_next; judge()
    }
    /* end.finished@a_next when working == a_next and not poisoned and holder == a: working := none, a_next := idle, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_next_ && !poisoned && holder == a) ->
        remember(); working = none; a_next = idle; holder = none; tokens = 0; made_by = none; taken = did_end_finished_a_next; judge()
    }
    /* end.refused@a_next when working == a_next and not poisoned and holder == none: working := none, a_next := idle */
    :: d_step { (working == a_next_ && !poisoned && holder == none) ->
        remember(); working = none; a_next = idle; taken = did_end_refused_a_next; judge()
    }
    /* end.undeclared@a_next when working == a_next and not poisoned: working := none, a_next := idle, holder := none, tokens := 0, made_by := none, poisoned := yes */
    :: d_step { (working == a_next_ && !poisoned) ->
        remember(); working = none; a_next = idle; holder = none; tokens = 0; made_by = none; poisoned = true; taken = did_end_undeclared_a_next; judge()
    }
    /* end.poisoned@a_next when working == a_next and poisoned: working := none, a_next := idle */
    :: d_step { (working == a_next_ && poisoned) ->
        remember(); working = none; a_next = idle; taken = did_end_poisoned_a_next; judge()
    }
    /* abandon.cancelled@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_next_ && holder == a) ->
        remember(); a_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.cancelled@a_next#2 when working == a_next and holder != a: a_next := idle, working := none */
    :: d_step { (working == a_next_ && holder != a) ->
        remember(); a_next = idle; working = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.cancelled@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.cancelled@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.cancelled@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.cancelled@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none */
    :: d_step { (queue1 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue1 = none; taken = did_abandon_cancelled_a_next; judge()
    }
    /* abandon.deadline@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_next_ && holder == a) ->
        remember(); a_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.deadline@a_next#2 when working == a_next and holder != a: a_next := idle, working := none */
    :: d_step { (working == a_next_ && holder != a) ->
        remember(); a_next = idle; working = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.deadline@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.deadline@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.deadline@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.deadline@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none */
    :: d_step { (queue1 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue1 = none; taken = did_abandon_deadline_a_next; judge()
    }
    /* abandon.gone@a_next#1 when working == a_next and holder == a: a_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == a_next_ && holder == a) ->
        remember(); a_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_next; judge()
    }
    /* abandon.gone@a_next#2 when working == a_next and holder != a: a_next := idle, working := none */
    :: d_step { (working == a_next_ && holder != a) ->
        remember(); a_next = idle; working = none; taken = did_abandon_gone_a_next; judge()
    }
    /* abandon.gone@a_next#3 when queue0 == a_next and holder == a: a_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_next; judge()
    }
    /* abandon.gone@a_next#4 when queue0 == a_next and holder != a: a_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_gone_a_next; judge()
    }
    /* abandon.gone@a_next#5 when queue1 == a_next and holder == a: a_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == a_next_ && holder == a) ->
        remember(); a_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_a_next; judge()
    }
    /* abandon.gone@a_next#6 when queue1 == a_next and holder != a: a_next := idle, queue1 := none */
    :: d_step { (queue1 == a_next_ && holder != a) ->
        remember(); a_next = idle; queue1 = none; taken = did_abandon_gone_a_next; judge()
    }
    /* end.shut_down@a_next when closing and queue0 == a_next: a_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (closing && queue0 == a_next_) ->
        remember(); a_next = idle; queue0 = queue1; queue1 = none; taken = did_end_shut_down_a_next; judge()
    }
    /* end.answered@b_generate when working == b_generate and not poisoned and holder == none: working := none, b_generate := idle, holder := b, made_by := model */
    :: d_step { (working == b_generate_ && !poisoned && holder == none) ->
        remember(); working = none; b_generate = idle; holder = b; made_by = model; taken = did_end_answered_b_generate; judge()
    }
    /* end.refused@b_generate when working == b_generate and not poisoned and holder == b: working := none, b_generate := idle */
    :: d_step { (working == b_generate_ && !poisoned && holder == b) ->
        remember(); working = none; b_generate = idle; taken = did_end_refused_b_generate; judge()
    }
    /* end.undeclared@b_generate when working == b_generate and not poisoned: working := none, b_generate := idle, holder := none, tokens := 0, made_by := none, poisoned := yes */
    :: d_step { (working == b_generate_ && !poisoned) ->
        remember(); working = none; b_generate = idle; holder = none; tokens = 0; made_by = none; poisoned = true; taken = did_end_undeclared_b_generate; judge()
    }
    /* end.poisoned@b_generate when working == b_generate and poisoned: working := none, b_generate := idle */
    :: d_step { (working == b_generate_ && poisoned) ->
        remember(); working = none; b_generate = idle; taken = did_end_poisoned_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_generate_ && holder == b) ->
        remember(); b_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none */
    :: d_step { (working == b_generate_ && holder != b) ->
        remember(); b_generate = idle; working = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.cancelled@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none */
    :: d_step { (queue1 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue1 = none; taken = did_abandon_cancelled_b_generate; judge()
    }
    /* abandon.deadline@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_generate_ && holder == b) ->
        remember(); b_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.deadline@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none */
    :: d_step { (working == b_generate_ && holder != b) ->
        remember(); b_generate = idle; working = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.deadline@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.deadline@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.deadline@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.deadline@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none */
    :: d_step { (queue1 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue1 = none; taken = did_abandon_deadline_b_generate; judge()
    }
    /* abandon.gone@b_generate#1 when working == b_generate and holder == b: b_generate := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_generate_ && holder == b) ->
        remember(); b_generate = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* abandon.gone@b_generate#2 when working == b_generate and holder != b: b_generate := idle, working := none */
    :: d_step { (working == b_generate_ && holder != b) ->
        remember(); b_generate = idle; working = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* abandon.gone@b_generate#3 when queue0 == b_generate and holder == b: b_generate := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* abandon.gone@b_generate#4 when queue0 == b_generate and holder != b: b_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* abandon.gone@b_generate#5 when queue1 == b_generate and holder == b: b_generate := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_generate_ && holder == b) ->
        remember(); b_generate = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* abandon.gone@b_generate#6 when queue1 == b_generate and holder != b: b_generate := idle, queue1 := none */
    :: d_step { (queue1 == b_generate_ && holder != b) ->
        remember(); b_generate = idle; queue1 = none; taken = did_abandon_gone_b_generate; judge()
    }
    /* end.shut_down@b_generate when closing and queue0 == b_generate: b_generate := idle, queue0 := queue1, queue1 := none */
    :: d_step { (closing && queue0 == b_generate_) ->
        remember(); b_generate = idle; queue0 = queue1; queue1 = none; taken = did_end_shut_down_b_generate; judge()
    }
    /* end.answered@b_next when working == b_next and not poisoned and holder == b and tokens < 1: working := none, b_next := idle, tokens := tokens + 1 */
    :: d_step { (working == b_next_ && !poisoned && holder == b && tokens < 1) ->
        remember(); working = none; b_next = idle; tokens = tokens + 1; taken = did_end_answered_b_next; judge()
    }
    /* end.finished@b_next when working == b_next and not poisoned and holder == b: working := none, b_next := idle, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_next_ && !poisoned && holder == b) ->
        remember(); working = none; b_next = idle; holder = none; tokens = 0; made_by = none; taken = did_end_finished_b_next; judge()
    }
    /* end.refused@b_next when working == b_next and not poisoned and holder == none: working := none, b_next := idle */
    :: d_step { (working == b_next_ && !poisoned && holder == none) ->
        remember(); working = none; b_next = idle; taken = did_end_refused_b_next; judge()
    }
    /* end.undeclared@b_next when working == b_next and not poisoned: working := none, b_next := idle, holder := none, tokens := 0, made_by := none, poisoned := yes */
    :: d_step { (working == b_next_ && !poisoned) ->
        remember(); working = none; b_next = idle; holder = none; tokens = 0; made_by = none; poisoned = true; taken = did_end_undeclared_b_next; judge()
    }
    /* end.poisoned@b_next when working == b_next and poisoned: working := none, b_next := idle */
    :: d_step { (working == b_next_ && poisoned) ->
        remember(); working = none; b_next = idle; taken = did_end_poisoned_b_next; judge()
    }
    /* abandon.cancelled@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_next_ && holder == b) ->
        remember(); b_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.cancelled@b_next#2 when working == b_next and holder != b: b_next := idle, working := none */
    :: d_step { (working == b_next_ && holder != b) ->
        remember(); b_next = idle; working = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.cancelled@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.cancelled@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.cancelled@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.cancelled@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none */
    :: d_step { (queue1 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue1 = none; taken = did_abandon_cancelled_b_next; judge()
    }
    /* abandon.deadline@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_next_ && holder == b) ->
        remember(); b_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.deadline@b_next#2 when working == b_next and holder != b: b_next := idle, working := none */
    :: d_step { (working == b_next_ && holder != b) ->
        remember(); b_next = idle; working = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.deadline@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.deadline@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.deadline@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.deadline@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none */
    :: d_step { (queue1 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue1 = none; taken = did_abandon_deadline_b_next; judge()
    }
    /* abandon.gone@b_next#1 when working == b_next and holder == b: b_next := idle, working := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (working == b_next_ && holder == b) ->
        remember(); b_next = idle; working = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_next; judge()
    }
    /* abandon.gone@b_next#2 when working == b_next and holder != b: b_next := idle, working := none */
    :: d_step { (working == b_next_ && holder != b) ->
        remember(); b_next = idle; working = none; taken = did_abandon_gone_b_next; judge()
    }
    /* abandon.gone@b_next#3 when queue0 == b_next and holder == b: b_next := idle, queue0 := queue1, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue0 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_next; judge()
    }
    /* abandon.gone@b_next#4 when queue0 == b_next and holder != b: b_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; taken = did_abandon_gone_b_next; judge()
    }
    /* abandon.gone@b_next#5 when queue1 == b_next and holder == b: b_next := idle, queue1 := none, holder := none, tokens := 0, made_by := none */
    :: d_step { (queue1 == b_next_ && holder == b) ->
        remember(); b_next = idle; queue1 = none; holder = none; tokens = 0; made_by = none; taken = did_abandon_gone_b_next; judge()
    }
    /* abandon.gone@b_next#6 when queue1 == b_next and holder != b: b_next := idle, queue1 := none */
    :: d_step { (queue1 == b_next_ && holder != b) ->
        remember(); b_next = idle; queue1 = none; taken = did_abandon_gone_b_next; judge()
    }
    /* end.shut_down@b_next when closing and queue0 == b_next: b_next := idle, queue0 := queue1, queue1 := none */
    :: d_step { (closing && queue0 == b_next_) ->
        remember(); b_next = idle; queue0 = queue1; queue1 = none; taken = did_end_shut_down_b_next; judge()
    }
    /* end.answered@operator_replace when working == operator_replace: working := none, operator_replace := idle, model := any of old, new, poisoned := no */
    :: d_step { (working == operator_replace_) ->
        remember(); working = none; operator_replace = idle; model = old; poisoned = false; taken = did_end_answered_operator_replace; judge()
    }
    :: d_step { (working == operator_replace_) ->
        remember(); working = none; operator_replace = idle; model = new; poisoned = false; taken = did_end_answered_operator_replace; judge()
    }
    /* abandon.cancelled@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none */
    :: d_step { (working == operator_replace_) ->
        remember(); operator_replace = idle; working = none; taken = did_abandon_cancelled_operator_replace; judge()
    }
    /* abandon.cancelled@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == operator_replace_) ->
        remember(); operator_replace = idle; queue0 = queue1; queue1 = none; taken = did_abandon_cancelled_operator_replace; judge()
    }
    /* abandon.cancelled@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none */
    :: d_step { (queue1 == operator_replace_) ->
        remember(); operator_replace = idle; queue1 = none; taken = did_abandon_cancelled_operator_replace; judge()
    }
    /* abandon.deadline@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none */
    :: d_step { (working == operator_replace_) ->
        remember(); operator_replace = idle; working = none; taken = did_abandon_deadline_operator_replace; judge()
    }
    /* abandon.deadline@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == operator_replace_) ->
        remember(); operator_replace = idle; queue0 = queue1; queue1 = none; taken = did_abandon_deadline_operator_replace; judge()
    }
    /* abandon.deadline@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none */
    :: d_step { (queue1 == operator_replace_) ->
        remember(); operator_replace = idle; queue1 = none; taken = did_abandon_deadline_operator_replace; judge()
    }
    /* abandon.gone@operator_replace#1 when working == operator_replace: operator_replace := idle, working := none */
    :: d_step { (working == operator_replace_) ->
        remember(); operator_replace = idle; working = none; taken = did_abandon_gone_operator_replace; judge()
    }
    /* abandon.gone@operator_replace#2 when queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none */
    :: d_step { (queue0 == operator_replace_) ->
        remember(); operator_replace = idle; queue0 = queue1; queue1 = none; taken = did_abandon_gone_operator_replace; judge()
    }
    /* abandon.gone@operator_replace#3 when queue1 == operator_replace: operator_replace := idle, queue1 := none */
    :: d_step { (queue1 == operator_replace_) ->
        remember(); operator_replace = idle; queue1 = none; taken = did_abandon_gone_operator_replace; judge()
    }
    /* end.shut_down@operator_replace when closing and queue0 == operator_replace: operator_replace := idle, queue0 := queue1, queue1 := none */
    :: d_step { (closing && queue0 == operator_replace_) ->
        remember(); operator_replace = idle; queue0 = queue1; queue1 = none; taken = did_end_shut_down_operator_replace; judge()
    }
    /* expire@a when holder == a and not working in {a_generate, a_next}: holder := none, tokens := 0, made_by := none */
    :: d_step { (holder == a && !(working == a_generate_ || working == a_next_)) ->
        remember(); holder = none; tokens = 0; made_by = none; taken = did_expire_a; judge()
    }
    /* expire@b when holder == b and not working in {b_generate, b_next}: holder := none, tokens := 0, made_by := none */
    :: d_step { (holder == b && !(working == b_generate_ || working == b_next_)) ->
        remember(); holder = none; tokens = 0; made_by = none; taken = did_expire_b; judge()
    }
    /* shut_down@operator when not closing: closing := yes */
    :: d_step { (!closing) ->
        remember(); closing = true; taken = did_shut_down_operator; judge()
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* leads_to every accepted generate ends: sessions are alike, so one stands for all */
/* b_generate == queued leads to b_generate == idle, with take@*, end@* fair and expire@* strongly fair: SPIN cannot say it */

/* leads_to every accepted next ends */
/* b_next == queued leads to b_next == idle, with take@*, end@* fair and expire@* strongly fair: SPIN cannot say it */

/* leads_to every accepted replacement ends: it waits for the open request, which has a deadline */
/* operator_replace == queued leads to operator_replace == idle, with take@*, end@* fair and expire@* strongly fair: SPIN cannot say it */

/* always no command is lost */
ltl no_command_is_lost { ([] ((a_generate != queued || queue0 == a_generate_ || queue1 == a_generate_) && (a_next != queued || queue0 == a_next_ || queue1 == a_next_) && (b_generate != queued || queue0 == b_generate_ || queue1 == b_generate_) && (b_next != queued || queue0 == b_next_ || queue1 == b_next_) && (operator_replace != queued || queue0 == operator_replace_ || queue1 == operator_replace_) && (a_generate != running || working == a_generate_) && (a_next != running || working == a_next_) && (b_generate != running || working == b_generate_) && (b_next != running || working == b_next_) && (operator_replace != running || working == operator_replace_))) }

/* always none is in two places */
ltl none_is_in_two_places { ([] ((!(queue0 == a_generate_ || queue1 == a_generate_) || a_generate == queued) && (!(queue0 == a_next_ || queue1 == a_next_) || a_next == queued) && (!(queue0 == b_generate_ || queue1 == b_generate_) || b_generate == queued) && (!(queue0 == b_next_ || queue1 == b_next_) || b_next == queued) && (!(queue0 == operator_replace_ || queue1 == operator_replace_) || operator_replace == queued) && (working != a_generate_ || a_generate == running) && (working != a_next_ || a_next == running) && (working != b_generate_ || b_generate == running) && (working != b_next_ || b_next == running) && (working != operator_replace_ || operator_replace == running) && (queue0 == none || queue0 != queue1))) }

/* always no request mixes models */
ltl no_request_mixes_models { ([] (!(holder != none) || made_by == model)) }

/* always nothing of a request outlives it */
ltl nothing_of_a_request_outlives_it { ([] (holder != none || (tokens == 0 && made_by == none))) }

/* sometimes a session waits while another's request is open */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_session_waits_while_another_s_request_is_open { ([] (!(holder == a && queue0 == b_generate_ && working == none))) }

/* sometimes poison is reached */
/* An error of this claim is what is wanted: it is a witness. */
ltl poison_is_reached { ([] (!poisoned)) }

/* sometimes the service comes to rest */
/* An error of this claim is what is wanted: it is a witness. */
ltl the_service_comes_to_rest { ([] (!(closing && working == none && queue0 == none && holder == none))) }
