"""The interface every set of kernels stands behind.

A set prepares tensors once, at load, into whatever it computes best with, and then runs a whole
tile of positions through a program per call: that leaves a compiled set free to make one call of
it, and the reference free to walk the operations one by one.

Tiles are what makes results independent of how a prompt is split. Position p is row p % tile of
tile p // tile, always; a call that brings only some rows of a tile computes the rest with zeros
in their place. So every product has a shape that depends on the tile alone, and a row meets the
same instructions in the same order whoever its neighbours are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..gguf import TensorInfo, TensorType
from ..lifetimes import Weights, Workspace

__all__ = ["Kernels", "Poll"]

Poll = Callable[[], None]
"""Called at least every 100 ms of work; raises to stop it."""


class Kernels(Protocol):
    """A set of kernels. Stateless: one object serves every handle and thread."""

    @property
    def name(self) -> str:
        """What messages and diagnostics call it."""

    @property
    def tile(self) -> int:
        """Positions computed together."""

    @property
    def types(self) -> frozenset[TensorType]:
        """The tensor types it runs."""

    def prepared_bytes(self, info: TensorInfo) -> int:
        """Return the bytes `prepare` will allocate for a tensor; 0 if it computes on the file's."""

    def prepare(self, info: TensorInfo, raw: npt.NDArray[np.uint8], poll: Poll) -> Any:
        """Return a tensor as this set computes with it: immutable, perhaps a view of `raw`."""

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
        """Run tokens at positions start, start + 1, ... of one tile through the program.

        Fills the KV cache at those positions and, with `head`, the rows of the tile's `logits`;
        other positions of the cache are not written. The caller has made sure that the positions
        lie in one tile and in the workspace, and raises `used` afterwards.
        """
