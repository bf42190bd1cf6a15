"""The intermediate form: a machine with its parameters bound, ready for any back end.

What lives here: slots with finite domains (the state is the first), guarded commands with
priority and label, and the successors of one valuation. What does not: search, packing, export.

A valuation is a tuple of values in slot order. A command's assignments happen at once, on the
valuation before the step. Every option of a choice is a successor of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from .errors import MachineError
from .expressions import STATE, Assignment, At, Choice, Guard, Snapshot, Term, Value
from .machine import Machine, Row

__all__ = ["Command", "Form", "Slot", "bind"]

Valuation = tuple[Value, ...]


@dataclass(frozen=True, eq=False)
class Slot:
    """One variable of the form and every value it can have."""

    name: str
    domain: tuple[Value, ...]


@dataclass(frozen=True, eq=False)
class Command:
    """One guarded step from one state: what must hold, and what each slot becomes.

    Of the commands of one operation that are enabled together the world chooses; `priority`
    orders those of one label (lower first) for back ends that need an order.
    """

    row: Row
    source: At
    guard: Guard
    target: str
    assignments: tuple[Assignment, ...]
    priority: int

    @property
    def label(self) -> str:
        """`operation.outcome`."""
        return self.row.label


@dataclass(frozen=True, eq=False)
class Form:
    """Slots, initial valuations and commands of one bound machine."""

    machine: Machine
    parameters: Mapping[str, int]
    slots: tuple[Slot, ...]
    initial: tuple[Valuation, ...]
    commands: tuple[Command, ...]

    def snapshot(self, valuation: Valuation) -> dict[str, Value]:
        """Return `valuation` by name, parameters included."""
        named: dict[str, Value] = {
            slot.name: value for slot, value in zip(self.slots, valuation, strict=True)
        }
        named.update(self.parameters)
        return named

    def valuation(self, snapshot: Snapshot) -> Valuation:
        """Return the tuple of `snapshot`."""
        return tuple(snapshot[slot.name] for slot in self.slots)

    def successors(self, valuation: Valuation) -> Iterator[tuple[Command, Valuation]]:
        """Yield every step from `valuation`, duplicates included."""
        before = self.snapshot(valuation)
        for command in self.commands:
            if command.source(before) and command.guard(before):
                for after in outcomes(command, before):
                    yield command, self.valuation(after)

    def reachable(self) -> dict[Valuation, int]:
        """Return every reachable valuation with its distance from the start, nearest first."""
        depth: dict[Valuation, int] = dict.fromkeys(self.initial, 0)
        frontier = deque(depth)
        while frontier:
            valuation = frontier.popleft()
            for _, after in self.successors(valuation):
                if after not in depth:
                    depth[after] = depth[valuation] + 1
                    frontier.append(after)
        return depth


def outcomes(command: Command, before: Snapshot) -> Iterator[dict[str, Value]]:
    """Yield the snapshot after `command` for every way its choices can fall."""
    for values in effects(command.assignments, before):
        yield {**before, STATE: command.target, **values}


def effects(assignments: tuple[Assignment, ...], before: Snapshot) -> Iterator[dict[str, Value]]:
    """Yield what the variables become, one mapping for every way the choices can fall.

    A choice object that stands in several assignments falls once.
    """
    choices = list(
        dict.fromkeys(item.value for item in assignments if isinstance(item.value, Choice))
    )
    for fallen in product(*(choice.options(before) for choice in choices)):
        chosen = dict(zip(choices, fallen, strict=True))
        yield {
            item.variable.name: (
                item.value(before) if isinstance(item.value, Term) else chosen[item.value]
            )
            for item in assignments
        }


def bind(machine: Machine, parameters: Mapping[str, int]) -> Form:
    """Return the form of `machine`; parameters not given have their small values."""
    known = {item.name: item.small for item in machine.parameters}
    if unknown := sorted(set(parameters) - set(known)):
        listed = ", ".join(known) or "none"
        raise MachineError(
            machine.name, [f"no parameter {name!r}; it has {listed}" for name in unknown]
        )
    bound = {**known, **parameters}
    slots = (
        Slot(STATE, machine.states),
        *(Slot(item.name, item.domain(bound)) for item in machine.variables),
    )
    start = machine.start(**bound)
    commands = tuple(
        Command(item, At((source,)), item.guard, item.lands(source), item.effects, priority)
        for priority, item in enumerate(machine.rows)
        for source in item.sources
    )
    initial = (tuple(start[slot.name] for slot in slots),)
    return Form(machine, bound, slots, initial, commands)
