"""Order: from what each thread found, in its own queue, to the states of a search by levels.

What lives here: the numbers of states, and the way from a state to the one it was found from. What
does not: searching.

A level is one stretch of each thread's queue; in the search it is those stretches one after the
other. Between threads a state is named by its number in its queue, times the threads, plus the
thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .packing import Words
from .search import Parents

__all__ = ["Order"]


class Order:
    """Where each level lies: `bounds[level]` is where it begins in each queue."""

    def __init__(self, bounds: Sequence[NDArray[np.int64]]) -> None:
        """Take the bounds of all levels and the last one's end; empty levels at the end go."""
        sizes = [int((end - begin).sum()) for begin, end in pairwise(bounds)]
        while sizes and not sizes[-1]:
            sizes.pop()
        self.bounds = np.array(bounds[: len(sizes) + 1])
        self.levels = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self.threads: int = self.bounds.shape[1]

    def words(self, queues: NDArray[np.uint64]) -> Words:
        """Return the states of all queues level by level."""
        words = np.empty((queues.shape[1], int(self.levels[-1])), dtype=np.uint64)
        at = 0
        for begin, end in pairwise(self.bounds):
            for thread in range(self.threads):
                part = queues[thread, :, begin[thread] : end[thread]]
                words[:, at : at + part.shape[1]] = part
                at += part.shape[1]
        return words

    def numbers(self, named: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        """Return the numbers of states named as threads name them, in order."""
        names = np.concatenate(named)
        places, owners = names // self.threads, names % self.threads
        sizes = np.diff(self.bounds, axis=0)
        numbers = np.empty_like(names)
        for owner in range(self.threads):
            mine = owners == owner
            place = places[mine]
            level = np.searchsorted(self.bounds[:, owner], place, side="right") - 1
            before = self.levels[level] + sizes[level, :owner].sum(axis=1)
            numbers[mine] = before + place - self.bounds[level, owner]
        return np.sort(numbers)

    def parents(self, parents: NDArray[np.uint32], steps: NDArray[Any]) -> Parents:
        """Return the way from a state to the one it was found from, and the step."""

        def parent(state: int) -> tuple[int, int]:
            level = int(np.searchsorted(self.levels, state, side="right")) - 1
            thread, number = 0, state - int(self.levels[level])
            while number >= (size := self._size(level, thread)):
                thread, number = thread + 1, number - size
            number += int(self.bounds[level, thread])
            name = np.array([parents[thread, number]], dtype=np.int64)
            return int(self.numbers([name])[0]), int(steps[thread, number])

        return parent

    def _size(self, level: int, thread: int) -> int:
        return int(self.bounds[level + 1, thread] - self.bounds[level, thread])
