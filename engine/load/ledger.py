"""The ledger of a load: everything it holds that somebody must give back.

Every resource is entered together with the way to give it back, in the stage that acquired it. A
rejection undoes the entries in reverse; an install hands them over. At every end of a load the
ledger is empty, and tests ask it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from types import FrameType
from typing import Final

__all__ = ["Ledger", "drop_frames"]

_OURS: Final = __name__.partition(".")[0] + "."


class Ledger:
    """Resources and their undo, in the order of acquisition."""

    def __init__(self) -> None:
        self._entries: list[tuple[str, Callable[[], None]]] = []

    @property
    def held(self) -> tuple[str, ...]:
        """What is held now, oldest first."""
        return tuple(name for name, _ in self._entries)

    def enter(self, name: str, undo: Callable[[], None]) -> None:
        """Enter a resource; `undo` gives it back and may be called when it was given back."""
        self._entries.append((name, undo))

    def settle(self, name: str) -> None:
        """Give back one resource that a later stage does not need any more."""
        for index, (known, undo) in enumerate(self._entries):
            if known == name:
                undo()
                del self._entries[index]
                return

    def release(self) -> None:
        """Give everything back, newest first; interrupted, it can be called again."""
        while self._entries:
            # Undone first and struck out second: an interruption between them repeats an undo,
            # which is harmless, and never forgets one.
            self._entries[-1][1]()
            self._entries.pop()

    def hand_over(self) -> None:
        """Forget everything: it belongs to a Runtime now."""
        self._entries.clear()


def drop_frames(error: BaseException, known: BaseException | None = None) -> None:
    """Drop what our frames hold that `error` came through; its text and lines stay.

    An exception that somebody keeps would else keep views of the file and buffers alive. `known`
    was being handled before, and is not touched; nor are the frames of our callers, which may be
    generators that caught the error and go on.
    """
    step: BaseException | None = error
    while step is not None and step is not known:
        trace = step.__traceback__
        while trace is not None and not _is_ours(trace.tb_frame):
            trace = trace.tb_next
        traceback.clear_frames(trace)
        step = step.__context__


def _is_ours(frame: FrameType) -> bool:
    name: str = frame.f_globals.get("__name__", "")
    return name.startswith(_OURS)
