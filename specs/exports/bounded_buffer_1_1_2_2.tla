---- MODULE bounded_buffer_1_1_2_2 ----
\* bounded buffer 1, 1, 2, 2: 9 variables, 11 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    locked,
    head,
    filled,
    slot0,
    slot1,
    producer0,
    carried0,
    consumer0,
    taken0

vars == <<locked, head, filled, slot0, slot1, producer0, carried0, consumer0, taken0>>

TypeOK ==
    /\ locked \in BOOLEAN
    /\ head \in {0, 1}
    /\ filled \in 0..2
    /\ slot0 \in {0, 1}
    /\ slot1 \in {0, 1}
    /\ producer0 \in {"idle", "ready", "locked_in"}
    /\ carried0 \in {0, 1}
    /\ consumer0 \in {"idle", "locked_in", "using"}
    /\ taken0 \in {0, 1}

Init ==
    /\ locked = FALSE
    /\ head = 0
    /\ filled = 0
    /\ slot0 = 0
    /\ slot1 = 0
    /\ producer0 = "idle"
    /\ carried0 = 0
    /\ consumer0 = "idle"
    /\ taken0 = 0

\* make.0@producer0 when producer0 == idle: carried0 := 0, producer0 := ready
make_0_producer0 ==
    /\ producer0 = "idle"
    /\ carried0' = 0
    /\ producer0' = "ready"
    /\ UNCHANGED <<locked, head, filled, slot0, slot1, consumer0, taken0>>

\* make.1@producer0 when producer0 == idle: carried0 := 1, producer0 := ready
make_1_producer0 ==
    /\ producer0 = "idle"
    /\ carried0' = 1
    /\ producer0' = "ready"
    /\ UNCHANGED <<locked, head, filled, slot0, slot1, consumer0, taken0>>

\* lock@producer0 when producer0 == ready and not locked and filled < 2: locked := yes, producer0 := locked_in
lock_producer0 ==
    /\ producer0 = "ready"
    /\ ~locked
    /\ filled < 2
    /\ locked' = TRUE
    /\ producer0' = "locked_in"
    /\ UNCHANGED <<head, filled, slot0, slot1, carried0, consumer0, taken0>>

\* put@producer0#1 when producer0 == locked_in and head == 0 and filled == 0: slot0 := carried0, filled := 1, locked := no, producer0 := idle, carried0 := 0
put_producer0_1 ==
    /\ producer0 = "locked_in"
    /\ head = 0
    /\ filled = 0
    /\ slot0' = carried0
    /\ filled' = 1
    /\ locked' = FALSE
    /\ producer0' = "idle"
    /\ carried0' = 0
    /\ UNCHANGED <<head, slot1, consumer0, taken0>>

\* put@producer0#2 when producer0 == locked_in and head == 0 and filled == 1: slot1 := carried0, filled := 2, locked := no, producer0 := idle, carried0 := 0
put_producer0_2 ==
    /\ producer0 = "locked_in"
    /\ head = 0
    /\ filled = 1
    /\ slot1' = carried0
    /\ filled' = 2
    /\ locked' = FALSE
    /\ producer0' = "idle"
    /\ carried0' = 0
    /\ UNCHANGED <<head, slot0, consumer0, taken0>>

\* put@producer0#3 when producer0 == locked_in and head == 1 and filled == 0: slot1 := carried0, filled := 1, locked := no, producer0 := idle, carried0 := 0
put_producer0_3 ==
    /\ producer0 = "locked_in"
    /\ head = 1
    /\ filled = 0
    /\ slot1' = carried0
    /\ filled' = 1
    /\ locked' = FALSE
    /\ producer0' = "idle"
    /\ carried0' = 0
    /\ UNCHANGED <<head, slot0, consumer0, taken0>>

\* put@producer0#4 when producer0 == locked_in and head == 1 and filled == 1: slot0 := carried0, filled := 2, locked := no, producer0 := idle, carried0 := 0
put_producer0_4 ==
    /\ producer0 = "locked_in"
    /\ head = 1
    /\ filled = 1
    /\ slot0' = carried0
    /\ filled' = 2
    /\ locked' = FALSE
    /\ producer0' = "idle"
    /\ carried0' = 0
    /\ UNCHANGED <<head, slot1, consumer0, taken0>>

\* lock@consumer0 when consumer0 == idle and not locked and filled > 0: locked := yes, consumer0 := locked_in
lock_consumer0 ==
    /\ consumer0 = "idle"
    /\ ~locked
    /\ filled > 0
    /\ locked' = TRUE
    /\ consumer0' = "locked_in"
    /\ UNCHANGED <<head, filled, slot0, slot1, producer0, carried0, taken0>>

\* take@consumer0#1 when consumer0 == locked_in and head == 0: taken0 := slot0, slot0 := 0, head := 1, filled := filled - 1, locked := no, consumer0 := using
take_consumer0_1 ==
    /\ consumer0 = "locked_in"
    /\ head = 0
    /\ taken0' = slot0
    /\ slot0' = 0
    /\ head' = 1
    /\ filled' = filled - 1
    /\ locked' = FALSE
    /\ consumer0' = "using"
    /\ UNCHANGED <<slot1, producer0, carried0>>

\* take@consumer0#2 when consumer0 == locked_in and head == 1: taken0 := slot1, slot1 := 0, head := 0, filled := filled - 1, locked := no, consumer0 := using
take_consumer0_2 ==
    /\ consumer0 = "locked_in"
    /\ head = 1
    /\ taken0' = slot1
    /\ slot1' = 0
    /\ head' = 0
    /\ filled' = filled - 1
    /\ locked' = FALSE
    /\ consumer0' = "using"
    /\ UNCHANGED <<slot0, producer0, carried0>>

\* use@consumer0 when consumer0 == using: taken0 := 0, consumer0 := idle
use_consumer0 ==
    /\ consumer0 = "using"
    /\ taken0' = 0
    /\ consumer0' = "idle"
    /\ UNCHANGED <<locked, head, filled, slot0, slot1, producer0, carried0>>

Next ==
    \/ make_0_producer0
    \/ make_1_producer0
    \/ lock_producer0
    \/ put_producer0_1
    \/ put_producer0_2
    \/ put_producer0_3
    \/ put_producer0_4
    \/ lock_consumer0
    \/ take_consumer0_1
    \/ take_consumer0_2
    \/ use_consumer0

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
GoesOn == WF_vars(Next)

\* always one holds the lock
one_holds_the_lock ==
    ~(producer0 = "locked_in" /\ consumer0 = "locked_in")

\* sometimes the buffer is full
\* its violation is what is wanted: it is a witness
the_buffer_is_full ==
    filled # 2

====
