"""Expansion: every step from many packed states at once, by NumPy.

What lives here: the compiled successor function of a model. The reference search, the graph, the
judges of step properties and the reader of traces all use it, so they agree on what a step is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .conditions import Known
from .packing import Words
from .source import NUMPY_NAMES, Writer, predicate, split
from .steps import Model, Step

__all__ = ["CHUNK_STATES", "Expander", "Taken"]

# States expanded at once: small enough for the arrays in between to stay in the second-level cache.
CHUNK_STATES: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Taken:
    """One step taken from some states: their positions, and the states after."""

    step: int
    sources: NDArray[np.intp]
    words: Words


class Expander:
    """The successor function of a model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._function = _compiled(model)
        words = model.layout.words
        self._final = predicate(model.final, words)
        self._faults = tuple((fault, predicate(fault.condition, words)) for fault in model.faults)

    def expand(self, words: Words) -> list[Taken]:
        """Return every step from `words`; the order is that of the model's steps."""
        return [
            Taken(step, sources, np.stack(after) if len(after) > 1 else after[0][None, :])
            for step, sources, *after in self._function(*words)
        ]

    def chunks(self, words: Words, first: int = 0) -> Iterator[tuple[int, Words]]:
        """Yield `words` in pieces of a good size, each with the position it begins at."""
        for begin in range(first, words.shape[1], CHUNK_STATES):
            yield begin, words[:, begin : begin + CHUNK_STATES]

    def final(self, words: Words) -> NDArray[np.bool_]:
        """Return on which of `words` the model may stop for good."""
        found: NDArray[np.bool_] = self._final(*words)
        return found

    def fault(self, words: Words) -> tuple[int, str] | None:
        """Return the first of `words` where a value would leave its domain, and the complaint."""
        for fault, wrong in self._faults:
            found = np.flatnonzero(wrong(*words))
            if found.size:
                return int(found[0]), fault.message
        return None


def _compiled(model: Model) -> Any:
    words = model.layout.words
    writer = Writer("numpy")
    names = [f"w{word}" for word in range(words)]
    lines = [f"def expand({', '.join(names)}):", "    out = []"]
    for number, step in enumerate(model.steps):
        lines += [f"    {line}" for line in _step(step, number, names, writer)]
    lines.append("    return out")
    scope = {**NUMPY_NAMES, **writer.tables}
    exec("\n".join(lines), scope)
    return scope["expand"]


def _step(step: Step, number: int, names: list[str], writer: Writer) -> Iterator[str]:
    """Yield the text of one step: the cheap test on all states, the others on what is left.

    Inside, the words keep their names, so that one writer serves; they are put back at the end.
    """
    kept = ", ".join(f"full_{name}" for name in names)
    listed = ", ".join(names)
    taken = ", ".join(f"{name}[i]" for name in names)
    cube, rest = split(step.condition)
    first = " & ".join(writer.cube(cube)) if cube else None
    if first is None:
        first = writer.condition(rest[0] if rest else Known(True))
        rest = rest[1:]
    yield f"i = np.flatnonzero({first})"
    yield "if i.size:"
    yield f"    {kept} = {listed}"
    yield f"    {listed} = {taken}"
    for condition in rest:
        yield f"    k = np.flatnonzero({writer.condition(condition)})"
        yield "    i = i[k]"
        yield f"    {', '.join(names)} = {', '.join(f'{name}[k]' for name in names)}"
    after = ", ".join(
        text if (text := writer.after(step, word)) is not None else name
        for word, name in enumerate(names)
    )
    yield "    if i.size:"
    yield f"        out.append(({number}, i, {after}))"
    yield f"    {listed} = {kept}"
