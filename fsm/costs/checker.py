"""The checker's bench: everything its plan names, in order, and the report of it.

What lives here: the order of the measurements, and their tables. What does not: the measurements.
"""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from .contests import ONE_THREAD, TLC, Contest, Start, run_contest, two_threads
from .models import Measured, Plan
from .peers import SPIN_DEFINES, SPIN_FLAGS, SPIN_OPTIONS, TLC_FLAGS, TLC_OPTIONS, Spin, Tlc
from .peers import versions as peer_versions
from .plot import Series, plot
from .processes import CACHE, Size, measure_sizes, measure_start
from .promises import GRAPH, SEARCH, Promises, measure_promises
from .samples import FOREIGN_SHARE_MAX, Times, machine_load

__all__ = ["CheckerReport", "measure_checker"]


@dataclass(frozen=True)
class CheckerReport:
    """What was measured, where, and what is missing."""

    machine: str
    versions: Mapping[str, str]
    flags: Mapping[str, str]
    loads: tuple[str, str]
    contests: tuple[Contest, ...]
    start_model: Measured
    start: Mapping[str, Times]
    sizes: tuple[Size, ...]
    promises: tuple[Promises, ...]
    notes: tuple[str, ...]

    @property
    def counts_agree(self) -> bool:
        """Whether everybody counted the same states on every model."""
        return not any(item.differing for item in self.contests)

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "machine": self.machine,
            "versions": dict(self.versions),
            "flags": dict(self.flags),
            "loads": list(self.loads),
            "contests": [item.to_json() for item in self.contests],
            "cold_start": {
                "model": self.start_model.name,
                "times": {name: times.to_json() for name, times in self.start.items()},
            },
            "sizes": [
                {**asdict(item), "bytes_per_state": round(item.bytes_per_state, 1)}
                for item in self.sizes
            ],
            "promises": [item.to_json() for item in self.promises],
            "notes": list(self.notes),
        }

    def plot(self) -> str:
        """Return the SVG of time over states."""
        series: Series = {
            two_threads(): [(item.states, item.elapsed_s) for item in self.sizes],
            **{
                name: [
                    (item.states, item.times[name].median_s)
                    for item in self.contests
                    if name in item.times
                ]
                for name in (ONE_THREAD, *SPIN_FLAGS, TLC)
            },
        }
        return plot("Time to search all states", series)

    def text(self) -> str:
        """Return the report as tables."""
        return "\n".join(
            [
                *_contest_table(self.contests),
                "",
                f"From a cold start to the verdict: {self.start_model.name}, seconds",
                *(f"  {_seconds(times):>10}  {name}" for name, times in self.start.items()),
                "",
                *_size_table(self.sizes),
                *(line for item in self.promises for line in _promise_lines(item)),
                "",
                *self._small_print(),
            ]
        )

    def _small_print(self) -> Iterator[str]:
        yield (
            "Medians of samples taken in turns. Samples during which other processes took more "
            f"than {FOREIGN_SHARE_MAX:.0%} of"
        )
        yield "a core are dropped; ~ marks the median of all, where too few were undisturbed."
        yield f"{self.machine}; {date.today()}; {self.loads[0]} before, {self.loads[1]} after"
        yield ", ".join(f"{name} {number}" for name, number in self.versions.items())
        yield from (f"{name}: {text}" for name, text in self.flags.items())
        yield from (f"note: {text}" for text in self.notes)


def measure_checker(plan: Plan, said: Callable[[str], None] = lambda text: None) -> CheckerReport:
    """Measure everything in `plan`; `said` is told what is being done."""
    before = machine_load()
    notes = [
        f"without {name}: {gone}"
        for name, gone in (("SPIN", Spin.missing()), ("TLC", Tlc.missing()))
        if gone is not None
    ]
    with tempfile.TemporaryDirectory(prefix="turnstile-bench-") as name, _kernels_in(name):
        place = Path(name)
        start = _tlc_start(plan, place, said)
        contests = tuple(
            run_contest(model, plan.pace, place / str(number), start, said)
            for number, model in enumerate(plan.contests)
        )
        cold = measure_start(plan.start, plan.pace, place / "start", said)
        sizes = tuple(measure_sizes(plan.sizes, said))
        promises = tuple(measure_promises(model, plan.pace, said) for model in plan.promises)
    notes += [
        f"{item.model.name}: {who} counts otherwise: {how}"
        for item in contests
        for who, how in item.differing.items()
    ]
    if start.tlc_s:
        notes.append(f"TLC's {start.tlc_s:.2f} s to start are taken off its times")
    return CheckerReport(
        machine=_machine(),
        versions=_versions(),
        flags=_flags(),
        loads=(before, machine_load()),
        contests=contests,
        start_model=plan.start,
        start=cold,
        sizes=sizes,
        promises=promises,
        notes=tuple(notes),
    )


@contextmanager
def _kernels_in(directory: str) -> Iterator[None]:
    """Keep compiled kernels in `directory`: compiling is measured, and others are left alone."""
    kept = os.environ.get(CACHE)
    os.environ[CACHE] = directory
    try:
        yield
    finally:
        if kept is None:
            del os.environ[CACHE]
        else:
            os.environ[CACHE] = kept


def _tlc_start(plan: Plan, directory: Path, said: Callable[[str], None]) -> Start:
    if Tlc.missing() is not None:
        return Start()
    said("TLC: its start")
    tlc = Tlc(plan.least.form(), directory / "least")
    return Start(median(tlc.run().elapsed_s for _ in range(plan.pace.rounds)))


# -- tables ----------------------------------------------------------------------------------------


def _contest_table(contests: tuple[Contest, ...]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for item in contests for name in item.times))
    width = max(len(item.model.name) for item in contests) + 2
    heads = [f"{name.removeprefix('ours, '):>10}" for name in columns]
    yield "All states, in seconds, ours on one thread, on two, and by NumPy alone"
    yield "× is how many times longer than ours on 1 or 2 threads: the quicker SPIN, and TLC"
    yield (
        f"{'':{width}}{'states':>12}{'generated':>13}{'depth':>7}  "
        + "".join(heads)
        + f"{'SPIN/1':>9}{'SPIN/2':>9}{'TLC/2':>9}"
    )
    for item in contests:
        name = item.model.name + ("" if item.model.tuned else " *")
        cells = [
            f"{_seconds(item.times[column]) if column in item.times else '':>10}"
            for column in columns
        ]
        spin, both = item.best_spin, two_threads()
        ratios = [
            item.ratio(ONE_THREAD, spin) if spin else None,
            item.ratio(both, spin) if spin else None,
            item.ratio(both, TLC),
        ]
        shown = [f"{'' if ratio is None else f'{ratio:.1f}×':>9}" for ratio in ratios]
        yield (
            f"{name:{width}}{item.states:>12,}{item.generated:>13,}{item.depth:>7}  "
            + "".join([*cells, *shown])
        )
    if any(not item.model.tuned for item in contests):
        yield "* no figure on this model guided how the checker is written"
    compiled = "; ".join(
        f"{item.model.name}: "
        + ", ".join(f"{who} {seconds:.1f} s" for who, seconds in item.compiled_s.items())
        for item in contests
    )
    yield f"compiling, not counted above: {compiled}"


def _size_table(sizes: tuple[Size, ...]) -> Iterator[str]:
    width = max(len(item.name) for item in sizes) + 2
    yield f"How time grows: {two_threads()}, each in a process of its own"
    yield (
        f"{'':{width}}{'states':>12}{'generated':>13}{'depth':>7}{'seconds':>10}"
        f"{'states/s':>13}{'bytes/state':>13}"
    )
    for item in sizes:
        yield (
            f"{item.name:{width}}{item.states:>12,}{item.generated:>13,}{item.depth:>7}"
            f"{item.elapsed_s:>10.3f}{item.states_per_s:>13,.0f}{item.bytes_per_state:>13.1f}"
        )


def _promise_lines(item: Promises) -> Iterator[str]:
    yield ""
    yield f"Behaviours: {item.model.name}, {item.states:,} states, {item.edges:,} edges, seconds"
    for name, times in item.times.items():
        what = {SEARCH: "the search", GRAPH: "all edges"}.get(name, name)
        verdict = item.verdicts.get(name, "")
        if verdict:
            what += f" ({verdict}): {item.ratio(name):.1f} × the search, edges included"
        yield f"  {_seconds(times):>10}  {what}"


def _seconds(times: Times) -> str:
    return f"{'~' if times.is_disturbed else ''}{times.median_s:.3f}"


# -- where -----------------------------------------------------------------------------------------


def _flags() -> dict[str, str]:
    flags = {}
    if Spin.missing() is None:
        flags = {
            name: " ".join(["spin -a -o1 -o2; gcc", *given, *SPIN_DEFINES])
            + f"; pan {SPIN_OPTIONS}"
            for name, given in SPIN_FLAGS.items()
        }
    if Tlc.missing() is None:
        flags[TLC] = " ".join(["java", *TLC_FLAGS, "tlc2.TLC", *TLC_OPTIONS])
    return flags


def _versions() -> dict[str, str]:
    ours = {name: version(name) for name in ("numpy", "numba")}
    return {"Python": platform.python_version(), **ours, **peer_versions()}


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
