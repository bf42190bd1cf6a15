"""The reference kernels: a program walked operation by operation in NumPy, written to be read.

Tensors are dequantized to float32 when they are loaded; F32 ones are used where they lie in the
file. Arithmetic is float32, with the sums of norms and softmax in float64, as llama.cpp has them.

Every array below has one row per position of the tile, present or not (see `interface.py`), so
no shape depends on how many tokens a call brings. Within a row, an absent neighbour changes
nothing: products do not mix rows, attention masks what lies after a row with -inf, whose
exponential is exactly 0, and 0 times the finite number found there adds nothing.

Numbers that overflow or are not numbers flow through to the logits, where the caller looks for
them once; NumPy's warnings about them are silenced here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from ..gguf import TensorInfo, TensorType
from ..lifetimes import Weights, Workspace
from ..operations import Add, Attend, Embed, Gate, Norm, Operation, Project, Rope, Store
from .interface import Poll

__all__ = ["Reference"]

Floats = npt.NDArray[np.float32]

TILE: Final = 8
"""One position alone costs twice a matrix-vector product, eight together a third of eight."""

PRODUCT_ELEMENTS_MAX: Final = 1 << 24
"""Weights per product between two polls: about 10 ms of one core."""

DEQUANTIZE_ELEMENTS_MAX: Final = 1 << 22
"""Elements dequantized between two polls: less than 100 ms for the slowest type."""

LATER: Final = np.triu(np.full((TILE, TILE), -np.inf, dtype=np.float32), 1)
"""Added to a tile's scores among its own positions: rows see what is not after them. [T, T]"""

_TYPES: Final = (
    "F32 F16 BF16 Q4_0 Q4_1 Q5_0 Q5_1 Q8_0 Q2_K Q3_K Q4_K Q5_K Q6_K TQ1_0 TQ2_0 MXFP4 NVFP4 "
    "IQ1_S IQ1_M IQ2_XXS IQ2_XS IQ2_S IQ3_XXS IQ3_S IQ4_NL IQ4_XS"
)


class Reference:
    """See the module's docstring; the interface is `Kernels`."""

    name: Final = "reference"
    tile: Final = TILE
    types: Final = frozenset(TensorType[name] for name in _TYPES.split())

    def prepared_bytes(self, info: TensorInfo) -> int:
        """Return the float32 copy's size; F32 on an element's boundary needs none."""
        if info.type is TensorType.F32 and info.offset_bytes % 4 == 0:
            return 0
        return info.element_count * 4

    def prepare(self, info: TensorInfo, raw: npt.NDArray[np.uint8], poll: Poll) -> Floats:
        """Return the tensor as float32 in NumPy's shape, read-only."""
        if info.type is TensorType.F32:
            array: Floats = np.require(raw.view(np.float32), requirements="A")
        else:
            array = _dequantize(info, raw, poll)
        array = array.reshape(info.numpy_shape)
        array.flags.writeable = False
        return array

    def evaluate(
        self,
        weights: Weights,
        workspace: Workspace,
        tokens: Sequence[int],
        start: int,
        *,
        head: bool,
        poll: Poll,
    ) -> None:
        """Walk the program once for the tile that holds `start`."""
        walk = _Walk(weights, workspace, tokens, start, poll)
        program = weights.program
        with np.errstate(all="ignore"):
            for operation in program.body:
                walk.run(operation)
            if head:
                for operation in program.head:
                    walk.run(operation)


def _dequantize(info: TensorInfo, raw: npt.NDArray[np.uint8], poll: Poll) -> Floats:
    from gguf import GGMLQuantizationType, quants

    columns = info.shape[0]
    row_bytes = columns // info.type.block_elements * info.type.block_bytes
    rows = raw.reshape(-1, row_bytes)  # [row, bytes of the row's blocks]
    array = np.empty((len(rows), columns), dtype=np.float32)
    step = max(1, DEQUANTIZE_ELEMENTS_MAX // columns)
    kind = GGMLQuantizationType(int(info.type))
    with np.errstate(all="ignore"):
        for row in range(0, len(rows), step):
            poll()
            array[row : row + step] = quants.dequantize(rows[row : row + step], kind)
    return array


class _Walk:
    """One tile's way through the operations.

    Letters in shape comments: T rows of the tile, L cached positions up to the tile's end,
    H query heads, G key and value heads, K numbers per key head, U per value head.
    """

    def __init__(
        self,
        weights: Weights,
        workspace: Workspace,
        tokens: Sequence[int],
        start: int,
        poll: Poll,
    ) -> None:
        self.weights = weights
        self.workspace = workspace
        self.tokens = tokens
        self.poll = poll
        self.first = start - start % TILE
        self.rows = slice(start - self.first, start - self.first + len(tokens))
        self.positions = slice(start, start + len(tokens))
        self.turns: dict[Rope, tuple[Floats, Floats]] = {}

    def run(self, operation: Operation) -> None:
        """Execute one operation on the tile's buffers."""
        self.poll()
        match operation:
            case Project():
                self.project(operation)
            case Norm():
                self.norm(operation)
            case Rope():
                self.rope(operation)
            case Store():
                self.store(operation)
            case Attend():
                self.attend(operation)
            case Gate():
                self.gate(operation)
            case Add():
                self.buffer(operation.target).__iadd__(self.buffer(operation.source))
            case Embed():
                self.embed(operation)

    def buffer(self, name: str) -> Floats:
        """The tile's rows of a buffer: [T, width]."""
        return self.workspace.tiles[name]

    def tensor(self, name: str) -> Floats:
        """A tensor as `prepare` left it."""
        tensor: Floats = self.weights.tensors[name]
        return tensor

    def embed(self, operation: Embed) -> None:
        target = self.buffer(operation.target)  # [T, E]
        target.fill(0.0)
        target[self.rows] = self.tensor(operation.weight)[list(self.tokens)]

    def norm(self, operation: Norm) -> None:
        source = self.buffer(operation.source)  # [T, E]
        target = self.buffer(operation.target)  # [T, E]
        squares = np.add.reduce(source * source, axis=1, dtype=np.float64)  # [T]
        mean = (squares / source.shape[1]).astype(np.float32)  # [T]
        scale = np.float32(1.0) / np.sqrt(mean + np.float32(operation.epsilon))  # [T]
        np.multiply(source, scale[:, None], out=target)
        target *= self.tensor(operation.weight)

    def project(self, operation: Project) -> None:
        source = self.buffer(operation.source)  # [T, columns]
        target = self.buffer(operation.target)  # [T, rows]
        weight = self.tensor(operation.weight)  # [rows, columns]
        step = max(1, PRODUCT_ELEMENTS_MAX // weight.shape[1])
        for row in range(0, weight.shape[0], step):
            self.poll()
            some = slice(row, row + step)
            np.matmul(source, weight[some].T, out=target[:, some])
        if operation.bias is not None:
            target += self.tensor(operation.bias)

    def rope(self, operation: Rope) -> None:
        target = self.buffer(operation.target)  # [T, heads · size of a head]
        heads = target.reshape(TILE, operation.head_count, -1)  # [T, heads, size of a head]
        cosines, sines = self._turns(operation)  # [T, 1, R/2] each
        even = heads[:, :, 0 : operation.size : 2].copy()  # [T, heads, R/2]
        odd = heads[:, :, 1 : operation.size : 2].copy()  # [T, heads, R/2]
        heads[:, :, 0 : operation.size : 2] = even * cosines - odd * sines
        heads[:, :, 1 : operation.size : 2] = even * sines + odd * cosines

    def _turns(self, operation: Rope) -> tuple[Floats, Floats]:
        # Every block turns by the same angles: they are computed once per tile and kind of head.
        if operation not in self.turns:
            # llama.cpp makes each angle from the one before in float32. At position 4000 that is
            # 1e-4 away from the exact angle, so agreement means to make the same roundings.
            angles = np.empty((TILE, operation.size // 2), dtype=np.float32)  # [T, R/2]
            angles[:] = np.float32(operation.base) ** np.float32(-2.0 / operation.size)
            angles[:, 0] = np.arange(self.first, self.first + TILE)
            np.multiply.accumulate(angles, axis=1, out=angles)
            if operation.factors is not None:
                angles /= self.tensor(operation.factors)
            angles *= np.float32(operation.scale)
            exact = angles.astype(np.float64)[:, None, :]
            turns = np.cos(exact).astype(np.float32), np.sin(exact).astype(np.float32)
            self.turns[operation] = turns
        return self.turns[operation]

    def store(self, operation: Store) -> None:
        space, rows, positions = self.workspace, self.rows, self.positions
        keys = space.keys[operation.block]  # [position, G, K]
        values = space.values[operation.block]  # [position, G, U]
        keys[positions] = self.buffer(operation.key)[rows].reshape(-1, *keys.shape[1:])
        values[positions] = self.buffer(operation.value)[rows].reshape(-1, *values.shape[1:])

    def attend(self, operation: Attend) -> None:
        end = self.first + TILE  # L
        keys = self.workspace.keys[operation.block, :end]  # [L, G, K]
        values = self.workspace.values[operation.block, :end]  # [L, G, U]
        groups, key_size = keys.shape[1:]
        query = self.buffer(operation.query)  # [T, H·K]
        target = self.buffer(operation.target)  # [T, H·U]
        # The heads that share a key head stand together: [G, H/G · T, K]
        apart = query.reshape(TILE, groups, -1, key_size)  # [T, G, H/G, K]
        shared = apart.transpose(1, 2, 0, 3).reshape(groups, -1, key_size)

        shape = (groups, shared.shape[1], end)
        scores = self.workspace.scores[: math.prod(shape)].reshape(shape)
        np.matmul(shared, keys.transpose(1, 2, 0), out=scores)  # [G, H/G · T, L]
        self.poll()
        scores *= np.float32(operation.scale)
        ours = scores.reshape(groups, -1, TILE, end)[..., self.first :]  # [G, H/G, T, T]
        ours += LATER
        scores -= scores.max(axis=2, keepdims=True)
        np.exp(scores, out=scores)
        self.poll()
        total = np.add.reduce(scores, axis=2, dtype=np.float64, keepdims=True)  # [G, H/G · T, 1]
        scores *= (1.0 / total).astype(np.float32)

        mixed: Floats = np.matmul(scores, values.transpose(1, 0, 2))  # [G, H/G · T, U]
        mixed = mixed.reshape(groups, -1, TILE, values.shape[2]).transpose(2, 0, 1, 3)
        target[:] = mixed.reshape(TILE, -1)  # [T, H·U]

    def gate(self, operation: Gate) -> None:
        gate = self.buffer(operation.gate)  # [T, F]
        silu = gate / (np.float32(1.0) + np.exp(-gate))  # [T, F]
        np.multiply(silu, self.buffer(operation.source), out=self.buffer(operation.target))
