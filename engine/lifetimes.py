"""The engine's data by how long it lives: Config, Weights, Workspace, RequestState.

What lives here: the four types and the sizes of what they hold. What does not: computing
(`kernels/`), reading files (`gguf/`), or any notion of which call is legal.

Config     the blueprint: numbers from a header and the context's capacity. Frozen, small.
Weights    the tensors as one set of kernels wants them. Immutable, arrays read-only; any number
           of handles may share one.
Workspace  what a handle allocates at load and keeps: KV cache, scratch, logits. All of it is
           bounded before the first byte is allocated (`workspace_bytes`), and touched then.
RequestState   one request, a new object each time. Dropping it and `workspace.clear()` is the
           whole clean-up, whatever the request went through.

Invariants. `used` positions of the cache are filled and count as evaluated; it is raised last in
a step, so a step that is broken off leaves no position behind that anybody reads. Bytes beyond it
may be dirty: `touched` is raised before they are written, and `clear()` zeroes up to there. After
`clear()` every array equals that of a fresh workspace.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from .errors import LoadError, shown
from .operations import Program

if TYPE_CHECKING:
    from .kernels import Kernels
    from .sampling import Generator, Settings
    from .tokenizers import Streamer

__all__ = [
    "Config",
    "RequestState",
    "Weights",
    "Workspace",
    "resize",
    "workspace_bytes",
]

Floats = npt.NDArray[np.float32]

DEFAULT_CAPACITY: Final = 4096
"""Positions a context gets unasked, if the model has that many: a cache of tens of megabytes."""

CAPACITY_MAX: Final = (1 << 31) - 1
"""Positions are 32-bit numbers in every kernel."""

_FLOAT_BYTES = 4
_LINE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Config:
    """A model's hyperparameters, and `capacity`: the positions its context can hold."""

    architecture: str
    vocab_count: int
    embedding_size: int
    block_count: int
    ffn_size: int
    head_count: int
    kv_head_count: int
    key_size: int
    value_size: int
    rope_size: int
    rope_base: float
    rope_scale: float
    norm_epsilon: float
    training_positions: int
    capacity: int = 0

    def __post_init__(self) -> None:
        if self.capacity == 0:
            capacity = min(self.training_positions, DEFAULT_CAPACITY)
            object.__setattr__(self, "capacity", capacity)


def resize(config: Config, n_ctx: int | None) -> Config:
    """Return the config with a context of `n_ctx` positions; None leaves it at the default."""
    if n_ctx is None:
        return config
    if isinstance(n_ctx, bool) or not isinstance(n_ctx, int) or not 1 <= n_ctx <= CAPACITY_MAX:
        raise LoadError(
            "allocation.context",
            f"n_ctx is {shown(n_ctx)}; it is None or a whole number of 1 to {CAPACITY_MAX}",
            evidence={"name": "n_ctx", "expected": f"1 to {CAPACITY_MAX}", "found": shown(n_ctx)},
        )
    return replace(config, capacity=n_ctx)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A program and its tensors, prepared by the kernels that will execute it.

    `tensors` holds what those kernels made of each tensor; nobody else looks into it. `owned_bytes`
    counts what was allocated, beside the bytes that are mapped.
    """

    program: Program
    kernels: Kernels
    tensors: Mapping[str, Any]
    owned_bytes: int


def workspace_bytes(config: Config, program: Program, tile: int) -> dict[str, int]:
    """Return what a Workspace will allocate, buffer by buffer."""
    shapes = _shapes(config, program, tile)
    sizes = {name: _size_bytes(shape) for name, shape in shapes.items()}
    scratch = sum(size for name, size in sizes.items() if name not in ("keys", "values", "logits"))
    return {
        "kv_cache": sizes["keys"] + sizes["values"],
        "scratch": scratch,
        "logits": sizes["logits"],
    }


def _shapes(config: Config, program: Program, tile: int) -> dict[str, tuple[int, ...]]:
    # Whole tiles, so that the last one has the shape of all others.
    positions = -(-config.capacity // tile) * tile
    cache = (config.block_count, positions, config.kv_head_count)
    shapes: dict[str, tuple[int, ...]] = {
        "keys": (*cache, config.key_size),
        "values": (*cache, config.value_size),
        "logits": (config.vocab_count,),
        "scores": (config.head_count * tile * positions,),
    }
    for name, width in program.widths.items():
        shapes[f"tile.{name}"] = (tile, width)
    return shapes


def _size_bytes(shape: tuple[int, ...]) -> int:
    count = 1
    for extent in shape:
        count *= extent
    return count * _FLOAT_BYTES


class Workspace:
    """The arrays a handle computes in. float32, C order, on cache-line boundaries.

    `used` is the number of KV positions filled. Raises MemoryError, with nothing kept, when the
    arrays cannot be had.
    """

    __slots__ = (
        "capacity",
        "keys",
        "logits",
        "scores",
        "tile",
        "tiles",
        "touched",
        "used",
        "values",
    )

    def __init__(self, config: Config, program: Program, tile: int) -> None:
        made = {name: _zeros(shape) for name, shape in _shapes(config, program, tile).items()}
        self.capacity = config.capacity
        self.tile = tile
        self.keys: Floats = made["keys"]  # [block, position, kv head, key size]
        self.values: Floats = made["values"]  # [block, position, kv head, value size]
        self.logits: Floats = made["logits"]  # [vocab], of the last position evaluated
        self.scores: Floats = made["scores"]  # [head · tile · position], shaped as it is used
        self.tiles: Mapping[str, Floats] = {  # [row of the tile, width] by buffer name
            name: made[f"tile.{name}"] for name in program.widths
        }
        self.used = 0
        self.touched = 0

    def clear(self) -> None:
        """Zero everything a request left. Idempotent; if interrupted, call it again."""
        self.used = 0
        self.keys[:, : self.touched] = 0.0
        self.values[:, : self.touched] = 0.0
        if self.touched:
            self.scores.fill(0.0)
        for rows in self.tiles.values():
            rows.fill(0.0)
        self.logits.fill(0.0)
        # Last, so that a clear that was broken off finds its work again.
        self.touched = 0

    def arrays(self) -> dict[str, Floats]:
        """Return every array by name, for digests and comparisons."""
        fixed = {"keys": self.keys, "values": self.values, "logits": self.logits}
        tiles = {f"tile.{name}": rows for name, rows in self.tiles.items()}
        return {**fixed, "scores": self.scores, **tiles}


def _zeros(shape: tuple[int, ...]) -> Floats:
    # The same alignment everywhere, so that no kernel takes another path for another address.
    size_bytes = _size_bytes(shape)
    if size_bytes > sys.maxsize - _LINE_BYTES:
        raise MemoryError(f"{size_bytes} bytes are more than this machine can address")
    raw = np.empty(size_bytes + _LINE_BYTES, dtype=np.uint8)
    start = -raw.ctypes.data % _LINE_BYTES
    array: Floats = raw[start : start + size_bytes].view(np.float32).reshape(shape)
    # Writing is what makes the system hand the pages out: it fails here, not in a request.
    array.fill(0.0)
    return array


@dataclass(slots=True, eq=False)
class RequestState:
    """One request, from its admission to its end.

    `pending` is the token that was given but not evaluated yet. `evaluated_count` counts the
    positions this request had computed; the workspace counts its own, and the two must agree.
    `cancelled` may be set from any thread.
    """

    prompt: tuple[int, ...]
    settings: Settings
    generator: Generator
    streamer: Streamer | None = None
    max_tokens: int | None = None
    generated: list[int] = field(default_factory=list)
    pending: int | None = None
    evaluated_count: int = 0
    cancelled: bool = False

    def accept(self, token: int) -> None:
        """Record a sampled token: it is given now and evaluated by the next step."""
        self.generated.append(token)
        self.pending = token
