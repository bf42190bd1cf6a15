"""llama: Llama 1 to 3, Mistral, TinyLlama, SmolLM, Yi and their kin.

A pre-norm decoder: grouped-query attention with rotary positions on adjacent pairs, and a gated
feed-forward. Letters in shape comments, as the file stores them, rows first:

    E embedding   V vocabulary   F feed-forward   H query heads   G key and value heads
    K numbers per key head   U numbers per value head   R numbers of a head that are turned
"""

from __future__ import annotations

from ..lifetimes import Config
from ..operations import Add, Attend, Embed, Gate, Norm, Operation, Program, Project, Rope, Store
from .declaration import Keys, Need

NAME = "llama"


def configure(keys: Keys) -> Config:
    """Read the hyperparameters; every number is bounded where it is read."""
    keys.refuse_if_set("expert_count", "mixture of experts")
    blocks = keys.count("block_count", high=512)
    embedding = keys.count("embedding_length", high=1 << 17)
    heads = keys.count("attention.head_count", high=1 << 12, blocks=blocks)
    groups = keys.count("attention.head_count_kv", heads, high=1 << 12, blocks=blocks)
    keys.divides("attention.head_count_kv", groups, "attention.head_count", heads)
    if not (keys.has("attention.key_length") and keys.has("attention.value_length")):
        keys.divides("attention.head_count", heads, "embedding_length", embedding)
    key_size = keys.count("attention.key_length", embedding // heads, high=1 << 13)
    rope_size = keys.count("rope.dimension_count", key_size, high=key_size)
    keys.even("rope.dimension_count", rope_size)
    return Config(
        architecture=NAME,
        vocab_count=keys.vocab_count(high=1 << 22),
        embedding_size=embedding,
        block_count=blocks,
        ffn_size=keys.count("feed_forward_length", high=1 << 20, blocks=blocks),
        head_count=heads,
        kv_head_count=groups,
        key_size=key_size,
        value_size=keys.count("attention.value_length", embedding // heads, high=1 << 13),
        rope_size=rope_size,
        rope_base=keys.number("rope.freq_base", 10_000.0, low=1.0, high=1e12),
        rope_scale=keys.rope_scale(),
        norm_epsilon=keys.number("attention.layer_norm_rms_epsilon", low=0.0, high=1.0),
        training_positions=keys.count("context_length", high=(1 << 31) - 1),
    )


def needs(config: Config) -> list[Need]:
    """List every tensor of the file, with its shape; `optional` ones may be absent."""
    e, f, v = config.embedding_size, config.ffn_size, config.vocab_count
    h, g = config.head_count, config.kv_head_count
    k, u = config.key_size, config.value_size
    found = [
        Need("token_embd.weight", (v, e)),  # [V, E]
        Need("output_norm.weight", (e,)),  # [E]
        Need("output.weight", (v, e), optional=True),  # [V, E]; absent: the embedding again
        Need("rope_freqs.weight", (config.rope_size // 2,), optional=True),  # [R/2]
    ]
    for block in range(config.block_count):
        at = f"blk.{block}."
        found += [
            Need(at + "attn_norm.weight", (e,)),  # [E]
            Need(at + "attn_q.weight", (h * k, e)),  # [H·K, E]
            Need(at + "attn_k.weight", (g * k, e)),  # [G·K, E]
            Need(at + "attn_v.weight", (g * u, e)),  # [G·U, E]
            Need(at + "attn_output.weight", (e, h * u)),  # [E, H·U]
            Need(at + "attn_q.bias", (h * k,), optional=True),  # [H·K]
            Need(at + "attn_k.bias", (g * k,), optional=True),  # [G·K]
            Need(at + "attn_v.bias", (g * u,), optional=True),  # [G·U]
            Need(at + "attn_output.bias", (e,), optional=True),  # [E]
            Need(at + "ffn_norm.weight", (e,)),  # [E]
            Need(at + "ffn_gate.weight", (f, e)),  # [F, E]
            Need(at + "ffn_up.weight", (f, e)),  # [F, E]
            Need(at + "ffn_down.weight", (e, f)),  # [E, F]
            Need(at + "ffn_gate.bias", (f,), optional=True),  # [F]
            Need(at + "ffn_up.bias", (f,), optional=True),  # [F]
            Need(at + "ffn_down.bias", (e,), optional=True),  # [E]
        ]
    return found


def program(config: Config, present: frozenset[str]) -> Program:
    """List the operations over the tensors that are `present` in the file."""
    scale = config.key_size**-0.5

    def norm(source: str, layer: str, target: str) -> Norm:
        return Norm(source, f"{layer}.weight", target, config.norm_epsilon)

    def project(source: str, layer: str, target: str) -> Project:
        bias = f"{layer}.bias"
        return Project(source, f"{layer}.weight", target, bias if bias in present else None)

    def rope(target: str, head_count: int) -> Rope:
        factors = "rope_freqs.weight" if "rope_freqs.weight" in present else None
        size, base = config.rope_size, config.rope_base
        return Rope(target, head_count, size, base, config.rope_scale, factors)

    body: list[Operation] = [Embed("token_embd.weight", "residual")]
    for block in range(config.block_count):
        at = f"blk.{block}."
        body += [
            norm("residual", at + "attn_norm", "normed"),
            project("normed", at + "attn_q", "query"),
            project("normed", at + "attn_k", "key"),
            project("normed", at + "attn_v", "value"),
            rope("query", config.head_count),
            rope("key", config.kv_head_count),
            Store("key", "value", block),
            Attend("query", "mixed", block, scale),
            project("mixed", at + "attn_output", "normed"),
            Add("normed", "residual"),
            norm("residual", at + "ffn_norm", "normed"),
            project("normed", at + "ffn_gate", "gate"),
            project("normed", at + "ffn_up", "up"),
            Gate("gate", "up", "gate"),
            project("gate", at + "ffn_down", "normed"),
            Add("normed", "residual"),
        ]
    output = "output" if "output.weight" in present else "token_embd"
    head = (norm("residual", "output_norm", "normed"), project("normed", output, "logits"))
    widths = {
        "residual": config.embedding_size,  # [position, E]
        "normed": config.embedding_size,  # [position, E]
        "query": config.head_count * config.key_size,  # [position, H·K]
        "key": config.kv_head_count * config.key_size,  # [position, G·K]
        "value": config.kv_head_count * config.value_size,  # [position, G·U]
        "mixed": config.head_count * config.value_size,  # [position, H·U]
        "gate": config.ffn_size,  # [position, F]
        "up": config.ffn_size,  # [position, F]
        "logits": config.vocab_count,  # [position, V]
    }
    return Program(tuple(body), head, widths)
