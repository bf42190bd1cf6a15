---- MODULE two_phase_commit_5 ----
\* two-phase commit 5: 18 variables, 27 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    manager,
    resource0,
    resource1,
    resource2,
    resource3,
    resource4,
    ready_sent0,
    ready_sent1,
    ready_sent2,
    ready_sent3,
    ready_sent4,
    ready_seen0,
    ready_seen1,
    ready_seen2,
    ready_seen3,
    ready_seen4,
    commit_sent,
    abort_sent

vars == <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
          ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0, ready_seen1,
          ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

TypeOK ==
    /\ manager \in {"undecided", "committed", "aborted"}
    /\ resource0 \in {"working", "prepared", "committed", "aborted"}
    /\ resource1 \in {"working", "prepared", "committed", "aborted"}
    /\ resource2 \in {"working", "prepared", "committed", "aborted"}
    /\ resource3 \in {"working", "prepared", "committed", "aborted"}
    /\ resource4 \in {"working", "prepared", "committed", "aborted"}
    /\ ready_sent0 \in BOOLEAN
    /\ ready_sent1 \in BOOLEAN
    /\ ready_sent2 \in BOOLEAN
    /\ ready_sent3 \in BOOLEAN
    /\ ready_sent4 \in BOOLEAN
    /\ ready_seen0 \in BOOLEAN
    /\ ready_seen1 \in BOOLEAN
    /\ ready_seen2 \in BOOLEAN
    /\ ready_seen3 \in BOOLEAN
    /\ ready_seen4 \in BOOLEAN
    /\ commit_sent \in BOOLEAN
    /\ abort_sent \in BOOLEAN

Init ==
    /\ manager = "undecided"
    /\ resource0 = "working"
    /\ resource1 = "working"
    /\ resource2 = "working"
    /\ resource3 = "working"
    /\ resource4 = "working"
    /\ ready_sent0 = FALSE
    /\ ready_sent1 = FALSE
    /\ ready_sent2 = FALSE
    /\ ready_sent3 = FALSE
    /\ ready_sent4 = FALSE
    /\ ready_seen0 = FALSE
    /\ ready_seen1 = FALSE
    /\ ready_seen2 = FALSE
    /\ ready_seen3 = FALSE
    /\ ready_seen4 = FALSE
    /\ commit_sent = FALSE
    /\ abort_sent = FALSE

\* commit@manager when manager == undecided and ready_seen0 and ready_seen1 and ready_seen2 and ready_seen3 and ready_seen4: manager := committed, commit_sent := yes
commit_manager ==
    /\ manager = "undecided"
    /\ ready_seen0
    /\ ready_seen1
    /\ ready_seen2
    /\ ready_seen3
    /\ ready_seen4
    /\ manager' = "committed"
    /\ commit_sent' = TRUE
    /\ UNCHANGED <<resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, abort_sent>>

\* abort@manager when manager == undecided: manager := aborted, abort_sent := yes
abort_manager ==
    /\ manager = "undecided"
    /\ manager' = "aborted"
    /\ abort_sent' = TRUE
    /\ UNCHANGED <<resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent>>

\* hear_ready.0@manager when manager == undecided and ready_sent0: ready_seen0 := yes
hear_ready_0_manager ==
    /\ manager = "undecided"
    /\ ready_sent0
    /\ ready_seen0' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* prepare@resource0 when resource0 == working: resource0 := prepared, ready_sent0 := yes
prepare_resource0 ==
    /\ resource0 = "working"
    /\ resource0' = "prepared"
    /\ ready_sent0' = TRUE
    /\ UNCHANGED <<manager, resource1, resource2, resource3, resource4, ready_sent1,
                   ready_sent2, ready_sent3, ready_sent4, ready_seen0, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* give_up@resource0 when resource0 == working: resource0 := aborted
give_up_resource0 ==
    /\ resource0 = "working"
    /\ resource0' = "aborted"
    /\ UNCHANGED <<manager, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_commit@resource0 when commit_sent: resource0 := committed
hear_commit_resource0 ==
    /\ commit_sent
    /\ resource0' = "committed"
    /\ UNCHANGED <<manager, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_abort@resource0 when abort_sent: resource0 := aborted
hear_abort_resource0 ==
    /\ abort_sent
    /\ resource0' = "aborted"
    /\ UNCHANGED <<manager, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_ready.1@manager when manager == undecided and ready_sent1: ready_seen1 := yes
hear_ready_1_manager ==
    /\ manager = "undecided"
    /\ ready_sent1
    /\ ready_seen1' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* prepare@resource1 when resource1 == working: resource1 := prepared, ready_sent1 := yes
prepare_resource1 ==
    /\ resource1 = "working"
    /\ resource1' = "prepared"
    /\ ready_sent1' = TRUE
    /\ UNCHANGED <<manager, resource0, resource2, resource3, resource4, ready_sent0,
                   ready_sent2, ready_sent3, ready_sent4, ready_seen0, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* give_up@resource1 when resource1 == working: resource1 := aborted
give_up_resource1 ==
    /\ resource1 = "working"
    /\ resource1' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_commit@resource1 when commit_sent: resource1 := committed
hear_commit_resource1 ==
    /\ commit_sent
    /\ resource1' = "committed"
    /\ UNCHANGED <<manager, resource0, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_abort@resource1 when abort_sent: resource1 := aborted
hear_abort_resource1 ==
    /\ abort_sent
    /\ resource1' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_ready.2@manager when manager == undecided and ready_sent2: ready_seen2 := yes
hear_ready_2_manager ==
    /\ manager = "undecided"
    /\ ready_sent2
    /\ ready_seen2' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* prepare@resource2 when resource2 == working: resource2 := prepared, ready_sent2 := yes
prepare_resource2 ==
    /\ resource2 = "working"
    /\ resource2' = "prepared"
    /\ ready_sent2' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent3, ready_sent4, ready_seen0, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* give_up@resource2 when resource2 == working: resource2 := aborted
give_up_resource2 ==
    /\ resource2 = "working"
    /\ resource2' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_commit@resource2 when commit_sent: resource2 := committed
hear_commit_resource2 ==
    /\ commit_sent
    /\ resource2' = "committed"
    /\ UNCHANGED <<manager, resource0, resource1, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_abort@resource2 when abort_sent: resource2 := aborted
hear_abort_resource2 ==
    /\ abort_sent
    /\ resource2' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_ready.3@manager when manager == undecided and ready_sent3: ready_seen3 := yes
hear_ready_3_manager ==
    /\ manager = "undecided"
    /\ ready_sent3
    /\ ready_seen3' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen4, commit_sent, abort_sent>>

\* prepare@resource3 when resource3 == working: resource3 := prepared, ready_sent3 := yes
prepare_resource3 ==
    /\ resource3 = "working"
    /\ resource3' = "prepared"
    /\ ready_sent3' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent4, ready_seen0, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* give_up@resource3 when resource3 == working: resource3 := aborted
give_up_resource3 ==
    /\ resource3 = "working"
    /\ resource3' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_commit@resource3 when commit_sent: resource3 := committed
hear_commit_resource3 ==
    /\ commit_sent
    /\ resource3' = "committed"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_abort@resource3 when abort_sent: resource3 := aborted
hear_abort_resource3 ==
    /\ abort_sent
    /\ resource3' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_ready.4@manager when manager == undecided and ready_sent4: ready_seen4 := yes
hear_ready_4_manager ==
    /\ manager = "undecided"
    /\ ready_sent4
    /\ ready_seen4' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, resource4, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, commit_sent, abort_sent>>

\* prepare@resource4 when resource4 == working: resource4 := prepared, ready_sent4 := yes
prepare_resource4 ==
    /\ resource4 = "working"
    /\ resource4' = "prepared"
    /\ ready_sent4' = TRUE
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_seen0, ready_seen1,
                   ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* give_up@resource4 when resource4 == working: resource4 := aborted
give_up_resource4 ==
    /\ resource4 = "working"
    /\ resource4' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_commit@resource4 when commit_sent: resource4 := committed
hear_commit_resource4 ==
    /\ commit_sent
    /\ resource4' = "committed"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

\* hear_abort@resource4 when abort_sent: resource4 := aborted
hear_abort_resource4 ==
    /\ abort_sent
    /\ resource4' = "aborted"
    /\ UNCHANGED <<manager, resource0, resource1, resource2, resource3, ready_sent0,
                   ready_sent1, ready_sent2, ready_sent3, ready_sent4, ready_seen0,
                   ready_seen1, ready_seen2, ready_seen3, ready_seen4, commit_sent, abort_sent>>

Next ==
    \/ commit_manager
    \/ abort_manager
    \/ hear_ready_0_manager
    \/ prepare_resource0
    \/ give_up_resource0
    \/ hear_commit_resource0
    \/ hear_abort_resource0
    \/ hear_ready_1_manager
    \/ prepare_resource1
    \/ give_up_resource1
    \/ hear_commit_resource1
    \/ hear_abort_resource1
    \/ hear_ready_2_manager
    \/ prepare_resource2
    \/ give_up_resource2
    \/ hear_commit_resource2
    \/ hear_abort_resource2
    \/ hear_ready_3_manager
    \/ prepare_resource3
    \/ give_up_resource3
    \/ hear_commit_resource3
    \/ hear_abort_resource3
    \/ hear_ready_4_manager
    \/ prepare_resource4
    \/ give_up_resource4
    \/ hear_commit_resource4
    \/ hear_abort_resource4

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always no resource commits while another aborts
no_resource_commits_while_another_aborts ==
    ~(resource0 = "committed" /\ resource1 = "aborted")
    /\ ~(resource0 = "committed" /\ resource2 = "aborted")
    /\ ~(resource0 = "committed" /\ resource3 = "aborted")
    /\ ~(resource0 = "committed" /\ resource4 = "aborted")
    /\ ~(resource1 = "committed" /\ resource0 = "aborted")
    /\ ~(resource1 = "committed" /\ resource2 = "aborted")
    /\ ~(resource1 = "committed" /\ resource3 = "aborted")
    /\ ~(resource1 = "committed" /\ resource4 = "aborted")
    /\ ~(resource2 = "committed" /\ resource0 = "aborted")
    /\ ~(resource2 = "committed" /\ resource1 = "aborted")
    /\ ~(resource2 = "committed" /\ resource3 = "aborted")
    /\ ~(resource2 = "committed" /\ resource4 = "aborted")
    /\ ~(resource3 = "committed" /\ resource0 = "aborted")
    /\ ~(resource3 = "committed" /\ resource1 = "aborted")
    /\ ~(resource3 = "committed" /\ resource2 = "aborted")
    /\ ~(resource3 = "committed" /\ resource4 = "aborted")
    /\ ~(resource4 = "committed" /\ resource0 = "aborted")
    /\ ~(resource4 = "committed" /\ resource1 = "aborted")
    /\ ~(resource4 = "committed" /\ resource2 = "aborted")
    /\ ~(resource4 = "committed" /\ resource3 = "aborted")

\* sometimes all commit
\* its violation is what is wanted: it is a witness
all_commit ==
    resource0 # "committed"

====
