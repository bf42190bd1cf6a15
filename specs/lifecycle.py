"""The lifecycle of a runtime: every row, every refusal, every promise. Nothing repeats this table.

The gate admits calls by it, the checker proves it, diagrams draw it, tests are generated from it.
`model` and the like are identities: "the very same object", not "an equal one". `kv` counts the
cache's positions, `prompt` and `generated` the open request's tokens, `record` is what `last_error`
shows, `cause` why the machine is in RecoverableError (the machine's own memory).

A prompt that fills the context is legal and yields one token: the first token comes from the
prompt's own logits, and every later one evaluates its predecessor first.
"""

from __future__ import annotations

from typing import Final

from fsm.expressions import Parameter, at, on, unchanged, was, was_at
from fsm.machine import Machine, refuse, row
from fsm.properties import AG, EF, always, leads_to, recoverable, sometimes, step
from fsm.variables import NOTHING, Assignment, Count, Enum, Flag, Identity, between

__all__ = ["LIFECYCLE"]

capacity = Parameter("capacity", 2)

model = Identity("model", "a", "b")
buffers = Flag("buffers")
settings = Identity("settings", "a", "b")
request = Flag("request")
prompt = Count("prompt", 0, capacity)
generated = Count("generated", 0, capacity + 1)
kv = Count("kv", 0, capacity)
result = Identity("result", "a")
record = Identity("record", "a", "b")
cause = Enum("cause", NOTHING, "load", "config", "request", held=True)

resident = model != NOTHING

LOADABLE = "Initialized Ready RecoverableError Freed"
RESIDENT_STATES = "Ready ContinuationReady RecoverableError"

prompt_length = between(1, capacity)
request_gone: tuple[Assignment, ...] = (
    request.clears(),
    prompt.clears(),
    generated.clears(),
    kv.clears(),
)
error_left: tuple[Assignment, ...] = (cause.clears(), record.clears())
everything_dropped: tuple[Assignment, ...] = (
    model.clears(),
    buffers.clears(),
    *request_gone,
    result.clears(),
    *error_left,
)

_INIT = [
    row("init_runtime", "ok", "Uninitialized", to="Initialized",
        does=[settings.becomes(settings.some())],
        why="configuration and diagnostics exist; it cannot fail"),
]  # fmt: skip

_LOAD = [
    row("load_model", "ok", LOADABLE, to="Ready",
        does=[model.becomes(model.some()), buffers.sets(), *request_gone, result.clears(),
              *error_left],
        why="every stage passed; installed by one assignment, sampling kept"),
    row("load_model", "failed", LOADABLE, to="RecoverableError",
        does=[cause.becomes("load"), record.becomes(record.some())],
        why="a stage failed; what was resident stays, bit for bit"),
    row("load_model", "interrupted", LOADABLE,
        why="interrupted or cancelled; everything as before, what the load acquired is released"),
]  # fmt: skip

_SAMPLING = [
    row("set_sampling", "ok", "Initialized Ready",
        does=[settings.becomes(settings.some())],
        why="the settings it names changed, the others stay"),
    row("set_sampling", "ok", "RecoverableError", to="Ready",
        when=(cause == "config") & resident,
        does=[settings.becomes(settings.some()), *error_left],
        why="the configuration is corrected, and a model is there"),
    row("set_sampling", "ok", "RecoverableError", to="Initialized",
        when=(cause == "config") & ~resident,
        does=[settings.becomes(settings.some()), *error_left],
        why="the configuration is corrected, and there is no model yet"),
    row("set_sampling", "ok", "RecoverableError", when=cause != "config",
        does=[settings.becomes(settings.some())],
        why="configuration was not the cause; the cause stays"),
    row("set_sampling", "rejected", "Initialized Ready RecoverableError", to="RecoverableError",
        when=~at("RecoverableError") | (cause != "load"),
        does=[cause.becomes("config"), record.becomes(record.some())],
        why="a value is out of range; the old settings stay"),
    row("set_sampling", "rejected", "RecoverableError", when=cause == "load",
        does=[record.becomes(record.some())],
        why="a failed load keeps generation disabled until it is acknowledged"),
]  # fmt: skip

admissible = at("Ready") | ((cause != "load") & resident)

_GENERATE = [
    row("generate", "ok", "Ready RecoverableError", to="ContinuationReady", when=admissible,
        does=[request.sets(), prompt.becomes(prompt_length), kv.becomes(prompt_length),
              generated.becomes(0), result.clears(), *error_left],
        why="the prompt is prefilled; nothing is sampled yet"),
    row("generate", "rejected", "Ready RecoverableError", to="RecoverableError", when=admissible,
        does=[*request_gone, result.clears(), cause.becomes("request"),
              record.becomes(record.some())],
        why="the prompt cannot be served; nothing of it remains"),
    row("generate", "failed", "Ready RecoverableError", to="RecoverableError", when=admissible,
        does=[*request_gone, result.clears(), cause.becomes("request"),
              record.becomes(record.some())],
        why="prefill failed; nothing of the request remains"),
    row("generate", "interrupted", "Ready RecoverableError", when=admissible,
        does=[*request_gone, result.clears()],
        why="interrupted or cancelled; nothing of the request remains"),
]  # fmt: skip

room = (generated > 0) & (prompt + generated <= capacity)

_NEXT = [
    row("generate_next_token", "token", "ContinuationReady", when=generated == 0,
        does=[generated.becomes(1)],
        why="the first token is sampled from the prompt's own logits"),
    row("generate_next_token", "token", "ContinuationReady", when=room,
        does=[generated.becomes(generated + 1), kv.becomes(prompt + generated)],
        why="the pending token is evaluated, the next one sampled"),
    row("generate_next_token", "finished", "ContinuationReady", to="Ready",
        does=[*request_gone, result.becomes(result.some())],
        why="end token, length, stop string or context full; the result stays readable"),
    row("generate_next_token", "failed", "ContinuationReady", to="RecoverableError",
        does=[*request_gone, cause.becomes("request"), record.becomes(record.some())],
        why="evaluation or sampling failed; the tokens given travel in the error"),
    row("generate_next_token", "interrupted", "ContinuationReady", to="Ready",
        does=[*request_gone],
        why="interrupted or cancelled; the request is dropped, the model stays"),
]  # fmt: skip

_RESET = [
    row("reset", "ok", RESIDENT_STATES, to="Ready", when=~at("RecoverableError") | resident,
        does=[*request_gone, result.clears(), *error_left],
        why="request and result are dropped, a failure is acknowledged; the model stays"),
    row("reset", "ok", "RecoverableError", to="Initialized", when=~resident,
        does=[*request_gone, result.clears(), *error_left],
        why="the failure is acknowledged; there is no model"),
]  # fmt: skip

_FREE = [
    row("free", "ok", RESIDENT_STATES, to="Freed", when=~at("RecoverableError") | resident,
        does=[*everything_dropped],
        why="model, cache, scratch and logits are released; configuration stays"),
]  # fmt: skip

_REFUSALS = [
    refuse("load_model set_sampling generate", "ContinuationReady", "GenerationActive",
           why="a request is open: finish it or reset"),
    refuse("generate generate_next_token", "RecoverableError", "LoadFailed",
           when=cause == "load",
           why="a failed load disables generation until a good load or a reset"),
    refuse("generate generate_next_token free", "RecoverableError", "ModelNotLoaded",
           when=~resident, why="there is no model"),
    refuse("generate generate_next_token free", "Initialized Freed", "ModelNotLoaded",
           why="there is no model"),
    refuse("generate_next_token", "Ready RecoverableError", "NoActiveGeneration",
           why="no request is open"),
    refuse("set_sampling", "Freed", "NotAllowed", why="load a model first"),
    refuse("reset", "Initialized Freed", "NotAllowed", why="there is nothing to reset"),
    refuse("init_runtime", "*", "NotAllowed", why="it is initialized already"),
]  # fmt: skip

positions_counted = (
    ((generated == 0) & (kv == prompt)) | ((generated > 0) & (kv == prompt + generated - 1))
)  # fmt: skip
nothing_of_a_request = (prompt == 0) & (generated == 0) & (kv == 0)

_SAFETY = [
    always("residency matches the state",
           (at("Uninitialized", "Initialized", "Freed") >> ~resident)
           & (at("Ready", "ContinuationReady") >> resident)),
    always("buffers are resident exactly with a model",
           (buffers & resident) | (~buffers & ~resident)),
    always("configuration exists from initialization on",
           (at("Uninitialized") & (settings == NOTHING))
           | (~at("Uninitialized") & (settings != NOTHING))),
    always("a cause is set exactly in RecoverableError",
           (at("RecoverableError") & (cause != NOTHING) & (record != NOTHING))
           | (~at("RecoverableError") & (cause == NOTHING) & (record == NOTHING))),
    always("a failed request leaves the model", (cause == "request") >> resident),
    always("ContinuationReady exactly while a request is open",
           (at("ContinuationReady") & request) | (~at("ContinuationReady") & ~request)),
    always("nothing of a request outlives it", ~request >> nothing_of_a_request),
    always("positions are prompt plus evaluated tokens", request >> positions_counted),
    always("an open request has a prompt", request >> (prompt > 0)),
    always("positions fit the cache", kv <= capacity),
    always("no result while a request is open", request >> (result == NOTHING)),
    step("a failed load is transactional",
         on("load_model.failed") >> unchanged(model, buffers, settings, request, prompt,
                                              generated, kv, result),
         why="only state, cause and failure record may move"),
    step("an interrupted load changes nothing",
         on("load_model.interrupted")
         >> unchanged(model, buffers, settings, request, prompt, generated, kv, result, record,
                      cause)),
    step("after a failed load no request opens until it is settled",
         on("generate", "generate_next_token") >> (was(cause) != "load")),
    step("a failed load is settled only by a good load, reset or free",
         ((was(cause) == "load") & (cause != "load")) >> on("load_model.ok", "reset", "free")),
    step("the model changes only by a good load or free",
         ~on("load_model.ok", "free") >> unchanged(model, buffers)),
    step("sampling changes only when it is set",
         ~on("set_sampling.ok", "init_runtime") >> unchanged(settings)),
    step("sampling is constant while a request is open",
         was_at("ContinuationReady") >> unchanged(settings)),
    step("a request that ends badly leaves nothing",
         on("generate.rejected", "generate.failed", "generate.interrupted",
            "generate_next_token.failed", "generate_next_token.interrupted")
         >> (~request & nothing_of_a_request & (result == NOTHING))),
    step("the result is lost only to generate, reset, a good load or free",
         ~on("generate", "reset", "load_model.ok", "free")
         >> (unchanged(result) | on("generate_next_token.finished"))),
    step("the failure record is written by failures and rejections alone",
         ~on("load_model.failed", "set_sampling.rejected", "generate.rejected", "generate.failed",
             "generate_next_token.failed")
         >> (unchanged(record) | (record == NOTHING))),
    step("the failure record lasts while RecoverableError does",
         (was_at("RecoverableError") & at("RecoverableError")) >> (record != NOTHING)),
    step("each token takes room",
         (on("generate_next_token.token") & (was(generated) > 0)) >> (kv == was(kv) + 1)),
]  # fmt: skip

_LIVENESS = [
    recoverable("Ready is always reachable", AG(EF(at("Ready")))),
    leads_to("a request that only continues ends", at("ContinuationReady"),
             ~at("ContinuationReady"), only=["generate_next_token"], fair=["generate_next_token"],
             why="capacity minus positions falls with each token"),
    sometimes("a prompt fills the context", request & (generated == 0) & (kv == capacity)),
    sometimes("a full context has given its last token", (kv == capacity) & (generated > 0)),
    sometimes("a failed load keeps a model", at("RecoverableError") & (cause == "load") & resident),
    sometimes("a failed load keeps a result",
              at("RecoverableError") & (cause == "load") & (result != NOTHING)),
]  # fmt: skip

LIFECYCLE: Final = Machine(
    "lifecycle",
    states="Uninitialized Initialized Ready ContinuationReady RecoverableError Freed",
    initial="Uninitialized",
    final="Freed",
    lazily={"Uninitialized": "init_runtime"},
    parameters=[capacity],
    variables=[model, buffers, settings, request, prompt, generated, kv, result, record, cause],
    rows=[*_INIT, *_LOAD, *_SAMPLING, *_GENERATE, *_NEXT, *_RESET, *_FREE],
    refusals=_REFUSALS,
    properties=[*_SAFETY, *_LIVENESS],
    describes={
        "Uninitialized": "no runtime value",
        "Initialized": "diagnostics and configuration",
        "Ready": "a model with its buffers; the last result while it lasts",
        "ContinuationReady": "a model and one open request",
        "RecoverableError": "a failure to settle; the model that was resident still is",
        "Freed": "diagnostics and configuration; no model",
    },
)
