"""Contests: one model on our engines, SPIN and TLC, in turns.

What lives here: the contenders of a model, their counts, and the ratios of their times. What does
not: rounds (`samples.py`), the peers' programs (`peers.py`).

Ours is timed from the lowered model to the finished search, parents and order included, its kernel
compiled before. SPIN is timed as a process, its compiling apart. TLC is timed as a process, less
what it needs for a model of a few states. Contenders that do not count the same are no contenders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from ..checker.compiling import kernel
from ..checker.search import Search
from ..checker.search_numba import THREADS, search_numba
from ..checker.search_numpy import search_numpy
from ..checker.steps import Model
from ..checker.verdicts import Limits
from .models import Measured
from .peers import SPIN_FLAGS, Counted, PeerError, Spin, Tlc
from .samples import Pace, Times, interleave

__all__ = ["ONE_THREAD", "TLC", "Contest", "Start", "run_contest", "two_threads"]

ONE_THREAD: Final = "ours, 1 thread"
TLC: Final = "TLC"
_NUMPY: Final = "ours, NumPy"
# NumPy is for models that are done at once; beyond this it is not what anybody would choose.
NUMPY_STATES_MAX: Final = 2_000_000


def two_threads() -> str:
    """Return what the search on every thread it uses is called."""
    return f"ours, {THREADS} threads"


@dataclass
class Contest:
    """One model's counts and times; `differing` names who counted otherwise, and how."""

    model: Measured
    states: int = 0
    generated: int = 0
    depth: int = 0
    times: dict[str, Times] = field(default_factory=dict)
    compiled_s: dict[str, float] = field(default_factory=dict)
    differing: dict[str, str] = field(default_factory=dict)

    def ratio(self, ours: str, theirs: str) -> float | None:
        """Return how many times longer `theirs` takes."""
        if ours not in self.times or theirs not in self.times:
            return None
        return self.times[theirs].median_s / self.times[ours].median_s

    @property
    def best_spin(self) -> str | None:
        """The quicker of SPIN's searches, or None without SPIN."""
        spins = [name for name in SPIN_FLAGS if name in self.times]
        return min(spins, key=lambda name: self.times[name].median_s, default=None)

    def to_json(self) -> dict[str, Any]:
        spin = self.best_spin
        return {
            "model": self.model.name,
            "tuned": self.model.tuned,
            "states": self.states,
            "generated": self.generated,
            "depth": self.depth,
            "times": {name: times.to_json() for name, times in self.times.items()},
            "compiled_s": {name: round(value, 3) for name, value in self.compiled_s.items()},
            "spin_ratio": {
                ours: None if spin is None else self.ratio(ours, spin)
                for ours in (ONE_THREAD, two_threads())
            },
            "tlc_ratio": self.ratio(two_threads(), TLC),
            "differing": self.differing,
        }


@dataclass(frozen=True)
class Start:
    """What TLC needs before it begins."""

    tlc_s: float = 0.0


def run_contest(
    model: Measured, pace: Pace, directory: Path, start: Start, said: Callable[[str], None]
) -> Contest:
    """Return the contest of `model`; peers that are not here are left out."""
    contest = Contest(model)
    form = model.form()
    lowered = Model(form)
    began = perf_counter()
    said(f"{model.name}: compiling")
    module = kernel(lowered)
    contest.compiled_s["ours"] = perf_counter() - began
    first = search_numba(lowered, limits=Limits(), module=module)
    contest.states, contest.generated, contest.depth = first.states, first.generated, first.depth
    states = first.states
    del first

    def ours(search: Callable[[], Search | None]) -> Callable[[], float]:
        def run() -> float:
            began = perf_counter()
            found = search()
            elapsed = perf_counter() - began
            assert found is not None
            assert (found.states, found.generated) == (contest.states, contest.generated)
            return elapsed

        return run

    def on(threads: int) -> Callable[[], Search]:
        return lambda: search_numba(lowered, limits=Limits(), module=module, threads=threads)

    contenders = {ONE_THREAD: ours(on(1))}
    if THREADS > 1:
        contenders[two_threads()] = ours(on(THREADS))
    if states <= NUMPY_STATES_MAX:
        contenders[_NUMPY] = ours(lambda: search_numpy(lowered, limits=Limits()))
    if Spin.missing() is None:
        spin = Spin(form, directory / "spin")
        for name, flags in SPIN_FLAGS.items():
            said(f"{model.name}: compiling {name}")
            try:
                program, generating, compiling = spin.build(flags)
            except PeerError as error:
                contest.differing[name] = str(error)
                continue
            contest.compiled_s[name] = generating + compiling
            contenders[name] = _peer(contest, name, partial(spin.run, program, states))
    if Tlc.missing() is None:
        tlc = Tlc(form, directory / "tlc")
        contenders[TLC] = _peer(contest, TLC, tlc.run, start.tlc_s)
    contest.times = interleave(contenders, pace, lambda text: said(f"{model.name}: {text}"))
    for name in contest.differing:
        contest.times.pop(name, None)
    return contest


def _peer(
    contest: Contest, name: str, count: Callable[[], Counted], start_s: float = 0.0
) -> Callable[[], float]:
    def run() -> float:
        if name in contest.differing:
            return 0.0
        try:
            found = count()
        except PeerError as error:
            contest.differing[name] = str(error)
            return 0.0
        if (found.states, found.generated) != (contest.states, contest.generated):
            contest.differing[name] = f"{found.states:,} states, {found.generated:,} generated"
        return max(found.elapsed_s - start_s, 1e-3)

    return run
