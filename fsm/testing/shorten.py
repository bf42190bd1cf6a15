"""Shortening a failing run by leaving calls out and making the others again.

What lives here: which calls to leave out, and when what is left fails for the same reason. What
does not: arguments (Hypothesis shrinks those) and judging (`walk.py`).

Hypothesis takes out calls one at a time, and so keeps pairs that undo each other, such as an open
and a close. Here stretches go, longest first, until none can. It needs no Hypothesis, and serves
any walker.

A shorter run counts when all but its last call are answered as declared and the last one, the same
call, disagrees too. A call that was merely answered otherwise (`rejected` for `ok`) must be so with
the same words and on a like snapshot: its argument was chosen for that one. Every replay makes a
fresh thing, so their number is bounded; a failure that does not come back is left as it was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ..expressions import Snapshot, Value
from ..machine import Machine
from ..variables import NOTHING, Identity
from .adapter import Adapter, Call
from .walk import Nonconformance, Walk

__all__ = ["shortened"]

# A real thing may take tens of milliseconds to make, and somebody waits for the report.
REPLAYS_MAX: Final = 150


def shortened(
    machine: Machine, adapter_factory: Callable[[], Adapter], error: Nonconformance
) -> Nonconformance:
    """Return the failure of the shortest run found, or `error` itself."""
    best = error
    left = REPLAYS_MAX
    candidates = _shorter(best.calls)
    while left and (calls := next(candidates, None)) is not None:
        left -= 1
        found = _replayed(machine, adapter_factory, calls)
        if found is not None and _alike(machine, found, error):
            best = found
            candidates = _shorter(best.calls)
    return best


def _shorter(calls: Sequence[Call]) -> Iterator[tuple[Call, ...]]:
    """Yield `calls` without one stretch, longest first; the last call always stays."""
    for length in range(len(calls) - 1, 0, -1):
        for start in range(len(calls) - length):
            yield (*calls[:start], *calls[start + length :])


def _replayed(
    machine: Machine, adapter_factory: Callable[[], Adapter], calls: Sequence[Call]
) -> Nonconformance | None:
    walk: Walk | None = None
    try:
        walk = Walk(machine, adapter_factory())
        for call in calls:
            if call.outcome is None and call.operation in walk.refused():
                walk.refuse(call.operation)
            elif call.label in walk.admitted() and _offered(walk, call):
                walk.step(call.label, call.argument)
            else:
                return None
    except Nonconformance as error:
        return error if len(error.calls) == len(calls) else None
    except Exception:
        # The adapter could not make the thing or the call: not a run to report.
        return None
    finally:
        if walk is not None:
            walk.close()
    return None


def _offered(walk: Walk, call: Call) -> bool:
    return walk.adapter.arguments(call.label, walk.snapshot) is not None


def _alike(machine: Machine, found: Nonconformance, error: Nonconformance) -> bool:
    if error.disagreements:
        return bool(found.disagreements)
    return found.what == error.what and _abstract(machine, found.before) == _abstract(
        machine, error.before
    )


def _abstract(machine: Machine, snapshot: Snapshot) -> dict[str, Value]:
    """Return `snapshot` with objects told from nothing, not from each other."""
    serials = {item.name for item in machine.variables if isinstance(item, Identity)}
    return {
        name: value != NOTHING if name in serials else value for name, value in snapshot.items()
    }
