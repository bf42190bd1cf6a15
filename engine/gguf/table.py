"""Reading the tensor table: names, shapes, types, and where each tensor's bytes lie.

The format leaves no freedom of layout: each offset must equal the running padded sum of the sizes
before it. That one comparison excludes overlaps, gaps, disorder and misalignment; which of them
it was is worked out only when it fails, for the error.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple, NoReturn

from . import limits
from .cursor import I64, U32, U64, Cursor
from .evidence import shown
from .types import REMOVED_TYPES, TensorType

__all__ = ["Row", "check_extent", "check_layout", "padded", "read_table"]

_TENSOR_TYPES: Final = {int(kind): kind for kind in TensorType}


class Row(NamedTuple):
    """A row as read. `relative_bytes` is its offset in the data section, `at` where that stands."""

    name: str
    shape: tuple[int, ...]
    type: TensorType
    size_bytes: int
    relative_bytes: int
    at: int


def padded(size_bytes: int, alignment_bytes: int) -> int:
    """Return the next multiple of the alignment."""
    return -(-size_bytes // alignment_bytes) * alignment_bytes


def read_table(cursor: Cursor, count: int) -> list[Row]:
    """Walk `count` rows; `count` is already bounded by the bytes that remain."""
    rows: list[Row] = []
    names: set[str] = set()
    for index in range(count):
        at = cursor.position
        name = cursor.label(f"tensor name {index}", "name", limits.NAME_BYTES_MAX)
        cursor.tensor = name
        if name in names:
            cursor.reject(
                "parse.name-duplicate",
                f"tensor {shown(name)} occurs twice",
                at=at,
                expected="unique names",
                found=shown(name),
            )
        names.add(name)
        rows.append(_row(cursor, name))
        cursor.tensor = None
    return rows


def check_layout(cursor: Cursor, rows: list[Row], alignment_bytes: int) -> int:
    """Check every offset; return where in the data section the last tensor ends, unpadded."""
    expected = end_bytes = 0
    for row in rows:
        if row.relative_bytes != expected:
            _misplaced(cursor, row, rows, expected, alignment_bytes)
        end_bytes = expected + row.size_bytes
        expected = padded(end_bytes, alignment_bytes)
        if expected > limits.SIZE_BYTES_MAX:
            cursor.tensor = row.name
            cursor.reject(
                "parse.tensor-size",
                f"the tensors up to {shown(row.name)} take {expected} bytes",
                at=row.at,
                expected=f"at most {limits.SIZE_BYTES_MAX}",
                found=expected,
            )
    return end_bytes


def check_extent(
    cursor: Cursor, rows: list[Row], data_offset_bytes: int, end_bytes: int, alignment_bytes: int
) -> None:
    """Check that the tensors' bytes are in the source; report what follows them."""
    if not rows:
        return
    if data_offset_bytes > cursor.size_bytes:
        cursor.reject(
            "parse.data-missing",
            "the file ends before the tensors' bytes begin",
            at=cursor.size_bytes,
            expected=f"{data_offset_bytes + end_bytes} bytes",
            found=f"{cursor.size_bytes} bytes",
        )
    for row in rows:
        row_end = data_offset_bytes + row.relative_bytes + row.size_bytes
        if row_end > cursor.size_bytes:
            cursor.tensor = row.name
            cursor.reject(
                "parse.tensor-past-end",
                f"{shown(row.name)} ends at byte {row_end}, the file at {cursor.size_bytes}",
                at=row.at,
                expected=f"{data_offset_bytes + end_bytes} bytes",
                found=f"{cursor.size_bytes} bytes",
            )
    # Writers disagree on whether the last tensor is padded: both ends are right.
    padded_end = data_offset_bytes + padded(end_bytes, alignment_bytes)
    if cursor.size_bytes > padded_end:
        extra_bytes = cursor.size_bytes - padded_end
        cursor.warn("trailing-bytes", f"{extra_bytes} bytes follow the last tensor", padded_end)


def _row(cursor: Cursor, name: str) -> Row:
    shape, element_count, at = _shape(cursor, name)
    kind = _tensor_type(cursor, name)
    row_elements = shape[0] if shape else 1
    if row_elements % kind.block_elements:
        cursor.reject(
            "parse.row-size",
            f"a row of {shown(name)} has {row_elements} elements, "
            f"but {kind.name} is stored in blocks of {kind.block_elements}",
            at=at,
            expected=f"a multiple of {kind.block_elements}",
            found=row_elements,
        )
    size_bytes = element_count // kind.block_elements * kind.block_bytes
    if size_bytes > limits.SIZE_BYTES_MAX:
        cursor.reject(
            "parse.tensor-size",
            f"{shown(name)} takes {size_bytes} bytes",
            at=at,
            expected=f"at most {limits.SIZE_BYTES_MAX}",
            found=size_bytes,
        )
    at = cursor.position
    return Row(name, shape, kind, size_bytes, cursor.take(U64, f"the offset of {shown(name)}"), at)


def _shape(cursor: Cursor, name: str) -> tuple[tuple[int, ...], int, int]:
    """Read the dimensions; return them, their product, and where the first one stands."""
    at = cursor.position
    dimensions = cursor.take(U32, f"the dimension count of {shown(name)}")
    if dimensions > limits.DIMENSIONS_MAX:
        cursor.reject(
            "parse.dimension-count",
            f"{shown(name)} has {dimensions} dimensions",
            at=at,
            expected=f"at most {limits.DIMENSIONS_MAX}",
            found=dimensions,
        )
    first_at = cursor.position
    shape: list[int] = []
    element_count = 1
    for index in range(dimensions):
        at = cursor.position
        size = cursor.take(I64, f"dimension {index} of {shown(name)}")
        if size < 0:
            cursor.reject(
                "parse.dimension-negative",
                f"dimension {index} of {shown(name)} is {size}",
                at=at,
                expected="0 or more",
                found=size,
            )
        shape.append(size)
        element_count *= size
        if element_count > limits.ELEMENTS_MAX:
            cursor.reject(
                "parse.element-count",
                f"{shown(name)} has {element_count} elements or more",
                at=at,
                expected=f"at most {limits.ELEMENTS_MAX}",
                found=element_count,
            )
    return tuple(shape), element_count, first_at


def _tensor_type(cursor: Cursor, name: str) -> TensorType:
    at = cursor.position
    number = cursor.take(U32, f"the type of {shown(name)}")
    if number in REMOVED_TYPES:
        gone, successor = REMOVED_TYPES[number]
        cursor.reject(
            "parse.type-removed",
            f"{shown(name)} has type {number}: {gone} was removed; requantise to {successor}",
            at=at,
            expected=successor,
            found=f"{number} ({gone})",
        )
    kind = _TENSOR_TYPES.get(number)
    if kind is None:
        cursor.reject(
            "parse.type-unknown",
            f"{shown(name)} has type {number}, which this reader does not know",
            at=at,
            expected=f"0 to {max(_TENSOR_TYPES)}",
            found=number,
        )
    return kind


def _misplaced(
    cursor: Cursor, row: Row, rows: list[Row], expected: int, alignment_bytes: int
) -> NoReturn:
    cursor.tensor = row.name
    found = row.relative_bytes
    if found % alignment_bytes:
        slug, what = "parse.tensor-misaligned", f"not a multiple of {alignment_bytes}"
    elif _fits_in_another_order(rows, alignment_bytes):
        slug, what = "parse.tensor-order", "right for another place in the table"
    elif found < expected:
        slug, what = "parse.tensor-overlap", f"before byte {expected}, where its predecessor ends"
    else:
        slug, what = "parse.tensor-gap", f"{found - expected} bytes after its predecessor"
    cursor.reject(
        slug,
        f"the offset of {shown(row.name)} is {found}: {what}",
        at=row.at,
        expected=expected,
        found=found,
    )


def _fits_in_another_order(rows: list[Row], alignment_bytes: int) -> bool:
    placed = sorted(rows, key=lambda row: (row.relative_bytes, row.size_bytes))
    return placed[0].relative_bytes == 0 and all(
        after.relative_bytes == padded(before.relative_bytes + before.size_bytes, alignment_bytes)
        for before, after in pairwise(placed)
    )
