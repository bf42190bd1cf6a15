---- MODULE lifecycle ----
\* lifecycle: 11 variables, 22 rules.
\* Generated from its declaration; edit that, and export again.
EXTENDS Integers

capacity == 2

VARIABLES
    state,
    model,
    buffers,
    settings,
    request,
    prompt,
    generated,
    kv,
    result,
    record,
    cause

vars == <<state, model, buffers, settings, request, prompt, generated, kv, result, record, cause>>

TypeOK ==
    /\ state \in {"Uninitialized", "Initialized", "Ready", "ContinuationReady", "RecoverableError", "Freed"}
    /\ model \in {"none", "a", "b"}
    /\ buffers \in BOOLEAN
    /\ settings \in {"none", "a", "b"}
    /\ request \in BOOLEAN
    /\ prompt \in 0..2
    /\ generated \in 0..3
    /\ kv \in 0..2
    /\ result \in {"none", "a"}
    /\ record \in {"none", "a", "b"}
    /\ cause \in {"none", "load", "config", "request"}

Init ==
    /\ state = "Uninitialized"
    /\ model = "none"
    /\ buffers = FALSE
    /\ settings = "none"
    /\ request = FALSE
    /\ prompt = 0
    /\ generated = 0
    /\ kv = 0
    /\ result = "none"
    /\ record = "none"
    /\ cause = "none"

\* T1 init_runtime.ok in Uninitialized -> Initialized
T1_init_runtime_ok ==
    /\ state = "Uninitialized"
    /\ \E chosen1 \in {"a", "b"} :
        /\ state' = "Initialized"
        /\ settings' = chosen1
        /\ UNCHANGED <<model, buffers, request, prompt, generated, kv, result, record, cause>>

\* T2 load_model.ok in Initialized, Ready, RecoverableError, Freed -> Ready
T2_load_model_ok ==
    \/ /\ state \in {"Initialized", "RecoverableError", "Freed"}
       /\ \E chosen1 \in {"a", "b"} :
           /\ state' = "Ready"
           /\ model' = chosen1
           /\ buffers' = TRUE
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "none"
           /\ record' = "none"
           /\ UNCHANGED <<settings>>
    \/ /\ state = "Ready"
       /\ \E chosen1 \in {"a", "b"} :
           /\ model' = chosen1
           /\ buffers' = TRUE
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "none"
           /\ record' = "none"
           /\ UNCHANGED <<state, settings>>

\* T3 load_model.failed in Initialized, Ready, RecoverableError, Freed -> RecoverableError
T3_load_model_failed ==
    \/ /\ state \in {"Initialized", "Ready", "Freed"}
       /\ \E chosen1 \in {"a", "b"} :
           /\ state' = "RecoverableError"
           /\ cause' = "load"
           /\ record' = chosen1
           /\ UNCHANGED <<model, buffers, settings, request, prompt, generated, kv, result>>
    \/ /\ state = "RecoverableError"
       /\ \E chosen1 \in {"a", "b"} :
           /\ cause' = "load"
           /\ record' = chosen1
           /\ UNCHANGED <<state, model, buffers, settings, request, prompt, generated, kv,
                          result>>

\* T4 load_model.interrupted in Initialized, Ready, RecoverableError, Freed stays
T4_load_model_interrupted ==
    /\ state \in {"Initialized", "Ready", "RecoverableError", "Freed"}
    /\ UNCHANGED <<state, model, buffers, settings, request, prompt, generated, kv, result,
                   record, cause>>

\* T5 set_sampling.ok in Initialized, Ready stays
T5_set_sampling_ok ==
    /\ state \in {"Initialized", "Ready"}
    /\ \E chosen1 \in {"a", "b"} :
        /\ settings' = chosen1
        /\ UNCHANGED <<state, model, buffers, request, prompt, generated, kv, result, record,
                       cause>>

\* T6 set_sampling.ok in RecoverableError when cause == config and model != none -> Ready
T6_set_sampling_ok ==
    /\ state = "RecoverableError"
    /\ cause = "config"
    /\ model # "none"
    /\ \E chosen1 \in {"a", "b"} :
        /\ state' = "Ready"
        /\ settings' = chosen1
        /\ cause' = "none"
        /\ record' = "none"
        /\ UNCHANGED <<model, buffers, request, prompt, generated, kv, result>>

\* T7 set_sampling.ok in RecoverableError when cause == config and model == none -> Initialized
T7_set_sampling_ok ==
    /\ state = "RecoverableError"
    /\ cause = "config"
    /\ model = "none"
    /\ \E chosen1 \in {"a", "b"} :
        /\ state' = "Initialized"
        /\ settings' = chosen1
        /\ cause' = "none"
        /\ record' = "none"
        /\ UNCHANGED <<model, buffers, request, prompt, generated, kv, result>>

\* T8 set_sampling.ok in RecoverableError when cause != config stays
T8_set_sampling_ok ==
    /\ state = "RecoverableError"
    /\ cause # "config"
    /\ \E chosen1 \in {"a", "b"} :
        /\ settings' = chosen1
        /\ UNCHANGED <<state, model, buffers, request, prompt, generated, kv, result, record,
                       cause>>

\* T9 set_sampling.rejected in Initialized, Ready, RecoverableError when not at RecoverableError or cause != load -> RecoverableError
T9_set_sampling_rejected ==
    \/ /\ state \in {"Initialized", "Ready"}
       /\ TRUE = (state # "RecoverableError" \/ cause # "load")
       /\ \E chosen1 \in {"a", "b"} :
           /\ state' = "RecoverableError"
           /\ cause' = "config"
           /\ record' = chosen1
           /\ UNCHANGED <<model, buffers, settings, request, prompt, generated, kv, result>>
    \/ /\ state = "RecoverableError"
       /\ TRUE = (state # "RecoverableError" \/ cause # "load")
       /\ \E chosen1 \in {"a", "b"} :
           /\ cause' = "config"
           /\ record' = chosen1
           /\ UNCHANGED <<state, model, buffers, settings, request, prompt, generated, kv,
                          result>>

\* T10 set_sampling.rejected in RecoverableError when cause == load stays
T10_set_sampling_rejected ==
    /\ state = "RecoverableError"
    /\ cause = "load"
    /\ \E chosen1 \in {"a", "b"} :
        /\ record' = chosen1
        /\ UNCHANGED <<state, model, buffers, settings, request, prompt, generated, kv, result,
                       cause>>

\* T11 generate.ok in Ready, RecoverableError when at Ready or (cause != load and model != none) -> ContinuationReady
T11_generate_ok ==
    /\ state \in {"Ready", "RecoverableError"}
    /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
    /\ \E chosen1 \in 1..capacity :
        /\ state' = "ContinuationReady"
        /\ request' = TRUE
        /\ prompt' = chosen1
        /\ kv' = chosen1
        /\ generated' = 0
        /\ result' = "none"
        /\ cause' = "none"
        /\ record' = "none"
        /\ UNCHANGED <<model, buffers, settings>>

\* T12 generate.rejected in Ready, RecoverableError when at Ready or (cause != load and model != none) -> RecoverableError
T12_generate_rejected ==
    \/ /\ state = "Ready"
       /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
       /\ \E chosen1 \in {"a", "b"} :
           /\ state' = "RecoverableError"
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "request"
           /\ record' = chosen1
           /\ UNCHANGED <<model, buffers, settings>>
    \/ /\ state = "RecoverableError"
       /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
       /\ \E chosen1 \in {"a", "b"} :
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "request"
           /\ record' = chosen1
           /\ UNCHANGED <<state, model, buffers, settings>>

\* T13 generate.failed in Ready, RecoverableError when at Ready or (cause != load and model != none) -> RecoverableError
T13_generate_failed ==
    \/ /\ state = "Ready"
       /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
       /\ \E chosen1 \in {"a", "b"} :
           /\ state' = "RecoverableError"
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "request"
           /\ record' = chosen1
           /\ UNCHANGED <<model, buffers, settings>>
    \/ /\ state = "RecoverableError"
       /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
       /\ \E chosen1 \in {"a", "b"} :
           /\ request' = FALSE
           /\ prompt' = 0
           /\ generated' = 0
           /\ kv' = 0
           /\ result' = "none"
           /\ cause' = "request"
           /\ record' = chosen1
           /\ UNCHANGED <<state, model, buffers, settings>>

\* T14 generate.interrupted in Ready, RecoverableError when at Ready or (cause != load and model != none) stays
T14_generate_interrupted ==
    /\ state \in {"Ready", "RecoverableError"}
    /\ TRUE = (state = "Ready" \/ (cause # "load" /\ model # "none"))
    /\ request' = FALSE
    /\ prompt' = 0
    /\ generated' = 0
    /\ kv' = 0
    /\ result' = "none"
    /\ UNCHANGED <<state, model, buffers, settings, record, cause>>

\* T15 generate_next_token.token in ContinuationReady when generated == 0 stays
T15_generate_next_token_token ==
    /\ state = "ContinuationReady"
    /\ generated = 0
    /\ generated' = 1
    /\ UNCHANGED <<state, model, buffers, settings, request, prompt, kv, result, record, cause>>

\* T16 generate_next_token.token in ContinuationReady when generated > 0 and prompt + generated <= capacity stays
T16_generate_next_token_token ==
    /\ state = "ContinuationReady"
    /\ generated > 0
    /\ prompt + generated <= capacity
    /\ generated' = generated + 1
    /\ kv' = prompt + generated
    /\ UNCHANGED <<state, model, buffers, settings, request, prompt, result, record, cause>>

\* T17 generate_next_token.finished in ContinuationReady -> Ready
T17_generate_next_token_finished ==
    /\ state = "ContinuationReady"
    /\ \E chosen1 \in {"a"} :
        /\ state' = "Ready"
        /\ request' = FALSE
        /\ prompt' = 0
        /\ generated' = 0
        /\ kv' = 0
        /\ result' = chosen1
        /\ UNCHANGED <<model, buffers, settings, record, cause>>

\* T18 generate_next_token.failed in ContinuationReady -> RecoverableError
T18_generate_next_token_failed ==
    /\ state = "ContinuationReady"
    /\ \E chosen1 \in {"a", "b"} :
        /\ state' = "RecoverableError"
        /\ request' = FALSE
        /\ prompt' = 0
        /\ generated' = 0
        /\ kv' = 0
        /\ cause' = "request"
        /\ record' = chosen1
        /\ UNCHANGED <<model, buffers, settings, result>>

\* T19 generate_next_token.interrupted in ContinuationReady -> Ready
T19_generate_next_token_interrupted ==
    /\ state = "ContinuationReady"
    /\ state' = "Ready"
    /\ request' = FALSE
    /\ prompt' = 0
    /\ generated' = 0
    /\ kv' = 0
    /\ UNCHANGED <<model, buffers, settings, result, record, cause>>

\* T20 reset.ok in Ready, ContinuationReady, RecoverableError when not at RecoverableError or model != none -> Ready
T20_reset_ok ==
    \/ /\ state = "Ready"
       /\ TRUE = (state # "RecoverableError" \/ model # "none")
       /\ request' = FALSE
       /\ prompt' = 0
       /\ generated' = 0
       /\ kv' = 0
       /\ result' = "none"
       /\ cause' = "none"
       /\ record' = "none"
       /\ UNCHANGED <<state, model, buffers, settings>>
    \/ /\ state \in {"ContinuationReady", "RecoverableError"}
       /\ TRUE = (state # "RecoverableError" \/ model # "none")
       /\ state' = "Ready"
       /\ request' = FALSE
       /\ prompt' = 0
       /\ generated' = 0
       /\ kv' = 0
       /\ result' = "none"
       /\ cause' = "none"
       /\ record' = "none"
       /\ UNCHANGED <<model, buffers, settings>>

\* T21 reset.ok in RecoverableError when model == none -> Initialized
T21_reset_ok ==
    /\ state = "RecoverableError"
    /\ model = "none"
    /\ state' = "Initialized"
    /\ request' = FALSE
    /\ prompt' = 0
    /\ generated' = 0
    /\ kv' = 0
    /\ result' = "none"
    /\ cause' = "none"
    /\ record' = "none"
    /\ UNCHANGED <<model, buffers, settings>>

\* T22 free.ok in Ready, ContinuationReady, RecoverableError when not at RecoverableError or model != none -> Freed
T22_free_ok ==
    /\ state \in {"Ready", "ContinuationReady", "RecoverableError"}
    /\ TRUE = (state # "RecoverableError" \/ model # "none")
    /\ state' = "Freed"
    /\ model' = "none"
    /\ buffers' = FALSE
    /\ request' = FALSE
    /\ prompt' = 0
    /\ generated' = 0
    /\ kv' = 0
    /\ result' = "none"
    /\ cause' = "none"
    /\ record' = "none"
    /\ UNCHANGED <<settings>>

Next ==
    \/ T1_init_runtime_ok
    \/ T2_load_model_ok
    \/ T3_load_model_failed
    \/ T4_load_model_interrupted
    \/ T5_set_sampling_ok
    \/ T6_set_sampling_ok
    \/ T7_set_sampling_ok
    \/ T8_set_sampling_ok
    \/ T9_set_sampling_rejected
    \/ T10_set_sampling_rejected
    \/ T11_generate_ok
    \/ T12_generate_rejected
    \/ T13_generate_failed
    \/ T14_generate_interrupted
    \/ T15_generate_next_token_token
    \/ T16_generate_next_token_token
    \/ T17_generate_next_token_finished
    \/ T18_generate_next_token_failed
    \/ T19_generate_next_token_interrupted
    \/ T20_reset_ok
    \/ T21_reset_ok
    \/ T22_free_ok

Spec == Init /\ [][Next]_vars

\* A state without a successor is one where all may rest.
NothingStuck == (state = "Freed") \/ ENABLED Next

\* A behaviour goes on while it can; a step that changes nothing is a way to go on.
Stays == ENABLED (Next /\ UNCHANGED vars)
GoesOn == <>[](ENABLED Next /\ ~Stays) => []<><<Next>>_vars

\* always residency matches the state
residency_matches_the_state ==
    (state \in {"Uninitialized", "Initialized", "Freed"} => model = "none")
    /\ (state \in {"Ready", "ContinuationReady"} => model # "none")

\* always buffers are resident exactly with a model
buffers_are_resident_exactly_with_a_model ==
    (buffers /\ model # "none") \/ (~buffers /\ model = "none")

\* always configuration exists from initialization on
configuration_exists_from_initialization_on ==
    (state = "Uninitialized" /\ settings = "none")
    \/ (state # "Uninitialized" /\ settings # "none")

\* always a cause is set exactly in RecoverableError
a_cause_is_set_exactly_in_RecoverableError ==
    (state = "RecoverableError" /\ cause # "none" /\ record # "none")
    \/ (state # "RecoverableError" /\ cause = "none" /\ record = "none")

\* always a failed request leaves the model
a_failed_request_leaves_the_model ==
    cause = "request" => model # "none"

\* always ContinuationReady exactly while a request is open
ContinuationReady_exactly_while_a_request_is_open ==
    (state = "ContinuationReady" /\ request) \/ (state # "ContinuationReady" /\ ~request)

\* always nothing of a request outlives it
nothing_of_a_request_outlives_it ==
    ~request => (prompt = 0 /\ generated = 0 /\ kv = 0)

\* always positions are prompt plus evaluated tokens
positions_are_prompt_plus_evaluated_tokens ==
    request
    => ((generated = 0 /\ kv = prompt) \/ (generated > 0 /\ kv = prompt + generated - 1))

\* always an open request has a prompt
an_open_request_has_a_prompt ==
    request => prompt > 0

\* always positions fit the cache
positions_fit_the_cache ==
    kv <= capacity

\* always no result while a request is open
no_result_while_a_request_is_open ==
    request => result = "none"

\* step a failed load is transactional
\* only state, cause and failure record may move
a_failed_load_is_transactional ==
    /\ [][
         /\ (T3_load_model_failed
            => (model' = model
                /\ buffers' = buffers
                /\ settings' = settings
                /\ request' = request
                /\ prompt' = prompt
                /\ generated' = generated
                /\ kv' = kv
                /\ result' = result))]_vars

\* step an interrupted load changes nothing
an_interrupted_load_changes_nothing ==
    /\ [][
         /\ (T4_load_model_interrupted
            => (model' = model
                /\ buffers' = buffers
                /\ settings' = settings
                /\ request' = request
                /\ prompt' = prompt
                /\ generated' = generated
                /\ kv' = kv
                /\ result' = result
                /\ record' = record
                /\ cause' = cause))]_vars

\* step after a failed load no request opens until it is settled
after_a_failed_load_no_request_opens_until_it_is_settled ==
    /\ [][
         /\ ((T11_generate_ok
                \/ T12_generate_rejected
                \/ T13_generate_failed
                \/ T14_generate_interrupted
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T17_generate_next_token_finished
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted)
            => cause # "load")]_vars
    /\ [](ENABLED (T12_generate_rejected /\ UNCHANGED vars)
          => (cause # "load"))
    /\ [](ENABLED (T13_generate_failed /\ UNCHANGED vars)
          => (cause # "load"))
    /\ [](ENABLED (T14_generate_interrupted /\ UNCHANGED vars)
          => (cause # "load"))
    /\ [](ENABLED (T16_generate_next_token_token /\ UNCHANGED vars)
          => (cause # "load"))

\* step a failed load is settled only by a good load, reset or free
a_failed_load_is_settled_only_by_a_good_load_reset_or_free ==
    /\ [][
         /\ ((T1_init_runtime_ok
                \/ T3_load_model_failed
                \/ T4_load_model_interrupted
                \/ T5_set_sampling_ok
                \/ T6_set_sampling_ok
                \/ T7_set_sampling_ok
                \/ T8_set_sampling_ok
                \/ T9_set_sampling_rejected
                \/ T10_set_sampling_rejected
                \/ T11_generate_ok
                \/ T12_generate_rejected
                \/ T13_generate_failed
                \/ T14_generate_interrupted
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T17_generate_next_token_finished
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted)
            => ~(cause = "load" /\ cause' # "load"))]_vars
    /\ [](ENABLED (T3_load_model_failed /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T4_load_model_interrupted /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T5_set_sampling_ok /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T8_set_sampling_ok /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T9_set_sampling_rejected /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T10_set_sampling_rejected /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T12_generate_rejected /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T13_generate_failed /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T14_generate_interrupted /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))
    /\ [](ENABLED (T16_generate_next_token_token /\ UNCHANGED vars)
          => ~(cause = "load" /\ cause # "load"))

\* step the model changes only by a good load or free
the_model_changes_only_by_a_good_load_or_free ==
    /\ [][
         /\ ((T1_init_runtime_ok
                \/ T3_load_model_failed
                \/ T4_load_model_interrupted
                \/ T5_set_sampling_ok
                \/ T6_set_sampling_ok
                \/ T7_set_sampling_ok
                \/ T8_set_sampling_ok
                \/ T9_set_sampling_rejected
                \/ T10_set_sampling_rejected
                \/ T11_generate_ok
                \/ T12_generate_rejected
                \/ T13_generate_failed
                \/ T14_generate_interrupted
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T17_generate_next_token_finished
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted
                \/ T20_reset_ok
                \/ T21_reset_ok)
            => (model' = model /\ buffers' = buffers))]_vars

\* step sampling changes only when it is set
sampling_changes_only_when_it_is_set ==
    /\ [][
         /\ ((T2_load_model_ok
                \/ T3_load_model_failed
                \/ T4_load_model_interrupted
                \/ T9_set_sampling_rejected
                \/ T10_set_sampling_rejected
                \/ T11_generate_ok
                \/ T12_generate_rejected
                \/ T13_generate_failed
                \/ T14_generate_interrupted
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T17_generate_next_token_finished
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted
                \/ T20_reset_ok
                \/ T21_reset_ok
                \/ T22_free_ok)
            => settings' = settings)]_vars

\* step sampling is constant while a request is open
sampling_is_constant_while_a_request_is_open ==
    /\ [][
         /\ (state = "ContinuationReady" => settings' = settings)]_vars

\* step a request that ends badly leaves nothing
a_request_that_ends_badly_leaves_nothing ==
    /\ [][
         /\ ((T12_generate_rejected
                \/ T13_generate_failed
                \/ T14_generate_interrupted
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted)
            => (~request' /\ prompt' = 0 /\ generated' = 0 /\ kv' = 0 /\ result' = "none"))]_vars
    /\ [](ENABLED (T12_generate_rejected /\ UNCHANGED vars)
          => (~request /\ prompt = 0 /\ generated = 0 /\ kv = 0 /\ result = "none"))
    /\ [](ENABLED (T13_generate_failed /\ UNCHANGED vars)
          => (~request /\ prompt = 0 /\ generated = 0 /\ kv = 0 /\ result = "none"))
    /\ [](ENABLED (T14_generate_interrupted /\ UNCHANGED vars)
          => (~request /\ prompt = 0 /\ generated = 0 /\ kv = 0 /\ result = "none"))

\* step the result is lost only to generate, reset, a good load or free
the_result_is_lost_only_to_generate_reset_a_good_load_or ==
    /\ [][
         /\ ((T1_init_runtime_ok
                \/ T3_load_model_failed
                \/ T4_load_model_interrupted
                \/ T5_set_sampling_ok
                \/ T6_set_sampling_ok
                \/ T7_set_sampling_ok
                \/ T8_set_sampling_ok
                \/ T9_set_sampling_rejected
                \/ T10_set_sampling_rejected
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T18_generate_next_token_failed
                \/ T19_generate_next_token_interrupted)
            => result' = result)]_vars

\* step the failure record is written by failures and rejections alone
the_failure_record_is_written_by_failures_and_rejections ==
    /\ [][
         /\ ((T1_init_runtime_ok
                \/ T2_load_model_ok
                \/ T4_load_model_interrupted
                \/ T5_set_sampling_ok
                \/ T6_set_sampling_ok
                \/ T7_set_sampling_ok
                \/ T8_set_sampling_ok
                \/ T11_generate_ok
                \/ T14_generate_interrupted
                \/ T15_generate_next_token_token
                \/ T16_generate_next_token_token
                \/ T17_generate_next_token_finished
                \/ T19_generate_next_token_interrupted
                \/ T20_reset_ok
                \/ T21_reset_ok
                \/ T22_free_ok)
            => (record' = record \/ record' = "none"))]_vars

\* step the failure record lasts while RecoverableError does
the_failure_record_lasts_while_RecoverableError_does ==
    /\ [][
         /\ ((state = "RecoverableError" /\ state' = "RecoverableError") => record' # "none")]_vars
    /\ [](ENABLED (T2_load_model_ok /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T3_load_model_failed /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T4_load_model_interrupted /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T5_set_sampling_ok /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T8_set_sampling_ok /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T9_set_sampling_rejected /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T10_set_sampling_rejected /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T12_generate_rejected /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T13_generate_failed /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T14_generate_interrupted /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T16_generate_next_token_token /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))
    /\ [](ENABLED (T20_reset_ok /\ UNCHANGED vars)
          => (state = "RecoverableError" => record # "none"))

\* step each token takes room
each_token_takes_room ==
    /\ [][
         /\ ((T15_generate_next_token_token \/ T16_generate_next_token_token)
            => (generated > 0 => kv' = kv + 1))]_vars
    /\ [](ENABLED (T16_generate_next_token_token /\ UNCHANGED vars)
          => (generated > 0 => kv = kv + 1))

\* recoverable Ready is always reachable
\* AG(EF(at Ready)): not to be said in TLA+

\* leads_to a request that only continues ends
\* capacity minus positions falls with each token
\* in the module lifecycle_1

\* sometimes a prompt fills the context
\* its violation is what is wanted: it is a witness
a_prompt_fills_the_context ==
    ~(request /\ generated = 0 /\ kv = capacity)

\* sometimes a full context has given its last token
\* its violation is what is wanted: it is a witness
a_full_context_has_given_its_last_token ==
    ~(kv = capacity /\ generated > 0)

\* sometimes a failed load keeps a model
\* its violation is what is wanted: it is a witness
a_failed_load_keeps_a_model ==
    ~(state = "RecoverableError" /\ cause = "load" /\ model # "none")

\* sometimes a failed load keeps a result
\* its violation is what is wanted: it is a witness
a_failed_load_keeps_a_result ==
    ~(state = "RecoverableError" /\ cause = "load" /\ result # "none")

====
