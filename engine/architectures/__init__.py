"""Architectures by the name GGUF files give them: one file each, and the list of them here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from . import llama
from .declaration import Architecture, Keys, Need

__all__ = ["ARCHITECTURES", "Architecture", "Keys", "Need"]

_KNOWN: tuple[Architecture, ...] = (llama,)

ARCHITECTURES: Final[Mapping[str, Architecture]] = MappingProxyType(
    {architecture.NAME: architecture for architecture in _KNOWN}
)
"""Every architecture that runs; a file of any other is refused by its name."""
