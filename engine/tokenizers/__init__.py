"""Tokenizers by the name GGUF files give them: one file each, and the list of them here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ..errors import LoadError
from ..gguf import Header
from .interface import Streamer, Tokenizer
from .spm import Spm

__all__ = ["TOKENIZERS", "Streamer", "Tokenizer", "tokenizer_from"]

MODEL_KEY = "tokenizer.ggml.model"

TOKENIZERS: Final[Mapping[str, Callable[[Header], Tokenizer]]] = MappingProxyType({"llama": Spm})
"""How to make each kind of tokenizer from a header; any other kind is refused by its name."""


def tokenizer_from(header: Header) -> Tokenizer:
    """Return the tokenizer a header describes; LoadError if it describes none that works."""
    kind = header.text(MODEL_KEY)
    make = TOKENIZERS.get(kind)
    if make is None:
        known = sorted(TOKENIZERS)
        raise LoadError(
            "tensor.tokenizer",
            f"tokenizer {kind!r} is not supported; supported are {', '.join(known)}",
            evidence={"key": MODEL_KEY, "expected": known, "found": kind},
        )
    return make(header)
