"""Steps: commands of a form brought down to a condition and what happens to each packed field.

What lives here: the options of a command's choices laid out as steps, contests turned into
conditions, and the proof or the question that every value stays inside its domain. What does not:
text (`source.py`) and searching.

A command with choices becomes one step per way they can fall. A value that could leave its domain
leaves a `Fault`: a condition that must be true in no reachable state. Where guard and domains
already exclude it, there is none; an engine asks the others at each level, before anything is
concluded from states that should not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ..expressions import All, Constant, Expression, Guard, Reference, Snapshot, Term, Value
from ..form import Command, Form, choices_of
from ..variables import Assignment, Choice, Offered
from .conditions import (
    FALSE,
    Condition,
    Counted,
    Known,
    Place,
    Scope,
    both,
    combinations,
    entries,
    lower,
    negated,
    number,
)
from .packing import Field, Layout

__all__ = ["Computed", "Copied", "Fault", "Fixed", "Lowered", "Model", "Step", "Tabled"]

# Proving that a value stays inside its domain is worth this many calls of its expression.
PROOF_COMBINATIONS_MAX: Final = 4096


@dataclass(frozen=True, eq=False)
class Fixed:
    """The field becomes this index."""

    field: Field
    index: int


@dataclass(frozen=True, eq=False)
class Copied:
    """The field becomes what another of the same domain was."""

    field: Field
    place: Place


@dataclass(frozen=True, eq=False)
class Computed:
    """The field becomes a number, counted from the lowest of its domain."""

    field: Field
    value: Counted
    lowest: int


@dataclass(frozen=True, eq=False)
class Tabled:
    """The field becomes an entry of a table over other fields, the first in the lowest bits."""

    field: Field
    places: tuple[Place, ...]
    table: tuple[int, ...]


Update = Fixed | Copied | Computed | Tabled


@dataclass(frozen=True, eq=False)
class Step:
    """One way one command can be taken; `command` is its index in the form."""

    command: int
    condition: Condition
    updates: tuple[Update, ...]


@dataclass(frozen=True, eq=False)
class Fault:
    """A condition that is true where `command` would write a value that cannot be."""

    command: int
    condition: Condition
    message: str


@dataclass(frozen=True, eq=False)
class Lowered:
    """One command: where it is declared, where it may step, its steps and its faults."""

    source: Condition
    enabled: Condition
    steps: tuple[Step, ...]
    faults: tuple[Fault, ...]


class Model:
    """A form brought down to packed fields: all that an engine needs."""

    def __init__(self, form: Form) -> None:
        """Lower `form`; raises `MachineError` when one of its expressions cannot be."""
        self.form = form
        self.layout = Layout(form)
        self.initial = self.layout.pack(dict.fromkeys(form.initial))
        guards = [self._declared(command) for command in form.commands]
        free = [both(parts) for parts in guards]
        by_command = {id(command): index for index, command in enumerate(form.commands)}
        self.commands: list[Lowered] = []
        for index, command in enumerate(form.commands):
            rivals = [negated(free[by_command[id(rival)]]) for rival in form.rivals(command)]
            enabled = both([free[index], *rivals])
            steps, faults = self._steps(index, command, enabled)
            self.commands.append(Lowered(guards[index][0], enabled, steps, faults))
        self.steps = tuple(step for lowered in self.commands for step in lowered.steps)
        final = form.final
        self.final = FALSE if final is None else lower(final, self.scope("final"))
        self.faults = tuple(fault for lowered in self.commands for fault in lowered.faults)

    def scope(self, where: str) -> Scope:
        """Return the scope of a state: fields now, and the parameters."""
        return Scope(self.layout, where)

    def _declared(self, command: Command) -> list[Condition]:
        scope = self.scope(_where(command))
        return [lower(command.source, scope), lower(command.guard, scope)]

    def _steps(
        self, index: int, command: Command, enabled: Condition
    ) -> tuple[tuple[Step, ...], tuple[Fault, ...]]:
        scope = self.scope(_where(command))
        steps: list[Step] = []
        faults: list[Fault] = []
        if enabled == FALSE:
            return (), ()
        choices = choices_of(command.assignments)
        for offers in product(*(tuple(_offers(choice, scope)) for choice in choices)):
            condition = both([enabled, *(offer for _, offer in offers)])
            chosen = {id(choice): value for choice, (value, _) in zip(choices, offers, strict=True)}
            updates = []
            for item in command.assignments:
                update, outside = self._update(command, item, chosen, scope)
                if update is not None:
                    updates.append(update)
                if outside != FALSE and (wrong := both([condition, outside])) != FALSE:
                    faults.append(Fault(index, wrong, f"{scope.where}: {item} leaves its domain"))
            if condition != FALSE:
                steps.append(Step(index, condition, tuple(updates)))
        return tuple(steps), tuple(faults)

    def _update(
        self, command: Command, item: Assignment, chosen: dict[int, Value], scope: Scope
    ) -> tuple[Update | None, Condition]:
        """Return what happens to the field, and where that would leave its domain."""
        field = self.layout.by_name.get(item.variable.name)
        if field is None:
            raise scope.fault(f"{item}: the model has no {item.variable.name}")
        value = Constant(chosen[id(item.value)]) if isinstance(item.value, Choice) else item.value
        places = scope.places(value.reads())
        if not places:
            fixed = scope.ask(value, scope.constants)
            if fixed in field.domain:
                return Fixed(field, field.index(fixed)), FALSE
            return None, Known(True)
        outside = self._outside(command, value, field, places, scope)
        if isinstance(value, Reference) and places[0].field.domain == field.domain:
            return Copied(field, places[0]), FALSE
        counted = number(value, scope)
        if counted is not None and field.lowest is not None:
            return Computed(field, counted, field.lowest), outside
        return _tabled(field, value, places, scope), outside

    def _outside(
        self, command: Command, value: Term, field: Field, places: Sequence[Place], scope: Scope
    ) -> Condition:
        """Return where `value` leaves the domain of `field`; FALSE when that is excluded."""
        count = 1
        for place in places:
            count *= len(place.field.domain)
        if count <= PROOF_COMBINATIONS_MAX:
            reads = value.reads() | set(scope.constants)
            known = [part for part in _conjuncts(command) if part.reads() <= reads]
            snapshots = (scope.snapshot(places, values) for _, values in entries(places))
            if all(
                scope.ask(value, snapshot) in field.domain
                for snapshot in snapshots
                if all(scope.ask(part, snapshot) for part in known)
            ):
                return FALSE
        return lower(_Outside(value, field.domain).simplified(field), scope)


def _where(command: Command) -> str:
    return command.text or f"{command.rule} {command.label}"


def _conjuncts(command: Command) -> Iterator[Guard]:
    for guard in (command.source, command.guard):
        yield from guard.guards if isinstance(guard, All) else (guard,)


def _offers(choice: Choice, scope: Scope) -> Iterator[tuple[Value, Condition]]:
    """Yield each value `choice` can fall on, and where it can."""
    places = scope.places(choice.reads())
    if not places:
        for value in choice.options(scope.constants):
            yield value, Known(True)
        return
    combinations(scope, places, choice)
    values = dict.fromkeys(
        value
        for _, known in entries(places)
        for value in choice.options(scope.snapshot(places, known))
    )
    for value in values:
        yield value, lower(Offered(choice, value), scope)


def _tabled(field: Field, value: Term, places: tuple[Place, ...], scope: Scope) -> Tabled:
    combinations(scope, places, value)
    table = [0] * (1 << sum(place.field.width for place in places))
    for entry, values in entries(places):
        result = scope.ask(value, scope.snapshot(places, values))
        table[entry] = field.index(result) if result in field.domain else 0
    return Tabled(field, places, tuple(table))


class _Outside(Guard):
    """A value is outside a domain."""

    def __init__(self, value: Term, domain: tuple[Value, ...]) -> None:
        self.value, self.domain = value, domain

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return self.value(snapshot) not in self.domain

    def __str__(self) -> str:
        return f"{self.value} outside {self.domain[0]}..{self.domain[-1]}"

    def parts(self) -> tuple[Expression, ...]:
        return (self.value,)

    def simplified(self, field: Field) -> Guard:
        """Return the same as two comparisons where the domain counts, which needs no table."""
        if field.lowest is None:
            return self
        return (self.value < self.domain[0]) | (self.value > self.domain[-1])
