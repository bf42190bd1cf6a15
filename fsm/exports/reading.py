"""Reading: guards, terms and choices of a form, written in another language.

What lives here: `Dialect`, what a language must say about itself, and the way from an expression
to its text. What does not: steps (`moves.py`) and the files of one language.

Numbers, flags and words are kept apart, because the languages disagree on comparing them. An
expression whose parts are of one kind is written as it stands. Any other (a guard of a kind unknown
here, a word compared with a number) is asked for every combination of the values it reads, and
written as the list of those where it is true: the meaning is the expression's own, never a copy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, Literal

from ..errors import MachineError
from ..expressions import (
    STATE,
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
from ..expressions import TRUE as ALWAYS
from ..variables import Flag
from .logic import (
    FALSE,
    TRUE,
    Proposition,
    Words,
    atom,
    conjunction,
    disjunction,
    implication,
    negation,
)

__all__ = [
    "Dialect",
    "Kind",
    "Place",
    "Scope",
    "arithmetic",
    "kind_of",
    "literal_in",
    "read",
    "written",
]

Kind = Literal["flag", "number", "word", "mixed"]

# A list of more combinations is nothing anybody reads.
COMBINATIONS_MAX: Final = 4096


def kind_of(domain: Sequence[Value]) -> Kind:
    """Return what the values are; a slot of words and numbers is mixed."""
    if all(isinstance(value, bool) for value in domain):
        return "flag"
    if all(isinstance(value, int) and not isinstance(value, bool) for value in domain):
        return "number"
    return "word" if all(isinstance(value, str) for value in domain) else "mixed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name of an expression is found: its text in the language, and its values."""

    text: str
    domain: tuple[Value, ...]

    @property
    def kind(self) -> Kind:
        return kind_of(self.domain)


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean: places, and names whose value is known (the operation, in a step)."""

    places: Mapping[str, Place]
    where: str
    known: Mapping[str, Value]

    def place(self, name: str) -> Place:
        """Return the place of `name`; `MachineError` when there is none."""
        if name not in self.places:
            raise MachineError(self.where, [f"it reads {name!r}, which is nothing in the form"])
        return self.places[name]


class Dialect(ABC):
    """What a language says about itself."""

    words: Words
    signs: Mapping[str, str]

    @abstractmethod
    def word(self, value: Value) -> str:
        """Return a word, or a value of a mixed slot."""

    def number(self, value: int) -> str:
        """Return a whole number."""
        return str(value) if value >= 0 else f"({value})"

    def literal(self, value: Value, kind: Kind) -> str:
        """Return `value` as one of a slot of this kind."""
        if kind == "flag":
            return self.words.true if value else self.words.false
        return self.number(int(value)) if kind == "number" else self.word(value)

    def compared(self, sign: str, left: str, right: str) -> Proposition:
        """Return a comparison; the sign is Python's."""
        return atom(f"{left} {self.signs[sign]} {right}")

    def among(self, place: Place, values: Sequence[Value]) -> Proposition:
        """Return that the place has one of these values of its domain."""
        return disjunction(
            self.compared("==", place.text, self.literal(value, place.kind)) for value in values
        )

    def remainder(self, left: str, right: str, *, negative: bool) -> str:
        """Return the remainder, never negative; `negative` when the left may be."""
        return f"{left} % {right}"

    @abstractmethod
    def conditional(self, condition: Proposition, yes: str, no: str) -> str:
        """Return one of two values."""


# -- guards --------------------------------------------------------------------------------------


def read(guard: Guard, scope: Scope, dialect: Dialect) -> Proposition:
    """Return `guard` in the language."""
    match guard:
        case All(guards=guards):
            return conjunction(read(part, scope, dialect) for part in guards)
        case Either(guards=guards):
            return disjunction(read(part, scope, dialect) for part in guards)
        case Implies(premise=premise, conclusion=conclusion):
            return implication(read(premise, scope, dialect), read(conclusion, scope, dialect))
        case Not(guard=part):
            return negation(read(part, scope, dialect))
        case At(states=states):
            return read(Among(Reference(STATE), states), scope, dialect)
        case _ if guard is ALWAYS:
            return TRUE
        case _ if _settled(guard, scope):
            return _listed(guard, scope, dialect)
        case Among(term=Reference(name=name), values=values):
            place = scope.place(name)
            return _member(place, [item for item in place.domain if item in values], dialect)
        case Flag(name=name) if scope.place(name).kind == "flag":
            return atom(scope.place(name).text)
        case Comparison():
            return _comparison(guard, scope, dialect)
    return _listed(guard, scope, dialect)


def _settled(guard: Guard, scope: Scope) -> bool:
    """Whether nothing that `guard` reads can vary."""
    return all(name in scope.known or len(scope.place(name).domain) == 1 for name in guard.reads())


def _comparison(guard: Comparison, scope: Scope, dialect: Dialect) -> Proposition:
    left, right = guard.left, guard.right
    numbers = [_number(term, scope, dialect) for term in (left, right)]
    if numbers[0] is not None and numbers[1] is not None:
        if numbers[0].text == numbers[1].text:
            return TRUE if guard.sign in ("==", "<=", ">=") else FALSE
        return dialect.compared(guard.sign, numbers[0].text, numbers[1].text)
    if guard.sign in ("==", "!="):
        equal = _equal(left, right, scope, dialect)
        if equal is not None:
            return equal if guard.sign == "==" else _unequal(equal, left, right, scope, dialect)
    return _listed(guard, scope, dialect)


def _equal(left: Term, right: Term, scope: Scope, dialect: Dialect) -> Proposition | None:
    if isinstance(left, Constant):
        left, right = right, left
    if not isinstance(left, Reference) or left.name in scope.known:
        return None
    place = scope.place(left.name)
    if isinstance(right, Constant):
        return _member(place, [item for item in place.domain if item == right.value], dialect)
    if isinstance(right, Reference) and right.name not in scope.known:
        other = scope.place(right.name)
        if place.text == other.text:
            return TRUE
        alike = place.domain == other.domain or place.kind == other.kind == "word"
        if alike:
            return dialect.compared("==", place.text, other.text)
    return None


def _unequal(
    equal: Proposition, left: Term, right: Term, scope: Scope, dialect: Dialect
) -> Proposition:
    """Return the denial of `equal`, as a comparison where it is one."""
    if equal.operator != "atom" or " " not in equal.text:
        return negation(equal)
    sides = [item for item in (left, right) if isinstance(item, Reference)]
    first = scope.place(sides[0].name)
    if len(sides) == 2:
        return dialect.compared("!=", first.text, scope.place(sides[1].name).text)
    (value,) = (item.value for item in (left, right) if isinstance(item, Constant))
    return dialect.compared("!=", first.text, dialect.literal(value, first.kind))


def _member(place: Place, values: Sequence[Value], dialect: Dialect) -> Proposition:
    if not values or len(values) == len(place.domain):
        return TRUE if values else FALSE
    if place.kind == "flag":
        return atom(place.text) if values[0] else negation(atom(place.text))
    return dialect.among(place, values)


def _listed(guard: Guard, scope: Scope, dialect: Dialect) -> Proposition:
    """Return `guard` as the list of the combinations where it is true."""
    names, combinations = _combinations(guard, scope)
    places = [scope.place(name) for name in names]
    true = [item for item in combinations if guard({**scope.known, **_named(names, item)})]
    if len(names) == 1:
        return _member(places[0], [item for (item,) in true], dialect)
    few = true if len(true) * 2 <= len(combinations) else [
        item for item in combinations if item not in set(true)
    ]  # fmt: skip
    listed = disjunction(
        conjunction(
            _member(place, (value,), dialect) for place, value in zip(places, item, strict=True)
        )
        for item in few
    )
    return listed if few is true else negation(listed)


def _combinations(
    expression: Expression | Term, scope: Scope
) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    names = tuple(sorted(expression.reads() - scope.known.keys()))
    domains = [scope.place(name).domain for name in names]
    if (count := prod(map(len, domains))) > COMBINATIONS_MAX:
        raise MachineError(
            scope.where,
            [
                f"({expression}) can only be exported as a list, of {count:,} combinations of "
                f"{', '.join(names)}: say it with comparisons of one kind"
            ],
        )
    return names, list(product(*domains))


def _named(names: Sequence[str], values: Sequence[Value]) -> dict[str, Value]:
    return dict(zip(names, values, strict=True))


# -- terms ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    """Arithmetic in the language, and the bounds of what it can give."""

    text: str
    low: int
    high: int
    compound: bool = False

    @property
    def inner(self) -> str:
        return f"({self.text})" if self.compound else self.text


def _number(term: Term, scope: Scope, dialect: Dialect) -> _Number | None:
    """Return `term` as arithmetic over numbers alone, or None."""
    match term:
        case Constant(value=bool()):
            return None
        case Constant(value=int(value)):
            return _Number(dialect.number(value), value, value)
        case Reference(name=name) if name not in scope.known:
            place = scope.place(name)
            if place.kind != "number":
                return None
            numbers = [int(value) for value in place.domain]
            return _Number(place.text, min(numbers), max(numbers))
        case Arithmetic(sign=sign):
            left = _number(term.left, scope, dialect)
            right = _number(term.right, scope, dialect)
            if left is None or right is None:
                return None
            return _arithmetic(sign, left, right, dialect)
    return None


def _arithmetic(sign: str, left: _Number, right: _Number, dialect: Dialect) -> _Number | None:
    if sign == "+":
        text = f"{left.text} + {right.inner}"
        return _Number(text, left.low + right.low, left.high + right.high, compound=True)
    if sign == "-":
        text = f"{left.text} - {right.inner}"
        return _Number(text, left.low - right.high, left.high - right.low, compound=True)
    if right.low <= 0:
        return None
    text = dialect.remainder(left.inner, right.inner, negative=left.low < 0)
    return _Number(text, 0, right.high - 1, compound=True)


def written(term: Term, target: Place, scope: Scope, dialect: Dialect) -> str:
    """Return what a place becomes, as a value of its kind."""
    if isinstance(term, Constant):
        return literal_in(target, term.value, scope.where, dialect)
    if target.kind == "number":
        number = _number(term, scope, dialect)
        if number is not None:
            return number.text
    if isinstance(term, Reference) and term.name not in scope.known:
        place = scope.place(term.name)
        if place.domain == target.domain or place.kind == target.kind == "word":
            return place.text
    names, combinations = _combinations(term, scope)
    values = dict.fromkeys(term(_named(names, item)) for item in combinations)
    texts = [
        (Comparison("==", term, Constant(value)), literal_in(target, value, scope.where, dialect))
        for value in values
    ]
    text = texts[-1][1]
    for condition, value_text in reversed(texts[:-1]):
        text = dialect.conditional(_listed(condition, scope, dialect), value_text, text)
    return text


def arithmetic(term: Term, scope: Scope, dialect: Dialect) -> str | None:
    """Return `term` as a number to stand beside an operator, or None when it is none."""
    number = _number(term, scope, dialect)
    return None if number is None else number.inner


def literal_in(target: Place, value: Value, where: str, dialect: Dialect) -> str:
    """Return `value` as the place's own; `MachineError` when it is outside the domain."""
    if value not in target.domain:
        raise MachineError(where, [f"{target.text} becomes {value}, outside its domain"])
    return dialect.literal(target.domain[target.domain.index(value)], target.kind)
