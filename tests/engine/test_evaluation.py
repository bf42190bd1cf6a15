"""Prompts are checked before any work; `engine.logits` says what it was given."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import LoadError, PromptError, SettingsError
from engine.evaluation import check_prompt, logits
from engine.synthetic import TINY, write_model


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf", TINY)


@pytest.mark.parametrize(
    ("tokens", "slug"),
    [
        ([], "prompt.empty"),
        ((), "prompt.empty"),
        ([0] * 9, "prompt.too-long"),
        ([448], "prompt.unknown-token"),
        ([1, -1], "prompt.unknown-token"),
        ([1 << 70], "prompt.unknown-token"),
        ([1.0], "prompt.value"),
        ([True], "prompt.value"),
        ([np.True_], "prompt.value"),
        (["1"], "prompt.value"),
        ([None], "prompt.value"),
        ("text", "prompt.value"),
        (7, "prompt.value"),
        (None, "prompt.value"),
        (np.zeros((2, 2), dtype=np.int64), "prompt.value"),
    ],
)
def test_a_prompt_that_cannot_be_evaluated_is_rejected(tokens, slug):
    with pytest.raises(PromptError) as raised:
        check_prompt(tokens, vocab_count=448, capacity=8)
    assert raised.value.slug == slug
    assert {"expected", "found"} <= set(raised.value.evidence)


@pytest.mark.parametrize("tokens", [[0, 447], np.array([0, 447]), range(0, 448, 447), b"\x00\x01"])
def test_token_ids_of_any_whole_kind_become_plain_ints(tokens):
    found = check_prompt(tokens, vocab_count=448, capacity=2)
    assert found == tuple(int(token) for token in tokens)
    assert all(type(token) is int for token in found)


def test_logits_of_a_bad_call(path, tmp_path):
    with pytest.raises(PromptError):
        logits(path, [])
    with pytest.raises(PromptError):
        logits(path, [1] * (TINY.context_length + 1))
    with pytest.raises(SettingsError) as raised:
        logits(path, [1], mode="approximate")
    assert "exact" in str(raised.value)
    with pytest.raises(LoadError) as missing:
        logits(tmp_path / "none.gguf", [1])
    assert missing.value.slug == "fetch.missing"


def test_logits_of_a_full_context(path):
    tokens = [3] * TINY.context_length
    found = logits(str(path), tokens, mode="exact")
    assert found.shape == (TINY.context_length, TINY.vocabulary_size)
    assert np.isfinite(found).all()
