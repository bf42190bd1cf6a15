/* owner 3: 13 variables, 52 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 owner_3.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 owner_3.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N the_lock_is_held_exactly_while_somebody_is_inside
 */

mtype = { fresh, a, b, outside, waiting, inside };

bool held = false; /* no, yes */
bool poisoned = false; /* no, yes */
byte epoch = 0; /* 0, 1 */
mtype contents = fresh; /* fresh, a, b */
byte line0 = 0; /* 0..3 */
byte line1 = 0; /* 0..3 */
byte line2 = 0; /* 0..3 */
mtype caller1 = outside; /* outside, waiting, inside */
byte handle1 = 0; /* 0, 1 */
mtype caller2 = outside; /* outside, waiting, inside */
byte handle2 = 0; /* 0, 1 */
mtype caller3 = outside; /* outside, waiting, inside */
byte handle3 = 0; /* 0, 1 */

/* What was before the step: no part of the state. */
hidden byte was_held;
hidden byte was_poisoned;
hidden byte was_epoch;
hidden mtype was_contents;
hidden byte was_line0;
hidden byte was_line1;
hidden byte was_line2;
hidden mtype was_caller1;
hidden byte was_handle1;
hidden mtype was_caller2;
hidden byte was_handle2;
hidden mtype was_caller3;
hidden byte was_handle3;

inline remember() {
    was_held = held;
    was_poisoned = poisoned;
    was_epoch = epoch;
    was_contents = contents;
    was_line0 = line0;
    was_line1 = line1;
    was_line2 = line2;
    was_caller1 = caller1;
    was_handle1 = handle1;
    was_caller2 = caller2;
    was_handle2 = handle2;
    was_caller3 = caller3;
    was_handle3 = handle3
}

/* Steps by number; `taken` is the last one. */
#define did_call_caller1 1
#define did_enter_caller1 2
#define did_refuse_poisoned_caller1 3
#define did_reenter_unavailable_caller1 4
#define did_wait_unavailable_caller1 5
#define did_wait_interrupted_caller1 6
#define did_leave_ok_caller1 7
#define did_leave_failed_caller1 8
#define did_leave_interrupted_caller1 9
#define did_leave_undeclared_caller1 10
#define did_call_caller2 11
#define did_enter_caller2 12
#define did_refuse_poisoned_caller2 13
#define did_reenter_unavailable_caller2 14
#define did_wait_unavailable_caller2 15
#define did_wait_interrupted_caller2 16
#define did_leave_ok_caller2 17
#define did_leave_failed_caller2 18
#define did_leave_interrupted_caller2 19
#define did_leave_undeclared_caller2 20
#define did_call_caller3 21
#define did_enter_caller3 22
#define did_refuse_poisoned_caller3 23
#define did_reenter_unavailable_caller3 24
#define did_wait_unavailable_caller3 25
#define did_wait_interrupted_caller3 26
#define did_leave_ok_caller3 27
#define did_leave_failed_caller3 28
#define did_leave_interrupted_caller3 29
#define did_leave_undeclared_caller3 30
#define did_replace_host 31
hidden byte taken;

hidden byte who_comes_last_waits_last;
hidden byte only_the_first_in_line_enters;
hidden byte nobody_in_line_is_overtaken;
hidden byte after_poison_every_operation_answers_13;
hidden byte a_13_writes_nothing;
hidden byte only_a_replacement_ends_poison;
hidden byte a_call_is_answered_once_and_only_who_called;

/* step who comes last waits last */
#define HOLDS_who_comes_last_waits_last \
        (!(taken == did_call_caller1 || taken == did_call_caller2 || taken == did_call_caller3) \
        || ((was_line0 == 0 || line0 == was_line0) \
            && (was_line1 == 0 || line1 == was_line1) \
            && (was_line2 == 0 || line2 == was_line2)))

/* step only the first in line enters */
#define HOLDS_only_the_first_in_line_enters \
        ((!(was_caller1 == waiting && caller1 == inside) || was_line0 == 1) \
        && (!(was_caller2 == waiting && caller2 == inside) || was_line0 == 2) \
        && (!(was_caller3 == waiting && caller3 == inside) || was_line0 == 3))

/* step nobody in line is overtaken: callers are alike, so two stand for all */
#define HOLDS_nobody_in_line_is_overtaken \
        (!(((was_line0 == 1 && was_line1 == 2) \
                || (was_line0 == 1 && was_line2 == 2) \
                || (was_line1 == 1 && was_line2 == 2)) \
            && ((line0 == 2 && line1 == 1) \
                || (line0 == 2 && line2 == 1) \
                || (line1 == 2 && line2 == 1))))

/* step after poison every operation answers 13: a call waits for its answer, and nothing but 13 is answered */
#define HOLDS_after_poison_every_operation_answers_13 \
        (taken == did_call_caller1 \
        || taken == did_refuse_poisoned_caller1 \
        || taken == did_wait_unavailable_caller1 \
        || taken == did_wait_interrupted_caller1 \
        || taken == did_call_caller2 \
        || taken == did_refuse_poisoned_caller2 \
        || taken == did_wait_unavailable_caller2 \
        || taken == did_wait_interrupted_caller2 \
        || taken == did_call_caller3 \
        || taken == did_refuse_poisoned_caller3 \
        || taken == did_wait_unavailable_caller3 \
        || taken == did_wait_interrupted_caller3 \
        || taken == did_replace_host \
        || !was_poisoned)

/* step a 13 writes nothing */
#define HOLDS_a_13_writes_nothing \
        (!(taken == did_refuse_poisoned_caller1 \
            || taken == did_reenter_unavailable_caller1 \
            || taken == did_wait_unavailable_caller1 \
            || taken == did_wait_interrupted_caller1 \
            || taken == did_refuse_poisoned_caller2 \
            || taken == did_reenter_unavailable_caller2 \
            || taken == did_wait_unavailable_caller2 \
            || taken == did_wait_interrupted_caller2 \
            || taken == did_refuse_poisoned_caller3 \
            || taken == did_reenter_unavailable_caller3 \
            || taken == did_wait_unavailable_caller3 \
            || taken == did_wait_interrupted_caller3) \
        || (contents == was_contents \
            && held == was_held \
            && poisoned == was_poisoned \
            && epoch == was_epoch))

/* step only a replacement ends poison */
#define HOLDS_only_a_replacement_ends_poison \
        (taken == did_replace_host || !(was_poisoned && !poisoned))

/* step a call is answered once, and only who called */
#define HOLDS_a_call_is_answered_once_and_only_who_called \
        ((!(taken == did_refuse_poisoned_caller1 \
                || taken == did_wait_unavailable_caller1 \
                || taken == did_wait_interrupted_caller1 \
                || taken == did_leave_ok_caller1 \
                || taken == did_leave_failed_caller1 \
                || taken == did_leave_interrupted_caller1 \
                || taken == did_leave_undeclared_caller1) \
            || (was_caller1 != outside && caller1 == outside)) \
        && (!(taken == did_refuse_poisoned_caller2 \
                || taken == did_wait_unavailable_caller2 \
                || taken == did_wait_interrupted_caller2 \
                || taken == did_leave_ok_caller2 \
                || taken == did_leave_failed_caller2 \
                || taken == did_leave_interrupted_caller2 \
                || taken == did_leave_undeclared_caller2) \
            || (was_caller2 != outside && caller2 == outside)) \
        && (!(taken == did_refuse_poisoned_caller3 \
                || taken == did_wait_unavailable_caller3 \
                || taken == did_wait_interrupted_caller3 \
                || taken == did_leave_ok_caller3 \
                || taken == did_leave_failed_caller3 \
                || taken == did_leave_interrupted_caller3 \
                || taken == did_leave_undeclared_caller3) \
            || (was_caller3 != outside && caller3 == outside)))

#ifdef CLAIM /* is asked alone */
#define judge() skip
#else
inline judge() {
    who_comes_last_waits_last = HOLDS_who_comes_last_waits_last;
    assert(who_comes_last_waits_last);
    only_the_first_in_line_enters = HOLDS_only_the_first_in_line_enters;
    assert(only_the_first_in_line_enters);
    nobody_in_line_is_overtaken = HOLDS_nobody_in_line_is_overtaken;
    assert(nobody_in_line_is_overtaken);
    after_poison_every_operation_answers_13 = HOLDS_after_poison_every_operation_answers_13;
    assert(after_poison_every_operation_answers_13);
    a_13_writes_nothing = HOLDS_a_13_writes_nothing;
    assert(a_13_writes_nothing);
    only_a_replacement_ends_poison = HOLDS_only_a_replacement_ends_poison;
    assert(only_a_replacement_ends_poison);
    a_call_is_answered_once_and_only_who_called = HOLDS_a_call_is_answered_once_and_only_who_called;
    assert(a_call_is_answered_once_and_only_who_called)
}
#endif

#define MOVED \
        (held != was_held \
        || poisoned != was_poisoned \
        || epoch != was_epoch \
        || contents != was_contents \
        || line0 != was_line0 \
        || line1 != was_line1 \
        || line2 != was_line2 \
        || caller1 != was_caller1 \
        || handle1 != was_handle1 \
        || caller2 != was_caller2 \
        || handle2 != was_handle2 \
        || caller3 != was_caller3 \
        || handle3 != was_handle3)
#if defined(AN_OPERATION_THAT_ENTERED_LEAVES)
bool can_1, did_1;
#define CAN_1 \
        ((caller1 == inside \
            && (caller1 != outside || handle1 != 0 || held != false || contents != a)) \
        || (caller1 == inside \
            && (caller1 != outside || handle1 != 0 || held != false || contents != b)) \
        || (caller1 == inside && (caller1 != outside || handle1 != 0 || held != false)) \
        || (caller1 == inside \
            && (caller1 != outside || handle1 != 0 || held != false || poisoned != true)))
bool can_2, did_2;
#define CAN_2 \
        ((caller2 == inside \
            && (caller2 != outside || handle2 != 0 || held != false || contents != a)) \
        || (caller2 == inside \
            && (caller2 != outside || handle2 != 0 || held != false || contents != b)) \
        || (caller2 == inside && (caller2 != outside || handle2 != 0 || held != false)) \
        || (caller2 == inside \
            && (caller2 != outside || handle2 != 0 || held != false || poisoned != true)))
bool can_3, did_3;
#define CAN_3 \
        ((caller3 == inside \
            && (caller3 != outside || handle3 != 0 || held != false || contents != a)) \
        || (caller3 == inside \
            && (caller3 != outside || handle3 != 0 || held != false || contents != b)) \
        || (caller3 == inside && (caller3 != outside || handle3 != 0 || held != false)) \
        || (caller3 == inside \
            && (caller3 != outside || handle3 != 0 || held != false || poisoned != true)))
inline settle() {
    can_1 = CAN_1;
    did_1 = MOVED && (taken == did_leave_ok_caller1 || taken == did_leave_failed_caller1 || taken == did_leave_interrupted_caller1 || taken == did_leave_undeclared_caller1);
    can_2 = CAN_2;
    did_2 = MOVED && (taken == did_leave_ok_caller2 || taken == did_leave_failed_caller2 || taken == did_leave_interrupted_caller2 || taken == did_leave_undeclared_caller2);
    can_3 = CAN_3;
    did_3 = MOVED && (taken == did_leave_ok_caller3 || taken == did_leave_failed_caller3 || taken == did_leave_interrupted_caller3 || taken == did_leave_undeclared_caller3)
}
#else
#define settle() skip
#endif

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* call@caller1#1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch */
    :: d_step { (caller1 == outside && line0 == 0) ->
        remember(); caller1 = waiting; line0 = 1; handle1 = epoch; taken = did_call_caller1; judge(); settle()
    }
    /* call@caller1#2 when caller1 == outside and line1 == 0 and line0 != 0: caller1 := waiting, line1 := 1, handle1 := epoch */
    :: d_step { (caller1 == outside && line1 == 0 && line0 != 0) ->
        remember(); caller1 = waiting; line1 = 1; handle1 = epoch; taken = did_call_caller1; judge(); settle()
    }
    /* call@caller1#3 when caller1 == outside and line2 == 0 and line1 != 0: caller1 := waiting, line2 := 1, handle1 := epoch */
    :: d_step { (caller1 == outside && line2 == 0 && line1 != 0) ->
        remember(); caller1 = waiting; line2 = 1; handle1 = epoch; taken = did_call_caller1; judge(); settle()
    }
    /* enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line0 == 1 && !held && !poisoned) ->
        remember(); caller1 = inside; held = true; line0 = line1; line1 = line2; line2 = 0; taken = did_enter_caller1; judge(); settle()
    }
    /* refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line0 == 1 && poisoned) ->
        remember(); caller1 = outside; handle1 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_refuse_poisoned_caller1; judge(); settle()
    }
    /* refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0 */
    :: d_step { (caller1 == waiting && handle1 != epoch) ->
        remember(); caller1 = outside; handle1 = 0; taken = did_refuse_poisoned_caller1; judge(); settle()
    }
    /* reenter.unavailable@caller1 when caller1 == inside: nothing */
    :: d_step { (caller1 == inside) ->
        remember(); taken = did_reenter_unavailable_caller1; judge(); settle()
    }
    /* wait.unavailable@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line0 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller1; judge(); settle()
    }
    /* wait.unavailable@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line1 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller1; judge(); settle()
    }
    /* wait.unavailable@caller1#3 when caller1 == waiting and line2 == 1: caller1 := outside, handle1 := 0, line2 := 0 */
    :: d_step { (caller1 == waiting && line2 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line2 = 0; taken = did_wait_unavailable_caller1; judge(); settle()
    }
    /* wait.interrupted@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line0 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller1; judge(); settle()
    }
    /* wait.interrupted@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller1 == waiting && line1 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller1; judge(); settle()
    }
    /* wait.interrupted@caller1#3 when caller1 == waiting and line2 == 1: caller1 := outside, handle1 := 0, line2 := 0 */
    :: d_step { (caller1 == waiting && line2 == 1) ->
        remember(); caller1 = outside; handle1 = 0; line2 = 0; taken = did_wait_interrupted_caller1; judge(); settle()
    }
    /* leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; contents = a; taken = did_leave_ok_caller1; judge(); settle()
    }
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; contents = b; taken = did_leave_ok_caller1; judge(); settle()
    }
    /* leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; contents = a; taken = did_leave_failed_caller1; judge(); settle()
    }
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; contents = b; taken = did_leave_failed_caller1; judge(); settle()
    }
    /* leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no */
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; taken = did_leave_interrupted_caller1; judge(); settle()
    }
    /* leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes */
    :: d_step { (caller1 == inside) ->
        remember(); caller1 = outside; handle1 = 0; held = false; poisoned = true; taken = did_leave_undeclared_caller1; judge(); settle()
    }
    /* call@caller2#1 when caller2 == outside and line0 == 0: caller2 := waiting, line0 := 2, handle2 := epoch */
    :: d_step { (caller2 == outside && line0 == 0) ->
        remember(); caller2 = waiting; line0 = 2; handle2 = epoch; taken = did_call_caller2; judge(); settle()
    }
    /* call@caller2#2 when caller2 == outside and line1 == 0 and line0 != 0: caller2 := waiting, line1 := 2, handle2 := epoch */
    :: d_step { (caller2 == outside && line1 == 0 && line0 != 0) ->
        remember(); caller2 = waiting; line1 = 2; handle2 = epoch; taken = did_call_caller2; judge(); settle()
    }
    /* call@caller2#3 when caller2 == outside and line2 == 0 and line1 != 0: caller2 := waiting, line2 := 2, handle2 := epoch */
    :: d_step { (caller2 == outside && line2 == 0 && line1 != 0) ->
        remember(); caller2 = waiting; line2 = 2; handle2 = epoch; taken = did_call_caller2; judge(); settle()
    }
    /* enter@caller2 when caller2 == waiting and line0 == 2 and not held and not poisoned: caller2 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line0 == 2 && !held && !poisoned) ->
        remember(); caller2 = inside; held = true; line0 = line1; line1 = line2; line2 = 0; taken = did_enter_caller2; judge(); settle()
    }
    /* refuse.poisoned@caller2#1 when caller2 == waiting and line0 == 2 and poisoned: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line0 == 2 && poisoned) ->
        remember(); caller2 = outside; handle2 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_refuse_poisoned_caller2; judge(); settle()
    }
    /* refuse.poisoned@caller2#2 when caller2 == waiting and handle2 != epoch: caller2 := outside, handle2 := 0 */
    :: d_step { (caller2 == waiting && handle2 != epoch) ->
        remember(); caller2 = outside; handle2 = 0; taken = did_refuse_poisoned_caller2; judge(); settle()
    }
    /* reenter.unavailable@caller2 when caller2 == inside: nothing */
    :: d_step { (caller2 == inside) ->
        remember(); taken = did_reenter_unavailable_caller2; judge(); settle()
    }
    /* wait.unavailable@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line0 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller2; judge(); settle()
    }
    /* wait.unavailable@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line1 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller2; judge(); settle()
    }
    /* wait.unavailable@caller2#3 when caller2 == waiting and line2 == 2: caller2 := outside, handle2 := 0, line2 := 0 */
    :: d_step { (caller2 == waiting && line2 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line2 = 0; taken = did_wait_unavailable_caller2; judge(); settle()
    }
    /* wait.interrupted@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line0 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller2; judge(); settle()
    }
    /* wait.interrupted@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller2 == waiting && line1 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller2; judge(); settle()
    }
    /* wait.interrupted@caller2#3 when caller2 == waiting and line2 == 2: caller2 := outside, handle2 := 0, line2 := 0 */
    :: d_step { (caller2 == waiting && line2 == 2) ->
        remember(); caller2 = outside; handle2 = 0; line2 = 0; taken = did_wait_interrupted_caller2; judge(); settle()
    }
    /* leave.ok@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b */
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; contents = a; taken = did_leave_ok_caller2; judge(); settle()
    }
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; contents = b; taken = did_leave_ok_caller2; judge(); settle()
    }
    /* leave.failed@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b */
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; contents = a; taken = did_leave_failed_caller2; judge(); settle()
    }
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; contents = b; taken = did_leave_failed_caller2; judge(); settle()
    }
    /* leave.interrupted@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no */
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; taken = did_leave_interrupted_caller2; judge(); settle()
    }
    /* leave.undeclared@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, poisoned := yes */
    :: d_step { (caller2 == inside) ->
        remember(); caller2 = outside; handle2 = 0; held = false; poisoned = true; taken = did_leave_undeclared_caller2; judge(); settle()
    }
    /* call@caller3#1 when caller3 == outside and line0 == 0: caller3 := waiting, line0 := 3, handle3 := epoch */
    :: d_step { (caller3 == outside && line0 == 0) ->
        remember(); caller3 = waiting; line0 = 3; handle3 = epoch; taken = did_call_caller3; judge(); settle()
    }
    /* call@caller3#2 when caller3 == outside and line1 == 0 and line0 != 0: caller3 := waiting, line1 := 3, handle3 := epoch */
    :: d_step { (caller3 == outside && line1 == 0 && line0 != 0) ->
        remember(); caller3 = waiting; line1 = 3; handle3 = epoch; taken = did_call_caller3; judge(); settle()
    }
    /* call@caller3#3 when caller3 == outside and line2 == 0 and line1 != 0: caller3 := waiting, line2 := 3, handle3 := epoch */
    :: d_step { (caller3 == outside && line2 == 0 && line1 != 0) ->
        remember(); caller3 = waiting; line2 = 3; handle3 = epoch; taken = did_call_caller3; judge(); settle()
    }
    /* enter@caller3 when caller3 == waiting and line0 == 3 and not held and not poisoned: caller3 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line0 == 3 && !held && !poisoned) ->
        remember(); caller3 = inside; held = true; line0 = line1; line1 = line2; line2 = 0; taken = did_enter_caller3; judge(); settle()
    }
    /* refuse.poisoned@caller3#1 when caller3 == waiting and line0 == 3 and poisoned: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line0 == 3 && poisoned) ->
        remember(); caller3 = outside; handle3 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_refuse_poisoned_caller3; judge(); settle()
    }
    /* refuse.poisoned@caller3#2 when caller3 == waiting and handle3 != epoch: caller3 := outside, handle3 := 0 */
    :: d_step { (caller3 == waiting && handle3 != epoch) ->
        remember(); caller3 = outside; handle3 = 0; taken = did_refuse_poisoned_caller3; judge(); settle()
    }
    /* reenter.unavailable@caller3 when caller3 == inside: nothing */
    :: d_step { (caller3 == inside) ->
        remember(); taken = did_reenter_unavailable_caller3; judge(); settle()
    }
    /* wait.unavailable@caller3#1 when caller3 == waiting and line0 == 3: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line0 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller3; judge(); settle()
    }
    /* wait.unavailable@caller3#2 when caller3 == waiting and line1 == 3: caller3 := outside, handle3 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line1 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line1 = line2; line2 = 0; taken = did_wait_unavailable_caller3; judge(); settle()
    }
    /* wait.unavailable@caller3#3 when caller3 == waiting and line2 == 3: caller3 := outside, handle3 := 0, line2 := 0 */
    :: d_step { (caller3 == waiting && line2 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line2 = 0; taken = did_wait_unavailable_caller3; judge(); settle()
    }
    /* wait.interrupted@caller3#1 when caller3 == waiting and line0 == 3: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line0 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line0 = line1; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller3; judge(); settle()
    }
    /* wait.interrupted@caller3#2 when caller3 == waiting and line1 == 3: caller3 := outside, handle3 := 0, line1 := line2, line2 := 0 */
    :: d_step { (caller3 == waiting && line1 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line1 = line2; line2 = 0; taken = did_wait_interrupted_caller3; judge(); settle()
    }
    /* wait.interrupted@caller3#3 when caller3 == waiting and line2 == 3: caller3 := outside, handle3 := 0, line2 := 0 */
    :: d_step { (caller3 == waiting && line2 == 3) ->
        remember(); caller3 = outside; handle3 = 0; line2 = 0; taken = did_wait_interrupted_caller3; judge(); settle()
    }
    /* leave.ok@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, contents := any of a, b */
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; contents = a; taken = did_leave_ok_caller3; judge(); settle()
    }
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; contents = b; taken = did_leave_ok_caller3; judge(); settle()
    }
    /* leave.failed@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, contents := any of a, b */
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; contents = a; taken = did_leave_failed_caller3; judge(); settle()
    }
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; contents = b; taken = did_leave_failed_caller3; judge(); settle()
    }
    /* leave.interrupted@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no */
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; taken = did_leave_interrupted_caller3; judge(); settle()
    }
    /* leave.undeclared@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, poisoned := yes */
    :: d_step { (caller3 == inside) ->
        remember(); caller3 = outside; handle3 = 0; held = false; poisoned = true; taken = did_leave_undeclared_caller3; judge(); settle()
    }
    /* replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0, line1 := 0, line2 := 0 */
    :: d_step { (poisoned && epoch < 1) ->
        remember(); poisoned = false; epoch = epoch + 1; contents = fresh; line0 = 0; line1 = 0; line2 = 0; taken = did_replace_host; judge(); settle()
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* leads_to every waiting caller is answered: callers are alike, so one stands for all */
/* caller1 == waiting leads to caller1 != waiting, with enter@caller*, leave@caller*, refuse@caller* fair: SPIN cannot say it */

/* always the lock is held exactly while somebody is inside */
ltl the_lock_is_held_exactly_while_somebody_is_inside { ([] ((!held || caller1 == inside || caller2 == inside || caller3 == inside) && (!(caller1 == inside || caller2 == inside || caller3 == inside) || held))) }

/* always nobody is inside with a handle that was replaced */
ltl nobody_is_inside_with_a_handle_that_was_replaced { ([] ((caller1 != inside || handle1 == epoch) && (caller2 != inside || handle2 == epoch) && (caller3 != inside || handle3 == epoch))) }

/* sometimes a replaced owner serves */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_replaced_owner_serves { ([] (!(epoch == 1 && held))) }

/* always at most one operation is inside */
ltl at_most_one_operation_is_inside { ([] (!(caller1 == inside && caller2 == inside) && !(caller1 == inside && caller3 == inside) && !(caller2 == inside && caller3 == inside))) }

/* sometimes a caller waits behind another */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_caller_waits_behind_another { ([] (!(line1 != 0))) }

/* always who waits for the owner has a place in its line */
ltl who_waits_for_the_owner_has_a_place_in_its_line { ([] ((!(caller1 == waiting && handle1 == epoch) || line0 == 1 || line1 == 1 || line2 == 1) && (!(caller2 == waiting && handle2 == epoch) || line0 == 2 || line1 == 2 || line2 == 2) && (!(caller3 == waiting && handle3 == epoch) || line0 == 3 || line1 == 3 || line2 == 3))) }

/* always nobody is inside a poisoned owner */
ltl nobody_is_inside_a_poisoned_owner { ([] (!poisoned || !held)) }

/* sometimes poison is reached */
/* An error of this claim is what is wanted: it is a witness. */
ltl poison_is_reached { ([] (!poisoned)) }

#ifdef AN_OPERATION_THAT_ENTERED_LEAVES
/* leads_to an operation that entered leaves */
ltl an_operation_that_entered_leaves { (([]<> (!can_1 || did_1)) && ([]<> (!can_2 || did_2)) && ([]<> (!can_3 || did_3))) -> (([] ((caller1 == inside) -> (<> (caller1 != inside))))) }
#endif
