"""Loads: staged, transactional, each failure with its stage; nothing is installed here."""

from .faultpoints import FAULT_POINTS, failing, fault_point
from .ledger import Ledger, drop_frames
from .staging import Progress, StagedModel, stage_model

__all__ = [
    "FAULT_POINTS",
    "Ledger",
    "Progress",
    "StagedModel",
    "drop_frames",
    "failing",
    "fault_point",
    "stage_model",
]
