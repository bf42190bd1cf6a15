"""First come, first served: the lock of a gate.

A caller queues a ticket and is inside while its ticket is the first. Leaving removes the ticket,
wherever it stands, so leaving twice, or leaving after an interrupted wait, is harmless: there is no
moment in which an exception could keep the lock for ever. A wake-up that is lost to an interrupt
costs one `LOST_WAKEUP_S`, never a deadlock.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from threading import Event, get_ident
from time import monotonic
from typing import Final

from .errors import Unavailable

__all__ = ["Turns"]

# How long a waiter sleeps before it looks by itself whether it is the first.
LOST_WAKEUP_S: Final = 0.05


class Ticket:
    """One caller's place in the queue."""

    __slots__ = ("_queue", "thread", "wakeup")

    def __init__(self, queue: deque[Ticket]) -> None:
        self._queue = queue
        self.thread = get_ident()
        self.wakeup: Event | None = None

    def leave(self) -> None:
        """Give up the place and wake the next; doing it again changes nothing."""
        queue = self._queue
        with suppress(ValueError):
            queue.remove(self)
        try:
            following = queue[0].wakeup
        except IndexError:
            return
        if following is not None:
            following.set()


class Turns:
    """A queue of callers, one of them inside."""

    __slots__ = ("_queue",)

    def __init__(self) -> None:
        self._queue: deque[Ticket] = deque()

    def ticket(self) -> Ticket:
        """Return a ticket, not queued yet: `enter` it inside a `try`, `leave` in `finally`."""
        return Ticket(self._queue)

    def enter(self, ticket: Ticket, timeout_s: float | None = None) -> None:
        """Wait for the turn; `Unavailable` after `timeout_s`, or for a call from inside."""
        queue = self._queue
        queue.append(ticket)
        if queue[0] is ticket:
            return
        self._wait(ticket, timeout_s)

    def _wait(self, ticket: Ticket, timeout_s: float | None) -> None:
        queue = self._queue
        if self.inside() == ticket.thread:
            raise Unavailable("this call comes from inside another call of the same thread")
        deadline_s = None if timeout_s is None else monotonic() + timeout_s
        ticket.wakeup = Event()
        while queue[0] is not ticket:
            left_s = LOST_WAKEUP_S if deadline_s is None else deadline_s - monotonic()
            if left_s <= 0:
                raise Unavailable(f"another call is inside and did not leave within {timeout_s} s")
            ticket.wakeup.wait(min(left_s, LOST_WAKEUP_S))

    def inside(self) -> int | None:
        """Return the thread that is inside, or None."""
        try:
            return self._queue[0].thread
        except IndexError:
            return None
