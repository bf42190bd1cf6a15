"""The reference search: breadth-first by sorting and merging, in NumPy alone.

What lives here: the search that needs no compiler, and an index from states to their numbers. It
is the one to read, the default for small spaces, and what the compiled search is tested against.

A level's successors are sorted, duplicates dropped, and what was seen before is taken out by
binary search in sorted runs. Runs are merged when they are of like size, so a state is moved a
logarithmic number of times; a graph of many tiny levels still pays for every level, and that is
what the compiled search is for. One-word states are their own sort key. Wider ones are sorted by
a 64-bit mix of their words; equal keys are compared word by word, and two states that share a key
make the search start again with another mix, so the result is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .conditions import FALSE, Condition
from .expansion import Expander
from .packing import Words
from .search import Search
from .steps import Model
from .verdicts import Limits, Progress, Reporter, silent
from .watch import Watch

__all__ = ["Index", "search_numpy"]

Keys = NDArray[np.uint64]

_ODD: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


class _Collision(Exception):
    """Two different states have one key."""


def keys_of(words: Words, seed: int = 0) -> Keys:
    """Return one sort key per state: the state itself when it is one word."""
    if words.shape[0] == 1:
        only: Keys = words[0]
        return only
    mixed = np.full(words.shape[1], np.uint64(seed))
    for word in words:
        mixed = (mixed ^ word) * np.uint64(_ODD[seed % len(_ODD)])
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(_ODD[(seed + 1) % len(_ODD)])
        mixed ^= mixed >> np.uint64(32)
    return mixed


def sorted_unique(words: Words, seed: int) -> tuple[Keys, Words]:
    """Return `words` sorted by key without duplicates, and the keys."""
    if words.shape[0] == 1:
        keys = np.sort(words[0])
        if len(keys):
            keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
        return keys, keys[None, :]
    keys = keys_of(words, seed)
    order = np.argsort(keys, kind="stable")
    keys, words = keys[order], words[:, order]
    fresh = np.ones(len(keys), dtype=np.bool_)
    fresh[1:] = keys[1:] != keys[:-1]
    if ((words[:, 1:] != words[:, :-1]).any(axis=0) & ~fresh[1:]).any():
        raise _Collision
    return keys[fresh], words[:, fresh]


class _Seen:
    """Sorted runs of keys with their states."""

    def __init__(self) -> None:
        self.runs: list[tuple[Keys, Words]] = []

    def add(self, keys: Keys, words: Words) -> None:
        """Take in states that are new, sorted by key."""
        self.runs.append((keys, words))
        while len(self.runs) > 1 and len(self.runs[-2][0]) < 2 * len(self.runs[-1][0]):
            (one, one_words), (other, other_words) = self.runs.pop(), self.runs.pop()
            keys = np.concatenate([other, one])
            if one_words.shape[0] == 1:
                # A stable sort finds the two runs and merges them.
                keys.sort(kind="stable")
                self.runs.append((keys, keys[None, :]))
            else:
                order = np.argsort(keys, kind="stable")
                words = np.concatenate([other_words, one_words], axis=1)[:, order]
                self.runs.append((keys[order], words))

    def without(self, keys: Keys, words: Words) -> tuple[Keys, Words]:
        """Return what is not among the runs."""
        for seen, seen_words in self.runs[::-1]:
            if not len(keys):
                break
            place = np.searchsorted(seen, keys)
            place[place == len(seen)] = 0
            known = seen[place] == keys
            if words.shape[0] > 1 and (seen_words[:, place[known]] != words[:, known]).any():
                raise _Collision
            keys = keys[~known]
            words = keys[None, :] if words.shape[0] == 1 else words[:, ~known]
        return keys, words

    @property
    def memory_bytes(self) -> int:
        return sum(words.nbytes * (1 if words.shape[0] == 1 else 2) for _, words in self.runs)


class Index:
    """From states to their numbers in a search."""

    def __init__(self, words: Words) -> None:
        for seed in range(len(_ODD)):
            keys = keys_of(words, seed)
            order = np.argsort(keys)
            ordered = keys[order]
            if not (ordered[1:] == ordered[:-1]).any():
                break
        else:
            raise AssertionError("states share their keys under every mix")
        self.seed, self.keys, self.numbers = seed, ordered, order.astype(np.int32)

    def of(self, words: Words) -> NDArray[np.int32]:
        """Return the numbers of `words`, every one of which is a state of the search."""
        return self.numbers[np.searchsorted(self.keys, keys_of(words, self.seed))]


def search_numpy(
    model: Model,
    *,
    limits: Limits,
    reporter: Reporter = silent,
    abandon: Callable[[], bool] = lambda: False,
    broken: Condition = FALSE,
) -> Search | None:
    """Return what is reachable in `model`; None when `abandon()` became true meanwhile.

    `broken` is where an invariant does not hold, for `Limits.broken_states`.
    """
    started = perf_counter()
    for seed in range(64):
        try:
            return _Run(model, limits, reporter, abandon, broken, started, seed).run()
        except _Collision:
            continue
    raise AssertionError("states share their keys under every mix")


class _Run:
    """One search under one mix of keys."""

    def __init__(
        self,
        model: Model,
        limits: Limits,
        reporter: Reporter,
        abandon: Callable[[], bool],
        broken: Condition,
        started: float,
        seed: int,
    ) -> None:
        self.model, self.limits, self.reporter, self.abandon = model, limits, reporter, abandon
        self.started, self.seed = started, seed
        self.expander = Expander(model)
        self.watch, self.watched = Watch(model, broken, limits), 0
        self.seen = _Seen()
        self.levels: list[Words] = []
        self.stuck: list[NDArray[np.int64]] = []
        self.generated = self.states = self.expanded = 0
        self.limit: str | None = None
        self.fault: tuple[int, str] | None = None

    def run(self) -> Search | None:
        """Search level by level until nothing is new, or a limit is met."""
        self.generated = self.model.initial.shape[1]
        self._take(*sorted_unique(self.model.initial, self.seed))
        try:
            while self.levels[-1].shape[1] and self._may_go_on():
                if self.abandon():
                    return None
                self._expand_level()
        except KeyboardInterrupt:
            self.limit = "interrupted"
        except MemoryError:
            self.limit = "memory: the system has no more"
        return self._result()

    def _may_go_on(self) -> bool:
        self._report("searching")
        self.limit = self.limits.met(
            self.states, len(self.levels), self.memory_bytes, perf_counter() - self.started
        )
        if self.limit is None and self.watch.is_due(self.states):
            self.limit = self.watch.limit(self.levels[self.watched :])
            self.watched = len(self.levels)
        return self.limit is None and self.fault is None

    def _take(self, keys: Keys, words: Words) -> None:
        """Add a level of new states."""
        if (fault := self.expander.fault(words)) is not None:
            self.fault = (self.states + fault[0], fault[1])
        self.levels.append(words)
        self.states += words.shape[1]
        self.seen.add(keys, words)

    def _expand_level(self) -> None:
        frontier = self.levels[-1]
        found: list[Words] = []
        stuck: list[NDArray[np.int64]] = []
        generated = 0
        first = self.states - frontier.shape[1]
        for begin, words in self.expander.chunks(frontier):
            alive = np.zeros(words.shape[1], dtype=np.bool_)
            for taken in self.expander.expand(words):
                alive[taken.sources] = True
                generated += len(taken.sources)
                found.append(taken.words)
            ends = np.flatnonzero(~alive)
            if ends.size:
                ends = ends[~self.expander.final(words[:, ends])]
                stuck.append(first + begin + ends)
        after = np.concatenate(found, axis=1) if found else frontier[:, :0]
        keys, new = self.seen.without(*sorted_unique(after, self.seed))
        self._take(keys, new)
        self.generated += generated
        self.stuck += stuck
        self.expanded = first + frontier.shape[1]

    @property
    def memory_bytes(self) -> int:
        return self.states * 8 * self.model.layout.words + self.seen.memory_bytes

    def _report(self, phase: str) -> None:
        self.reporter(
            Progress(
                phase=phase,
                engine="numpy",
                states=self.states,
                frontier=self.levels[-1].shape[1],
                generated=self.generated,
                depth=len(self.levels),
                memory_bytes=self.memory_bytes,
                elapsed_s=perf_counter() - self.started,
            )
        )

    def _result(self) -> Search:
        levels = [words for words in self.levels if words.shape[1]]
        sizes = [words.shape[1] for words in levels]
        empty = np.empty(0, dtype=np.int64)
        return Search(
            model=self.model,
            engine="numpy",
            words=np.concatenate(levels, axis=1),
            levels=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            generated=self.generated,
            stuck=np.concatenate(self.stuck) if self.stuck else empty,
            expanded=self.expanded,
            elapsed_s=perf_counter() - self.started,
            memory_bytes=self.memory_bytes,
            limit=self.limit,
            fault=self.fault,
        )
