"""Expressions: the guards and effects of a declaration, as objects every reader understands.

What lives here: terms (parameters, constants, arithmetic), guards (comparisons and their
combinations), and what a property says of one step. What does not: variables and effects
(`variables.py`), rows, machines, and anything that decides.

An expression is called with a snapshot (a mapping of names to values, `state` among them) and
answers with a value; it prints as a reviewer would write it; and a back end reads its parts.
Guards combine with `&`, `|`, `~` and `>>` (implies). `bool()` of one raises, because `and`, `or`,
`not`, `in` and chained comparisons would silently drop half of it.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

__all__ = [
    "STATE",
    "TRUE",
    "All",
    "Among",
    "Arithmetic",
    "At",
    "Comparison",
    "Constant",
    "Either",
    "Expression",
    "Formula",
    "Guard",
    "Implies",
    "Not",
    "On",
    "Parameter",
    "Reference",
    "Snapshot",
    "Term",
    "Value",
    "as_guard",
    "at",
    "constant",
    "on",
    "reader",
    "step_view",
    "unchanged",
    "was",
    "was_at",
]

Value = str | int
Snapshot = Mapping[str, Value]

STATE: Final = "state"
BEFORE: Final = "was."
OPERATION: Final = "operation"
OUTCOME: Final = "outcome"


_FIX: Final = (
    "comparisons bind weaker than & | >>, so write (a == 1) & (b == 2), and use .among(...) "
    "instead of `in`"
)


class Expression(ABC):
    """Anything a declaration computes: callable on a snapshot, printable, readable."""

    @abstractmethod
    def __call__(self, snapshot: Snapshot, /) -> Value:
        """Return the value on `snapshot`."""

    @abstractmethod
    def __str__(self) -> str: ...

    def parts(self) -> tuple[Expression, ...]:
        """Return the expressions this one is made of."""
        return ()

    def reads(self) -> frozenset[str]:
        """Return the names of the snapshot that this expression looks at."""
        return frozenset().union(*(part.reads() for part in self.parts()))

    def walk(self) -> Iterator[Expression]:
        """Yield this expression and all that it is made of."""
        yield self
        for part in self.parts():
            yield from part.walk()

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"the truth of ({self}) is known only on a snapshot: combine guards with & | ~ >>, "
            "write comparisons in parentheses, use .among(...) instead of `in`, "
            "and two comparisons instead of a chained one"
        )

    def __contains__(self, value: object) -> NoReturn:
        raise TypeError(f"`in` cannot ask {self}, which has a value only on a snapshot: {_FIX}")

    # `a == 1 & flag` means `a == (1 & flag)`: whoever leaves out parentheses ends up here.

    def __and__(self, other: Guard) -> Guard:
        as_guard(self)
        return as_guard(other)

    def __or__(self, other: Guard) -> Guard:
        return self & other

    def __rshift__(self, other: Guard) -> Guard:
        return self & other

    def __invert__(self) -> Guard:
        return as_guard(self)

    def __rand__(self, other: object) -> Guard:
        return as_guard(other)

    __ror__ = __rand__
    __rrshift__ = __rand__

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


# -- terms ---------------------------------------------------------------------------------------


class Term(Expression):
    """An expression with a value: comparable, and countable where it is a number."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Comparison:  # type: ignore[override]
        return Comparison("==", self, constant(other))

    def __ne__(self, other: object) -> Comparison:  # type: ignore[override]
        return Comparison("!=", self, constant(other))

    def __lt__(self, other: object) -> Comparison:
        return Comparison("<", self, constant(other))

    def __le__(self, other: object) -> Comparison:
        return Comparison("<=", self, constant(other))

    def __gt__(self, other: object) -> Comparison:
        return Comparison(">", self, constant(other))

    def __ge__(self, other: object) -> Comparison:
        return Comparison(">=", self, constant(other))

    def __add__(self, other: object) -> Arithmetic:
        return Arithmetic("+", self, constant(other))

    def __radd__(self, other: object) -> Arithmetic:
        return Arithmetic("+", constant(other), self)

    def __sub__(self, other: object) -> Arithmetic:
        return Arithmetic("-", self, constant(other))

    def __rsub__(self, other: object) -> Arithmetic:
        return Arithmetic("-", constant(other), self)

    def __mod__(self, other: object) -> Arithmetic:
        return Arithmetic("%", self, constant(other))

    def among(self, *values: Value) -> Among:
        """Guard: the value is one of `values`."""
        return Among(self, values)


class Constant(Term):
    """A word or a whole number."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __call__(self, snapshot: Snapshot, /) -> Value:
        return self.value

    def __str__(self) -> str:
        return str(self.value)


def constant(value: object) -> Term:
    """Return `value` as a term; terms pass through."""
    if isinstance(value, Term):
        return value
    if isinstance(value, str | int):
        return Constant(value)
    raise TypeError(
        f"{value!r} cannot stand in an expression: use a word, a whole number or a term"
    )


class Reference(Term):
    """A name of the snapshot."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, snapshot: Snapshot, /) -> Value:
        return snapshot[self.name]

    def __str__(self) -> str:
        return self.name

    def reads(self) -> frozenset[str]:
        return frozenset((self.name,))


def reader(term: Term) -> Callable[[Snapshot], Any]:
    """Return what computes `term`: for a name, the same without a Python call."""
    return operator.itemgetter(term.name) if isinstance(term, Reference) else term


class Parameter(Reference):
    """A number the declaration leaves open: a checker binds a small one, the gate the real one."""

    def __init__(self, name: str, small: int) -> None:
        super().__init__(name)
        self.small = small


_ARITHMETIC: Final[Mapping[str, Callable[[int, int], int]]] = {
    "+": operator.add,
    "-": operator.sub,
    "%": operator.mod,
}


class Arithmetic(Term):
    """A sum, a difference or a remainder."""

    def __init__(self, sign: str, left: Term, right: Term) -> None:
        self.sign, self.left, self.right = sign, left, right
        self._apply = _ARITHMETIC[sign]
        self._read_left, self._read_right = reader(left), reader(right)

    def __call__(self, snapshot: Snapshot, /) -> Value:
        return self._apply(self._read_left(snapshot), self._read_right(snapshot))

    def __str__(self) -> str:
        right = f"({self.right})" if isinstance(self.right, Arithmetic) else str(self.right)
        sums = self.sign == "%" and isinstance(self.left, Arithmetic)
        left = f"({self.left})" if sums else str(self.left)
        return f"{left} {self.sign} {right}"

    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


# -- guards --------------------------------------------------------------------------------------


class Formula:
    """Something said of whole behaviours, made of guards: the temporal formulas of `properties`."""


class Guard(Expression):
    """An expression that is true or false.

    Joined with a formula it becomes part of that formula, which sees to it by itself.
    """

    @abstractmethod
    def __call__(self, snapshot: Snapshot, /) -> bool: ...

    def __and__(self, other: Guard) -> Guard:
        return NotImplemented if isinstance(other, Formula) else All(self, as_guard(other))

    def __or__(self, other: Guard) -> Guard:
        return NotImplemented if isinstance(other, Formula) else Either(self, as_guard(other))

    def __invert__(self) -> Guard:
        return Not(self)

    def __rshift__(self, other: Guard) -> Guard:
        return NotImplemented if isinstance(other, Formula) else Implies(self, as_guard(other))


def as_guard(value: object) -> Guard:
    """Return `value`, which must be a guard; else `TypeError` with the usual cause and its fix."""
    if isinstance(value, Guard):
        return value
    raise TypeError(f"{value!r} is not a guard: {_FIX}")


class _Truth(Guard):
    def __call__(self, snapshot: Snapshot, /) -> bool:
        return True

    def __str__(self) -> str:
        return "always"


TRUE: Final[Guard] = _Truth()

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


_OPPOSITES: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Comparison(Guard):
    """Two terms compared."""

    def __init__(self, sign: str, left: Term, right: Term) -> None:
        self.sign, self.left, self.right = sign, left, right
        self._apply = _COMPARISONS[sign]
        self._read_left, self._read_right = reader(left), reader(right)

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return self._apply(self._read_left(snapshot), self._read_right(snapshot))

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"

    def __invert__(self) -> Guard:
        return Comparison(_OPPOSITES[self.sign], self.left, self.right)

    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


class Among(Guard):
    """A term's value is one of several."""

    def __init__(self, term: Term, values: tuple[Value, ...]) -> None:
        self.term, self.values = term, values

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return self.term(snapshot) in self.values

    def __str__(self) -> str:
        return f"{self.term} in {{{', '.join(map(str, self.values))}}}"

    def parts(self) -> tuple[Expression, ...]:
        return (self.term,)


class At(Guard):
    """The machine is in one of these states."""

    def __init__(self, states: tuple[str, ...]) -> None:
        self.states = states

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return snapshot[STATE] in self.states

    def __str__(self) -> str:
        return f"at {' or '.join(self.states)}"

    def reads(self) -> frozenset[str]:
        return frozenset((STATE,))


class _Several(Guard):
    word: str

    def __init__(self, *guards: Guard) -> None:
        kind = type(self)
        self.guards: tuple[Guard, ...] = tuple(
            part
            for guard in guards
            for part in (guard.guards if isinstance(guard, kind) else (guard,))
        )

    def __str__(self) -> str:
        return f" {self.word} ".join(_nested(guard) for guard in self.guards)

    def parts(self) -> tuple[Expression, ...]:
        return self.guards


class All(_Several):
    """Every part is true."""

    word = "and"

    def __call__(self, snapshot: Snapshot, /) -> bool:
        for guard in self.guards:  # noqa: SIM110  (a generator would double the gate's cost of it)
            if not guard(snapshot):
                return False
        return True


class Either(_Several):
    """At least one part is true."""

    word = "or"

    def __call__(self, snapshot: Snapshot, /) -> bool:
        for guard in self.guards:  # noqa: SIM110
            if guard(snapshot):
                return True
        return False


class Implies(Guard):
    """Whenever the first part is true, so is the second."""

    def __init__(self, premise: Guard, conclusion: Guard) -> None:
        self.premise, self.conclusion = premise, conclusion

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return not self.premise(snapshot) or self.conclusion(snapshot)

    def __str__(self) -> str:
        return f"{_nested(self.premise)} => {_nested(self.conclusion)}"

    def parts(self) -> tuple[Expression, ...]:
        return (self.premise, self.conclusion)


class Not(Guard):
    """The part is false."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return not self.guard(snapshot)

    def __str__(self) -> str:
        return f"not {_nested(self.guard)}"

    def parts(self) -> tuple[Expression, ...]:
        return (self.guard,)


def _nested(guard: Guard) -> str:
    lists = isinstance(guard, At) and len(guard.states) > 1
    lists = lists or (isinstance(guard, On) and len(guard.labels) > 1)
    compound = lists or isinstance(guard, _Several | Implies)
    return f"({guard})" if compound else str(guard)


def at(*states: str) -> At:
    """Guard: the machine is in one of `states`."""
    return At(states)


# -- steps: what a property may say about one row firing ------------------------------------------


class On(Guard):
    """The step that was taken is one of these: `operation`, or `operation.outcome`."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self.labels = labels

    def __call__(self, snapshot: Snapshot, /) -> bool:
        operation = snapshot[OPERATION]
        return operation in self.labels or f"{operation}.{snapshot[OUTCOME]}" in self.labels

    def __str__(self) -> str:
        return f"on {' or '.join(self.labels)}"

    def reads(self) -> frozenset[str]:
        return frozenset((OPERATION, OUTCOME))


def on(*labels: str) -> On:
    """Guard of a step property: the step is one of `labels`."""
    return On(labels)


def was(variable: Reference) -> Reference:
    """Return what `variable` was before the step."""
    return Reference(BEFORE + variable.name)


def was_at(*states: str) -> Among:
    """Guard of a step property: the step began in one of `states`."""
    return Among(Reference(BEFORE + STATE), states)


def unchanged(*variables: Reference) -> Guard:
    """Guard of a step property: these variables are as they were before."""
    return All(*(Comparison("==", variable, was(variable)) for variable in variables))


def step_view(before: Snapshot, operation: str, outcome: str, after: Snapshot) -> Snapshot:
    """Return the snapshot on which a step property is evaluated."""
    view: dict[str, Value] = {BEFORE + name: value for name, value in before.items()}
    view.update(after)
    view[OPERATION], view[OUTCOME] = operation, outcome
    return view
