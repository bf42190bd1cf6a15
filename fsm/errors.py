"""What can go wrong with a machine: one class per who is at fault.

`MachineError`: the declaration contradicts itself; every problem is listed with its fix.
`Refused`: the caller asked for what the table does not admit; nothing moved.
`Unavailable`: another call is inside, or the gate is poisoned.
`Divergence`: the gated thing did not do what the row says; a bug, with the trace that led to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .gate import Transition

__all__ = ["Divergence", "GateError", "MachineError", "Poisoned", "Refused", "Unavailable"]


class MachineError(ValueError):
    """A declaration that cannot be a machine; `problems` lists every reason with its fix."""

    def __init__(self, machine: str, problems: Sequence[str]) -> None:
        self.machine = machine
        self.problems = tuple(problems)
        count = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}"
        lines = "\n".join(f"  {index}. {text}" for index, text in enumerate(self.problems, 1))
        super().__init__(f"machine {machine!r} has {count}:\n{lines}")


class GateError(Exception):
    """Anything a gate answers by itself."""


class Refused(GateError):
    """No row admits the operation now; nothing moved but a declared lazy initialization."""

    def __init__(self, operation: str, state: str, slug: str, allowed: Sequence[str]) -> None:
        self.operation, self.state, self.slug = operation, state, slug
        self.allowed = tuple(allowed)
        now = ", ".join(self.allowed) or "nothing"
        super().__init__(f"{operation} is refused in {state}: {slug}; allowed now: {now}")


class Unavailable(GateError):
    """Another call is inside and did not leave in time, or is the caller itself."""


class Poisoned(GateError):
    """An undeclared exception came out of an earlier call; `cause` is that exception."""

    def __init__(self, operation: str, cause: BaseException) -> None:
        self.operation, self.cause = operation, cause
        super().__init__(
            f"{operation} is answered no more: an earlier call ended in an undeclared "
            f"{type(cause).__name__}: {cause}"
        )


class Divergence(GateError):
    """What was observed is not what the declaration says."""

    def __init__(self, what: str, trace: Sequence[Transition]) -> None:
        self.what, self.trace = what, tuple(trace)
        lines = "".join(f"\n  {event}" for event in self.trace)
        super().__init__(f"{what}\nthe last operations, oldest first:{lines or ' none'}")
