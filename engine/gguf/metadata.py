"""Reading the metadata: keys, value types, arrays, and the one value the format itself needs.

Values are located, not interpreted. Strings of an array are stepped over and not kept, so that a
vocabulary costs nothing until somebody asks for it. What is odd and harms nobody is a warning:
BOOL bytes other than 0 and 1, text that is not UTF-8 (of single strings; arrays are checked by
the getter that decodes them).
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Mapping
from typing import Final

from . import limits
from .cursor import U32, U64, Cursor
from .evidence import shown
from .header import Value
from .types import SCALAR_BYTES, SCALAR_CODES, ValueType

__all__ = ["read_alignment", "read_metadata"]

_SCALARS: Final = {kind: struct.Struct("<" + code) for kind, code in SCALAR_CODES.items()}
_VALUE_TYPES: Final = {int(kind): kind for kind in ValueType}


def read_metadata(cursor: Cursor, count: int) -> dict[str, Value]:
    """Walk `count` entries; `count` is already bounded by the bytes that remain."""
    metadata: dict[str, Value] = {}
    for index in range(count):
        at = cursor.position
        key = cursor.label(f"key {index}", "key", limits.KEY_BYTES_MAX)
        cursor.key = key
        if key in metadata:
            cursor.reject(
                "parse.key-duplicate",
                f"key {shown(key)} occurs twice",
                at=at,
                expected="unique keys",
                found=shown(key),
            )
        metadata[key] = _value(cursor, shown(key))
    cursor.key = None
    return metadata


def read_alignment(cursor: Cursor, metadata: Mapping[str, Value]) -> int:
    """Return `general.alignment`, or the format's default where the file names none."""
    value = metadata.get("general.alignment")
    if value is None:
        return limits.ALIGNMENT_DEFAULT_BYTES
    cursor.key = "general.alignment"
    number = value.scalar
    if value.type is not ValueType.UINT32 or not isinstance(number, int):
        cursor.reject(
            "parse.alignment-type",
            f"general.alignment is {value.type_name}",
            at=value.offset_bytes,
            expected="UINT32",
            found=value.type_name,
        )
    if number == 0 or number & (number - 1):
        cursor.reject(
            "parse.alignment-value",
            f"general.alignment is {number}, which is no power of two",
            at=value.offset_bytes,
            expected="a power of two",
            found=number,
        )
    if number > limits.ALIGNMENT_BYTES_MAX:
        cursor.reject(
            "parse.alignment-cap",
            f"general.alignment is {number}, more than the {limits.ALIGNMENT_BYTES_MAX} allowed",
            at=value.offset_bytes,
            expected=f"at most {limits.ALIGNMENT_BYTES_MAX}",
            found=number,
        )
    cursor.key = None
    return number


def _value(cursor: Cursor, name: str) -> Value:
    kind = _value_type(cursor, f"value type of {name}")
    if kind is ValueType.ARRAY:
        return _array(cursor, name)
    if kind is ValueType.STRING:
        start, length = cursor.string(
            f"the value of {name}", limits.STRING_BYTES_MAX, "parse.string-length"
        )
        _check_text(cursor, name, start, length)
        return Value(kind, None, start, length, None)
    start = cursor.position
    number = cursor.take(_SCALARS[kind], f"the value of {name}")
    if kind is ValueType.BOOL and number > 1:
        cursor.warn("bool-byte", f"{name} is a BOOL stored as {number}", start)
    return Value(kind, None, start, 1, number)


def _value_type(cursor: Cursor, what: str) -> ValueType:
    at = cursor.position
    number = cursor.take(U32, f"the {what}")
    kind = _VALUE_TYPES.get(number)
    if kind is None:
        cursor.reject(
            "parse.value-type",
            f"{what} is {number}, which does not exist",
            at=at,
            expected="0 to 12",
            found=number,
        )
    return kind


def _array(cursor: Cursor, name: str) -> Value:
    at = cursor.position
    element = _value_type(cursor, f"element type of {name}")
    if element is ValueType.ARRAY:
        cursor.reject(
            "parse.array-nested",
            f"{name} is an array of arrays",
            at=at,
            expected="an element type other than 9",
            found=9,
        )
    at = cursor.position
    count = cursor.take(U64, f"the length of {name}")
    if count > limits.ARRAY_ELEMENTS_MAX:
        cursor.reject(
            "parse.array-length",
            f"{name} has {count} elements, more than the {limits.ARRAY_ELEMENTS_MAX} allowed",
            at=at,
            expected=f"at most {limits.ARRAY_ELEMENTS_MAX}",
            found=count,
        )
    # A string takes at least its length field.
    least_bytes = count * SCALAR_BYTES.get(element, U64.size)
    if least_bytes > cursor.remaining_bytes:
        cursor.reject(
            "parse.array-past-end",
            f"{name} needs at least {least_bytes} bytes for {count} elements, "
            f"but only {cursor.remaining_bytes} are left",
            at=at,
            expected=f"at most {cursor.remaining_bytes} bytes",
            found=least_bytes,
        )
    start = cursor.position
    if element is ValueType.STRING:
        _step_over_strings(cursor, name, count)
    else:
        cursor.position += least_bytes
        if element is ValueType.BOOL:
            _check_bools(cursor, name, start, count)
    return Value(ValueType.ARRAY, element, start, count, None)


def _step_over_strings(cursor: Cursor, name: str, count: int) -> None:
    # Vocabularies make this the hot loop: the good case is three comparisons, and a string that
    # fails them is stepped over once more by the careful way, which says what is wrong with it.
    source, size_bytes, position = cursor.source, cursor.size_bytes, cursor.position
    unpack, cap_bytes = U64.unpack_from, limits.STRING_BYTES_MAX
    for index in range(count):
        start = position + U64.size
        length = unpack(source, position)[0] if start <= size_bytes else cap_bytes + 1
        if length > cap_bytes or start + length > size_bytes:
            cursor.position = position
            cursor.string(f"string {index} of {name}", cap_bytes, "parse.string-length")
        position = start + length
    cursor.position = position


def _check_bools(cursor: Cursor, name: str, start: int, count: int) -> None:
    for at, chunk in cursor.chunks(start, count):
        odd = chunk.translate(None, b"\0\1")
        if odd:
            cursor.warn("bool-byte", f"{name} has a BOOL stored as {odd[0]}", at)
            return


def _check_text(cursor: Cursor, name: str, start: int, length: int) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for _, chunk in cursor.chunks(start, length):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        cursor.warn("text-encoding", f"the value of {name} is not valid UTF-8", start)
