"""The abstraction: what the lifecycle's variables are, read off a handle's contents.

The one place that says so. It decides nothing and is constant-time: identities, lengths and flags.
The gate compares every answer with what the lifecycle's row predicts, so a variable must be read
from the thing itself (the cache's own count, the request's own lists), never from what some
operation believes it did.
"""

from __future__ import annotations

from fsm import Snapshot, Value
from fsm.variables import NOTHING

from .contents import Contents

__all__ = ["Snapshot", "observe"]


def observe(contents: Contents) -> dict[str, Value]:
    """Return the observed variables of `specs.lifecycle`, and its parameter."""
    request, workspace = contents.request, contents.workspace
    model, settings = contents.model, contents.settings
    result, failure = contents.result, contents.failure
    return {
        "model": NOTHING if model is None else model.serial,
        "buffers": workspace is not None,
        "settings": NOTHING if settings is None else settings.serial,
        "request": request is not None,
        "prompt": 0 if request is None else len(request.prompt),
        "generated": 0 if request is None else len(request.generated),
        "kv": 0 if workspace is None else workspace.used,
        "result": NOTHING if result is None else result.serial,
        "record": NOTHING if failure is None else failure.serial,
        "capacity": 0 if workspace is None else workspace.capacity,
    }
