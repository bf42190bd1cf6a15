"""Every way a file can be malformed that the reader has a code for, at least once."""

from __future__ import annotations

from collections.abc import Iterator

from gguf_forge import Case, array, file, i64, key, number, preamble, tensor, text, u32, u64

from engine.gguf import TensorType, ValueType

STRING, ARRAY, BOOL, U8, U32 = (
    ValueType.STRING,
    ValueType.ARRAY,
    ValueType.BOOL,
    ValueType.UINT8,
    ValueType.UINT32,
)
START = 24
ROOM = bytes(256)


def strangers() -> Iterator[Case]:
    html = b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>"
    yield Case("html", html, "parse.html-page", 0)
    yield Case("html-lower", b"\n  <html lang=en>" + ROOM, "parse.html-page", 0)
    yield Case("html-bom", b"\xef\xbb\xbf<!doctype html>", "parse.html-page", 0)
    yield Case("xml", b'<?xml version="1.0"?><Error/>', "parse.html-page", 0)
    yield Case("json", b'{"error": "Repository not found"}', "parse.json-answer", 0)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    yield Case("lfs", pointer, "parse.lfs-pointer", 0)
    for magic in (b"lmgg", b"fmgg", b"tjgg", b"algg"):
        yield Case(magic.decode(), magic + u32(3) + ROOM, "parse.old-ggml", 0)
    yield Case("zip", b"PK\x03\x04" + ROOM, "parse.zip", 0)
    yield Case("zip-empty", b"PK\x05\x06" + ROOM, "parse.zip", 0)
    yield Case("gzip", b"\x1f\x8b\x08" + ROOM, "parse.gzip", 0)
    yield Case("safetensors", u64(64) + b'{"a":{"dtype":"F32"}}', "parse.safetensors", 0)
    yield Case("swapped-magic", b"FUGG" + ROOM, "parse.byte-swapped", 0)
    yield Case("zeros", bytes(64), "parse.bad-magic", 0)
    yield Case("ones", b"\xff" * 64, "parse.bad-magic", 0)
    yield Case("lower-case", b"gguf" + preamble(0, 0)[4:], "parse.bad-magic", 0)


def preambles() -> Iterator[Case]:
    whole = preamble(0, 0)
    yield Case("empty", b"", "parse.truncated", 0)
    for length in range(1, 4):
        yield Case(f"magic-{length}", whole[:length], "parse.truncated", 0)
    # CVE-2024-39720: the four bytes of the magic and nothing else.
    for length in range(4, 24):
        field = 4 if length < 8 else 8 if length < 16 else 16
        yield Case(f"preamble-{length}", whole[:length], "parse.truncated", field)
    yield Case("version-0", preamble(0, 0, 0), "parse.version-zero", 4)
    yield Case("version-1", preamble(0, 0, 1), "parse.version-old", 4)
    yield Case("version-4", preamble(0, 0, 4), "parse.version-future", 4)
    yield Case("version-max", preamble(0, 0, 2**32 - 1), "parse.version-future", 4)
    yield Case("version-3-swapped", preamble(0, 0, 3 << 24), "parse.byte-swapped", 4)
    yield Case("version-2-swapped", preamble(0, 0, 2 << 24), "parse.byte-swapped", 4)
    # CVE-2024-21825, -25665, #15711: counts that overflow what is computed from them.
    for count in (-1, -(2**63), 2**63 - 1, 2**60, 2**31, 1):
        yield Case(f"tensor-count{count}", preamble(count, 0), "parse.tensor-count", 8)
        yield Case(f"key-count{count}", preamble(0, count), "parse.key-count", 16)
    yield Case("keys-leave-no-room", preamble(1, 1) + bytes(38), "parse.tensor-count", 8)
    entry = number(1)
    yield Case("a-key-too-many", preamble(0, 3) + entry, "parse.key-count", 16)
    # More entries than any model has, in a file that is large enough for them.
    many = preamble(0, 2**16 + 1) + bytes(14 * (2**16 + 1))
    yield Case("keys-over-cap", many, "parse.key-count", 16)
    many = preamble(2**16 + 1, 0) + bytes(25 * (2**16 + 1))
    yield Case("tensors-over-cap", many, "parse.tensor-count", 8)


def keys() -> Iterator[Case]:
    def one(entry: bytes, room: bytes = ROOM) -> bytes:
        return preamble(0, 1) + entry + room

    nul = key("a\0b", U32, u32(1))
    yield Case("key-empty", one(key("", U32, u32(1))), "parse.key-empty", START)
    yield Case("key-nul", one(nul), "parse.key-nul", START + 9, reference_accepts=True)
    bad = key(b"ab\xff", U32, u32(1))
    yield Case("key-latin", one(bad), "parse.key-encoding", START + 10, reference_accepts=True)
    cut = key(b"ab\xe2\x96", U32, u32(1))
    yield Case("key-cut", one(cut), "parse.key-encoding", START + 10, reference_accepts=True)
    long = key("k" * 65_536, U32, u32(1))
    yield Case("key-long", one(long), "parse.key-length", START, reference_accepts=True)
    for length in (2**30 + 1, 2**63, 2**64 - 1):
        yield Case(f"key-{length}", one(u64(length)), "parse.key-length", START)
    yield Case("key-past-end", one(u64(300)), "parse.string-past-end", START)
    first = number(1)
    twice = preamble(0, 2) + first + number(2)
    yield Case("key-twice", twice, "parse.key-duplicate", START + len(first))
    for kind in (13, 255, 2**31, 2**32 - 1):
        entry = one(text("ab") + u32(kind))
        yield Case(f"value-type-{kind}", entry, "parse.value-type", START + 10)
    name = text("some.name")
    after = START + len(name)
    yield Case("type-cut", one(name + b"\4\0", b""), "parse.truncated", after)
    for kind, size in ((ValueType.UINT64, 8), (U32, 4), (ValueType.FLOAT64, 8)):
        entry = one(name + u32(kind) + bytes(size - 1), b"")
        yield Case(f"{kind.name}-cut", entry, "parse.truncated", after + 4)
    for kind in (U8, BOOL):
        yield Case(f"{kind.name}-none", one(name + u32(kind), b""), "parse.truncated", after + 4)
    yield Case("string-cut", one(name + u32(STRING) + bytes(7), b""), "parse.truncated", after + 4)
    # CVE-2024-23605, -25666, #19003, ollama #17042: string lengths.
    for length in (2**30 + 1, 2**32, 2**63 - 1, 2**64 - 1, 2**64 - 8):
        entry = one(name + u32(STRING) + u64(length))
        yield Case(f"string-{length}", entry, "parse.string-length", after + 4)
    for length in (257, 2**30):
        entry = one(name + u32(STRING) + u64(length))
        yield Case(f"string-{length}", entry, "parse.string-past-end", after + 4)


def arrays() -> Iterator[Case]:
    def one(payload: bytes, room: bytes = ROOM) -> bytes:
        return preamble(0, 1) + key("some.list", ARRAY, payload) + room

    start = START + 8 + 9 + 4
    # "GGUF-PY-F001": a reader that recurses.
    yield Case("nested", one(array(ARRAY, 1, array(U8, 0))), "parse.array-nested", start)
    deep = one(array(ARRAY, 1) * 1000)
    yield Case("nested-deep", deep, "parse.array-nested", start)
    yield Case("element-13", one(array(13, 0)), "parse.value-type", start)
    yield Case("element-max", one(array(2**32 - 1, 0)), "parse.value-type", start)
    yield Case("element-cut", one(b"\4\0", b""), "parse.truncated", start)
    yield Case("count-cut", one(u32(4) + bytes(7), b""), "parse.truncated", start + 4)
    # #25378, CVE-2024-25667: lengths that hang or wrap.
    for count in (2**30 + 1, 2**40, 2**63, 2**64 - 1, 2**62):
        yield Case(f"array-{count}", one(array(U8, count)), "parse.array-length", start + 4)
    for kind, size in ((U8, 1), (U32, 4), (ValueType.FLOAT64, 8), (STRING, 8), (BOOL, 1)):
        too_many = 256 // size + 1
        entry = one(array(kind, too_many))
        yield Case(f"{kind.name}-array-long", entry, "parse.array-past-end", start + 4)
    yield Case("array-2^30", one(array(U32, 2**30)), "parse.array-past-end", start + 4)
    first = start + 12
    words = array(STRING, 3, text("one") + text("two", 2**40))
    yield Case("word-2^40", one(words), "parse.string-length", first + 11)
    words = array(STRING, 3, text("one") + text("two", 2**64 - 1))
    yield Case("word-2^64", one(words), "parse.string-length", first + 11)
    words = array(STRING, 2, text("one") + text("two", 300))
    yield Case("word-past-end", one(words), "parse.string-past-end", first + 11)
    words = array(STRING, 2, text("one" * 3) + bytes(7))
    yield Case("word-length-cut", one(words, b""), "parse.truncated", first + 17)
    words = array(STRING, 2, text("one" * 3))
    yield Case("word-missing", one(words, b""), "parse.truncated", first + 17)


def alignments() -> Iterator[Case]:
    def one(kind: int, payload: bytes) -> bytes:
        return file(keys=[key("general.alignment", kind, payload)])

    at = START + 8 + 17 + 4
    yield Case("u64", one(ValueType.UINT64, u64(32)), "parse.alignment-type", at)
    yield Case("i32", one(ValueType.INT32, u32(32)), "parse.alignment-type", at)
    yield Case("f32", one(ValueType.FLOAT32, u32(32)), "parse.alignment-type", at)
    yield Case("string", one(STRING, text("32")), "parse.alignment-type", at + 8)
    yield Case("array", one(ARRAY, array(U32, 1, u32(32))), "parse.alignment-type", at + 12)
    # CVE-2025-0317: a division by the alignment.
    for value in (0, 3, 33, 48, 2**32 - 1):
        yield Case(f"alignment-{value}", one(U32, u32(value)), "parse.alignment-value", at)
    for value in (2**21, 2**31):
        capped = one(U32, u32(value))
        yield Case(f"alignment-{value}", capped, "parse.alignment-cap", at, reference_accepts=True)


def tables() -> Iterator[Case]:
    def one(entry: bytes) -> bytes:
        return preamble(1, 0) + entry + ROOM

    nul, latin = tensor("a\0b"), tensor(b"a\xff")
    yield Case("name-empty", one(tensor("")), "parse.name-empty", START, reference_accepts=True)
    yield Case("name-nul", one(nul), "parse.name-nul", START + 9, reference_accepts=True)
    yield Case("name-latin", one(latin), "parse.name-encoding", START + 9, reference_accepts=True)
    yield Case("name-64", one(tensor("n" * 64)), "parse.name-length", START)
    yield Case("name-2^63", one(u64(2**63)), "parse.name-length", START)
    cut = preamble(1, 0) + text("abcdefgh", 63) + bytes(16)
    yield Case("name-past-end", cut, "parse.string-past-end", START)
    first = tensor("same", (8,))
    same = preamble(2, 0) + first + tensor("same", (8,), offset=32) + ROOM
    yield Case("name-twice", same, "parse.name-duplicate", START + len(first))
    at = START + 8 + 1
    # CVE-2024-25668, #25378: the number of dimensions is taken for the size of a table.
    for count in (5, 8, 255, 2**32 - 1):
        entry = one(tensor("t", (1, 1, 1, 1, 1), count=count))
        yield Case(f"dimensions-{count}", entry, "parse.dimension-count", at)
    for index in range(4):
        shape = tuple(-1 if place == index else 1 for place in range(4))
        entry = one(tensor("t", shape))
        yield Case(f"negative-{index}", entry, "parse.dimension-negative", at + 4 + 8 * index)
    entry = one(tensor("t", (-(2**63),)))
    yield Case("negative-min", entry, "parse.dimension-negative", at + 4)
    # CVE-2024-21802, CVE-2026-33298: products that wrap.
    for shape in ((2**62, 2), (2**32, 2**32), (2**31, 2**31, 2), (2**16,) * 4):
        last = at + 4 + 8 * (len(shape) - 1)
        yield Case(f"product-{shape}", one(tensor("t", shape)), "parse.element-count", last)
    # #8816: types without a block size.
    for kind in (4, 5, 31, 32, 33, 36, 37, 38):
        entry = one(tensor("t", kind=kind))
        yield Case(f"removed-{kind}", entry, "parse.type-removed", at + 12)
    for kind in (43, 100, 2**31, 2**32 - 1):
        entry = one(tensor("t", kind=kind))
        yield Case(f"unknown-{kind}", entry, "parse.type-unknown", at + 12)
    for kind, width in ((TensorType.Q8_0, 33), (TensorType.Q4_K, 32), (TensorType.Q8_0, 1)):
        entry = one(tensor("t", (width, 2), kind))
        yield Case(f"row-{kind.name}-{width}", entry, "parse.row-size", at + 4)
    scalar = one(tensor("t", (), TensorType.Q8_0))
    yield Case("row-scalar", scalar, "parse.row-size", at + 4)
    # CVE-2026-27940, the padding-wrap case: sizes just under 2^64.
    for kind, elements in ((TensorType.F32, 2**62), (TensorType.F64, 2**63 - 1)):
        entry = one(tensor("t", (elements,), kind))
        yield Case(f"size-{kind.name}", entry, "parse.tensor-size", at + 4)
    wrap = one(tensor("t", (2**62 - 4,)))
    yield Case("size-padded", wrap, "parse.tensor-size", START + len(tensor("t")) - 8)
    for length in (9, 13, 21, 25):
        entry = preamble(1, 0) + tensor("t" * 20)[: 20 - 1 + length]
        offset = {9: 28, 13: 32, 21: 40, 25: 44}[length]
        yield Case(f"row-cut-{length}", entry, "parse.truncated", START + offset)


def layouts() -> Iterator[Case]:
    def two(first: int, second: int, data: bytes | None = None) -> bytes:
        rows = [tensor("a", (9,), offset=first), tensor("b", (9,), offset=second)]
        return file(tensors=rows, data=data)

    size = len(tensor("a"))
    a, b = START + size - 8, START + 2 * size - 8
    yield Case("first-not-zero", two(64, 128), "parse.tensor-gap", a)
    for offset in (36, 40, 48, 72, 2**64 - 1):
        yield Case(f"misaligned-{offset}", two(0, offset), "parse.tensor-misaligned", b)
    yield Case("gap", two(0, 96), "parse.tensor-gap", b)
    yield Case("far", two(0, 2**63), "parse.tensor-gap", b)
    # Bleeding Llama and its kin: offsets that point elsewhere.
    yield Case("far-most", two(0, 2**64 - 32), "parse.tensor-gap", b)
    yield Case("overlap", two(0, 32), "parse.tensor-overlap", b)
    yield Case("same-place", two(0, 0), "parse.tensor-overlap", b)
    yield Case("swapped", two(64, 0), "parse.tensor-order", a)
    rows = [tensor(name, (8,), offset=place) for name, place in (("a", 0), ("b", 64), ("c", 32))]
    yield Case("rotated", file(tensors=rows), "parse.tensor-order", START + 2 * size - 8)
    whole = two(0, 64)
    begin = -(-(START + 2 * size) // 32) * 32
    no_data = whole[: START + 2 * size]
    yield Case("no-data", no_data, "parse.data-missing", len(no_data))
    for end in (begin, begin + 35):
        yield Case(f"first-cut-{end - begin}", whole[:end], "parse.tensor-past-end", a, True)
    for end in (begin + 36, begin + 64, begin + 99):
        yield Case(f"last-cut-{end - begin}", whole[:end], "parse.tensor-past-end", b, True)
    big = file(tensors=[tensor("a", (2**40,))])
    yield Case("exabytes", big, "parse.tensor-past-end", a, True)
    sums = [
        tensor("a", (2**62 - 8,), offset=0),
        tensor("b", (2**62 - 8,), offset=2**64 - 32),
    ]
    yield Case("sum-wraps", file(tensors=sums), "parse.tensor-size", b)


def splits() -> Iterator[Case]:
    for kind, payload in ((ValueType.UINT16, b"\3\0"), (ValueType.INT32, u32(3))):
        part = file(keys=[key("split.count", kind, payload)])
        yield Case(f"split-{kind.name}", part, "parse.split", START + 8 + 11 + 4, True)


CASES = tuple(
    Case(f"{family.__name__}/{case.name}", case.data, case.slug, case.at, case.reference_accepts)
    for family in (strangers, preambles, keys, arrays, alignments, tables, layouts, splits)
    for case in family()
)

__all__ = ["CASES", "i64"]
