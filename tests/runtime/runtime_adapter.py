"""The real engine, as `fsm.testing` drives it: how to provoke each outcome of the lifecycle.

One adapter is one fresh Runtime. `ways(label)` lists, for the present moment, the arguments that
bring an outcome about; the Hypothesis suite draws from them, the tour of all cells takes the first.
Failures are of two kinds: real ones (damaged files, prompts that do not fit, weights that are not
finite) and those a named fault point makes of a real call.

Whether the next token ends the request depends on what would be sampled, so that is found out on
copies of the request's buffers (`ahead`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from hypothesis import strategies as st
from runtime_models import BYTES, models
from runtime_whole import whole

import engine
from engine import Cancelled, Refused, Runtime, TurnstileError, Unavailable
from engine.errors import GenerationError, LoadError
from engine.evaluation import next_token
from engine.load import FAULT_POINTS, failing
from fsm.testing import Adapter
from fsm.testing.program import expect

LOAD_POINTS = FAULT_POINTS[: FAULT_POINTS.index("install.before") + 1]
SMALL_CONTEXTS = (4, 9)
RAISED = {"KeyboardInterrupt": KeyboardInterrupt, "MemoryError": MemoryError}
GENERATION_FAILED = lambda: GenerationError("generation.failed", "struck")  # noqa: E731
LOAD_FAILED = lambda: LoadError("parse.truncated", "struck")  # noqa: E731


def striking(point: str, strike: Callable[[], object]):
    """Within this, passing `point` calls `strike`, which may raise."""

    def at(name: str) -> None:
        if name == point:
            strike()

    return failing(at)


def raising(point: str, error: Callable[[], BaseException]):
    """Within this, passing `point` raises."""

    def strike() -> None:
        raise error()

    return striking(point, strike)


def ahead(runtime: Runtime) -> str:
    """Return how the next token's step would end if nothing disturbs it."""
    contents = runtime._gate.cell.contents
    request = contents.request
    if request.pending is not None and contents.workspace.used == contents.workspace.capacity:
        return "finished"
    workspace = copy.deepcopy(contents.workspace)
    twin = copy.copy(request)
    twin.generated, twin.generator = list(request.generated), copy.copy(request.generator)
    try:
        token = next_token(contents.model.weights, workspace, twin, lambda: None)
    except GenerationError:
        return "failed"
    full = twin.max_tokens is not None and len(twin.generated) >= twin.max_tokens
    return "finished" if full or token in contents.model.tokenizer.end_ids else "token"


class RuntimeAdapter(Adapter):
    """A fresh Runtime under LIFECYCLE."""

    make: Callable[[], Runtime] = Runtime

    def __init__(self) -> None:
        self.runtime = type(self).make()
        self.models = models()
        self._ahead: tuple[int, str] | None = None

    # -- looking

    def snapshot(self):
        return {**self.runtime.snapshot, "state": self.runtime.state.name}

    def fingerprint(self):
        return whole(self.runtime)

    # -- calling

    def ways(self, label: str) -> list[tuple]:
        """Return arguments that provoke `label` now, the most natural first; none when it cannot.

        The label's operation must be admitted.
        """
        operation, _, outcome = label.partition(".")
        method = getattr(self, f"_{operation}_{outcome}", None)
        return [()] if method is None else method()

    def arguments(self, label, snapshot):
        ways = self.ways(label)
        return st.sampled_from(ways) if ways else None

    def perform(self, label, argument):
        operation = label.partition(".")[0]
        way, *rest = argument or ("call",)
        return getattr(self, f"do_{way}")(operation, *rest)

    def provoke(self, label, argument):
        """Perform, and return the outcome; what a printed program calls."""
        try:
            return outcome_of(self.perform(label, argument))
        except (TurnstileError, KeyboardInterrupt) as error:
            return outcome_of(error)

    def outcome_of(self, call, answer):
        return outcome_of(answer)

    def attempt(self, operation):
        argument = {
            "load_model": (self.models.good["f32"],),
            "generate": ((5, 6),),
        }.get(operation, ())
        keywords = {"temperature": 0.5} if operation == "set_sampling" else {}
        return getattr(self.runtime, operation)(*argument, **keywords)

    def slug_of(self, error):
        return error.slug if isinstance(error, Refused | Unavailable) else None

    def close(self):
        self.runtime.close()

    # -- printing

    def preamble(self):
        return (
            "# PYTHONPATH=tests/runtime\n"
            "from engine import TurnstileError\n"
            "from runtime_adapter import RuntimeAdapter\n\n"
            "adapter = RuntimeAdapter()"
        )

    def source(self, call):
        if call.outcome is None:
            return expect(f"adapter.attempt({call.operation!r})", "TurnstileError", call.slug or "")
        made = f"adapter.provoke({call.label!r}, {call.argument!r})"
        return f"assert {made} == {call.outcome!r}"

    def snapshot_source(self):
        return "adapter.snapshot()"

    def fingerprint_source(self):
        return "adapter.fingerprint()"

    # -- ways of calling: the first word of an argument

    def do_call(self, operation, *args):
        return getattr(self.runtime, operation)(*args)

    def do_load(self, operation, name, n_ctx):
        path = {**self.models.good, **self.models.damaged}[name]
        return self.runtime.load_model(path, n_ctx=n_ctx)

    def do_install(self, operation, name, n_ctx):
        with engine.stage(self.models.good[name], n_ctx=n_ctx) as staged:
            return self.runtime.load_model(staged)

    def do_install_taken(self, operation):
        staged = engine.stage(self.models.good["f32"])
        staged.close()
        return self.runtime.load_model(staged)

    def do_set(self, operation, settings):
        return self.runtime.set_sampling(**settings)

    def do_open(self, operation, prompt, max_tokens):
        return self.runtime.generate(prompt, max_tokens=max_tokens)

    def do_raise(self, operation, point, error):
        kinds = {"LoadError": LOAD_FAILED, "GenerationError": GENERATION_FAILED, **RAISED}
        with raising(point, kinds[error]):
            return self.attempt(operation)

    def do_cancel(self, operation, point):
        with striking(point, self.runtime.cancel):
            return self.attempt(operation)

    # -- ways to each outcome that does not come by itself

    def _load_model_ok(self):
        return [
            (way, name, n_ctx)
            for way in ("load", "install")
            for name in ("f32", "q8_0", "brittle")
            for n_ctx in SMALL_CONTEXTS
        ]

    def _load_model_failed(self):
        damaged = [("load", stage, None) for stage in self.models.damaged]
        struck = [
            ("raise", point, error)
            for point in LOAD_POINTS
            for error in ("LoadError", "MemoryError")
        ]
        return [*damaged, ("load", "f32", 1 << 30), ("install_taken",), *struck]

    def _load_model_interrupted(self):
        return [
            *(("raise", point, "KeyboardInterrupt") for point in LOAD_POINTS),
            *(("cancel", point) for point in LOAD_POINTS),
        ]

    def _set_sampling_ok(self):
        some = ({"temperature": 0.8}, {"temperature": 0}, {"seed": 7}, {"seed": 0}, {})
        return [("set", settings) for settings in some]

    def _set_sampling_rejected(self):
        bad = ({"temperature": -1.0}, {"seed": -1}, {"temperature": 1e400, "seed": 3})
        return [("set", settings) for settings in bad]

    def _generate_ok(self):
        capacity = self.runtime.snapshot["capacity"]
        lengths = [length for length in (1, 2, capacity - 1, capacity) if length <= capacity]
        prompts = [tuple(BYTES)[:length] for length in lengths]
        return [("open", prompt, limit) for prompt in prompts for limit in (None, 1, 3)]

    def _generate_rejected(self):
        capacity = self.runtime.snapshot["capacity"]
        bad = ("", (), (5,) * (capacity + 1), (1 << 40,), (-1,), "\ud800", (True,), 7)
        return [
            *(("open", prompt, None) for prompt in bad),
            ("open", (5,), 0),
            ("raise", "generate.prefill", "MemoryError"),
        ]

    def _generate_failed(self):
        struck = [("raise", "generate.prefill", "GenerationError")]
        if self.runtime.diagnostics.model == str(self.models.good["brittle"]):
            return [("open", (300,), None), *struck]
        return struck

    def _generate_interrupted(self):
        point = "generate.prefill"
        return [("raise", point, "KeyboardInterrupt"), ("cancel", point)]

    def _generate_next_token_token(self):
        return [("call",)] if self._next() == "token" else []

    def _generate_next_token_finished(self):
        return [("call",)] if self._next() == "finished" else []

    def _generate_next_token_failed(self):
        ways = [("call",)] if self._next() == "failed" else []
        if not self._is_full():
            kinds = ("GenerationError", "MemoryError")
            ways += [("raise", "generate.step", kind) for kind in kinds]
        return ways

    def _generate_next_token_interrupted(self):
        if self._is_full():
            return [("cancelled_before",)]
        point = "generate.step"
        return [("cancelled_before",), ("raise", point, "KeyboardInterrupt"), *self._cancels(point)]

    def do_cancelled_before(self, operation):
        assert self.runtime.cancel()
        return self.attempt(operation)

    def _cancels(self, point):
        # The first token comes without a kernel call, and so without a poll behind the point.
        first = self.runtime.snapshot["generated"] == 0
        return [] if first else [("cancel", point)]

    def _is_full(self) -> bool:
        seen = self.runtime.snapshot
        return seen["generated"] > 0 and seen["kv"] == seen["capacity"]

    def _next(self) -> str:
        sequence = self.runtime.diagnostics.sequence
        if self._ahead is None or self._ahead[0] != sequence:
            self._ahead = sequence, ahead(self.runtime)
        return self._ahead[1]


def outcome_of(answer) -> str | None:
    """Return the outcome that something returned, or raised, stands for."""
    match answer:
        case engine.Step():
            return "finished" if answer.finished else "token"
        case None:
            return "ok"
        case KeyboardInterrupt() | Cancelled():
            return "interrupted"
        case TurnstileError():
            return answer.outcome
    return None
