"""Samples: contenders measured in turns, and what other programs disturbed left out.

What lives here: rounds, medians, and the share of a core that other processes took meanwhile. What
does not: what is measured.

Short runs are repeated until a sample lasts long enough for the system's clock of busy time, which
counts hundredths of a second. Where that clock is not to be read nothing is dropped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

__all__ = ["FOREIGN_SHARE_MAX", "Pace", "Times", "interleave", "machine_load"]

# A stolen core can halve either side; this much of one is within the scatter of a quiet machine.
FOREIGN_SHARE_MAX: Final = 0.12
# A median of fewer is no median; then all samples count, and the figure is marked.
KEPT_MIN: Final = 3
PATIENCE_S: Final = 40.0
_STAT: Final = Path("/proc/stat")


@dataclass(frozen=True)
class Pace:
    """How many undisturbed samples are wanted, and how long each lasts at least."""

    rounds: int = 5
    sample_s: float = 0.25


@dataclass
class Times:
    """The samples of one contender, in seconds."""

    all: list[float] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)

    @property
    def is_disturbed(self) -> bool:
        """Whether too few samples were undisturbed, so that the median is over all of them."""
        return len(self.quiet) < min(KEPT_MIN, len(self.all))

    @property
    def median_s(self) -> float:
        return median(self.all if self.is_disturbed else self.quiet)

    @property
    def dropped(self) -> int:
        return 0 if self.is_disturbed else len(self.all) - len(self.quiet)

    def to_json(self) -> dict[str, object]:
        return {
            "median_s": round(self.median_s, 5),
            "samples": len(self.all),
            "dropped": self.dropped,
            "disturbed": self.is_disturbed,
        }


def interleave(
    contenders: Mapping[str, Callable[[], float]], pace: Pace, said: Callable[[str], None]
) -> dict[str, Times]:
    """Run all in turns until each has its undisturbed samples.

    A contender gives the seconds that count of one run. It gets twice as many rounds where samples
    are disturbed, and fewer once it has taken `PATIENCE_S`; `said` is told of each sample.
    """
    times = {name: Times() for name in contenders}
    for turn in range(2 * pace.rounds):
        for name, run in contenders.items():
            mine = times[name]
            if len(mine.quiet) < pace.rounds and sum(mine.all) < PATIENCE_S:
                said(f"{name}, round {turn + 1}")
                _sample(run, mine, pace)
    return times


def _sample(run: Callable[[], float], times: Times, pace: Pace) -> None:
    busy, ours, began = _busy_s(), _ours_s(), perf_counter()
    taken = [run()]
    while sum(taken) < pace.sample_s:
        taken.append(run())
    wall = perf_counter() - began
    others = (_busy_s() - busy) - (_ours_s() - ours)
    times.all.append(sum(taken) / len(taken))
    if others / wall <= FOREIGN_SHARE_MAX:
        times.quiet.append(times.all[-1])


def machine_load() -> str:
    """Return the machine's load in words."""
    try:
        return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    except OSError:
        return f"{os.cpu_count()} cores"


def _busy_s() -> float:
    """Return the seconds all cores were busy so far, or what they were busy for us."""
    try:
        fields = _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    except OSError:
        return _ours_s()
    user, nice, system, _, _, interrupts, soft, stolen = map(int, fields[:8])
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


def _ours_s() -> float:
    return sum(os.times()[:4])
