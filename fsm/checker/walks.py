"""Walks: the loops over states and edges that no array operation does in one pass.

What lives here: strong components, breadth-first walks and fixpoints, as plain loops over
compressed rows. What does not: what states, edges and sets mean; the callers know.

Each loop is written once. On a small graph Python runs it as it stands; on a large one Numba
compiles the very same text, and keeps it compiled on disk. So both give the same results, and
where Numba is missing only patience is needed. A loop gets every array it works on from its
caller: it allocates nothing and returns at most a number or two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Bits",
    "Flags",
    "Numbers",
    "Offsets",
    "components",
    "reversed_rows",
    "walk",
]

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]
Offsets = NDArray[np.int64]
Bits = NDArray[np.int64]

# Below this many edges Python is done before Numba would have been imported.
COMPILE_FROM_EDGES: Final = 1 << 15


def walk(loop: Callable[..., Any], work: int, *arguments: Any) -> Any:
    """Run `loop` on `arguments`, compiled when it has much `work`: edges it may have to pass."""
    compiled = _compiled(loop) if work >= COMPILE_FROM_EDGES else None
    return (compiled or loop)(*arguments)


@cache
def _compiled(loop: Callable[..., Any]) -> Callable[..., Any] | None:
    try:
        from numba import njit
    except ImportError:
        return None
    function: Callable[..., Any] = njit(cache=True, nogil=True)(loop)
    return function


# -- strong components ---------------------------------------------------------------------------


def components(first: Offsets, targets: Numbers, alive: Flags) -> tuple[Numbers, int]:
    """Return the strong component of each node that is `alive` (else -1), and how many there are.

    Edges from or to other nodes are left out. A component bears a smaller number than those that
    lead to it.
    """
    nodes = len(alive)
    component = np.full(nodes, -1, dtype=np.int32)
    number = np.zeros(nodes, dtype=np.int32)
    lowest = np.empty(nodes, dtype=np.int32)
    pending = np.empty(nodes, dtype=np.int32)
    calls = np.empty(nodes, dtype=np.int32)
    edges = np.empty(nodes, dtype=np.int64)
    found = walk(
        _tarjan,
        len(targets),
        first,
        targets,
        alive,
        component,
        number,
        lowest,
        pending,
        calls,
        edges,
    )
    return component, int(found)


def _tarjan(first, targets, alive, component, number, lowest, pending, calls, edges):  # type: ignore[no-untyped-def]
    """Tarjan's algorithm; `calls` and `edges` are the stack of the recursion there is not."""
    found = numbered = waiting = 0
    for root in range(len(alive)):
        if not alive[root] or number[root] != 0:
            continue
        numbered += 1
        number[root] = lowest[root] = numbered
        pending[waiting] = root
        waiting += 1
        calls[0], edges[0], deep = root, first[root], 1
        while deep > 0:
            node, edge = calls[deep - 1], edges[deep - 1]
            if edge < first[node + 1]:
                edges[deep - 1] = edge + 1
                after = targets[edge]
                if not alive[after]:
                    continue
                if number[after] == 0:
                    numbered += 1
                    number[after] = lowest[after] = numbered
                    pending[waiting] = after
                    waiting += 1
                    calls[deep], edges[deep] = after, first[after]
                    deep += 1
                elif component[after] < 0 and number[after] < lowest[node]:
                    lowest[node] = number[after]
                continue
            deep -= 1
            if deep > 0 and lowest[node] < lowest[calls[deep - 1]]:
                lowest[calls[deep - 1]] = lowest[node]
            if lowest[node] == number[node]:
                member = -1
                while member != node:
                    waiting -= 1
                    member = pending[waiting]
                    component[member] = found
                found += 1
    return found


# -- edges the other way round -------------------------------------------------------------------


def reversed_rows(first: Offsets, targets: Numbers) -> tuple[Offsets, Numbers]:
    """Return where the edges into each node begin, and the nodes they come from."""
    nodes = len(first) - 1
    begins = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(targets, minlength=nodes), out=begins[1:])
    sources = np.empty(len(targets), dtype=np.int32)
    walk(_reverse, len(targets), first, targets, begins[:-1].copy(), sources)
    return begins, sources


def _reverse(first, targets, place, sources):  # type: ignore[no-untyped-def]
    for node in range(len(first) - 1):
        for edge in range(first[node], first[node + 1]):
            after = targets[edge]
            sources[place[after]] = node
            place[after] += 1


# -- fixpoints -----------------------------------------------------------------------------------


def grow(begins, sources, through, found, queue, waiting):  # type: ignore[no-untyped-def]
    """Add to `found` what leads to it `through` others; `queue` begins with `waiting` of them."""
    head = 0
    while head < waiting:
        node = queue[head]
        head += 1
        for edge in range(begins[node], begins[node + 1]):
            before = sources[edge]
            if through[before] and not found[before]:
                found[before] = True
                queue[waiting] = before
                waiting += 1


def shrink(begins, sources, inside, ways, queue, waiting):  # type: ignore[no-untyped-def]
    """Take out of `inside` what has no way to stay there.

    `ways` counts each node's edges to nodes inside; the first `waiting` of `queue` are out already.
    """
    head = 0
    while head < waiting:
        node = queue[head]
        head += 1
        for edge in range(begins[node], begins[node + 1]):
            before = sources[edge]
            ways[before] -= 1
            if inside[before] and ways[before] == 0:
                inside[before] = False
                queue[waiting] = before
                waiting += 1


# -- breadth-first -------------------------------------------------------------------------------


def spread(first, targets, through, goal, seen, queue, waiting, parent, by):  # type: ignore[no-untyped-def]
    """Return the nearest node of `goal` that the first `waiting` of `queue` reach, or -1.

    Only nodes of `through` are passed; the goal itself need not be one. `parent` and `by` get the
    node and the edge each was reached from.
    """
    for head in range(waiting):
        if goal[queue[head]]:
            return queue[head]
    head = 0
    while head < waiting:
        node = queue[head]
        head += 1
        if not through[node]:
            continue
        for edge in range(first[node], first[node + 1]):
            after = targets[edge]
            if not seen[after]:
                seen[after] = True
                parent[after] = node
                by[after] = edge
                if goal[after]:
                    return after
                queue[waiting] = after
                waiting += 1
    return -1
