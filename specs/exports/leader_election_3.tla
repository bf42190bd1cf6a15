---- MODULE leader_election_3 ----
\* leader election 3: 6 variables, 10 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    node0,
    link0,
    node1,
    link1,
    node2,
    link2

vars == <<node0, link0, node1, link1, node2, link2>>

TypeOK ==
    /\ node0 \in {"silent", "candidate", "leader"}
    /\ link0 \in 0..3
    /\ node1 \in {"silent", "candidate", "leader"}
    /\ link1 \in 0..3
    /\ node2 \in {"silent", "candidate", "leader"}
    /\ link2 \in 0..3

Init ==
    /\ node0 = "silent"
    /\ link0 = 0
    /\ node1 = "silent"
    /\ link1 = 0
    /\ node2 = "silent"
    /\ link2 = 0

\* propose@node0 when node0 == silent and link0 == 0: link0 := 2, node0 := candidate
propose_node0 ==
    /\ node0 = "silent"
    /\ link0 = 0
    /\ link0' = 2
    /\ node0' = "candidate"
    /\ UNCHANGED <<node1, link1, node2, link2>>

\* win@node0 when link2 == 2: link2 := 0, node0 := leader
win_node0 ==
    /\ link2 = 2
    /\ link2' = 0
    /\ node0' = "leader"
    /\ UNCHANGED <<link0, node1, link1, node2>>

\* pass_on@node0 when link2 > 2 and link0 == 0: link0 := link2, link2 := 0
pass_on_node0 ==
    /\ link2 > 2
    /\ link0 = 0
    /\ link0' = link2
    /\ link2' = 0
    /\ UNCHANGED <<node0, node1, link1, node2>>

\* drop@node0 when link2 != 0 and link2 < 2: link2 := 0
drop_node0 ==
    /\ link2 # 0
    /\ link2 < 2
    /\ link2' = 0
    /\ UNCHANGED <<node0, link0, node1, link1, node2>>

\* propose@node1 when node1 == silent and link1 == 0: link1 := 3, node1 := candidate
propose_node1 ==
    /\ node1 = "silent"
    /\ link1 = 0
    /\ link1' = 3
    /\ node1' = "candidate"
    /\ UNCHANGED <<node0, link0, node2, link2>>

\* win@node1 when link0 == 3: link0 := 0, node1 := leader
win_node1 ==
    /\ link0 = 3
    /\ link0' = 0
    /\ node1' = "leader"
    /\ UNCHANGED <<node0, link1, node2, link2>>

\* drop@node1 when link0 != 0 and link0 < 3: link0 := 0
drop_node1 ==
    /\ link0 # 0
    /\ link0 < 3
    /\ link0' = 0
    /\ UNCHANGED <<node0, node1, link1, node2, link2>>

\* propose@node2 when node2 == silent and link2 == 0: link2 := 1, node2 := candidate
propose_node2 ==
    /\ node2 = "silent"
    /\ link2 = 0
    /\ link2' = 1
    /\ node2' = "candidate"
    /\ UNCHANGED <<node0, link0, node1, link1>>

\* win@node2 when link1 == 1: link1 := 0, node2 := leader
win_node2 ==
    /\ link1 = 1
    /\ link1' = 0
    /\ node2' = "leader"
    /\ UNCHANGED <<node0, link0, node1, link2>>

\* pass_on@node2 when link1 > 1 and link2 == 0: link2 := link1, link1 := 0
pass_on_node2 ==
    /\ link1 > 1
    /\ link2 = 0
    /\ link2' = link1
    /\ link1' = 0
    /\ UNCHANGED <<node0, link0, node1, node2>>

Next ==
    \/ propose_node0
    \/ win_node0
    \/ pass_on_node0
    \/ drop_node0
    \/ propose_node1
    \/ win_node1
    \/ drop_node1
    \/ propose_node2
    \/ win_node2
    \/ pass_on_node2

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == (node1 = "leader" /\ link0 = 0 /\ link1 = 0 /\ link2 = 0) \/ ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always only the largest leads
only_the_largest_leads ==
    node0 # "leader" /\ node2 # "leader"

\* sometimes the largest leads
\* its violation is what is wanted: it is a witness
the_largest_leads ==
    node1 # "leader"

====
