"""The compiled search: breadth-first by hashing, on two threads, in Numba.

What lives here: driving the kernels level by level, growing what is full, limits, and putting the
queues in order at the end. What does not: the kernels (`kernel.py`).

Each thread enters the states it finds into its own queue; a level is the same stretch of both
queues. Threads take batches of the frontier, their own queue's first, so neither waits for the
other before the level's end, and levels keep distances exact. When the table is nearly full the
threads stop between batches, everything is grown, and the level goes on. Which of several parents
on one level a state gets may differ from run to run; its distance may not.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .expansion import Expander
from .kernel import kernel, step_type
from .packing import Words
from .search import Search
from .steps import Model
from .verdicts import Limits, Progress, Reporter, silent

__all__ = ["THREADS", "search_numba"]

THREADS: Final = min(2, os.cpu_count() or 1)
# Below this, starting threads costs more than they save.
THREADED_STATES_MIN: Final = 2048
BATCH_STATES: Final = 128
# Successors of one batch stay in the second-level cache.
BATCH_SUCCESSORS_MAX: Final = 1 << 15
TABLE_BITS_MIN: Final = 16
# Fuller than this, open addressing takes many probes.
TABLE_LOAD_MAX: Final = 0.7
# Up to here growing fourfold costs no memory worth speaking of, and half the rehashing.
TABLE_BITS_QUICK: Final = 19
STUCK_MAX: Final = 4096
POLL_S: Final = 0.05


@dataclass(eq=False)
class _Parents:
    """Finds parents in the threads' queues; `places[level]` is where each queue's part begins."""

    places: NDArray[np.int64]
    levels: NDArray[np.int64]
    parents: NDArray[np.uint32]
    steps: NDArray[Any]

    def __call__(self, state: int) -> tuple[int, int]:
        threads = self.parents.shape[0]
        level = int(np.searchsorted(self.levels, state, side="right")) - 1
        thread, number = 0, state - int(self.levels[level])
        while number >= (size := int(self.places[level + 1, thread] - self.places[level, thread])):
            thread, number = thread + 1, number - size
        number += int(self.places[level, thread])
        came_from, owner = divmod(int(self.parents[thread, number]), threads)
        before = level - 1
        offset = sum(
            int(self.places[level, other] - self.places[before, other]) for other in range(owner)
        )
        parent = int(self.levels[before]) + offset + came_from - int(self.places[before, owner])
        return parent, int(self.steps[thread, number])


def search_numba(
    model: Model,
    *,
    limits: Limits,
    reporter: Reporter = silent,
    threads: int = THREADS,
    module: Any = None,
    started: float | None = None,
) -> Search:
    """Return what is reachable in `model`; `module` is its kernel when that is there already.

    `started` is when the clock began to run, on `perf_counter`, when that was not just now.
    """
    run = _Run(model, limits, reporter, threads)
    run.started = run.started if started is None else started
    if module is None:
        run.report("compiling")
        module = kernel(model)
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return run.run(module, pool)


class _Run:
    """One compiled search."""

    def __init__(self, model: Model, limits: Limits, reporter: Reporter, threads: int) -> None:
        self.model, self.limits, self.reporter = model, limits, reporter
        self.threads = threads
        self.started = perf_counter()
        self.words = model.layout.words
        self.expander = Expander(model) if model.faults else None
        steps = max(1, len(model.steps))
        self.batch = max(8, min(BATCH_STATES, BATCH_SUCCESSORS_MAX // steps))
        self.counts = np.zeros((threads, 8), dtype=np.int64)
        self.stuck = np.zeros((threads, STUCK_MAX), dtype=np.int64)
        self.heads = np.zeros(threads * 8, dtype=np.int64)
        self.ends = np.zeros(threads, dtype=np.int64)
        self.control = np.zeros(1, dtype=np.int64)
        self.places = [np.zeros(threads, dtype=np.int64)]
        self.limit: str | None = None
        self.fault: tuple[int, str] | None = None
        self.table = np.zeros(0, dtype=np.uint64)
        size = steps * (self.batch + 1)
        kind = np.dtype(step_type(model))
        self.scratch = [
            (
                np.empty((self.words, size), dtype=np.uint64),
                np.empty(size, dtype=kind),
                np.empty(size, dtype=np.uint32),
                np.empty(size, dtype=np.uint64),
            )
            for _ in range(threads)
        ]
        self.queues = np.empty((threads, self.words, 0), dtype=np.uint64)
        self.parents = np.empty((threads, 0), dtype=np.uint32)
        self.steps = np.empty((threads, 0), dtype=kind)

    def run(self, module: Any, pool: ThreadPoolExecutor) -> Search:
        """Search level by level until nothing is new, or a limit is met."""
        self.module, self.pool = module, pool
        self._begin()
        try:
            while self._frontier and self._may_go_on():
                if not self._level():
                    break
        except KeyboardInterrupt:
            self.limit = "interrupted"
        except MemoryError:
            self.limit = "memory: the system has no more"
        return self._result()

    # -- levels -----------------------------------------------------------------------------------

    @property
    def _frontier(self) -> int:
        return int((self.ends - self.places[-1]).sum())

    @property
    def _states(self) -> int:
        return int(self.counts[:, 0].sum())

    def _begin(self) -> None:
        initial = np.unique(self.model.initial, axis=1)
        self.initial = initial.shape[1]
        bits = TABLE_BITS_MIN
        while self._room(bits) < 4 * (self.initial + self._margin):
            bits += 1
        self._resize(bits)
        self.queues[0, :, : self.initial] = initial
        self.counts[0, 0] = self.initial
        self.module.enter_all(self.table, self.queues, 0, 0, self.initial)
        self.ends[0] = self.initial
        self._ask_faults()

    def _level(self) -> bool:
        """Expand the frontier; False when stopped in the middle of it."""
        while True:
            self.counts[:, 2] = 0
            self._work()
            if self.control[0]:
                return False
            if not self.counts[:, 2].any():
                break
            self._grow()
        self.places.append(self.ends.copy())
        self.heads[::8] = self.ends
        self.ends[:] = self.counts[:, 0]
        self._ask_faults()
        return True

    def _work(self) -> None:
        remaining = int((self.ends - self.heads[::8]).clip(0).sum())
        if self.threads == 1 or remaining < THREADED_STATES_MIN:
            self._thread(0)
            return
        futures = [self.pool.submit(self._thread, thread) for thread in range(self.threads)]
        try:
            self._watch(futures)
        except BaseException:
            # The kernels look at this between batches; nothing they use may go before they stop.
            self.control[0] = 1
            wait(futures)
            raise
        for future in futures:
            future.result()

    def _watch(self, futures: list[Future[None]]) -> None:
        while wait(futures, timeout=POLL_S).not_done:
            self.report("searching")
            self.limit = self._met()
            if self.limit is not None:
                self.control[0] = 1
                wait(futures)

    def _thread(self, thread: int) -> None:
        self.module.work(
            thread,
            self.table,
            self.queues,
            self.parents,
            self.steps,
            self.heads,
            self.ends,
            self.counts,
            self.stuck,
            self.control,
            self.batch,
            self._room(self.bits),
            *self.scratch[thread],
        )

    def _may_go_on(self) -> bool:
        self.report("searching")
        self.limit = self._met()
        return self.limit is None and self.fault is None

    def _met(self) -> str | None:
        return self.limits.met(
            self._states, len(self.places), self.memory_bytes, perf_counter() - self.started
        )

    def _ask_faults(self) -> None:
        if self.expander is None:
            return
        begin, first = self.places[-1], self._states - self._frontier
        for thread in range(self.threads):
            words = self.queues[thread, :, begin[thread] : self.ends[thread]]
            if self.fault is None and (fault := self.expander.fault(words)) is not None:
                self.fault = (first + fault[0], fault[1])
            first += words.shape[1]

    # -- memory -----------------------------------------------------------------------------------

    @property
    def _margin(self) -> int:
        return self.threads * self.batch * max(1, len(self.model.steps))

    def _room(self, bits: int) -> int:
        return int((1 << bits) * TABLE_LOAD_MAX)

    def _grow(self) -> None:
        self._resize(self.bits + (2 if self.bits < TABLE_BITS_QUICK else 1))
        jobs = [
            self.pool.submit(
                self.module.enter_all, self.table, self.queues, thread, 0, self.counts[thread, 0]
            )
            for thread in range(self.threads)
        ]
        wait(jobs)
        for job in jobs:
            job.result()

    def _resize(self, bits: int) -> None:
        """Make room for a table of 2^bits places; pages nobody writes to cost no memory.

        A wide state is written before it is known to be new, hence one place more than fit.
        """
        self.bits = bits
        self.table = np.zeros(0, dtype=np.uint64)
        self.table = np.zeros(1 << bits, dtype=np.uint64)
        room = self._room(bits) + 1
        self.queues = self._longer(self.queues, room)
        self.parents = self._longer(self.parents, room)
        self.steps = self._longer(self.steps, room)

    def _longer(self, old: NDArray[Any], room: int) -> NDArray[Any]:
        new = np.empty((*old.shape[:-1], room), dtype=old.dtype)
        if old.shape[-1]:
            for thread in range(self.threads):
                used = int(self.counts[thread, 0])
                new[thread, ..., :used] = old[thread, ..., :used]
        return new

    @property
    def memory_bytes(self) -> int:
        one: int = 8 * self.words + 4 + self.steps.dtype.itemsize
        return int(self.table.nbytes) + self._states * one

    # -- results ----------------------------------------------------------------------------------

    def report(self, phase: str) -> None:
        """Tell the reporter how far it is."""
        self.reporter(
            Progress(
                phase=phase,
                engine="numba",
                states=self._states,
                frontier=self._frontier,
                generated=int(self.counts[:, 1].sum()),
                depth=len(self.places),
                memory_bytes=self.memory_bytes,
                elapsed_s=perf_counter() - self.started,
            )
        )

    def _result(self) -> Search:
        memory_bytes = self.memory_bytes
        self.table = np.zeros(0, dtype=np.uint64)
        found = self.counts[:, 0].copy()
        # The states of a level that was not finished are one more, last level.
        places = [*self.places, self.ends.copy()]
        if (found != self.ends).any():
            places.append(found)
        sizes = [int((end - begin).sum()) for begin, end in pairwise(places)]
        while sizes and not sizes[-1]:
            sizes.pop()
        bounds = np.array(places[: len(sizes) + 1])
        levels = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        whole = self.limit is None and self.fault is None
        parents = _Parents(bounds, levels, self.parents, self.steps)
        return Search(
            model=self.model,
            engine="numba",
            words=self._ordered(bounds, levels),
            levels=levels,
            generated=self.model.initial.shape[1] + int(self.counts[:, 1].sum()),
            stuck=self._stuck(bounds, levels),
            expanded=int(levels[-1]) if whole else int(levels[len(self.places) - 1]),
            elapsed_s=perf_counter() - self.started,
            memory_bytes=memory_bytes,
            limit=self.limit,
            fault=self.fault,
            parents=parents,
        )

    def _ordered(self, bounds: NDArray[np.int64], levels: NDArray[np.int64]) -> Words:
        """Return the states of both queues level by level."""
        words = np.empty((self.words, int(levels[-1])), dtype=np.uint64)
        at = 0
        for begin, end in pairwise(bounds):
            for thread in range(self.threads):
                part = self.queues[thread, :, begin[thread] : end[thread]]
                words[:, at : at + part.shape[1]] = part
                at += part.shape[1]
        return words

    def _stuck(self, bounds: NDArray[np.int64], levels: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers, in the order of the result, of the stuck states that were kept."""
        numbers: list[int] = []
        for thread in range(self.threads):
            kept = self.stuck[thread, : min(int(self.counts[thread, 3]), STUCK_MAX)]
            for packed in kept.tolist():
                number, owner = divmod(packed, self.threads)
                level = int(np.searchsorted(bounds[:, owner], number, side="right")) - 1
                offset = int((bounds[level + 1, :owner] - bounds[level, :owner]).sum())
                numbers.append(int(levels[level]) + offset + number - int(bounds[level, owner]))
        return np.array(sorted(numbers), dtype=np.int64)
