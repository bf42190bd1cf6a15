"""Fault points: named places where a test makes the real code fail.

What lives here: the list of points and the switch. What does not: any test. A point costs one
comparison while nothing is switched on. Switches are per thread, so a test that fails one load
does not disturb another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Final

__all__ = ["FAULT_POINTS", "failing", "fault_point"]

FAULT_POINTS: Final[tuple[str, ...]] = (
    "fetch.open",
    "transfer.map",
    "parse.header",
    "tensor.admit",
    "tensor.vocabulary",
    "allocation.weights",
    "allocation.workspace",
    "provenance.check",
    "install.before",
    "generate.prefill",
    "generate.step",
)
"""Every point, in the order a load and a request pass them."""

Strike = Callable[[str], None]


class _Switch(local):
    strike: Strike | None = None


_switch = _Switch()


def fault_point(name: str) -> None:
    """Pass the point `name`; raises what a test has switched on."""
    strike = _switch.strike
    if strike is not None:
        strike(name)


@contextmanager
def failing(strike: Strike) -> Iterator[None]:
    """Call `strike(name)` at every point this thread passes; what it raises strikes there."""
    before = _switch.strike
    _switch.strike = strike
    try:
        yield
    finally:
        _switch.strike = before
