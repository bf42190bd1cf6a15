"""What a file that is not GGUF really is: downloads that went wrong, and other formats.

Only the first bytes are looked at. The order is the order of certainty.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["Impostor", "unmask"]


class Impostor(NamedTuple):
    """A recognised stranger: its code, and what to call it."""

    slug: str
    name: str


_MAGICS: Final[tuple[tuple[bytes, Impostor], ...]] = (
    (b"lmgg", Impostor("parse.old-ggml", "an unversioned GGML file of before GGUF")),
    (b"fmgg", Impostor("parse.old-ggml", "a GGMF file of before GGUF")),
    (b"tjgg", Impostor("parse.old-ggml", "a GGJT file of before GGUF")),
    (b"algg", Impostor("parse.old-ggml", "a GGLA adapter of before GGUF")),
    (b"FUGG", Impostor("parse.byte-swapped", "a GGUF file written for a big-endian machine")),
    (b"PK\x03\x04", Impostor("parse.zip", "a zip archive")),
    (b"PK\x05\x06", Impostor("parse.zip", "an empty zip archive")),
    (b"\x1f\x8b", Impostor("parse.gzip", "gzip-compressed data")),
    (b"version https://git-lfs", Impostor("parse.lfs-pointer", "a Git-LFS pointer")),
)

_MARKUP: Final = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--")
_SNIFF_BYTES: Final = 256
_SAFETENSORS_HEADER_BYTES_MAX: Final = 100_000_000
"""The safetensors format's own cap on its JSON header, which follows an 8-byte length."""


def unmask(source: memoryview) -> Impostor | None:
    """Name the kind of file that `source` starts like; None when it is like nothing known."""
    start = bytes(source[:_SNIFF_BYTES])
    for magic, impostor in _MAGICS:
        if start.startswith(magic):
            return impostor
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_MARKUP):
        return Impostor("parse.html-page", "a web page or an XML answer")
    header_bytes = int.from_bytes(start[:8], "little")
    if start[8:9] == b"{" and 2 <= header_bytes <= _SAFETENSORS_HEADER_BYTES_MAX:
        return Impostor("parse.safetensors", "a safetensors file")
    if text.startswith((b'{"', b"{'", b"{\n", b"[{")):
        return Impostor("parse.json-answer", "a JSON document, such as a server's error answer")
    return None
