"""What commands share about terminals: text that is safe to show, sizes, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..load import Progress

__all__ = ["loading_bar", "printable", "size"]


def printable(text: str) -> str:
    """Return text of a model or a file with control characters escaped, line ends and tabs kept.

    What comes out of a model must not move a terminal's cursor or change its title.
    """
    return "".join(
        letter if letter.isprintable() or letter in "\n\t" else repr(letter)[1:-1]
        for letter in text
    )


def size(count_bytes: float) -> str:
    """Return a size as a person reads it: 1.5 MiB."""
    for unit in ("B", "KiB", "MiB"):
        if count_bytes < 1024:
            return f"{count_bytes:.0f} {unit}" if unit == "B" else f"{count_bytes:.1f} {unit}"
        count_bytes /= 1024
    return f"{count_bytes:.1f} GiB"


@contextmanager
def loading_bar() -> Iterator[Callable[[Progress], None] | None]:
    """Give a progress reporter that draws a bar per stage; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def report(progress: Progress) -> None:
        if progress.stage not in bars:
            scaled = progress.unit == "bytes"
            bars[progress.stage] = tqdm(
                total=progress.total, desc=progress.stage, unit="B" if scaled else progress.unit,
                unit_scale=scaled, leave=False, file=sys.stderr, delay=0.5,
            )  # fmt: skip
        bar = bars[progress.stage]
        bar.update(progress.done - bar.n)

    try:
        yield report
    finally:
        for bar in bars.values():
            bar.close()
