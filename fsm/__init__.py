"""Machines: declare one, check it, gate with it, draw it, test by it. Knows nothing of models.

    from fsm import Count, Machine, at, row, refuse

The names here are the public ones. Importing this package imports neither `transitions` nor
anything else that is slow; the gate, the bridge and the diagrams are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import Divergence, GateError, MachineError, Poisoned, Refused, Unavailable
from .expressions import Guard, Parameter, Snapshot, Value, at, on, unchanged, was, was_at
from .formulas import AF, AG, AU, AX, EF, EG, EU, EX, F, G, R, U, W, X
from .machine import Machine, Refusal, Row, refuse, row
from .properties import (
    Property,
    always,
    ctl,
    leads_to,
    ltl,
    recoverable,
    sometimes,
    step,
    strong,
    weak,
)
from .variables import Count, Enum, Flag, Identity, any_of, between

if TYPE_CHECKING:
    from .bridge import plain_machine, read_machine
    from .checker import Limits, Report, Trace, Verdict, check
    from .composition import by, of, parallel
    from .diagrams import Drawing, draw
    from .gate import Act, Cell, Done, Explanation, Gate, Transition
    from .strangers import model
    from .system import System, rule

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
    "F",
    "Flag",
    "G",
    "Gate",
    "GateError",
    "Guard",
    "Identity",
    "Limits",
    "Machine",
    "MachineError",
    "Parameter",
    "Poisoned",
    "Property",
    "R",
    "Refusal",
    "Refused",
    "Report",
    "Row",
    "Snapshot",
    "System",
    "Trace",
    "Transition",
    "U",
    "Unavailable",
    "Value",
    "Verdict",
    "W",
    "X",
    "always",
    "any_of",
    "at",
    "between",
    "by",
    "check",
    "ctl",
    "draw",
    "leads_to",
    "ltl",
    "model",
    "of",
    "on",
    "parallel",
    "plain_machine",
    "read_machine",
    "recoverable",
    "refuse",
    "row",
    "rule",
    "sometimes",
    "step",
    "strong",
    "unchanged",
    "was",
    "was_at",
    "weak",
]

_LAZY = {
    "Limits": "checker",
    "Report": "checker",
    "System": "system",
    "Trace": "checker",
    "Verdict": "checker",
    "by": "composition",
    "check": "checker",
    "model": "strangers",
    "of": "composition",
    "parallel": "composition",
    "rule": "system",
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
