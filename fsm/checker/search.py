"""What a search found: the states in breadth-first order, and the way to any of them.

What lives here: the result both engines return, shortest paths in it, and its graph. What does
not: searching (`search_numpy.py`, `search_numba.py`) and judging (`judges.py`).

State i is column i of `words`. Level d (the states at distance d) is the columns
`levels[d]:levels[d + 1]`; so the first state with a property is one of the nearest. The first
`expanded` states have had every successor generated; without a limit that is all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..form import Valuation
from .expansion import Expander
from .graph import Graph, build_graph
from .packing import Words
from .steps import Model

__all__ = ["Leg", "Parents", "Search"]


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a path: the index of the step taken, and of the state it leads to."""

    step: int
    state: int


# From a state to the one it was found from, and the step; for states past the first level.
Parents = Callable[[int], tuple[int, int]]


@dataclass(eq=False)
class Search:
    """A finished or truncated search; `limit` says what truncated it.

    `generated` counts the initial states and every successor, duplicates included. `stuck` are the
    expanded states that have no successor and may not be the last, nearest first; there may be
    more than are listed.
    `fault` is a state where a value would leave its domain, and the complaint.
    """

    model: Model
    engine: str
    words: Words
    levels: NDArray[np.int64]
    generated: int
    stuck: NDArray[np.int64]
    expanded: int
    elapsed_s: float
    memory_bytes: int
    limit: str | None = None
    fault: tuple[int, str] | None = None
    parents: Parents | None = field(default=None, repr=False)

    @property
    def states(self) -> int:
        """How many distinct states were found."""
        return int(self.words.shape[1])

    @property
    def depth(self) -> int:
        """How many levels were found, the initial states being the first."""
        return len(self.levels) - 1

    @cached_property
    def expander(self) -> Expander:
        """The successor function."""
        return Expander(self.model)

    @cached_property
    def graph(self) -> Graph:
        """Every edge between the states; only of a search that no limit truncated."""
        if self.limit is not None:
            raise ValueError(f"the search met a limit ({self.limit}): it has no whole graph")
        return build_graph(self.words, self.levels, self.expander, self.generated)

    def valuation(self, state: int) -> Valuation:
        """Return state `state` as values in slot order."""
        return self.model.layout.unpack(self.words[:, state])

    def level(self, state: int) -> int:
        """Return the distance of `state` from the start."""
        return int(np.searchsorted(self.levels, state, side="right")) - 1

    def path(self, state: int) -> tuple[int, Sequence[Leg]]:
        """Return an initial state and the legs of a shortest path from it to `state`."""
        legs: list[Leg] = []
        while self.level(state) > 0:
            parent, step = self._parent(state)
            legs.append(Leg(step, state))
            state = parent
        return state, legs[::-1]

    def _parent(self, state: int) -> tuple[int, int]:
        if self.parents is not None:
            return self.parents(state)
        return self._searched_parent(state)

    def _searched_parent(self, state: int) -> tuple[int, int]:
        """Return the first state of the level before that leads to `state`, by its first step."""
        level = self.level(state)
        first, end = int(self.levels[level - 1]), int(self.levels[level])
        wanted = self.words[:, state]
        for begin, words in self.expander.chunks(self.words[:, first:end]):
            found: list[tuple[int, int]] = []
            for taken in self.expander.expand(words):
                hits = np.flatnonzero((taken.words == wanted[:, None]).all(axis=0))
                if hits.size:
                    found.append((first + begin + int(taken.sources[hits[0]]), taken.step))
            if found:
                return min(found)
        raise AssertionError(f"state {state} has no predecessor one level nearer to the start")
