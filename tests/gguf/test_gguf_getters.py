"""Getters return Python values of the right kind, or the coded reason why not."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
import pytest
from gguf_forge import array, file, key, text, u32, u64

from engine.errors import LoadError
from engine.gguf import Header, ValueType, read_header
from specs.errors import CATALOGUE

V = ValueType


def f32(value: float) -> bytes:
    return struct.pack("<f", value)


KEYS = {
    "u8": (V.UINT8, b"\xff"),
    "i8": (V.INT8, b"\xff"),
    "u16": (V.UINT16, b"\xff\xff"),
    "i16": (V.INT16, b"\xfe\xff"),
    "u32": (V.UINT32, u32(2**32 - 1)),
    "i32": (V.INT32, b"\xfd\xff\xff\xff"),
    "u64": (V.UINT64, u64(2**64 - 1)),
    "i64": (V.INT64, b"\xff" * 8),
    "f32": (V.FLOAT32, f32(0.5)),
    "f64": (V.FLOAT64, struct.pack("<d", 0.1)),
    "nan": (V.FLOAT32, f32(float("nan"))),
    "inf": (V.FLOAT64, struct.pack("<d", float("inf"))),
    "yes": (V.BOOL, b"\1"),
    "no": (V.BOOL, b"\0"),
    "maybe": (V.BOOL, b"\2"),
    "text": (V.STRING, text("na\u00efve \u2581")),
    "latin": (V.STRING, text(b"na\xefve")),
    "long": (V.STRING, text("x" * 1000)),
    "hostile": (V.STRING, text("a\x1b[31mb\nc")),
    "empty": (V.STRING, text("")),
    "texts": (V.ARRAY, array(8, 3, text("a") + text("") + text("\u2581b"))),
    "latins": (V.ARRAY, array(8, 2, text("good") + text(b"b\xff"))),
    "ints": (V.ARRAY, array(5, 3, b"\1\0\0\0\xff\xff\xff\xff\7\0\0\0")),
    "wide": (V.ARRAY, array(10, 2, u64(2**64 - 1) + u64(0))),
    "floats": (V.ARRAY, array(6, 2, f32(1.5) + f32(-2.0))),
    "doubles": (V.ARRAY, array(12, 1, struct.pack("<d", 0.1))),
    "broken": (V.ARRAY, array(6, 2, f32(1.5) + f32(float("nan")))),
    "none": (V.ARRAY, array(4, 0)),
    "bools": (V.ARRAY, array(7, 2, b"\0\1")),
}


@pytest.fixture(scope="module")
def header() -> Header:
    return read_header(file(keys=[key(name, *entry) for name, entry in KEYS.items()]))


def test_values(header: Header) -> None:
    expected = {
        "u8": 255, "i8": -1, "u16": 65535, "i16": -2,
        "u32": 2**32 - 1, "i32": -3, "u64": 2**64 - 1, "i64": -1,
    }  # fmt: skip
    for name, value in expected.items():
        assert header.integer(name) == value
        assert type(header.integer(name)) is int
    assert header.number("f32") == 0.5
    assert header.number("f64") == 0.1
    assert (header.flag("yes"), header.flag("no")) == (True, False)
    assert header.text("text") == "na\u00efve \u2581"
    assert header.text("empty") == ""
    assert header.raw("latin") == b"na\xefve"
    assert header.texts("texts") == ("a", "", "\u2581b")
    assert header.raws("latins", count=2) == (b"good", b"b\xff")
    assert header.integers("ints") == (1, -1, 7)
    assert header.integers("wide", low=0) == (2**64 - 1, 0)
    assert header.integers("none") == ()
    assert header.numbers("floats", count=2).tolist() == [1.5, -2.0]
    assert header.numbers("doubles").dtype == np.float64
    assert "u8" in header
    assert "u7" not in header


def test_defaults_stand_for_missing_keys_alone(header: Header) -> None:
    assert header.integer("absent", 3) == 3
    assert header.integer("u8", 3) == 255
    assert header.number("absent", 0.0) == 0.0
    assert header.flag("absent", False) is False
    assert header.text("absent", "") == ""
    assert header.raw("absent", b"") == b""
    assert header.integers("absent", 2, count=3) == (2, 2, 2)
    with pytest.raises(LoadError, match="is STRING"):
        header.integer("text", 3)


def test_one_number_stands_for_as_many_as_there_are_layers(header: Header) -> None:
    assert header.integers("u8", count=3) == (255, 255, 255)
    assert header.integers("ints", count=3) == (1, -1, 7)


def test_arrays_are_copies_nobody_can_write(header: Header) -> None:
    floats = header.numbers("floats")
    with pytest.raises(ValueError, match="read-only"):
        floats[0] = 1


REFUSALS: list[tuple[str, str, Callable[[Header], object]]] = [
    ("tensor.missing-key", "absent", lambda h: h.integer("absent")),
    ("tensor.missing-key", "absent", lambda h: h.number("absent", low=0)),
    ("tensor.missing-key", "absent", lambda h: h.flag("absent")),
    ("tensor.missing-key", "absent", lambda h: h.text("absent")),
    ("tensor.missing-key", "absent", lambda h: h.raw("absent")),
    ("tensor.missing-key", "absent", lambda h: h.texts("absent")),
    ("tensor.missing-key", "absent", lambda h: h.raws("absent")),
    ("tensor.missing-key", "absent", lambda h: h.numbers("absent")),
    ("tensor.missing-key", "absent", lambda h: h.integers("absent")),
    ("tensor.missing-key", "absent", lambda h: h.integers("absent", count=2)),
    ("tensor.missing-key", "absent", lambda h: h.integers("absent", 2)),
    ("tensor.key-type", "f32", lambda h: h.integer("f32")),
    ("tensor.key-type", "yes", lambda h: h.integer("yes")),
    ("tensor.key-type", "ints", lambda h: h.integer("ints")),
    ("tensor.key-type", "u32", lambda h: h.number("u32")),
    ("tensor.key-type", "u8", lambda h: h.flag("u8")),
    ("tensor.key-type", "u8", lambda h: h.text("u8")),
    ("tensor.key-type", "texts", lambda h: h.text("texts")),
    ("tensor.key-type", "text", lambda h: h.texts("text")),
    ("tensor.key-type", "ints", lambda h: h.raws("ints")),
    ("tensor.key-type", "floats", lambda h: h.integers("floats")),
    ("tensor.key-type", "bools", lambda h: h.integers("bools")),
    ("tensor.key-type", "u8", lambda h: h.integers("u8")),
    ("tensor.key-type", "ints", lambda h: h.numbers("ints")),
    ("tensor.key-range", "u8", lambda h: h.integer("u8", high=254)),
    ("tensor.key-range", "i8", lambda h: h.integer("i8", low=0)),
    ("tensor.key-range", "u64", lambda h: h.integer("u64", high=2**63)),
    ("tensor.key-range", "nan", lambda h: h.number("nan")),
    ("tensor.key-range", "inf", lambda h: h.number("inf")),
    ("tensor.key-range", "f32", lambda h: h.number("f32", low=0.6)),
    ("tensor.key-range", "ints", lambda h: h.integers("ints", low=0)),
    ("tensor.key-range", "ints", lambda h: h.integers("ints", high=6)),
    ("tensor.key-range", "u8", lambda h: h.integers("u8", count=2, high=6)),
    ("tensor.key-range", "broken", lambda h: h.numbers("broken")),
    ("tensor.key-length", "ints", lambda h: h.integers("ints", count=2)),
    ("tensor.key-length", "texts", lambda h: h.texts("texts", count=4)),
    ("tensor.key-length", "floats", lambda h: h.numbers("floats", count=0)),
    ("tensor.key-encoding", "latin", lambda h: h.text("latin")),
    ("tensor.key-encoding", "latins", lambda h: h.texts("latins")),
    ("tensor.key-boolean", "maybe", lambda h: h.flag("maybe")),
]


@pytest.mark.parametrize(("slug", "name", "ask"), REFUSALS, ids=lambda part: str(part)[:24])
def test_refusals(header: Header, slug: str, name: str, ask: Callable[[Header], object]) -> None:
    with pytest.raises(LoadError) as caught:
        ask(header)
    error = caught.value
    assert (error.slug, error.evidence["key"]) == (slug, name)
    assert (error.code, error.stage) == (CATALOGUE[slug].number, "tensor")
    assert {"expected", "found"} <= error.evidence.keys()
    if slug == "tensor.key-encoding":
        at = header.metadata[name].offset_bytes
        # "na" of the text; "good", two lengths and "b" of the array.
        assert error.evidence["offset_bytes"] == at + (2 if name == "latin" else 8 + 4 + 8 + 1)
    elif slug != "tensor.missing-key":
        assert error.evidence["offset_bytes"] == header.metadata[name].offset_bytes


def test_every_key_code_is_refused_with() -> None:
    codes = {slug for slug, fault in CATALOGUE.items() if 400 <= fault.number < 410}
    assert codes == {slug for slug, _, _ in REFUSALS}


def test_peek_is_fit_for_a_terminal(header: Header) -> None:
    assert header.peek("hostile") == "a\\x1b[31mb\\nc"
    assert header.peek("long") == "x" * 80 + "..."
    assert header.peek("latin") == "na\\xefve"
    assert header.peek("texts", limit=2) == ["a", ""]
    assert header.peek("wide", limit=1) == [2**64 - 1]
    assert header.peek("u8") == 255
    assert header.peek("maybe") is True
