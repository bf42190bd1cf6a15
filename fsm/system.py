"""A system: rules over shared variables, without a control state of its own.

What lives here: `System` and `rule`, for models that are not one machine: several processes,
protocols, algorithms. What does not: a machine with states and refusals (`machine.py`), machines
composed (`composition.py`).

Processes are written as loops over indexed variables:

    fork = [Flag(f"fork{seat}") for seat in range(seats)]
    rules = [
        rule("takes_left", f"philosopher{seat}", when=(at_[seat] == "thinking") & ~fork[seat],
             does=[fork[seat].sets(), at_[seat].becomes("hungry")])
        for seat in range(seats)
    ]

A label may say the outcome too ("receive.duplicate"). The id of a rule is its label and process,
`takes_left@philosopher3`, numbered where that repeats. Variables named in `control` are the
program counters: every value of each should be reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from .errors import MachineError
from .expressions import (
    BEFORE,
    OPERATION,
    OUTCOME,
    STATE,
    TRUE,
    Expression,
    Guard,
    On,
    Value,
    as_guard,
)
from .form import PROCESS, Command, Form, Slot
from .properties import Property, meant, step_names
from .variables import Assignment, Variable

__all__ = ["Rule", "System", "rule"]


@dataclass(frozen=True, eq=False)
class Rule:
    """One guarded step of one process; `id` is given by the system."""

    operation: str
    outcome: str
    process: str
    guard: Guard
    effects: tuple[Assignment, ...]
    priority: int
    contest: str
    why: str
    id: str = ""

    @property
    def label(self) -> str:
        """`operation.outcome`, or `operation` alone."""
        return f"{self.operation}.{self.outcome}" if self.outcome else self.operation

    def __str__(self) -> str:
        condition = "" if self.guard is TRUE else f" when {self.guard}"
        does = ", ".join(map(str, self.effects)) or "nothing"
        return f"{self.id}{condition}: {does}".lstrip()


def rule(
    label: str,
    process: str = "",
    *,
    when: Guard = TRUE,
    does: Iterable[Assignment] = (),
    priority: int = 0,
    contest: str = "",
    why: str = "",
) -> Rule:
    """Declare a rule. Of rules in one `contest`, only those of the lowest `priority` step."""
    operation, _, outcome = label.partition(".")
    return Rule(operation, outcome, process, as_guard(when), tuple(does), priority, contest, why)


class System:
    """A validated set of rules over variables. Immutable; `bind()` gives its form."""

    def __init__(
        self,
        name: str,
        *,
        variables: Iterable[Variable],
        rules: Iterable[Rule],
        starts: Sequence[Mapping[str, Value]] = ({},),
        final: Guard | None = None,
        control: Iterable[Variable] = (),
        properties: Iterable[Property] = (),
        waivers: Mapping[str, str] | None = None,
    ) -> None:
        """Declare and validate; raises `MachineError` with every problem and its fix.

        Each of `starts` gives some variables their first values by name; the others have their
        own. `final` says where all may rest for good. `waivers` maps the names of findings to the
        reasons why they are accepted.
        """
        self.name = name
        self.variables = tuple(variables)
        self.rules = _identified(tuple(rules))
        self.starts = tuple(MappingProxyType(dict(start)) for start in starts)
        self.final = final
        self.control = tuple(control)
        self.properties = tuple(properties)
        self.waivers: Mapping[str, str] = MappingProxyType(dict(waivers or {}))
        problems = list(_problems(self))
        if problems:
            raise MachineError(name, list(dict.fromkeys(problems)))

    def bind(self, **parameters: int) -> Form:
        """Return the form; a system's parameters are those of the function that declares it."""
        if parameters:
            raise MachineError(
                self.name,
                [f"no parameter {name!r}: declare the system with it" for name in parameters],
            )
        controls = {id(item) for item in self.control}
        own = {item.name: item.initial for item in self.variables}
        return Form(
            name=self.name,
            slots=tuple(
                Slot(item.name, item.domain({}), control=id(item) in controls)
                for item in self.variables
            ),
            initial=tuple(
                tuple({**own, **start}[item.name] for item in self.variables)
                for start in self.starts
            ),
            commands=tuple(
                Command(
                    rule=item.id,
                    operation=item.operation,
                    outcome=item.outcome,
                    guard=item.guard,
                    assignments=item.effects,
                    process=item.process,
                    priority=item.priority,
                    contest=item.contest,
                    text=str(item),
                )
                for item in self.rules
            ),
            final=self.final,
            properties=self.properties,
            waivers=self.waivers,
        )

    def __repr__(self) -> str:
        return f"<System {self.name}: {len(self.variables)} variables, {len(self.rules)} rules>"


def _identified(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    names = [f"{item.label}@{item.process}" if item.process else item.label for item in rules]
    repeated = {name for name, count in Counter(names).items() if count > 1}
    numbers: Counter[str] = Counter()
    identified = []
    for name, item in zip(names, rules, strict=True):
        numbers[name] += 1
        unique = f"{name}#{numbers[name]}" if name in repeated else name
        identified.append(replace(item, id=unique))
    return tuple(identified)


# -- judging the declaration -----------------------------------------------------------------------


def _problems(system: System) -> Iterator[str]:
    if not system.rules:
        yield 'no rules: declare at least one rule("label", when=..., does=[...])'
    if not system.starts:
        yield "no start: give starts=[{}] for the variables' own first values"
    for kind, names in (
        ("variable", [item.name for item in system.variables]),
        ("property", [item.name for item in system.properties]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{kind} {name!r} is declared {count} times: give each its own name"
    known = {item.name for item in system.variables}
    listed = ", ".join(sorted(known)) or "none"
    if STATE in known:
        yield f"variable {STATE!r} bears a machine's own name: rename it"
    for start in system.starts:
        for name in start.keys() - known:
            yield f"a start names {name!r}, which is no variable; there are {listed}"
    for item in system.rules:
        yield from _rule_problems(system, item, known, listed)
    for promise in system.properties:
        yield from _promise_problems(system, promise, known, listed)
    if system.final is not None:
        yield from _unknown("final", system.final, known, listed)
    for variable in system.control:
        if variable.name not in known:
            yield f"control names {variable.name}, which is no variable; there are {listed}"


def _rule_problems(system: System, item: Rule, known: set[str], listed: str) -> Iterator[str]:
    yield from _unknown(str(item), item.guard, known, listed)
    for name, count in Counter(effect.variable.name for effect in item.effects).items():
        if count > 1:
            yield f"{item}: {name} is assigned {count} times: keep one"
        if name not in known:
            yield f"{item}: it assigns {name}, which is no variable; there are {listed}"
    for effect in item.effects:
        for name in effect.reads() - known:
            yield f"{item}: {effect} reads {name!r}, which is no variable; there are {listed}"


def _promise_problems(
    system: System, promise: Property, known: set[str], listed: str
) -> Iterator[str]:
    where = f"property {promise.name!r}"
    taken = {OPERATION, OUTCOME, PROCESS} if promise.flavour in ("step", "ltl") else set()
    before = {BEFORE + name for name in known} if promise.flavour == "step" else set()
    steps = [(item.operation, item.outcome, item.process, item.id) for item in system.rules]
    borne = {name for item in steps for name in step_names(*item)}
    labels: set[str] = set()
    for expression in promise.expressions():
        yield from _unknown(where, expression, known | taken | before, listed)
        labels.update(
            label for part in expression.walk() if isinstance(part, On) for label in part.labels
        )
    for name in sorted(labels - borne):
        yield f"{where}: no rule is labelled {name!r}: use one of {', '.join(sorted(borne))}"
    for name in promise.named_steps():
        if not meant(name, steps):
            yield f"{where}: no step is named {name!r}: use one of {', '.join(sorted(borne))}"


def _unknown(where: str, expression: Expression, known: set[str], listed: str) -> Iterator[str]:
    for name in sorted(expression.reads() - known):
        yield f"{where}: it reads {name!r}, which is no variable; there are {listed}"
