"""What the page holds: states, steps, findings and traces, as values JSON can write.

What lives here: choosing what fits and laying it out. What does not: HTML (`assembly.py`) and
showing it (the scripts).

The page numbers its states as the search does, nearest first; it holds the first ones, as many as
fit, and after them whatever else a trace visits. Edges of a state lie together, in the order of
the form's commands; equal ones (same command, same target) are one. A target of -1 is a state that
the page does not hold. A column holds, for each state, the place of its value among the `values`
of its variable, which are those that occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..checker import Finding, Report, Search, Trace, Verdict
from ..checker.packing import Words
from ..checker.search_numpy import Index, keys_of
from ..checker.trace import shown
from ..expressions import STATE, TRUE, Value
from ..form import Command, Form, Slot
from ..machine import OUTCOMES, Machine

__all__ = ["PAGE_NUMBERS_MAX", "PAGE_STATES_MAX", "content"]

# A browser scans so many states, and draws up to a page of them, between two key strokes.
PAGE_STATES_MAX: Final = 100_000
# One number per variable of a state and two per edge, about 6 bytes each: the page stays below
# 20 MB, which opens in about a second.
PAGE_NUMBERS_MAX: Final = 3_000_000
# Asking a machine what it refuses, and why, takes about 0.1 ms a state.
REFUSED_STATES_MAX: Final = 10_000


def content(
    report: Report,
    *,
    machine: Machine | None = None,
    target: str = "",
    traces: Mapping[str, Trace] | None = None,
    opened: str | None = None,
    states_max: int = PAGE_STATES_MAX,
    numbers_max: int = PAGE_NUMBERS_MAX,
) -> dict[str, Any]:
    """Return what the page of `report` holds.

    `machine` is the declaration, where there is one, for reasons and refusals; `target` is what
    the model was called by; `traces` are shown beside those of the findings; `opened` is the
    finding or trace the page begins with.
    """
    search, form = report.search, report.search.model.form
    if machine is not None and not _same(machine, form):
        machine = None
    told = [*_told(report.findings), *(("given", name, -1, one) for name, one in
                                       (traces or {}).items())]  # fmt: skip
    held = _held(search, [one for *_, one in told], states_max, numbers_max)
    ways = [
        {"kind": kind, "name": name, "finding": finding, **_way(one, held, form)}
        for kind, name, finding, one in told
    ]
    numbered = {way["finding"]: number for number, way in enumerate(ways) if way["finding"] >= 0}
    return {
        "model": report.model,
        "target": target,
        "parameters": dict(report.parameters),
        "verdict": str(report.verdict),
        "limit": report.limit,
        "free": list(form.free),
        "found": {
            "states": report.states,
            "generated": report.generated,
            "depth": report.depth,
            "edges": report.generated - int(search.levels[1]),
        },
        "count": held.count,
        "nearest": held.nearest,
        "initial": min(int(search.levels[1]), held.nearest),
        "beyond": int(np.count_nonzero(held.targets < 0)),
        "slots": [_slot(slot, held, place) for place, slot in enumerate(form.slots)],
        "commands": [_command(item, machine) for item in form.commands],
        "degrees": np.diff(held.first).tolist(),
        "targets": held.targets.tolist(),
        "taken": held.commands.tolist(),
        "final": np.flatnonzero(search.expander.final(held.words)).tolist(),
        "refused": _refused(machine, form, held),
        "findings": [
            _finding(item, form, numbered.get(number, -1))
            for number, item in enumerate(report.findings)
        ],
        "traces": ways,
        "opened": _opened(ways, opened),
    }


def _same(machine: Machine, form: Form) -> bool:
    """Whether `form` speaks of the variables of `machine`; a stranger's has other ones."""
    own = [STATE, *(item.name for item in machine.variables)]
    return own == [slot.name for slot in form.slots]


def _told(findings: Sequence[Finding]) -> Iterable[tuple[str, str, int, Trace]]:
    for number, item in enumerate(findings):
        if item.trace is not None:
            kind = "witness" if item.verdict is Verdict.HOLDS else "counterexample"
            yield kind, item.name, number, item.trace


# -- states and edges ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Held:
    """The states and edges of the page; the first `nearest` states are the search's."""

    words: Words
    nearest: int
    first: NDArray[np.int64]
    targets: NDArray[np.int64]
    commands: NDArray[np.int64]
    search: Search

    @property
    def count(self) -> int:
        return int(self.words.shape[1])

    def numbers(self, words: Words) -> NDArray[np.int64]:
        return _numbers(self.words, Index(self.words), words)


def _held(search: Search, traces: Sequence[Trace], states_max: int, numbers_max: int) -> _Held:
    slots = len(search.model.form.slots)
    count = max(1, min(search.states, states_max, numbers_max // max(slots, 1)))
    words = search.words[:, :count]
    first, *_ = _edges(search, words)
    costs = slots * np.arange(1, count + 1) + 2 * first[1:]
    nearest = max(1, int(np.searchsorted(costs, numbers_max, side="right")))
    words = words[:, :nearest]
    visited = _visited(search, traces)
    if visited.shape[1]:
        outside = _numbers(words, Index(words), visited) < 0
        words = np.concatenate([words, visited[:, outside]], axis=1)
    return _Held(words, nearest, *_edges(search, words), search)


def _visited(search: Search, traces: Sequence[Trace]) -> Words:
    """Return the states on `traces`, each once, in the order they are met."""
    form = search.model.form
    valuations = dict.fromkeys(
        form.valuation(snapshot)
        for one in traces
        for snapshot in (one.start, *(step.after for step in one.steps))
    )
    if not valuations:
        return search.words[:, :0]
    return search.model.layout.pack(valuations)


def _edges(
    search: Search, words: Words
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return where the edges of each of `words` begin, their targets and their commands."""
    index, expander = Index(words), search.expander
    command = np.array([step.command for step in search.model.steps], dtype=np.int64)
    parts = [np.empty((3, 0), dtype=np.int64)]
    for begin, chunk in expander.chunks(words):
        for taken in expander.expand(chunk):
            commands = np.full(len(taken.sources), command[taken.step])
            targets = _numbers(words, index, taken.words)
            parts.append(np.stack([taken.sources + begin, commands, targets]))
    edges = np.concatenate(parts, axis=1)
    edges = edges[:, np.lexsort(edges[::-1])]
    new = np.ones(edges.shape[1], dtype=np.bool_)
    new[1:] = (edges[:, 1:] != edges[:, :-1]).any(axis=0)
    sources, commands, targets = edges[:, new]
    counts = np.bincount(sources, minlength=words.shape[1])
    return np.concatenate([[0], np.cumsum(counts)]), targets, commands


def _numbers(words: Words, index: Index, wanted: Words) -> NDArray[np.int64]:
    """Return the number of each of `wanted` among `words`, -1 for one that is not there."""
    places = np.searchsorted(index.keys, keys_of(wanted, index.seed))
    numbers: NDArray[np.int64] = index.numbers[np.minimum(places, words.shape[1] - 1)].astype(
        np.int64
    )
    numbers[(words[:, numbers] != wanted).any(axis=0)] = -1
    return numbers


def _slot(slot: Slot, held: _Held, place: int) -> dict[str, Any]:
    packed = held.search.model.layout.fields[place]
    places = (held.words[packed.word] >> np.uint64(packed.shift)) & np.uint64(packed.mask)
    occurring, column = np.unique(places, return_inverse=True)
    return {
        "name": slot.name,
        "control": slot.control,
        "values": [shown(slot.domain[place]) for place in occurring.tolist()],
        "column": column.reshape(-1).tolist(),
    }


# -- declarations ----------------------------------------------------------------------------------


def _command(command: Command, machine: Machine | None) -> dict[str, Any]:
    kinds = OUTCOMES if machine is None else machine.outcomes
    whys = {} if machine is None else {row.id: row.why for row in machine.rows}
    return {
        "rule": command.rule,
        "label": command.label,
        "process": command.process,
        "kind": kinds.get(command.outcome, "success"),
        "guard": "" if command.guard is TRUE else str(command.guard),
        "does": [str(item) for item in command.assignments],
        "why": whys.get(command.rule, ""),
        "raises": command.raises,
        "assumes": list(command.assumes),
    }


def _refused(machine: Machine | None, form: Form, held: _Held) -> dict[str, Any] | None:
    """Return what `machine` refuses in each state: refusals, their combinations, whose is which."""
    if machine is None or held.count > REFUSED_STATES_MAX:
        return None
    unpack = held.search.model.layout.unpack
    kinds: dict[tuple[str, str, str, str], int] = {}
    sets: dict[tuple[int, ...], int] = {}
    of: list[int] = []
    for number in range(held.count):
        snapshot: Mapping[str, Value] = form.snapshot(unpack(held.words[:, number]))
        first, _ = machine.opened(snapshot)
        given = []
        for operation in () if first else machine.operations:
            refusal = machine.refusal(snapshot, operation)
            if refusal is not None:
                kind = (operation, refusal.slug, refusal.why, refusal.id)
                given.append(kinds.setdefault(kind, len(kinds)))
        of.append(sets.setdefault(tuple(given), len(sets)))
    return {"kinds": [list(kind) for kind in kinds], "sets": [list(one) for one in sets], "of": of}


# -- findings --------------------------------------------------------------------------------------


def _finding(item: Finding, form: Form, trace: int) -> dict[str, Any]:
    whys = {promise.name: promise.why for promise in form.properties}
    return {
        "kind": item.kind,
        "name": item.name,
        "verdict": str(item.verdict),
        "text": item.text,
        "why": whys.get(item.name, "") if item.kind == "promise" else "",
        "limit": item.limit,
        "waived": item.waived,
        "trace": trace,
    }


def _way(trace: Trace, held: _Held, form: Form) -> dict[str, Any]:
    """Return `trace` as its start and, for each step, its place among the edges of its state."""
    snapshots = [trace.start, *(step.after for step in trace.steps)]
    valuations = [form.valuation(snapshot) for snapshot in snapshots]
    numbers = held.numbers(held.search.model.layout.pack(valuations)).tolist()
    steps = []
    for step, source, target in zip(trace.steps, numbers, numbers[1:], strict=False):
        wanted = step.rule, step.label, step.process, step.raises, step.assumes
        first, end = int(held.first[source]), int(held.first[source + 1])
        steps.append(
            next(
                edge - first
                for edge in range(first, end)
                if held.targets[edge] == target
                and _name(form.commands[int(held.commands[edge])]) == wanted
            )
        )
    return {"start": numbers[0], "steps": steps, "loop": trace.loop}


def _name(command: Command) -> tuple[str, str, str, str, tuple[str, ...]]:
    return command.rule, command.label, command.process, command.raises, command.assumes


def _opened(ways: Sequence[Mapping[str, Any]], opened: str | None) -> int:
    for number, way in enumerate(ways):
        if way["name"] == opened:
            return number
    return -1
