"""What a GGUF file says about itself: metadata, tensor table, and typed questions to them.

What lives here: the frozen result of a parse and its getters. What does not: reading the bytes of
an unknown file (`reader.py`), and any opinion on what a model needs (admission).

A header is immutable, owns the bytes it answers from, and outlives the file it came from. When a
Header exists its structure has been checked, the contents of its values have not: strings are raw
bytes and a BOOL is any byte until a getter interprets them. So a value nobody asks for cannot
make a file unusable, and every getter checks all of what it returns.

`default` is what a missing key means; without one the key is required. Getters raise LoadError
with a `tensor.*` slug and nothing else: missing-key, key-type, key-range (NaN and infinity are in
no range), key-length, key-encoding, key-boolean. (A file rewritten while it was opened may give
`parse.string-past-end`.) Numbers come back as Python's own, so that sizes computed from them
cannot wrap; `numbers` alone gives an array.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..errors import LoadError
from .evidence import fault, shown
from .types import SCALAR_CODES, TensorType, ValueType

__all__ = ["Finding", "Header", "TensorInfo", "Value"]

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that does not make a file unreadable."""

    slug: str
    message: str
    offset_bytes: int


@dataclass(frozen=True, slots=True)
class Value:
    """Where a metadata value lies, and the number itself if it is one.

    `offset_bytes` is where the payload starts. `count` is the length of a string in bytes or of
    an array in elements, else 1. `scalar` of a BOOL is its raw byte.
    """

    type: ValueType
    element: ValueType | None
    offset_bytes: int
    count: int
    scalar: int | float | None

    @property
    def type_name(self) -> str:
        """The type in words, as messages show it."""
        if self.element is None:
            return self.type.name
        return f"ARRAY of {self.count} {self.element.name}"


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """One row of the tensor table; `offset_bytes` counts from the start of the file.

    `shape` is in the file's order, fastest dimension first; `numpy_shape` is its reverse.
    """

    name: str
    shape: tuple[int, ...]
    type: TensorType
    offset_bytes: int
    size_bytes: int

    @property
    def numpy_shape(self) -> tuple[int, ...]:
        """The shape with the fastest dimension last, as NumPy has it."""
        return self.shape[::-1]

    @property
    def element_count(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)


@dataclass(frozen=True, eq=False)
class Header:
    """A parsed header: what `read_header` returns.

    `metadata` and `tensors` keep the file's order. `data_offset_bytes` is where tensor bytes
    begin, `size_bytes` the size of the source, `warnings` what was odd about it.
    """

    version: int
    alignment_bytes: int
    metadata: Mapping[str, Value]
    tensors: Mapping[str, TensorInfo]
    data_offset_bytes: int
    size_bytes: int
    warnings: tuple[Finding, ...]
    _own: bytes = field(repr=False)

    def __contains__(self, key: str) -> bool:
        """Whether the metadata has this key."""
        return key in self.metadata

    def integer(
        self,
        key: str,
        default: int | None = None,
        *,
        low: int | None = None,
        high: int | None = None,
    ) -> int:
        """Return a whole number of any width within low..high."""
        value = self._find(key, required=default is None)
        if value is None:
            assert default is not None
            return default
        if not value.type.is_integer:
            self._reject_type(key, value, "a whole number")
        number = value.scalar
        assert isinstance(number, int)
        self._check_range(key, value, number, low, high)
        return number

    def number(
        self,
        key: str,
        default: float | None = None,
        *,
        low: float | None = None,
        high: float | None = None,
    ) -> float:
        """Return a finite floating-point number within low..high."""
        value = self._find(key, required=default is None)
        if value is None:
            assert default is not None
            return default
        if not value.type.is_float:
            self._reject_type(key, value, "a floating-point number")
        number = value.scalar
        assert isinstance(number, float)
        self._check_range(key, value, number, low, high)
        return number

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Return a BOOL that is stored as 0 or 1."""
        value = self._find(key, required=default is None)
        if value is None:
            assert default is not None
            return default
        if value.type is not ValueType.BOOL:
            self._reject_type(key, value, "a BOOL")
        if value.scalar not in (0, 1):
            self._reject(
                "tensor.key-boolean",
                key,
                value,
                f"is a BOOL stored as {value.scalar}",
                expected="0 or 1",
                found=value.scalar,
            )
        return value.scalar == 1

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string that is valid UTF-8."""
        value = self._find(key, required=default is None)
        if value is None:
            assert default is not None
            return default
        return self._decode(key, value, self._string(key, value), value.offset_bytes)

    def raw(self, key: str, default: bytes | None = None) -> bytes:
        """Return the bytes of a string, whatever they are."""
        value = self._find(key, required=default is None)
        if value is None:
            assert default is not None
            return default
        return self._string(key, value)

    def texts(self, key: str, *, count: int | None = None) -> tuple[str, ...]:
        """Return an array of strings, each valid UTF-8; of `count` elements if that is given."""
        value = self._array(key, "an array of strings", count, ValueType.STRING)
        raws = self._strings(key, value)
        try:
            return tuple([raw.decode("utf-8") for raw in raws])
        except UnicodeDecodeError:
            position = value.offset_bytes
            for index, raw in enumerate(raws):
                self._decode(key, value, raw, position + _LENGTH.size, index)
                position += _LENGTH.size + len(raw)
            raise

    def raws(self, key: str, *, count: int | None = None) -> tuple[bytes, ...]:
        """Return an array of strings as bytes, whatever they are."""
        value = self._array(key, "an array of strings", count, ValueType.STRING)
        return tuple(self._strings(key, value))

    def integers(
        self,
        key: str,
        default: int | None = None,
        *,
        count: int | None = None,
        low: int | None = None,
        high: int | None = None,
    ) -> tuple[int, ...]:
        """Return an array of whole numbers, each within low..high.

        With `count` given, that many are required, and a single number (in the file or as the
        default) stands for `count` equal ones: the per-layer keys are written both ways.
        """
        value = self._find(key, required=default is None or count is None)
        if value is None or (value.type.is_integer and count is not None):
            assert count is not None
            return (self.integer(key, default, low=low, high=high),) * count
        if value.element is None or not value.element.is_integer:
            self._reject_type(key, value, "an array of whole numbers")
        self._check_count(key, value, count)
        numbers = self._numbers(value)
        if numbers.size:
            self._check_range(key, value, int(numbers.min()), low, high)
            self._check_range(key, value, int(numbers.max()), low, high)
        return tuple(numbers.tolist())

    def numbers(self, key: str, *, count: int | None = None) -> npt.NDArray[Any]:
        """Return an array of finite numbers as float32 or float64, as stored: a read-only copy."""
        value = self._array(
            key, "an array of floating-point numbers", count, ValueType.FLOAT32, ValueType.FLOAT64
        )
        numbers = self._numbers(value)
        finite = np.isfinite(numbers)
        if not finite.all():
            index = int(np.argmin(finite))
            self._reject(
                "tensor.key-range",
                key,
                value,
                f"is {numbers[index]} at element {index}",
                expected="finite numbers",
                found=str(numbers[index]),
            )
        return numbers

    def peek(self, key: str, *, limit: int = 8) -> object:
        """Return a value for display: strings escaped, arrays and long strings cut at `limit`."""
        value = self.metadata[key]
        if value.type is ValueType.STRING:
            return shown(self._string(key, value))
        if value.type is not ValueType.ARRAY:
            return bool(value.scalar) if value.type is ValueType.BOOL else value.scalar
        if value.element is ValueType.STRING:
            return [shown(raw) for raw in self._strings(key, value, limit)]
        return self._numbers(value, limit).tolist()

    def _find(self, key: str, *, required: bool) -> Value | None:
        value = self.metadata.get(key)
        if value is None and required:
            raise LoadError(
                "tensor.missing-key",
                f"the file has no key {shown(key)}",
                evidence={"key": shown(key), "expected": "present", "found": "absent"},
            )
        return value

    def _array(self, key: str, wanted: str, count: int | None, *elements: ValueType) -> Value:
        value = self._find(key, required=True)
        assert value is not None
        if value.element not in elements:
            self._reject_type(key, value, wanted)
        self._check_count(key, value, count)
        return value

    def _string(self, key: str, value: Value) -> bytes:
        if value.type is not ValueType.STRING:
            self._reject_type(key, value, "a string")
        return self._own[value.offset_bytes : value.offset_bytes + value.count]

    def _strings(self, key: str, value: Value, limit: int | None = None) -> list[bytes]:
        own, end_bytes, position = self._own, len(self._own), value.offset_bytes
        unpack = _LENGTH.unpack_from
        strings: list[bytes] = []
        for index in range(value.count if limit is None else min(value.count, limit)):
            start = position + _LENGTH.size
            length = unpack(own, position)[0] if start <= end_bytes else end_bytes
            end = start + length
            if end > end_bytes:
                # The reader walked these lengths before it copied the bytes; a file that changed
                # in between must end in an error here, not in a short or wrong string.
                raise fault(
                    "parse.string-past-end",
                    f"string {index} of {shown(key)} ends outside the header: the file changed",
                    memoryview(own),
                    position,
                    expected="the lengths that were parsed",
                    found=length,
                    key=key,
                )
            strings.append(own[start:end])
            position = end
        return strings

    def _numbers(self, value: Value, limit: int | None = None) -> npt.NDArray[Any]:
        assert value.element is not None
        count = value.count if limit is None else min(value.count, limit)
        kind = np.dtype("<" + SCALAR_CODES[value.element])
        view = np.frombuffer(self._own, dtype=kind, count=count, offset=value.offset_bytes)
        copy = view.astype(kind.newbyteorder("="))
        copy.flags.writeable = False
        return copy

    def _decode(
        self, key: str, value: Value, raw: bytes, offset_bytes: int, index: int | None = None
    ) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            place = "" if index is None else f" in element {index}"
            raise fault(
                "tensor.key-encoding",
                f"{shown(key)} is not valid UTF-8{place}",
                memoryview(self._own),
                offset_bytes + error.start,
                expected="UTF-8",
                found=f"{value.type_name}: {shown(raw)}",
                key=key,
            ) from None

    def _check_count(self, key: str, value: Value, count: int | None) -> None:
        if count is not None and value.count != count:
            self._reject(
                "tensor.key-length",
                key,
                value,
                f"has {value.count} elements",
                expected=count,
                found=value.count,
            )

    def _check_range(
        self, key: str, value: Value, number: float, low: float | None, high: float | None
    ) -> None:
        above = low is None or number >= low
        below = high is None or number <= high
        if not (math.isfinite(number) and above and below):
            bounds = f"{'any' if low is None else low} to {'any' if high is None else high}"
            self._reject(
                "tensor.key-range",
                key,
                value,
                f"is {number}",
                expected=bounds,
                # JSON has no NaN and no infinity; evidence must survive it.
                found=number if math.isfinite(number) else str(number),
            )

    def _reject_type(self, key: str, value: Value, wanted: str) -> NoReturn:
        self._reject(
            "tensor.key-type",
            key,
            value,
            f"is {value.type_name}",
            expected=wanted,
            found=value.type_name,
        )

    def _reject(
        self, slug: str, key: str, value: Value, what: str, *, expected: object, found: object
    ) -> NoReturn:
        raise fault(
            slug,
            f"{shown(key)} {what}; expected {expected}",
            memoryview(self._own),
            value.offset_bytes,
            expected=expected,
            found=found,
            key=key,
        )
