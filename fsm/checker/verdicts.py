"""Verdicts, limits and progress: the words in which a check is bounded and answered.

A truncated search never says HOLDS. INCONCLUSIVE always carries the limit that was met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = ["Limits", "Progress", "Reporter", "Verdict", "silent"]


class Verdict(Enum):
    """The answer to a property, and to a check as a whole."""

    HOLDS = "HOLDS"
    VIOLATED = "VIOLATED"
    INCONCLUSIVE = "INCONCLUSIVE"

    def __str__(self) -> str:
        return self.value


# A state costs at most about 30 bytes: this many fit a small machine beside everything else.
STATES_MAX: Final = 200_000_000
# Half of a small machine; a search that needs more is told to ask for it.
MEMORY_MAX_BYTES: Final = 8 << 30
# A second's work: up to here all that is asked gets its answer, whatever is broken.
BROKEN_STATES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a search gives up. `depth` counts levels, the initial states being the first.

    `broken_states` is how many states are found in any case; a search that is larger ends with the
    level that breaks an `always`, and what else was asked stays undecided.
    """

    states: int = STATES_MAX
    depth: int | None = None
    memory_bytes: int = MEMORY_MAX_BYTES
    time_s: float | None = None
    broken_states: int = BROKEN_STATES

    def met(self, states: int, depth: int, memory_bytes: int, elapsed_s: float) -> str | None:
        """Return the limit that has been met, as a report says it, or None."""
        if states >= self.states:
            return f"states: {self.states:,}"
        if self.depth is not None and depth >= self.depth:
            return f"depth: {self.depth:,}"
        if memory_bytes >= self.memory_bytes:
            return f"memory: {self.memory_bytes:,} bytes"
        if self.time_s is not None and elapsed_s >= self.time_s:
            return f"time: {self.time_s:g} s"
        return None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check is: a value for a reporter, never a print.

    `phase` is what is being waited for: "searching", "compiling" (once per model, then kept),
    "judging" or "done".
    """

    phase: str
    engine: str
    states: int
    frontier: int
    generated: int
    depth: int
    memory_bytes: int
    elapsed_s: float

    @property
    def states_per_s(self) -> float:
        return self.states / self.elapsed_s if self.elapsed_s else 0.0


Reporter = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Report nothing."""
