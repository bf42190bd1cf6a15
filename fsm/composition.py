"""Composition: several instances of forms side by side, sharing some variables.

What lives here: `parallel`, and `of` to speak of one instance in a property. What does not: how a
composition is searched; it is a form like any other.

    owner = parallel(
        "owner with two callers",
        {"caller1": CALLER, "caller2": CALLER},
        shared=["turn", "poisoned"],
        properties=[always("one at a time",
                           ~(of("caller1", at("Inside")) & of("caller2", at("Inside"))))],
    )

One step is one step of one instance. An instance's own slots are renamed `caller1.kv`, its state
`caller1.state`, its rules `T7@caller1`; a shared slot keeps its name and must have the same domain
and the same first values wherever it occurs. A choice stays one choice. Promises of the parts are
not taken over: what they promise alone need not hold in company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import product
from typing import Protocol, TypeVar

from .errors import MachineError
from .expressions import (
    BEFORE,
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
    Snapshot,
    Term,
    Value,
)
from .form import PROCESS, Command, Form, Slot, Valuation
from .properties import Property
from .variables import AnyOf, Assignment, Between, Choice, Something

__all__ = ["PROCESS", "Instance", "by", "of", "parallel"]

Rename = Callable[[str], str]
E_ = TypeVar("E_", bound=Expression)


class Instance(Protocol):
    """A declaration that has a form."""

    def bind(self, **parameters: int) -> Form:
        """Return its form."""


class By(Guard):
    """The step that was taken is one of these processes'."""

    def __init__(self, processes: tuple[str, ...]) -> None:
        self.processes = processes

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return snapshot[PROCESS] in self.processes

    def __str__(self) -> str:
        return f"by {' or '.join(self.processes)}"

    def reads(self) -> frozenset[str]:
        return frozenset((PROCESS,))


def by(*processes: str) -> By:
    """Guard of a step property: the step is one of these processes'."""
    return By(processes)


def of(process: str, expression: E_) -> E_:
    """Return `expression`, written of one machine, as said of the instance called `process`."""
    return _renamed(expression, lambda name: f"{process}.{name}")


def parallel(
    name: str,
    instances: Mapping[str, Instance | Form],
    *,
    shared: Iterable[str] = (),
    properties: Sequence[Property] = (),
    final: Guard | None = None,
    waivers: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of all `instances` side by side.

    Without `final` all may rest when each may. Raises `MachineError` where shared slots disagree.
    """
    forms = {
        process: part if isinstance(part, Form) else part.bind()
        for process, part in instances.items()
    }
    common = set(shared)
    _agree(name, forms, common)
    slots: dict[str, Slot] = {}
    commands: list[Command] = []
    parameters: dict[str, int] = {}
    for process, form in forms.items():
        rename = _renaming(process, form, common)
        for slot in form.slots:
            slots.setdefault(rename(slot.name), replace(slot, name=rename(slot.name)))
        commands += [_command(process, item, rename) for item in form.commands]
        parameters |= {rename(key): value for key, value in form.parameters.items()}
    return Form(
        name=name,
        slots=tuple(slots.values()),
        initial=_initial(forms, common, tuple(slots)),
        commands=tuple(commands),
        parameters=parameters,
        final=_final(forms, common) if final is None else final,
        properties=tuple(properties),
        waivers=dict(waivers or {}),
    )


def _renaming(process: str, form: Form, common: set[str]) -> Rename:
    own = {slot.name for slot in form.slots} | set(form.parameters)
    return lambda name: f"{process}.{name}" if name in own and name not in common else name


def _agree(name: str, forms: Mapping[str, Form], common: set[str]) -> None:
    problems = []
    for slot_name in sorted(common):
        having = [
            (process, slot)
            for process, form in forms.items()
            for slot in form.slots
            if slot.name == slot_name
        ]
        if not having:
            problems.append(f"shared {slot_name!r} is in none of the instances: drop it")
        for process, slot in having[1:]:
            if slot.domain != having[0][1].domain:
                problems.append(
                    f"shared {slot_name!r} has one domain in {having[0][0]} and another in "
                    f"{process}: declare the variable once and use it in both"
                )
    if problems:
        raise MachineError(name, problems)


def _initial(
    forms: Mapping[str, Form], common: set[str], names: tuple[str, ...]
) -> tuple[Valuation, ...]:
    """Return every combination of the parts' first valuations that agrees on what is shared."""
    starts: list[Valuation] = []
    for chosen in product(*(form.initial for form in forms.values())):
        start: dict[str, Value] = {}
        agrees = True
        for (process, form), valuation in zip(forms.items(), chosen, strict=True):
            rename = _renaming(process, form, common)
            for slot, value in zip(form.slots, valuation, strict=True):
                agrees &= start.setdefault(rename(slot.name), value) == value
        if agrees:
            starts.append(tuple(start[slot_name] for slot_name in names))
    return tuple(starts)


def _final(forms: Mapping[str, Form], common: set[str]) -> Guard | None:
    finals = []
    for process, form in forms.items():
        if form.final is None:
            return None
        finals.append(_renamed(form.final, _renaming(process, form, common)))
    return All(*finals)


def _command(process: str, item: Command, rename: Rename) -> Command:
    choices: dict[int, Choice] = {}

    def value_of(value: Term | Choice) -> Term | Choice:
        if isinstance(value, Choice):
            return choices.setdefault(id(value), _renamed_choice(value, rename))
        return _renamed(value, rename)

    return replace(
        item,
        rule=f"{item.rule}@{process}",
        process=f"{process}.{item.process}" if item.process else process,
        contest=f"{item.contest}@{process}" if item.contest else "",
        guard=_renamed(item.guard, rename),
        source=_renamed(item.source, rename),
        assignments=tuple(
            Assignment(_renamed(effect.variable, rename), value_of(effect.value))
            for effect in item.assignments
        ),
        text=f"{process}: {item.text}",
    )


# -- renaming --------------------------------------------------------------------------------------


class _Renamed(Guard):
    """An expression of a kind unknown here, asked under its own names."""

    def __init__(self, guard: Guard, rename: Rename) -> None:
        self.guard, self.rename = guard, rename

    def __call__(self, snapshot: Snapshot, /) -> bool:
        return self.guard({name: snapshot[self.rename(name)] for name in self.guard.reads()})

    def __str__(self) -> str:
        return str(self.guard)

    def reads(self) -> frozenset[str]:
        return frozenset(map(self.rename, self.guard.reads()))


def _renamed(expression: E_, rename: Rename) -> E_:
    """Return `expression` with every name it reads renamed."""
    return _rebuilt(expression, rename)  # type: ignore[return-value]


def _rebuilt(expression: Expression, rename: Rename) -> Expression:
    match expression:
        case Constant():
            return expression
        case Reference(name=name):
            renamed = copy(expression)
            renamed.name = _keeping_was(name, rename)
            return renamed
        case Arithmetic(sign=sign, left=left, right=right):
            return Arithmetic(sign, _renamed(left, rename), _renamed(right, rename))
        case Comparison(sign=sign, left=left, right=right):
            return Comparison(sign, _renamed(left, rename), _renamed(right, rename))
        case Among(term=term, values=values):
            return Among(_renamed(term, rename), values)
        case At(states=states):
            return Among(Reference(rename(STATE)), states)
        case All(guards=guards):
            return All(*(_renamed(guard, rename) for guard in guards))
        case Either(guards=guards):
            return Either(*(_renamed(guard, rename) for guard in guards))
        case Implies(premise=premise, conclusion=conclusion):
            return Implies(_renamed(premise, rename), _renamed(conclusion, rename))
        case Not(guard=guard):
            return Not(_renamed(guard, rename))
        case Guard() if expression is not TRUE:
            return _Renamed(expression, rename)
    return expression


def _keeping_was(name: str, rename: Rename) -> str:
    if name.startswith(BEFORE):
        return BEFORE + rename(name.removeprefix(BEFORE))
    return rename(name)


def _renamed_choice(choice: Choice, rename: Rename) -> Choice:
    match choice:
        case Between(low=low, high=high):
            return Between(_renamed(low, rename), _renamed(high, rename))
        case Something() | AnyOf():
            return choice
    raise TypeError(f"a choice of kind {type(choice).__name__} cannot be renamed: {choice}")
