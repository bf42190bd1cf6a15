"""Two atomic operations on array elements, for the compiled search. Importing this loads Numba.

Without them two threads could both enter one state into the shared table.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

__all__ = ["add", "swap"]


def _element(context: Any, builder: Any, kind: Any, array: Any, index: Any) -> Any:
    return builder.gep(context.make_array(kind)(context, builder, array).data, [index])


@intrinsic
def swap(typing: Any, array: Any, index: Any, old: Any, new: Any) -> Any:
    """Put `new` where `old` is, and return what was there: equal to `old` when it was put.

    What was written before is seen by whoever reads the new value.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _element(context, builder, signature.args[0], *arguments[:2])
        done = builder.cmpxchg(place, arguments[2], arguments[3], "acq_rel", "acquire")
        return builder.extract_value(done, 0)

    return types.uint64(array, types.intp, types.uint64, types.uint64), generate


@intrinsic
def add(typing: Any, array: Any, index: Any, amount: Any) -> Any:
    """Add to an element of an int64 array and return what it was; adding 0 reads it afresh."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _element(context, builder, signature.args[0], *arguments[:2])
        return builder.atomic_rmw("add", place, arguments[2], "monotonic")

    return types.int64(array, types.intp, types.int64), generate
