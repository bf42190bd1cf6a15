"""Promises: what liveness costs, as a multiple of the search it stands on.

What lives here: the graph and the judging of each promise about behaviours, timed. What does not:
judging (`checker/temporal.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from ..checker.compiling import kernel
from ..checker.report import Finding
from ..checker.search_numba import search_numba
from ..checker.steps import Model
from ..checker.temporal import temporal_findings
from ..checker.verdicts import Limits
from .models import Measured
from .samples import Pace, Times, interleave

__all__ = ["Promises", "measure_promises"]

SEARCH = "search"
GRAPH = "graph"


@dataclass
class Promises:
    """The times of the search, of all its edges, and of each promise; and the verdicts."""

    model: Measured
    states: int
    edges: int = 0
    times: dict[str, Times] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)

    def ratio(self, promise: str) -> float:
        """Return what the graph and this promise take, as a multiple of the search."""
        both = self.times[GRAPH].median_s + self.times[promise].median_s
        return both / self.times[SEARCH].median_s

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model.name,
            "states": self.states,
            "edges": self.edges,
            "times": {name: times.to_json() for name, times in self.times.items()},
            "verdicts": self.verdicts,
            "ratio": {name: self.ratio(name) for name in self.verdicts},
        }


def measure_promises(model: Measured, pace: Pace, said: Callable[[str], None]) -> Promises:
    """Return what the promises of `model` cost; the first run of each, which compiles, is apart."""
    lowered = Model(model.form())
    module = kernel(lowered)
    search = search_numba(lowered, limits=Limits(), module=module)
    made = Promises(model, search.states)

    def searched() -> float:
        began = perf_counter()
        search_numba(lowered, limits=Limits(), module=module)
        return perf_counter() - began

    def graph() -> float:
        search.__dict__.pop("graph", None)
        began = perf_counter()
        made.edges = search.graph.edges
        return perf_counter() - began

    def judged(number: int) -> Callable[[], float]:
        promise = model.promises[number]

        def run() -> float:
            began = perf_counter()
            found: list[Finding] = list(temporal_findings(search, (promise,), {}))
            elapsed = perf_counter() - began
            made.verdicts[promise.name] = str(found[0].verdict)
            return elapsed

        return run

    contenders = {SEARCH: searched, GRAPH: graph}
    contenders |= {item.name: judged(number) for number, item in enumerate(model.promises)}
    for name, run in contenders.items():
        said(f"{model.name}: {name}, the first time")
        run()
    made.times = interleave(contenders, pace, lambda text: said(f"{model.name}: {text}"))
    return made
