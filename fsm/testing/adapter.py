"""What a real thing must offer to be tested by its machine.

What lives here: the `Adapter` protocol and the `Call` it is told about. What does not: any choice
of what to call next, and any judgement.

One adapter is one fresh thing. Subclass the protocol to inherit what has a sensible default. Three
groups of methods: looking (`snapshot`, `fingerprint`), calling (`arguments`, `perform`, `attempt`,
and how an answer is to be read), and printing (`preamble`, `source`, and two expressions).

Invariants an adapter keeps: looking moves nothing; `arguments` depends only on what it is given and
on the thing; the printed program builds the same thing and makes the same calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..expressions import Snapshot
from .fingerprints import difference

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["Adapter", "Call"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: legal ones have the outcome to provoke, illegal ones the slug to be refused as."""

    operation: str
    outcome: str | None = None
    argument: Any = None
    slug: str | None = None

    @property
    def label(self) -> str:
        """`operation.outcome`, or the operation alone when it is illegal."""
        return self.operation if self.outcome is None else f"{self.operation}.{self.outcome}"


class Adapter(Protocol):
    """A fresh thing, bound to a machine. Made by calling the factory, ended by `close()`."""

    # -- looking

    def snapshot(self) -> Snapshot:
        """Return state, variables and parameters by name."""
        ...

    def fingerprint(self) -> object:
        """Return everything an illegal call must leave alone, comparable with `==`.

        `fingerprint_of(thing)` reads it off plain objects and arrays.
        """
        ...

    def difference(self, before: object, after: object) -> list[str]:
        """Return what differs between two fingerprints, one line each."""
        return difference(before, after)

    # -- calling

    def arguments(self, label: str, snapshot: Snapshot) -> SearchStrategy[Any] | None:
        """Return the arguments that provoke `label`; None when it cannot be provoked now."""
        ...

    def perform(self, label: str, argument: Any) -> object:
        """Call so that the outcome of `label` comes about; return or raise as the thing does."""
        ...

    def outcome_of(self, call: Call, answer: object) -> str | None:
        """Return the outcome that `answer` stands for: what `perform` returned, or raised.

        None says that an exception stands for no outcome. As it stands here, what returns has the
        outcome that was to be provoked, and no exception is declared.
        """
        return None if isinstance(answer, BaseException) else call.outcome

    def attempt(self, operation: str) -> object:
        """Call `operation`, which is illegal now, with arguments that are otherwise good."""
        ...

    def slug_of(self, error: Exception) -> str | None:
        """Return the slug of a refusal; None when `error` is something else."""
        ...

    # -- printing

    def preamble(self) -> str:
        """Return the lines of a program that make the thing."""
        ...

    def source(self, call: Call) -> str:
        """Return the lines that make `call`, and that fail when it is not answered as it says.

        `expect(...)` in `program.py` writes the lines for a call that must raise.
        """
        ...

    def snapshot_source(self) -> str:
        """Return an expression that gives the snapshot in the program.

        Where it is empty the program makes the calls and says in comments what was expected.
        """
        return ""

    def fingerprint_source(self) -> str:
        """Return an expression that gives the fingerprint in the program, or nothing."""
        return ""

    def close(self) -> None:
        """Let go of the thing; called once, whatever happened before."""
