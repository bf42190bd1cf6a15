"""Temporal logic as the textbooks define it, on graphs small enough for that.

Nothing here is shared with the checker but the declared objects: a random graph becomes a form
whose only slot is the place; formulas are evaluated on sets of places (CTL) and on the positions of
a lasso (LTL); lassos are enumerated one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from fsm.checker.trace import Trace
from fsm.expressions import OPERATION, OUTCOME, Guard, Value, on
from fsm.form import Command, Form, Slot
from fsm.formulas import (
    AF,
    AG,
    AU,
    AX,
    EF,
    EG,
    EU,
    EX,
    F,
    G,
    Linear,
    Path,
    R,
    U,
    W,
    X,
)
from fsm.properties import Fairness
from fsm.variables import Count

Edge = tuple[int, int, str]


@dataclass(frozen=True)
class SmallGraph:
    """Places 0..places-1; an edge is (from, to, label); the first places are initial."""

    places: int
    edges: tuple[Edge, ...]
    initial: int = 1

    @property
    def place(self) -> Count:
        return Count("place", 0, self.places - 1)

    def form(self) -> Form:
        place = self.place
        return Form(
            name="small",
            slots=(Slot("place", tuple(range(self.places))),),
            initial=tuple((number,) for number in range(self.initial)),
            commands=tuple(
                Command(
                    rule=f"E{number}",
                    operation=label,
                    outcome="",
                    guard=place == source,
                    assignments=(place.becomes(target),),
                )
                for number, (source, target, label) in enumerate(self.edges)
            ),
        )

    def out(self, place: int) -> list[Edge]:
        return [edge for edge in self.edges if edge[0] == place]

    def after(self, place: int) -> set[int]:
        """The next places; a dead end is its own."""
        return {target for _, target, _ in self.out(place)} or {place}

    def reachable(self) -> set[int]:
        found = set(range(self.initial))
        while True:
            more = found | {after for place in found for after in self.after(place)}
            if more == found:
                return found
            found = more


@st.composite
def graphs(draw: st.DrawFn, places: int = 4, edges: int = 7) -> SmallGraph:
    count = draw(st.integers(1, places))
    numbers = st.integers(0, count - 1)
    drawn = draw(
        st.lists(st.tuples(numbers, numbers, st.sampled_from("abc")), max_size=edges, unique=True)
    )
    return SmallGraph(count, tuple(drawn), draw(st.integers(1, min(2, count))))


P = Count("place", 0, 9).among(0, 3)
Q = Count("place", 0, 9).among(1, 3)


def branching() -> st.SearchStrategy[Guard | Path]:
    def larger(part: Any) -> Any:
        return st.one_of(
            *(part.map(operator) for operator in (EX, EF, EG, AX, AF, AG)),
            st.tuples(part, part).map(lambda both: EU(*both)),
            st.tuples(part, part).map(lambda both: AU(*both)),
            *_joined(part),
        )

    return st.recursive(st.sampled_from([P, Q]), larger, max_leaves=4)


def linear(*, steps: bool = True) -> st.SearchStrategy[Guard | Linear]:
    atoms = [P, Q, on("a"), ~on("a", "b"), P & on("b")] if steps else [P, Q]

    def larger(part: Any) -> Any:
        pairs = st.tuples(part, part)
        return st.one_of(
            *(part.map(operator) for operator in (X, F, G)),
            *(pairs.map(lambda both, join=join: join(*both)) for join in (U, R, W)),
            *_joined(part),
        )

    return st.recursive(st.sampled_from(atoms), larger, max_leaves=4)


def _joined(part: Any) -> tuple[Any, ...]:
    pairs = st.tuples(part, part)
    return (
        pairs.map(lambda both: both[0] & both[1]),
        pairs.map(lambda both: both[0] | both[1]),
        pairs.map(lambda both: both[0] >> both[1]),
        part.map(lambda one: ~one),
    )


# -- branching, on sets --------------------------------------------------------------------------


def states_where(graph: SmallGraph, formula: Guard | Path) -> set[int]:
    every = set(range(graph.places))
    if isinstance(formula, Guard):
        return {place for place in every if formula({"place": place})}
    parts = [states_where(graph, operand) for operand in formula.operands]

    def some(part: set[int]) -> set[int]:
        return {place for place in every if graph.after(place) & part}

    def all_(part: set[int]) -> set[int]:
        return {place for place in every if graph.after(place) <= part}

    def least(step: Callable[[set[int]], set[int]]) -> set[int]:
        return _fixed(step, set())

    def greatest(step: Callable[[set[int]], set[int]]) -> set[int]:
        return _fixed(step, every)

    left, right = (parts[0], parts[-1])
    return {
        "not": lambda: every - left,
        "and": lambda: left & right,
        "or": lambda: left | right,
        "=>": lambda: (every - left) | right,
        "EX": lambda: some(left),
        "AX": lambda: all_(left),
        "EF": lambda: least(lambda now: left | some(now)),
        "AF": lambda: least(lambda now: left | all_(now)),
        "EG": lambda: greatest(lambda now: left & some(now)),
        "AG": lambda: greatest(lambda now: left & all_(now)),
        "EU": lambda: least(lambda now: right | (left & some(now))),
        "AU": lambda: least(lambda now: right | (left & all_(now))),
    }[formula.operator]()


def _fixed(step: Callable[[set[int]], set[int]], now: set[int]) -> set[int]:
    while (after := step(now)) != now:
        now = after
    return now


# -- linear, on the positions of a lasso ---------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """Positions with a snapshot and the label of the step taken ("" for none); `loop` follows."""

    snapshots: tuple[dict[str, Value], ...]
    labels: tuple[str, ...]
    loop: int

    @classmethod
    def of(cls, trace: Trace) -> Word:
        snapshots = [dict(trace.start), *(dict(step.after) for step in trace.steps)]
        labels = [step.label for step in trace.steps]
        if trace.loop is None:
            return cls(tuple(snapshots), (*labels, ""), len(labels))
        assert snapshots[-1] == snapshots[trace.loop]
        return cls(tuple(snapshots[:-1]), tuple(labels), trace.loop)

    def after(self, position: int) -> int:
        return position + 1 if position + 1 < len(self.labels) else self.loop


def positions_where(word: Word, formula: Guard | Linear) -> set[int]:
    every = set(range(len(word.labels)))
    if isinstance(formula, Guard):
        return {place for place in every if formula(_view(word, place))}
    parts = [positions_where(word, operand) for operand in formula.operands]
    left, right = (parts[0], parts[-1])

    def until(one: set[int], other: set[int]) -> set[int]:
        found = set()
        for place in every:
            # After as many positions as there are, nothing new comes.
            at = place
            for _ in range(2 * len(every)):
                if at in other:
                    found.add(place)
                    break
                if at not in one:
                    break
                at = word.after(at)
        return found

    return {
        "not": lambda: every - left,
        "and": lambda: left & right,
        "or": lambda: left | right,
        "=>": lambda: (every - left) | right,
        "X": lambda: {place for place in every if word.after(place) in left},
        "F": lambda: until(every, left),
        "G": lambda: every - until(every, every - left),
        "U": lambda: until(left, right),
        "W": lambda: until(left, right) | (every - until(every, every - left)),
        "R": lambda: every - until(every - left, every - right),
    }[formula.operator]()


def _view(word: Word, place: int) -> dict[str, Value]:
    operation, _, outcome = word.labels[place].partition(".")
    return {**word.snapshots[place], OPERATION: operation, OUTCOME: outcome, "process": ""}


# -- lassos, one by one --------------------------------------------------------------------------


def lassos(graph: SmallGraph, longest: int) -> Iterator[Word]:
    """Every lasso with at most `longest` positions."""
    for begin in range(graph.initial):
        yield from _extended(graph, [begin], [], longest)


def _extended(
    graph: SmallGraph, places: list[int], labels: list[str], longest: int
) -> Iterator[Word]:
    snapshots = tuple({"place": place} for place in places)
    if not graph.out(places[-1]):
        yield Word(snapshots, (*labels, ""), len(labels))
        return
    if len(places) > longest:
        return
    for _, target, label in graph.out(places[-1]):
        for loop, place in enumerate(places):
            if place == target:
                yield Word(snapshots, (*labels, label), loop)
        yield from _extended(graph, [*places, target], [*labels, label], longest)


def is_fair(graph: SmallGraph, word: Word, fair: tuple[Fairness, ...]) -> bool:
    """Whether the cycle of `word` keeps each constraint; steps that stay are no progress."""
    cycle = range(word.loop, len(word.labels))
    taken = {
        word.labels[place]
        for place in cycle
        if word.labels[place] and word.snapshots[place] != word.snapshots[word.after(place)]
    }
    possible = [
        {
            label
            for source, target, label in graph.out(int(word.snapshots[place]["place"]))
            if source != target
        }
        for place in cycle
    ]
    for item in fair:
        for names in [set(item.names)] if item.together else [{name} for name in item.names]:
            can = [bool(names & labels) for labels in possible]
            waits = all(can) if item.strength == "weak" else any(can)
            if waits and not names & taken:
                return False
    return True


def size(word: Word) -> tuple[int, int]:
    """Length of stem and cycle; staying for ever is a cycle of one."""
    return word.loop, len(word.labels) - word.loop
