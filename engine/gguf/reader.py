"""The strict, bounded reader of GGUF headers: untrusted bytes in, a checked Header out.

What lives here: the order of the checks, and the preamble. Around it, each in its file: the
bounded steps (`cursor.py`), metadata (`metadata.py`), the tensor table (`table.py`), strangers
(`impostors.py`), the numbers that bound things (`limits.py`). What must not live in any of them:
what values mean (the getters of `header.py` interpret, admission judges), and where bytes come
from (`mapped.py`).

How it works: one pass. preamble -> keys -> alignment -> tensor table -> layout -> extent.

Invariants:
- A number from the file is compared with the bytes that remain before anything is looped over,
  sliced or allocated by it. Work and memory are bounded by the header's own length.
- All arithmetic is on Python ints: nothing wraps.
- Only LoadError leaves, with a slug per check and the offset of the field that is wrong.
  `parse.truncated` is a fixed-size field cut short by the end of the bytes.
- What no reader needs is not checked: BOOL bytes, the text of values, zero dimensions, bytes
  after the last tensor. They are accepted, and the odd ones are reported as warnings. A tensor
  type that can be measured but not computed with is admission's to refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from mmap import mmap
from types import MappingProxyType
from typing import Final

from . import limits
from .cursor import I64, U32, Cursor
from .header import Header, TensorInfo, Value
from .impostors import unmask
from .metadata import read_alignment, read_metadata
from .table import check_extent, check_layout, padded, read_table

__all__ = ["read_header"]

_MAGIC: Final = b"GGUF"


def read_header(source: bytes | memoryview | mmap, *, header_only: bool = False) -> Header:
    """Parse the GGUF header at the start of `source`; LoadError with a `parse.*` slug if it is bad.

    The Header answers from `source` itself if that is bytes, else from a copy of the header's part
    of it. With `header_only` the tensors' bytes need not be there, and one part of a split model
    is read too.
    """
    # Released on every way out: a kept error's traceback must not keep a mapping open.
    with memoryview(source) as view, view.cast("B") as octets:
        return _read(source, octets, header_only)


def _read(source: bytes | memoryview | mmap, octets: memoryview, header_only: bool) -> Header:
    cursor = Cursor(octets)
    version, tensor_count, key_count = _preamble(cursor)
    metadata = read_metadata(cursor, key_count)
    alignment_bytes = read_alignment(cursor, metadata)
    rows = read_table(cursor, tensor_count)
    header_bytes = cursor.position
    data_offset_bytes = padded(header_bytes, alignment_bytes)
    end_bytes = check_layout(cursor, rows, alignment_bytes)
    if not header_only:
        _check_single_file(cursor, metadata)
        check_extent(cursor, rows, data_offset_bytes, end_bytes, alignment_bytes)
    tensors = {
        row.name: TensorInfo(
            row.name, row.shape, row.type, data_offset_bytes + row.relative_bytes, row.size_bytes
        )
        for row in rows
    }
    kept = source if isinstance(source, bytes) else bytes(octets[:header_bytes])
    return Header(
        version=version,
        alignment_bytes=alignment_bytes,
        metadata=MappingProxyType(metadata),
        tensors=MappingProxyType(tensors),
        data_offset_bytes=data_offset_bytes,
        size_bytes=cursor.size_bytes,
        warnings=tuple(cursor.warnings),
        _own=kept,
    )


def _preamble(cursor: Cursor) -> tuple[int, int, int]:
    """Read magic, version and the two counts, each bounded by the bytes that are there."""
    _check_magic(cursor)
    version = _version(cursor)
    at = cursor.position
    tensor_count = cursor.take(I64, "the tensor count")
    key_count = cursor.take(I64, "the key count")
    room = cursor.remaining_bytes // limits.KEY_ENTRY_BYTES_MIN
    _check_count(cursor, "key", key_count, at + I64.size, min(limits.KEYS_MAX, room))
    left_bytes = cursor.remaining_bytes - key_count * limits.KEY_ENTRY_BYTES_MIN
    room = left_bytes // limits.TENSOR_ENTRY_BYTES_MIN
    _check_count(cursor, "tensor", tensor_count, at, min(limits.TENSORS_MAX, room))
    return version, tensor_count, key_count


def _check_magic(cursor: Cursor) -> None:
    magic = bytes(cursor.source[: len(_MAGIC)])
    if magic == _MAGIC:
        cursor.position = len(_MAGIC)
        return
    impostor = unmask(cursor.source)
    if impostor is not None:
        cursor.reject(
            impostor.slug,
            f"this is {impostor.name}, not a GGUF model",
            at=0,
            expected="GGUF",
            found=impostor.name,
        )
    if _MAGIC.startswith(magic):
        cursor.reject(
            "parse.truncated",
            "the file ends inside the magic",
            at=0,
            expected=f"{len(_MAGIC)} bytes",
            found=f"{len(magic)} bytes",
        )
    cursor.reject(
        "parse.bad-magic",
        "the file does not start with GGUF",
        at=0,
        expected=_MAGIC.hex(" "),
        found=magic.hex(" "),
    )


def _version(cursor: Cursor) -> int:
    at = cursor.position
    version = cursor.take(U32, "the version")
    if version in limits.VERSIONS:
        return version
    if version == 0:
        slug, what = "parse.version-zero", "version 0 does not exist"
    elif version == 1:
        slug, what = "parse.version-old", "version 1 is no longer read"
    elif version & 0xFFFF == 0:
        slug, what = "parse.byte-swapped", "the file was written for a big-endian machine"
    else:
        slug, what = "parse.version-future", f"version {version} is newer than this reader"
    return cursor.reject(slug, what, at=at, expected="2 or 3", found=version)


def _check_count(cursor: Cursor, what: str, count: int, at: int, room: int) -> None:
    if not 0 <= count <= room:
        cursor.reject(
            f"parse.{what}-count",
            f"the {what} count is {count}, but this file has room for 0 to {room}",
            at=at,
            expected=f"0 to {room}",
            found=count,
        )


def _check_single_file(cursor: Cursor, metadata: Mapping[str, Value]) -> None:
    value = metadata.get("split.count")
    if value is not None and isinstance(value.scalar, int) and value.scalar > 1:
        cursor.key = "split.count"
        cursor.reject(
            "parse.split",
            f"this is one of the {value.scalar} files of a split model; parts are not read "
            "together, merge them first",
            at=value.offset_bytes,
            expected="0 or 1",
            found=value.scalar,
        )
