"""A bounded cursor over untrusted bytes: the only code of the reader that touches them.

Every step compares what it needs with what remains before it reads, and a step that cannot be
taken is a LoadError with the offset of the field that is wrong. `key` and `tensor` name what is
being read, for the evidence.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NoReturn

from . import limits
from .evidence import fault, shown
from .header import Finding

__all__ = ["I64", "U32", "U64", "Cursor"]

U32: Final = struct.Struct("<I")
I64: Final = struct.Struct("<q")
U64: Final = struct.Struct("<Q")


class Cursor:
    """Where the walk is, what it is reading, and what it found odd."""

    def __init__(self, source: memoryview) -> None:
        self.source = source
        self.size_bytes = len(source)
        self.position = 0
        self.warnings: list[Finding] = []
        self.key: str | None = None
        self.tensor: str | None = None

    @property
    def remaining_bytes(self) -> int:
        """Bytes from here to the end of the source."""
        return self.size_bytes - self.position

    def reject(
        self, slug: str, message: str, *, at: int, expected: object, found: object
    ) -> NoReturn:
        """Raise the error for `slug`; `at` is the offset of the field that is wrong."""
        raise fault(
            slug,
            message,
            self.source,
            at,
            expected=expected,
            found=found,
            key=self.key,
            tensor=self.tensor,
        )

    def warn(self, slug: str, message: str, at: int) -> None:
        """Report something odd; the report is bounded."""
        if len(self.warnings) < limits.WARNINGS_MAX:
            self.warnings.append(Finding(slug, message, at))

    def take(self, form: struct.Struct, what: str) -> int:
        """Read one fixed-size number."""
        if form.size > self.remaining_bytes:
            self.reject(
                "parse.truncated",
                f"the file ends inside {what}",
                at=self.position,
                expected=f"{form.size} bytes",
                found=f"{self.remaining_bytes} bytes",
            )
        number: int = form.unpack_from(self.source, self.position)[0]
        self.position += form.size
        return number

    def string(self, what: str, cap_bytes: int, cap_slug: str) -> tuple[int, int]:
        """Step over a string; return where its bytes start and how many they are."""
        at = self.position
        length = self.take(U64, f"the length of {what}")
        if length > cap_bytes:
            self.reject(
                cap_slug,
                f"{what} is {length} bytes long, more than the {cap_bytes} allowed",
                at=at,
                expected=f"at most {cap_bytes}",
                found=length,
            )
        if length > self.remaining_bytes:
            self.reject(
                "parse.string-past-end",
                f"{what} is {length} bytes long, but only {self.remaining_bytes} are left",
                at=at,
                expected=f"at most {self.remaining_bytes}",
                found=length,
            )
        start = self.position
        self.position += length
        return start, length

    def label(self, what: str, stem: str, cap_bytes: int) -> str:
        """Read a key or a tensor name: not empty, bounded, no NUL, valid UTF-8."""
        at = self.position
        start, length = self.string(what, cap_bytes, f"parse.{stem}-length")
        raw = bytes(self.source[start : start + length])
        if not raw:
            self.reject(
                f"parse.{stem}-empty", f"{what} is empty", at=at, expected="at least 1", found=0
            )
        if b"\0" in raw:
            self.reject(
                f"parse.{stem}-nul",
                f"{what} contains a NUL byte",
                at=start + raw.index(b"\0"),
                expected="no NUL byte",
                found=shown(raw),
            )
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.reject(
                f"parse.{stem}-encoding",
                f"{what} is not valid UTF-8",
                at=start + error.start,
                expected="UTF-8",
                found=shown(raw),
            )
        return text

    def chunks(self, start: int, count: int) -> Iterator[tuple[int, bytes]]:
        """Go through bytes that are known to be there, copying a bounded piece at a time."""
        end = start + count
        for at in range(start, end, limits.SCAN_CHUNK_BYTES):
            yield at, bytes(self.source[at : min(at + limits.SCAN_CHUNK_BYTES, end)])
