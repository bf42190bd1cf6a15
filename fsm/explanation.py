"""What an operation would do on a snapshot, and why: the words a gate and a command answer with.

What lives here: one concrete snapshot, judged and shown. What does not: cells of the table where
not everything is known (`cells.py`), and calling anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import STATE, Snapshot
from .machine import Machine, Refusal, Row

__all__ = ["Explanation", "explain", "unknown"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an operation would do now, and why; with neither rows nor refusal it is poisoned."""

    operation: str
    state: str
    first: str | None
    rows: tuple[Row, ...]
    refusal: Refusal | None
    allowed: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Whether the operation would be admitted."""
        return bool(self.rows)

    def __str__(self) -> str:
        opening = f"{self.operation} in {self.state}"
        if self.first:
            opening += f" (after {self.first}, which comes first there)"
        if self.refusal is not None:
            now = ", ".join(self.allowed)
            reason = f": {self.refusal.why}" if self.refusal.why else ""
            return f"{opening} is refused: {self.refusal.slug}{reason}\nallowed now: {now}"
        if not self.rows:
            return f"{opening} is answered no more: an earlier call poisoned the gate"
        lines = [f"{opening} is admitted:"]
        for item in self.rows:
            lines.append(f"  {item.outcome} -> {item.target or 'stays'}  ({item.id}) {item.why}")
        return "\n".join(lines)


def explain(machine: Machine, snapshot: Snapshot, operation: str) -> Explanation:
    """Return what `operation` would do on `snapshot`, and why."""
    if operation not in machine.operations:
        raise KeyError(unknown(machine, operation))
    first, opened = machine.opened(snapshot)
    if first == operation:
        first, opened = None, snapshot
    return Explanation(
        operation,
        str(snapshot[STATE]),
        first,
        machine.enabled(opened, operation),
        machine.refusal(opened, operation),
        machine.allowed(snapshot),
    )


def unknown(machine: Machine, operation: str) -> str:
    """Return the complaint about an operation that `machine` does not have."""
    return f"{machine.name} has no operation {operation!r}; it has {', '.join(machine.operations)}"
