"""Watching: ends a large search when an invariant is broken, level by level.

What lives here: the test of the states found since it was last asked. What does not: judging; what
is reported is found by `judges.py` as ever, and is as near as ever, for levels are whole.

Below `Limits.broken_states` it looks at nothing: a small search is finished, and every question of
it answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from .conditions import FALSE, Condition
from .expansion import CHUNK_STATES
from .packing import Words
from .source import predicate
from .steps import Model
from .verdicts import Limits

__all__ = ["Watch"]


class Watch:
    """Looks for states where `broken` is true."""

    def __init__(self, model: Model, broken: Condition, limits: Limits) -> None:
        self._limits = limits
        self._breaks = None if broken == FALSE else predicate(broken, model.layout.words)

    def is_due(self, states: int) -> bool:
        """Whether a search of so many states is to be looked at."""
        return self._breaks is not None and states >= self._limits.broken_states

    def limit(self, found: Iterable[Words]) -> str | None:
        """Return what ends the search when a state of `found` breaks an invariant, or None."""
        assert self._breaks is not None
        for words in found:
            for begin in range(0, words.shape[1], CHUNK_STATES):
                if self._breaks(*words[:, begin : begin + CHUNK_STATES]).any():
                    return f"an invariant broken beyond {self._limits.broken_states:,} states"
        return None
