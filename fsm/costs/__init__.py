"""Costs: what the checker and the gate take, beside their peers, each measured by one command.

What lives here: the measurements behind `turnstile bench checker` and `bench gate` (`gate`, which
needs nothing of the rest). What does not: the models, which
are the caller's, and the exports the peers read (`fsm/exports`).

`models` names what is measured; `samples` interleaves contenders and drops what other programs
disturbed; `peers` builds and runs SPIN and TLC; `contests` is one model on every engine;
`processes` is what is measured from outside, the cold start and the growth with states; `promises`
is the cost of liveness; `checker` is the order of all this and its report, `plot` the picture.

Invariants: state counts are compared before times; both sides run in turns in one run; a ratio
names both its sides; what is missing is said, never left out in silence.
"""

from __future__ import annotations

from .checker import CheckerReport, measure_checker
from .models import Measured, Plan
from .samples import Pace

__all__ = ["CheckerReport", "Measured", "Pace", "Plan", "measure_checker"]
