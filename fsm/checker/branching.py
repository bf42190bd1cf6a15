"""Branching promises: CTL by fixpoints over all states at once, and the story of why one fails.

What lives here: the states where a branching formula is true, and one way through the model that
shows why it is true or false. What does not: linear formulas (`linear.py`).

Every formula is computed once, from the inside out, as an array with a truth for each state. EX, EU
and EG are enough; the others are their opposites. A dead end is its own and only next state.

A branching formula is not always explained by one way. What "on some way" found, or "on every way"
missed, is a way, and where that ends the story goes on with the part inside. The opposite, that
there is no way, is said in words about the state where the story has come to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..expressions import Guard
from ..formulas import Path
from .arena import confined
from .fairness import Constraints, fair_nodes
from .graph import Graph
from .lasso import nearest_lasso
from .walks import Flags, Numbers, grow, reversed_rows, shrink, spread, walk

__all__ = ["Branching", "Story"]

Formula = Guard | Path


@dataclass(frozen=True, slots=True)
class Story:
    """Edges of the graph from `start`; `loop` as in a trace; `words` for what no way shows."""

    start: int
    edges: tuple[int, ...] = ()
    loop: int | None = None
    words: str = ""


class Branching:
    """The truth of branching formulas on one graph."""

    def __init__(self, graph: Graph, where: str) -> None:
        self.graph, self.where = graph, where
        self._rows = graph.first[:-1][np.diff(graph.first) > 0]
        self._dead = np.diff(graph.first) == 0
        self._reverse = reversed_rows(graph.first, graph.targets)
        # The formula is kept beside its truth: an id alone could come to mean another.
        self._known: dict[int, tuple[Formula, Flags]] = {}

    # -- truth -----------------------------------------------------------------------------------

    def truth(self, formula: Formula) -> Flags:
        """Return in which states `formula` is true."""
        known = self._known.get(id(formula))
        if known is None:
            known = self._known[id(formula)] = formula, self._computed(formula)
        return known[1]

    def _computed(self, formula: Formula) -> Flags:
        if isinstance(formula, Guard):
            return self.graph.holds(formula, self.where)
        parts = [self.truth(operand) for operand in formula.operands]
        match formula.operator, parts:
            case "not", [part]:
                return ~part
            case "and", [left, right]:
                return left & right
            case "or", [left, right]:
                return left | right
            case "=>", [left, right]:
                return ~left | right
            case "EX", [part]:
                return self._some_next(part)
            case "AX", [part]:
                return ~self._some_next(~part)
            case "EF", [part]:
                return self._until(np.ones_like(part), part)
            case "AG", [part]:
                return ~self._until(np.ones_like(part), ~part)
            case "EG", [part]:
                return self._for_ever(part)
            case "AF", [part]:
                return ~self._for_ever(~part)
            case "EU", [left, right]:
                return self._until(left, right)
            case "AU", [left, right]:
                wrong = self._until(~right, ~left & ~right)
                return ~(wrong | self._for_ever(~right))
        raise AssertionError(f"{formula.operator} is no branching operator")

    def _ways(self, part: Flags) -> Numbers:
        """Return how many edges of each state lead into `part`; staying counts as one."""
        ways: Numbers = (part & self._dead).astype(np.int32)
        if len(self._rows):
            into = part[self.graph.targets].view(np.int8)
            ways[~self._dead] = np.add.reduceat(into, self._rows, dtype=np.int32)
        return ways

    def _some_next(self, part: Flags) -> Flags:
        return self._ways(part) > 0

    def _until(self, left: Flags, right: Flags) -> Flags:
        found = right.copy()
        queue, waiting = self._queue(right)
        walk(grow, self.graph.edges, *self._reverse, left, found, queue, waiting)
        return found

    def _for_ever(self, part: Flags) -> Flags:
        """Return where some way stays inside `part`: what has no edge to stay is taken out."""
        ways = self._ways(part)
        inside = part & (ways > 0)
        queue, waiting = self._queue(part & ~inside)
        # Edges from states outside are of no interest: they are out already.
        walk(shrink, self.graph.edges, *self._reverse, inside, ways, queue, waiting)
        return inside

    def _queue(self, members: Flags) -> tuple[Numbers, int]:
        begin = np.flatnonzero(members)
        queue = np.empty(self.graph.states, dtype=np.int32)
        queue[: len(begin)] = begin
        return queue, len(begin)

    # -- stories ---------------------------------------------------------------------------------

    def refutation(self, formula: Path) -> Story | None:
        """Return why `formula` is false in some initial state, or None when it is in none."""
        wrong = np.flatnonzero(~self.truth(formula)[: self.graph.initial])
        return self._why(formula, False, wrong.astype(np.int32)) if len(wrong) else None

    def _why(self, formula: Formula, true: bool, begins: Numbers) -> Story:
        """Return why `formula` has this truth in some of `begins`, in all of which it has."""
        if isinstance(formula, Guard):
            return Story(int(begins[0]))
        match formula.operator, true:
            case "not", _:
                return self._why(formula.operands[0], not true, begins)
            case (("and" | "or" | "=>"), _):
                return self._why_joined(formula, true, begins)
            case ("EX", True) | ("AX", False):
                return self._by_a_step(formula.operands[0], true, begins)
            case ("EF", True) | ("AG", False):
                (part,) = formula.operands
                goal = self.truth(part) == true
                return self._by_a_way(np.ones_like(goal), goal, begins, [(part, true)])
            case "EU", True:
                left, right = formula.operands
                return self._by_a_way(self.truth(left), self.truth(right), begins, [(right, True)])
            case "AU", False:
                left, right = formula.operands
                away = ~self.truth(right)
                neither = away & ~self.truth(left)
                reaching = begins[self._until(away, neither)[begins]]
                if len(reaching):
                    parts = [(left, False), (right, False)]
                    return self._by_a_way(away, neither, reaching, parts)
                return self._by_a_cycle(away, begins)
            case ("EG", True) | ("AF", False):
                return self._by_a_cycle(self.truth(formula.operands[0]) == true, begins)
        return Story(int(begins[0]), words=_no_way(formula))

    def _why_joined(self, formula: Path, true: bool, begins: Numbers) -> Story:
        left, right = formula.operands
        parts = [(left, not true if formula.operator == "=>" else true), (right, true)]
        # A conjunction is false, and the others are true, by one part alone; else by both.
        if true == (formula.operator == "and"):
            return self._of_all(parts, begins)
        for part, wanted in parts:
            enough = begins[self.truth(part)[begins] == wanted]
            if len(enough):
                return self._why(part, wanted, enough)
        raise AssertionError(f"{formula} is {true} by none of its parts")

    def _of_all(self, parts: list[tuple[Formula, bool]], begins: Numbers) -> Story:
        """Tell of the part that is a formula; of a second one there are only words."""
        told, *others = sorted(parts, key=lambda part: isinstance(part[0], Guard))
        story = self._why(*told, begins)
        for part, wanted in others:
            if isinstance(part, Path):
                said = f"{part} is {'true' if wanted else 'false'} there too"
                story = replace(story, words="; ".join(filter(None, (story.words, said))))
        return story

    def _by_a_step(self, part: Formula, wanted: bool, begins: Numbers) -> Story:
        good = self.truth(part) == wanted
        for begin in begins.tolist():
            row = range(*self.graph.first[begin : begin + 2].tolist())
            for edge in row:
                after = int(self.graph.targets[edge])
                if good[after]:
                    rest = self._why(part, wanted, np.array([after], dtype=np.int32))
                    return _joined(Story(begin, (edge,)), rest)
            if not row:
                return self._why(part, wanted, np.array([begin], dtype=np.int32))
        raise AssertionError("no next state is as the formula says")

    def _by_a_way(
        self, through: Flags, goal: Flags, begins: Numbers, parts: list[tuple[Formula, bool]]
    ) -> Story:
        """Return a shortest way to `goal`, and go on from there."""
        graph = self.graph
        queue = np.empty(graph.states, dtype=np.int32)
        queue[: len(begins)] = begins
        seen = np.zeros(graph.states, dtype=np.bool_)
        seen[begins] = True
        parent = np.full(graph.states, -1, dtype=np.int32)
        by = np.full(graph.states, -1, dtype=np.int32)
        given = (graph.first, graph.targets, through, goal, seen, queue, len(begins), parent, by)
        end = state = int(walk(spread, graph.edges, *given))
        edges: list[int] = []
        while parent[state] >= 0:
            edges.append(int(by[state]))
            state = int(parent[state])
        rest = self._of_all(parts, np.array([end], dtype=np.int32))
        return _joined(Story(state, tuple(edges[::-1])), rest)

    def _by_a_cycle(self, inside: Flags, begins: Numbers) -> Story:
        """Return a way that stays inside for ever; whatever else could be said is in the name."""
        allowed = np.ones(self.graph.edges, dtype=np.bool_)
        kept = Constraints(self.graph, (), allowed)
        arena = confined(self.graph, begins, np.zeros_like(begins), inside, allowed)
        lasso = nearest_lasso(arena, kept, fair_nodes(arena, kept))
        loop = len(lasso.stem) if lasso.cycle else None
        words = "" if lasso.cycle else "no step leads on from there"
        return Story(lasso.start, (*lasso.stem, *lasso.cycle), loop, words)


def _joined(way: Story, rest: Story) -> Story:
    loop = None if rest.loop is None else rest.loop + len(way.edges)
    return Story(way.start, (*way.edges, *rest.edges), loop, rest.words)


def _no_way(formula: Path) -> str:
    """Say in words what no single way can show."""
    match formula.operator, formula.operands:
        case "EX", (part,):
            return f"no next state from there has ({part})"
        case "EF", (part,):
            return f"no way from there leads to ({part})"
        case "EG", (part,):
            return f"no way from there keeps to ({part}) for ever"
        case "EU", (left, right):
            return f"no way from there keeps to ({left}) until ({right})"
    return f"{formula} is true there"
