"""Processes: what is measured from outside: the cold start to a verdict, and the largest spaces.

What lives here: runs in a process of its own, whose memory and whose first moments are its own.
What does not: contests in one process (`contests.py`).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from .models import Measured
from .peers import SPIN_QUICK_FLAGS, PeerError, Spin
from .samples import Pace, Times, interleave

__all__ = ["Size", "child", "measure_sizes", "measure_start"]

# The environment variable that says where compiled kernels are kept.
CACHE: Final = "TURNSTILE_CACHE_DIR"
FIRST: Final = "ours, for the first time"
AGAIN: Final = "ours, its kernel kept"
REPEATED_S_MAX: Final = 2.0


@dataclass(frozen=True)
class Size:
    """One search in its own process.

    `accounted_bytes` is what its tables and arrays take, parents included; `peak_bytes` what the
    process grew by beyond its start, which is nothing where compiling had taken more before.
    """

    name: str
    states: int
    generated: int
    depth: int
    elapsed_s: float
    accounted_bytes: int
    peak_bytes: int

    @property
    def states_per_s(self) -> float:
        return self.states / self.elapsed_s

    @property
    def bytes_per_state(self) -> float:
        return self.accounted_bytes / self.states


def _python(program: str, cache: str | None = None) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
    if cache is not None:
        environment[CACHE] = cache
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise PeerError(f"{program!r} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


# -- from nothing to a verdict ---------------------------------------------------------------------


def measure_start(
    model: Measured, pace: Pace, directory: Path, said: Callable[[str], None]
) -> dict[str, Times]:
    """Return the times from a program's start to its verdict, SPIN's from its generator's."""
    kept = directory / "kept"
    kept.mkdir(parents=True)

    def ours(cache: Callable[[], str]) -> Callable[[], float]:
        def run() -> float:
            place = cache()
            began = perf_counter()
            _python(model.program(), place)
            return perf_counter() - began

        return run

    def spin(flags: tuple[str, ...]) -> Callable[[], float]:
        def run() -> float:
            made = Spin(form, Path(tempfile.mkdtemp(dir=directory)))
            began = perf_counter()
            made.run(made.build(flags)[0], states)
            return perf_counter() - began

        return run

    states = int(_python(model.program(), str(kept)).split()[0])
    contenders = {
        FIRST: ours(lambda: tempfile.mkdtemp(dir=directory)),
        AGAIN: ours(lambda: str(kept)),
    }
    if Spin.missing() is None:
        form = model.form()
        for flags in SPIN_QUICK_FLAGS:
            contenders[f"SPIN, gcc {' '.join(flags)}"] = spin(flags)
    return interleave(contenders, pace, lambda text: said(f"cold start: {text}"))


# -- sizes -----------------------------------------------------------------------------------------


def measure_sizes(models: tuple[Measured, ...], said: Callable[[str], None]) -> list[Size]:
    """Return the search of each model, in a process of its own."""
    sizes = []
    for model in models:
        said(f"{model.name}: in its own process")
        call = (model.name, model.target, model.arguments, dict(model.options))
        program = f"from fsm.costs.processes import child; child(*{call!r})"
        sizes.append(Size(**json.loads(_python(program))))
    return sizes


def child(name: str, target: str, arguments: tuple[int, ...], options: dict[str, bool]) -> None:
    """Search in this process and print a `Size` as JSON; small models are searched repeatedly."""
    from ..checker.compiling import kernel
    from ..checker.search_numba import search_numba
    from ..checker.steps import Model
    from ..checker.verdicts import Limits

    model = Model(Measured(name, target, arguments, options).form())
    module = kernel(model)
    before = _peak_bytes()
    elapsed: list[float] = []
    while not elapsed or (sum(elapsed) < REPEATED_S_MAX and len(elapsed) < 5):
        began = perf_counter()
        found = search_numba(model, limits=Limits(memory_bytes=1 << 40), module=module)
        elapsed.append(perf_counter() - began)
    size = Size(
        name=name,
        states=found.states,
        generated=found.generated,
        depth=found.depth,
        elapsed_s=median(elapsed),
        accounted_bytes=found.memory_bytes,
        peak_bytes=_peak_bytes() - before,
    )
    print(json.dumps(asdict(size)))


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10
