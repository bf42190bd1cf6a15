"""Arenas: the behaviours a linear promise forbids, as nodes and edges whose cycles are judged.

What lives here: the two ways to make an arena. `confined` keeps to some states of the graph, from
given ones on; `product` goes through the graph in step with an automaton. What does not: which
cycles count (`fairness.py`) and printing one (`lasso.py`).

A node is a state of the graph, together with what an automaton is at. Nodes are numbered by their
distance from the start of the behaviour, nearest first, and each knows the node and the edge of
the graph it was reached from; a root begins after the shortest path to its state. An edge that
stands for staying at a dead end has -1 for an edge of the graph. Every node is reachable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .automata import Automaton
from .graph import Graph
from .walks import Bits, Flags, Numbers, Offsets, walk

__all__ = ["Arena", "TooLarge", "confined", "product"]

# Pairs of a state and an automaton's node that a product may have: 4 bytes each for its index.
PAIRS_MAX: Final = 1 << 28


class TooLarge(Exception):
    """A product would not fit; the text is the limit as a report names it."""


@dataclass(eq=False)
class Arena:
    """Nodes over the states of `graph`; `sets` bits of `accepting` must come again and again."""

    graph: Graph
    states: Numbers
    first: Offsets
    targets: Numbers
    via: Numbers
    depth: Numbers
    parent: Numbers
    by: Numbers
    accepting: Bits
    sets: int = 0

    @property
    def nodes(self) -> int:
        return len(self.states)


# -- confined ------------------------------------------------------------------------------------


def confined(graph: Graph, roots: Numbers, depths: Numbers, inside: Flags, allowed: Flags) -> Arena:
    """Return all that can be reached from `roots` without leaving `inside`, by `allowed` edges.

    `depths` are the roots' distances, nearest first. A state with no allowed edge is stayed in.
    """
    states = np.empty(graph.states, dtype=np.int32)
    depth, parent, by = (np.empty(graph.states, dtype=np.int32) for _ in range(3))
    first = np.zeros(graph.states + 1, dtype=np.int64)
    targets = np.empty(graph.edges + graph.states, dtype=np.int32)
    via = np.empty(graph.edges + graph.states, dtype=np.int32)
    nodes = walk(
        _confine,
        graph.edges,
        graph.first,
        graph.targets,
        allowed,
        inside,
        roots,
        depths,
        np.full(graph.states, -1, dtype=np.int32),
        states,
        depth,
        parent,
        by,
        first,
        targets,
        via,
    )
    return Arena(
        graph,
        states[:nodes],
        first[: nodes + 1],
        targets[: first[nodes]],
        via[: first[nodes]],
        depth[:nodes],
        parent[:nodes],
        by[:nodes],
        np.zeros(nodes, dtype=np.int64),
    )


def _confine(  # type: ignore[no-untyped-def]
    graph_first,
    graph_targets,
    allowed,
    inside,
    roots,
    depths,
    node_of,
    states,
    depth,
    parent,
    by,
    first,
    targets,
    via,
):
    """Walk breadth-first; a root joins the queue when the walk has come to its depth."""
    node = nodes = joined = edges = 0
    while node < nodes or joined < len(roots):
        level = depth[node] if node < nodes else depths[joined]
        while joined < len(roots) and depths[joined] <= level:
            state = roots[joined]
            if node_of[state] < 0:
                node_of[state] = nodes
                states[nodes], depth[nodes] = state, depths[joined]
                parent[nodes] = by[nodes] = -1
                nodes += 1
            joined += 1
        if node == nodes:
            continue
        state = states[node]
        stays = True
        for edge in range(graph_first[state], graph_first[state + 1]):
            if not allowed[edge]:
                continue
            stays = False
            after = graph_targets[edge]
            if not inside[after]:
                continue
            if node_of[after] < 0:
                node_of[after] = nodes
                states[nodes], depth[nodes] = after, depth[node] + 1
                parent[nodes], by[nodes] = node, edge
                nodes += 1
            targets[edges], via[edges] = node_of[after], edge
            edges += 1
        if stays:
            targets[edges], via[edges] = node, -1
            edges += 1
        node += 1
        first[node] = edges
    return nodes


# -- product -------------------------------------------------------------------------------------


def product(
    graph: Graph, automaton: Automaton, letters: Numbers, marks: Numbers, resting: Numbers
) -> Arena:
    """Return `graph` in step with `automaton`, from the pairs where it may begin.

    `letters` says which atoms are true in each state, `marks` which of those about steps on each
    edge, and `resting` which of those where no step is taken. Raises `TooLarge`.
    """
    width = automaton.nodes
    if graph.states * width > PAIRS_MAX:
        raise TooLarge(
            f"formula: {width:,} automaton nodes with {graph.states:,} states, "
            f"{PAIRS_MAX:,} pairs at most"
        )
    starts = automaton.begins[letters[: graph.initial]]
    roots = np.flatnonzero(starts.ravel()).astype(np.int64)
    number = np.full(graph.states * width, -1, dtype=np.int32)
    number[roots] = np.arange(len(roots), dtype=np.int32)
    # One place for every pair; what is not used is never touched, so it costs nothing.
    pairs = np.empty(graph.states * width, dtype=np.int64)
    pairs[: len(roots)] = roots
    depth, parent, by = (np.empty(len(pairs), dtype=np.int32) for _ in range(3))
    depth[: len(roots)] = 0
    parent[: len(roots)] = by[: len(roots)] = -1
    given = (
        graph.first,
        graph.targets,
        letters,
        marks,
        resting,
        automaton.follow_first,
        automaton.follow,
        width,
        automaton.memory,
        number,
        pairs,
    )
    work = graph.edges * width
    degrees = np.zeros(len(pairs) + 1, dtype=np.int64)
    written = (depth, parent, by, degrees)
    none = np.empty(0, dtype=np.int32)
    nodes = walk(_reach, work, *given, len(roots), *written, none, none)
    first = np.cumsum(degrees[: nodes + 1])
    targets, via = (np.empty(first[nodes], dtype=np.int32) for _ in range(2))
    walk(_reach, work, *given, nodes, *written, targets, via)
    states, at = np.divmod(pairs[:nodes], width)
    return Arena(
        graph,
        states.astype(np.int32),
        first,
        targets,
        via,
        depth[:nodes],
        parent[:nodes],
        by[:nodes],
        automaton.accepting[letters[states], at],
        automaton.sets,
    )


def _reach(  # type: ignore[no-untyped-def]
    graph_first,
    graph_targets,
    letters,
    marks,
    resting,
    follow_first,
    follow,
    width,
    memory,
    number,
    pairs,
    nodes,
    depth,
    parent,
    by,
    degrees,
    targets,
    via,
):
    """Number the pairs breadth-first and count the edges of each; or, with room, write them."""
    writing = len(targets) > 0
    node = edges = 0
    while node < nodes:
        state = pairs[node] // width
        at = pairs[node] - state * width
        remembered = at & ((1 << memory) - 1)
        mark = at >> memory
        begin, end = graph_first[state], graph_first[state + 1]
        stays = begin == end
        if stays:
            end = begin + 1
        for edge in range(begin, end):
            if stays:
                after = state
                if resting[state] != mark:
                    continue
            else:
                after = graph_targets[edge]
                if marks[edge] != mark:
                    continue
            row = (letters[after] << memory) + remembered
            for entry in range(follow_first[row], follow_first[row + 1]):
                pair = after * width + follow[entry]
                if writing:
                    targets[edges], via[edges] = number[pair], -1 if stays else edge
                    edges += 1
                    continue
                degrees[node + 1] += 1
                if number[pair] < 0:
                    number[pair] = nodes
                    pairs[nodes] = pair
                    depth[nodes], parent[nodes] = depth[node] + 1, node
                    by[nodes] = -1 if stays else edge
                    nodes += 1
        node += 1
    return nodes
