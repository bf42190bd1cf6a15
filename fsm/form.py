"""The intermediate form: a closed model of finite slots and guarded commands, for any back end.

What lives here: slots with finite domains, commands with priority and labels, initial valuations,
and the successors of one valuation, written to be read. What does not: search, packing, export.

Nothing in a form points back to what it was made from. `Machine.bind()`, `System.bind()`,
`parallel()` and the recorder of a stranger's machine all end here, and a back end needs no other
knowledge. A rule (a declared row) is known by its id and its text; the commands that carry one id
are the same rule in several states, or under several answers of the world.

A control state is a slot like any other, named `state` where a machine has one; a model may have
none, or one per process. A valuation is a tuple of values in slot order. A command's assignments
happen at once, on the valuation before the step; every option of a choice is a successor of its
own, and a choice with no option is no successor.

Commands that bear one `contest` compete: of those enabled together only the ones of the lowest
`priority` number may step. Without a contest, priority orders nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Final

from .errors import MachineError
from .expressions import STATE, TRUE, At, Guard, Snapshot, Term, Value
from .variables import Assignment, Choice, Enum

if TYPE_CHECKING:
    from .machine import Machine, Row
    from .properties import Property

__all__ = ["PROCESS", "Command", "Form", "Slot", "Valuation", "bind"]

Valuation = tuple[Value, ...]

# What a step property calls the process that steps.
PROCESS: Final = "process"


@dataclass(frozen=True, eq=False)
class Slot:
    """One variable of the form and every value it can have.

    `control` marks a slot whose values are the states of a machine: each should be reached.
    """

    name: str
    domain: tuple[Value, ...]
    control: bool = False


@dataclass(frozen=True, eq=False)
class Command:
    """One guarded step: where it is declared, what must hold, and what each slot becomes.

    `source` is the place in the table (`at Ready`), `guard` the declared condition there; both
    must hold. `process` names who steps in a composition. `raises` names the exception an edge
    stands for, `assumes` what the world was taken to answer ("file_ok() is false").
    """

    rule: str
    operation: str
    outcome: str
    guard: Guard
    assignments: tuple[Assignment, ...]
    source: Guard = TRUE
    process: str = ""
    priority: int = 0
    contest: str = ""
    raises: str = ""
    assumes: tuple[str, ...] = ()
    text: str = ""

    @property
    def label(self) -> str:
        """`operation.outcome`, or `operation` alone where outcomes are not told apart."""
        return f"{self.operation}.{self.outcome}" if self.outcome else self.operation

    def enabled(self, snapshot: Snapshot) -> bool:
        """Whether the step may be taken, contests apart."""
        return bool(self.source(snapshot)) and self.guard(snapshot)


@dataclass(frozen=True, eq=False)
class Form:
    """Slots, initial valuations and commands of one closed model, and what it promises.

    `final` is where it may stop for good; None means nowhere. `waivers` maps a finding's name to
    the reason why it is accepted. `free` names conditions nothing is known of: they may answer
    either way, which a verdict must say.
    """

    name: str
    slots: tuple[Slot, ...]
    initial: tuple[Valuation, ...]
    commands: tuple[Command, ...]
    parameters: Mapping[str, int] = field(default_factory=dict)
    final: Guard | None = None
    properties: tuple[Property, ...] = ()
    waivers: Mapping[str, str] = field(default_factory=dict)
    free: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.initial:
            problem = "no initial state, so nothing can be said: declare where it starts"
            raise MachineError(self.name, [problem])

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

    def rivals(self, command: Command) -> tuple[Command, ...]:
        """Return the commands that keep `command` from stepping while they are enabled."""
        if not command.contest:
            return ()
        return tuple(
            other
            for other in self.commands
            if other.contest == command.contest and other.priority < command.priority
        )

    def successors(self, valuation: Valuation) -> Iterator[tuple[Command, Valuation]]:
        """Yield every step from `valuation`, duplicates included."""
        before = self.snapshot(valuation)
        for command in self.commands:
            if command.enabled(before) and not any(
                rival.enabled(before) for rival in self.rivals(command)
            ):
                for values in effects(command.assignments, before):
                    yield command, self.valuation({**before, **values})

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


def choices_of(assignments: tuple[Assignment, ...]) -> tuple[Choice, ...]:
    """Return the distinct choices of a step; one that stands in several assignments falls once."""
    return tuple(
        dict.fromkeys(item.value for item in assignments if isinstance(item.value, Choice))
    )


def effects(assignments: tuple[Assignment, ...], before: Snapshot) -> Iterator[dict[str, Value]]:
    """Yield what the variables become, one mapping for every way the choices can fall."""
    choices = choices_of(assignments)
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
        Slot(STATE, machine.states, control=True),
        *(Slot(item.name, item.domain(bound)) for item in machine.variables),
    )
    start = machine.start(**bound)
    state = Enum(STATE, *machine.states)
    return Form(
        name=machine.name,
        slots=slots,
        initial=(tuple(start[slot.name] for slot in slots),),
        commands=tuple(
            _command(item, source, state, priority)
            for priority, item in enumerate(machine.rows)
            for source in item.sources
        ),
        parameters=bound,
        final=At(machine.final) if machine.final else None,
        properties=machine.properties,
        waivers=machine.waivers,
    )


def _command(row: Row, source: str, state: Enum, priority: int) -> Command:
    target = row.lands(source)
    moves = (state.becomes(target),) if target != source else ()
    return Command(
        rule=row.id,
        operation=row.operation,
        outcome=row.outcome,
        guard=row.guard,
        assignments=(*moves, *row.effects),
        source=At((source,)),
        priority=priority,
        text=str(row),
    )
