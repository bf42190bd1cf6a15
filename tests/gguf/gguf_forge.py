"""Hand-made GGUF bytes, right or wrong: what no writer would write.

This directory has no `__init__.py` on purpose: as a package it would be called `gguf` and hide
the package of that name.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from engine.gguf import TensorType, ValueType


def u32(number: int) -> bytes:
    return struct.pack("<I", number)


def u64(number: int) -> bytes:
    return struct.pack("<Q", number)


def i64(number: int) -> bytes:
    return struct.pack("<q", number)


def text(raw: bytes | str, length: int | None = None) -> bytes:
    raw = raw.encode() if isinstance(raw, str) else raw
    return u64(len(raw) if length is None else length) + raw


def key(name: bytes | str, kind: int, payload: bytes) -> bytes:
    return text(name) + u32(kind) + payload


def array(element: int, count: int, payload: bytes = b"") -> bytes:
    return u32(element) + u64(count) + payload


def tensor(
    name: bytes | str,
    dimensions: tuple[int, ...] = (32,),
    kind: int = TensorType.F32,
    offset: int = 0,
    count: int | None = None,
) -> bytes:
    many = len(dimensions) if count is None else count
    return text(name) + u32(many) + b"".join(map(i64, dimensions)) + u32(kind) + u64(offset)


def preamble(tensors: int, keys: int, version: int = 3, magic: bytes = b"GGUF") -> bytes:
    return magic + u32(version) + i64(tensors) + i64(keys)


def number(value: int, name: str = "some.number") -> bytes:
    return key(name, ValueType.UINT32, u32(value))


def file(
    *,
    keys: list[bytes] | None = None,
    tensors: list[bytes] | None = None,
    version: int = 3,
    alignment: int = 32,
    data: bytes | None = None,
) -> bytes:
    """Assemble a file with right counts; `data` is by default a kilobyte of zeros."""
    keys, tensors = keys or [], tensors or []
    header = preamble(len(tensors), len(keys), version) + b"".join(keys) + b"".join(tensors)
    padding = bytes(-len(header) % alignment) if tensors else b""
    if data is None:
        data = bytes(1024) if tensors else b""
    return header + padding + data


@dataclass(frozen=True)
class Case:
    """A malformed file, the slug it must get, and the offset of the field that is wrong.

    `reference_accepts` marks what llama.cpp's own parser takes and ours does not.
    """

    name: str
    data: bytes
    slug: str
    at: int
    reference_accepts: bool = False
