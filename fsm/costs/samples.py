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

__all__ = ["FOREIGN_SHARE_MAX", "Contender", "Times", "interleave", "machine_load"]

# A stolen core can halve either side; this much of one is within the scatter of a quiet machine.
FOREIGN_SHARE_MAX: Final = 0.12
SAMPLE_S_MIN: Final = 0.25
KEPT_MIN: Final = 3
_STAT: Final = Path("/proc/stat")


@dataclass(frozen=True)
class Contender:
    """Something that is run again and again: `run` returns the seconds that count of one run."""

    run: Callable[[], float]
    rounds: int


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


def interleave(contenders: Mapping[str, Contender]) -> dict[str, Times]:
    """Run all in turns, each as many rounds as it asks for, after one run that does not count."""
    times = {name: Times() for name in contenders}
    for item in contenders.values():
        if item.rounds > 1:
            item.run()
    for turn in range(max((item.rounds for item in contenders.values()), default=0)):
        for name, item in contenders.items():
            if turn < item.rounds:
                _sample(item.run, times[name])
    return times


def _sample(run: Callable[[], float], times: Times) -> None:
    busy, ours, began = _busy_s(), _ours_s(), perf_counter()
    taken = [run()]
    while sum(taken) < SAMPLE_S_MIN:
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
