"""The checker: explores every state of a form and judges what it promises.

    report = check(LIFECYCLE)            # or a System, or a Form
    assert report.verdict is Verdict.HOLDS, report

The way of a check, one file each. `packing` lays slots into words; `conditions` and `steps` bring
guards and effects down to tests and writes on them; `source` writes those as NumPy or Numba text.
`expansion` runs them on many states; `search_numpy` and `search_numba` (with its `kernel`, its
`atomics`, `compiling` and `order`) find every state, `exploration` chooses between them, `watch`
ends a large one that breaks an invariant, `search` is what they return, with shortest paths, and
`graph` its edges. `questions` is what is asked, `judges` looks for answers,
`trace` is one way through the model, `report` what the caller gets in the words of `verdicts`, and
`decision` the order of all this.

Promises about whole behaviours go through `temporal`: branching ones to `branching`, linear ones to
`linear`, which makes an `arena` (in step with one of the `automata` where it must), asks `fairness`
which cycles count, and shows one by `lasso`. `walks` are the loops they share.

Invariants: both engines return the same states, count of generated states and depth; a truncated
search never says HOLDS; counterexamples are shortest; nothing is ever judged by a guard's copy:
tests are tabulated by calling the guard itself.
"""

from __future__ import annotations

from .decision import check
from .exploration import explore
from .graph import Graph
from .report import Finding, Report
from .search import Search
from .steps import Model
from .trace import Trace, TraceStep
from .verdicts import Limits, Progress, Reporter, Verdict

__all__ = [
    "Finding",
    "Graph",
    "Limits",
    "Model",
    "Progress",
    "Report",
    "Reporter",
    "Search",
    "Trace",
    "TraceStep",
    "Verdict",
    "check",
    "explore",
]
