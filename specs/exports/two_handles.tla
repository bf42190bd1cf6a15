---- MODULE two_handles ----
\* two handles: 14 variables, 24 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    one_held,
    one_poisoned,
    one_epoch,
    one_contents,
    one_line0,
    one_caller1,
    one_handle1,
    two_held,
    two_poisoned,
    two_epoch,
    two_contents,
    two_line0,
    two_caller1,
    two_handle1

vars == <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1, one_handle1,
          two_held, two_poisoned, two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

TypeOK ==
    /\ one_held \in BOOLEAN
    /\ one_poisoned \in BOOLEAN
    /\ one_epoch \in {0, 1}
    /\ one_contents \in {"fresh", "a", "b"}
    /\ one_line0 \in {0, 1}
    /\ one_caller1 \in {"outside", "waiting", "inside"}
    /\ one_handle1 \in {0, 1}
    /\ two_held \in BOOLEAN
    /\ two_poisoned \in BOOLEAN
    /\ two_epoch \in {0, 1}
    /\ two_contents \in {"fresh", "a", "b"}
    /\ two_line0 \in {0, 1}
    /\ two_caller1 \in {"outside", "waiting", "inside"}
    /\ two_handle1 \in {0, 1}

Init ==
    /\ one_held = FALSE
    /\ one_poisoned = FALSE
    /\ one_epoch = 0
    /\ one_contents = "fresh"
    /\ one_line0 = 0
    /\ one_caller1 = "outside"
    /\ one_handle1 = 0
    /\ two_held = FALSE
    /\ two_poisoned = FALSE
    /\ two_epoch = 0
    /\ two_contents = "fresh"
    /\ two_line0 = 0
    /\ two_caller1 = "outside"
    /\ two_handle1 = 0

\* one: call@caller1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch
call_caller1_one ==
    /\ one_caller1 = "outside"
    /\ one_line0 = 0
    /\ one_caller1' = "waiting"
    /\ one_line0' = 1
    /\ one_handle1' = one_epoch
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := 0
enter_caller1_one ==
    /\ one_caller1 = "waiting"
    /\ one_line0 = 1
    /\ ~one_held
    /\ ~one_poisoned
    /\ one_caller1' = "inside"
    /\ one_held' = TRUE
    /\ one_line0' = 0
    /\ UNCHANGED <<one_poisoned, one_epoch, one_contents, one_handle1, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := 0
refuse_poisoned_caller1_1_one ==
    /\ one_caller1 = "waiting"
    /\ one_line0 = 1
    /\ one_poisoned
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ one_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0
refuse_poisoned_caller1_2_one ==
    /\ one_caller1 = "waiting"
    /\ one_handle1 # one_epoch
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, two_held,
                   two_poisoned, two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: reenter.unavailable@caller1 when caller1 == inside: nothing
reenter_unavailable_caller1_one ==
    /\ one_caller1 = "inside"
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents, two_line0,
                   two_caller1, two_handle1>>

\* one: wait.unavailable@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0
wait_unavailable_caller1_one ==
    /\ one_caller1 = "waiting"
    /\ one_line0 = 1
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ one_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: wait.interrupted@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0
wait_interrupted_caller1_one ==
    /\ one_caller1 = "waiting"
    /\ one_line0 = 1
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ one_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_ok_caller1_one ==
    /\ one_caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ one_caller1' = "outside"
        /\ one_handle1' = 0
        /\ one_held' = FALSE
        /\ one_contents' = chosen1
        /\ UNCHANGED <<one_poisoned, one_epoch, one_line0, two_held, two_poisoned, two_epoch,
                       two_contents, two_line0, two_caller1, two_handle1>>

\* one: leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_failed_caller1_one ==
    /\ one_caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ one_caller1' = "outside"
        /\ one_handle1' = 0
        /\ one_held' = FALSE
        /\ one_contents' = chosen1
        /\ UNCHANGED <<one_poisoned, one_epoch, one_line0, two_held, two_poisoned, two_epoch,
                       two_contents, two_line0, two_caller1, two_handle1>>

\* one: leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no
leave_interrupted_caller1_one ==
    /\ one_caller1 = "inside"
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ one_held' = FALSE
    /\ UNCHANGED <<one_poisoned, one_epoch, one_contents, one_line0, two_held, two_poisoned,
                   two_epoch, two_contents, two_line0, two_caller1, two_handle1>>

\* one: leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes
leave_undeclared_caller1_one ==
    /\ one_caller1 = "inside"
    /\ one_caller1' = "outside"
    /\ one_handle1' = 0
    /\ one_held' = FALSE
    /\ one_poisoned' = TRUE
    /\ UNCHANGED <<one_epoch, one_contents, one_line0, two_held, two_poisoned, two_epoch,
                   two_contents, two_line0, two_caller1, two_handle1>>

\* one: replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0
replace_host_one ==
    /\ one_poisoned
    /\ one_epoch < 1
    /\ one_poisoned' = FALSE
    /\ one_epoch' = one_epoch + 1
    /\ one_contents' = "fresh"
    /\ one_line0' = 0
    /\ UNCHANGED <<one_held, one_caller1, one_handle1, two_held, two_poisoned, two_epoch,
                   two_contents, two_line0, two_caller1, two_handle1>>

\* two: call@caller1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch
call_caller1_two ==
    /\ two_caller1 = "outside"
    /\ two_line0 = 0
    /\ two_caller1' = "waiting"
    /\ two_line0' = 1
    /\ two_handle1' = two_epoch
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents>>

\* two: enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := 0
enter_caller1_two ==
    /\ two_caller1 = "waiting"
    /\ two_line0 = 1
    /\ ~two_held
    /\ ~two_poisoned
    /\ two_caller1' = "inside"
    /\ two_held' = TRUE
    /\ two_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_poisoned, two_epoch, two_contents, two_handle1>>

\* two: refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := 0
refuse_poisoned_caller1_1_two ==
    /\ two_caller1 = "waiting"
    /\ two_line0 = 1
    /\ two_poisoned
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ two_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents>>

\* two: refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0
refuse_poisoned_caller1_2_two ==
    /\ two_caller1 = "waiting"
    /\ two_handle1 # two_epoch
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents, two_line0>>

\* two: reenter.unavailable@caller1 when caller1 == inside: nothing
reenter_unavailable_caller1_two ==
    /\ two_caller1 = "inside"
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents, two_line0,
                   two_caller1, two_handle1>>

\* two: wait.unavailable@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0
wait_unavailable_caller1_two ==
    /\ two_caller1 = "waiting"
    /\ two_line0 = 1
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ two_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents>>

\* two: wait.interrupted@caller1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := 0
wait_interrupted_caller1_two ==
    /\ two_caller1 = "waiting"
    /\ two_line0 = 1
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ two_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_poisoned, two_epoch, two_contents>>

\* two: leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_ok_caller1_two ==
    /\ two_caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ two_caller1' = "outside"
        /\ two_handle1' = 0
        /\ two_held' = FALSE
        /\ two_contents' = chosen1
        /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                       one_handle1, two_poisoned, two_epoch, two_line0>>

\* two: leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_failed_caller1_two ==
    /\ two_caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ two_caller1' = "outside"
        /\ two_handle1' = 0
        /\ two_held' = FALSE
        /\ two_contents' = chosen1
        /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                       one_handle1, two_poisoned, two_epoch, two_line0>>

\* two: leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no
leave_interrupted_caller1_two ==
    /\ two_caller1 = "inside"
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ two_held' = FALSE
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_poisoned, two_epoch, two_contents, two_line0>>

\* two: leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes
leave_undeclared_caller1_two ==
    /\ two_caller1 = "inside"
    /\ two_caller1' = "outside"
    /\ two_handle1' = 0
    /\ two_held' = FALSE
    /\ two_poisoned' = TRUE
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_epoch, two_contents, two_line0>>

\* two: replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0
replace_host_two ==
    /\ two_poisoned
    /\ two_epoch < 1
    /\ two_poisoned' = FALSE
    /\ two_epoch' = two_epoch + 1
    /\ two_contents' = "fresh"
    /\ two_line0' = 0
    /\ UNCHANGED <<one_held, one_poisoned, one_epoch, one_contents, one_line0, one_caller1,
                   one_handle1, two_held, two_caller1, two_handle1>>

Next ==
    \/ call_caller1_one
    \/ enter_caller1_one
    \/ refuse_poisoned_caller1_1_one
    \/ refuse_poisoned_caller1_2_one
    \/ reenter_unavailable_caller1_one
    \/ wait_unavailable_caller1_one
    \/ wait_interrupted_caller1_one
    \/ leave_ok_caller1_one
    \/ leave_failed_caller1_one
    \/ leave_interrupted_caller1_one
    \/ leave_undeclared_caller1_one
    \/ replace_host_one
    \/ call_caller1_two
    \/ enter_caller1_two
    \/ refuse_poisoned_caller1_1_two
    \/ refuse_poisoned_caller1_2_two
    \/ reenter_unavailable_caller1_two
    \/ wait_unavailable_caller1_two
    \/ wait_interrupted_caller1_two
    \/ leave_ok_caller1_two
    \/ leave_failed_caller1_two
    \/ leave_interrupted_caller1_two
    \/ leave_undeclared_caller1_two
    \/ replace_host_two

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* step operations on one handle leave the other's contents equal
operations_on_one_handle_leave_the_other_s_contents_equal ==
    /\ [][
         /\ ((call_caller1_one
                \/ enter_caller1_one
                \/ refuse_poisoned_caller1_1_one
                \/ refuse_poisoned_caller1_2_one
                \/ reenter_unavailable_caller1_one
                \/ wait_unavailable_caller1_one
                \/ wait_interrupted_caller1_one
                \/ leave_ok_caller1_one
                \/ leave_failed_caller1_one
                \/ leave_interrupted_caller1_one
                \/ leave_undeclared_caller1_one
                \/ replace_host_one)
            => (two_held' = two_held
                /\ two_poisoned' = two_poisoned
                /\ two_epoch' = two_epoch
                /\ two_contents' = two_contents))
         /\ ((call_caller1_two
                \/ enter_caller1_two
                \/ refuse_poisoned_caller1_1_two
                \/ refuse_poisoned_caller1_2_two
                \/ reenter_unavailable_caller1_two
                \/ wait_unavailable_caller1_two
                \/ wait_interrupted_caller1_two
                \/ leave_ok_caller1_two
                \/ leave_failed_caller1_two
                \/ leave_interrupted_caller1_two
                \/ leave_undeclared_caller1_two
                \/ replace_host_two)
            => (one_held' = one_held
                /\ one_poisoned' = one_poisoned
                /\ one_epoch' = one_epoch
                /\ one_contents' = one_contents))]_vars

\* sometimes one serves while the other is poisoned
\* its violation is what is wanted: it is a witness
one_serves_while_the_other_is_poisoned ==
    ~(one_held /\ two_poisoned)

====
