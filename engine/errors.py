"""The exceptions Turnstile raises: one class per thing a caller can do about it.

Every one carries the catalogue's entry (`specs/errors.py`): `.code`, `.slug`, `.stage`, `.hint`;
and `.evidence`, the values that were found. `outcome` is the label of the lifecycle's row that
the error stands for; the gate reads it, nobody else decides by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from specs.errors import Fault, fault

__all__ = [
    "Cancelled",
    "GenerationError",
    "InternalError",
    "LoadError",
    "PromptError",
    "Refused",
    "SettingsError",
    "TurnstileError",
    "Unavailable",
    "shown",
]

SHOWN_CHARS: Final = 80
"""A value of the caller's is repeated up to this length: enough to recognize it."""


def shown(value: object) -> str:
    """Return a caller's value as a message may repeat it, whatever it is."""
    # Python refuses to print whole numbers of thousands of digits, and nobody wants to read them.
    if isinstance(value, int) and value.bit_length() > 256:
        return f"a number of {value.bit_length()} bits"
    try:
        text = repr(value)
    except Exception:
        return f"a {type(value).__name__} that cannot be shown"
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 3] + "..."


class TurnstileError(Exception):
    """Anything Turnstile refuses, rejects or fails at.

    `str(error)` shows what was found; `error.hint` says what to do next.
    """

    outcome: ClassVar[str | None] = None

    def __init__(
        self, slug: str, message: str, *, evidence: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.fault: Fault = fault(slug)
        self.message = message
        self.evidence: dict[str, object] = dict(evidence or {})

    @property
    def code(self) -> int:
        """The catalogue's number, for programs."""
        return self.fault.number

    @property
    def slug(self) -> str:
        """The catalogue's slug, for people and logs."""
        return self.fault.slug

    @property
    def stage(self) -> str:
        """Where it happened: a runbook stage for loads, else call, config, request or owner."""
        return self.fault.stage

    @property
    def hint(self) -> str:
        """What to do next."""
        return self.fault.hint

    def __str__(self) -> str:
        return f"{self.message} [{self.code} {self.slug}]"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.slug, self.message, self.evidence))


def _rebuild(
    kind: type[TurnstileError], slug: str, message: str, evidence: dict[str, object]
) -> TurnstileError:
    return kind(slug, message, evidence=evidence)


class Refused(TurnstileError):
    """The lifecycle does not admit this call now; nothing moved."""


class Unavailable(TurnstileError):
    """The handle cannot answer: it is poisoned, or another call is inside."""


class LoadError(TurnstileError):
    """A load failed at `.stage`; the model that was resident still is."""

    outcome = "failed"


class SettingsError(TurnstileError):
    """A sampling setting was rejected; the old settings stay."""

    outcome = "rejected"


class PromptError(TurnstileError):
    """A prompt was rejected before or during prefill; nothing of the request remains."""

    outcome = "rejected"


class GenerationError(TurnstileError):
    """Generation failed; the request is cleaned, `.tokens` holds what had been given."""

    outcome = "failed"

    @property
    def tokens(self) -> tuple[int, ...]:
        """The tokens given before the failure."""
        given = self.evidence.get("tokens", ())
        return tuple(given) if isinstance(given, tuple | list) else ()


class Cancelled(TurnstileError):
    """`cancel()` reached the running call; like Ctrl-C, it leaves the runtime usable."""

    outcome = "interrupted"

    def __init__(
        self,
        slug: str = "Cancelled",
        message: str = "cancelled",
        *,
        evidence: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(slug, message, evidence=evidence)


class InternalError(TurnstileError):
    """A bug in Turnstile; the handle that met it is poisoned."""
