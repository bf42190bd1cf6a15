---- MODULE bakery_2_3 ----
\* bakery 2, 3: 8 variables, 18 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    place0,
    ticket0,
    next0,
    largest0,
    place1,
    ticket1,
    next1,
    largest1

vars == <<place0, ticket0, next0, largest0, place1, ticket1, next1, largest1>>

TypeOK ==
    /\ place0 \in {"outside", "choosing", "waiting", "inside"}
    /\ ticket0 \in 0..3
    /\ next0 \in 0..2
    /\ largest0 \in 0..3
    /\ place1 \in {"outside", "choosing", "waiting", "inside"}
    /\ ticket1 \in 0..3
    /\ next1 \in 0..2
    /\ largest1 \in 0..3

Init ==
    /\ place0 = "outside"
    /\ ticket0 = 0
    /\ next0 = 0
    /\ largest0 = 0
    /\ place1 = "outside"
    /\ ticket1 = 0
    /\ next1 = 0
    /\ largest1 = 0

\* arrive@customer0 when place0 == outside: place0 := choosing, next0 := 0, largest0 := 0
arrive_customer0 ==
    /\ place0 = "outside"
    /\ place0' = "choosing"
    /\ next0' = 0
    /\ largest0' = 0
    /\ UNCHANGED <<ticket0, place1, ticket1, next1, largest1>>

\* read.own@customer0 when place0 == choosing and next0 == 0: next0 := 1
read_own_customer0 ==
    /\ place0 = "choosing"
    /\ next0 = 0
    /\ next0' = 1
    /\ UNCHANGED <<place0, ticket0, largest0, place1, ticket1, next1, largest1>>

\* read.larger@customer0 when place0 == choosing and next0 == 1 and ticket1 > largest0: largest0 := ticket1, next0 := 2
read_larger_customer0 ==
    /\ place0 = "choosing"
    /\ next0 = 1
    /\ ticket1 > largest0
    /\ largest0' = ticket1
    /\ next0' = 2
    /\ UNCHANGED <<place0, ticket0, place1, ticket1, next1, largest1>>

\* read.smaller@customer0 when place0 == choosing and next0 == 1 and ticket1 <= largest0: next0 := 2
read_smaller_customer0 ==
    /\ place0 = "choosing"
    /\ next0 = 1
    /\ ticket1 <= largest0
    /\ next0' = 2
    /\ UNCHANGED <<place0, ticket0, largest0, place1, ticket1, next1, largest1>>

\* take_ticket@customer0 when place0 == choosing and next0 == 2 and largest0 < 3: ticket0 := largest0 + 1, largest0 := 0, next0 := 0, place0 := waiting
take_ticket_customer0 ==
    /\ place0 = "choosing"
    /\ next0 = 2
    /\ largest0 < 3
    /\ ticket0' = largest0 + 1
    /\ largest0' = 0
    /\ next0' = 0
    /\ place0' = "waiting"
    /\ UNCHANGED <<place1, ticket1, next1, largest1>>

\* let_pass@customer0#1 when place0 == waiting and next0 == 0: next0 := 1
let_pass_customer0_1 ==
    /\ place0 = "waiting"
    /\ next0 = 0
    /\ next0' = 1
    /\ UNCHANGED <<place0, ticket0, largest0, place1, ticket1, next1, largest1>>

\* let_pass@customer0#2 when place0 == waiting and next0 == 1 and place1 != choosing and (ticket1 == 0 or ticket1 >= ticket0): next0 := 2
let_pass_customer0_2 ==
    /\ place0 = "waiting"
    /\ next0 = 1
    /\ place1 # "choosing"
    /\ TRUE = (ticket1 = 0 \/ ticket1 >= ticket0)
    /\ next0' = 2
    /\ UNCHANGED <<place0, ticket0, largest0, place1, ticket1, next1, largest1>>

\* enter@customer0 when place0 == waiting and next0 == 2: place0 := inside
enter_customer0 ==
    /\ place0 = "waiting"
    /\ next0 = 2
    /\ place0' = "inside"
    /\ UNCHANGED <<ticket0, next0, largest0, place1, ticket1, next1, largest1>>

\* leave@customer0 when place0 == inside: ticket0 := 0, next0 := 0, place0 := outside
leave_customer0 ==
    /\ place0 = "inside"
    /\ ticket0' = 0
    /\ next0' = 0
    /\ place0' = "outside"
    /\ UNCHANGED <<largest0, place1, ticket1, next1, largest1>>

\* arrive@customer1 when place1 == outside: place1 := choosing, next1 := 0, largest1 := 0
arrive_customer1 ==
    /\ place1 = "outside"
    /\ place1' = "choosing"
    /\ next1' = 0
    /\ largest1' = 0
    /\ UNCHANGED <<place0, ticket0, next0, largest0, ticket1>>

\* read.larger@customer1 when place1 == choosing and next1 == 0 and ticket0 > largest1: largest1 := ticket0, next1 := 1
read_larger_customer1 ==
    /\ place1 = "choosing"
    /\ next1 = 0
    /\ ticket0 > largest1
    /\ largest1' = ticket0
    /\ next1' = 1
    /\ UNCHANGED <<place0, ticket0, next0, largest0, place1, ticket1>>

\* read.smaller@customer1 when place1 == choosing and next1 == 0 and ticket0 <= largest1: next1 := 1
read_smaller_customer1 ==
    /\ place1 = "choosing"
    /\ next1 = 0
    /\ ticket0 <= largest1
    /\ next1' = 1
    /\ UNCHANGED <<place0, ticket0, next0, largest0, place1, ticket1, largest1>>

\* read.own@customer1 when place1 == choosing and next1 == 1: next1 := 2
read_own_customer1 ==
    /\ place1 = "choosing"
    /\ next1 = 1
    /\ next1' = 2
    /\ UNCHANGED <<place0, ticket0, next0, largest0, place1, ticket1, largest1>>

\* take_ticket@customer1 when place1 == choosing and next1 == 2 and largest1 < 3: ticket1 := largest1 + 1, largest1 := 0, next1 := 0, place1 := waiting
take_ticket_customer1 ==
    /\ place1 = "choosing"
    /\ next1 = 2
    /\ largest1 < 3
    /\ ticket1' = largest1 + 1
    /\ largest1' = 0
    /\ next1' = 0
    /\ place1' = "waiting"
    /\ UNCHANGED <<place0, ticket0, next0, largest0>>

\* let_pass@customer1#1 when place1 == waiting and next1 == 0 and place0 != choosing and (ticket0 == 0 or ticket0 > ticket1): next1 := 1
let_pass_customer1_1 ==
    /\ place1 = "waiting"
    /\ next1 = 0
    /\ place0 # "choosing"
    /\ TRUE = (ticket0 = 0 \/ ticket0 > ticket1)
    /\ next1' = 1
    /\ UNCHANGED <<place0, ticket0, next0, largest0, place1, ticket1, largest1>>

\* let_pass@customer1#2 when place1 == waiting and next1 == 1: next1 := 2
let_pass_customer1_2 ==
    /\ place1 = "waiting"
    /\ next1 = 1
    /\ next1' = 2
    /\ UNCHANGED <<place0, ticket0, next0, largest0, place1, ticket1, largest1>>

\* enter@customer1 when place1 == waiting and next1 == 2: place1 := inside
enter_customer1 ==
    /\ place1 = "waiting"
    /\ next1 = 2
    /\ place1' = "inside"
    /\ UNCHANGED <<place0, ticket0, next0, largest0, ticket1, next1, largest1>>

\* leave@customer1 when place1 == inside: ticket1 := 0, next1 := 0, place1 := outside
leave_customer1 ==
    /\ place1 = "inside"
    /\ ticket1' = 0
    /\ next1' = 0
    /\ place1' = "outside"
    /\ UNCHANGED <<place0, ticket0, next0, largest0, largest1>>

Next ==
    \/ arrive_customer0
    \/ read_own_customer0
    \/ read_larger_customer0
    \/ read_smaller_customer0
    \/ take_ticket_customer0
    \/ let_pass_customer0_1
    \/ let_pass_customer0_2
    \/ enter_customer0
    \/ leave_customer0
    \/ arrive_customer1
    \/ read_larger_customer1
    \/ read_smaller_customer1
    \/ read_own_customer1
    \/ take_ticket_customer1
    \/ let_pass_customer1_1
    \/ let_pass_customer1_2
    \/ enter_customer1
    \/ leave_customer1

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
