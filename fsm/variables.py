"""Variables and effects: what a declaration remembers, and what a row makes of it.

What lives here: the kinds of variables with their finite domains, choices left to the world, and
assignments. What does not: terms and guards (`expressions.py`), rows and machines.

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

from abc import ABC, abstractmethod
from typing import Final

from .expressions import Constant, Guard, Reference, Snapshot, Term, Value, constant, reader

__all__ = [
    "NOTHING",
    "AnyOf",
    "Assignment",
    "Between",
    "Choice",
    "Count",
    "Enum",
    "Flag",
    "Identity",
    "Offered",
    "Something",
    "Variable",
    "any_of",
    "between",
]

NOTHING: Final = "none"


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
        self._read_high = reader(self.high)
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


class Offered(Guard):
    """A choice can fall on this value."""

    def __init__(self, choice: Choice, value: Value) -> None:
        self.choice, self.value = choice, value

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return self.value in self.choice.options(snapshot)

    def __str__(self) -> str:
        return f"{self.value} is {self.choice}"

    def reads(self) -> frozenset[str]:
        return self.choice.reads()


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
