"""What one cell of the table says: an operation called in a state, the rest known or not.

What lives here: which rows can admit it, which refusals can be given, and on which variables that
depends. What does not: one concrete snapshot (`Machine.enabled`, `Machine.refusal`), and showing.

A guard may ask for the state itself; in a cell the state is known, so `guard_in` leaves out what
the state already answers. `answers` tries every value of what a cell's guards read and nobody
told, on the parameters' small values unless others are given; a row or refusal that no value
reaches is not part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from .expressions import STATE, TRUE, All, At, Either, Guard, Implies, Not, Snapshot, Value
from .machine import Machine, Refusal, Row

__all__ = ["Answers", "answers", "guard_in"]

_FALSE: Final[Guard] = Not(TRUE)


@dataclass(frozen=True, eq=False, slots=True)
class Answers:
    """Everything that calling `operation` in `state` can lead to.

    `first` is the row that comes before it there, `within` the state it is then judged in. `open`
    names what was not told and decides between the answers; it is empty when there is only one.
    """

    state: str
    operation: str
    first: Row | None
    within: str
    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    open: tuple[str, ...]

    @property
    def admitted(self) -> bool | None:
        """Whether it is admitted; None when that depends on what was not told."""
        if self.rows and self.refusals:
            return None
        return bool(self.rows)


def answers(
    machine: Machine, state: str, operation: str, known: Mapping[str, Value] | None = None
) -> Answers:
    """Return what `operation` would do in `state`, `known` giving variables and parameters."""
    told = dict(known or {})
    start: dict[str, Value] = {**machine.start(), **told, STATE: state}
    name, opened = machine.opened(start)
    first = None if name in (None, operation) else machine.enabled(start, str(name))[0]
    if first is None:
        opened = start
    fallen = {item.variable.name: item.options(start) for item in first.effects} if first else {}
    within = str(opened[STATE])
    asked: tuple[Row | Refusal, ...] = (
        *machine.rows_of(within, operation),
        *machine.refusals_of(within, operation),
    )
    read = frozenset().union(*(guard_in(item.guard, within).reads() for item in asked))
    domains = {
        item.name: fallen.get(item.name, item.domain(opened))
        for item in machine.variables
        if item.name in read and (item.name in fallen or item.name not in told)
    }
    outcomes = {
        (machine.enabled(snapshot, operation), machine.refusal(snapshot, operation))
        for snapshot in _snapshots(opened, domains)
    }
    rows = {item for enabled, _ in outcomes for item in enabled}
    refusals = {refusal for _, refusal in outcomes}
    return Answers(
        state,
        operation,
        first,
        within,
        tuple(item for item in machine.rows_of(within, operation) if item in rows),
        tuple(item for item in machine.refusals_of(within, operation) if item in refusals),
        tuple(name for name, values in domains.items() if len(values) > 1)
        if len(outcomes) > 1
        else (),
    )


def _snapshots(
    base: Snapshot, domains: Mapping[str, tuple[Value, ...]]
) -> Iterator[dict[str, Value]]:
    for values in product(*domains.values()):
        yield {**base, **dict(zip(domains, values, strict=True))}


def guard_in(guard: Guard, state: str) -> Guard:
    """Return `guard` as it reads in `state`: what the state decides is left out."""
    match guard:
        case At(states=states):
            return TRUE if state in states else _FALSE
        case Not(guard=inner):
            return _not(guard_in(inner, state))
        case All(guards=guards):
            return _joined(guards, state, All, neutral=TRUE, decisive=_FALSE)
        case Either(guards=guards):
            return _joined(guards, state, Either, neutral=_FALSE, decisive=TRUE)
        case Implies(premise=premise, conclusion=conclusion):
            before, after = guard_in(premise, state), guard_in(conclusion, state)
            if before is _FALSE or after is TRUE:
                return TRUE
            if before is TRUE:
                return after
            return _not(before) if after is _FALSE else Implies(before, after)
        case _:
            return guard


def _not(guard: Guard) -> Guard:
    if guard is TRUE:
        return _FALSE
    return TRUE if guard is _FALSE else ~guard


def _joined(
    guards: tuple[Guard, ...],
    state: str,
    kind: type[All] | type[Either],
    *,
    neutral: Guard,
    decisive: Guard,
) -> Guard:
    parts = [guard_in(item, state) for item in guards]
    if any(part is decisive for part in parts):
        return decisive
    kept = [part for part in parts if part is not neutral]
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else kind(*kept)
