"""Token ids, pieces and end tokens against llama.cpp's SPM tokenizer."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engine.gguf import ValueType
from engine.synthetic import TINY, Draft, Entry, draft
from engine.tokenizers import Tokenizer

pytestmark = pytest.mark.oracle

STRINGS = 4000
_KEY = "tokenizer.ggml."
_WORDS = (
    *("the", "of", "and", "turnstile", "engine", "", "token\tgate\nnot", "3.14", "x=[1];"),
    *("naïve", "Zürich", "東京", "нет", "\U0001f642\U0001f469\u200d\U0001f467"),
)


def vocabulary_of_syllables(plan: Draft, *, scores: str) -> None:
    """Tokens that overlap in many ways, so that the order of merges matters."""
    size = TINY.vocabulary_size
    rng = random.Random(7)
    texts = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    kinds = [2, 3, 3] + [6] * 256
    texts += ["<|sep|>", "<|sep|>x", "  ", "[USR]", "ab[USR"]
    kinds += [3, 3, 4, 4, 4]
    known = set(texts)
    while len(texts) < size:
        text = "".join(rng.choice("ab▁tEé字🙂") for _ in range(rng.choice((1, 2, 2, 3, 4))))
        if text not in known:
            known.add(text)
            texts.append(text)
            kinds.append(rng.choice((1, 1, 1, 1, 5)))
    values = [rng.choice((-1.0, -2.0, -2.0, 0.0, -0.5)) for _ in texts]
    if scores == "zero":
        values = [0.0] * size
    plan.metadata[_KEY + "tokens"] = Entry(ValueType.STRING, texts)
    plan.metadata[_KEY + "token_type"] = Entry(ValueType.INT32, kinds)
    plan.metadata[_KEY + "scores"] = Entry(ValueType.FLOAT32, values)


def text(rng: random.Random) -> str:
    kind = rng.randrange(6)
    length = rng.randrange(40)
    if kind == 0:
        return "".join(rng.choice("ab tEé字🙂▁ ") for _ in range(length))
    if kind == 1:
        return " ".join(rng.choice(_WORDS) for _ in range(length // 3))
    if kind == 2:
        return "".join(chr(_code(rng)) for _ in range(length))
    if kind == 3:
        pieces = ("<s>", "</s>", "<unk>", "<|sep|>", "<|sep|>x", "[USR]", "ab[USR]", "  ", " ", "a",
                  "<0x41>", "<", "s>")  # fmt: skip
        return "".join(rng.choice(pieces) for _ in range(length // 2))
    if kind == 4:
        return "".join(chr(rng.randrange(128)) for _ in range(length))
    return (
        " " * rng.randrange(5) + "the" + "\n" * rng.randrange(4) + " " * rng.randrange(9) + "gate"
    )


def _code(rng: random.Random) -> int:
    while True:
        code = rng.randrange(1, 0x110000) if rng.random() < 0.5 else rng.randrange(1, 0x3000)
        if not 0xD800 <= code < 0xE000:
            return code


@pytest.mark.parametrize("vocabulary", ["words", "random", "zero"])
@pytest.mark.parametrize("space", [True, False], ids=["space", "no space"])
def test_ids_equal_llama_cpps(vocabulary, space, tmp_path, peer):
    plan = draft(TINY)
    if vocabulary != "words":
        vocabulary_of_syllables(plan, scores=vocabulary)
    plan.metadata[_KEY + "add_space_prefix"] = Entry(ValueType.BOOL, space)
    plan.metadata[_KEY + "add_eos_token"] = Entry(ValueType.BOOL, space)
    path = plan.write(tmp_path / "model.gguf")
    ours, theirs = Tokenizer.from_gguf(path), peer(path)
    rng = random.Random(11)
    for _ in range(STRINGS):
        written = text(rng)
        for options in ({}, {"add_special": True}, {"parse_special": True}):
            expected = theirs.encode(written, **options)
            assert ours.encode(written, **options) == expected, (written, options)


def test_pieces_and_end_tokens_equal_llama_cpps(tmp_path, peer):
    plan = draft(TINY)
    texts = plan.metadata[_KEY + "tokens"].value
    for token, name in enumerate(("<|im_end|>", "<eos>", "[PAD]", "<|end|>", "<|file_sep|>"), 300):
        texts[token] = name
    plan.metadata[_KEY + "eot_token_id"] = Entry(ValueType.UINT32, 310)
    path = plan.write(tmp_path / "model.gguf")
    ours, theirs = Tokenizer.from_gguf(path), peer(path)
    for token in range(TINY.vocabulary_size):
        assert ours.piece(token) == theirs.piece(token), token
        assert (token in ours.end_ids) == theirs.is_end(token), token


def test_a_long_text_is_cut_as_llama_cpp_cuts_it(tmp_path, peer):
    path = draft(replace(TINY, vocabulary_size=2048)).write(tmp_path / "model.gguf")
    rng = random.Random(3)
    written = " ".join(text(rng) for _ in range(2000))
    ours = Tokenizer.from_gguf(path)
    assert ours.encode(written) == peer(path).encode(written)
    assert ours.decode(ours.encode(written)) == written.replace("▁", " ")
