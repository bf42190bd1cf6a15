"""The picture of a machine before any format: boxes, arrows and the lines written on them.

What lives here: deciding what is shown where. What does not: how a format writes it (`dot.py`,
`mermaid.py`), and the full text of every row, which `table.py` reads from the machine.

- Every row appears under its id. A row that moves is a line on an arrow, one that stays is a line
  inside the box of its state; a guard is shown as it reads in that state.
- Rows between the same two states share one arrow per kind (success, failure, interruption).
- A row that moves from most states is a wildcard: it is drawn once, from a bundle that names its
  states, together with the rows of the same operation and sources. Otherwise its arrows would
  cross everything else.
- Refusals are lines inside the box, those alone that can be given there.
- Every box has a level: how many successes lead there from the start, so that the way things
  should go is one column. States that only failures reach stand beside the state they have most to
  do with.

`marks` maps row ids to a word that every format shows with the row: a counterexample's path, the
coverage of a test run, what a change added. A picture is plain data, so two can be compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ..cells import answers, guard_in
from ..expressions import TRUE
from ..machine import Kind, Machine, Row

__all__ = ["Arrow", "Box", "Bundle", "Line", "Picture", "Refused", "extract"]

# A row that really moves from so many states, and from more than half of those it could, is a
# wildcard. Below that the separate arrows read better: each starts where its state is.
BUNDLED_MIN: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One row where it is shown."""

    row: str
    operation: str
    outcome: str
    kind: Kind
    guard: str
    mark: str

    @property
    def words(self) -> str:
        """The operation, and the outcome where it says something."""
        return self.operation if self.outcome == "ok" else f"{self.operation} {self.outcome}"


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal where it is shown."""

    refusal: str
    slug: str
    operations: tuple[str, ...]
    guard: str


@dataclass(frozen=True, slots=True)
class Box:
    """One state. `lazily` is the row that comes before every other operation there."""

    state: str
    meaning: str
    initial: bool
    final: bool
    level: float
    lazily: Line | None
    stays: tuple[Line, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Rows of one kind from one state (or bundle) to another.

    `leads` says that the target's level comes from this arrow: it is part of the main way.
    """

    source: str
    target: str
    kind: Kind
    lines: tuple[Line, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """Many states that share rows: the arrows leave the bundle, not each of them."""

    name: str
    states: tuple[str, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a format needs to draw a machine."""

    name: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    bundles: tuple[Bundle, ...]


def extract(machine: Machine, marks: Mapping[str, str] | None = None) -> Picture:
    """Return the picture of `machine`, with `marks` on its rows."""
    return _Extraction(machine, marks or {}).picture()


def _leaves(row: Row) -> tuple[str, ...]:
    """Return the sources from which `row` really moves."""
    return tuple(source for source in row.sources if row.lands(source) != source)


class _Extraction:
    def __init__(self, machine: Machine, marks: Mapping[str, str]) -> None:
        self._machine = machine
        self._marks = marks
        self._led: dict[str, str] = {}
        self._levels = self._main_way()
        self._beside()

    def picture(self) -> Picture:
        machine = self._machine
        wild = [item for item in machine.rows if self._is_wild(item)]
        shared: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
        for item in wild:
            shared.setdefault((item.operation, _leaves(item)), []).append(item)
        moves = [
            (source, item.lands(source), item)
            for item in machine.rows
            if item not in wild
            for source in _leaves(item)
        ]
        bundles = [
            Bundle(name := f"any of {index}", sources, self._arrows(
                (name, str(item.target), item) for item in rows
            ))
            for index, ((_, sources), rows) in enumerate(shared.items(), 1)
        ]  # fmt: skip
        boxes = tuple(self._box(state) for state in machine.states)
        return Picture(machine.name, boxes, self._arrows(moves), tuple(bundles))

    # -- levels -----------------------------------------------------------------------------------

    def _main_way(self) -> dict[str, float]:
        """Return the distance from the start by successes; remember which state led to which."""
        machine = self._machine
        levels: dict[str, float] = {machine.initial: 0}
        for state in (reached := [machine.initial]):
            for item in machine.rows:
                target = item.lands(state)
                success = machine.kind(item.outcome) == "success"
                if success and state in item.sources and target not in levels:
                    levels[target] = levels[state] + 1
                    self._led[target] = state
                    reached.append(target)
        return levels

    def _beside(self) -> None:
        """Give the other states a level: half a step after the one they share most rows with."""
        machine = self._machine
        main = dict(self._levels)
        for state in machine.states:
            if state in main:
                continue
            shared = Counter(
                other
                for item in machine.rows
                for source in _leaves(item)
                for one, other in ((source, item.lands(source)), (item.lands(source), source))
                if one == state and other in main
            )
            nearest = max(shared, key=lambda other: (shared[other], -main[other]), default=None)
            self._levels[state] = main[nearest] + 0.5 if nearest else max(main.values()) + 1

    # -- what is shown ----------------------------------------------------------------------------

    def _is_wild(self, row: Row) -> bool:
        leaves = len(_leaves(row))
        return leaves >= BUNDLED_MIN and 2 * leaves > len(self._machine.states) - 1

    def _line(self, row: Row, source: str) -> Line:
        guard = guard_in(row.guard, source) if source in row.sources else row.guard
        return Line(
            row.id,
            row.operation,
            row.outcome,
            self._machine.kind(row.outcome),
            "" if guard is TRUE else str(guard),
            self._marks.get(row.id, ""),
        )

    def _arrows(self, moves: Iterable[tuple[str, str, Row]]) -> tuple[Arrow, ...]:
        gathered: dict[tuple[str, str, Kind], list[Line]] = {}
        for source, target, row in moves:
            key = (source, target, self._machine.kind(row.outcome))
            gathered.setdefault(key, []).append(self._line(row, source))
        return tuple(
            Arrow(source, target, kind, tuple(lines),
                  leads=kind == "success" and self._led.get(target) == source)
            for (source, target, kind), lines in gathered.items()
        )  # fmt: skip

    def _box(self, state: str) -> Box:
        machine = self._machine
        lazily = machine.lazily.get(state)
        return Box(
            state,
            machine.describes.get(state, ""),
            state == machine.initial,
            state in machine.final,
            self._levels[state],
            None if lazily is None else self._line(machine.rows_of(state, lazily)[0], state),
            tuple(
                self._line(item, state)
                for item in machine.rows
                if state in item.sources and item.lands(state) == state
            ),
            () if lazily is not None else self._refused(state),
        )

    def _refused(self, state: str) -> tuple[Refused, ...]:
        operations: dict[str, list[str]] = {}
        for operation in self._machine.operations:
            for refusal in answers(self._machine, state, operation).refusals:
                operations.setdefault(refusal.id, []).append(operation)
        shown = []
        for refusal in self._machine.refusals:
            if refusal.id in operations:
                guard = guard_in(refusal.guard, state)
                text = "" if guard is TRUE else str(guard)
                shown.append(Refused(refusal.id, refusal.slug, tuple(operations[refusal.id]), text))
        return tuple(shown)
