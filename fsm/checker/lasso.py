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
from .fairness import Constraints, Fair
from .judges import trace_along
from .search import Leg, Search
from .trace import Trace
from .walks import Bits, Numbers, Offsets, walk

__all__ = ["Lasso", "lasso_trace", "nearest_lasso"]

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


def nearest_lasso(arena: Arena, kept: Constraints, fair: Fair) -> Lasso:
    """Return the lasso of a fair behaviour of `arena`; there must be one."""
    on_cycle = np.flatnonzero(fair.component >= 0)
    nearest = on_cycle[arena.depth[on_cycle] == arena.depth[on_cycle[0]]]
    best: tuple[int, list[int]] | None = None
    tours: dict[int, _Tour] = {}
    looked_at = 0
    for node in nearest[:STEMS_TRIED].tolist():
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
    """What a cycle must do, a bit each: by being at a node, or by following an edge.

    The `paid` bits belong to strong constraints, and matter only where the bit `apart` places
    higher says that the cycle passes a node where the step is possible.
    """

    at_node: Bits
    by_edge: Bits
    needed: int
    paid: int
    apart: int
    width: int


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
        self.asked = self._asked(arena, kept, sources)

    def _asked(self, arena: Arena, kept: Constraints, sources: Numbers) -> _Asked:
        """Lay out what is asked, leaving out what every node of the component meets."""
        states = arena.states[self.members]
        moves = self.via >= 0
        moves[moves] = arena.graph.targets[self.via[moves]] != states[sources[moves]]
        plain: list[tuple[Bits, Bits]] = []
        owed: list[tuple[Bits, Bits]] = []
        never = np.zeros(len(self.via), dtype=np.int64)
        for bit in range(arena.sets):
            plain.append(((arena.accepting[self.members] >> bit) & 1, never))
        for word in kept.words:
            possible = word.possible[states]
            takes = np.zeros(len(self.via), dtype=np.int64)
            takes[moves] = word.of_step[arena.graph.steps[self.via[moves]]]
            for bit in range((word.weak | word.strong).bit_length()):
                taken, can = (takes >> bit) & 1, (possible >> bit) & 1
                if word.weak >> bit & 1:
                    plain.append((1 - can, taken))
                elif word.strong >> bit & 1 and can.any():
                    owed.append((can, taken))
        plain = [item for item in plain if not item[0].all()]
        at_node = np.zeros(len(states), dtype=np.int64)
        by_edge = np.zeros(len(self.via), dtype=np.int64)
        for bit, (node_has, edge_has) in enumerate(plain):
            at_node |= node_has << bit
            by_edge |= edge_has << bit
        for bit, (can, taken) in enumerate(owed, len(plain)):
            at_node |= can << (bit + len(owed))
            by_edge |= taken << bit
        paid = ((1 << len(owed)) - 1) << len(plain)
        width = len(plain) + 2 * len(owed)
        return _Asked(at_node, by_edge, (1 << len(plain)) - 1, paid, len(owed), width)

    @property
    def pairs(self) -> int:
        return len(self.members) << min(self.asked.width, 40)

    def cycle(self, node: int) -> list[int]:
        """Return the edges of the graph along a cycle from `node` that does what is asked."""
        home = int(self.place[node])
        if self.pairs <= EXACT_PAIRS:
            edges, _ = self._way(home, home, self.asked.needed, self.asked.paid)
        else:
            edges = self._in_turn(home)
        return [int(self.via[edge]) for edge in edges]

    def _in_turn(self, home: int) -> list[int]:
        """Go for what is asked one by one, strong steps included, and then home."""
        edges: list[int] = []
        at, met = home, int(self.asked.at_node[home])
        everything = self.asked.needed | self.asked.paid
        while missing := everything & ~met:
            further, at = self._nearest(at, missing)
            for edge in further:
                met |= int(self.asked.by_edge[edge]) | int(self.asked.at_node[self.targets[edge]])
            edges += further
        if at != home or not edges:
            edges += self._way(at, home, 0, 0)[0]
        return edges

    def _nearest(self, at: int, missing: int) -> tuple[list[int], int]:
        """Return the edges to the nearest place where some bit of `missing` is met, and where."""
        return self._way(at, -1, missing, 0)

    def _way(self, begin: int, home: int, needed: int, paid: int) -> tuple[list[int], int]:
        """Return the edges of a shortest way that meets all of `needed`, and where it ends.

        With `home` -1 it may end anywhere, and any bit of `needed` will do.
        """
        width = self.asked.width if home >= 0 and (needed or paid) else 0
        room = len(self.members) << width
        number = np.zeros(room, dtype=np.bool_)
        queue, parent = (np.empty(room, dtype=np.int64) for _ in range(2))
        by = np.empty(room, dtype=np.int32)
        found, last = walk(
            _tour,
            len(self.via),
            self.first,
            self.targets,
            self.asked.at_node,
            self.asked.by_edge,
            begin,
            home,
            needed,
            paid,
            self.asked.apart,
            width,
            number,
            queue,
            parent,
            by,
        )
        edges = [int(last)]
        while found > 0:
            edges.append(int(by[found]))
            found = parent[found]
        return edges[::-1], int(self.targets[last])


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
