"""Machines: declare one, gate with it, draw it, test by it. Knows nothing of models.

    from fsm import Count, Machine, at, row, refuse

The names here are the public ones. Importing this package imports neither `transitions` nor
anything else that is slow; the gate, the bridge and the diagrams are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import Divergence, GateError, MachineError, Poisoned, Refused, Unavailable
from .expressions import (
    Count,
    Enum,
    Flag,
    Guard,
    Identity,
    Parameter,
    Snapshot,
    Value,
    any_of,
    at,
    between,
    on,
    unchanged,
    was,
    was_at,
)
from .machine import Machine, Refusal, Row, refuse, row
from .properties import (
    AF,
    AG,
    AU,
    AX,
    EF,
    EG,
    EU,
    EX,
    Property,
    always,
    leads_to,
    recoverable,
    sometimes,
    step,
)

if TYPE_CHECKING:
    from .bridge import plain_machine, read_machine
    from .diagrams import Drawing, draw
    from .gate import Act, Cell, Done, Explanation, Gate, Transition

__all__ = [
    "AF",
    "AG",
    "AU",
    "AX",
    "EF",
    "EG",
    "EU",
    "EX",
    "Act",
    "Cell",
    "Count",
    "Divergence",
    "Done",
    "Drawing",
    "Enum",
    "Explanation",
    "Flag",
    "Gate",
    "GateError",
    "Guard",
    "Identity",
    "Machine",
    "MachineError",
    "Parameter",
    "Poisoned",
    "Property",
    "Refusal",
    "Refused",
    "Row",
    "Snapshot",
    "Transition",
    "Unavailable",
    "Value",
    "always",
    "any_of",
    "at",
    "between",
    "draw",
    "leads_to",
    "on",
    "plain_machine",
    "read_machine",
    "recoverable",
    "refuse",
    "row",
    "sometimes",
    "step",
    "unchanged",
    "was",
    "was_at",
]

_LAZY = {
    "plain_machine": "bridge",
    "read_machine": "bridge",
    "Drawing": "diagrams",
    "draw": "diagrams",
    "Act": "gate",
    "Cell": "gate",
    "Done": "gate",
    "Explanation": "gate",
    "Gate": "gate",
    "Transition": "gate",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
