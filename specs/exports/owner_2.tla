---- MODULE owner_2 ----
\* owner 2: 10 variables, 29 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    held,
    poisoned,
    epoch,
    contents,
    line0,
    line1,
    caller1,
    handle1,
    caller2,
    handle2

vars == <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2, handle2>>

TypeOK ==
    /\ held \in BOOLEAN
    /\ poisoned \in BOOLEAN
    /\ epoch \in {0, 1}
    /\ contents \in {"fresh", "a", "b"}
    /\ line0 \in 0..2
    /\ line1 \in 0..2
    /\ caller1 \in {"outside", "waiting", "inside"}
    /\ handle1 \in {0, 1}
    /\ caller2 \in {"outside", "waiting", "inside"}
    /\ handle2 \in {0, 1}

Init ==
    /\ held = FALSE
    /\ poisoned = FALSE
    /\ epoch = 0
    /\ contents = "fresh"
    /\ line0 = 0
    /\ line1 = 0
    /\ caller1 = "outside"
    /\ handle1 = 0
    /\ caller2 = "outside"
    /\ handle2 = 0

\* call@caller1#1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch
call_caller1_1 ==
    /\ caller1 = "outside"
    /\ line0 = 0
    /\ caller1' = "waiting"
    /\ line0' = 1
    /\ handle1' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line1, caller2, handle2>>

\* call@caller1#2 when caller1 == outside and line1 == 0 and line0 != 0: caller1 := waiting, line1 := 1, handle1 := epoch
call_caller1_2 ==
    /\ caller1 = "outside"
    /\ line1 = 0
    /\ line0 # 0
    /\ caller1' = "waiting"
    /\ line1' = 1
    /\ handle1' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller2, handle2>>

\* enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := line1, line1 := 0
enter_caller1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ ~held
    /\ ~poisoned
    /\ caller1' = "inside"
    /\ held' = TRUE
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<poisoned, epoch, contents, handle1, caller2, handle2>>

\* refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := line1, line1 := 0
refuse_poisoned_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ poisoned
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2>>

\* refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0
refuse_poisoned_caller1_2 ==
    /\ caller1 = "waiting"
    /\ handle1 # epoch
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller2, handle2>>

\* reenter.unavailable@caller1 when caller1 == inside: nothing
reenter_unavailable_caller1 ==
    /\ caller1 = "inside"
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2,
                   handle2>>

\* wait.unavailable@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := 0
wait_unavailable_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2>>

\* wait.unavailable@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := 0
wait_unavailable_caller1_2 ==
    /\ caller1 = "waiting"
    /\ line1 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller2, handle2>>

\* wait.interrupted@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := 0
wait_interrupted_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2>>

\* wait.interrupted@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := 0
wait_interrupted_caller1_2 ==
    /\ caller1 = "waiting"
    /\ line1 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller2, handle2>>

\* leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_ok_caller1 ==
    /\ caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller1' = "outside"
        /\ handle1' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, caller2, handle2>>

\* leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_failed_caller1 ==
    /\ caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller1' = "outside"
        /\ handle1' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, caller2, handle2>>

\* leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no
leave_interrupted_caller1 ==
    /\ caller1 = "inside"
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ held' = FALSE
    /\ UNCHANGED <<poisoned, epoch, contents, line0, line1, caller2, handle2>>

\* leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes
leave_undeclared_caller1 ==
    /\ caller1 = "inside"
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ held' = FALSE
    /\ poisoned' = TRUE
    /\ UNCHANGED <<epoch, contents, line0, line1, caller2, handle2>>

\* call@caller2#1 when caller2 == outside and line0 == 0: caller2 := waiting, line0 := 2, handle2 := epoch
call_caller2_1 ==
    /\ caller2 = "outside"
    /\ line0 = 0
    /\ caller2' = "waiting"
    /\ line0' = 2
    /\ handle2' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line1, caller1, handle1>>

\* call@caller2#2 when caller2 == outside and line1 == 0 and line0 != 0: caller2 := waiting, line1 := 2, handle2 := epoch
call_caller2_2 ==
    /\ caller2 = "outside"
    /\ line1 = 0
    /\ line0 # 0
    /\ caller2' = "waiting"
    /\ line1' = 2
    /\ handle2' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1>>

\* enter@caller2 when caller2 == waiting and line0 == 2 and not held and not poisoned: caller2 := inside, held := yes, line0 := line1, line1 := 0
enter_caller2 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ ~held
    /\ ~poisoned
    /\ caller2' = "inside"
    /\ held' = TRUE
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<poisoned, epoch, contents, caller1, handle1, handle2>>

\* refuse.poisoned@caller2#1 when caller2 == waiting and line0 == 2 and poisoned: caller2 := outside, handle2 := 0, line0 := line1, line1 := 0
refuse_poisoned_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ poisoned
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1>>

\* refuse.poisoned@caller2#2 when caller2 == waiting and handle2 != epoch: caller2 := outside, handle2 := 0
refuse_poisoned_caller2_2 ==
    /\ caller2 = "waiting"
    /\ handle2 # epoch
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1>>

\* reenter.unavailable@caller2 when caller2 == inside: nothing
reenter_unavailable_caller2 ==
    /\ caller2 = "inside"
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2,
                   handle2>>

\* wait.unavailable@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := 0
wait_unavailable_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1>>

\* wait.unavailable@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := 0
wait_unavailable_caller2_2 ==
    /\ caller2 = "waiting"
    /\ line1 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1>>

\* wait.interrupted@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := 0
wait_interrupted_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1>>

\* wait.interrupted@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := 0
wait_interrupted_caller2_2 ==
    /\ caller2 = "waiting"
    /\ line1 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1>>

\* leave.ok@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b
leave_ok_caller2 ==
    /\ caller2 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller2' = "outside"
        /\ handle2' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, caller1, handle1>>

\* leave.failed@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b
leave_failed_caller2 ==
    /\ caller2 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller2' = "outside"
        /\ handle2' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, caller1, handle1>>

\* leave.interrupted@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no
leave_interrupted_caller2 ==
    /\ caller2 = "inside"
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ held' = FALSE
    /\ UNCHANGED <<poisoned, epoch, contents, line0, line1, caller1, handle1>>

\* leave.undeclared@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, poisoned := yes
leave_undeclared_caller2 ==
    /\ caller2 = "inside"
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ held' = FALSE
    /\ poisoned' = TRUE
    /\ UNCHANGED <<epoch, contents, line0, line1, caller1, handle1>>

\* replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0, line1 := 0
replace_host ==
    /\ poisoned
    /\ epoch < 1
    /\ poisoned' = FALSE
    /\ epoch' = epoch + 1
    /\ contents' = "fresh"
    /\ line0' = 0
    /\ line1' = 0
    /\ UNCHANGED <<held, caller1, handle1, caller2, handle2>>

Next ==
    \/ call_caller1_1
    \/ call_caller1_2
    \/ enter_caller1
    \/ refuse_poisoned_caller1_1
    \/ refuse_poisoned_caller1_2
    \/ reenter_unavailable_caller1
    \/ wait_unavailable_caller1_1
    \/ wait_unavailable_caller1_2
    \/ wait_interrupted_caller1_1
    \/ wait_interrupted_caller1_2
    \/ leave_ok_caller1
    \/ leave_failed_caller1
    \/ leave_interrupted_caller1
    \/ leave_undeclared_caller1
    \/ call_caller2_1
    \/ call_caller2_2
    \/ enter_caller2
    \/ refuse_poisoned_caller2_1
    \/ refuse_poisoned_caller2_2
    \/ reenter_unavailable_caller2
    \/ wait_unavailable_caller2_1
    \/ wait_unavailable_caller2_2
    \/ wait_interrupted_caller2_1
    \/ wait_interrupted_caller2_2
    \/ leave_ok_caller2
    \/ leave_failed_caller2
    \/ leave_interrupted_caller2
    \/ leave_undeclared_caller2
    \/ replace_host

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always the lock is held exactly while somebody is inside
the_lock_is_held_exactly_while_somebody_is_inside ==
    (held => (caller1 = "inside" \/ caller2 = "inside"))
    /\ ((caller1 = "inside" \/ caller2 = "inside") => held)

\* always nobody is inside with a handle that was replaced
nobody_is_inside_with_a_handle_that_was_replaced ==
    (caller1 = "inside" => handle1 = epoch) /\ (caller2 = "inside" => handle2 = epoch)

\* sometimes a replaced owner serves
\* its violation is what is wanted: it is a witness
a_replaced_owner_serves ==
    ~(epoch = 1 /\ held)

\* always at most one operation is inside
at_most_one_operation_is_inside ==
    ~(caller1 = "inside" /\ caller2 = "inside")

\* sometimes a caller waits behind another
\* its violation is what is wanted: it is a witness
a_caller_waits_behind_another ==
    ~(line1 # 0)

\* always who waits for the owner has a place in its line
who_waits_for_the_owner_has_a_place_in_its_line ==
    ((caller1 = "waiting" /\ handle1 = epoch) => (line0 = 1 \/ line1 = 1))
    /\ ((caller2 = "waiting" /\ handle2 = epoch) => (line0 = 2 \/ line1 = 2))

\* step who comes last waits last
who_comes_last_waits_last ==
    /\ [][
         /\ ((call_caller1_1 \/ call_caller1_2 \/ call_caller2_1 \/ call_caller2_2)
            => ((line0 = 0 \/ line0' = line0) /\ (line1 = 0 \/ line1' = line1)))]_vars

\* step only the first in line enters
only_the_first_in_line_enters ==
    /\ [][
         /\ (((caller1 = "waiting" /\ caller1' = "inside") => line0 = 1)
            /\ ((caller2 = "waiting" /\ caller2' = "inside") => line0 = 2))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => (((caller1 = "waiting" /\ caller1 = "inside") => line0 = 1) /\ ((caller2 = "waiting" /\ caller2 = "inside") => line0 = 2)))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => (((caller1 = "waiting" /\ caller1 = "inside") => line0 = 1) /\ ((caller2 = "waiting" /\ caller2 = "inside") => line0 = 2)))

\* step nobody in line is overtaken
\* callers are alike, so two stand for all
nobody_in_line_is_overtaken ==
    /\ [][
         /\ (~(line0 = 1 /\ line1 = 2 /\ line0' = 2 /\ line1' = 1))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~(line0 = 1 /\ line1 = 2 /\ line0 = 2 /\ line1 = 1))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~(line0 = 1 /\ line1 = 2 /\ line0 = 2 /\ line1 = 1))

\* always nobody is inside a poisoned owner
nobody_is_inside_a_poisoned_owner ==
    poisoned => ~held

\* step after poison every operation answers 13
\* a call waits for its answer, and nothing but 13 is answered
after_poison_every_operation_answers_13 ==
    /\ [][
         /\ ((enter_caller1
                \/ reenter_unavailable_caller1
                \/ leave_ok_caller1
                \/ leave_failed_caller1
                \/ leave_interrupted_caller1
                \/ leave_undeclared_caller1
                \/ enter_caller2
                \/ reenter_unavailable_caller2
                \/ leave_ok_caller2
                \/ leave_failed_caller2
                \/ leave_interrupted_caller2
                \/ leave_undeclared_caller2)
            => ~poisoned)]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~poisoned)
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~poisoned)

\* step a 13 writes nothing
a_13_writes_nothing ==
    /\ [][
         /\ ((refuse_poisoned_caller1_1
                \/ refuse_poisoned_caller1_2
                \/ reenter_unavailable_caller1
                \/ wait_unavailable_caller1_1
                \/ wait_unavailable_caller1_2
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ reenter_unavailable_caller2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2)
            => (contents' = contents /\ held' = held /\ poisoned' = poisoned /\ epoch' = epoch))]_vars

\* step only a replacement ends poison
only_a_replacement_ends_poison ==
    /\ [][
         /\ ((call_caller1_1
                \/ call_caller1_2
                \/ enter_caller1
                \/ refuse_poisoned_caller1_1
                \/ refuse_poisoned_caller1_2
                \/ reenter_unavailable_caller1
                \/ wait_unavailable_caller1_1
                \/ wait_unavailable_caller1_2
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ leave_ok_caller1
                \/ leave_failed_caller1
                \/ leave_interrupted_caller1
                \/ leave_undeclared_caller1
                \/ call_caller2_1
                \/ call_caller2_2
                \/ enter_caller2
                \/ refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ reenter_unavailable_caller2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2
                \/ leave_ok_caller2
                \/ leave_failed_caller2
                \/ leave_interrupted_caller2
                \/ leave_undeclared_caller2)
            => ~(poisoned /\ ~poisoned'))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))

\* sometimes poison is reached
\* its violation is what is wanted: it is a witness
poison_is_reached ==
    ~poisoned

\* step a call is answered once, and only who called
a_call_is_answered_once_and_only_who_called ==
    /\ [][
         /\ ((refuse_poisoned_caller1_1
                \/ refuse_poisoned_caller1_2
                \/ wait_unavailable_caller1_1
                \/ wait_unavailable_caller1_2
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ leave_ok_caller1
                \/ leave_failed_caller1
                \/ leave_interrupted_caller1
                \/ leave_undeclared_caller1)
            => (caller1 # "outside" /\ caller1' = "outside"))
         /\ ((refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2
                \/ leave_ok_caller2
                \/ leave_failed_caller2
                \/ leave_interrupted_caller2
                \/ leave_undeclared_caller2)
            => (caller2 # "outside" /\ caller2' = "outside"))]_vars

\* leads_to every waiting caller is answered
\* callers are alike, so one stands for all
every_waiting_caller_is_answered ==
    (GoesOn /\ WF_vars(enter_caller1) /\ WF_vars(enter_caller2) /\ WF_vars(leave_ok_caller1 \/ leave_failed_caller1 \/ leave_interrupted_caller1 \/ leave_undeclared_caller1) /\ WF_vars(leave_ok_caller2 \/ leave_failed_caller2 \/ leave_interrupted_caller2 \/ leave_undeclared_caller2) /\ WF_vars(refuse_poisoned_caller1_1 \/ refuse_poisoned_caller1_2) /\ WF_vars(refuse_poisoned_caller2_1 \/ refuse_poisoned_caller2_2))
    => []((caller1 = "waiting") => <>(caller1 # "waiting"))

\* leads_to an operation that entered leaves
an_operation_that_entered_leaves ==
    (GoesOn /\ WF_vars(leave_ok_caller1 \/ leave_failed_caller1 \/ leave_interrupted_caller1 \/ leave_undeclared_caller1) /\ WF_vars(leave_ok_caller2 \/ leave_failed_caller2 \/ leave_interrupted_caller2 \/ leave_undeclared_caller2))
    => []((caller1 = "inside") => <>(caller1 # "inside"))

====
