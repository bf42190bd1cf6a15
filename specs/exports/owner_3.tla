---- MODULE owner_3 ----
\* owner 3: 13 variables, 52 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    held,
    poisoned,
    epoch,
    contents,
    line0,
    line1,
    line2,
    caller1,
    handle1,
    caller2,
    handle2,
    caller3,
    handle3

vars == <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1, caller2,
          handle2, caller3, handle3>>

TypeOK ==
    /\ held \in BOOLEAN
    /\ poisoned \in BOOLEAN
    /\ epoch \in {0, 1}
    /\ contents \in {"fresh", "a", "b"}
    /\ line0 \in 0..3
    /\ line1 \in 0..3
    /\ line2 \in 0..3
    /\ caller1 \in {"outside", "waiting", "inside"}
    /\ handle1 \in {0, 1}
    /\ caller2 \in {"outside", "waiting", "inside"}
    /\ handle2 \in {0, 1}
    /\ caller3 \in {"outside", "waiting", "inside"}
    /\ handle3 \in {0, 1}

Init ==
    /\ held = FALSE
    /\ poisoned = FALSE
    /\ epoch = 0
    /\ contents = "fresh"
    /\ line0 = 0
    /\ line1 = 0
    /\ line2 = 0
    /\ caller1 = "outside"
    /\ handle1 = 0
    /\ caller2 = "outside"
    /\ handle2 = 0
    /\ caller3 = "outside"
    /\ handle3 = 0

\* call@caller1#1 when caller1 == outside and line0 == 0: caller1 := waiting, line0 := 1, handle1 := epoch
call_caller1_1 ==
    /\ caller1 = "outside"
    /\ line0 = 0
    /\ caller1' = "waiting"
    /\ line0' = 1
    /\ handle1' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line1, line2, caller2, handle2, caller3,
                   handle3>>

\* call@caller1#2 when caller1 == outside and line1 == 0 and line0 != 0: caller1 := waiting, line1 := 1, handle1 := epoch
call_caller1_2 ==
    /\ caller1 = "outside"
    /\ line1 = 0
    /\ line0 # 0
    /\ caller1' = "waiting"
    /\ line1' = 1
    /\ handle1' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line2, caller2, handle2, caller3,
                   handle3>>

\* call@caller1#3 when caller1 == outside and line2 == 0 and line1 != 0: caller1 := waiting, line2 := 1, handle1 := epoch
call_caller1_3 ==
    /\ caller1 = "outside"
    /\ line2 = 0
    /\ line1 # 0
    /\ caller1' = "waiting"
    /\ line2' = 1
    /\ handle1' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller2, handle2, caller3,
                   handle3>>

\* enter@caller1 when caller1 == waiting and line0 == 1 and not held and not poisoned: caller1 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0
enter_caller1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ ~held
    /\ ~poisoned
    /\ caller1' = "inside"
    /\ held' = TRUE
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<poisoned, epoch, contents, handle1, caller2, handle2, caller3, handle3>>

\* refuse.poisoned@caller1#1 when caller1 == waiting and line0 == 1 and poisoned: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0
refuse_poisoned_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ poisoned
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2, caller3, handle3>>

\* refuse.poisoned@caller1#2 when caller1 == waiting and handle1 != epoch: caller1 := outside, handle1 := 0
refuse_poisoned_caller1_2 ==
    /\ caller1 = "waiting"
    /\ handle1 # epoch
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller2, handle2,
                   caller3, handle3>>

\* reenter.unavailable@caller1 when caller1 == inside: nothing
reenter_unavailable_caller1 ==
    /\ caller1 = "inside"
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1,
                   caller2, handle2, caller3, handle3>>

\* wait.unavailable@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0
wait_unavailable_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2, caller3, handle3>>

\* wait.unavailable@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := line2, line2 := 0
wait_unavailable_caller1_2 ==
    /\ caller1 = "waiting"
    /\ line1 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller2, handle2, caller3, handle3>>

\* wait.unavailable@caller1#3 when caller1 == waiting and line2 == 1: caller1 := outside, handle1 := 0, line2 := 0
wait_unavailable_caller1_3 ==
    /\ caller1 = "waiting"
    /\ line2 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller2, handle2, caller3,
                   handle3>>

\* wait.interrupted@caller1#1 when caller1 == waiting and line0 == 1: caller1 := outside, handle1 := 0, line0 := line1, line1 := line2, line2 := 0
wait_interrupted_caller1_1 ==
    /\ caller1 = "waiting"
    /\ line0 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller2, handle2, caller3, handle3>>

\* wait.interrupted@caller1#2 when caller1 == waiting and line1 == 1: caller1 := outside, handle1 := 0, line1 := line2, line2 := 0
wait_interrupted_caller1_2 ==
    /\ caller1 = "waiting"
    /\ line1 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller2, handle2, caller3, handle3>>

\* wait.interrupted@caller1#3 when caller1 == waiting and line2 == 1: caller1 := outside, handle1 := 0, line2 := 0
wait_interrupted_caller1_3 ==
    /\ caller1 = "waiting"
    /\ line2 = 1
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller2, handle2, caller3,
                   handle3>>

\* leave.ok@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_ok_caller1 ==
    /\ caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller1' = "outside"
        /\ handle1' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller2, handle2, caller3, handle3>>

\* leave.failed@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, contents := any of a, b
leave_failed_caller1 ==
    /\ caller1 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller1' = "outside"
        /\ handle1' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller2, handle2, caller3, handle3>>

\* leave.interrupted@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no
leave_interrupted_caller1 ==
    /\ caller1 = "inside"
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ held' = FALSE
    /\ UNCHANGED <<poisoned, epoch, contents, line0, line1, line2, caller2, handle2, caller3,
                   handle3>>

\* leave.undeclared@caller1 when caller1 == inside: caller1 := outside, handle1 := 0, held := no, poisoned := yes
leave_undeclared_caller1 ==
    /\ caller1 = "inside"
    /\ caller1' = "outside"
    /\ handle1' = 0
    /\ held' = FALSE
    /\ poisoned' = TRUE
    /\ UNCHANGED <<epoch, contents, line0, line1, line2, caller2, handle2, caller3, handle3>>

\* call@caller2#1 when caller2 == outside and line0 == 0: caller2 := waiting, line0 := 2, handle2 := epoch
call_caller2_1 ==
    /\ caller2 = "outside"
    /\ line0 = 0
    /\ caller2' = "waiting"
    /\ line0' = 2
    /\ handle2' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line1, line2, caller1, handle1, caller3,
                   handle3>>

\* call@caller2#2 when caller2 == outside and line1 == 0 and line0 != 0: caller2 := waiting, line1 := 2, handle2 := epoch
call_caller2_2 ==
    /\ caller2 = "outside"
    /\ line1 = 0
    /\ line0 # 0
    /\ caller2' = "waiting"
    /\ line1' = 2
    /\ handle2' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line2, caller1, handle1, caller3,
                   handle3>>

\* call@caller2#3 when caller2 == outside and line2 == 0 and line1 != 0: caller2 := waiting, line2 := 2, handle2 := epoch
call_caller2_3 ==
    /\ caller2 = "outside"
    /\ line2 = 0
    /\ line1 # 0
    /\ caller2' = "waiting"
    /\ line2' = 2
    /\ handle2' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller3,
                   handle3>>

\* enter@caller2 when caller2 == waiting and line0 == 2 and not held and not poisoned: caller2 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0
enter_caller2 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ ~held
    /\ ~poisoned
    /\ caller2' = "inside"
    /\ held' = TRUE
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<poisoned, epoch, contents, caller1, handle1, handle2, caller3, handle3>>

\* refuse.poisoned@caller2#1 when caller2 == waiting and line0 == 2 and poisoned: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0
refuse_poisoned_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ poisoned
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller3, handle3>>

\* refuse.poisoned@caller2#2 when caller2 == waiting and handle2 != epoch: caller2 := outside, handle2 := 0
refuse_poisoned_caller2_2 ==
    /\ caller2 = "waiting"
    /\ handle2 # epoch
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1,
                   caller3, handle3>>

\* reenter.unavailable@caller2 when caller2 == inside: nothing
reenter_unavailable_caller2 ==
    /\ caller2 = "inside"
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1,
                   caller2, handle2, caller3, handle3>>

\* wait.unavailable@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0
wait_unavailable_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller3, handle3>>

\* wait.unavailable@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := line2, line2 := 0
wait_unavailable_caller2_2 ==
    /\ caller2 = "waiting"
    /\ line1 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1, caller3, handle3>>

\* wait.unavailable@caller2#3 when caller2 == waiting and line2 == 2: caller2 := outside, handle2 := 0, line2 := 0
wait_unavailable_caller2_3 ==
    /\ caller2 = "waiting"
    /\ line2 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller3,
                   handle3>>

\* wait.interrupted@caller2#1 when caller2 == waiting and line0 == 2: caller2 := outside, handle2 := 0, line0 := line1, line1 := line2, line2 := 0
wait_interrupted_caller2_1 ==
    /\ caller2 = "waiting"
    /\ line0 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller3, handle3>>

\* wait.interrupted@caller2#2 when caller2 == waiting and line1 == 2: caller2 := outside, handle2 := 0, line1 := line2, line2 := 0
wait_interrupted_caller2_2 ==
    /\ caller2 = "waiting"
    /\ line1 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1, caller3, handle3>>

\* wait.interrupted@caller2#3 when caller2 == waiting and line2 == 2: caller2 := outside, handle2 := 0, line2 := 0
wait_interrupted_caller2_3 ==
    /\ caller2 = "waiting"
    /\ line2 = 2
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller3,
                   handle3>>

\* leave.ok@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b
leave_ok_caller2 ==
    /\ caller2 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller2' = "outside"
        /\ handle2' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller1, handle1, caller3, handle3>>

\* leave.failed@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, contents := any of a, b
leave_failed_caller2 ==
    /\ caller2 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller2' = "outside"
        /\ handle2' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller1, handle1, caller3, handle3>>

\* leave.interrupted@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no
leave_interrupted_caller2 ==
    /\ caller2 = "inside"
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ held' = FALSE
    /\ UNCHANGED <<poisoned, epoch, contents, line0, line1, line2, caller1, handle1, caller3,
                   handle3>>

\* leave.undeclared@caller2 when caller2 == inside: caller2 := outside, handle2 := 0, held := no, poisoned := yes
leave_undeclared_caller2 ==
    /\ caller2 = "inside"
    /\ caller2' = "outside"
    /\ handle2' = 0
    /\ held' = FALSE
    /\ poisoned' = TRUE
    /\ UNCHANGED <<epoch, contents, line0, line1, line2, caller1, handle1, caller3, handle3>>

\* call@caller3#1 when caller3 == outside and line0 == 0: caller3 := waiting, line0 := 3, handle3 := epoch
call_caller3_1 ==
    /\ caller3 = "outside"
    /\ line0 = 0
    /\ caller3' = "waiting"
    /\ line0' = 3
    /\ handle3' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line1, line2, caller1, handle1, caller2,
                   handle2>>

\* call@caller3#2 when caller3 == outside and line1 == 0 and line0 != 0: caller3 := waiting, line1 := 3, handle3 := epoch
call_caller3_2 ==
    /\ caller3 = "outside"
    /\ line1 = 0
    /\ line0 # 0
    /\ caller3' = "waiting"
    /\ line1' = 3
    /\ handle3' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line2, caller1, handle1, caller2,
                   handle2>>

\* call@caller3#3 when caller3 == outside and line2 == 0 and line1 != 0: caller3 := waiting, line2 := 3, handle3 := epoch
call_caller3_3 ==
    /\ caller3 = "outside"
    /\ line2 = 0
    /\ line1 # 0
    /\ caller3' = "waiting"
    /\ line2' = 3
    /\ handle3' = epoch
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2,
                   handle2>>

\* enter@caller3 when caller3 == waiting and line0 == 3 and not held and not poisoned: caller3 := inside, held := yes, line0 := line1, line1 := line2, line2 := 0
enter_caller3 ==
    /\ caller3 = "waiting"
    /\ line0 = 3
    /\ ~held
    /\ ~poisoned
    /\ caller3' = "inside"
    /\ held' = TRUE
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<poisoned, epoch, contents, caller1, handle1, caller2, handle2, handle3>>

\* refuse.poisoned@caller3#1 when caller3 == waiting and line0 == 3 and poisoned: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0
refuse_poisoned_caller3_1 ==
    /\ caller3 = "waiting"
    /\ line0 = 3
    /\ poisoned
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller2, handle2>>

\* refuse.poisoned@caller3#2 when caller3 == waiting and handle3 != epoch: caller3 := outside, handle3 := 0
refuse_poisoned_caller3_2 ==
    /\ caller3 = "waiting"
    /\ handle3 # epoch
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1,
                   caller2, handle2>>

\* reenter.unavailable@caller3 when caller3 == inside: nothing
reenter_unavailable_caller3 ==
    /\ caller3 = "inside"
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, line2, caller1, handle1,
                   caller2, handle2, caller3, handle3>>

\* wait.unavailable@caller3#1 when caller3 == waiting and line0 == 3: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0
wait_unavailable_caller3_1 ==
    /\ caller3 = "waiting"
    /\ line0 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller2, handle2>>

\* wait.unavailable@caller3#2 when caller3 == waiting and line1 == 3: caller3 := outside, handle3 := 0, line1 := line2, line2 := 0
wait_unavailable_caller3_2 ==
    /\ caller3 = "waiting"
    /\ line1 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1, caller2, handle2>>

\* wait.unavailable@caller3#3 when caller3 == waiting and line2 == 3: caller3 := outside, handle3 := 0, line2 := 0
wait_unavailable_caller3_3 ==
    /\ caller3 = "waiting"
    /\ line2 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2,
                   handle2>>

\* wait.interrupted@caller3#1 when caller3 == waiting and line0 == 3: caller3 := outside, handle3 := 0, line0 := line1, line1 := line2, line2 := 0
wait_interrupted_caller3_1 ==
    /\ caller3 = "waiting"
    /\ line0 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line0' = line1
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, caller1, handle1, caller2, handle2>>

\* wait.interrupted@caller3#2 when caller3 == waiting and line1 == 3: caller3 := outside, handle3 := 0, line1 := line2, line2 := 0
wait_interrupted_caller3_2 ==
    /\ caller3 = "waiting"
    /\ line1 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line1' = line2
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, caller1, handle1, caller2, handle2>>

\* wait.interrupted@caller3#3 when caller3 == waiting and line2 == 3: caller3 := outside, handle3 := 0, line2 := 0
wait_interrupted_caller3_3 ==
    /\ caller3 = "waiting"
    /\ line2 = 3
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, poisoned, epoch, contents, line0, line1, caller1, handle1, caller2,
                   handle2>>

\* leave.ok@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, contents := any of a, b
leave_ok_caller3 ==
    /\ caller3 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller3' = "outside"
        /\ handle3' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller1, handle1, caller2, handle2>>

\* leave.failed@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, contents := any of a, b
leave_failed_caller3 ==
    /\ caller3 = "inside"
    /\ \E chosen1 \in {"a", "b"} :
        /\ caller3' = "outside"
        /\ handle3' = 0
        /\ held' = FALSE
        /\ contents' = chosen1
        /\ UNCHANGED <<poisoned, epoch, line0, line1, line2, caller1, handle1, caller2, handle2>>

\* leave.interrupted@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no
leave_interrupted_caller3 ==
    /\ caller3 = "inside"
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ held' = FALSE
    /\ UNCHANGED <<poisoned, epoch, contents, line0, line1, line2, caller1, handle1, caller2,
                   handle2>>

\* leave.undeclared@caller3 when caller3 == inside: caller3 := outside, handle3 := 0, held := no, poisoned := yes
leave_undeclared_caller3 ==
    /\ caller3 = "inside"
    /\ caller3' = "outside"
    /\ handle3' = 0
    /\ held' = FALSE
    /\ poisoned' = TRUE
    /\ UNCHANGED <<epoch, contents, line0, line1, line2, caller1, handle1, caller2, handle2>>

\* replace@host when poisoned and epoch < 1: poisoned := no, epoch := epoch + 1, contents := fresh, line0 := 0, line1 := 0, line2 := 0
replace_host ==
    /\ poisoned
    /\ epoch < 1
    /\ poisoned' = FALSE
    /\ epoch' = epoch + 1
    /\ contents' = "fresh"
    /\ line0' = 0
    /\ line1' = 0
    /\ line2' = 0
    /\ UNCHANGED <<held, caller1, handle1, caller2, handle2, caller3, handle3>>

Next ==
    \/ call_caller1_1
    \/ call_caller1_2
    \/ call_caller1_3
    \/ enter_caller1
    \/ refuse_poisoned_caller1_1
    \/ refuse_poisoned_caller1_2
    \/ reenter_unavailable_caller1
    \/ wait_unavailable_caller1_1
    \/ wait_unavailable_caller1_2
    \/ wait_unavailable_caller1_3
    \/ wait_interrupted_caller1_1
    \/ wait_interrupted_caller1_2
    \/ wait_interrupted_caller1_3
    \/ leave_ok_caller1
    \/ leave_failed_caller1
    \/ leave_interrupted_caller1
    \/ leave_undeclared_caller1
    \/ call_caller2_1
    \/ call_caller2_2
    \/ call_caller2_3
    \/ enter_caller2
    \/ refuse_poisoned_caller2_1
    \/ refuse_poisoned_caller2_2
    \/ reenter_unavailable_caller2
    \/ wait_unavailable_caller2_1
    \/ wait_unavailable_caller2_2
    \/ wait_unavailable_caller2_3
    \/ wait_interrupted_caller2_1
    \/ wait_interrupted_caller2_2
    \/ wait_interrupted_caller2_3
    \/ leave_ok_caller2
    \/ leave_failed_caller2
    \/ leave_interrupted_caller2
    \/ leave_undeclared_caller2
    \/ call_caller3_1
    \/ call_caller3_2
    \/ call_caller3_3
    \/ enter_caller3
    \/ refuse_poisoned_caller3_1
    \/ refuse_poisoned_caller3_2
    \/ reenter_unavailable_caller3
    \/ wait_unavailable_caller3_1
    \/ wait_unavailable_caller3_2
    \/ wait_unavailable_caller3_3
    \/ wait_interrupted_caller3_1
    \/ wait_interrupted_caller3_2
    \/ wait_interrupted_caller3_3
    \/ leave_ok_caller3
    \/ leave_failed_caller3
    \/ leave_interrupted_caller3
    \/ leave_undeclared_caller3
    \/ replace_host

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always the lock is held exactly while somebody is inside
the_lock_is_held_exactly_while_somebody_is_inside ==
    (held => (caller1 = "inside" \/ caller2 = "inside" \/ caller3 = "inside"))
    /\ ((caller1 = "inside" \/ caller2 = "inside" \/ caller3 = "inside") => held)

\* always nobody is inside with a handle that was replaced
nobody_is_inside_with_a_handle_that_was_replaced ==
    (caller1 = "inside" => handle1 = epoch)
    /\ (caller2 = "inside" => handle2 = epoch)
    /\ (caller3 = "inside" => handle3 = epoch)

\* sometimes a replaced owner serves
\* its violation is what is wanted: it is a witness
a_replaced_owner_serves ==
    ~(epoch = 1 /\ held)

\* always at most one operation is inside
at_most_one_operation_is_inside ==
    ~(caller1 = "inside" /\ caller2 = "inside")
    /\ ~(caller1 = "inside" /\ caller3 = "inside")
    /\ ~(caller2 = "inside" /\ caller3 = "inside")

\* sometimes a caller waits behind another
\* its violation is what is wanted: it is a witness
a_caller_waits_behind_another ==
    ~(line1 # 0)

\* always who waits for the owner has a place in its line
who_waits_for_the_owner_has_a_place_in_its_line ==
    ((caller1 = "waiting" /\ handle1 = epoch) => (line0 = 1 \/ line1 = 1 \/ line2 = 1))
    /\ ((caller2 = "waiting" /\ handle2 = epoch) => (line0 = 2 \/ line1 = 2 \/ line2 = 2))
    /\ ((caller3 = "waiting" /\ handle3 = epoch) => (line0 = 3 \/ line1 = 3 \/ line2 = 3))

\* step who comes last waits last
who_comes_last_waits_last ==
    /\ [][
         /\ ((call_caller1_1
                \/ call_caller1_2
                \/ call_caller1_3
                \/ call_caller2_1
                \/ call_caller2_2
                \/ call_caller2_3
                \/ call_caller3_1
                \/ call_caller3_2
                \/ call_caller3_3)
            => ((line0 = 0 \/ line0' = line0)
                /\ (line1 = 0 \/ line1' = line1)
                /\ (line2 = 0 \/ line2' = line2)))]_vars

\* step only the first in line enters
only_the_first_in_line_enters ==
    /\ [][
         /\ (((caller1 = "waiting" /\ caller1' = "inside") => line0 = 1)
            /\ ((caller2 = "waiting" /\ caller2' = "inside") => line0 = 2)
            /\ ((caller3 = "waiting" /\ caller3' = "inside") => line0 = 3))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => (((caller1 = "waiting" /\ caller1 = "inside") => line0 = 1) /\ ((caller2 = "waiting" /\ caller2 = "inside") => line0 = 2) /\ ((caller3 = "waiting" /\ caller3 = "inside") => line0 = 3)))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => (((caller1 = "waiting" /\ caller1 = "inside") => line0 = 1) /\ ((caller2 = "waiting" /\ caller2 = "inside") => line0 = 2) /\ ((caller3 = "waiting" /\ caller3 = "inside") => line0 = 3)))
    /\ [](ENABLED (reenter_unavailable_caller3 /\ UNCHANGED vars)
          => (((caller1 = "waiting" /\ caller1 = "inside") => line0 = 1) /\ ((caller2 = "waiting" /\ caller2 = "inside") => line0 = 2) /\ ((caller3 = "waiting" /\ caller3 = "inside") => line0 = 3)))

\* step nobody in line is overtaken
\* callers are alike, so two stand for all
nobody_in_line_is_overtaken ==
    /\ [][
         /\ (~(((line0 = 1 /\ line1 = 2)
                    \/ (line0 = 1 /\ line2 = 2)
                    \/ (line1 = 1 /\ line2 = 2))
                /\ ((line0' = 2 /\ line1' = 1)
                    \/ (line0' = 2 /\ line2' = 1)
                    \/ (line1' = 2 /\ line2' = 1))))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~(((line0 = 1 /\ line1 = 2) \/ (line0 = 1 /\ line2 = 2) \/ (line1 = 1 /\ line2 = 2)) /\ ((line0 = 2 /\ line1 = 1) \/ (line0 = 2 /\ line2 = 1) \/ (line1 = 2 /\ line2 = 1))))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~(((line0 = 1 /\ line1 = 2) \/ (line0 = 1 /\ line2 = 2) \/ (line1 = 1 /\ line2 = 2)) /\ ((line0 = 2 /\ line1 = 1) \/ (line0 = 2 /\ line2 = 1) \/ (line1 = 2 /\ line2 = 1))))
    /\ [](ENABLED (reenter_unavailable_caller3 /\ UNCHANGED vars)
          => ~(((line0 = 1 /\ line1 = 2) \/ (line0 = 1 /\ line2 = 2) \/ (line1 = 1 /\ line2 = 2)) /\ ((line0 = 2 /\ line1 = 1) \/ (line0 = 2 /\ line2 = 1) \/ (line1 = 2 /\ line2 = 1))))

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
                \/ leave_undeclared_caller2
                \/ enter_caller3
                \/ reenter_unavailable_caller3
                \/ leave_ok_caller3
                \/ leave_failed_caller3
                \/ leave_interrupted_caller3
                \/ leave_undeclared_caller3)
            => ~poisoned)]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~poisoned)
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~poisoned)
    /\ [](ENABLED (reenter_unavailable_caller3 /\ UNCHANGED vars)
          => ~poisoned)

\* step a 13 writes nothing
a_13_writes_nothing ==
    /\ [][
         /\ ((refuse_poisoned_caller1_1
                \/ refuse_poisoned_caller1_2
                \/ reenter_unavailable_caller1
                \/ wait_unavailable_caller1_1
                \/ wait_unavailable_caller1_2
                \/ wait_unavailable_caller1_3
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ wait_interrupted_caller1_3
                \/ refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ reenter_unavailable_caller2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_unavailable_caller2_3
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2
                \/ wait_interrupted_caller2_3
                \/ refuse_poisoned_caller3_1
                \/ refuse_poisoned_caller3_2
                \/ reenter_unavailable_caller3
                \/ wait_unavailable_caller3_1
                \/ wait_unavailable_caller3_2
                \/ wait_unavailable_caller3_3
                \/ wait_interrupted_caller3_1
                \/ wait_interrupted_caller3_2
                \/ wait_interrupted_caller3_3)
            => (contents' = contents /\ held' = held /\ poisoned' = poisoned /\ epoch' = epoch))]_vars

\* step only a replacement ends poison
only_a_replacement_ends_poison ==
    /\ [][
         /\ ((call_caller1_1
                \/ call_caller1_2
                \/ call_caller1_3
                \/ enter_caller1
                \/ refuse_poisoned_caller1_1
                \/ refuse_poisoned_caller1_2
                \/ reenter_unavailable_caller1
                \/ wait_unavailable_caller1_1
                \/ wait_unavailable_caller1_2
                \/ wait_unavailable_caller1_3
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ wait_interrupted_caller1_3
                \/ leave_ok_caller1
                \/ leave_failed_caller1
                \/ leave_interrupted_caller1
                \/ leave_undeclared_caller1
                \/ call_caller2_1
                \/ call_caller2_2
                \/ call_caller2_3
                \/ enter_caller2
                \/ refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ reenter_unavailable_caller2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_unavailable_caller2_3
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2
                \/ wait_interrupted_caller2_3
                \/ leave_ok_caller2
                \/ leave_failed_caller2
                \/ leave_interrupted_caller2
                \/ leave_undeclared_caller2
                \/ call_caller3_1
                \/ call_caller3_2
                \/ call_caller3_3
                \/ enter_caller3
                \/ refuse_poisoned_caller3_1
                \/ refuse_poisoned_caller3_2
                \/ reenter_unavailable_caller3
                \/ wait_unavailable_caller3_1
                \/ wait_unavailable_caller3_2
                \/ wait_unavailable_caller3_3
                \/ wait_interrupted_caller3_1
                \/ wait_interrupted_caller3_2
                \/ wait_interrupted_caller3_3
                \/ leave_ok_caller3
                \/ leave_failed_caller3
                \/ leave_interrupted_caller3
                \/ leave_undeclared_caller3)
            => ~(poisoned /\ ~poisoned'))]_vars
    /\ [](ENABLED (reenter_unavailable_caller1 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (reenter_unavailable_caller2 /\ UNCHANGED vars)
          => ~(poisoned /\ ~poisoned))
    /\ [](ENABLED (reenter_unavailable_caller3 /\ UNCHANGED vars)
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
                \/ wait_unavailable_caller1_3
                \/ wait_interrupted_caller1_1
                \/ wait_interrupted_caller1_2
                \/ wait_interrupted_caller1_3
                \/ leave_ok_caller1
                \/ leave_failed_caller1
                \/ leave_interrupted_caller1
                \/ leave_undeclared_caller1)
            => (caller1 # "outside" /\ caller1' = "outside"))
         /\ ((refuse_poisoned_caller2_1
                \/ refuse_poisoned_caller2_2
                \/ wait_unavailable_caller2_1
                \/ wait_unavailable_caller2_2
                \/ wait_unavailable_caller2_3
                \/ wait_interrupted_caller2_1
                \/ wait_interrupted_caller2_2
                \/ wait_interrupted_caller2_3
                \/ leave_ok_caller2
                \/ leave_failed_caller2
                \/ leave_interrupted_caller2
                \/ leave_undeclared_caller2)
            => (caller2 # "outside" /\ caller2' = "outside"))
         /\ ((refuse_poisoned_caller3_1
                \/ refuse_poisoned_caller3_2
                \/ wait_unavailable_caller3_1
                \/ wait_unavailable_caller3_2
                \/ wait_unavailable_caller3_3
                \/ wait_interrupted_caller3_1
                \/ wait_interrupted_caller3_2
                \/ wait_interrupted_caller3_3
                \/ leave_ok_caller3
                \/ leave_failed_caller3
                \/ leave_interrupted_caller3
                \/ leave_undeclared_caller3)
            => (caller3 # "outside" /\ caller3' = "outside"))]_vars

\* leads_to every waiting caller is answered
\* callers are alike, so one stands for all
every_waiting_caller_is_answered ==
    (GoesOn /\ WF_vars(enter_caller1) /\ WF_vars(enter_caller2) /\ WF_vars(enter_caller3) /\ WF_vars(leave_ok_caller1 \/ leave_failed_caller1 \/ leave_interrupted_caller1 \/ leave_undeclared_caller1) /\ WF_vars(leave_ok_caller2 \/ leave_failed_caller2 \/ leave_interrupted_caller2 \/ leave_undeclared_caller2) /\ WF_vars(leave_ok_caller3 \/ leave_failed_caller3 \/ leave_interrupted_caller3 \/ leave_undeclared_caller3) /\ WF_vars(refuse_poisoned_caller1_1 \/ refuse_poisoned_caller1_2) /\ WF_vars(refuse_poisoned_caller2_1 \/ refuse_poisoned_caller2_2) /\ WF_vars(refuse_poisoned_caller3_1 \/ refuse_poisoned_caller3_2))
    => []((caller1 = "waiting") => <>(caller1 # "waiting"))

\* leads_to an operation that entered leaves
an_operation_that_entered_leaves ==
    (GoesOn /\ WF_vars(leave_ok_caller1 \/ leave_failed_caller1 \/ leave_interrupted_caller1 \/ leave_undeclared_caller1) /\ WF_vars(leave_ok_caller2 \/ leave_failed_caller2 \/ leave_interrupted_caller2 \/ leave_undeclared_caller2) /\ WF_vars(leave_ok_caller3 \/ leave_failed_caller3 \/ leave_interrupted_caller3 \/ leave_undeclared_caller3))
    => []((caller1 = "inside") => <>(caller1 # "inside"))

====
