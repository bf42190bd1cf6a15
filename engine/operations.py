"""What a model does, as data: operations over named weights and named buffers.

An architecture file writes its computation once as a list of these; every kernel set executes
that list, the NumPy reference by walking it, a compiled one by translating it. So what lives here
is the vocabulary of operations and nothing of how they are computed.

A buffer is `width` numbers per position; the position's row is the same in all buffers of a step.
An operation reads its sources whole before it writes its target, which may be one of them. Weights
are named as in the file. Every field is a name or a number, so a program can be printed, compared
and translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "Add",
    "Attend",
    "Embed",
    "Gate",
    "Norm",
    "Operation",
    "Program",
    "Project",
    "Rope",
    "Store",
]


@dataclass(frozen=True, slots=True)
class Embed:
    """target = the row of `weight` that the position's token names."""

    weight: str
    target: str


@dataclass(frozen=True, slots=True)
class Norm:
    """target = source / sqrt(mean(source²) + epsilon) · weight, over the whole row."""

    source: str
    weight: str
    target: str
    epsilon: float


@dataclass(frozen=True, slots=True)
class Project:
    """target = weight · source + bias: weight is [target width, source width]."""

    source: str
    weight: str
    target: str
    bias: str | None = None


@dataclass(frozen=True, slots=True)
class Rope:
    """Turn the adjacent pairs in the first `size` numbers of each head by the position's angles.

    Pair i turns by position · base^(-2i/size) / factors[i] · scale.
    """

    target: str
    head_count: int
    size: int
    base: float
    scale: float
    factors: str | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """Write the position's key and value into the cache of `block`."""

    key: str
    value: str
    block: int


@dataclass(frozen=True, slots=True)
class Attend:
    """target = softmax(scale · query · keys) · values over all positions up to the row's own.

    Consecutive query heads share a key and value head where there are fewer of those.
    """

    query: str
    target: str
    block: int
    scale: float


@dataclass(frozen=True, slots=True)
class Gate:
    """target = silu(gate) · source, element by element."""

    gate: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Add:
    """target = target + source."""

    source: str
    target: str


Operation = Embed | Norm | Project | Rope | Store | Attend | Gate | Add


@dataclass(frozen=True, slots=True)
class Program:
    """One model's computation.

    `body` takes tokens and fills the KV cache; `head` turns what the body left in its buffers
    into the buffer `logits`, and is run only for positions whose logits somebody wants. `widths`
    gives each buffer's numbers per position, `logits` among them.
    """

    body: tuple[Operation, ...]
    head: tuple[Operation, ...]
    widths: Mapping[str, int]
