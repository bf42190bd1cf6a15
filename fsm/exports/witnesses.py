"""Which witnesses can judge a promise: programs that share no code with the checker.

SPIN and TLC read an export. Branching formulas are for the naive evaluator of the tests, which
walks the successors of the form and knows neither packing nor search; so is what SPIN and TLC
cannot say, a linear formula of the next step.
"""

from __future__ import annotations

from typing import Literal

from ..form import Form
from ..formulas import Path
from .promela import promela_asked
from .tla import tla_asked

__all__ = ["Witness", "witnesses"]

Witness = Literal["spin", "tlc", "naive"]


def witnesses(form: Form) -> dict[str, tuple[Witness, ...]]:
    """Return the witnesses of each promise of `form`, by the promise's name; each has one."""
    spin, tlc = promela_asked(form), tla_asked(form)
    found: dict[str, tuple[Witness, ...]] = {}
    for promise in form.properties:
        able: list[Witness] = []
        if promise.name in spin:
            able.append("spin")
        if promise.name in tlc:
            able.append("tlc")
        if isinstance(promise.formula, Path) or not able:
            able.append("naive")
        found[promise.name] = tuple(able)
    return found
