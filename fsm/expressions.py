"""Expressions: the guards and effects of a declaration, as objects every reader understands.

What lives here: terms (variables, parameters, constants, arithmetic), guards (comparisons and
their combinations) and assignments. What does not: rows, machines, and anything that decides.

An expression is called with a snapshot (a mapping of names to values, `state` among them) and
answers with a value; it prints as a reviewer would write it; and a back end reads its parts.
Guards combine with `&`, `|`, `~` and `>>` (implies). `bool()` of one raises, because `and`, `or`,
`not`, `in` and chained comparisons would silently drop half of it.

A variable has a finite domain, so a checker can enumerate it. Four kinds:

    Enum("cause", "none", "load")   one of the words
    Flag("request")                 true or false, and a guard by itself
    Count("kv", 0, capacity)        a whole number between two terms
    Identity("model", "a", "b")     nothing or some object: names for a checker, any object's
                                    serial number at run time, so that "unchanged" means the very
                                    same object

`held=True` makes a variable the machine's own memory: the gate keeps it. Every other one is
observed from the thing that is gated, and compared with what the row predicts.

A `Choice` is what a declaration leaves to the world (`any_of`, `between`, `model.some()`). A
checker takes every option; the gate accepts any value among them. One choice object used twice in
a row means one value.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn

__all__ = [
    "NOTHING",
    "STATE",
    "TRUE",
    "All",
    "Among",
    "AnyOf",
    "Arithmetic",
    "Assignment",
    "At",
    "Between",
    "Choice",
    "Comparison",
    "Constant",
    "Count",
    "Either",
    "Enum",
    "Expression",
    "Flag",
    "Formula",
    "Guard",
    "Identity",
    "Implies",
    "Not",
    "On",
    "Parameter",
    "Reference",
    "Snapshot",
    "Something",
    "Term",
    "Value",
    "Variable",
    "any_of",
    "as_guard",
    "at",
    "between",
    "constant",
    "on",
    "step_view",
    "unchanged",
    "was",
    "was_at",
]

Value = str | int
Snapshot = Mapping[str, Value]

STATE: Final = "state"
NOTHING: Final = "none"
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


def _reader(term: Term) -> Callable[[Snapshot], Any]:
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
        self._read_left, self._read_right = _reader(left), _reader(right)

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
        self._read_left, self._read_right = _reader(left), _reader(right)

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


# -- variables -----------------------------------------------------------------------------------


class Variable(Reference):
    """A name with a finite domain."""

    initial: Value

    def __init__(self, name: str, *, held: bool) -> None:
        super().__init__(name)
        self.held = held

    @abstractmethod
    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        """Return every value under `binding`, which gives the parameters."""

    @abstractmethod
    def describe(self) -> str:
        """Return the domain as a reader would write it."""

    def bounds(self) -> frozenset[str]:
        """Return the names the domain depends on."""
        return frozenset()

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        """Whether `value` belongs to the domain, `snapshot` giving the parameters."""
        return value in self.domain(snapshot)

    def becomes(self, value: Value | Term | Choice) -> Assignment:
        """Effect: the variable has this value afterwards."""
        return Assignment(self, value if isinstance(value, Choice) else constant(value))

    def clears(self) -> Assignment:
        """Effect: the variable is as it was at the start."""
        return self.becomes(self.initial)


class Enum(Variable):
    """One of some words."""

    def __init__(self, name: str, *values: str, initial: str | None = None, held: bool = False):
        super().__init__(name, held=held)
        self.values = values
        self.initial = values[0] if initial is None else initial

    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        return self.values

    def describe(self) -> str:
        return ", ".join(self.values)


class Flag(Variable, Guard):
    """True or false; a guard by itself."""

    __hash__ = object.__hash__

    def __init__(self, name: str, *, initial: bool = False, held: bool = False) -> None:
        super().__init__(name, held=held)
        self.initial = initial

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return bool(snapshot[self.name])

    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        return (False, True)

    def describe(self) -> str:
        return "no, yes"

    def sets(self) -> Assignment:
        """Effect: true afterwards."""
        return self.becomes(True)

    def clears(self) -> Assignment:
        """Effect: false afterwards."""
        return self.becomes(False)


class Count(Variable):
    """A whole number between two bounds, both included; a bound may be a term over parameters."""

    def __init__(
        self,
        name: str,
        low: int,
        high: int | Term,
        *,
        initial: int | None = None,
        held: bool = False,
    ) -> None:
        super().__init__(name, held=held)
        self.low, self.high = low, constant(high)
        self._read_high = _reader(self.high)
        self.initial = low if initial is None else initial

    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        return tuple(range(self.low, int(self.high(binding)) + 1))

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        return isinstance(value, int) and self.low <= value <= self._read_high(snapshot)

    def describe(self) -> str:
        return f"{self.low}..{self.high}"

    def bounds(self) -> frozenset[str]:
        return self.high.reads()


class Identity(Variable):
    """Nothing, or one particular object: a checker tells the names apart, the gate the objects."""

    def __init__(self, name: str, *names: str, held: bool = False) -> None:
        super().__init__(name, held=held)
        self.names = names
        self.initial = NOTHING

    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        return (NOTHING, *self.names)

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        return value in (NOTHING, *self.names) or isinstance(value, int)

    def describe(self) -> str:
        return f"{NOTHING}, {', '.join(self.names)}"

    def some(self) -> Choice:
        """Choice: any object, but not nothing."""
        return Something(self)


# -- effects -------------------------------------------------------------------------------------


class Choice(ABC):
    """A value left to the world: a checker takes each option, the gate accepts any."""

    @abstractmethod
    def options(self, snapshot: Snapshot) -> tuple[Value, ...]:
        """Return every value a checker tries."""

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        """Whether the gate accepts `value`."""
        return value in self.options(snapshot)

    def reads(self) -> frozenset[str]:
        """Return the names that bound the choice."""
        return frozenset()

    def __repr__(self) -> str:
        return f"<Choice {self}>"


class AnyOf(Choice):
    """One of some values."""

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values

    def options(self, snapshot: Snapshot) -> tuple[Value, ...]:
        return self.values

    def __str__(self) -> str:
        return f"any of {', '.join(map(str, self.values))}"


class Between(Choice):
    """A whole number between two terms, both included."""

    def __init__(self, low: Term, high: Term) -> None:
        self.low, self.high = low, high

    def options(self, snapshot: Snapshot) -> tuple[Value, ...]:
        return tuple(range(int(self.low(snapshot)), int(self.high(snapshot)) + 1))

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        return isinstance(value, int) and int(self.low(snapshot)) <= value <= int(
            self.high(snapshot)
        )

    def reads(self) -> frozenset[str]:
        return self.low.reads() | self.high.reads()

    def __str__(self) -> str:
        return f"any of {self.low}..{self.high}"


class Something(Choice):
    """Any object an identity can name, but not nothing."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    def options(self, snapshot: Snapshot) -> tuple[Value, ...]:
        return self.identity.names

    def admits(self, value: Value, snapshot: Snapshot) -> bool:
        return value != NOTHING

    def __str__(self) -> str:
        return f"some {self.identity.name}"


def any_of(*values: Value) -> Choice:
    """Choice: one of `values`."""
    return AnyOf(values)


def between(low: int | Term, high: int | Term) -> Choice:
    """Choice: a whole number from `low` to `high`, both included."""
    return Between(constant(low), constant(high))


class Assignment:
    """One effect of a row: a variable and what it becomes."""

    def __init__(self, variable: Variable, value: Term | Choice) -> None:
        self.variable, self.value = variable, value

    def reads(self) -> frozenset[str]:
        """Return the names the new value depends on."""
        return self.value.reads()

    def options(self, snapshot: Snapshot) -> tuple[Value, ...]:
        """Return every value the variable may have afterwards."""
        if isinstance(self.value, Choice):
            return self.value.options(snapshot)
        return (self.value(snapshot),)

    def __str__(self) -> str:
        match self.variable, self.value:
            case Flag(), Constant(value=value):
                return f"{self.variable.name} := {'yes' if value else 'no'}"
            case _:
                return f"{self.variable.name} := {self.value}"

    def __repr__(self) -> str:
        return f"<Assignment {self}>"


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


def was(variable: Variable) -> Reference:
    """Return what `variable` was before the step."""
    return Reference(BEFORE + variable.name)


def was_at(*states: str) -> Among:
    """Guard of a step property: the step began in one of `states`."""
    return Among(Reference(BEFORE + STATE), states)


def unchanged(*variables: Variable) -> Guard:
    """Guard of a step property: these variables are as they were before."""
    return All(*(Comparison("==", variable, was(variable)) for variable in variables))


def step_view(before: Snapshot, operation: str, outcome: str, after: Snapshot) -> Snapshot:
    """Return the snapshot on which a step property is evaluated."""
    view: dict[str, Value] = {BEFORE + name: value for name, value in before.items()}
    view.update(after)
    view[OPERATION], view[OUTCOME] = operation, outcome
    return view
