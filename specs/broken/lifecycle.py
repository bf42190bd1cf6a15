"""How each promise of the lifecycle can fail: one change, one shortest trace."""

from __future__ import annotations

from typing import Final

from fsm.expressions import at
from fsm.manifest import Variant
from fsm.variants import (
    also_at,
    forgetting,
    guarded,
    ranging,
    without,
    writing,
)

from ..lifecycle import capacity, generated, prompt, resident, settings

__all__ = ["VARIANTS"]

VARIANTS: Final = (
    Variant("residency matches the state", "a good load installs nothing",
            [forgetting("load_model.ok", "model")], "init_runtime.ok, load_model.ok"),
    Variant("buffers are resident exactly with a model", "free keeps the buffers",
            [forgetting("free", "buffers")], "init_runtime.ok, load_model.ok, free.ok"),
    Variant("configuration exists from initialization on", "init_runtime configures nothing",
            [forgetting("init_runtime", "settings")], "init_runtime.ok"),
    Variant("a cause is set exactly in RecoverableError", "reset keeps the cause",
            [forgetting("reset", "cause")], "init_runtime.ok, load_model.failed, reset.ok"),
    Variant("a failed request leaves the model", "a failed prefill drops the model",
            [writing("generate.failed", {"model": "none"})],
            "init_runtime.ok, load_model.ok, generate.failed"),
    Variant("ContinuationReady exactly while a request is open", "an interrupt leaves the request",
            [forgetting("generate_next_token.interrupted", "request")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.interrupted"),
    Variant("nothing of a request outlives it", "a failed token leaves its positions",
            [forgetting("generate_next_token.failed", "kv")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.failed"),
    Variant("positions are prompt plus evaluated tokens", "a token is not counted as a position",
            [forgetting("generate_next_token.token", "kv")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.token, "
            "generate_next_token.token"),
    Variant("an open request has a prompt", "an empty prompt is admitted",
            [forgetting("generate.ok", "prompt")], "init_runtime.ok, load_model.ok, generate.ok"),
    Variant("positions fit the cache", "the room is counted one too large",
            [ranging("kv", 0, 1, 2, 3),
             guarded("T16", (generated > 0) & (prompt + generated <= capacity + 1))],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.token, "
            "generate_next_token.token"),
    Variant("no result while a request is open", "generate keeps the last result",
            [forgetting("generate.ok", "result")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.finished, "
            "generate.ok"),
    Variant("a failed load is transactional", "the old model is released first",
            [writing("load_model.failed", {"model": "none"})],
            "init_runtime.ok, load_model.ok, load_model.failed"),
    Variant("an interrupted load changes nothing", "an interrupted load drops the old model",
            [writing("load_model.interrupted", {"model": "none"})],
            "init_runtime.ok, load_model.ok, load_model.interrupted"),
    Variant("after a failed load no request opens until it is settled",
            "any resident model will do",
            [guarded("generate.ok", resident)],
            "init_runtime.ok, load_model.ok, load_model.failed, generate.ok"),
    Variant("a failed load is settled only by a good load, reset or free",
            "good settings settle it",
            [guarded("T6", resident)],
            "init_runtime.ok, load_model.ok, load_model.failed, set_sampling.ok"),
    Variant("the model changes only by a good load or free", "reset drops the model",
            [writing("reset", {"model": "none"})], "init_runtime.ok, load_model.ok, reset.ok"),
    Variant("sampling changes only when it is set", "a load brings its own settings",
            [writing("load_model.ok", {"settings": settings.some()})],
            "init_runtime.ok, load_model.ok"),
    Variant("sampling is constant while a request is open", "it may be set between two tokens",
            [also_at("T5", "ContinuationReady")],
            "init_runtime.ok, load_model.ok, generate.ok, set_sampling.ok"),
    Variant("a request that ends badly leaves nothing", "a rejected prompt leaves the last result",
            [forgetting("generate.rejected", "result")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.finished, "
            "generate.rejected"),
    Variant("the result is lost only to generate, reset, a good load or free",
            "new settings clear the result",
            [writing("set_sampling.ok", {"result": "none"})],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.finished, "
            "set_sampling.ok"),
    Variant("the failure record is written by failures and rejections alone",
            "an interrupted load leaves a record",
            [writing("load_model.interrupted", {"record": "b"})],
            "init_runtime.ok, load_model.interrupted"),
    Variant("the failure record lasts while RecoverableError does",
            "settings that are not the cause clear the record",
            [writing("T8", {"record": "none"})],
            "init_runtime.ok, load_model.failed, set_sampling.ok"),
    Variant("each token takes room", "a token is not counted as a position",
            [forgetting("T16", "kv")],
            "init_runtime.ok, load_model.ok, generate.ok, generate_next_token.token, "
            "generate_next_token.token"),
    Variant("Ready is always reachable", "nothing can be loaded after free",
            [guarded("load_model.*", ~at("Freed"))], "init_runtime.ok, load_model.ok, free.ok"),
    Variant("a request that only continues ends", "a full context begins anew",
            [writing("T16", {"generated": 0, "kv": prompt})],
            "init_runtime.ok, load_model.ok, generate.ok, for ever: generate_next_token.token, "
            "generate_next_token.token"),
    Variant("a prompt fills the context", "prompts have one token",
            [writing("generate.ok", {"prompt": 1, "kv": 1})]),
    Variant("a full context has given its last token", "no token is given",
            [without("generate_next_token.token")]),
    Variant("a failed load keeps a model", "a failed load drops the model",
            [writing("load_model.failed", {"model": "none"})]),
    Variant("a failed load keeps a result", "a failed load drops the result",
            [writing("load_model.failed", {"result": "none"})]),
)  # fmt: skip
