"""Temporal promises as claims about one behaviour, for checkers that know no other.

What lives here: which promises are linear, and the linear formula of each. An invariant is
"always"; a witness is the violation of "never"; of branching formulas AG and, from a single start,
EF of a guard are as linear. What does not: how a language writes the formula.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..expressions import OPERATION, OUTCOME, Guard, Not
from ..form import Form
from ..formulas import F, G, Linear, Path
from ..properties import Behaviours, LeadsTo, Property

__all__ = ["PROCESS", "Claim", "claim_of"]

PROCESS = "process"


@dataclass(frozen=True, eq=False, slots=True)
class Claim:
    """A linear formula; when it is `denied`, its violation means that the promise holds.

    `next_step` says that it speaks of the next position, or of the step that leads there.
    """

    formula: Guard | Linear
    denied: bool = False
    next_step: bool = False


def claim_of(form: Form, promise: Property) -> Claim | None:
    """Return the claim of `promise`, or None when it is about steps, or truly branching."""
    formula = promise.formula
    match promise.flavour, formula:
        case "step", _:
            return None
        case "always", Guard():
            return Claim(G(formula))
        case "sometimes", Guard():
            return Claim(G(Not(formula)), denied=True)
        case _, Path(operator="AG", operands=(Guard() as guard,)):
            return Claim(G(guard))
        case _, Path(operator="EF", operands=(Guard() as guard,)) if len(set(form.initial)) == 1:
            return Claim(G(Not(guard)), denied=True)
        case _, LeadsTo(premise=premise, conclusion=conclusion):
            return Claim(G(premise >> F(conclusion)))
        case _, Behaviours(formula=linear):
            return Claim(linear, next_step=_next_step(linear))
    return None


def _next_step(formula: Guard | Linear) -> bool:
    if isinstance(formula, Guard):
        return bool(formula.reads() & {OPERATION, OUTCOME, PROCESS})
    return formula.operator == "X" or any(map(_next_step, formula.operands))
