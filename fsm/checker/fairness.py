"""Fairness: which cycles of an arena a fair behaviour can follow for ever.

What lives here: the names of fairness made into sets of steps, and the nodes that lie on a fair
cycle. What does not: making the arena (`arena.py`), and choosing one cycle (`lasso.py`).

A behaviour is judged by what it does for ever, which happens inside one strong component. Each
accepting set must be met there. A weak constraint is kept if its step is taken in the component,
or somewhere in it is not possible. A strong one is kept if its step is taken, or nowhere possible;
if it is possible and never taken, the component may still hold a fair cycle that keeps away from
where it is possible: those nodes are taken out, and what is left falls into components again. A
component where all is kept is fair as a whole, for a tour of all of it breaks nothing.

A step that leads back to the state it began in is neither taken nor possible here. What is
possible is asked of the graph, under `allowed`, not of the arena, which leaves out ways to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..errors import MachineError
from ..form import Form
from ..properties import Fairness, meant, step_names
from .arena import Arena
from .graph import Graph
from .walks import Bits, Flags, Numbers, components, walk

__all__ = [
    "WORD_CONSTRAINTS",
    "Constraint",
    "Constraints",
    "Fair",
    "commands_named",
    "constraints",
    "fair_nodes",
]

# One 64-bit word of constraints is looked at in one pass; the sign is left alone.
WORD_CONSTRAINTS: Final = 62


@dataclass(frozen=True, slots=True)
class Constraint:
    """Some of the form's commands that are not put off for ever."""

    name: str
    strong: bool
    commands: frozenset[int]


def constraints(form: Form, fair: Sequence[Fairness], where: str) -> tuple[Constraint, ...]:
    """Return what `fair` asks of `form`; MachineError where a name means no step of it."""
    found: dict[tuple[bool, frozenset[int]], Constraint] = {}
    for item in fair:
        borne = {name: by for given in item.names for name, by in _bearers(form, given, where)}
        if item.together:
            borne = {" or ".join(item.names): frozenset().union(*borne.values())}
        strong = item.strength == "strong"
        for name, commands in borne.items():
            found.setdefault((strong, commands), Constraint(name, strong, commands))
    return tuple(found.values())


def commands_named(form: Form, names: Iterable[str], where: str) -> frozenset[int]:
    """Return which of the form's commands `names` speak of."""
    return frozenset().union(*(by for name in names for _, by in _bearers(form, name, where)))


def _bearers(form: Form, given: str, where: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield each name that `given` stands for, with the commands that bear it."""
    steps = [(item.operation, item.outcome, item.process, item.rule) for item in form.commands]
    borne = [frozenset(step_names(*item)) for item in steps]
    names = meant(given, steps)
    if not names:
        listed = ", ".join(sorted(frozenset().union(*borne)))
        raise MachineError(form.name, [f"{where}: no step is named {given!r}: use one of {listed}"])
    for name in names:
        yield name, frozenset(index for index, item in enumerate(borne) if name in item)


# -- where steps are possible --------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Word:
    """Up to `WORD_CONSTRAINTS` constraints, a bit each."""

    of_step: Bits
    possible: Bits
    weak: int
    strong: int


class Constraints:
    """Constraints laid out on a graph: what each step takes, and what is possible where."""

    def __init__(self, graph: Graph, asked: Sequence[Constraint], allowed: Flags) -> None:
        self.asked = tuple(asked)
        # Without constraints one empty word still sees which components have a cycle.
        self.words = tuple(
            self._word(graph, self.asked[begin : begin + WORD_CONSTRAINTS], allowed)
            for begin in range(0, max(len(self.asked), 1), WORD_CONSTRAINTS)
        )

    @staticmethod
    def _word(graph: Graph, asked: Sequence[Constraint], allowed: Flags) -> Word:
        of_command = np.zeros(len(graph.expander.model.form.commands), dtype=np.int64)
        for bit, item in enumerate(asked):
            of_command[list(item.commands)] |= 1 << bit
        of_step = of_command[graph.command_of_step]
        possible = np.zeros(graph.states, dtype=np.int64)
        if asked:
            walk(
                _possible,
                graph.edges,
                graph.first,
                graph.targets,
                graph.steps,
                allowed,
                of_step,
                possible,
            )
        strong = sum(1 << bit for bit, item in enumerate(asked) if item.strong)
        return Word(of_step, possible, ((1 << len(asked)) - 1) & ~strong, strong)


def _possible(first, targets, steps, allowed, of_step, possible):  # type: ignore[no-untyped-def]
    for state in range(len(possible)):
        bits = 0
        for edge in range(first[state], first[state + 1]):
            if allowed[edge] and targets[edge] != state:
                bits |= of_step[steps[edge]]
        possible[state] = bits


# -- fair components -----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Fair:
    """The fair component each node of an arena belongs to; -1 where it belongs to none."""

    component: Numbers

    def __bool__(self) -> bool:
        return bool((self.component >= 0).any())


def fair_nodes(arena: Arena, kept: Constraints) -> Fair:
    """Return the nodes of `arena` that lie on a cycle a fair and accepted behaviour can follow."""
    found = np.full(arena.nodes, -1, dtype=np.int32)
    alive = np.ones(arena.nodes, dtype=np.bool_)
    earlier = 0
    while alive.any():
        component, count = components(arena.first, arena.targets, alive)
        dead, owing = _judged(arena, kept, component, count)
        member = alive.copy()
        member[alive] = ~dead[component[alive]]
        free = np.ones(arena.nodes, dtype=np.bool_)
        owes = np.zeros(count, dtype=np.bool_)
        for word, owed in zip(kept.words, owing, strict=True):
            owes |= owed != 0
            free &= (owed[component] & word.possible[arena.states]) == 0
        settled = member & ~owes[component]
        found[settled] = component[settled] + earlier
        earlier += count
        # Components that owe a step they never take fall apart without where it is possible.
        alive = member & owes[component] & free
    return Fair(found)


def _judged(
    arena: Arena, kept: Constraints, component: Numbers, count: int
) -> tuple[Flags, list[Bits]]:
    """Return which components hold no fair cycle at all, and what strong steps the others owe."""
    cyclic = np.zeros(count, dtype=np.bool_)
    met = np.zeros(count, dtype=np.int64)
    dead = np.zeros(count, dtype=np.bool_)
    owing = []
    for word in kept.words:
        always = np.full(count, -1, dtype=np.int64)
        somewhere, taken = (np.zeros(count, dtype=np.int64) for _ in range(2))
        walk(
            _survey,
            len(arena.targets),
            arena.first,
            arena.targets,
            arena.via,
            arena.states,
            arena.accepting,
            arena.graph.targets,
            arena.graph.steps,
            component,
            word.of_step,
            word.possible,
            cyclic,
            met,
            always,
            somewhere,
            taken,
        )
        dead |= (always & ~taken & word.weak) != 0
        owing.append(somewhere & ~taken & word.strong)
    every = (1 << arena.sets) - 1
    dead |= ~cyclic | ((met & every) != every)
    return dead, owing


def _survey(  # type: ignore[no-untyped-def]
    first,
    targets,
    via,
    states,
    accepting,
    graph_targets,
    steps,
    component,
    of_step,
    possible,
    cyclic,
    met,
    always,
    somewhere,
    taken,
):
    """Gather for each component what is possible and what is taken inside it."""
    for node in range(len(states)):
        inside = component[node]
        if inside < 0:
            continue
        state = states[node]
        met[inside] |= accepting[node]
        always[inside] &= possible[state]
        somewhere[inside] |= possible[state]
        for edge in range(first[node], first[node + 1]):
            if component[targets[edge]] == inside:
                cyclic[inside] = True
                step = via[edge]
                if step >= 0 and graph_targets[step] != state:
                    taken[inside] |= of_step[steps[step]]
