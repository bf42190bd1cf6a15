"""Small GGUF models made up by rule, for tests, benchmarks and the demo.

A model is a function of its ModelSpec: equal specs give equal bytes, in any process. Random
weights compute as real ones do; what they say means nothing. `draft` gives the file before it is
written, so that a test can spoil one entry of it.
"""

from __future__ import annotations

import os
from pathlib import Path

from .draft import Draft, Entry, TensorDraft
from .model import SMALL, TINY, ModelSpec, draft

__all__ = [
    "SMALL",
    "TINY",
    "Draft",
    "Entry",
    "ModelSpec",
    "TensorDraft",
    "draft",
    "model_bytes",
    "write_model",
]


def write_model(path: str | os.PathLike[str], spec: ModelSpec = TINY) -> Path:
    """Write the model of `spec` at `path`, replacing what is there in one step."""
    return draft(spec).write(path)


def model_bytes(spec: ModelSpec = TINY) -> bytes:
    """Return the bytes of the model of `spec`."""
    return draft(spec).to_bytes()
