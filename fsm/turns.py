"""First come, first served: the lock of a gate.

A caller queues a ticket and is inside while its ticket is the first. A ticket is worth as much as
the call that took it: it remembers that call's frame, and whoever finds a ticket of a call that is
over drops it. So there is no moment, in `leave` or before it, in which an exception could keep the
turn for ever. A wake-up that is lost to an interrupt costs one `LOST_WAKEUP_S`, never a deadlock.
"""

from __future__ import annotations

import sys
from collections import deque
from threading import Event, get_ident
from time import monotonic
from types import FrameType
from typing import Final

from .errors import Unavailable

__all__ = ["Ticket", "Turns"]

# How long a waiter sleeps before it looks by itself whether it is the first.
LOST_WAKEUP_S: Final = 0.05


class Ticket:
    """One call's place in the queue."""

    __slots__ = ("call", "thread", "wakeup")

    def __init__(self, call: FrameType) -> None:
        self.call: FrameType | None = call
        self.thread = get_ident()
        self.wakeup: Event | None = None

    def is_over(self) -> bool:
        """Whether the call that took this ticket has ended, however it did."""
        if self.call is None:
            return True
        try:
            # The one question a frame answers about being finished: it lets itself be cleared.
            self.call.clear()
        except RuntimeError:
            return False
        return True


class Turns:
    """A queue of calls, one of them inside."""

    __slots__ = ("_queue",)

    def __init__(self) -> None:
        self._queue: deque[Ticket] = deque()

    def enter(self, timeout_s: float | None = None) -> Ticket:
        """Wait for the turn of the function that calls this; it gives the ticket to `leave`.

        `Unavailable` after `timeout_s`, or for a call from inside.
        """
        queue = self._queue
        ticket = Ticket(sys._getframe(1))
        queue.append(ticket)
        if queue[0] is not ticket:
            try:
                self._wait(ticket, timeout_s)
            except BaseException:
                self.leave(ticket)
                raise
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give up the place and wake the next; doing it again changes nothing."""
        queue = self._queue
        # A frame that knows its ticket and is known by it would outlive the call as garbage.
        ticket.call = None
        try:
            queue.remove(ticket)
            following = queue[0].wakeup if queue else None
        except (ValueError, IndexError):  # it had left already, or the next one has meanwhile
            return
        if following is not None:
            following.set()

    def _wait(self, ticket: Ticket, timeout_s: float | None) -> None:
        queue = self._queue
        deadline_s = None if timeout_s is None else monotonic() + timeout_s
        for other in queue.copy():
            if other is not ticket and other.is_over():
                self.leave(other)
        if any(other.thread == ticket.thread for other in queue.copy() if other is not ticket):
            raise Unavailable("this call comes from inside another call of the same thread")
        wakeup = ticket.wakeup = Event()
        while (first := queue[0]) is not ticket:
            if first.is_over():
                self.leave(first)
                continue
            left_s = LOST_WAKEUP_S if deadline_s is None else deadline_s - monotonic()
            if left_s <= 0:
                raise Unavailable(f"another call is inside and did not leave within {timeout_s} s")
            wakeup.wait(min(left_s, LOST_WAKEUP_S))

    def inside(self) -> int | None:
        """Return the thread that is inside, or None."""
        try:
            return self._queue[0].thread
        except IndexError:
            return None
