"""Streams: the text of one open request, piece by piece, through the gate.

A stream belongs to its request, and the request object is its epoch: once another request has
taken the place, or a reset or free has ended it, every use but `close()` is refused by name.
"""

from __future__ import annotations

from contextlib import suppress

from fsm import Gate

from .acts import Given
from .contents import Contents, Result
from .errors import Refused
from .lifetimes import RequestState

__all__ = ["Stream"]


class Stream:
    """Iterates over the pieces of text of one request.

    Closing it unfinished resets the runtime; so do leaving its `with`, and dropping it.
    """

    def __init__(self, gate: Gate[Contents], request: RequestState) -> None:
        self._gate = gate
        self._request = request
        self._result: Result | None = None

    @property
    def result(self) -> Result | None:
        """The whole result, once the stream is through."""
        return self._result

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> str:
        """Return the next piece of text; a token that completes no character is passed over."""
        while self._result is None:
            given: Given = self._gate.call("generate_next_token", only_if=self._refuse_stale)
            self._result = given.result
            if given.step.text:
                return given.step.text
        raise StopIteration

    def close(self) -> None:
        """Drop the request if it is still open; doing it again is harmless."""
        # A poisoned runtime answers nothing: its caller has the exception that did it.
        if self._result is None and self._gate.poison is None:
            with suppress(Refused):
                self._gate.call("reset", only_if=self._refuse_stale)

    def _refuse_stale(self, contents: Contents) -> None:
        if contents.request is not self._request:
            raise Refused(
                "StaleHandle",
                "this stream's request has ended"
                f"{'' if contents.request is None else ', and another one is open'}",
                evidence={"other_request_open": contents.request is not None},
            )

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # As with a generator, dropping the last reference ends what was begun.
        with suppress(Exception):
            self.close()
