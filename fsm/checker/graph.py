"""The state graph: every edge of a finished search, for properties of whole behaviours.

What lives here: edges in compressed rows, their reverse, and the truth of guards on all states and
edges at once. What does not: temporal operators, which are built on this.

States bear the numbers of the search: breadth-first, initial states first. The edges of state s
are `first[s]:first[s + 1]`; edge e leads to `targets[e]` by step `steps[e]` of the model, which
belongs to the form's command `commands[e]`. Parallel edges stay apart, for fairness needs to know
who stepped. A state without edges is a dead end; nothing is added to make behaviours infinite.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..expressions import Guard
from ..form import Command
from .conditions import lower
from .expansion import Expander
from .packing import Words
from .source import predicate

__all__ = ["Graph", "build_graph", "truth"]


@dataclass(eq=False)
class Graph:
    """States and edges; `initial` states come first."""

    words: Words
    initial: int
    first: NDArray[np.int64]
    targets: NDArray[np.int32]
    steps: NDArray[Any]
    expander: Expander

    @property
    def states(self) -> int:
        return int(self.words.shape[1])

    @property
    def edges(self) -> int:
        return len(self.targets)

    @cached_property
    def commands(self) -> NDArray[np.int32]:
        """The form's command of each edge."""
        commands: NDArray[np.int32] = self.command_of_step[self.steps]
        return commands

    @cached_property
    def command_of_step(self) -> NDArray[np.int32]:
        """The form's command of each step of the model."""
        return np.array([step.command for step in self.expander.model.steps], dtype=np.int32)

    @cached_property
    def sources(self) -> NDArray[np.int32]:
        """The state each edge leaves."""
        return np.repeat(np.arange(self.states, dtype=np.int32), np.diff(self.first))

    @cached_property
    def reverse(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Where the incoming edges of each state begin, and their numbers in that order."""
        order = np.argsort(self.targets, kind="stable").astype(np.int32)
        counts = np.bincount(self.targets, minlength=self.states)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), order

    def command(self, edge: int) -> Command:
        """Return the command of `edge`."""
        return self.expander.model.form.commands[int(self.commands[edge])]

    def holds(self, guard: Guard, where: str = "formula") -> NDArray[np.bool_]:
        """Return on which states `guard` is true."""
        return truth(self.expander, self.words, guard, where)

    def enabled(self, command: int) -> NDArray[np.bool_]:
        """Return in which states the form's command number `command` has a step."""
        found = np.zeros(self.states, dtype=np.bool_)
        found[self.sources[self.commands == command]] = True
        return found


def truth(expander: Expander, words: Words, guard: Guard, where: str) -> NDArray[np.bool_]:
    """Return on which of `words` the state guard `guard` is true."""
    condition = lower(guard, expander.model.scope(where))
    holds = predicate(condition, expander.model.layout.words)
    found = np.empty(words.shape[1], dtype=np.bool_)
    for begin, chunk in expander.chunks(words):
        found[begin : begin + chunk.shape[1]] = holds(*chunk)
    return found


def build_graph(
    words: Words, levels: NDArray[np.int64], expander: Expander, generated: int
) -> Graph:
    """Return the graph of all of `words`; `generated` is what the search counted."""
    from .search_numpy import Index

    index = Index(words)
    initial = int(levels[1])
    edges = generated - initial
    targets = np.empty(edges, dtype=np.int32)
    kind = np.uint16 if len(expander.model.steps) <= 1 << 16 else np.uint32
    steps: NDArray[Any] = np.empty(edges, dtype=kind)
    first = np.zeros(words.shape[1] + 1, dtype=np.int64)
    filled = 0
    for begin, chunk in expander.chunks(words):
        taken = expander.expand(chunk)
        if not taken:
            continue
        sources = np.concatenate([item.sources for item in taken])
        order = np.argsort(sources, kind="stable")
        after = np.concatenate([item.words for item in taken], axis=1)
        numbers = np.concatenate(
            [np.full(len(item.sources), item.step, dtype=kind) for item in taken]
        )
        end = filled + len(order)
        targets[filled:end] = index.of(after)[order]
        steps[filled:end] = numbers[order]
        counts = np.bincount(sources, minlength=chunk.shape[1])
        first[begin + 1 : begin + 1 + len(counts)] = counts
        filled = end
    if filled != edges:
        raise AssertionError(f"{filled} edges found where the search generated {edges}")
    return Graph(words, initial, np.cumsum(first), targets, steps, expander)
