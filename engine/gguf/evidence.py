"""How the reader words a fault: one place for the evidence every parse error carries.

`offset_bytes` counts from the start of the file. `around` is hex, with the byte at the offset in
brackets. Text from a file is shown escaped and cut: it goes to terminals and pages.
"""

from __future__ import annotations

from ..errors import LoadError
from .limits import EVIDENCE_BYTES, EVIDENCE_TEXT_CHARS

__all__ = ["around", "fault", "shown"]


def fault(
    slug: str,
    message: str,
    source: memoryview,
    offset_bytes: int,
    *,
    expected: object,
    found: object,
    key: str | None = None,
    tensor: str | None = None,
) -> LoadError:
    """Return the error for `slug` at `offset_bytes`, with the full evidence."""
    evidence: dict[str, object] = {"offset_bytes": offset_bytes}
    if key is not None:
        evidence["key"] = shown(key)
    if tensor is not None:
        evidence["tensor"] = shown(tensor)
    evidence |= {"expected": expected, "found": found, "around": around(source, offset_bytes)}
    return LoadError(slug, f"{message} (at byte {offset_bytes})", evidence=evidence)


def around(source: memoryview, offset_bytes: int) -> str:
    """Return a few bytes on either side of an offset as hex, the byte at it in brackets."""
    centre = min(max(offset_bytes, 0), len(source))
    before = bytes(source[max(centre - EVIDENCE_BYTES, 0) : centre])
    after = bytes(source[centre : centre + EVIDENCE_BYTES])
    here = f"[{after[0]:02x}]" if after else "[end]"
    return " ".join(part for part in (before.hex(" "), here, after[1:].hex(" ")) if part)


def shown(text: str | bytes) -> str:
    """Return text from a file as it may be printed: escaped, and cut if long."""
    if isinstance(text, bytes):
        text = text[: EVIDENCE_TEXT_CHARS * 4 + 4].decode("utf-8", "backslashreplace")
    cut = text[:EVIDENCE_TEXT_CHARS]
    plain = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in cut
    )
    return plain + ("..." if len(text) > len(cut) else "")
