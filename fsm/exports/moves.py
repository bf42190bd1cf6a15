"""Moves: the commands of a form, as an export writes them.

What lives here: actions (all commands of one rule with one label), their moves, the rivals a move
must not have, and the options of a choice. What does not: any language.

Commands of one rule that differ in their source alone become one move, at several sources. That
changes no count: their sources exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ..expressions import (
    STATE,
    TRUE,
    All,
    Among,
    Arithmetic,
    At,
    Comparison,
    Constant,
    Either,
    Expression,
    Guard,
    Implies,
    Not,
    Reference,
    Term,
    Value,
)
from ..form import Command, Form, choices_of
from ..properties import Fairness, meant, step_names
from ..variables import Assignment, Between, Choice, Flag, Offered

__all__ = ["Action", "Move", "actions", "allowed", "fair_sets", "named", "options", "stays"]


@dataclass(frozen=True, eq=False)
class Move:
    """One guarded step, at any of its sources; `rivals` must all be false."""

    source: Guard
    guard: Guard
    rivals: tuple[Guard, ...]
    assignments: tuple[Assignment, ...]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return choices_of(self.assignments)

    @property
    def condition(self) -> Guard:
        """What must hold for the move, the options of its choices apart."""
        return All(self.source, self.guard, *(Not(rival) for rival in self.rivals))


@dataclass(frozen=True, eq=False)
class Action:
    """All moves of one rule with one label."""

    rule: str
    operation: str
    outcome: str
    process: str
    text: str
    moves: tuple[Move, ...]

    @property
    def label(self) -> str:
        return f"{self.operation}.{self.outcome}" if self.outcome else self.operation

    @property
    def title(self) -> str:
        """The id of the rule and its label, the label once."""
        return self.rule if self.rule.startswith(self.label) else f"{self.rule} {self.label}"

    def names(self) -> tuple[str, ...]:
        """Return every name a step of it bears."""
        return step_names(self.operation, self.outcome, self.process, self.rule)


def actions(form: Form) -> tuple[Action, ...]:
    """Return every action of `form`, in the order of the commands."""
    grouped: dict[tuple[str, str, str, str], list[Command]] = {}
    for command in form.commands:
        key = (command.rule, command.operation, command.outcome, command.process)
        grouped.setdefault(key, []).append(command)
    return tuple(
        Action(*key, text=commands[0].text, moves=_moves(form, commands))
        for key, commands in grouped.items()
    )


def _moves(form: Form, commands: Sequence[Command]) -> tuple[Move, ...]:
    merged: list[tuple[Any, list[Command], tuple[Guard, ...]]] = []
    for command in commands:
        rivals = tuple(_rivals(form, command))
        shape = (
            _shape(command.guard),
            _effect(command),
            tuple(map(_shape, rivals)),
            _where(command.source)[:1] or id(command),
        )
        for known, group, _ in merged:
            if known == shape and not any(_meet(command, other) for other in group):
                group.append(command)
                break
        else:
            merged.append((shape, [command], rivals))
    return tuple(
        Move(_sources(group), group[0].guard, rivals, group[0].assignments)
        for _, group, rivals in merged
    )


def _rivals(form: Form, command: Command) -> Iterable[Guard]:
    """Yield what must be false for `command` to step, as far as its own source leaves it open."""
    here = _where(command.source)
    for rival in form.rivals(command):
        there = _where(rival.source)
        if here and there and here[0] == there[0]:
            if set(here[1]) <= set(there[1]):
                yield rival.guard
                continue
            if not set(here[1]) & set(there[1]):
                continue
        yield rival.guard if rival.source is TRUE else All(rival.source, rival.guard)


def _where(source: Guard) -> tuple[str, tuple[Value, ...]] | tuple[()]:
    """Return the slot and the values that a source names, where it is as simple as that."""
    match source:
        case At(states=states):
            return STATE, states
        case Among(term=Reference(name=name), values=values):
            return name, values
    return ()


def _meet(one: Command, other: Command) -> bool:
    """Whether two sources on one slot have a value in common."""
    here, there = _where(one.source), _where(other.source)
    return not here or not there or bool(set(here[1]) & set(there[1]))


def _sources(group: Sequence[Command]) -> Guard:
    if len(group) == 1:
        return group[0].source
    values = tuple(value for item in group for value in _listed_values(item))
    return Among(Reference(_name(group[0])), values)


def _listed_values(command: Command) -> tuple[Value, ...]:
    found = _where(command.source)
    return found[1] if found else ()


def _name(command: Command) -> str:
    found = _where(command.source)
    return found[0] if found else ""


# -- equal expressions -----------------------------------------------------------------------------


def _shape(expression: Expression) -> Any:
    """Return what two expressions share exactly when they mean the same, letter by letter."""
    match expression:
        case Constant(value=value):
            return ("constant", type(value), value)
        case Flag(name=name):
            return ("flag", name)
        case Reference(name=name):
            return ("reference", name)
        case At(states=states):
            return ("at", states)
        case Among(values=values):
            return ("among", _shape(expression.term), values)
        case Comparison(sign=sign) | Arithmetic(sign=sign):
            return (sign, *map(_shape, expression.parts()))
        case All() | Either() | Implies() | Not():
            return (type(expression), *map(_shape, expression.parts()))
    return expression if expression is TRUE else id(expression)


def _effect(command: Command) -> Any:
    """Return the same for two commands with the same effect."""
    falls = {choice: index for index, choice in enumerate(choices_of(command.assignments))}
    return tuple(
        (
            item.variable.name,
            _shape(item.value)
            if isinstance(item.value, Term)
            else (falls[item.value], type(item.value), str(item.value)),
        )
        for item in command.assignments
    )


# -- choices ---------------------------------------------------------------------------------------


def options(form: Form, choice: Choice) -> tuple[Value, ...]:
    """Return every value that is an option of `choice` anywhere."""
    domains = {slot.name: slot.domain for slot in form.slots}
    names = sorted(choice.reads())
    pools = [domains.get(name) or (form.parameters[name],) for name in names]
    return tuple(
        dict.fromkeys(
            value
            for values in product(*pools)
            for value in choice.options(dict(zip(names, values, strict=True)))
        )
    )


def allowed(choice: Choice, value: Value) -> Guard:
    """Return when `value` is an option of `choice`."""
    if not choice.reads():
        return TRUE
    if isinstance(choice, Between):
        low = Comparison("<=", choice.low, Constant(value))
        return All(low, Comparison("<=", Constant(value), choice.high))
    return Offered(choice, value)


# -- steps by name ---------------------------------------------------------------------------------


def named(found: Sequence[Action], name: str) -> tuple[tuple[Action, ...], ...]:
    """Return the actions that `name`, perhaps a pattern, stands for: one group for each name."""
    known = [(item.operation, item.outcome, item.process, item.rule) for item in found]
    return tuple(tuple(item for item in found if one in item.names()) for one in meant(name, known))


def fair_sets(
    found: Sequence[Action], fair: Sequence[Fairness], only: Sequence[str] = ()
) -> tuple[tuple[str, tuple[Action, ...]], ...]:
    """Return each constraint as its strength and its actions, those outside `only` left out."""
    within = {item for name in only for group in named(found, name) for item in group}
    constraints: list[tuple[str, tuple[Action, ...]]] = []
    for item in fair:
        groups = [group for name in item.names for group in named(found, name)]
        if item.together:
            groups = [tuple(dict.fromkeys(action for group in groups for action in group))]
        for group in groups:
            kept = tuple(action for action in group if not only or action in within)
            if kept:
                constraints.append((item.strength, kept))
    return tuple(constraints)


def stays(move: Move) -> bool:
    """Whether a move might lead back to where it began, as far as is plain to see."""
    fixed: dict[str, set[Value]] = {}
    for part in _conjuncts(All(move.source, move.guard)):
        match part:
            case At(states=states):
                _narrow(fixed, STATE, states)
            case Among(term=Reference(name=name), values=values):
                _narrow(fixed, name, values)
            case Comparison(sign="==", left=Reference(name=name), right=Constant(value=value)):
                _narrow(fixed, name, (value,))
            case Flag(name=name):
                _narrow(fixed, name, (True,))
            case Not(guard=Flag(name=name)):
                _narrow(fixed, name, (False,))
    return not any(
        isinstance(item.value, Constant)
        and item.variable.name in fixed
        and item.value.value not in fixed[item.variable.name]
        for item in move.assignments
    )


def _narrow(fixed: dict[str, set[Value]], name: str, values: Iterable[Value]) -> None:
    fixed[name] = fixed[name] & set(values) if name in fixed else set(values)


def _conjuncts(guard: Guard) -> Iterable[Guard]:
    if isinstance(guard, All):
        for part in guard.guards:
            yield from _conjuncts(part)
    else:
        yield guard
