"""The format's two enumerations: types of metadata values and types of tensors.

The numbers and block sizes are ggml's. They are written here, and not taken from the `gguf`
package, because that costs 60 ms of import for a table, lacks type 42 and has Q8_1 at 40 bytes
where ggml has 36; the tests compare every row with both.

A type listed here can be measured. Whether it can be computed with is for admission to say.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Final

__all__ = ["REMOVED_TYPES", "SCALAR_BYTES", "SCALAR_CODES", "TensorType", "ValueType"]


class ValueType(IntEnum):
    """Type of a metadata value, numbered as in the file."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12

    @property
    def is_integer(self) -> bool:
        """Whether values are whole numbers; BOOL is none."""
        return self in _INTEGERS

    @property
    def is_float(self) -> bool:
        """Whether values are floating-point numbers."""
        return self in (ValueType.FLOAT32, ValueType.FLOAT64)


SCALAR_CODES: Final[dict[ValueType, str]] = {
    ValueType.UINT8: "B",
    ValueType.INT8: "b",
    ValueType.UINT16: "H",
    ValueType.INT16: "h",
    ValueType.UINT32: "I",
    ValueType.INT32: "i",
    ValueType.FLOAT32: "f",
    ValueType.BOOL: "B",
    ValueType.UINT64: "Q",
    ValueType.INT64: "q",
    ValueType.FLOAT64: "d",
}
"""The struct code of each fixed-size type. BOOL is a raw byte: files hold more than 0 and 1."""

SCALAR_BYTES: Final[dict[ValueType, int]] = {
    kind: struct.calcsize("<" + code) for kind, code in SCALAR_CODES.items()
}
"""The size of each fixed-size type."""

_INTEGERS: Final = frozenset(SCALAR_CODES) - {
    ValueType.FLOAT32,
    ValueType.FLOAT64,
    ValueType.BOOL,
}


class TensorType(IntEnum):
    """Type of a tensor's elements, numbered as in the file and equal to ggml's number.

    Rows are stored in blocks of `block_elements` elements that take `block_bytes` bytes.
    """

    block_elements: int
    block_bytes: int

    def __new__(cls, number: int, block_elements: int, block_bytes: int) -> TensorType:
        """Make a member from one row of the table."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.block_elements = block_elements
        member.block_bytes = block_bytes
        return member

    F32 = 0, 1, 4
    F16 = 1, 1, 2
    Q4_0 = 2, 32, 18
    Q4_1 = 3, 32, 20
    Q5_0 = 6, 32, 22
    Q5_1 = 7, 32, 24
    Q8_0 = 8, 32, 34
    Q8_1 = 9, 32, 36
    Q2_K = 10, 256, 84
    Q3_K = 11, 256, 110
    Q4_K = 12, 256, 144
    Q5_K = 13, 256, 176
    Q6_K = 14, 256, 210
    Q8_K = 15, 256, 292
    IQ2_XXS = 16, 256, 66
    IQ2_XS = 17, 256, 74
    IQ3_XXS = 18, 256, 98
    IQ1_S = 19, 256, 50
    IQ4_NL = 20, 32, 18
    IQ3_S = 21, 256, 110
    IQ2_S = 22, 256, 82
    IQ4_XS = 23, 256, 136
    I8 = 24, 1, 1
    I16 = 25, 1, 2
    I32 = 26, 1, 4
    I64 = 27, 1, 8
    F64 = 28, 1, 8
    IQ1_M = 29, 256, 56
    BF16 = 30, 1, 2
    TQ1_0 = 34, 256, 54
    TQ2_0 = 35, 256, 66
    MXFP4 = 39, 32, 17
    NVFP4 = 40, 64, 36
    Q1_0 = 41, 128, 18
    Q2_0 = 42, 64, 18


REMOVED_TYPES: Final[dict[int, tuple[str, str]]] = {
    4: ("Q4_2", "Q4_0"),
    5: ("Q4_3", "Q4_1"),
    31: ("Q4_0_4_4", "Q4_0"),
    32: ("Q4_0_4_8", "Q4_0"),
    33: ("Q4_0_8_8", "Q4_0"),
    36: ("IQ4_NL_4_4", "IQ4_NL"),
    37: ("IQ4_NL_4_8", "IQ4_NL"),
    38: ("IQ4_NL_8_8", "IQ4_NL"),
}
"""Numbers ggml gave up: what they were called, and the type to requantise to."""
