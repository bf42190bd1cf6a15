"""Reach: whether the machine can get to where a run could not be represented.

What lives here: a plain breadth-first search over recorded endings, made only when some ending has
a problem that depends on values (a counter that leaves its domain, a guard that raises). Methods
are recorded on every valuation of what they read, so a problem is a fault of the machine only when
a reachable valuation meets it; then it is told with a shortest way there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .cubes import Cube
from .declared import Domain
from .execution import Ending
from .recording import Problem

__all__ = ["VALUATIONS_MAX", "reached_problems"]

# Some seconds of searching; a machine beyond it is told to exclude the problem in its own code.
VALUATIONS_MAX: Final = 200_000

Indices = tuple[int, ...]
Spot = tuple[str, Indices]


@dataclass(frozen=True, eq=False)
class _Move:
    trigger: str
    tests: tuple[tuple[tuple[int, int], ...], ...]
    target: str
    writes: tuple[tuple[int, int], ...]
    problem: Problem | None
    assumes: tuple[str, ...]

    def applies(self, indices: Indices) -> bool:
        return any(
            all(bits >> indices[position] & 1 for position, bits in test) for test in self.tests
        )


def reached_problems(
    endings: Mapping[str, Sequence[tuple[str, Ending]]],
    domains: Mapping[str, Domain],
    start: Spot,
) -> Iterator[str]:
    """Yield each problem a reachable valuation meets, with a shortest way to it.

    `endings` gives, by state, each trigger with one of its endings.
    """
    position = {name: index for index, name in enumerate(domains)}
    moves = {
        state: [_move(trigger, ending, position) for trigger, ending in listed]
        for state, listed in endings.items()
    }
    came: dict[Spot, tuple[Spot, str] | None] = {start: None}
    frontier = deque((start,))
    told: set[str] = set()
    while frontier:
        spot = frontier.popleft()
        state, indices = spot
        for move in moves[state]:
            if not move.applies(indices):
                continue
            if move.problem is not None:
                if move.problem.text not in told:
                    told.add(move.problem.text)
                    met = replace(move.problem, when=_when(move, indices, domains))
                    yield f"{met}; {_way(came, spot, move.trigger)}"
                continue
            after = list(indices)
            for place, index in move.writes:
                after[place] = index
            landed = (move.target, tuple(after))
            if landed not in came:
                came[landed] = spot, move.trigger
                frontier.append(landed)
        if len(came) > VALUATIONS_MAX:
            problems = (move.problem for listed in moves.values() for move in listed)
            left = {item.text: item for item in problems if item and item.text not in told}
            for item in left.values():
                yield (
                    f"{item}; whether the machine gets there is not known after "
                    f"{VALUATIONS_MAX} valuations: exclude it in the method itself"
                )
            return


def _move(trigger: str, ending: Ending, position: Mapping[str, int]) -> _Move:
    return _Move(
        trigger,
        tuple(_test(cube, position) for cube in ending.cubes),
        ending.target,
        tuple((position[name], index) for name, index in ending.writes),
        ending.problem,
        ending.assumes,
    )


def _test(cube: Cube, position: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple((position[name], bits) for name, bits in cube.items())


def _when(move: _Move, indices: Indices, domains: Mapping[str, Domain]) -> str:
    """Return the values and answers on which the problem depends."""
    read = {position for test in move.tests for position, _ in test}
    values = (
        f"{name} = {domain.values[indices[position]]!r}"
        for position, (name, domain) in enumerate(domains.items())
        if position in read
    )
    return ", ".join((*values, *move.assumes))


def _way(came: Mapping[Spot, tuple[Spot, str] | None], spot: Spot, last: str) -> str:
    triggers = [last]
    step = came[spot]
    while step is not None:
        triggers.append(step[1])
        step = came[step[0]]
    return f"reached by {', '.join(reversed(triggers))}"
