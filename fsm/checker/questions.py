"""Questions: everything a check asks of states and steps, in one shape.

What lives here: promises, vacuity and overlap brought down to "is this condition true somewhere?".
What does not: looking (`judges.py`), wording of verdicts (`report.py`).

A question is about states (`condition`) or about steps (`by_step`, one condition for each step of
the model that could answer it, over the state before and the state after). It expects to be true
`somewhere` or `never`. The first state or step that answers it is the nearest, so it gives a
shortest witness or counterexample.

Vacuity asks that everything declared matters: each rule fires; each part of its guard is true
somewhere and false somewhere in the states the rule is declared for; each `>>` of a promise is
met; each control state is reached. Overlap asks that of one label's rules no two can step at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from ..expressions import (
    OPERATION,
    OUTCOME,
    All,
    Comparison,
    Either,
    Expression,
    Guard,
    Implies,
    Not,
    Reference,
    constant,
)
from ..form import PROCESS, Command
from ..properties import Property
from .conditions import FALSE, Condition, Scope, both, either, lower, negated
from .report import Kind
from .steps import Model

__all__ = ["PROCESS", "Question", "questions"]


@dataclass(frozen=True, eq=False)
class Question:
    """Is this true somewhere? `name` is what a waiver calls the answer."""

    kind: Kind
    name: str
    expects: Literal["never", "somewhere"]
    text: str = ""
    condition: Condition = FALSE
    by_step: tuple[tuple[int, Condition], ...] = field(default=())

    @property
    def is_invariant(self) -> bool:
        """Whether a state that answers it breaks a promise."""
        return self.kind == "promise" and self.expects == "never" and not self.by_step


def questions(model: Model, properties: Sequence[Property]) -> Iterator[Question]:
    """Yield everything to be asked of `model`, its state and step promises first."""
    for promise in properties:
        yield from _promise(model, promise)
    for promise in properties:
        yield from _antecedents(model, promise)
    yield from _reached(model)
    yield from _rules(model)
    yield from _overlaps(model)


# -- promises ------------------------------------------------------------------------------------


def _promise(model: Model, promise: Property) -> Iterator[Question]:
    where = f"property {promise.name!r}"
    formula = promise.formula
    if not isinstance(formula, Guard):
        return
    if promise.flavour == "step":
        failing = tuple(
            (step, wrong)
            for step, condition in _by_step(model, formula, where)
            if (wrong := negated(condition)) != FALSE
        )
        yield Question("promise", promise.name, "never", str(formula), by_step=failing)
        return
    condition = lower(formula, model.scope(where))
    if promise.flavour == "always":
        yield Question("promise", promise.name, "never", str(formula), negated(condition))
    else:
        yield Question("promise", promise.name, "somewhere", str(formula), condition)


def _by_step(model: Model, guard: Guard, where: str) -> Iterator[tuple[int, Condition]]:
    """Yield each step of the model with `guard` on it: the command is known, so `on` is decided."""
    lowered: dict[tuple[str, str, str], Condition] = {}
    for number, step in enumerate(model.steps):
        command = model.form.commands[step.command]
        key = (command.operation, command.outcome, command.process)
        if key not in lowered:
            taken = dict(zip((OPERATION, OUTCOME, PROCESS), key, strict=True))
            lowered[key] = lower(guard, Scope(model.layout, where, taken, steps=True))
        yield number, lowered[key]


def _antecedents(model: Model, promise: Property) -> Iterator[Question]:
    """Ask that the premise of every `>>` in a promise is true somewhere.

    Promises about whole behaviours need the graph for that, and are asked where they are judged.
    """
    if not isinstance(promise.formula, Guard):
        return
    where = f"property {promise.name!r}"
    premises = dict.fromkeys(
        part.premise
        for expression in promise.expressions()
        for part in expression.walk()
        if isinstance(part, Implies)
    )
    for premise in premises:
        name = f"{promise.name}: ({premise}) is never true"
        if promise.flavour == "step":
            met = tuple(
                (step, condition)
                for step, condition in _by_step(model, premise, where)
                if condition != FALSE
            )
            yield Question("vacuity", name, "somewhere", by_step=met)
        else:
            condition = lower(premise, model.scope(where))
            yield Question("vacuity", name, "somewhere", condition=condition)


# -- vacuity -------------------------------------------------------------------------------------


def _reached(model: Model) -> Iterator[Question]:
    for slot in model.form.slots:
        if slot.control:
            for value in slot.domain:
                guard = Comparison("==", Reference(slot.name), constant(value))
                condition = lower(guard, model.scope(slot.name))
                yield Question(
                    "vacuity", f"{slot.name} is never {value}", "somewhere", condition=condition
                )


def _rules(model: Model) -> Iterator[Question]:
    """Ask that each rule fires, and that each part of its guard is true and false somewhere."""
    by_rule: dict[str, list[int]] = {}
    for index, command in enumerate(model.form.commands):
        by_rule.setdefault(command.rule, []).append(index)
    for rule, indices in by_rule.items():
        first = model.form.commands[indices[0]]
        # A rule that only ever raises, or is refused, has not done what it declares.
        whole = [index for index in indices if _completes(model.form.commands[index])] or indices
        fires = either([step.condition for index in whole for step in model.commands[index].steps])
        yield Question("vacuity", f"{rule} never fires", "somewhere", first.text, condition=fires)
        if all(model.form.commands[index].guard is first.guard for index in indices):
            source = either([model.commands[index].source for index in indices])
            yield from _parts(model, first, source)


def _completes(command: Command) -> bool:
    return not command.raises and command.outcome not in ("raised", "refused")


def _parts(model: Model, command: Command, source: Condition) -> Iterator[Question]:
    for part in dict.fromkeys(_atoms(command.guard)):
        scope = model.scope(command.text or command.rule)
        condition = lower(part, scope)
        for word, never in (("false", condition), ("true", negated(condition))):
            yield Question(
                "vacuity",
                f"{command.rule}: ({part}) is always {word}",
                "somewhere",
                command.text,
                condition=both([source, never]),
            )


def _atoms(guard: Expression) -> Iterator[Guard]:
    """Yield the parts of a guard that are not made of others."""
    if isinstance(guard, All | Either | Implies | Not):
        for part in guard.parts():
            yield from _atoms(part)
    elif isinstance(guard, Guard) and guard.reads():
        yield guard


def _overlaps(model: Model) -> Iterator[Question]:
    by_label: dict[tuple[str, str], list[int]] = {}
    for index, command in enumerate(model.form.commands):
        if not command.contest:
            by_label.setdefault((command.process, command.label), []).append(index)
    pairs: dict[tuple[str, str], list[Condition]] = {}
    for indices in by_label.values():
        for one, other in combinations(indices, 2):
            rules = (model.form.commands[one].rule, model.form.commands[other].rule)
            if rules[0] != rules[1]:
                together = both([model.commands[one].enabled, model.commands[other].enabled])
                if together != FALSE:
                    pairs.setdefault(rules, []).append(together)
    for (first, second), conditions in pairs.items():
        yield Question(
            "overlap", f"{first} and {second} overlap", "never", condition=either(conditions)
        )
