"""The acts: what each operation of the lifecycle does to a handle's contents.

What lives here: one function for each operation, from the contents to those that hold from now
on, and what the gate must know of our errors. What does not: whether the operation is legal (the
gate has asked the lifecycle already), and installing what is returned (the gate's one assignment).

An act may write into the workspace, which is the handle's own, and into the open request; whatever
it leaves there when it raises is wiped by `Contents.without_request`. Everything else it makes new.
`running` is what `cancel()` reaches: the load or the request that is under way.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from fsm import Act, Done
from fsm import errors as gate_errors

from . import evaluation
from .contents import Contents, FailureRecord, Model, Numbered, Result, Step
from .errors import (
    Cancelled,
    GenerationError,
    InternalError,
    LoadError,
    PromptError,
    Refused,
    TurnstileError,
    Unavailable,
    shown,
)
from .lifetimes import RequestState, Workspace
from .load import Progress, StagedModel, fault_point, stage_model
from .sampling import Generator, Settings

__all__ = ["Acts", "Given", "Report", "Source", "complain", "interpret", "settle"]

Source = str | os.PathLike[str]
Report = Callable[[Progress], None]


class Cancellable(Protocol):
    """A load or a request: setting `cancelled` stops it at its next poll."""

    cancelled: bool


class _LoadAttempt:
    cancelled = False


@dataclass(frozen=True, slots=True)
class Given:
    """What one token's step gave, and the request's result when it was the last."""

    step: Step
    result: Result | None = None


class Acts:
    """The operations of one handle."""

    def __init__(self, memory_limit_bytes: int | None) -> None:
        self._memory_limit_bytes = memory_limit_bytes
        self.running: Cancellable | None = None

    def by_operation(self) -> dict[str, Act[Contents]]:
        """Return the act of every operation of the lifecycle."""
        return {
            "init_runtime": Act(_init),
            "load_model": Act(self._load),
            "set_sampling": Act(_set_sampling),
            "generate": Act(self._generate, spoiled=Contents.without_request),
            "generate_next_token": Act(_next_token, spoiled=Contents.without_request),
            "reset": Act(_reset),
            "free": Act(_free),
        }

    def _load(
        self, held: Contents, source: Source | StagedModel, n_ctx: int | None, report: Report | None
    ) -> Done[Contents]:
        self.running = attempt = _LoadAttempt()
        if isinstance(source, StagedModel):
            self._refuse_staged(source, n_ctx, held.size_bytes())
            model, workspace = _take(source, attempt)
        else:
            with stage_model(
                source,
                n_ctx=n_ctx,
                memory_limit_bytes=self._memory_limit_bytes,
                resident_bytes=held.size_bytes(),
                report=report,
                poll=lambda: _poll(attempt),
            ) as staged:
                model, workspace = _take(staged, attempt)
        return Done("ok", Contents(settings=held.settings, model=model, workspace=workspace))

    def _refuse_staged(self, staged: StagedModel, n_ctx: int | None, resident_bytes: int) -> None:
        if n_ctx is not None:
            raise LoadError(
                "allocation.context",
                f"n_ctx is {shown(n_ctx)}, but a staged model has its context already",
                evidence={"name": "n_ctx", "expected": None, "found": shown(n_ctx)},
            )
        asked, limit = staged.size_bytes, self._memory_limit_bytes
        if limit is not None and asked + resident_bytes > limit:
            raise LoadError(
                "allocation.over-limit",
                f"the staged model takes {asked:,} bytes beside {resident_bytes:,} resident ones; "
                f"the limit is {limit:,}",
                evidence={
                    "asked_bytes": asked,
                    "resident_bytes": resident_bytes,
                    "limit_bytes": limit,
                },
            )

    def _generate(
        self, held: Contents, prompt: str | Sequence[int], max_tokens: int | None
    ) -> Done[Contents]:
        model, workspace = _resident(held)
        assert held.settings is not None, "settings exist from initialization on"
        settings = held.settings.settings
        fresh = held.without_request()
        # It can be cancelled from its first moment on: a long prompt takes time to check.
        self.running = request = RequestState(
            prompt=(),
            settings=settings,
            generator=Generator(settings.seed),
            streamer=model.tokenizer.streamer(),
            max_tokens=_max_tokens(max_tokens),
        )
        request.prompt = _prompt_tokens(prompt, model, workspace.capacity)
        fault_point("generate.prefill")
        evaluation.prefill(model.weights, workspace, request, lambda: _poll(request))
        if not np.isfinite(workspace.logits).all():
            raise GenerationError(
                "generation.failed",
                "the prompt's logits are not finite: the weights are damaged, or overflow",
                evidence={"expected": "finite logits"},
            )
        return Done("ok", replace(fresh, request=request), request)


def _take(staged: StagedModel, attempt: Cancellable) -> tuple[Model, Workspace]:
    fault_point("install.before")
    _poll(attempt)
    return staged.take()


def _init(held: Contents) -> Done[Contents]:
    return Done("ok", replace(held, settings=Numbered(Settings())))


def _set_sampling(held: Contents, changes: Mapping[str, object]) -> Done[Contents]:
    assert held.settings is not None, "settings exist from initialization on"
    return Done("ok", replace(held, settings=Numbered(held.settings.settings.changed(**changes))))


def _reset(held: Contents) -> Done[Contents]:
    return Done("ok", held.without_request())


def _free(held: Contents) -> Done[Contents]:
    return Done("ok", Contents(settings=held.settings))


def _next_token(held: Contents) -> Done[Contents]:
    model, workspace = _resident(held)
    request = held.request
    assert request is not None, "admitted with an open request"
    given_count = len(request.generated)
    try:
        return _advanced(held, model, workspace, request)
    except (GenerationError, Cancelled) as error:
        error.evidence["tokens"] = tuple(request.generated[:given_count])
        raise
    except MemoryError as error:
        told = _OUT_OF_MEMORY["generate_next_token"]()
        told.evidence["tokens"] = tuple(request.generated[:given_count])
        raise told from error


def _advanced(
    held: Contents, model: Model, workspace: Workspace, request: RequestState
) -> Done[Contents]:
    _poll(request)
    step = _step(model, workspace, request)
    if step.reason is None:
        return Done("token", held, Given(step))
    tokens = tuple(request.generated)
    result = Result(_text(model, tokens), tokens, step.reason, len(request.prompt))
    return Done("finished", replace(held.without_request(), result=result), Given(step, result))


def _step(model: Model, workspace: Workspace, request: RequestState) -> Step:
    streamer = request.streamer
    assert streamer is not None, "every request of a handle streams"
    if request.pending is not None and workspace.used == workspace.capacity:
        return Step(None, streamer.finish(), "context")
    fault_point("generate.step")
    token = evaluation.next_token(model.weights, workspace, request, lambda: _poll(request))
    if token in model.tokenizer.end_ids:
        # The end token ends the text and is no part of it.
        request.generated.pop()
        return Step(None, streamer.finish(), "end")
    text = streamer.push(token)
    if request.max_tokens is not None and len(request.generated) >= request.max_tokens:
        return Step(token, text + streamer.finish(), "length")
    return Step(token, text)


def _text(model: Model, tokens: Sequence[int]) -> str:
    streamer = model.tokenizer.streamer()
    return "".join(streamer.push(token) for token in tokens) + streamer.finish()


def _resident(held: Contents) -> tuple[Model, Workspace]:
    assert held.model is not None, "admitted with a model"
    assert held.workspace is not None, "buffers come with the model"
    return held.model, held.workspace


def _prompt_tokens(prompt: str | Sequence[int], model: Model, capacity: int) -> tuple[int, ...]:
    if isinstance(prompt, str):
        if not prompt:
            raise PromptError("prompt.empty", "the prompt is empty", evidence={"found": 0})
        prompt = model.tokenizer.encode(prompt, add_special=True)
    vocab_count = model.blueprint.config.vocab_count
    try:
        return evaluation.check_prompt(prompt, vocab_count=vocab_count, capacity=capacity)
    except (TurnstileError, MemoryError):
        raise
    except Exception as error:
        # Sequences and numbers of the caller's own making may raise anything.
        raise PromptError(
            "prompt.value",
            f"the prompt cannot be read: {type(error).__name__}: {error}",
            evidence={"expected": "token ids", "found": type(prompt).__name__},
        ) from error


def _max_tokens(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise PromptError(
            "prompt.value",
            f"max_tokens is {shown(value)}; it is None or a whole number from 1 up",
            evidence={"name": "max_tokens", "expected": "1 or more", "found": shown(value)},
        )
    return value


def _poll(attempt: Cancellable) -> None:
    if attempt.cancelled:
        raise Cancelled


# -- what the gate must know of our errors ---------------------------------------------------------


def interpret(operation: str, error: BaseException) -> tuple[str | None, BaseException]:
    """Return the outcome an exception stands for, and the exception the caller gets."""
    if isinstance(error, TurnstileError):
        return error.outcome, error
    if not isinstance(error, Exception):
        return "interrupted", error
    if isinstance(error, MemoryError) and operation in _OUT_OF_MEMORY:
        told = _OUT_OF_MEMORY[operation]()
        return told.outcome, told
    return None, error


_OUT_OF_MEMORY: Mapping[str, Callable[[], TurnstileError]] = {
    "load_model": lambda: LoadError(
        "allocation.out-of-memory", "memory ran out while the model was loaded"
    ),
    "generate": lambda: PromptError(
        "prompt.out-of-memory", "memory ran out while the prompt was evaluated"
    ),
    "generate_next_token": lambda: GenerationError(
        "generation.failed", "memory ran out while a token was generated"
    ),
}


def settle(
    operation: str, held: Contents, error: BaseException | None, effects: Mapping[str, object]
) -> Contents:
    """Write the failure record when the row says that there is a new one, drop it when none."""
    if "record" not in effects:
        return held
    if isinstance(error, TurnstileError):
        return replace(held, failure=FailureRecord.of(operation, error))
    return held if held.failure is None else replace(held, failure=None)


def complain(error: gate_errors.GateError) -> BaseException:
    """Return the error a caller of ours gets for one of the gate's own."""
    match error:
        case gate_errors.Refused():
            return Refused(
                error.slug,
                f"{error.operation} is refused in {error.state}; "
                f"allowed now: {', '.join(error.allowed) or 'nothing'}",
                evidence={
                    "operation": error.operation,
                    "state": error.state,
                    "allowed": list(error.allowed),
                },
            )
        case gate_errors.Poisoned():
            return Unavailable("owner.poisoned", str(error), evidence={"cause": repr(error.cause)})
        case gate_errors.Divergence():
            return InternalError(
                "internal.divergence", str(error), evidence={"trace": list(map(str, error.trace))}
            )
        case _:
            return Unavailable("owner.unavailable", str(error))
