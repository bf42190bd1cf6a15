"""Every limit of the reader, with its reason.

A limit bounds what one number in a file can make this process do. Limits on what a file may say
are the format's own or far above any published model; raising one is a decision, not a fix.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ALIGNMENT_BYTES_MAX",
    "ALIGNMENT_DEFAULT_BYTES",
    "ARRAY_ELEMENTS_MAX",
    "DIMENSIONS_MAX",
    "ELEMENTS_MAX",
    "EVIDENCE_BYTES",
    "EVIDENCE_TEXT_CHARS",
    "KEYS_MAX",
    "KEY_BYTES_MAX",
    "KEY_ENTRY_BYTES_MIN",
    "NAME_BYTES_MAX",
    "PREAMBLE_BYTES",
    "SCAN_CHUNK_BYTES",
    "SIZE_BYTES_MAX",
    "STRING_BYTES_MAX",
    "TENSORS_MAX",
    "TENSOR_ENTRY_BYTES_MIN",
    "VERSIONS",
    "WARNINGS_MAX",
]

PREAMBLE_BYTES: Final = 24
"""Magic, version, tensor count, key count: what every file starts with."""

VERSIONS: Final = (2, 3)
"""Versions with 64-bit lengths; both have one layout. Version 1 used 32-bit lengths."""

KEY_ENTRY_BYTES_MIN: Final = 14
"""The smallest key entry: length (8), one byte of key, type (4), one byte of value."""

TENSOR_ENTRY_BYTES_MIN: Final = 25
"""The smallest tensor entry: length (8), one byte of name, dimensions (4), type (4), offset (8)."""

KEYS_MAX: Final = 1 << 16
"""Published models carry under a hundred keys; a dict of this many still takes milliseconds."""

TENSORS_MAX: Final = 1 << 16
"""The largest published models carry a few thousand tensors."""

KEY_BYTES_MAX: Final = 65_535
"""The format's own limit on a key."""

NAME_BYTES_MAX: Final = 63
"""The format's own limit on a tensor name: less than 64 bytes."""

STRING_BYTES_MAX: Final = 1 << 30
"""llama.cpp's limit on a string; also keeps a length far from any signed overflow."""

ARRAY_ELEMENTS_MAX: Final = 1 << 30
"""llama.cpp's limit on an array; the remaining bytes bound it further."""

DIMENSIONS_MAX: Final = 4
"""ggml's number of dimensions."""

ELEMENTS_MAX: Final = (1 << 63) - 1
"""Element counts are signed 64-bit numbers in every other reader of the format."""

SIZE_BYTES_MAX: Final = (1 << 64) - 1
"""Byte sizes are unsigned 64-bit numbers in every other reader of the format."""

ALIGNMENT_DEFAULT_BYTES: Final = 32
"""The format's alignment where a file names none."""

ALIGNMENT_BYTES_MAX: Final = 1 << 20
"""Above the largest page anybody aligns to; larger values only waste space or wrap sums."""

WARNINGS_MAX: Final = 32
"""Findings kept per file: a file made of oddities must not grow the report without end."""

EVIDENCE_BYTES: Final = 16
"""Bytes shown on either side of a fault: one line of a hex dump."""

EVIDENCE_TEXT_CHARS: Final = 80
"""Characters of a key or name repeated in a message: keys may be 65,535 bytes long."""

SCAN_CHUNK_BYTES: Final = 1 << 16
"""Piece in which long values are scanned, so that a scan copies no more than this."""
