/* lifecycle: 11 variables, 22 rules.
 * Generated from its declaration; edit that, and export again.
 *
 * Count states: spin -a -o1 -o2 lifecycle.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&
 *               ./a.out -E -c0 -m1000000
 * Ask a claim:  spin -DCLAIM -a -o1 -o2 lifecycle.pml && gcc -O2 pan.c &&
 *               ./a.out -E -a -m1000000 -N residency_matches_the_state
 */

#define capacity 2

mtype = { Uninitialized, Initialized, Ready, ContinuationReady, RecoverableError, Freed, none, a, b, load, config, request_ };

mtype state = Uninitialized; /* Uninitialized, Initialized, Ready, ContinuationReady, RecoverableError, Freed */
mtype model = none; /* none, a, b */
bool buffers = false; /* no, yes */
mtype settings = none; /* none, a, b */
bool request = false; /* no, yes */
byte prompt = 0; /* 0..2 */
byte generated = 0; /* 0..3 */
byte kv = 0; /* 0..2 */
mtype result = none; /* none, a */
mtype record = none; /* none, a, b */
mtype cause = none; /* none, load, config, request */

/* What was before the step: no part of the state. */
hidden mtype was_state;
hidden mtype was_model;
hidden byte was_buffers;
hidden mtype was_settings;
hidden byte was_request;
hidden byte was_prompt;
hidden byte was_generated;
hidden byte was_kv;
hidden mtype was_result;
hidden mtype was_record;
hidden mtype was_cause;

inline remember() {
    was_state = state;
    was_model = model;
    was_buffers = buffers;
    was_settings = settings;
    was_request = request;
    was_prompt = prompt;
    was_generated = generated;
    was_kv = kv;
    was_result = result;
    was_record = record;
    was_cause = cause
}

/* Steps by number; `taken` is the last one. */
#define did_init_runtime_ok 1
#define did_load_model_ok 2
#define did_load_model_failed 3
#define did_load_model_interrupted 4
#define did_set_sampling_ok 5
#define did_set_sampling_rejected 6
#define did_generate_ok 7
#define did_generate_rejected 8
#define did_generate_failed 9
#define did_generate_interrupted 10
#define did_generate_next_token_token 11
#define did_generate_next_token_finished 12
#define did_generate_next_token_failed 13
#define did_generate_next_token_interrupted 14
#define did_reset_ok 15
#define did_free_ok 16
hidden byte taken;

hidden byte a_failed_load_is_transactional;
hidden byte an_interrupted_load_changes_nothing;
hidden byte after_a_failed_load_no_request_opens_until_it_is_settled;
hidden byte a_failed_load_is_settled_only_by_a_good_load_reset_or_free;
hidden byte the_model_changes_only_by_a_good_load_or_free;
hidden byte sampling_changes_only_when_it_is_set;
hidden byte sampling_is_constant_while_a_request_is_open;
hidden byte a_request_that_ends_badly_leaves_nothing;
hidden byte the_result_is_lost_only_to_generate_reset_a_good_load_or;
hidden byte the_failure_record_is_written_by_failures_and_rejections;
hidden byte the_failure_record_lasts_while_RecoverableError_does;
hidden byte each_token_takes_room;

/* step a failed load is transactional: only state, cause and failure record may move */
#define HOLDS_a_failed_load_is_transactional \
        (taken != did_load_model_failed \
        || (model == was_model \
            && buffers == was_buffers \
            && settings == was_settings \
            && request == was_request \
            && prompt == was_prompt \
            && generated == was_generated \
            && kv == was_kv \
            && result == was_result))

/* step an interrupted load changes nothing */
#define HOLDS_an_interrupted_load_changes_nothing \
        (taken != did_load_model_interrupted \
        || (model == was_model \
            && buffers == was_buffers \
            && settings == was_settings \
            && request == was_request \
            && prompt == was_prompt \
            && generated == was_generated \
            && kv == was_kv \
            && result == was_result \
            && record == was_record \
            && cause == was_cause))

/* step after a failed load no request opens until it is settled */
#define HOLDS_after_a_failed_load_no_request_opens_until_it_is_settled \
        (!(taken == did_generate_ok \
            || taken == did_generate_rejected \
            || taken == did_generate_failed \
            || taken == did_generate_interrupted \
            || taken == did_generate_next_token_token \
            || taken == did_generate_next_token_finished \
            || taken == did_generate_next_token_failed \
            || taken == did_generate_next_token_interrupted) \
        || was_cause != load)

/* step a failed load is settled only by a good load, reset or free */
#define HOLDS_a_failed_load_is_settled_only_by_a_good_load_reset_or_free \
        (taken == did_load_model_ok \
        || taken == did_reset_ok \
        || taken == did_free_ok \
        || !(was_cause == load && cause != load))

/* step the model changes only by a good load or free */
#define HOLDS_the_model_changes_only_by_a_good_load_or_free \
        (taken == did_load_model_ok \
        || taken == did_free_ok \
        || (model == was_model && buffers == was_buffers))

/* step sampling changes only when it is set */
#define HOLDS_sampling_changes_only_when_it_is_set \
        (taken == did_init_runtime_ok || taken == did_set_sampling_ok || settings == was_settings)

/* step sampling is constant while a request is open */
#define HOLDS_sampling_is_constant_while_a_request_is_open \
        (was_state != ContinuationReady || settings == was_settings)

/* step a request that ends badly leaves nothing */
#define HOLDS_a_request_that_ends_badly_leaves_nothing \
        (!(taken == did_generate_rejected \
            || taken == did_generate_failed \
            || taken == did_generate_interrupted \
            || taken == did_generate_next_token_failed \
            || taken == did_generate_next_token_interrupted) \
        || (!request && prompt == 0 && generated == 0 && kv == 0 && result == none))

/* step the result is lost only to generate, reset, a good load or free */
#define HOLDS_the_result_is_lost_only_to_generate_reset_a_good_load_or \
        (!(taken == did_init_runtime_ok \
            || taken == did_load_model_failed \
            || taken == did_load_model_interrupted \
            || taken == did_set_sampling_ok \
            || taken == did_set_sampling_rejected \
            || taken == did_generate_next_token_token \
            || taken == did_generate_next_token_failed \
            || taken == did_generate_next_token_interrupted) \
        || result == was_result)

/* step the failure record is written by failures and rejections alone */
#define HOLDS_the_failure_record_is_written_by_failures_and_rejections \
        (taken == did_load_model_failed \
        || taken == did_set_sampling_rejected \
        || taken == did_generate_rejected \
        || taken == did_generate_failed \
        || taken == did_generate_next_token_failed \
        || record == was_record \
        || record == none)

/* step the failure record lasts while RecoverableError does */
#define HOLDS_the_failure_record_lasts_while_RecoverableError_does \
        (!(was_state == RecoverableError && state == RecoverableError) || record != none)

/* step each token takes room */
#define HOLDS_each_token_takes_room \
        (taken != did_generate_next_token_token || (!(was_generated > 0) || kv == was_kv + 1))

#ifdef CLAIM /* is asked alone */
#define judge() skip
#else
inline judge() {
    a_failed_load_is_transactional = HOLDS_a_failed_load_is_transactional;
    assert(a_failed_load_is_transactional);
    an_interrupted_load_changes_nothing = HOLDS_an_interrupted_load_changes_nothing;
    assert(an_interrupted_load_changes_nothing);
    after_a_failed_load_no_request_opens_until_it_is_settled = HOLDS_after_a_failed_load_no_request_opens_until_it_is_settled;
    assert(after_a_failed_load_no_request_opens_until_it_is_settled);
    a_failed_load_is_settled_only_by_a_good_load_reset_or_free = HOLDS_a_failed_load_is_settled_only_by_a_good_load_reset_or_free;
    assert(a_failed_load_is_settled_only_by_a_good_load_reset_or_free);
    the_model_changes_only_by_a_good_load_or_free = HOLDS_the_model_changes_only_by_a_good_load_or_free;
    assert(the_model_changes_only_by_a_good_load_or_free);
    sampling_changes_only_when_it_is_set = HOLDS_sampling_changes_only_when_it_is_set;
    assert(sampling_changes_only_when_it_is_set);
    sampling_is_constant_while_a_request_is_open = HOLDS_sampling_is_constant_while_a_request_is_open;
    assert(sampling_is_constant_while_a_request_is_open);
    a_request_that_ends_badly_leaves_nothing = HOLDS_a_request_that_ends_badly_leaves_nothing;
    assert(a_request_that_ends_badly_leaves_nothing);
    the_result_is_lost_only_to_generate_reset_a_good_load_or = HOLDS_the_result_is_lost_only_to_generate_reset_a_good_load_or;
    assert(the_result_is_lost_only_to_generate_reset_a_good_load_or);
    the_failure_record_is_written_by_failures_and_rejections = HOLDS_the_failure_record_is_written_by_failures_and_rejections;
    assert(the_failure_record_is_written_by_failures_and_rejections);
    the_failure_record_lasts_while_RecoverableError_does = HOLDS_the_failure_record_lasts_while_RecoverableError_does;
    assert(the_failure_record_lasts_while_RecoverableError_does);
    each_token_takes_room = HOLDS_each_token_takes_room;
    assert(each_token_takes_room)
}
#endif

#ifdef A_REQUEST_THAT_ONLY_CONTINUES_ENDS /* from its premise on, some steps alone are taken */
bool latched;
#define NOT_1 && !latched
#else
#define NOT_1
#endif

#define MOVED \
        (state != was_state \
        || model != was_model \
        || buffers != was_buffers \
        || settings != was_settings \
        || request != was_request \
        || prompt != was_prompt \
        || generated != was_generated \
        || kv != was_kv \
        || result != was_result \
        || record != was_record \
        || cause != was_cause)
#if defined(A_REQUEST_THAT_ONLY_CONTINUES_ENDS)
bool can_1, did_1;
#define CAN_1 \
        (latched \
        && ((state == ContinuationReady && generated == 0 && generated != 1) \
            || (state == ContinuationReady \
                && generated > 0 \
                && prompt + generated <= capacity \
                && (generated != generated + 1 || kv != prompt + generated)) \
            || (state == ContinuationReady \
                && (state != Ready \
                    || request != false \
                    || prompt != 0 \
                    || generated != 0 \
                    || kv != 0 \
                    || result != a)) \
            || (state == ContinuationReady \
                && (state != RecoverableError \
                    || request != false \
                    || prompt != 0 \
                    || generated != 0 \
                    || kv != 0 \
                    || cause != request_ \
                    || record != a)) \
            || (state == ContinuationReady \
                && (state != RecoverableError \
                    || request != false \
                    || prompt != 0 \
                    || generated != 0 \
                    || kv != 0 \
                    || cause != request_ \
                    || record != b)) \
            || (state == ContinuationReady \
                && (state != Ready || request != false || prompt != 0 || generated != 0 || kv != 0))))
inline settle() {
    can_1 = CAN_1;
    did_1 = MOVED && (taken == did_generate_next_token_token || taken == did_generate_next_token_finished || taken == did_generate_next_token_failed || taken == did_generate_next_token_interrupted)
}
#else
#define settle() skip
#endif

#ifdef REST
hidden byte may_rest;
#endif

active proctype steps() {
    do
    /* T1 init_runtime.ok in Uninitialized -> Initialized */
    :: d_step { (state == Uninitialized) NOT_1 ->
        remember(); state = Initialized; settings = a; taken = did_init_runtime_ok; judge(); settle()
    }
    :: d_step { (state == Uninitialized) NOT_1 ->
        remember(); state = Initialized; settings = b; taken = did_init_runtime_ok; judge(); settle()
    }
    /* T2 load_model.ok in Initialized, Ready, RecoverableError, Freed -> Ready */
    :: d_step { (state == Initialized || state == RecoverableError || state == Freed) NOT_1 ->
        remember(); state = Ready; model = a; buffers = true; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_load_model_ok; judge(); settle()
    }
    :: d_step { (state == Initialized || state == RecoverableError || state == Freed) NOT_1 ->
        remember(); state = Ready; model = b; buffers = true; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_load_model_ok; judge(); settle()
    }
    :: d_step { (state == Ready) NOT_1 ->
        remember(); model = a; buffers = true; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_load_model_ok; judge(); settle()
    }
    :: d_step { (state == Ready) NOT_1 ->
        remember(); model = b; buffers = true; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_load_model_ok; judge(); settle()
    }
    /* T3 load_model.failed in Initialized, Ready, RecoverableError, Freed -> RecoverableError */
    :: d_step { (state == Initialized || state == Ready || state == Freed) NOT_1 ->
        remember(); state = RecoverableError; cause = load; record = a; taken = did_load_model_failed; judge(); settle()
    }
    :: d_step { (state == Initialized || state == Ready || state == Freed) NOT_1 ->
        remember(); state = RecoverableError; cause = load; record = b; taken = did_load_model_failed; judge(); settle()
    }
    :: d_step { (state == RecoverableError) NOT_1 ->
        remember(); cause = load; record = a; taken = did_load_model_failed; judge(); settle()
    }
    :: d_step { (state == RecoverableError) NOT_1 ->
        remember(); cause = load; record = b; taken = did_load_model_failed; judge(); settle()
    }
    /* T4 load_model.interrupted in Initialized, Ready, RecoverableError, Freed stays */
    :: d_step { (state == Initialized
            || state == Ready
            || state == RecoverableError
            || state == Freed) NOT_1 ->
        remember(); taken = did_load_model_interrupted; judge(); settle()
    }
    /* T5 set_sampling.ok in Initialized, Ready stays */
    :: d_step { (state == Initialized || state == Ready) NOT_1 ->
        remember(); settings = a; taken = did_set_sampling_ok; judge(); settle()
    }
    :: d_step { (state == Initialized || state == Ready) NOT_1 ->
        remember(); settings = b; taken = did_set_sampling_ok; judge(); settle()
    }
    /* T6 set_sampling.ok in RecoverableError when cause == config and model != none -> Ready */
    :: d_step { (state == RecoverableError && cause == config && model != none) NOT_1 ->
        remember(); state = Ready; settings = a; cause = none; record = none; taken = did_set_sampling_ok; judge(); settle()
    }
    :: d_step { (state == RecoverableError && cause == config && model != none) NOT_1 ->
        remember(); state = Ready; settings = b; cause = none; record = none; taken = did_set_sampling_ok; judge(); settle()
    }
    /* T7 set_sampling.ok in RecoverableError when cause == config and model == none -> Initialized */
    :: d_step { (state == RecoverableError && cause == config && model == none) NOT_1 ->
        remember(); state = Initialized; settings = a; cause = none; record = none; taken = did_set_sampling_ok; judge(); settle()
    }
    :: d_step { (state == RecoverableError && cause == config && model == none) NOT_1 ->
        remember(); state = Initialized; settings = b; cause = none; record = none; taken = did_set_sampling_ok; judge(); settle()
    }
    /* T8 set_sampling.ok in RecoverableError when cause != config stays */
    :: d_step { (state == RecoverableError && cause != config) NOT_1 ->
        remember(); settings = a; taken = did_set_sampling_ok; judge(); settle()
    }
    :: d_step { (state == RecoverableError && cause != config) NOT_1 ->
        remember(); settings = b; taken = did_set_sampling_ok; judge(); settle()
    }
    /* T9 set_sampling.rejected in Initialized, Ready, RecoverableError when not at RecoverableError or cause != load -> RecoverableError */
    :: d_step { ((state == Initialized || state == Ready)
            && (state != RecoverableError || cause != load)) NOT_1 ->
        remember(); state = RecoverableError; cause = config; record = a; taken = did_set_sampling_rejected; judge(); settle()
    }
    :: d_step { ((state == Initialized || state == Ready)
            && (state != RecoverableError || cause != load)) NOT_1 ->
        remember(); state = RecoverableError; cause = config; record = b; taken = did_set_sampling_rejected; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state != RecoverableError || cause != load)) NOT_1 ->
        remember(); cause = config; record = a; taken = did_set_sampling_rejected; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state != RecoverableError || cause != load)) NOT_1 ->
        remember(); cause = config; record = b; taken = did_set_sampling_rejected; judge(); settle()
    }
    /* T10 set_sampling.rejected in RecoverableError when cause == load stays */
    :: d_step { (state == RecoverableError && cause == load) NOT_1 ->
        remember(); record = a; taken = did_set_sampling_rejected; judge(); settle()
    }
    :: d_step { (state == RecoverableError && cause == load) NOT_1 ->
        remember(); record = b; taken = did_set_sampling_rejected; judge(); settle()
    }
    /* T11 generate.ok in Ready, RecoverableError when at Ready or (cause != load and model != none) -> ContinuationReady */
    :: d_step { ((state == Ready || state == RecoverableError)
            && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = ContinuationReady; request = true; prompt = 1; kv = 1; generated = 0; result = none; cause = none; record = none; taken = did_generate_ok; judge(); settle()
    }
    :: d_step { ((state == Ready || state == RecoverableError)
            && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = ContinuationReady; request = true; prompt = 2; kv = 2; generated = 0; result = none; cause = none; record = none; taken = did_generate_ok; judge(); settle()
    }
    /* T12 generate.rejected in Ready, RecoverableError when at Ready or (cause != load and model != none) -> RecoverableError */
    :: d_step { (state == Ready && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = a; taken = did_generate_rejected; judge(); settle()
    }
    :: d_step { (state == Ready && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = b; taken = did_generate_rejected; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = a; taken = did_generate_rejected; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = b; taken = did_generate_rejected; judge(); settle()
    }
    /* T13 generate.failed in Ready, RecoverableError when at Ready or (cause != load and model != none) -> RecoverableError */
    :: d_step { (state == Ready && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = a; taken = did_generate_failed; judge(); settle()
    }
    :: d_step { (state == Ready && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = b; taken = did_generate_failed; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = a; taken = did_generate_failed; judge(); settle()
    }
    :: d_step { (state == RecoverableError && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = request_; record = b; taken = did_generate_failed; judge(); settle()
    }
    /* T14 generate.interrupted in Ready, RecoverableError when at Ready or (cause != load and model != none) stays */
    :: d_step { ((state == Ready || state == RecoverableError)
            && (state == Ready || (cause != load && model != none))) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; taken = did_generate_interrupted; judge(); settle()
    }
    /* T15 generate_next_token.token in ContinuationReady when generated == 0 stays */
    :: d_step { (state == ContinuationReady && generated == 0) ->
        remember(); generated = 1; taken = did_generate_next_token_token; judge(); settle()
    }
    /* T16 generate_next_token.token in ContinuationReady when generated > 0 and prompt + generated <= capacity stays */
    :: d_step { (state == ContinuationReady && generated > 0 && prompt + generated <= capacity) ->
        remember(); generated = generated + 1; kv = prompt + was_generated; taken = did_generate_next_token_token; judge(); settle()
    }
    /* T17 generate_next_token.finished in ContinuationReady -> Ready */
    :: d_step { (state == ContinuationReady) ->
        remember(); state = Ready; request = false; prompt = 0; generated = 0; kv = 0; result = a; taken = did_generate_next_token_finished; judge(); settle()
    }
    /* T18 generate_next_token.failed in ContinuationReady -> RecoverableError */
    :: d_step { (state == ContinuationReady) ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; cause = request_; record = a; taken = did_generate_next_token_failed; judge(); settle()
    }
    :: d_step { (state == ContinuationReady) ->
        remember(); state = RecoverableError; request = false; prompt = 0; generated = 0; kv = 0; cause = request_; record = b; taken = did_generate_next_token_failed; judge(); settle()
    }
    /* T19 generate_next_token.interrupted in ContinuationReady -> Ready */
    :: d_step { (state == ContinuationReady) ->
        remember(); state = Ready; request = false; prompt = 0; generated = 0; kv = 0; taken = did_generate_next_token_interrupted; judge(); settle()
    }
    /* T20 reset.ok in Ready, ContinuationReady, RecoverableError when not at RecoverableError or model != none -> Ready */
    :: d_step { (state == Ready && (state != RecoverableError || model != none)) NOT_1 ->
        remember(); request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_reset_ok; judge(); settle()
    }
    :: d_step { ((state == ContinuationReady || state == RecoverableError)
            && (state != RecoverableError || model != none)) NOT_1 ->
        remember(); state = Ready; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_reset_ok; judge(); settle()
    }
    /* T21 reset.ok in RecoverableError when model == none -> Initialized */
    :: d_step { (state == RecoverableError && model == none) NOT_1 ->
        remember(); state = Initialized; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_reset_ok; judge(); settle()
    }
    /* T22 free.ok in Ready, ContinuationReady, RecoverableError when not at RecoverableError or model != none -> Freed */
    :: d_step { ((state == Ready || state == ContinuationReady || state == RecoverableError)
            && (state != RecoverableError || model != none)) NOT_1 ->
        remember(); state = Freed; model = none; buffers = false; request = false; prompt = 0; generated = 0; kv = 0; result = none; cause = none; record = none; taken = did_free_ok; judge(); settle()
    }
#ifdef A_REQUEST_THAT_ONLY_CONTINUES_ENDS
    :: d_step { !latched && (state == ContinuationReady) ->
        remember(); latched = true; settle()
    }
#endif
#ifdef REST /* at a dead end, where no other step can be taken */
    :: d_step { else -> may_rest = state == Freed;
        assert(may_rest)
    }
#endif
    od
}

/* recoverable Ready is always reachable */
/* AG(EF(at Ready)): SPIN cannot say it */

/* always residency matches the state */
ltl residency_matches_the_state { ([] ((!(state == Uninitialized || state == Initialized || state == Freed) || model == none) && (!(state == Ready || state == ContinuationReady) || model != none))) }

/* always buffers are resident exactly with a model */
ltl buffers_are_resident_exactly_with_a_model { ([] ((buffers && model != none) || (!buffers && model == none))) }

/* always configuration exists from initialization on */
ltl configuration_exists_from_initialization_on { ([] ((state == Uninitialized && settings == none) || (state != Uninitialized && settings != none))) }

/* always a cause is set exactly in RecoverableError */
ltl a_cause_is_set_exactly_in_RecoverableError { ([] ((state == RecoverableError && cause != none && record != none) || (state != RecoverableError && cause == none && record == none))) }

/* always a failed request leaves the model */
ltl a_failed_request_leaves_the_model { ([] (cause != request_ || model != none)) }

/* always ContinuationReady exactly while a request is open */
ltl ContinuationReady_exactly_while_a_request_is_open { ([] ((state == ContinuationReady && request) || (state != ContinuationReady && !request))) }

/* always nothing of a request outlives it */
ltl nothing_of_a_request_outlives_it { ([] (request || (prompt == 0 && generated == 0 && kv == 0))) }

/* always positions are prompt plus evaluated tokens */
ltl positions_are_prompt_plus_evaluated_tokens { ([] (!request || (generated == 0 && kv == prompt) || (generated > 0 && kv == prompt + generated - 1))) }

/* always an open request has a prompt */
ltl an_open_request_has_a_prompt { ([] (!request || prompt > 0)) }

/* always positions fit the cache */
ltl positions_fit_the_cache { ([] (kv <= capacity)) }

/* always no result while a request is open */
ltl no_result_while_a_request_is_open { ([] (!request || result == none)) }

/* sometimes a prompt fills the context */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_prompt_fills_the_context { ([] (!(request && generated == 0 && kv == capacity))) }

/* sometimes a full context has given its last token */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_full_context_has_given_its_last_token { ([] (!(kv == capacity && generated > 0))) }

/* sometimes a failed load keeps a model */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_failed_load_keeps_a_model { ([] (!(state == RecoverableError && cause == load && model != none))) }

/* sometimes a failed load keeps a result */
/* An error of this claim is what is wanted: it is a witness. */
ltl a_failed_load_keeps_a_result { ([] (!(state == RecoverableError && cause == load && result != none))) }

#ifdef A_REQUEST_THAT_ONLY_CONTINUES_ENDS
/* leads_to a request that only continues ends: capacity minus positions falls with each token */
ltl a_request_that_only_continues_ends { (([]<> (!can_1 || did_1))) -> ((<> latched) -> (<> (latched && (state != ContinuationReady)))) }
#endif
