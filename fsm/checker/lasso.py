"""Lassos: of all fair cycles the one to show, with the way to it.

What lives here: a stem and a cycle, and the trace of both. What does not: which nodes lie on fair
cycles (`fairness.py`).

The stem is a shortest way from the start of the arena's behaviours to a node of a fair component.
The cycle leads from there back, through all that fairness and acceptance ask: it is a shortest one
when the nodes of its component, times the ways in which what is asked can be met so far, are at
most `EXACT_PAIRS`; beyond that each thing is gone for in turn, the nearest first, and the cycle is
fair but may be longer than it need be. Of several nodes at the same distance those numbered first
are tried, and the shortest cycle is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .arena import Arena
from .fairness import WORD_CONSTRAINTS, Constraints, Fair
from .judges import trace_along
from .search import Leg, Search
from .trace import Trace
from .walks import Bits, Flags, Numbers, Offsets, walk

__all__ = ["Lasso", "lasso_trace", "nearest", "nearest_lasso"]

# Pairs looked at for one exact cycle: a second of work, and 20 bytes each.
EXACT_PAIRS: Final = 1 << 24
# Among how many stems of one length the one with the shortest cycle is chosen.
STEMS_TRIED: Final = 16


@dataclass(frozen=True, slots=True)
class Lasso:
    """The state a behaviour of an arena begins in, and the graph's edges it follows.

    `cycle` is empty where the behaviour stays for ever in the state the stem leads to.
    """

    start: int
    stem: tuple[int, ...]
    cycle: tuple[int, ...]


def nearest(arena: Arena, fair: Fair) -> int:
    """Return the length of the shortest stem to a fair cycle."""
    return int(arena.depth[fair.component >= 0].min())


def nearest_lasso(arena: Arena, kept: Constraints, fair: Fair) -> Lasso:
    """Return the lasso of a fair behaviour of `arena`; there must be one."""
    closing = (fair.component >= 0) & (arena.depth == nearest(arena, fair))
    best: tuple[int, list[int]] | None = None
    tours: dict[int, _Tour] = {}
    looked_at = 0
    for node in np.flatnonzero(closing)[:STEMS_TRIED].tolist():
        number = int(fair.component[node])
        if number not in tours:
            tours[number] = _Tour(
                arena, kept, np.flatnonzero(fair.component == number).astype(np.int32)
            )
        cycle = tours[number].cycle(node)
        if best is None or len(cycle) < len(best[1]):
            best = node, cycle
        looked_at += tours[number].pairs
        if looked_at > EXACT_PAIRS:
            break
    assert best is not None
    root, cycle = best
    stem: list[int] = []
    while arena.parent[root] >= 0:
        stem.append(int(arena.by[root]))
        root = int(arena.parent[root])
    stem.reverse()
    return Lasso(
        int(arena.states[root]),
        tuple(edge for edge in stem if edge >= 0),
        tuple(edge for edge in cycle if edge >= 0),
    )


def lasso_trace(search: Search, lasso: Lasso) -> Trace:
    """Return the trace of `lasso`, a shortest way to its start before it.

    The trace of a behaviour that stays where it is for ever ends there, and has no loop.
    """
    steps, targets = search.graph.steps, search.graph.targets
    start, legs = search.path(lasso.start)
    further = [Leg(int(steps[edge]), int(targets[edge])) for edge in (*lasso.stem, *lasso.cycle)]
    loop = len(legs) + len(lasso.stem) if lasso.cycle else None
    return trace_along(search, start, [*legs, *further], loop)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a way must do, a bit each: by being at a node, or by following an edge.

    All of `needed` is asked in any case. The `paid` bits belong to strong constraints, and matter
    only where the bit `apart` places higher says that the way passes where the step is possible.
    """

    at_node: Bits
    by_edge: Bits
    needed: int
    paid: int = 0
    apart: int = 0


# Truth on the nodes and on the edges of a component: where something asked is met.
_Met = tuple[Flags, Flags]


class _Tour:
    """One fair component, with its own numbers for nodes and edges."""

    def __init__(self, arena: Arena, kept: Constraints, members: Numbers) -> None:
        self.members = members
        place = np.full(arena.nodes, -1, dtype=np.int32)
        place[members] = np.arange(len(members), dtype=np.int32)
        counts = (arena.first[members + 1] - arena.first[members]).astype(np.int64)
        begins = np.repeat(arena.first[members] - np.cumsum(counts) + counts, counts)
        edges = begins + np.arange(len(begins))
        inside = place[arena.targets[edges]] >= 0
        sources = np.repeat(np.arange(len(members), dtype=np.int32), counts)[inside]
        edges = edges[inside]
        self.targets: Numbers = place[arena.targets[edges]]
        self.via: Numbers = arena.via[edges]
        self.first: Offsets = np.zeros(len(members) + 1, dtype=np.int64)
        np.cumsum(np.bincount(sources, minlength=len(members)), out=self.first[1:])
        self.place = place
        self._lay_out(arena, kept, sources)

    def _lay_out(self, arena: Arena, kept: Constraints, sources: Numbers) -> None:
        """Gather what is asked, leaving out what every node of the component meets."""
        states = arena.states[self.members]
        moves = self.via >= 0
        moves[moves] = arena.graph.targets[self.via[moves]] != states[sources[moves]]
        never = np.zeros(len(self.via), dtype=np.bool_)
        plain: list[_Met] = []
        for bit in range(arena.sets):
            plain.append(((arena.accepting[self.members] >> bit) & 1 == 1, never))
        self.owed: list[_Met] = []
        for word in kept.words:
            possible = word.possible[states]
            takes = np.zeros(len(self.via), dtype=np.int64)
            takes[moves] = word.of_step[arena.graph.steps[self.via[moves]]]
            for bit in range((word.weak | word.strong).bit_length()):
                taken, can = (takes >> bit) & 1 == 1, (possible >> bit) & 1 == 1
                if word.weak >> bit & 1:
                    plain.append((~can, taken))
                elif can.any():
                    self.owed.append((can, taken))
        self.plain = [item for item in plain if not item[0].all()]
        self.pairs = len(self.members) << (len(self.plain) + 2 * len(self.owed))

    def cycle(self, node: int) -> list[int]:
        """Return the edges of the graph along a cycle from `node` that does what is asked."""
        home = int(self.place[node])
        if self.pairs <= EXACT_PAIRS:
            apart = len(self.owed)
            met = [*self.plain, *((~can & False, taken) for can, taken in self.owed)]
            passed = [(can, taken & False) for can, taken in self.owed]
            needed = (1 << len(self.plain)) - 1
            paid = ((1 << apart) - 1) << len(self.plain)
            asked = _Asked(*self._packed([*met, *passed]), needed, paid, apart)
            edges = self._way(home, home, asked, len(met) + len(passed))
        else:
            edges = self._in_turn(home)
        return [int(self.via[edge]) for edge in edges]

    def _packed(self, columns: list[_Met]) -> tuple[Bits, Bits]:
        at_node = np.zeros(len(self.members), dtype=np.int64)
        by_edge = np.zeros(len(self.via), dtype=np.int64)
        for bit, (on_nodes, on_edges) in enumerate(columns):
            at_node |= on_nodes.astype(np.int64) << bit
            by_edge |= on_edges.astype(np.int64) << bit
        return at_node, by_edge

    def _in_turn(self, home: int) -> list[int]:
        """Go for what is asked one by one, strong steps included, and then home."""
        goals = [*self.plain, *((~can & False, taken) for can, taken in self.owed)]
        edges: list[int] = []
        at = home
        for begin in range(0, len(goals), WORD_CONSTRAINTS):
            some = goals[begin : begin + WORD_CONSTRAINTS]
            at_node, by_edge = self._packed(some)
            met = int(at_node[home])
            for edge in edges:
                met |= int(by_edge[edge] | at_node[self.targets[edge]])
            while missing := ((1 << len(some)) - 1) & ~met:
                further = self._way(at, -1, _Asked(at_node, by_edge, missing), 0)
                for edge in further:
                    met |= int(by_edge[edge] | at_node[self.targets[edge]])
                edges += further
                at = int(self.targets[edges[-1]])
        if at != home or not edges:
            edges += self._way(at, home, _Asked(*self._packed([]), 0), 0)
        return edges

    def _way(self, begin: int, home: int, asked: _Asked, width: int) -> list[int]:
        """Return the edges of a shortest way home that does what is `asked`, of `width` bits.

        With `home` -1 it ends as soon as anything of what is needed is met.
        """
        room = len(self.members) << width
        seen = np.zeros(room, dtype=np.bool_)
        queue, parent = (np.empty(room, dtype=np.int64) for _ in range(2))
        by = np.empty(room, dtype=np.int32)
        found, last = walk(
            _tour,
            len(self.via) << width,
            self.first,
            self.targets,
            asked.at_node,
            asked.by_edge,
            begin,
            home,
            asked.needed,
            asked.paid,
            asked.apart,
            width,
            seen,
            queue,
            parent,
            by,
        )
        edges = [int(last)]
        while found > 0:
            edges.append(int(by[found]))
            found = parent[found]
        return edges[::-1]


def _tour(  # type: ignore[no-untyped-def]
    first,
    targets,
    at_node,
    by_edge,
    begin,
    home,
    needed,
    paid,
    apart,
    width,
    seen,
    queue,
    parent,
    by,
):
    """Walk over pairs of a node and what is met; return the last pair's place and the last edge."""
    mask = (1 << width) - 1
    queue[0] = (begin << width) + (at_node[begin] & mask)
    seen[queue[0]] = True
    head, tail = 0, 1
    while head < tail:
        node = queue[head] >> width
        met = queue[head] & mask
        for edge in range(first[node], first[node + 1]):
            after = targets[edge]
            gained = by_edge[edge] | at_node[after]
            if home < 0:
                done = gained & needed != 0
            else:
                now = met | gained
                owes = (now >> apart) & ~now & paid
                done = after == home and (now & needed) == needed and owes == 0
            if done:
                return head, edge
            pair = (after << width) + ((met | gained) & mask)
            if not seen[pair]:
                seen[pair] = True
                queue[tail], parent[tail], by[tail] = pair, head, edge
                tail += 1
        head += 1
    raise AssertionError("a fair component has no fair cycle")
