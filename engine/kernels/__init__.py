"""Kernels: what computes a program. One interface, and the sets that implement it."""

from __future__ import annotations

from typing import Final

from .interface import Kernels, Poll
from .reference import Reference

__all__ = ["REFERENCE", "Kernels", "Poll", "Reference"]

REFERENCE: Final[Kernels] = Reference()
"""The readable NumPy kernels every other set is compared with."""
