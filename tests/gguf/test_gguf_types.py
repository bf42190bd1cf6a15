"""The table of tensor types is ggml's, row by row."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.gguf import TensorType, ValueType
from engine.gguf.types import REMOVED_TYPES


def test_agrees_with_the_gguf_package() -> None:
    from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType, GGUFValueType

    for kind in GGMLQuantizationType:
        ours = TensorType[kind.name]
        assert int(ours) == int(kind)
        # The package has Q8_1 at 40 bytes; ggml stores two half-precision numbers, not two floats.
        if ours is not TensorType.Q8_1:
            assert (ours.block_elements, ours.block_bytes) == GGML_QUANT_SIZES[kind]
    beyond = {kind.name for kind in TensorType} - {kind.name for kind in GGMLQuantizationType}
    assert beyond <= {"Q2_0"}
    assert {kind.name: int(kind) for kind in ValueType} == {
        kind.name: int(kind) for kind in GGUFValueType
    }


def test_numbers_are_types_or_removed_without_a_hole() -> None:
    assert not REMOVED_TYPES.keys() & {int(kind) for kind in TensorType}
    assert sorted([*REMOVED_TYPES, *map(int, TensorType)]) == list(range(43))
    assert all(successor in TensorType.__members__ for _, successor in REMOVED_TYPES.values())


def test_reading_does_not_import_the_package() -> None:
    program = "import sys, engine.gguf; sys.exit('gguf' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.oracle
def test_agrees_with_ggml() -> None:
    from gguf_oracle import ggml

    library = ggml()
    for number in range(43):
        sizes = library.ggml_blck_size(number), library.ggml_type_size(number)
        if number in REMOVED_TYPES:
            assert sizes[0] == 0
        else:
            kind = TensorType(number)
            assert (kind.block_elements, kind.block_bytes) == sizes
            assert library.ggml_type_name(number).decode().upper() == kind.name.upper()
