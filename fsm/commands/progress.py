"""The line that shows how far a check is: on stderr, and only on a terminal."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from ..checker import Progress

__all__ = ["Line", "bytes_shown"]

# A terminal shows no more changes than a person can read, and writing costs time.
EVERY_S: Final = 0.1
_CLEAR: Final = "\r\x1b[2K"


class Line:
    """A reporter for a checker; silent where nobody looks."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self.name = name
        self.stream = stream or sys.stderr
        self.shows = self.stream.isatty()
        self._last = monotonic()
        self._dirty = False

    def __call__(self, progress: Progress) -> None:
        if not self.shows or monotonic() - self._last < EVERY_S:
            return
        self._last = monotonic()
        self._dirty = True
        self.stream.write(_CLEAR + shown(self.name, progress))
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._dirty:
            self.stream.write(_CLEAR)
            self.stream.flush()
            self._dirty = False


def shown(name: str, progress: Progress) -> str:
    """Return one line about `progress`."""
    return (
        f"{name}: {progress.phase}, {progress.states:,} states, frontier {progress.frontier:,}, "
        f"{progress.states_per_s:,.0f} states/s, depth {progress.depth:,}, "
        f"{bytes_shown(progress.memory_bytes)}"
    )


def bytes_shown(count: int) -> str:
    """Return a number of bytes to read."""
    amount, unit = float(count), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
