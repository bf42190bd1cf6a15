"""Random damage: nothing but LoadError escapes, and no number in a file buys memory or time."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter
from contextlib import suppress

import pytest
from gguf_cases import CASES
from gguf_forge import array, file, key, number, tensor, text, u32

from engine.errors import LoadError
from engine.gguf import Header, TensorType, ValueType, read_header
from specs.errors import CATALOGUE

INTERESTING = (0, 1, 2, 7, 8, 12, 13, 31, 32, 255, 2**15, 2**16, 2**30, 2**31, 2**32 - 1)
WIDE = (*INTERESTING, 2**30 + 1, 2**32, 2**40, 2**62, 2**63 - 1, 2**63, 2**64 - 16, 2**64 - 1)

ORIGINAL = file(
    keys=[
        key("general.architecture", ValueType.STRING, text("llama")),
        key("general.alignment", ValueType.UINT32, u32(32)),
        number(2, "llama.block_count"),
        key("llama.eps", ValueType.FLOAT32, u32(0x3727C5AC)),
        key("some.flag", ValueType.BOOL, b"\1"),
        key("some.wide", ValueType.UINT64, bytes(8)),
        key("some.words", ValueType.ARRAY, array(8, 3, text("one") + text("") + text("three"))),
        key("some.scores", ValueType.ARRAY, array(6, 4, bytes(16))),
        key("some.flags", ValueType.ARRAY, array(7, 4, b"\0\1\1\0")),
    ],
    tensors=[
        tensor("token_embd.weight", (32, 2), TensorType.Q8_0),
        tensor("blk.0.attn_norm.weight", (9,), offset=96),
        tensor("output.weight", (3, 3, 2, 1), TensorType.F16, offset=160),
    ],
)
HEADER_BYTES = len(ORIGINAL) - 1024


def mutant(chance: random.Random) -> bytes:
    data = bytearray(ORIGINAL)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(4, max(min(len(data), HEADER_BYTES), 5))
        if at >= len(data):
            break
        match chance.randrange(7):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data[at : at + 4] = chance.choice(INTERESTING).to_bytes(4, "little")
            case 3:
                data[at : at + 8] = chance.choice(WIDE).to_bytes(8, "little")
            case 4:
                del data[at : at + chance.randrange(1, 17)]
            case 5:
                data[at:at] = chance.randbytes(chance.randrange(1, 17))
            case 6:
                del data[at:]
    return bytes(data)


def interrogate(header: Header) -> None:
    """Ask everything of every key: getters, too, may only raise LoadError."""
    for name in header.metadata:
        for ask in (
            header.integer, header.number, header.flag, header.text, header.raw,
            header.texts, header.raws, header.integers, header.numbers, header.peek,
        ):  # fmt: skip
            with suppress(LoadError):
                ask(name)


def verdict(data: bytes) -> tuple[Header | None, LoadError | None]:
    try:
        return read_header(data), None
    except LoadError as error:
        return None, error


def check(data: bytes) -> str:
    header, refusal = verdict(data)
    if header is None:
        assert refusal is not None
        assert refusal.stage == "parse"
        assert CATALOGUE[refusal.slug].number == refusal.code
        at = refusal.evidence["offset_bytes"]
        assert isinstance(at, int)
        assert 0 <= at <= len(data)
        return refusal.slug
    end = len(data)
    for info in header.tensors.values():
        assert header.data_offset_bytes <= info.offset_bytes <= end - info.size_bytes
    interrogate(header)
    return "accepted"


def test_the_original_is_sound() -> None:
    assert check(ORIGINAL) == "accepted"


def test_mutants() -> None:
    chance = random.Random(20_240)
    verdicts: Counter[str] = Counter()
    for _ in range(10_000):
        verdicts[check(mutant(chance))] += 1
    # The damage reaches the depths of the reader and not just its door.
    assert verdicts["accepted"]
    assert len(verdicts) > 20, verdicts


def test_mutants_buy_no_memory() -> None:
    chance = random.Random(7)
    tracemalloc.start()
    try:
        for _ in range(400):
            data = mutant(chance)
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            check(data)
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before < 1 << 20
    finally:
        tracemalloc.stop()


def test_every_truncation_is_refused() -> None:
    for length in range(len(ORIGINAL) - 1024 + 160 + 36):
        assert check(ORIGINAL[:length]) != "accepted", length
    assert check(ORIGINAL[: HEADER_BYTES + 160 + 36]) == "accepted"


@pytest.mark.parametrize("octet", [0x00, 0x01, 0x7F, 0x80, 0xFF])
def test_every_byte_overwritten(octet: int) -> None:
    for at in range(HEADER_BYTES):
        check(ORIGINAL[:at] + bytes([octet]) + ORIGINAL[at + 1 :])


def test_every_byte_of_every_malformed_case_overwritten() -> None:
    chance = random.Random(3)
    for case in CASES:
        for _ in range(10):
            if case.data:
                data = bytearray(case.data[:4096])
                data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
                check(bytes(data))
