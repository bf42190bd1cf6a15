"""Conditions: guards of a form brought down to tests on packed fields.

What lives here: the few kinds of test and number the engines know, and the way from any guard to
them. What does not: their text (`source.py`), effects (`steps.py`).

A guard is split along and, or, not and implies down to atoms. An atom that reads one field is asked
for every value of it, and becomes a set of values; one that compares numbers becomes arithmetic;
any other is asked for every combination of what it reads, and becomes a table. Asking means calling
the guard itself, so the checker cannot disagree with the gate on what a guard means. A guard that
raises, or whose atom reads too many combinations, is a `MachineError` that names it.

A `Scope` says what names mean: fields of the state now, fields of the state before (in step
properties, `was.kv`), or constants (parameters; in step properties the operation that is taken).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from ..errors import MachineError
from ..expressions import (
    BEFORE,
    All,
    Arithmetic,
    Comparison,
    Constant,
    Either,
    Expression,
    Guard,
    Implies,
    Not,
    Reference,
    Snapshot,
    Term,
    Value,
)
from .packing import Field, Layout

__all__ = [
    "COMBINATIONS_MAX",
    "FALSE",
    "TRUE",
    "AnyPart",
    "Both",
    "Condition",
    "Known",
    "Lookup",
    "Member",
    "Negated",
    "Number",
    "Order",
    "Place",
    "Scope",
    "Sum",
    "Taken",
    "lower",
    "number",
]

# A table is computed by calling the guard once per entry: beyond this a model starts too slowly,
# and the guard is better written as arithmetic.
COMBINATIONS_MAX: Final = 1 << 16
# A set of values of one field, likewise; longer domains count, and are compared as numbers.
MEMBERS_MAX: Final = 1 << 12


@dataclass(frozen=True)
class Place:
    """A field, of the state now (`era` "w") or of the state before the step ("b")."""

    era: str
    field: Field


# -- numbers -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: int

    @property
    def span(self) -> tuple[int, int]:
        return self.value, self.value


@dataclass(frozen=True)
class Taken:
    """The number in a field: its index plus the lowest number of its domain."""

    place: Place
    lowest: int

    @property
    def span(self) -> tuple[int, int]:
        return self.lowest, self.lowest + len(self.place.field.domain) - 1


@dataclass(frozen=True)
class Sum:
    """A sum, difference or remainder."""

    sign: str
    left: Number | Taken | Sum
    right: Number | Taken | Sum

    @property
    def span(self) -> tuple[int, int]:
        (low, high), (other_low, other_high) = self.left.span, self.right.span
        match self.sign:
            case "+":
                return low + other_low, high + other_high
            case "-":
                return low - other_high, high - other_low
            case _:
                return 0, other_high - 1


Counted = Number | Taken | Sum


# -- tests ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """True everywhere, or nowhere."""

    value: bool


TRUE: Final = Known(True)
FALSE: Final = Known(False)


@dataclass(frozen=True)
class Member:
    """The index in a field is one of those whose bit is set in `indices`."""

    place: Place
    indices: int


@dataclass(frozen=True)
class Lookup:
    """A table over several fields, the first in the lowest bits: bit i of `table` is entry i."""

    places: tuple[Place, ...]
    table: int


@dataclass(frozen=True)
class Order:
    """Two numbers compared."""

    sign: str
    left: Counted
    right: Counted


@dataclass(frozen=True)
class Negated:
    """The part is false."""

    part: Condition


@dataclass(frozen=True)
class Both:
    """Every part is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyPart:
    """At least one part is true."""

    parts: tuple[Condition, ...]


Condition = Known | Member | Lookup | Order | Negated | Both | AnyPart


def both(parts: Sequence[Condition]) -> Condition:
    """Return the conjunction of `parts`, flattened and folded; members of one field are merged."""
    flat: list[Condition] = []
    members: dict[tuple[str, str], Member] = {}
    for part in parts:
        for item in part.parts if isinstance(part, Both) else (part,):
            if item == FALSE:
                return FALSE
            if isinstance(item, Member):
                key = (item.place.era, item.place.field.slot.name)
                seen = members.get(key)
                indices = item.indices & (seen.indices if seen else item.indices)
                if not indices:
                    return FALSE
                members[key] = Member(item.place, indices)
            elif item != TRUE:
                flat.append(item)
    flat = [*members.values(), *flat]
    if not flat:
        return TRUE
    return flat[0] if len(flat) == 1 else Both(tuple(flat))


def either(parts: Sequence[Condition]) -> Condition:
    """Return the disjunction of `parts`, folded."""
    kept = [part for part in parts if part != FALSE]
    if TRUE in kept:
        return TRUE
    if not kept:
        return FALSE
    return kept[0] if len(kept) == 1 else AnyPart(tuple(kept))


def negated(part: Condition) -> Condition:
    """Return the opposite of `part`."""
    match part:
        case Known(value=value):
            return Known(not value)
        case Member(place=place, indices=indices):
            return _member(place, ~indices)
        case Lookup(places=places, table=table):
            return Lookup(places, ~table & ((1 << (1 << sum(p.field.width for p in places))) - 1))
        case Negated(part=inner):
            return inner
    return Negated(part)


def _member(place: Place, indices: int) -> Condition:
    every = (1 << len(place.field.domain)) - 1
    indices &= every
    if not indices:
        return FALSE
    return TRUE if indices == every else Member(place, indices)


# -- lowering ------------------------------------------------------------------------------------


class Scope:
    """What names mean in one place: fields now, fields before, constants."""

    def __init__(
        self,
        layout: Layout,
        where: str,
        constants: Mapping[str, Value] | None = None,
        *,
        steps: bool = False,
    ) -> None:
        """`where` begins every complaint; `steps` admits `was.` names."""
        self.layout, self.where = layout, where
        self.constants: dict[str, Value] = {**layout.form.parameters, **(constants or {})}
        self.steps = steps

    def place(self, name: str) -> Place:
        """Return the field called `name`."""
        bare = name.removeprefix(BEFORE) if self.steps else name
        field = self.layout.by_name.get(bare)
        if field is None:
            known = ", ".join([*self.layout.by_name, *self.constants])
            raise self.fault(f"it reads {name!r}, which the model does not have; it has {known}")
        return Place("w" if bare == name else "b", field)

    def places(self, names: frozenset[str]) -> tuple[Place, ...]:
        """Return the fields among `names`, in the order of the layout."""
        found = [self.place(name) for name in names if name not in self.constants]
        order = {id(field): index for index, field in enumerate(self.layout.fields)}
        return tuple(sorted(found, key=lambda item: (order[id(item.field)], item.era)))

    def snapshot(self, places: Sequence[Place], values: Sequence[Value]) -> dict[str, Value]:
        """Return the names of `places` with `values`, constants included."""
        named = dict(self.constants)
        for place, value in zip(places, values, strict=True):
            name = place.field.slot.name
            named[name if place.era == "w" else BEFORE + name] = value
        return named

    def fault(self, text: str) -> MachineError:
        """Return the complaint about the expression this scope is for."""
        return MachineError(self.layout.form.name, [f"{self.where}: {text}"])

    def ask(self, expression: Expression, snapshot: Snapshot) -> Value:
        """Return the value of `expression`; one that raises is the declaration's fault."""
        try:
            return expression(snapshot)
        except Exception as error:
            shown = ", ".join(f"{name} = {value}" for name, value in snapshot.items())
            raise self.fault(
                f"({expression}) raises {type(error).__name__}: {error}; on {shown}"
            ) from error


def combinations(scope: Scope, places: Sequence[Place], what: object) -> int:
    """Return how many valuations `places` have; too many is a fault of `what`."""
    count = prod(len(place.field.domain) for place in places)
    if count > COMBINATIONS_MAX:
        names = ", ".join(place.field.slot.name for place in places)
        raise scope.fault(
            f"({what}) depends on {count} combinations of {names}, at most {COMBINATIONS_MAX} "
            "are tabulated: compare numbers with + - %, or narrow the domains"
        )
    return count


def lower(guard: Guard, scope: Scope) -> Condition:
    """Return `guard` as tests on packed fields."""
    match guard:
        case All(guards=parts):
            return both([lower(part, scope) for part in parts])
        case Either(guards=parts):
            return either([lower(part, scope) for part in parts])
        case Implies(premise=premise, conclusion=conclusion):
            return either([negated(lower(premise, scope)), lower(conclusion, scope)])
        case Not(guard=part):
            return negated(lower(part, scope))
    places = scope.places(guard.reads())
    if not places:
        return Known(_truth(scope, guard, scope.constants))
    if len(places) == 1 and len(places[0].field.domain) <= MEMBERS_MAX:
        (place,) = places
        return _member(
            place,
            sum(
                1 << index
                for index, value in enumerate(place.field.domain)
                if _truth(scope, guard, scope.snapshot(places, (value,)))
            ),
        )
    if isinstance(guard, Comparison):
        left, right = number(guard.left, scope), number(guard.right, scope)
        if left is not None and right is not None:
            return Order(guard.sign, left, right)
    return _lookup(guard, scope, places)


def _truth(scope: Scope, guard: Guard, snapshot: Snapshot) -> bool:
    answer = scope.ask(guard, snapshot)
    if answer not in (True, False):
        raise scope.fault(f"({guard}) answers {answer!r}: a guard is true or false")
    return bool(answer)


def _lookup(guard: Guard, scope: Scope, places: tuple[Place, ...]) -> Condition:
    combinations(scope, places, guard)
    table = 0
    for entry, values in entries(places):
        if _truth(scope, guard, scope.snapshot(places, values)):
            table |= 1 << entry
    return Lookup(places, table)


def entries(places: Sequence[Place]) -> list[tuple[int, tuple[Value, ...]]]:
    """Return every valuation of `places` with its index in a table."""
    found = []
    for indices in product(*(range(len(place.field.domain)) for place in places)):
        entry = shift = 0
        for place, index in zip(places, indices, strict=True):
            entry |= index << shift
            shift += place.field.width
        values = tuple(
            place.field.domain[index] for place, index in zip(places, indices, strict=True)
        )
        found.append((entry, values))
    return found


def number(term: Term | Expression, scope: Scope) -> Counted | None:
    """Return `term` as arithmetic on fields, or None when it is not a number there."""
    match term:
        case Constant(value=int() as value):
            return Number(int(value))
        case Reference(name=name) if name in scope.constants:
            known = scope.constants[name]
            return None if isinstance(known, str) else Number(int(known))
        case Reference(name=name):
            place = scope.place(name)
            lowest = place.field.lowest
            return None if lowest is None else Taken(place, lowest)
        case Arithmetic(sign=sign, left=left, right=right):
            one, other = number(left, scope), number(right, scope)
            if one is None or other is None or (sign == "%" and other.span[0] < 1):
                return None
            return Sum(sign, one, other)
    return None
