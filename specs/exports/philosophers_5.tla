---- MODULE philosophers_5 ----
\* philosophers 5: 10 variables, 20 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    fork0,
    philosopher0,
    fork1,
    philosopher1,
    fork2,
    philosopher2,
    fork3,
    philosopher3,
    fork4,
    philosopher4

vars == <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork3, philosopher3,
          fork4, philosopher4>>

TypeOK ==
    /\ fork0 \in BOOLEAN
    /\ philosopher0 \in {"thinks", "holds_one", "eats", "leaves"}
    /\ fork1 \in BOOLEAN
    /\ philosopher1 \in {"thinks", "holds_one", "eats", "leaves"}
    /\ fork2 \in BOOLEAN
    /\ philosopher2 \in {"thinks", "holds_one", "eats", "leaves"}
    /\ fork3 \in BOOLEAN
    /\ philosopher3 \in {"thinks", "holds_one", "eats", "leaves"}
    /\ fork4 \in BOOLEAN
    /\ philosopher4 \in {"thinks", "holds_one", "eats", "leaves"}

Init ==
    /\ fork0 = FALSE
    /\ philosopher0 = "thinks"
    /\ fork1 = FALSE
    /\ philosopher1 = "thinks"
    /\ fork2 = FALSE
    /\ philosopher2 = "thinks"
    /\ fork3 = FALSE
    /\ philosopher3 = "thinks"
    /\ fork4 = FALSE
    /\ philosopher4 = "thinks"

\* take_first@philosopher0 when philosopher0 == thinks and not fork0: fork0 := yes, philosopher0 := holds_one
take_first_philosopher0 ==
    /\ philosopher0 = "thinks"
    /\ ~fork0
    /\ fork0' = TRUE
    /\ philosopher0' = "holds_one"
    /\ UNCHANGED <<fork1, philosopher1, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* take_second@philosopher0 when philosopher0 == holds_one and not fork1: fork1 := yes, philosopher0 := eats
take_second_philosopher0 ==
    /\ philosopher0 = "holds_one"
    /\ ~fork1
    /\ fork1' = TRUE
    /\ philosopher0' = "eats"
    /\ UNCHANGED <<fork0, philosopher1, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* put_first@philosopher0 when philosopher0 == eats: fork0 := no, philosopher0 := leaves
put_first_philosopher0 ==
    /\ philosopher0 = "eats"
    /\ fork0' = FALSE
    /\ philosopher0' = "leaves"
    /\ UNCHANGED <<fork1, philosopher1, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* put_second@philosopher0 when philosopher0 == leaves: fork1 := no, philosopher0 := thinks
put_second_philosopher0 ==
    /\ philosopher0 = "leaves"
    /\ fork1' = FALSE
    /\ philosopher0' = "thinks"
    /\ UNCHANGED <<fork0, philosopher1, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* take_first@philosopher1 when philosopher1 == thinks and not fork1: fork1 := yes, philosopher1 := holds_one
take_first_philosopher1 ==
    /\ philosopher1 = "thinks"
    /\ ~fork1
    /\ fork1' = TRUE
    /\ philosopher1' = "holds_one"
    /\ UNCHANGED <<fork0, philosopher0, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* take_second@philosopher1 when philosopher1 == holds_one and not fork2: fork2 := yes, philosopher1 := eats
take_second_philosopher1 ==
    /\ philosopher1 = "holds_one"
    /\ ~fork2
    /\ fork2' = TRUE
    /\ philosopher1' = "eats"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* put_first@philosopher1 when philosopher1 == eats: fork1 := no, philosopher1 := leaves
put_first_philosopher1 ==
    /\ philosopher1 = "eats"
    /\ fork1' = FALSE
    /\ philosopher1' = "leaves"
    /\ UNCHANGED <<fork0, philosopher0, fork2, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* put_second@philosopher1 when philosopher1 == leaves: fork2 := no, philosopher1 := thinks
put_second_philosopher1 ==
    /\ philosopher1 = "leaves"
    /\ fork2' = FALSE
    /\ philosopher1' = "thinks"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher2, fork3, philosopher3, fork4,
                   philosopher4>>

\* take_first@philosopher2 when philosopher2 == thinks and not fork2: fork2 := yes, philosopher2 := holds_one
take_first_philosopher2 ==
    /\ philosopher2 = "thinks"
    /\ ~fork2
    /\ fork2' = TRUE
    /\ philosopher2' = "holds_one"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork3, philosopher3, fork4,
                   philosopher4>>

\* take_second@philosopher2 when philosopher2 == holds_one and not fork3: fork3 := yes, philosopher2 := eats
take_second_philosopher2 ==
    /\ philosopher2 = "holds_one"
    /\ ~fork3
    /\ fork3' = TRUE
    /\ philosopher2' = "eats"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher3, fork4,
                   philosopher4>>

\* put_first@philosopher2 when philosopher2 == eats: fork2 := no, philosopher2 := leaves
put_first_philosopher2 ==
    /\ philosopher2 = "eats"
    /\ fork2' = FALSE
    /\ philosopher2' = "leaves"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork3, philosopher3, fork4,
                   philosopher4>>

\* put_second@philosopher2 when philosopher2 == leaves: fork3 := no, philosopher2 := thinks
put_second_philosopher2 ==
    /\ philosopher2 = "leaves"
    /\ fork3' = FALSE
    /\ philosopher2' = "thinks"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher3, fork4,
                   philosopher4>>

\* take_first@philosopher3 when philosopher3 == thinks and not fork3: fork3 := yes, philosopher3 := holds_one
take_first_philosopher3 ==
    /\ philosopher3 = "thinks"
    /\ ~fork3
    /\ fork3' = TRUE
    /\ philosopher3' = "holds_one"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork4,
                   philosopher4>>

\* take_second@philosopher3 when philosopher3 == holds_one and not fork4: fork4 := yes, philosopher3 := eats
take_second_philosopher3 ==
    /\ philosopher3 = "holds_one"
    /\ ~fork4
    /\ fork4' = TRUE
    /\ philosopher3' = "eats"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork3,
                   philosopher4>>

\* put_first@philosopher3 when philosopher3 == eats: fork3 := no, philosopher3 := leaves
put_first_philosopher3 ==
    /\ philosopher3 = "eats"
    /\ fork3' = FALSE
    /\ philosopher3' = "leaves"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork4,
                   philosopher4>>

\* put_second@philosopher3 when philosopher3 == leaves: fork4 := no, philosopher3 := thinks
put_second_philosopher3 ==
    /\ philosopher3 = "leaves"
    /\ fork4' = FALSE
    /\ philosopher3' = "thinks"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork3,
                   philosopher4>>

\* take_first@philosopher4 when philosopher4 == thinks and not fork4: fork4 := yes, philosopher4 := holds_one
take_first_philosopher4 ==
    /\ philosopher4 = "thinks"
    /\ ~fork4
    /\ fork4' = TRUE
    /\ philosopher4' = "holds_one"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork3,
                   philosopher3>>

\* take_second@philosopher4 when philosopher4 == holds_one and not fork0: fork0 := yes, philosopher4 := eats
take_second_philosopher4 ==
    /\ philosopher4 = "holds_one"
    /\ ~fork0
    /\ fork0' = TRUE
    /\ philosopher4' = "eats"
    /\ UNCHANGED <<philosopher0, fork1, philosopher1, fork2, philosopher2, fork3, philosopher3,
                   fork4>>

\* put_first@philosopher4 when philosopher4 == eats: fork4 := no, philosopher4 := leaves
put_first_philosopher4 ==
    /\ philosopher4 = "eats"
    /\ fork4' = FALSE
    /\ philosopher4' = "leaves"
    /\ UNCHANGED <<fork0, philosopher0, fork1, philosopher1, fork2, philosopher2, fork3,
                   philosopher3>>

\* put_second@philosopher4 when philosopher4 == leaves: fork0 := no, philosopher4 := thinks
put_second_philosopher4 ==
    /\ philosopher4 = "leaves"
    /\ fork0' = FALSE
    /\ philosopher4' = "thinks"
    /\ UNCHANGED <<philosopher0, fork1, philosopher1, fork2, philosopher2, fork3, philosopher3,
                   fork4>>

Next ==
    \/ take_first_philosopher0
    \/ take_second_philosopher0
    \/ put_first_philosopher0
    \/ put_second_philosopher0
    \/ take_first_philosopher1
    \/ take_second_philosopher1
    \/ put_first_philosopher1
    \/ put_second_philosopher1
    \/ take_first_philosopher2
    \/ take_second_philosopher2
    \/ put_first_philosopher2
    \/ put_second_philosopher2
    \/ take_first_philosopher3
    \/ take_second_philosopher3
    \/ put_first_philosopher3
    \/ put_second_philosopher3
    \/ take_first_philosopher4
    \/ take_second_philosopher4
    \/ put_first_philosopher4
    \/ put_second_philosopher4

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
GoesOn == WF_vars(Next)

\* always neighbours never eat together
neighbours_never_eat_together ==
    ~(philosopher0 = "eats" /\ philosopher1 = "eats")

\* sometimes somebody eats
\* its violation is what is wanted: it is a witness
somebody_eats ==
    philosopher0 # "eats"

====
