"""Strict, bounded reading of GGUF files; errors name the code, the offset and the bytes there."""

from .header import Finding, Header, TensorInfo, Value
from .mapped import Mapped, open_bytes, open_mapped
from .reader import read_header
from .types import TensorType, ValueType

__all__ = [
    "Finding",
    "Header",
    "Mapped",
    "TensorInfo",
    "TensorType",
    "Value",
    "ValueType",
    "open_bytes",
    "open_mapped",
    "read_header",
]
