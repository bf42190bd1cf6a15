"""Loads: staged, transactional, each failure with its stage; nothing is installed here."""

from .faultpoints import FAULT_POINTS, failing, fault_point
from .ledger import Ledger
from .staging import Progress, StagedModel, stage_model

__all__ = [
    "FAULT_POINTS",
    "Ledger",
    "Progress",
    "StagedModel",
    "failing",
    "fault_point",
    "stage_model",
]
