"""The compiled search: breadth-first by hashing, on two threads, in Numba.

What lives here: driving the kernels level by level, growing what is full, and limits. What does
not: the kernels (`kernel.py`), and putting the queues in order at the end (`order.py`).

Each thread enters the states it finds into its own queue; a level is the same stretch of both
queues. Threads take batches of the frontier, their own queue's first, so neither waits for the
other before the level's end, and levels keep distances exact. When the table is nearly full the
threads stop between batches, a larger one is filled from the queues, and the level goes on. Which
of several parents on one level a state gets may differ from run to run; its distance may not.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .compiling import kernel
from .conditions import FALSE, Condition
from .expansion import Expander
from .kernel import RECENT_BITS, step_type
from .order import Order
from .search import Search
from .steps import Model
from .verdicts import Limits, Progress, Reporter, silent
from .watch import Watch

__all__ = ["THREADS", "search_numba"]

THREADS: Final = min(2, os.cpu_count() or 1)
# Below this, starting threads costs more than they save.
THREADED_STATES_MIN: Final = 1 << 13
BATCH_STATES: Final = 128
# Successors of one batch stay in the second-level cache.
BATCH_SUCCESSORS_MAX: Final = 1 << 15
TABLE_BITS_MIN: Final = 16
# Fuller than this, open addressing takes many probes.
TABLE_LOAD_MAX: Final = 0.7
# Up to here growing fourfold costs no memory worth speaking of, and half the rehashing.
TABLE_BITS_QUICK: Final = 19
# Queues get address space for this many states at once, which costs nothing until it is written,
# so that they are never copied; where that is refused they begin smaller, and grow.
RESERVED_STATES_MAX: Final = 1 << 28
STUCK_MAX: Final = 4096
POLL_S: Final = 0.05


def search_numba(
    model: Model,
    *,
    limits: Limits,
    reporter: Reporter = silent,
    threads: int = THREADS,
    module: Any = None,
    started: float | None = None,
    broken: Condition = FALSE,
) -> Search:
    """Return what is reachable in `model`; `module` is its kernel when that is there already.

    `started` is when the clock began to run, on `perf_counter`, when that was not just now;
    `broken` is where an invariant does not hold, for `Limits.broken_states`.
    """
    run = _Run(model, limits, reporter, threads, broken)
    run.started = run.started if started is None else started
    if module is None:
        try:
            run.report("compiling")
            module = kernel(model)
        except KeyboardInterrupt:
            return run.not_begun("interrupted")
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return run.run(module, pool)


class _Run:
    """One compiled search."""

    def __init__(
        self,
        model: Model,
        limits: Limits,
        reporter: Reporter,
        threads: int,
        broken: Condition = FALSE,
    ) -> None:
        self.model, self.limits, self.reporter = model, limits, reporter
        self.threads = threads
        self.started = perf_counter()
        self.words = model.layout.words
        self.expander = Expander(model) if model.faults else None
        self.watch, self.watched = Watch(model, broken, limits), np.zeros(threads, dtype=np.int64)
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
                # A packed state never has all bits.
                np.full((self.words, 1 << RECENT_BITS), ~np.uint64(0)),
            )
            for _ in range(threads)
        ]
        self.queues = np.empty((threads, self.words, 0), dtype=np.uint64)
        self.parents = np.empty((threads, 0), dtype=np.uint32)
        self.steps = np.empty((threads, 0), dtype=kind)

    def run(self, module: Any, pool: ThreadPoolExecutor) -> Search:
        """Search level by level until nothing is new, or a limit is met."""
        self.module, self.pool = module, pool
        try:
            self._begin()
            while self._frontier and self._may_go_on():
                if not self._level():
                    break
        except KeyboardInterrupt:
            self.limit = "interrupted"
        except MemoryError:
            self.limit = "memory: the system has no more"
        return self._result()

    def not_begun(self, limit: str) -> Search:
        """Return the initial states alone, which is all there is before `limit`."""
        self._start(0)
        self.limit = limit
        return self._result()

    # -- levels -----------------------------------------------------------------------------------

    @property
    def _frontier(self) -> int:
        return int((self.ends - self.places[-1]).sum())

    @property
    def _states(self) -> int:
        return int(self.counts[:, 0].sum())

    def _start(self, least: int) -> None:
        """Put the initial states into a queue that has room for at least as many more."""
        initial = np.unique(self.model.initial, axis=1)
        count = initial.shape[1]
        self._reserve(count + least)
        self.queues[0, :, :count] = initial
        self.counts[0, 0] = self.ends[0] = count

    def _begin(self) -> None:
        self._start(self._margin)
        bits = TABLE_BITS_MIN
        while self._fitting(bits) < 4 * (self._states + self._margin):
            bits += 1
        self._new_table(bits)
        self.module.enter_all(self.table, self.queues, 0, 0, self._states)
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
            self.limit = self._met()
            if self.limit is not None:
                return False
            self._make_room()
        self.places.append(self.ends.copy())
        self.heads[::8] = self.ends
        self.ends[:] = self.counts[:, 0]
        self._ask_faults()
        return True

    def _work(self) -> None:
        remaining = int((self.ends - self.heads[::8]).clip(0).sum())
        if self.threads == 1 or remaining < THREADED_STATES_MIN:
            self._thread(0, alone=True)
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

    def _thread(self, thread: int, *, alone: bool = False) -> None:
        self.module.work(
            thread,
            alone,
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
            self._room,
            *self.scratch[thread],
        )

    def _may_go_on(self) -> bool:
        self.report("searching")
        self.limit = self._met()
        if self.limit is None and self.watch.is_due(self._states):
            self.limit = self.watch.limit(
                self.queues[thread, :, self.watched[thread] : self.ends[thread]]
                for thread in range(self.threads)
            )
            self.watched = self.ends.copy()
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

    @property
    def _room(self) -> int:
        # A wide state is written before it is known to be new, hence one place more than fit.
        return min(self._fitting(self.bits), self.queues.shape[2] - 1)

    def _fitting(self, bits: int) -> int:
        return int((1 << bits) * TABLE_LOAD_MAX)

    def _make_room(self) -> None:
        """Enlarge what is full: the table, or queues for which there was no address space."""
        if self._fitting(self.bits) > self._room:
            self._lengthen(2 * self.queues.shape[2])
            return
        self._new_table(self.bits + (2 if self.bits < TABLE_BITS_QUICK else 1))
        jobs = [
            self.pool.submit(
                self.module.enter_all, self.table, self.queues, thread, 0, self.counts[thread, 0]
            )
            for thread in range(self.threads)
        ]
        wait(jobs)
        for job in jobs:
            job.result()

    def _new_table(self, bits: int) -> None:
        self.bits = bits
        # The old one goes first: what is in it is in the queues too.
        self.table = np.zeros(0, dtype=np.uint64)
        self.table = np.zeros(1 << bits, dtype=np.uint64)

    def _reserve(self, least: int) -> None:
        room = max(least, min(self.limits.states, RESERVED_STATES_MAX) + self._margin) + 1
        while True:
            try:
                return self._lengthen(room)
            except MemoryError:
                if room <= least + 1:
                    raise
                room = max(least + 1, room // 4)

    def _lengthen(self, room: int) -> None:
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
        order = Order(places)
        levels = order.levels
        whole = self.limit is None and self.fault is None
        kept = [self.stuck[thread, : self.counts[thread, 3]] for thread in range(self.threads)]
        return Search(
            model=self.model,
            engine="numba",
            words=order.words(self.queues),
            levels=levels,
            generated=self.model.initial.shape[1] + int(self.counts[:, 1].sum()),
            stuck=order.numbers(kept),
            expanded=int(levels[-1]) if whole else int(levels[len(self.places) - 1]),
            elapsed_s=perf_counter() - self.started,
            memory_bytes=memory_bytes,
            limit=self.limit,
            fault=self.fault,
            parents=order.parents(self.parents, self.steps),
        )
