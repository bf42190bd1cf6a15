---- MODULE loading ----
\* loading: 3 variables, 19 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

VARIABLES
    state,
    acquired,
    installed

vars == <<state, acquired, installed>>

TypeOK ==
    /\ state \in {"Begun", "Fetched", "Transferred", "Parsed", "Admitted", "Allocated", "Attested", "Installed", "Rejected", "Abandoned"}
    /\ acquired \in 0..3
    /\ installed \in BOOLEAN

Init ==
    /\ state = "Begun"
    /\ acquired = 0
    /\ installed = FALSE

\* T1 fetch.ok in Begun -> Fetched
T1_fetch_ok ==
    /\ state = "Begun"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Fetched"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T2 fetch.failed in Begun -> Rejected
T2_fetch_failed ==
    /\ state = "Begun"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T3 fetch.interrupted in Begun -> Abandoned
T3_fetch_interrupted ==
    /\ state = "Begun"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T4 transfer.ok in Fetched -> Transferred
T4_transfer_ok ==
    /\ state = "Fetched"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Transferred"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T5 transfer.failed in Fetched -> Rejected
T5_transfer_failed ==
    /\ state = "Fetched"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T6 transfer.interrupted in Fetched -> Abandoned
T6_transfer_interrupted ==
    /\ state = "Fetched"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T7 parse.ok in Transferred -> Parsed
T7_parse_ok ==
    /\ state = "Transferred"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Parsed"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T8 parse.failed in Transferred -> Rejected
T8_parse_failed ==
    /\ state = "Transferred"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T9 parse.interrupted in Transferred -> Abandoned
T9_parse_interrupted ==
    /\ state = "Transferred"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T10 tensor.ok in Parsed -> Admitted
T10_tensor_ok ==
    /\ state = "Parsed"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Admitted"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T11 tensor.failed in Parsed -> Rejected
T11_tensor_failed ==
    /\ state = "Parsed"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T12 tensor.interrupted in Parsed -> Abandoned
T12_tensor_interrupted ==
    /\ state = "Parsed"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T13 allocation.ok in Admitted -> Allocated
T13_allocation_ok ==
    /\ state = "Admitted"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Allocated"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T14 allocation.failed in Admitted -> Rejected
T14_allocation_failed ==
    /\ state = "Admitted"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T15 allocation.interrupted in Admitted -> Abandoned
T15_allocation_interrupted ==
    /\ state = "Admitted"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T16 provenance.ok in Allocated -> Attested
T16_provenance_ok ==
    /\ state = "Allocated"
    /\ \E chosen1 \in acquired..3 :
        /\ state' = "Attested"
        /\ acquired' = chosen1
        /\ UNCHANGED <<installed>>

\* T17 provenance.failed in Allocated -> Rejected
T17_provenance_failed ==
    /\ state = "Allocated"
    /\ state' = "Rejected"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T18 provenance.interrupted in Allocated -> Abandoned
T18_provenance_interrupted ==
    /\ state = "Allocated"
    /\ state' = "Abandoned"
    /\ acquired' = 0
    /\ UNCHANGED <<installed>>

\* T19 install.ok in Attested -> Installed
T19_install_ok ==
    /\ state = "Attested"
    /\ state' = "Installed"
    /\ installed' = TRUE
    /\ acquired' = 0

Next ==
    \/ T1_fetch_ok
    \/ T2_fetch_failed
    \/ T3_fetch_interrupted
    \/ T4_transfer_ok
    \/ T5_transfer_failed
    \/ T6_transfer_interrupted
    \/ T7_parse_ok
    \/ T8_parse_failed
    \/ T9_parse_interrupted
    \/ T10_tensor_ok
    \/ T11_tensor_failed
    \/ T12_tensor_interrupted
    \/ T13_allocation_ok
    \/ T14_allocation_failed
    \/ T15_allocation_interrupted
    \/ T16_provenance_ok
    \/ T17_provenance_failed
    \/ T18_provenance_interrupted
    \/ T19_install_ok

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == (state \in {"Installed", "Rejected", "Abandoned"}) \/ ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
GoesOn == WF_vars(Next)

\* always nothing is reachable before install
nothing_is_reachable_before_install ==
    installed => state = "Installed"

\* always the ledger is empty at every end
the_ledger_is_empty_at_every_end ==
    state \in {"Installed", "Rejected", "Abandoned"} => acquired = 0

\* step only install makes it reachable
only_install_makes_it_reachable ==
    /\ [][
         /\ ((T1_fetch_ok
                \/ T2_fetch_failed
                \/ T3_fetch_interrupted
                \/ T4_transfer_ok
                \/ T5_transfer_failed
                \/ T6_transfer_interrupted
                \/ T7_parse_ok
                \/ T8_parse_failed
                \/ T9_parse_interrupted
                \/ T10_tensor_ok
                \/ T11_tensor_failed
                \/ T12_tensor_interrupted
                \/ T13_allocation_ok
                \/ T14_allocation_failed
                \/ T15_allocation_interrupted
                \/ T16_provenance_ok
                \/ T17_provenance_failed
                \/ T18_provenance_interrupted)
            => installed' = installed)]_vars

\* sometimes a load succeeds
\* its violation is what is wanted: it is a witness
a_load_succeeds ==
    state # "Installed"

\* recoverable a load can always still be rejected or succeed
\* its violation is what is wanted: it is a witness
a_load_can_always_still_be_rejected_or_succeed ==
    ~(state \in {"Installed", "Rejected"})

====
