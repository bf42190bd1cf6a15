"""A GGUF file before it is written: metadata and tensors that can still be changed.

A draft is what the generator makes and what a test spoils: both dicts keep the file's order, and
entries may be replaced, added and deleted freely. Writing goes through the `gguf` package's
writer; nothing here checks that the result is a model.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..gguf import TensorType, ValueType

if TYPE_CHECKING:
    from gguf import GGUFWriter

__all__ = ["Draft", "Entry", "TensorDraft"]

_ROOT_12: float = 12**0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A metadata value; a list is an array of elements of `type`."""

    type: ValueType
    value: Any


@dataclass(frozen=True, slots=True)
class TensorDraft:
    """A tensor as a recipe: `shape` is rows first; values are uniform around `mean`.

    Values depend on the seed, the name and the shape, and on nothing else: files that differ in
    weight type hold the same network. Rows in `quiet` are a quarter of the size. Values `given`
    outright take the recipe's place.
    """

    shape: tuple[int, ...]
    type: TensorType
    deviation: float = 1.0
    mean: float = 0.0
    quiet: range = range(0)
    given: npt.NDArray[np.float32] | None = field(default=None, repr=False)

    @property
    def size_bytes(self) -> int:
        """Size in the file, without padding."""
        return int(np.prod(self.shape)) // self.type.block_elements * self.type.block_bytes

    def values(self, name: str, seed: int) -> npt.NDArray[np.float32]:
        """Return the tensor's values before they are encoded."""
        if self.given is not None:
            return self.given.reshape(self.shape).astype(np.float32)
        # Raw bits of PCG64: the one part of NumPy's generators whose output is promised to stay.
        source = np.random.PCG64([seed, zlib.crc32(name.encode())])
        raw = source.random_raw(int(np.prod(self.shape))) >> np.uint64(40)
        uniform = raw.astype(np.float32) * np.float32(2.0**-24) - np.float32(0.5)
        scaled = uniform * np.float32(self.deviation * _ROOT_12) + np.float32(self.mean)
        values = scaled.reshape(self.shape)
        values[self.quiet.start : self.quiet.stop] *= np.float32(0.25)
        return values

    def encoded(self, name: str, seed: int) -> npt.NDArray[Any]:
        """Return the tensor's bytes, as an array of whatever dtype the writer is content with."""
        from gguf import GGMLQuantizationType
        from gguf.quants import quantize

        kind = GGMLQuantizationType(int(self.type))
        encoded: npt.NDArray[Any] = quantize(self.values(name, seed), kind)
        return encoded


@dataclass(slots=True)
class Draft:
    """A file in the making."""

    architecture: str
    seed: int
    metadata: dict[str, Entry]
    tensors: dict[str, TensorDraft]

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the file at `path`, replacing what is there in one step."""
        place = Path(path)
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        os.close(descriptor)
        scratch = Path(name)
        try:
            self._write(scratch)
            scratch.replace(place)
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
        return place

    def to_bytes(self) -> bytes:
        """Return the bytes that `write` would write."""
        with tempfile.TemporaryDirectory() as folder:
            return self.write(Path(folder) / "model.gguf").read_bytes()

    def _write(self, scratch: Path) -> None:
        from gguf import GGUFWriter

        writer = GGUFWriter(scratch, self.architecture)
        try:
            self._describe(writer)
            writer.write_header_to_file()
            writer.write_kv_data_to_file()
            writer.write_ti_data_to_file()
            # One tensor at a time: peak memory is one tensor, whatever the model's size.
            for name, tensor in self.tensors.items():
                writer.write_tensor_data(tensor.encoded(name, self.seed))
        finally:
            writer.close()

    def _describe(self, writer: GGUFWriter) -> None:
        from gguf import GGMLQuantizationType, GGUFValueType

        for key, entry in self.metadata.items():
            kind = GGUFValueType(int(entry.type))
            if key == "general.alignment":
                writer.data_alignment = entry.value
            if isinstance(entry.value, list | tuple):
                writer.add_key_value(key, entry.value, GGUFValueType.ARRAY, sub_type=kind)
            else:
                writer.add_key_value(key, entry.value, kind)
        for name, tensor in self.tensors.items():
            writer.add_tensor_info(
                name,
                tensor.shape,
                np.dtype(np.float32),
                tensor.size_bytes,
                raw_dtype=GGMLQuantizationType(int(tensor.type)),
            )
