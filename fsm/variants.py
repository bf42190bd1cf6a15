"""Variants: a form with one thing changed, to show that a promise can fail.

What lives here: `vary` and the changes it makes. What does not: whether the variant fails
(`checker/`), and which variants a spec has (its manifest).

    vary(owner(2), without("replace"))
    vary(owner(2), guarded("enter", TRUE), writing("leave.ok", {"held": True}))

A change names steps as a fairness does: by operation, `operation.outcome`, rule, process, or
`label@process`, with `*` and `?`. A variant is a form, so a change may contradict what the
declaration it came from was validated for. A name that no step bears is an error: a variant that
changes nothing would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Protocol

from .errors import MachineError
from .expressions import STATE, TRUE, All, At, Guard, Term, Value, constant
from .form import Command, Form, Slot
from .properties import step_names
from .variables import Assignment, Choice, Count, Enum, Flag, Variable

__all__ = [
    "Change",
    "adding",
    "also_at",
    "forgetting",
    "guarded",
    "ignoring",
    "moving",
    "ranging",
    "starting",
    "vary",
    "without",
    "writing",
]

Change = Callable[[Form], Form]


class Bindable(Protocol):
    """A declaration that has a form."""

    def bind(self, **parameters: int) -> Form:
        """Return its form."""


def vary(declaration: Bindable | Form, *changes: Change) -> Form:
    """Return the form of `declaration` with `changes` made, one after the other."""
    form = declaration if isinstance(declaration, Form) else declaration.bind()
    for change in changes:
        form = change(form)
    return form


def without(name: str) -> Change:
    """Let the steps called `name` never be taken.

    They stay in the form with a guard that is never true: a fairness that names them is not at
    fault.
    """
    return guarded(name, ~TRUE)


def guarded(name: str, guard: Guard) -> Change:
    """Give the steps called `name` this guard; `TRUE` leaves them none."""
    return _changing(name, lambda form, item: replace(item, guard=guard))


def ignoring(name: str, *variables: str) -> Change:
    """Let the steps called `name` no longer ask what their guards ask of these variables.

    A guard is taken as parts joined by "and"; those that read one of `variables` are dropped.
    """

    def changed(form: Form, item: Command) -> Command:
        parts = item.guard.guards if isinstance(item.guard, All) else (item.guard,)
        kept = [part for part in parts if part.reads().isdisjoint(variables)]
        if len(kept) == len(parts):
            asked = ", ".join(variables)
            raise MachineError(form.name, [f"{item.rule} asks nothing of {asked}: {item.guard}"])
        return replace(item, guard=All(*kept) if kept else TRUE)

    return _changing(name, changed)


def forgetting(name: str, *variables: str) -> Change:
    """Let the steps called `name` no longer assign these variables."""

    def changed(form: Form, item: Command) -> Command:
        kept = (effect for effect in item.assignments if effect.variable.name not in variables)
        return replace(item, assignments=tuple(kept))

    return _changing(name, changed)


def writing(name: str, effects: Mapping[str, Value | Term | Choice]) -> Change:
    """Let the steps called `name` assign this instead of what they assigned to these variables."""

    def changed(form: Form, item: Command) -> Command:
        kept = (effect for effect in item.assignments if effect.variable.name not in effects)
        written = (_assignment(form, variable, value) for variable, value in effects.items())
        return replace(item, assignments=(*kept, *written))

    return _changing(name, changed)


def also_at(name: str, state: str, guard: Guard | None = None) -> Change:
    """Let a machine's row called `name` start in `state` too, there under `guard` if given."""

    def widened(form: Form) -> Form:
        item = _called(form, name)[0]
        there = replace(item, source=At((state,)), guard=item.guard if guard is None else guard)
        return replace(form, commands=(*form.commands, there))

    return widened


def moving(name: str, state: str) -> Change:
    """Let a machine's row called `name` lead to `state`."""
    return writing(name, {STATE: state})


def adding(
    label: str,
    effects: Mapping[str, Value | Term | Choice],
    *,
    when: Guard = TRUE,
    process: str = "",
) -> Change:
    """Add a step that no declaration lists."""
    operation, _, outcome = label.partition(".")

    def widened(form: Form) -> Form:
        added = Command(
            rule=f"added {label}",
            operation=operation,
            outcome=outcome,
            guard=when,
            assignments=tuple(_assignment(form, name, value) for name, value in effects.items()),
            process=process,
            text=f"added {label}",
        )
        return replace(form, commands=(*form.commands, added))

    return widened


def ranging(name: str, *values: Value) -> Change:
    """Give the variable called `name` these values, so that a step can leave the declared ones."""

    def changed(form: Form) -> Form:
        _slot(form, name)
        return replace(
            form,
            slots=tuple(
                replace(slot, domain=values) if slot.name == name else slot for slot in form.slots
            ),
        )

    return changed


def starting(values: Mapping[str, Value]) -> Change:
    """Let every behaviour start with these values."""

    def changed(form: Form) -> Form:
        starts = ({**form.snapshot(one), **values} for one in form.initial)
        return replace(form, initial=tuple(form.valuation(start) for start in starts))

    return changed


# -- finding and writing ---------------------------------------------------------------------------


def _changing(name: str, changed: Callable[[Form, Command], Command]) -> Change:
    def change(form: Form) -> Form:
        meant = _called(form, name)
        return replace(
            form,
            commands=tuple(
                changed(form, item) if item in meant else item for item in form.commands
            ),
        )

    return change


def _called(form: Form, name: str) -> tuple[Command, ...]:
    found = tuple(
        item
        for item in form.commands
        if any(
            each == name or fnmatchcase(each, name)
            for each in step_names(item.operation, item.outcome, item.process, item.rule)
        )
    )
    if not found:
        labels = ", ".join(dict.fromkeys(item.label for item in form.commands))
        raise MachineError(form.name, [f"a variant names {name!r}, which no step bears: {labels}"])
    return found


def _assignment(form: Form, name: str, value: Value | Term | Choice) -> Assignment:
    written = value if isinstance(value, Choice) else constant(value)
    return Assignment(_variable(_slot(form, name)), written)


def _slot(form: Form, name: str) -> Slot:
    for slot in form.slots:
        if slot.name == name:
            return slot
    listed = ", ".join(slot.name for slot in form.slots)
    raise MachineError(form.name, [f"a variant names {name!r}, no variable: {listed}"])


def _variable(slot: Slot) -> Variable:
    if all(isinstance(value, bool) for value in slot.domain):
        return Flag(slot.name)
    numbers = [value for value in slot.domain if isinstance(value, int)]
    if len(numbers) == len(slot.domain):
        return Count(slot.name, min(numbers), max(numbers))
    return Enum(slot.name, *(str(value) for value in slot.domain))
