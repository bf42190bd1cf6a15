---- MODULE lifecycle_1 ----
\* leads_to a request that only continues ends
\* at ContinuationReady leads to not at ContinuationReady, taking only generate_next_token, with generate_next_token fair
EXTENDS lifecycle

\* The premise has come, and from here on only some steps are taken.
VARIABLE latched

all == <<vars, latched>>

Only == latched /\ UNCHANGED latched /\
    (T15_generate_next_token_token \/ T16_generate_next_token_token \/ T17_generate_next_token_finished \/ T18_generate_next_token_failed \/ T19_generate_next_token_interrupted)

Latch == ~latched /\ TRUE = (state = "ContinuationReady") /\ latched' = TRUE /\ UNCHANGED vars

OnlyInit == Init /\ latched = FALSE
OnlyNext == Only \/ Latch \/ (~latched /\ Next /\ UNCHANGED latched)
OnlySpec == OnlyInit /\ [][OnlyNext]_all

OnlyStays == ENABLED (Only /\ UNCHANGED all)
OnlyGoesOn == <>[](ENABLED Only /\ ~OnlyStays) => []<><<Only>>_all

a_request_that_only_continues_ends ==
    (OnlyGoesOn /\ WF_all(latched /\ UNCHANGED latched /\ (T15_generate_next_token_token \/ T16_generate_next_token_token \/ T17_generate_next_token_finished \/ T18_generate_next_token_failed \/ T19_generate_next_token_interrupted)))
    => (<>latched => <>(latched /\ (state # "ContinuationReady")))
====
