---- MODULE peterson_3 ----
\* peterson 3: 11 variables, 21 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    place0,
    level0,
    shown0,
    place1,
    level1,
    shown1,
    place2,
    level2,
    shown2,
    last1,
    last2

vars == <<place0, level0, shown0, place1, level1, shown1, place2, level2, shown2, last1, last2>>

TypeOK ==
    /\ place0 \in {"outside", "climbing", "arriving", "waiting", "inside"}
    /\ level0 \in 0..2
    /\ shown0 \in 0..2
    /\ place1 \in {"outside", "climbing", "arriving", "waiting", "inside"}
    /\ level1 \in 0..2
    /\ shown1 \in 0..2
    /\ place2 \in {"outside", "climbing", "arriving", "waiting", "inside"}
    /\ level2 \in 0..2
    /\ shown2 \in 0..2
    /\ last1 \in 0..2
    /\ last2 \in 0..2

Init ==
    /\ place0 = "outside"
    /\ level0 = 0
    /\ shown0 = 0
    /\ place1 = "outside"
    /\ level1 = 0
    /\ shown1 = 0
    /\ place2 = "outside"
    /\ level2 = 0
    /\ shown2 = 0
    /\ last1 = 0
    /\ last2 = 0

\* start@process0 when place0 == outside: place0 := climbing, level0 := 1
start_process0 ==
    /\ place0 = "outside"
    /\ place0' = "climbing"
    /\ level0' = 1
    /\ UNCHANGED <<shown0, place1, level1, shown1, place2, level2, shown2, last1, last2>>

\* show_level@process0 when place0 == climbing: shown0 := level0, place0 := arriving
show_level_process0 ==
    /\ place0 = "climbing"
    /\ shown0' = level0
    /\ place0' = "arriving"
    /\ UNCHANGED <<level0, place1, level1, shown1, place2, level2, shown2, last1, last2>>

\* arrive@process0#1 when place0 == arriving and level0 == 1: last1 := 0, place0 := waiting
arrive_process0_1 ==
    /\ place0 = "arriving"
    /\ level0 = 1
    /\ last1' = 0
    /\ place0' = "waiting"
    /\ UNCHANGED <<level0, shown0, place1, level1, shown1, place2, level2, shown2, last2>>

\* pass@process0#1 when place0 == waiting and level0 == 1 and (last1 != 0 or (shown1 < 1 and shown2 < 1)): level0 := 2, place0 := climbing
pass_process0_1 ==
    /\ place0 = "waiting"
    /\ level0 = 1
    /\ TRUE = (last1 # 0 \/ (shown1 < 1 /\ shown2 < 1))
    /\ level0' = 2
    /\ place0' = "climbing"
    /\ UNCHANGED <<shown0, place1, level1, shown1, place2, level2, shown2, last1, last2>>

\* arrive@process0#2 when place0 == arriving and level0 == 2: last2 := 0, place0 := waiting
arrive_process0_2 ==
    /\ place0 = "arriving"
    /\ level0 = 2
    /\ last2' = 0
    /\ place0' = "waiting"
    /\ UNCHANGED <<level0, shown0, place1, level1, shown1, place2, level2, shown2, last1>>

\* pass@process0#2 when place0 == waiting and level0 == 2 and (last2 != 0 or (shown1 < 2 and shown2 < 2)): place0 := inside
pass_process0_2 ==
    /\ place0 = "waiting"
    /\ level0 = 2
    /\ TRUE = (last2 # 0 \/ (shown1 < 2 /\ shown2 < 2))
    /\ place0' = "inside"
    /\ UNCHANGED <<level0, shown0, place1, level1, shown1, place2, level2, shown2, last1, last2>>

\* leave@process0 when place0 == inside: shown0 := 0, level0 := 0, place0 := outside
leave_process0 ==
    /\ place0 = "inside"
    /\ shown0' = 0
    /\ level0' = 0
    /\ place0' = "outside"
    /\ UNCHANGED <<place1, level1, shown1, place2, level2, shown2, last1, last2>>

\* start@process1 when place1 == outside: place1 := climbing, level1 := 1
start_process1 ==
    /\ place1 = "outside"
    /\ place1' = "climbing"
    /\ level1' = 1
    /\ UNCHANGED <<place0, level0, shown0, shown1, place2, level2, shown2, last1, last2>>

\* show_level@process1 when place1 == climbing: shown1 := level1, place1 := arriving
show_level_process1 ==
    /\ place1 = "climbing"
    /\ shown1' = level1
    /\ place1' = "arriving"
    /\ UNCHANGED <<place0, level0, shown0, level1, place2, level2, shown2, last1, last2>>

\* arrive@process1#1 when place1 == arriving and level1 == 1: last1 := 1, place1 := waiting
arrive_process1_1 ==
    /\ place1 = "arriving"
    /\ level1 = 1
    /\ last1' = 1
    /\ place1' = "waiting"
    /\ UNCHANGED <<place0, level0, shown0, level1, shown1, place2, level2, shown2, last2>>

\* pass@process1#1 when place1 == waiting and level1 == 1 and (last1 != 1 or (shown0 < 1 and shown2 < 1)): level1 := 2, place1 := climbing
pass_process1_1 ==
    /\ place1 = "waiting"
    /\ level1 = 1
    /\ TRUE = (last1 # 1 \/ (shown0 < 1 /\ shown2 < 1))
    /\ level1' = 2
    /\ place1' = "climbing"
    /\ UNCHANGED <<place0, level0, shown0, shown1, place2, level2, shown2, last1, last2>>

\* arrive@process1#2 when place1 == arriving and level1 == 2: last2 := 1, place1 := waiting
arrive_process1_2 ==
    /\ place1 = "arriving"
    /\ level1 = 2
    /\ last2' = 1
    /\ place1' = "waiting"
    /\ UNCHANGED <<place0, level0, shown0, level1, shown1, place2, level2, shown2, last1>>

\* pass@process1#2 when place1 == waiting and level1 == 2 and (last2 != 1 or (shown0 < 2 and shown2 < 2)): place1 := inside
pass_process1_2 ==
    /\ place1 = "waiting"
    /\ level1 = 2
    /\ TRUE = (last2 # 1 \/ (shown0 < 2 /\ shown2 < 2))
    /\ place1' = "inside"
    /\ UNCHANGED <<place0, level0, shown0, level1, shown1, place2, level2, shown2, last1, last2>>

\* leave@process1 when place1 == inside: shown1 := 0, level1 := 0, place1 := outside
leave_process1 ==
    /\ place1 = "inside"
    /\ shown1' = 0
    /\ level1' = 0
    /\ place1' = "outside"
    /\ UNCHANGED <<place0, level0, shown0, place2, level2, shown2, last1, last2>>

\* start@process2 when place2 == outside: place2 := climbing, level2 := 1
start_process2 ==
    /\ place2 = "outside"
    /\ place2' = "climbing"
    /\ level2' = 1
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, shown2, last1, last2>>

\* show_level@process2 when place2 == climbing: shown2 := level2, place2 := arriving
show_level_process2 ==
    /\ place2 = "climbing"
    /\ shown2' = level2
    /\ place2' = "arriving"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, level2, last1, last2>>

\* arrive@process2#1 when place2 == arriving and level2 == 1: last1 := 2, place2 := waiting
arrive_process2_1 ==
    /\ place2 = "arriving"
    /\ level2 = 1
    /\ last1' = 2
    /\ place2' = "waiting"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, level2, shown2, last2>>

\* pass@process2#1 when place2 == waiting and level2 == 1 and (last1 != 2 or (shown0 < 1 and shown1 < 1)): level2 := 2, place2 := climbing
pass_process2_1 ==
    /\ place2 = "waiting"
    /\ level2 = 1
    /\ TRUE = (last1 # 2 \/ (shown0 < 1 /\ shown1 < 1))
    /\ level2' = 2
    /\ place2' = "climbing"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, shown2, last1, last2>>

\* arrive@process2#2 when place2 == arriving and level2 == 2: last2 := 2, place2 := waiting
arrive_process2_2 ==
    /\ place2 = "arriving"
    /\ level2 = 2
    /\ last2' = 2
    /\ place2' = "waiting"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, level2, shown2, last1>>

\* pass@process2#2 when place2 == waiting and level2 == 2 and (last2 != 2 or (shown0 < 2 and shown1 < 2)): place2 := inside
pass_process2_2 ==
    /\ place2 = "waiting"
    /\ level2 = 2
    /\ TRUE = (last2 # 2 \/ (shown0 < 2 /\ shown1 < 2))
    /\ place2' = "inside"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, level2, shown2, last1, last2>>

\* leave@process2 when place2 == inside: shown2 := 0, level2 := 0, place2 := outside
leave_process2 ==
    /\ place2 = "inside"
    /\ shown2' = 0
    /\ level2' = 0
    /\ place2' = "outside"
    /\ UNCHANGED <<place0, level0, shown0, place1, level1, shown1, last1, last2>>

Next ==
    \/ start_process0
    \/ show_level_process0
    \/ arrive_process0_1
    \/ pass_process0_1
    \/ arrive_process0_2
    \/ pass_process0_2
    \/ leave_process0
    \/ start_process1
    \/ show_level_process1
    \/ arrive_process1_1
    \/ pass_process1_1
    \/ arrive_process1_2
    \/ pass_process1_2
    \/ leave_process1
    \/ start_process2
    \/ show_level_process2
    \/ arrive_process2_1
    \/ pass_process2_1
    \/ arrive_process2_2
    \/ pass_process2_2
    \/ leave_process2

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
