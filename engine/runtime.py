"""The Runtime: a handle whose every operation is one call of the gate.

What lives here: the public surface. What does not: which call is legal when
(`specs/lifecycle.py`), admitting and committing (`fsm/gate.py`), what an operation does
(`acts.py`).

Above the operations of the lifecycle stand conveniences that add no way in: `stream`, `complete`,
`cancel`, `close`, `with`. Everything public is safe to call from any thread. Operations wait for
each other, first come first served; properties, `allowed()` and `explain()` read what was last
published and never wait.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from fsm import Explanation, Gate, Snapshot, Transition
from specs.lifecycle import LIFECYCLE

from .acts import Acts, Given, Report, Source, complain, interpret, settle
from .contents import Contents, FailureRecord, Metadata, Result, Step
from .errors import Refused, SettingsError, Unavailable
from .load import drop_frames
from .observe import observe
from .streams import Stream

if TYPE_CHECKING:
    from .load import StagedModel
    from .sampling import Settings

__all__ = ["Diagnostics", "Runtime", "State"]


@dataclass(frozen=True, slots=True)
class State:
    """A state of the lifecycle, by the name the declaration gives it."""

    name: str

    @property
    def meaning(self) -> str:
        """What is resident in this state."""
        return LIFECYCLE.describes[self.name]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """One consistent look at a handle; taken without waiting, changes nothing."""

    state: str
    sequence: int
    snapshot: Snapshot
    allowed: tuple[str, ...]
    model: str | None
    context_positions: int
    memory_bytes: int
    settings: Settings | None
    last_error: FailureRecord | None
    last_refusal: str | None
    poison: BaseException | None
    trace: tuple[Transition, ...]


class Runtime:
    """One handle: at most one model, at most one open request.

    Needs no argument and nothing before it: the first operation initializes. Failures raise a
    `TurnstileError` with `.code`, `.slug` and `.hint` once the state has moved as the lifecycle
    declares; `explain(operation)` says beforehand what an operation would do.
    """

    def __init__(
        self, *, lock_timeout_s: float | None = None, memory_limit_bytes: int | None = None
    ) -> None:
        """Make a handle that holds nothing yet.

        `lock_timeout_s` bounds the wait for another thread's operation (None: for ever);
        `memory_limit_bytes` what models may take, old and new together during a replacement
        (None: what the system has available). SettingsError for what is no such number.
        """
        _check("lock_timeout_s", lock_timeout_s, numbers.Real)
        _check("memory_limit_bytes", memory_limit_bytes, numbers.Integral)
        self._acts = acts = Acts(memory_limit_bytes)
        self._gate: Gate[Contents] = Gate(
            LIFECYCLE,
            Contents(),
            acts.by_operation(),
            observe=observe,
            interpret=interpret,
            settle=settle,
            complain=complain,
            lock_timeout_s=lock_timeout_s,
        )
        self._gate.watch(self._published)

    # -- operations of the lifecycle --------------------------------------------------------------

    def init_runtime(self) -> None:
        """Initialize; every other operation does so by itself when it comes first."""
        self._gate.call("init_runtime")

    def load_model(
        self,
        source: Source | StagedModel,
        *,
        n_ctx: int | None = None,
        report: Report | None = None,
    ) -> None:
        """Load a GGUF file, or install a model staged before; a resident model is replaced.

        Nothing is installed before every stage has passed. A LoadError names its `.stage`; the
        model that was resident still is, and `reset()` goes on with it. `n_ctx` is the context's
        positions; None means the model's own, at most 4096. `report` receives progress.
        """
        self._gate.call("load_model", source, n_ctx, report)

    def set_sampling(self, *, temperature: float | None = None, seed: int | None = None) -> None:
        """Change the settings that are named; the others stay. SettingsError for a bad value."""
        named: dict[str, float | None] = {"temperature": temperature, "seed": seed}
        self._gate.call(
            "set_sampling", {name: value for name, value in named.items() if value is not None}
        )

    def generate(self, prompt: str | Sequence[int], *, max_tokens: int | None = None) -> None:
        """Open a request: check and evaluate the prompt. Samples nothing yet.

        Text gets the begin token the model asks for; token ids are taken as they are. PromptError
        when the prompt cannot be served, and nothing of it remains.
        """
        self._gate.call("generate", prompt, max_tokens)

    def generate_next_token(self) -> Step:
        """Give the open request's next token, or its end."""
        given: Given = self._gate.call("generate_next_token")
        return given.step

    def reset(self) -> None:
        """Drop the open request and the last result, acknowledge a failure; keep the model."""
        self._gate.call("reset")

    def free(self) -> None:
        """Release the model and everything it needs; settings stay."""
        self._gate.call("free")

    # -- observers ---------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The lifecycle state that was last published."""
        return State(self._gate.cell.state)

    @property
    def last_error(self) -> FailureRecord | None:
        """The newest failure or rejection, until it is settled."""
        return self._gate.cell.contents.failure

    @property
    def result(self) -> Result | None:
        """The last finished request, until the next generate, reset, good load or free."""
        return self._gate.cell.contents.result

    @property
    def snapshot(self) -> Snapshot:
        """The lifecycle's variables as last published."""
        return self._gate.snapshot

    @property
    def settings(self) -> Settings | None:
        """The sampling settings; None before initialization."""
        settings = self._gate.cell.contents.settings
        return None if settings is None else settings.settings

    @property
    def metadata(self) -> Mapping[str, object] | None:
        """The resident model's own metadata, as plain values; None without a model."""
        model = self._gate.cell.contents.model
        return None if model is None else Metadata(model.header)

    @property
    def diagnostics(self) -> Diagnostics:
        """One consistent look at everything an operator asks for."""
        gate = self._gate
        cell, poison = gate.cell, gate.poison
        contents = cell.contents
        model, refusal = contents.model, gate.last_refusal
        return Diagnostics(
            state=cell.state,
            sequence=cell.sequence,
            snapshot=cell.snapshot,
            allowed=() if poison is not None else LIFECYCLE.allowed(cell.snapshot),
            model=None if model is None else model.source,
            context_positions=int(cell.snapshot["capacity"]),
            memory_bytes=contents.size_bytes(),
            settings=None if contents.settings is None else contents.settings.settings,
            last_error=contents.failure,
            last_refusal=None if refusal is None else str(refusal),
            poison=poison,
            trace=gate.trace,
        )

    def allowed(self) -> tuple[str, ...]:
        """Return the operations that would be admitted now."""
        return self._gate.allowed()

    def explain(self, operation: str) -> Explanation:
        """Return what an operation would do now, and why."""
        return self._gate.explain(operation)

    def watch(self, watcher: Callable[[Transition], None]) -> Callable[[], None]:
        """Call `watcher` with every committed step; returns a function that stops it."""
        return self._gate.watch(watcher)

    def tokenize(self, text: str, *, add_special: bool = False) -> list[int]:
        """Return the resident model's token ids of a text."""
        model = self._gate.cell.contents.model
        if model is None:
            raise Refused("ModelNotLoaded", "tokenize needs a model")
        return model.tokenizer.encode(text, add_special=add_special)

    # -- conveniences ------------------------------------------------------------------------------

    def stream(self, prompt: str | Sequence[int], *, max_tokens: int | None = None) -> Stream:
        """Open a request and return its text as it comes; the prompt is evaluated at once."""
        request = self._gate.call("generate", prompt, max_tokens)
        return Stream(self._gate, request)

    def complete(self, prompt: str | Sequence[int], *, max_tokens: int | None = None) -> Result:
        """Run a request to its end."""
        with self.stream(prompt, max_tokens=max_tokens) as stream:
            for _ in stream:
                pass
        assert stream.result is not None, "a stream ends with its result"
        return stream.result

    def cancel(self) -> bool:
        """Stop the load or request that is under way, from any thread.

        The call that is running, or the request's next one, raises `Cancelled`; the runtime is
        usable afterwards. Returns whether there was anything to cancel.
        """
        running = self._acts.running
        if running is None:
            return False
        running.cancelled = True
        return True

    def close(self) -> None:
        """Reset if a request is open, free if a model is resident; again, it does nothing.

        A poisoned handle drops its references, and nothing is raised. Unavailable when another
        thread's call does not leave in time: then nothing is closed.
        """
        gate = self._gate
        try:
            if gate.cell.contents.request is not None:
                self._end("reset")
            if gate.cell.contents.model is not None:
                self._end("free")
        finally:
            if gate.poison is not None:
                drop_frames(gate.poison)
                self._acts.running = None
                gate.relinquish(Contents())

    def _end(self, operation: str) -> None:
        try:
            self._gate.call(operation)
        except Refused:
            pass  # another thread was here first
        except Unavailable:
            if self._gate.poison is None:
                raise

    def __enter__(self) -> Runtime:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def __repr__(self) -> str:
        return f"<Runtime {self._gate.cell.state}>"

    def _published(self, _: Transition) -> None:
        # From here on a cancellation reaches the open request, or nothing.
        self._acts.running = self._gate.cell.contents.request


def _check(name: str, value: float | None, kind: type) -> None:
    if value is not None and not (
        isinstance(value, kind) and not isinstance(value, bool) and value >= 0
    ):
        raise SettingsError(
            "config.value",
            f"{name} is {type(value).__name__} {str(value)[:40]}; it is None or a number from 0 up",
            evidence={"name": name, "expected": "None, or 0 or more", "found": str(value)[:40]},
        )
