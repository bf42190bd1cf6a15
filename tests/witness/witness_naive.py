"""Branching formulas by their definitions, on the states of a form: the witness of last resort."""

from __future__ import annotations

from collections.abc import Callable

from fsm.expressions import Guard
from fsm.form import Form, Valuation
from fsm.formulas import Path

States = frozenset[Valuation]


class Naive:
    """Every state of a form and what follows it, by the form's own `successors`."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.states: States = frozenset(form.reachable())
        # A dead end is its own successor.
        self.after = {
            state: {after for _, after in form.successors(state)} or {state}
            for state in self.states
        }

    def holds(self, formula: Path) -> bool:
        """Return whether `formula` is true in every initial state."""
        return set(self.form.initial) <= self._where(formula)

    def _where(self, formula: Guard | Path) -> States:
        if isinstance(formula, Guard):
            return frozenset(s for s in self.states if formula(self.form.snapshot(s)))
        parts = [self._where(operand) for operand in formula.operands]
        every, first = self.states, parts[0]
        match formula.operator:
            case "not":
                return every - first
            case "and":
                return first & parts[1]
            case "or":
                return first | parts[1]
            case "=>":
                return (every - first) | parts[1]
            case "EX":
                return self._some(first)
            case "AX":
                return self._all(first)
            case "EF":
                return self._until(every, first, self._some)
            case "AF":
                return self._until(every, first, self._all)
            case "EU":
                return self._until(first, parts[1], self._some)
            case "AU":
                return self._until(first, parts[1], self._all)
            case "AG":
                return every - self._until(every, every - first, self._some)
            case "EG":
                return every - self._until(every, every - first, self._all)
        raise AssertionError(formula.operator)

    def _some(self, states: States) -> States:
        return frozenset(s for s in self.states if self.after[s] & states)

    def _all(self, states: States) -> States:
        return frozenset(s for s in self.states if self.after[s] <= states)

    def _until(self, left: States, right: States, before: Callable[[States], States]) -> States:
        """Return the least set with `right`, and with what of `left` lies before it."""
        found = right
        while (more := found | (left & before(found))) != found:
            found = more
        return found
