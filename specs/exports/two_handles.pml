/* two handles: 14 variables, 24 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 two_handles.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 two_handles.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N one_serves_while_the_other_is_poisoned
 */

mtype = { fresh, a, b, outside, waiting, inside };

bool one_held = false; /* no, yes */
bool one_poisoned = false; /* no, yes */
byte one_epoch = 0; /* 0, 1 */
mtype one_contents = fresh; /* fresh, a, b */
byte one_line0 = 0; /* 0, 1 */
mtype one_caller1 = outside; /* outside, waiting, inside */
byte one_handle1 = 0; /* 0, 1 */
bool two_held = false; /* no, yes */
bool two_poisoned = false; /* no, yes */
byte two_epoch = 0; /* 0, 1 */
mtype two_contents = fresh; /* fresh, a, b */
byte two_line0 = 0; /* 0, 1 */
mtype two_caller1 = outside; /* outside, waiting, inside */
byte two_handle1 = 0; /* 0, 1 */

/* What was before the step: no part of the state. */
hidden byte was_one_held;
hidden byte was_one_poisoned;
hidden byte was_one_epoch;
hidden mtype was_one_contents;
hidden byte was_two_held;
hidden byte was_two_poisoned;
hidden byte was_two_epoch;
hidden mtype was_two_contents;

inline remember() {
    was_one_held = one_held;
    was_one_poisoned = one_poisoned;
    was_one_epoch = one_epoch;
    was_one_contents = one_contents;
    was_two_held = two_held;
    was_two_poisoned = two_poisoned;
    was_two_epoch = two_epoch;
    was_two_contents = two_contents
}

/* Steps by number; `taken` is the last one. */
#define did_call_one_caller1 1
#define did_enter_one_caller1 2
#define did_refuse_poisoned_one_caller1 3
#define did_reenter_unavailable_one_caller1 4
#define did_wait_unavailable_one_caller1 5
#define did_wait_interrupted_one_caller1 6
#define did_leave_ok_one_caller1 7
#define did_leave_failed_one_caller1 8
#define did_leave_interrupted_one_caller1 9
#define did_leave_undeclared_one_caller1 10
#define did_replace_one_host 11
#define did_call_two_caller1 12
#define did_enter_two_caller1 13
#define did_refuse_poisoned_two_caller1 14
#define did_reenter_unavailable_two_caller1 15
#define did_wait_unavailable_two_caller1 16
#define did_wait_interrupted_two_caller1 17
#define did_leave_ok_two_caller1 18
#define did_leave_failed_two_caller1 19
#define did_leave_interrupted_two_caller1 20
#define did_leave_undeclared_two_caller1 21
#define did_replace_two_host 22
hidden byte taken;

hidden byte operations_on_one_handle_leave_the_other_s_contents_equal;

/* step operations on one handle leave the other's contents equal */
#define HOLDS_operations_on_one_handle_leave_the_other_s_contents_equal \
        ((!(taken == did_call_one_caller1 \
                || taken == did_enter_one_caller1 \
                || taken == did_refuse_poisoned_one_caller1 \
                || taken == did_reenter_unavailable_one_caller1 \
                || taken == did_wait_unavailable_one_caller1 \
                || taken == did_wait_interrupted_one_caller1 \
                || taken == did_leave_ok_one_caller1 \
                || taken == did_leave_failed_one_caller1 \
                || taken == did_leave_interrupted_one_caller1 \
                || taken == did_leave_undeclared_one_caller1 \
                || taken == did_replace_one_host) \
            || (two_held == was_two_held \
                && two_poisoned == was_two_poisoned \
                && two_epoch == was_two_epoch \
                && two_contents == was_two_contents)) \
        && (!(taken == did_call_two_caller1 \
                || taken == did_enter_two_caller1 \
                || taken == did_refuse_poisoned_two_caller1 \
                || taken == did_reenter_unavailable_two_caller1 \
                || taken == did_wait_unavailable_two_caller1 \
                || taken == did_wait_interrupted_two_caller1 \
                || taken == did_leave_ok_two_caller1 \
                || taken == did_leave_failed_two_caller1 \
                || taken == did_leave_interrupted_two_caller1 \
                || taken == did_leave_undeclared_two_caller1 \
                || taken == did_replace_two_host) \
            || (one_held == was_one_held \
                && one_poisoned == was_one_poisoned \
                && one_epoch == was_one_epoch \
                && one_contents == was_one_contents)))

#ifdef CLAIM /* is asked alone */
#define judge() skip
#else
inline judge() {
    operations_on_one_handle_leave_the_other_s_contents_equal = HOLDS_operations_on_one_handle_leave_the_other_s_contents_equal;
    assert(operations_on_one_handle_leave_the_other_s_contents_equal)
}
#endif

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* one: call@caller1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch */
    :: d_step { (one_caller1 == outside && one_line0 == 0) ->
        remember(); one_caller1 = waiting; one_line0 = 1; one_handle1 = one_epoch; taken = did_call_one_caller1; judge()
    }
    /* one: enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := 0 */
    :: d_step { (one_caller1 == waiting && one_line0 == 1 && !one_held && !one_poisoned) ->
        remember(); one_caller1 = inside; one_held = true; one_line0 = 0; taken = did_enter_one_caller1; judge()
    }
    /* one: refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (one_caller1 == waiting && one_line0 == 1 && one_poisoned) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_line0 = 0; taken = did_refuse_poisoned_one_caller1; judge()
    }
    /* one: refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0 */
    :: d_step { (one_caller1 == waiting && one_handle1 != one_epoch) ->
        remember(); one_caller1 = outside; one_handle1 = 0; taken = did_refuse_poisoned_one_caller1; judge()
    }
    /* one: reenter.unavailable@caller1 when caller1 == inside: nothing */
    :: d_step { (one_caller1 == inside) ->
        remember(); taken = did_reenter_unavailable_one_caller1; judge()
    }
    /* one: wait.unavailable@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (one_caller1 == waiting && one_line0 == 1) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_line0 = 0; taken = did_wait_unavailable_one_caller1; judge()
    }
    /* one: wait.interrupted@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (one_caller1 == waiting && one_line0 == 1) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_line0 = 0; taken = did_wait_interrupted_one_caller1; judge()
    }
    /* one: leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; one_contents = a; taken = did_leave_ok_one_caller1; judge()
    }
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; one_contents = b; taken = did_leave_ok_one_caller1; judge()
    }
    /* one: leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; one_contents = a; taken = did_leave_failed_one_caller1; judge()
    }
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; one_contents = b; taken = did_leave_failed_one_caller1; judge()
    }
    /* one: leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no */
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; taken = did_leave_interrupted_one_caller1; judge()
    }
    /* one: leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes */
    :: d_step { (one_caller1 == inside) ->
        remember(); one_caller1 = outside; one_handle1 = 0; one_held = false; one_poisoned = true; taken = did_leave_undeclared_one_caller1; judge()
    }
    /* one: replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0 */
    :: d_step { (one_poisoned && one_epoch < 1) ->
        remember(); one_poisoned = false; one_epoch = one_epoch + 1; one_contents = fresh; one_line0 = 0; taken = did_replace_one_host; judge()
    }
    /* two: call@caller1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch */
    :: d_step { (two_caller1 == outside && two_line0 == 0) ->
        remember(); two_caller1 = waiting; two_line0 = 1; two_handle1 = two_epoch; taken = did_call_two_caller1; judge()
    }
    /* two: enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := 0 */
    :: d_step { (two_caller1 == waiting && two_line0 == 1 && !two_held && !two_poisoned) ->
        remember(); two_caller1 = inside; two_held = true; two_line0 = 0; taken = did_enter_two_caller1; judge()
    }
    /* two: refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (two_caller1 == waiting && two_line0 == 1 && two_poisoned) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_line0 = 0; taken = did_refuse_poisoned_two_caller1; judge()
    }
    /* two: refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0 */
    :: d_step { (two_caller1 == waiting && two_handle1 != two_epoch) ->
        remember(); two_caller1 = outside; two_handle1 = 0; taken = did_refuse_poisoned_two_caller1; judge()
    }
    /* two: reenter.unavailable@caller1 when caller1 == inside: nothing */
    :: d_step { (two_caller1 == inside) ->
        remember(); taken = did_reenter_unavailable_two_caller1; judge()
    }
    /* two: wait.unavailable@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (two_caller1 == waiting && two_line0 == 1) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_line0 = 0; taken = did_wait_unavailable_two_caller1; judge()
    }
    /* two: wait.interrupted@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0 */
    :: d_step { (two_caller1 == waiting && two_line0 == 1) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_line0 = 0; taken = did_wait_interrupted_two_caller1; judge()
    }
    /* two: leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; two_contents = a; taken = did_leave_ok_two_caller1; judge()
    }
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; two_contents = b; taken = did_leave_ok_two_caller1; judge()
    }
    /* two: leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b */
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; two_contents = a; taken = did_leave_failed_two_caller1; judge()
    }
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; two_contents = b; taken = did_leave_failed_two_caller1; judge()
    }
    /* two: leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no */
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; taken = did_leave_interrupted_two_caller1; judge()
    }
    /* two: leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes */
    :: d_step { (two_caller1 == inside) ->
        remember(); two_caller1 = outside; two_handle1 = 0; two_held = false; two_poisoned = true; taken = did_leave_undeclared_two_caller1; judge()
    }
    /* two: replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0 */
    :: d_step { (two_poisoned && two_epoch < 1) ->
        remember(); two_poisoned = false; two_epoch = two_epoch + 1; two_contents = fresh; two_line0 = 0; taken = did_replace_two_host; judge()
    }
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = false;
        assert(may_rest)
    }
#endif
    od
}

/* sometimes one serves while the other is poisoned */
/* An error of this claim is what is wanted: it is a witness. */
ltl one_serves_while_the_other_is_poisoned { ([] (!(one_held && two_poisoned))) }
