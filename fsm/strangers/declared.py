"""What the caller declares about a stranger's class: variables, the world's answers, exceptions.

What lives here: `vars`, `env`, `args` and `may_raise` read into one `Declared`, with every problem
and its fix. What does not: the machine, and what its methods do.

A stranger's values are any hashable Python values (None, enum members, tuples); a form has words
and whole numbers. A `Domain` holds both: the values methods see and the codes the form shows. A
value belongs to a domain when it equals one of its values and has the same type, because code may
tell True from 1.
"""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..expressions import STATE, Snapshot, Value
from ..variables import Count, Enum, Flag, Variable

__all__ = ["Answer", "Declared", "Domain", "Mixed", "declare"]

# More values than this are no small finite domain: each of them is a run of the methods that
# read it.
VALUES_MAX: Final = 10_000


class Mixed(Variable):
    """A variable whose values are neither all words nor consecutive numbers."""

    def __init__(self, name: str, values: tuple[Value, ...]) -> None:
        super().__init__(name, held=False)
        self.values = values
        self.initial = values[0]

    def domain(self, binding: Snapshot) -> tuple[Value, ...]:
        return self.values

    def describe(self) -> str:
        return ", ".join(map(str, self.values))


class Domain:
    """The values of one variable as methods see them, and as a form shows them."""

    def __init__(self, variable: Variable, values: tuple[Any, ...], codes: tuple[Value, ...]):
        self.variable, self.values, self.codes = variable, values, codes
        self.full = (1 << len(values)) - 1
        # A constant that is no plain value, such as a logger, has nothing a form could show.
        self.slotted = len(values) > 1 or isinstance(values[0], str | int | enum.Enum | None)
        self._indices = {(type(value), value): index for index, value in enumerate(values)}

    def index(self, value: object) -> int | None:
        """Return the index of `value`, or None when it is outside."""
        try:
            return self._indices.get((type(value), value))
        except TypeError:
            return None

    def describe(self) -> str:
        """Return the values as a reader would write them."""
        if isinstance(self.variable, Count):
            return self.variable.describe()
        return ", ".join(map(repr, self.values))


Answer = Any
"""A value, or an exception (class or instance) that is raised instead of answering."""


@dataclass(frozen=True)
class Declared:
    """Everything the caller says about the class."""

    domains: Mapping[str, Domain]
    world: Mapping[str, tuple[Answer, ...]]
    arguments: Mapping[str, Mapping[str, tuple[Any, ...]]]
    raisers: frozenset[str]
    exceptions: tuple[type[BaseException], ...]


def declare(
    variables: Mapping[str, Any] | Iterable[Variable] | None,
    world: Mapping[str, Iterable[Any]] | Iterable[str] | None,
    arguments: Mapping[str, Mapping[str, Iterable[Any]]] | None,
    may_raise: Iterable[str | type[BaseException]],
    problems: list[str],
) -> Declared:
    """Return what is declared; what is wrong with it is added to `problems`."""
    domains: dict[str, Domain] = {}
    for name, values in _named(variables):
        domain = _domain(name, values, problems)
        if domain is not None:
            domains[name] = domain
    if world is not None and not isinstance(world, Mapping):
        world = dict.fromkeys(world, (True, False))
    answers: dict[str, tuple[Any, ...]] = {}
    for name, values in (world or {}).items():
        if name in domains:
            problems.append(
                f"{name!r} is in vars= and in env=: keep it in vars= when the class sets it, "
                "in env= when the world does"
            )
        answers[name] = _listed(f"env[{name!r}]", values, problems)
    if isinstance(may_raise, str | type):
        may_raise = (may_raise,)
    listed = tuple(may_raise)
    return Declared(
        domains=domains,
        world=answers,
        arguments={
            trigger: {
                keyword: _listed(f"args[{trigger!r}][{keyword!r}]", values, problems)
                for keyword, values in keywords.items()
            }
            for trigger, keywords in (arguments or {}).items()
        },
        raisers=frozenset(item for item in listed if isinstance(item, str)),
        exceptions=tuple(item for item in listed if isinstance(item, type)),
    )


def _named(variables: Mapping[str, Any] | Iterable[Variable] | None) -> Iterator[tuple[str, Any]]:
    if isinstance(variables, Mapping):
        yield from variables.items()
    else:
        for item in variables or ():
            yield item.name, item


def _listed(where: str, values: Any, problems: list[str]) -> tuple[Any, ...]:
    if isinstance(values, Variable):
        return values.domain({})
    if isinstance(values, type) and issubclass(values, enum.Enum):
        return tuple(values)
    if isinstance(values, str) or not isinstance(values, Iterable):
        problems.append(f"{where} is {values!r}: list the values it can have, as in (True, False)")
        return ()
    listed = []
    for value in values:
        listed.append(value)
        if len(listed) > VALUES_MAX:
            problems.append(f"{where} has more than {VALUES_MAX} values: list a few that matter")
            break
    return tuple(listed)


def _domain(name: str, values: Any, problems: list[str]) -> Domain | None:
    where = f"vars[{name!r}]"
    if name == STATE:
        problems.append(f"{where}: {STATE!r} names the machine's state in a form: rename it")
        return None
    if isinstance(values, Variable):
        if values.bounds():
            names = ", ".join(sorted(values.bounds()))
            problems.append(f"{where}: its bounds depend on {names}: give numbers")
            return None
        listed = values.domain({})
        return Domain(values, listed, listed)
    count = len(problems)
    listed = _listed(where, values, problems)
    if len(problems) > count:
        return None
    if not listed:
        problems.append(f"{where} is empty: list the values it can have")
        return None
    for value in listed:
        if not isinstance(value, Hashable) or not _hashes(value):
            problems.append(
                f"{where}: {value!r} can change in place, unseen: use a tuple, a frozenset, or "
                "a number that counts what matters"
            )
            return None
    listed = tuple({(type(value), value): value for value in listed}.values())
    codes = tuple(map(_code, listed))
    if len(set(codes)) < len(codes):
        problems.append(f"{where}: two of {listed!r} look the same in a form: make them differ")
        return None
    if len(listed) > 1 and any(" at 0x" in str(code) for code in codes):
        problems.append(f"{where}: {codes[0]} has no lasting name: give its class a __repr__")
        return None
    return _typed(name, listed, codes)


def _hashes(value: Hashable) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _code(value: object) -> Value:
    match value:
        case enum.Enum():
            return value.name
        case str() | int():
            return value
        case None:
            return "None"
    return repr(value)


def _typed(name: str, values: tuple[Any, ...], codes: tuple[Value, ...]) -> Domain:
    if len(values) == 2 and all(isinstance(value, bool) for value in values):
        return Domain(Flag(name), (False, True), (False, True))
    if all(type(value) is int for value in values):
        numbers = tuple(sorted(values))
        if numbers[-1] - numbers[0] == len(numbers) - 1:
            return Domain(Count(name, numbers[0], numbers[-1]), numbers, numbers)
    words = [code for code in codes if isinstance(code, str)]
    variable = Enum(name, *words) if len(words) == len(codes) else Mixed(name, codes)
    return Domain(variable, values, codes)
