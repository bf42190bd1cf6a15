---- MODULE peterson_2 ----
\* peterson 2: 7 variables, 10 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    place0,
    level0,
    shown0,
    place1,
    level1,
    shown1,
    last1

vars == <<place0, level0, shown0, place1, level1, shown1, last1>>

TypeOK ==
    /\ place0 \in {"outside", "climbing", "arriving", "waiting", "inside"}
    /\ level0 \in {0, 1}
    /\ shown0 \in {0, 1}
    /\ place1 \in {"outside", "climbing", "arriving", "waiting", "inside"}
    /\ level1 \in {0, 1}
    /\ shown1 \in {0, 1}
    /\ last1 \in {0, 1}

Init ==
    /\ place0 = "outside"
    /\ level0 = 0
    /\ shown0 = 0
    /\ place1 = "outside"
    /\ level1 = 0
    /\ shown1 = 0
    /\ last1 = 0

\* start@process0 when place0 == outside: place0 := climbing, level0 := 1
start_process0 ==
    /\ place0 = "outside"
    /\ place0' = "climbing"
    /\ level0' = 1
    /\ UNCHANGED <<shown0, place1, level1, shown1, last1>>

\* show_level@process0 when place0 == climbing: shown0 := level0, place0 := arriving
show_level_process0 ==
    /\ place0 = "climbing"
    /\ shown0' = level0
    /\ place0' = "arriving"
    /\ UNCHANGED <<level0, place1, level1, shown1, last1>>

\* arrive@process0 when place0 == arriving and level0 == 1: last1 := 0, place0 := waiting
arrive_process0 ==
    /\ place0 = "arriving"
    /\ level0 = 1
    /\ last1' = 0
    /\ place0' = "waiting"
    /\ UNCHANGED <<level0, shown0, place1, level1, shown1>>

\* pass@process0 when place0 == waiting and level0 == 1 and (last1 != 0 or shown1 < 1): place0 := inside
pass_process0 ==
    /\ place0 = "waiting"
    /\ level0 = 1
    /\ TRUE = (last1 # 0 \/ shown1 < 1)
    /\ place0' = "inside"
    /\ UNCHANGED <<level0, shown0, place1, level1, shown1, last1>>

\* leave@process0 when place0 == inside: shown0 := 0, level0 := 0, place0 := outside
leave_process0 ==
    /\ place0 = "inside"
    /\ shown0' = 0
    /\ level0' = 0
    /\ place0' = "outside"
    /\ UNCHANGED <<place1, level1, shown1, last1>>

\* start@process1 when place1 == outside: place1 := climbing, level1 := 1
start_process1 ==
    /\ place1 = "outside"
    /\ place1' = "climbing"
    /\ level1' = 1
    /\ UNCHANGED <<place0, level0, shown0, shown1, last1>>

\* show_level@process1 when place1 == climbing: shown1 := level1, place1 := arriving
show_level_process1 ==
    /\ place1 = "climbing"
    /\ shown1' = level1
    /\ place1' = "arriving"
    /\ UNCHANGED <<place0, level0, shown0, level1, last1>>

\* arrive@process1 when place1 == arriving and level1 == 1: last1 := 1, place1 := waiting
arrive_process1 ==
    /\ place1 = "arriving"
    /\ level1 = 1
    /\ last1' = 1
    /\ place1' = "waiting"
    /\ UNCHANGED <<place0, level0, shown0, level1, shown1>>

\* pass@process1 when place1 == waiting and level1 == 1 and (last1 != 1 or shown0 < 1): place1 := inside
pass_process1 ==
    /\ place1 = "waiting"
    /\ level1 = 1
    /\ TRUE = (last1 # 1 \/ shown0 < 1)
    /\ place1' = "inside"
    /\ UNCHANGED <<place0, level0, shown0, level1, shown1, last1>>

\* leave@process1 when place1 == inside: shown1 := 0, level1 := 0, place1 := outside
leave_process1 ==
    /\ place1 = "inside"
    /\ shown1' = 0
    /\ level1' = 0
    /\ place1' = "outside"
    /\ UNCHANGED <<place0, level0, shown0, last1>>

Next ==
    \/ start_process0
    \/ show_level_process0
    \/ arrive_process0
    \/ pass_process0
    \/ leave_process0
    \/ start_process1
    \/ show_level_process1
    \/ arrive_process1
    \/ pass_process1
    \/ leave_process1

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
GoesOn == WF_vars(Next)

\* always mutual exclusion
mutual_exclusion ==
    ~(place0 = "inside" /\ place1 = "inside")

\* sometimes somebody is inside
\* its violation is what is wanted: it is a witness
somebody_is_inside ==
    place0 # "inside"

====
