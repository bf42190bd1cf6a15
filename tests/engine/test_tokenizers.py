"""SPM by hand-checked cases and by properties; llama.cpp's ids are compared in tests/oracle."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import PromptError
from engine.gguf import ValueType, open_bytes
from engine.synthetic import TINY, Entry, draft, write_model
from engine.tokenizers import Streamer, Tokenizer, tokenizer_from

KEY = "tokenizer.ggml."
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
SPECIAL = ["<unk>", "<s>", "</s>"]


def tokenizer(
    pieces: dict[str, float],
    *,
    kinds: dict[str, int] | None = None,
    bytes_too: bool = True,
    **entries: Entry,
) -> Tokenizer:
    """A tokenizer of the special tokens, perhaps the bytes, and scored pieces."""
    texts = SPECIAL + (BYTES if bytes_too else []) + list(pieces)
    kind_of = {"<unk>": 2, "<s>": 3, "</s>": 3, **dict.fromkeys(BYTES, 6), **(kinds or {})}
    plan = draft(TINY)
    plan.metadata[KEY + "tokens"] = Entry(ValueType.STRING, texts)
    scores = [pieces.get(text, 0.0) for text in texts]
    plan.metadata[KEY + "scores"] = Entry(ValueType.FLOAT32, scores)
    numbers = [kind_of.get(text, 1) for text in texts]
    plan.metadata[KEY + "token_type"] = Entry(ValueType.INT32, numbers)
    for name, entry in entries.items():
        plan.metadata[KEY + name] = entry
    return tokenizer_from(open_bytes(plan.to_bytes()).header)


def texts_of(made: Tokenizer, text: str, **options: bool) -> list[str]:
    vocabulary = made._vocabulary.texts
    return [vocabulary[token] for token in made.encode(text, **options)]


NO_SPACE = {"add_space_prefix": Entry(ValueType.BOOL, False)}
CASES = [
    ({"a": 0, "b": 0, "ab": -1}, "ab", ["ab"]),
    ({"a": 0, "b": 0, "ab": -1, "ba": -2}, "aba", ["ab", "a"]),
    ({"a": 0, "b": 0, "ab": -2, "ba": -1}, "aba", ["a", "ba"]),
    # Equal scores: the leftmost pair first.
    ({"a": 0, "aa": -1}, "aaa", ["aa", "a"]),
    ({"a": 0, "b": 0, "ab": -1, "ba": -1}, "bab", ["ba", "b"]),
    # A union needs its parts: "abc" cannot come from "a" and "bc" when only "ab" is a token.
    ({"a": 0, "b": 0, "c": 0, "ab": -3, "bc": -1, "abc": -2}, "abc", ["abc"]),
    ({"a": 0, "b": 0, "c": 0, "ab": -1, "bc": -2, "abcd": -1}, "abc", ["ab", "c"]),
    # A part that grew in the meantime makes a candidate stale.
    ({"a": 0, "b": 0, "ab": -1, "abab": -2, "ba": -3}, "abab", ["abab"]),
    # A symbol that was swallowed takes no part any more, though its borders look right.
    (
        {**dict.fromkeys("abcde", 0), "ab": -1, "bc": -2, "de": -3, "cde": -4},
        "abcde",
        ["ab", "cde"],
    ),
    ({"a": 0}, "é", ["<0xC3>", "<0xA9>"]),
    ({"é": 0}, "é", ["é"]),
    ({"\u2581": 0, "a": 0, "\u2581a": -1}, "a a", ["a", "\u2581a"]),
    ({"a": 0}, "\x00", ["<0x00>"]),
    ({"a": 0}, "", []),
]


@pytest.mark.parametrize(("pieces", "text", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_merges_by_score(pieces, text, expected):
    assert texts_of(tokenizer(pieces, **NO_SPACE), text) == expected


def test_a_space_goes_in_front_of_a_text_and_after_special_tokens():
    made = tokenizer({"\u2581": 0, "a": 0, "[U]": 0}, kinds={"[U]": 4})
    assert texts_of(made, "a") == ["\u2581", "a"]
    assert texts_of(made, " a") == ["\u2581", "\u2581", "a"]
    assert texts_of(made, "a[U]a[U]") == ["\u2581", "a", "[U]", "\u2581", "a", "[U]"]
    assert texts_of(made, "") == []
    assert made.decode(made.encode(" a[U]a[U][U]  a")) == " a[U]a[U][U]  a"


def test_begin_and_end_come_as_the_file_says():
    flags = {"add_eos_token": Entry(ValueType.BOOL, True)}
    made = tokenizer({"a": 0}, **NO_SPACE, **flags)
    assert texts_of(made, "a", add_special=True) == ["<s>", "a", "</s>"]
    assert texts_of(made, "a") == ["a"]
    flags["add_bos_token"] = Entry(ValueType.BOOL, False)
    assert texts_of(tokenizer({"a": 0}, **NO_SPACE, **flags), "a", add_special=True) == [
        "a",
        "</s>",
    ]


def test_text_never_spells_a_control_token_unless_asked():
    # A vocabulary that has every part of "<s>": merging alone would build it.
    parts = {"<": 0, "s": 0, ">": 0, "<s": -1, "s>": -2, "/": 0, "</": -1, "</s": -1}
    made = tokenizer(parts, **NO_SPACE)
    assert texts_of(made, "<s></s>") == ["<s", ">", "</s", ">"]
    assert texts_of(made, "<s></s>", parse_special=True) == ["<s>", "</s>"]
    assert texts_of(made, "s<unk>", parse_special=True) == ["s", "<unk>"]
    # Nor a byte that it does not mean.
    byte = {
        "<": 0,
        "0": 0,
        "x": 0,
        "4": 0,
        "1": 0,
        ">": 0,
        "<0": 0,
        "<0x": 0,
        "<0x4": 0,
        "<0x41": 0,
    }
    assert texts_of(tokenizer(byte, **NO_SPACE), "<0x41>") == ["<0x41", ">"]


def test_a_token_that_ends_is_a_control_token_even_if_the_file_forgot():
    pieces = {"<": 0, "|": 0, "im_end": 0, ">": 0, "<|im_end|>": 0}
    made = tokenizer(pieces, bytes_too=True)
    (token,) = made.encode("<|im_end|>", parse_special=True)
    assert token in made.end_ids
    assert made.piece(token) == b""
    assert token not in made.encode("<|im_end|>")


def test_without_bytes_the_unknown_token_stands_in():
    made = tokenizer({"a": 0}, bytes_too=False, **NO_SPACE)
    assert texts_of(made, "ab") == ["a", "<unk>"]


@pytest.mark.parametrize("code", [0xD800, 0xDC80, 0xDFFF])
def test_lone_surrogates_are_rejected_with_their_place(code):
    text = "ok" + chr(code)
    with pytest.raises(PromptError) as raised:
        REAL.encode(text)
    assert raised.value.slug == "prompt.encoding"
    assert raised.value.evidence["position"] == len(text) - 1
    assert f"{ord(text[-1]):04X}" in str(raised.value)


@pytest.mark.parametrize("text", [None, b"bytes", 7])
def test_what_is_no_text_is_rejected(text):
    with pytest.raises(PromptError) as raised:
        REAL.encode(text)
    assert raised.value.slug == "prompt.value"


REAL = tokenizer_from(open_bytes(draft(TINY).to_bytes()).header)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back(text):
    text = text.replace("\u2581", "")
    ids = REAL.encode(text)
    assert REAL.decode(ids) == text
    assert REAL.decode(REAL.encode(text, add_special=True)) == text


def test_every_code_point_comes_back():
    points = "".join(
        chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and code != 0x2581
    )
    for start in range(0, len(points), 1 << 16):
        some = points[start : start + (1 << 14)]
        assert REAL.decode(REAL.encode(some)) == some


@settings(deadline=None)
@given(st.lists(st.integers(0, REAL.vocab_count - 1)))
def test_streaming_any_tokens_gives_their_text_and_never_half_a_character(tokens):
    streamer = REAL.streamer()
    parts = [streamer.push(token) for token in tokens]
    parts.append(streamer.finish())
    whole = b"".join(REAL.piece(token) for token in tokens)
    assert "".join(parts) == whole.decode("utf-8", "replace")
    for part in parts:
        part.encode("utf-8")


def test_a_character_in_bytes_is_held_back_until_it_is_whole():
    streamer = Streamer(REAL)
    ids = REAL.encode("🙂")[1:]
    assert len(ids) == 4
    assert [streamer.push(token) for token in ids] == ["", "", "", "🙂"]
    assert streamer.finish() == ""
    assert [streamer.push(token) for token in ids[:3]] == ["", "", ""]
    assert streamer.finish() == "\ufffd"


def test_a_continuation_keeps_its_first_space_and_a_decoded_text_does_not():
    ids = REAL.encode("the gate")
    streamer = REAL.streamer()
    assert "".join(streamer.push(token) for token in ids) == " the gate"
    assert REAL.decode(ids) == "the gate"


@pytest.mark.parametrize("token", [-1, REAL.vocab_count])
def test_a_token_outside_the_vocabulary_has_no_piece(token):
    with pytest.raises(IndexError):
        REAL.piece(token)


def test_time_grows_with_the_text_and_not_with_its_square():
    def seconds(count: int) -> float:
        text = "the quiet gate " * count
        start = time.process_time()
        REAL.encode(text)
        return time.process_time() - start

    seconds(100)
    short = min(seconds(300) for _ in range(3))
    long = min(seconds(3000) for _ in range(2))
    assert long < 40 * short, "ten times the text took more than forty times as long"


def test_a_vocabulary_comes_from_a_path(tmp_path):
    path = write_model(tmp_path / "model.gguf", TINY)
    assert Tokenizer.from_gguf(path).encode("the gate") == REAL.encode("the gate")
    assert Tokenizer.from_gguf(str(path)).end_ids == {2}
