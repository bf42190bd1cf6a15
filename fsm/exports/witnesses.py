"""Which witnesses can judge a promise: programs that share no code with the checker.

SPIN and TLC read an export. What neither can say is left to the naive evaluator of the tests, which
walks the successors of the form and knows neither packing nor search: branching formulas, formulas
of the next step, and fairness beyond what a claim of SPIN can carry.
"""

from __future__ import annotations

from typing import Literal

from ..form import Form
from .promela import promela_asked
from .tla import tla_asked

__all__ = ["Witness", "witnesses"]

Witness = Literal["spin", "tlc", "naive"]


def witnesses(form: Form) -> dict[str, tuple[Witness, ...]]:
    """Return the witnesses of each promise of `form`, by the promise's name; none has none."""
    spin, tlc = promela_asked(form), tla_asked(form)
    found: dict[str, tuple[Witness, ...]] = {}
    for promise in form.properties:
        outside: list[Witness] = []
        if promise.name in spin:
            outside.append("spin")
        if promise.name in tlc:
            outside.append("tlc")
        found[promise.name] = (*outside, "naive")
    return found
