"""What a synthetic model is, and its draft: metadata and tensors of the llama architecture.

The scales of the weights are chosen so that generation is lively: logits differ by a few units,
and greedy output wanders instead of repeating one token. Three things work against that. With
tied embeddings the residual stream still contains the input's own embedding and the input would
win; so the layers add several times what the embedding brought. Uniform attention would wash
positions out; so queries and keys are large enough for scores to differ. And byte tokens are the
greater part of a small vocabulary; so their rows are small, and what is generated reads as words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..gguf import TensorType, ValueType
from .draft import Draft, Entry, TensorDraft
from .vocabulary import BOS, BYTE_BASE, EOS, PIECE_BASE, UNKNOWN, spm_vocabulary

__all__ = ["SMALL", "TINY", "ModelSpec", "draft"]

QUERY_KEY_GAIN = 1.2
BRANCH_GAIN = 3.0
OUTPUT_GAIN = 2.5
BIAS_DEVIATION = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelSpec:
    """A synthetic model; equal specs give equal bytes. Names follow the metadata keys.

    `key_length` is the size of a head, by default embedding_length / head_count; `rope_dimensions`
    is by default the whole head. `rope_factors` adds the tensor that divides rope frequencies.
    `weight_type` is the type of the matrices (F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0 or Q5_1);
    vectors are F32.
    """

    architecture: str = "llama"
    block_count: int = 2
    embedding_length: int = 32
    head_count: int = 4
    head_count_kv: int = 2
    key_length: int | None = None
    feed_forward_length: int = 64
    context_length: int = 128
    vocabulary_size: int = 448
    weight_type: TensorType = TensorType.F32
    rope_dimensions: int | None = None
    rope_base: float = 10_000.0
    rope_factors: bool = False
    epsilon: float = 1e-5
    tied: bool = False
    attention_bias: bool = False
    feed_forward_bias: bool = False
    alignment_bytes: int | None = None
    seed: int = 7

    @property
    def head_length(self) -> int:
        """The size of one head."""
        return self.key_length or self.embedding_length // self.head_count


TINY = ModelSpec()
"""Loads in milliseconds; 190 kB in F32."""

SMALL = ModelSpec(
    block_count=4,
    embedding_length=256,
    head_count=8,
    head_count_kv=4,
    feed_forward_length=768,
    context_length=512,
    vocabulary_size=2048,
)
"""Large enough for times to mean something, and for 256-element blocks; 17 MB in F32."""


def draft(spec: ModelSpec) -> Draft:
    """Return the draft of a model: what `write_model` writes, while it can still be changed."""
    if spec.architecture != "llama":
        raise ValueError(f"no synthetic {spec.architecture!r} models; there are: llama")
    return Draft(
        architecture=spec.architecture,
        seed=spec.seed,
        metadata=dict(_metadata(spec)),
        tensors=dict(_tensors(spec)),
    )


def _metadata(spec: ModelSpec) -> Iterator[tuple[str, Entry]]:
    name = spec.architecture

    def count(key: str, value: int) -> tuple[str, Entry]:
        return key, Entry(ValueType.UINT32, value)

    yield "general.name", Entry(ValueType.STRING, f"synthetic {name}, seed {spec.seed}")
    if spec.alignment_bytes is not None:
        yield count("general.alignment", spec.alignment_bytes)
    yield count(f"{name}.block_count", spec.block_count)
    yield count(f"{name}.context_length", spec.context_length)
    yield count(f"{name}.embedding_length", spec.embedding_length)
    yield count(f"{name}.feed_forward_length", spec.feed_forward_length)
    yield count(f"{name}.attention.head_count", spec.head_count)
    yield count(f"{name}.attention.head_count_kv", spec.head_count_kv)
    if spec.key_length is not None:
        yield count(f"{name}.attention.key_length", spec.key_length)
        yield count(f"{name}.attention.value_length", spec.key_length)
    yield (
        f"{name}.attention.layer_norm_rms_epsilon",
        Entry(ValueType.FLOAT32, spec.epsilon),
    )
    yield count(f"{name}.rope.dimension_count", spec.rope_dimensions or spec.head_length)
    yield f"{name}.rope.freq_base", Entry(ValueType.FLOAT32, spec.rope_base)
    yield count(f"{name}.vocab_size", spec.vocabulary_size)
    yield from _tokenizer(spec)


def _tokenizer(spec: ModelSpec) -> Iterator[tuple[str, Entry]]:
    vocabulary = spm_vocabulary(spec.vocabulary_size)
    stem = "tokenizer.ggml"
    yield f"{stem}.model", Entry(ValueType.STRING, "llama")
    yield f"{stem}.tokens", Entry(ValueType.STRING, list(vocabulary.tokens))
    yield f"{stem}.scores", Entry(ValueType.FLOAT32, list(vocabulary.scores))
    yield f"{stem}.token_type", Entry(ValueType.INT32, list(vocabulary.types))
    for role, token in (("unknown", UNKNOWN), ("bos", BOS), ("eos", EOS)):
        yield f"{stem}.{role}_token_id", Entry(ValueType.UINT32, token)
    yield f"{stem}.add_bos_token", Entry(ValueType.BOOL, True)
    yield f"{stem}.add_eos_token", Entry(ValueType.BOOL, False)
    yield f"{stem}.add_space_prefix", Entry(ValueType.BOOL, True)


def _tensors(spec: ModelSpec) -> Iterator[tuple[str, TensorDraft]]:
    width, tokens = spec.embedding_length, spec.vocabulary_size

    table = TensorDraft(
        (tokens, width),
        spec.weight_type,
        OUTPUT_GAIN / width**0.5,
        quiet=range(BYTE_BASE, PIECE_BASE),
    )
    yield "token_embd.weight", table
    if spec.rope_factors:
        factors = np.linspace(1.0, 8.0, (spec.rope_dimensions or spec.head_length) // 2)
        shape = factors.shape
        given = factors.astype(np.float32)
        yield "rope_freqs.weight", TensorDraft(shape, TensorType.F32, given=given)
    for index in range(spec.block_count):
        for name, tensor in _block(spec):
            yield f"blk.{index}.{name}", tensor
    yield "output_norm.weight", _norm(width)
    if not spec.tied:
        yield "output.weight", table


def _block(spec: ModelSpec) -> Iterator[tuple[str, TensorDraft]]:
    width, inner = spec.embedding_length, spec.feed_forward_length
    heads, kv = spec.head_count * spec.head_length, spec.head_count_kv * spec.head_length
    yield "attn_norm.weight", _norm(width)
    for name, rows, columns, gain in (
        ("attn_q", heads, width, QUERY_KEY_GAIN),
        ("attn_k", kv, width, QUERY_KEY_GAIN),
        ("attn_v", kv, width, 1.0),
        ("attn_output", width, heads, BRANCH_GAIN),
    ):
        yield from _linear(spec, name, rows, columns, gain, spec.attention_bias)
    yield "ffn_norm.weight", _norm(width)
    for name, rows, columns, gain in (
        ("ffn_gate", inner, width, 1.5),
        ("ffn_up", inner, width, 1.5),
        ("ffn_down", width, inner, BRANCH_GAIN),
    ):
        yield from _linear(spec, name, rows, columns, gain, spec.feed_forward_bias)


def _linear(
    spec: ModelSpec, name: str, rows: int, columns: int, gain: float, biased: bool
) -> Iterator[tuple[str, TensorDraft]]:
    # Divided by the root of its columns, a matrix keeps the size of what it multiplies.
    yield f"{name}.weight", TensorDraft((rows, columns), spec.weight_type, gain / columns**0.5)
    if biased:
        yield f"{name}.bias", TensorDraft((rows,), TensorType.F32, BIAS_DEVIATION)


def _norm(width: int) -> TensorDraft:
    return TensorDraft((width,), TensorType.F32, deviation=0.1, mean=1.0)
