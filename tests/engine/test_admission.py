"""Admission: what is refused, by which name, with which evidence; and that the rest is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.admission import admit
from engine.architectures import ARCHITECTURES
from engine.errors import LoadError
from engine.gguf import TensorType, ValueType, open_bytes
from engine.synthetic import TINY, Draft, Entry, ModelSpec, TensorDraft, draft
from engine.tokenizers import tokenizer_from
from specs.errors import CATALOGUE

U32, F32, TEXT = ValueType.UINT32, ValueType.FLOAT32, ValueType.STRING


def key(name: str, kind: ValueType, value: object) -> Callable[[Draft], None]:
    def spoil(plan: Draft) -> None:
        plan.metadata[name] = Entry(kind, value)

    return spoil


def count(name: str, value: int) -> Callable[[Draft], None]:
    return key(f"llama.{name}", U32, value)


def without(name: str) -> Callable[[Draft], None]:
    def spoil(plan: Draft) -> None:
        (plan.metadata if name in plan.metadata else plan.tensors).pop(name)

    return spoil


def tensor(name: str, shape: tuple[int, ...], kind: TensorType = TensorType.F32):
    def spoil(plan: Draft) -> None:
        plan.tensors[name] = TensorDraft(shape, kind)

    return spoil


def _name(value: object) -> str:
    return value if isinstance(value, str) else ""


REFUSED = [
    ("tensor.unsupported", "llama.expert_count", count("expert_count", 8)),
    ("tensor.unsupported", "llama.rope.scaling.type", key("llama.rope.scaling.type", TEXT, "yarn")),
    ("tensor.unsupported", "llama.rope.scaling.attn_factor",
     key("llama.rope.scaling.attn_factor", F32, 1.5)),
    ("tensor.unsupported", "llama.attention.head_count_kv",
     key("llama.attention.head_count_kv", U32, [2, 1])),
    ("tensor.hyperparameter", "llama.attention.head_count_kv", count("attention.head_count_kv", 3)),
    ("tensor.hyperparameter", "llama.attention.head_count", count("attention.head_count", 6)),
    ("tensor.hyperparameter", "llama.rope.dimension_count", count("rope.dimension_count", 7)),
    ("tensor.key-range", "llama.rope.dimension_count", count("rope.dimension_count", 10)),
    ("tensor.key-range", "llama.block_count", count("block_count", 0)),
    ("tensor.key-range", "llama.block_count", count("block_count", 513)),
    ("tensor.key-range", "llama.embedding_length", count("embedding_length", 0)),
    ("tensor.key-range", "llama.embedding_length", count("embedding_length", 2**32 - 1)),
    ("tensor.key-range", "llama.feed_forward_length", count("feed_forward_length", 2**31)),
    ("tensor.key-range", "llama.attention.head_count", count("attention.head_count", 0)),
    ("tensor.key-range", "llama.attention.head_count_kv", count("attention.head_count_kv", 0)),
    ("tensor.key-range", "llama.attention.key_length", count("attention.key_length", 2**30)),
    ("tensor.key-range", "llama.context_length", count("context_length", 0)),
    ("tensor.key-range", "llama.attention.layer_norm_rms_epsilon",
     key("llama.attention.layer_norm_rms_epsilon", F32, -1.0)),
    ("tensor.key-range", "llama.attention.layer_norm_rms_epsilon",
     key("llama.attention.layer_norm_rms_epsilon", F32, float("nan"))),
    ("tensor.key-range", "llama.rope.freq_base", key("llama.rope.freq_base", F32, 0.0)),
    ("tensor.key-length", "llama.feed_forward_length",
     key("llama.feed_forward_length", U32, [64, 64, 64])),
    ("tensor.key-type", "llama.block_count", key("llama.block_count", TEXT, "2")),
    ("tensor.missing-key", "llama.block_count", without("llama.block_count")),
    ("tensor.missing-key", "llama.context_length", without("llama.context_length")),
    ("tensor.missing-key", "tokenizer.ggml.tokens", without("tokenizer.ggml.tokens")),
    ("tensor.vocabulary", "llama.vocab_size", count("vocab_size", 447)),
    ("tensor.missing", "token_embd.weight", without("token_embd.weight")),
    ("tensor.missing", "blk.1.ffn_up.weight", without("blk.1.ffn_up.weight")),
    ("tensor.missing", "blk.2.attn_norm.weight", count("block_count", 3)),
    ("tensor.extra", "blk.1.attn_norm.weight", count("block_count", 1)),
    ("tensor.extra", "blk.0.attn_qkv.weight", tensor("blk.0.attn_qkv.weight", (64, 32))),
    ("tensor.extra", "blk.0.attn_norm.bias", tensor("blk.0.attn_norm.bias", (32,))),
    ("tensor.shape", "token_embd.weight", tensor("token_embd.weight", (447, 32))),
    ("tensor.shape", "blk.0.attn_k.weight", tensor("blk.0.attn_k.weight", (32, 32))),
    ("tensor.shape", "blk.0.attn_q.bias", tensor("blk.0.attn_q.bias", (16,))),
    ("tensor.shape", "output_norm.weight", tensor("output_norm.weight", (1, 32))),
    ("tensor.shape", "rope_freqs.weight", tensor("rope_freqs.weight", (8,))),
    ("tensor.shape", "blk.0.ffn_gate.weight", count("feed_forward_length", 32)),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "spoil"), REFUSED, ids=_name)
def test_a_file_that_cannot_be_run_is_refused_by_name(slug, name, spoil):
    plan = draft(TINY)
    spoil(plan)
    with pytest.raises(LoadError) as raised:
        admit(open_bytes(plan.to_bytes()).header)
    error = raised.value
    assert error.slug == slug
    assert error.stage == "tensor"
    assert name in (error.evidence.get("key"), error.evidence.get("name"))
    assert {"expected", "found"} <= set(error.evidence)
    assert name in str(error)
    assert error.hint


def test_every_slug_of_admission_has_a_file_that_is_refused_for_it():
    elsewhere = {"tensor.type", "tensor.architecture", "tensor.tokenizer"}
    covered = {slug for slug, _, _ in (*REFUSED, *BAD_VOCABULARIES)} | elsewhere
    assert covered >= {entry.slug for entry in CATALOGUE.values() if 410 <= entry.number < 500}


def test_a_type_that_does_not_run_is_named_with_those_that_do():
    header = open_bytes(draft(TINY).to_bytes()).header
    tensors = dict(header.tensors)
    for kind in (TensorType.I32, TensorType.Q8_K, TensorType.Q1_0):
        tensors["blk.0.ffn_up.weight"] = replace(tensors["blk.0.ffn_up.weight"], type=kind)
        with pytest.raises(LoadError) as raised:
            admit(replace(header, tensors=tensors))
        assert raised.value.slug == "tensor.type"
        assert kind.name in str(raised.value)
        assert "Q4_K" in raised.value.evidence["expected"]


def test_an_unknown_architecture_is_told_which_are_known():
    plan = draft(TINY)
    plan.architecture = "rwkv7"
    with pytest.raises(LoadError) as raised:
        admit(open_bytes(plan.to_bytes()).header)
    assert raised.value.evidence["expected"] == sorted(ARCHITECTURES)
    assert "llama" in str(raised.value)


def test_numbers_that_ask_for_the_moon_allocate_nothing():
    plan = draft(TINY)
    for name, value in (
        ("block_count", 512), ("embedding_length", 1 << 17), ("feed_forward_length", 1 << 20),
        ("attention.head_count", 1 << 12), ("context_length", (1 << 31) - 1),
    ):  # fmt: skip
        plan.metadata[f"llama.{name}"] = Entry(U32, value)
    plan.metadata["llama.rope.dimension_count"] = Entry(U32, 32)
    with pytest.raises(LoadError) as raised:
        admit(open_bytes(plan.to_bytes()).header)
    assert raised.value.slug in ("tensor.missing", "tensor.shape")


IRRELEVANT = [
    count("expert_count", 0),
    count("expert_used_count", 0),
    count("vocab_size", 0),
    key("llama.rope.scaling.factor", F32, 0.0),
    key("llama.rope.scaling.attn_factor", F32, 0.0),
    key("llama.attention.sliding_window", U32, 0),
    key("general.sampling.temp", F32, float("nan")),
    key("llama.feed_forward_length", U32, [64, 64]),
    key("llama.attention.head_count", U32, [4, 4]),
    without("llama.vocab_size"),
    without("llama.attention.head_count_kv"),
    without("llama.rope.freq_base"),
    without("llama.rope.dimension_count"),
]


@pytest.mark.parametrize("change", IRRELEVANT)
def test_what_changes_nothing_is_admitted(change):
    spec = replace(TINY, head_count_kv=4)
    plan = draft(spec)
    change(plan)
    admitted = admit(open_bytes(plan.to_bytes()).header)
    assert admitted.config == admit(open_bytes(draft(spec).to_bytes()).header).config


@pytest.mark.parametrize(
    "spec",
    [
        TINY,
        replace(TINY, tied=True),
        replace(TINY, attention_bias=True, feed_forward_bias=True, rope_factors=True),
        replace(TINY, key_length=10, head_count_kv=1),
        replace(TINY, weight_type=TensorType.Q4_0),
    ],
)
def test_a_program_reads_exactly_the_tensors_of_its_file(spec: ModelSpec):
    header = open_bytes(draft(spec).to_bytes()).header
    blueprint = admit(header)
    program = blueprint.program
    read = {
        value
        for operation in (*program.body, *program.head)
        for field in ("weight", "bias", "factors")
        if (value := getattr(operation, field, None)) is not None
    }
    assert read == set(header.tensors)
    buffers = {
        value
        for operation in (*program.body, *program.head)
        for field in ("source", "target", "gate", "key", "value", "query")
        if (value := getattr(operation, field, None)) is not None
    }
    assert buffers == set(program.widths)


VOCABULARY = "tokenizer.ggml."


def replaced(name: str, index: int, value: object) -> Callable[[Draft], None]:
    def spoil(plan: Draft) -> None:
        plan.metadata[VOCABULARY + name].value[index] = value

    return spoil


def shortened(name: str) -> Callable[[Draft], None]:
    def spoil(plan: Draft) -> None:
        plan.metadata[VOCABULARY + name].value.pop()

    return spoil


BAD_VOCABULARIES = [
    ("tensor.tokenizer", "model", key(VOCABULARY + "model", TEXT, "no_vocab")),
    ("tensor.missing-key", "model", without(VOCABULARY + "model")),
    ("tensor.key-length", "token_type", shortened("token_type")),
    ("tensor.key-length", "scores", shortened("scores")),
    ("tensor.key-range", "scores", replaced("scores", 300, float("nan"))),
    ("tensor.key-range", "token_type", replaced("token_type", 300, 7)),
    ("tensor.key-range", "token_type", replaced("token_type", 300, -1)),
    ("tensor.key-range", "bos_token_id", key(VOCABULARY + "bos_token_id", U32, 448)),
    ("tensor.key-range", "eos_token_id", key(VOCABULARY + "eos_token_id", U32, 2**32 - 1)),
    ("tensor.key-range", "eot_token_id", key(VOCABULARY + "eot_token_id", U32, 448)),
    ("tensor.key-range", "unknown_token_id",
     key(VOCABULARY + "unknown_token_id", ValueType.INT32, -1)),
    ("tensor.vocabulary", "tokens", replaced("tokens", 301, "<s>")),
    ("tensor.vocabulary", "tokens", replaced("tokens", 10, "<0x-1>")),
    ("tensor.vocabulary", "tokens", replaced("tokens", 10, "<0x0>")),
    ("tensor.vocabulary", "tokens", replaced("tokens", 10, "<0x100>")),
    ("tensor.vocabulary", "tokens", replaced("tokens", 10, "<0xGG>")),
    ("tensor.vocabulary", "tokens", replaced("tokens", 10, "<0x41>A")),
    ("tensor.key-type", "add_bos_token", key(VOCABULARY + "add_bos_token", U32, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "spoil"), BAD_VOCABULARIES, ids=_name)
def test_a_vocabulary_that_contradicts_itself_is_refused(slug, name, spoil):
    plan = draft(TINY)
    spoil(plan)
    with pytest.raises(LoadError) as raised:
        tokenizer_from(open_bytes(plan.to_bytes()).header)
    assert raised.value.slug == slug
    assert raised.value.evidence["key"] == VOCABULARY + name
    assert {"expected", "found"} <= set(raised.value.evidence)
