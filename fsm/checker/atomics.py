"""What the compiled search does to single array elements. Importing this loads Numba.

Without `swap` and `add` two threads could both enter one state into the shared table; without
`fetch` every place of the table would be waited for in turn.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

__all__ = ["add", "fetch", "swap"]


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


@intrinsic
def fetch(typing: Any, array: Any, index: Any) -> Any:
    """Ask the memory for an element that will be needed soon, and do not wait for it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _element(context, builder, signature.args[0], *arguments)
        byte = builder.bitcast(place, ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte.type, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [byte.type], kind)
        # To be read, kept as near as can be, data.
        builder.call(function, [byte, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
