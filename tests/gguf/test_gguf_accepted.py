"""What is odd but sound is accepted, and the odd is reported."""

from __future__ import annotations

import mmap
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from gguf_forge import array, file, key, number, preamble, tensor, text, u32, u64

from engine.gguf import Header, TensorType, ValueType, read_header
from engine.synthetic import TINY, model_bytes


def slugs(header: Header) -> list[str]:
    return [finding.slug for finding in header.warnings]


def test_the_smallest_file() -> None:
    header = read_header(preamble(0, 0))
    assert (header.version, header.alignment_bytes, header.size_bytes) == (3, 32, 24)
    assert not header.metadata
    assert not header.tensors
    assert not header.warnings


def test_version_2_reads_as_version_3_does() -> None:
    body = {"keys": [number(7)], "tensors": [tensor("a", (4, 2))]}
    two, three = read_header(file(version=2, **body)), read_header(file(version=3, **body))
    assert (two.version, three.version) == (2, 3)
    assert dict(two.metadata) == dict(three.metadata)
    assert dict(two.tensors) == dict(three.tensors)


def test_a_tensor_row() -> None:
    header = read_header(file(tensors=[tensor("a", (32, 3), TensorType.Q8_0)]))
    info = header.tensors["a"]
    assert info.shape == (32, 3)
    assert info.numpy_shape == (3, 32)
    assert info.element_count == 96
    assert info.type is TensorType.Q8_0
    assert info.size_bytes == 3 * 34
    assert info.offset_bytes == header.data_offset_bytes == 96


@pytest.mark.parametrize("alignment", [1, 2, 8, 64, 4096, 1 << 20])
def test_alignments(alignment: int) -> None:
    stated = key("general.alignment", ValueType.UINT32, u32(alignment))
    second = -(-36 // alignment) * alignment
    rows = [tensor("a", (9,)), tensor("b", (9,), offset=second)]
    data = file(keys=[stated], tensors=rows, alignment=alignment, data=bytes(second + 36))
    header = read_header(data)
    assert header.alignment_bytes == alignment
    assert header.data_offset_bytes % alignment == 0
    assert header.tensors["b"].offset_bytes == header.data_offset_bytes + second


def test_the_last_tensor_may_or_may_not_be_padded() -> None:
    for size, warned in ((36, []), (50, []), (64, []), (65, ["trailing-bytes"])):
        header = read_header(file(tensors=[tensor("a", (9,))], data=bytes(size)))
        assert slugs(header) == warned


def test_zero_sizes_and_scalars_are_layout_like_any_other() -> None:
    rows = [tensor("none", (0, 5)), tensor("scalar", ()), tensor("next", (1,), offset=32)]
    header = read_header(file(tensors=rows))
    assert [info.size_bytes for info in header.tensors.values()] == [0, 4, 4]
    # The advisory on zero in a later dimension: a division by it.
    read_header(file(tensors=[tensor("t", (1, 0, 0, 0))]))


def test_bool_bytes_and_foreign_text_are_reported_and_no_more() -> None:
    keys = [
        key("odd.flag", ValueType.BOOL, b"\x07"),
        key("odd.flags", ValueType.ARRAY, array(ValueType.BOOL, 3, b"\0\x02\1")),
        key("odd.text", ValueType.STRING, text(b"ab\xff")),
        key("cut.text", ValueType.STRING, text(b"ab\xe2\x96")),
        key("good.text", ValueType.STRING, text("\u2581" * 50_000)),
    ]
    header = read_header(file(keys=keys))
    assert slugs(header) == ["bool-byte", "bool-byte", "text-encoding", "text-encoding"]
    assert header.warnings[0].offset_bytes == 24 + 8 + 8 + 4
    assert header.raw("odd.text") == b"ab\xff"


def test_findings_are_bounded() -> None:
    keys = [key(f"flag.{index}", ValueType.BOOL, b"\x07") for index in range(100)]
    assert len(read_header(file(keys=keys)).warnings) == 32


def test_types_that_cannot_be_computed_with_are_read() -> None:
    for kind in (TensorType.NVFP4, TensorType.Q1_0, TensorType.Q2_0, TensorType.TQ1_0):
        header = read_header(file(tensors=[tensor("t", (256,), kind)]))
        assert header.tensors["t"].type is kind


def test_names_and_keys_at_their_limits() -> None:
    keys = [key("k" * 65_535, ValueType.UINT8, b"\1")]
    header = read_header(file(keys=keys, tensors=[tensor("n" * 63)]))
    assert list(header.tensors) == ["n" * 63]
    assert read_header(file(tensors=[tensor("naïve")])).tensors["naïve"]


def test_header_only_needs_no_data() -> None:
    whole = file(tensors=[tensor("a", (9,)), tensor("b", (9,), offset=64)])
    header = read_header(whole[: 24 + 2 * len(tensor("a"))], header_only=True)
    assert header.tensors == read_header(whole).tensors


def test_one_part_is_a_whole_model() -> None:
    for count in (0, 1):
        read_header(file(keys=[key("split.count", ValueType.UINT16, bytes([count, 0]))]))


def test_sources_are_alike() -> None:
    data = model_bytes()
    held = np.frombuffer(data, np.float32)
    with mmap.mmap(-1, len(data)) as mapping:
        mapping[:] = data
        kinds = (data, memoryview(data), memoryview(held), memoryview(bytearray(data)), mapping)
        headers = [read_header(source) for source in kinds]
    for header in headers:
        assert header.tensors == headers[0].tensors
        assert header.texts("tokenizer.ggml.tokens") == headers[0].texts("tokenizer.ggml.tokens")


def test_a_vocabulary_costs_nothing_until_it_is_asked_for() -> None:
    count = 262_144
    tokens = [text(f"token{index}") for index in range(count)]
    entry = key("tokenizer.ggml.tokens", ValueType.ARRAY, array(8, count, b"".join(tokens)))
    data = file(keys=[entry])
    tracemalloc.start()
    try:
        header = read_header(data)
        _, opened = tracemalloc.get_traced_memory()
        assert opened < 1 << 16
        texts = header.texts("tokenizer.ggml.tokens", count=count)
        _, asked = tracemalloc.get_traced_memory()
        assert asked < 60 << 20
    finally:
        tracemalloc.stop()
    assert texts[0] == "token0"
    assert texts[-1] == "token262143"


def test_agrees_with_the_package_s_reader_on_good_files(tmp_path) -> None:
    from gguf import GGUFReader

    for spec in (
        TINY,
        replace(TINY, weight_type=TensorType.Q8_0, tied=True, rope_factors=True),
        replace(TINY, weight_type=TensorType.BF16, attention_bias=True, alignment_bytes=256),
    ):
        data = model_bytes(spec)
        path = tmp_path / "model.gguf"
        path.write_bytes(data)
        ours, theirs = read_header(data), GGUFReader(path)
        assert ours.alignment_bytes == theirs.alignment
        assert ours.data_offset_bytes == theirs.data_offset
        for row in theirs.tensors:
            info = ours.tensors[row.name]
            assert info.shape == tuple(row.shape.tolist())
            assert int(info.type) == int(row.tensor_type)
            assert (info.offset_bytes, info.size_bytes) == (row.data_offset, row.n_bytes)
        fields = {name: field for name, field in theirs.fields.items() if "GGUF." not in name}
        assert list(ours.metadata) == list(fields)
        for name, field in fields.items():
            value = ours.metadata[name]
            assert [int(value.type)] == [int(kind) for kind in field.types[:1]]
            if value.type is ValueType.ARRAY and value.element is ValueType.STRING:
                assert list(ours.texts(name)) == field.contents()
            elif value.type is ValueType.ARRAY and value.element is ValueType.FLOAT32:
                assert ours.numbers(name).tolist() == field.contents()
            elif value.type is ValueType.ARRAY:
                assert list(ours.integers(name)) == field.contents()
            elif value.type is ValueType.STRING:
                assert ours.text(name) == field.contents()
            else:
                assert value.scalar == field.contents()


def test_many_keys_and_tensors() -> None:
    keys = [number(index, f"key.{index}") for index in range(5000)]
    rows = [tensor(f"t{index}", (8,), offset=32 * index) for index in range(5000)]
    header = read_header(file(keys=keys, tensors=rows, data=bytes(32 * 5000)))
    assert len(header.metadata) == len(header.tensors) == 5000
    assert header.integer("key.4999") == 4999


def test_an_empty_array_at_the_very_end() -> None:
    for element in (ValueType.UINT8, ValueType.FLOAT64, ValueType.STRING):
        data = preamble(0, 1) + key("some.list", 9, u32(element) + u64(0))
        header = read_header(data)
        value = header.metadata["some.list"]
        assert (value.element, value.count) == (element, 0)
        assert header.peek("some.list") == []
