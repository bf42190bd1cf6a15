"""The llama architecture once more: float64, one position and one head at a time.

Written from the formulas, with no tiles, no cache and no operations list: what the engine is
compared with where llama.cpp is not installed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.gguf import Mapped

Row = npt.NDArray[np.float64]


def textbook_logits(file: Mapped, tokens: list[int]) -> npt.NDArray[np.float64]:
    """Logits after every token, from the F32 tensors of a file."""
    ask = file.header

    def tensor(name: str) -> Row | None:
        if name not in ask.tensors:
            return None
        raw = file.tensor_bytes(name).view(np.float32)
        return raw.reshape(ask.tensors[name].numpy_shape).astype(np.float64)

    heads = ask.integer("llama.attention.head_count")
    groups = ask.integer("llama.attention.head_count_kv", heads)
    width = ask.integer("llama.embedding_length")
    key_size = ask.integer("llama.attention.key_length", width // heads)
    value_size = ask.integer("llama.attention.value_length", width // heads)
    turned = ask.integer("llama.rope.dimension_count", key_size)
    base = ask.number("llama.rope.freq_base", 10_000.0)
    factor = ask.number("llama.rope.scaling.factor", 1.0)
    epsilon = ask.number("llama.attention.layer_norm_rms_epsilon")
    factors = tensor("rope_freqs.weight")

    def norm(row: Row, name: str) -> Row:
        return row / np.sqrt(np.mean(row**2) + epsilon) * tensor(f"{name}.weight")

    def linear(row: Row, name: str) -> Row:
        bias = tensor(f"{name}.bias")
        return tensor(f"{name}.weight") @ row + (0.0 if bias is None else bias)

    def turn(head: Row, position: int) -> Row:
        head = head.copy()
        for pair in range(turned // 2):
            angle = position * base ** (-2 * pair / turned) / factor
            if factors is not None:
                angle /= factors[pair]
            a, b = head[2 * pair], head[2 * pair + 1]
            head[2 * pair] = a * np.cos(angle) - b * np.sin(angle)
            head[2 * pair + 1] = a * np.sin(angle) + b * np.cos(angle)
        return head

    blocks = ask.integer("llama.block_count")
    keys: list[list[Row]] = [[] for _ in range(blocks)]
    values: list[list[Row]] = [[] for _ in range(blocks)]
    rows = []
    for position, token in enumerate(tokens):
        residual = tensor("token_embd.weight")[token]
        for block in range(blocks):
            at = f"blk.{block}."
            normed = norm(residual, at + "attn_norm")
            query = linear(normed, at + "attn_q").reshape(heads, key_size)
            key = linear(normed, at + "attn_k").reshape(groups, key_size)
            keys[block].append(np.stack([turn(head, position) for head in key]))
            values[block].append(linear(normed, at + "attn_v").reshape(groups, value_size))
            mixed = []
            for head in range(heads):
                group = head * groups // heads
                turned_query = turn(query[head], position)
                scores = np.array([turned_query @ key[group] for key in keys[block]])
                shares = np.exp((scores - scores.max()) / np.sqrt(key_size))
                shares /= shares.sum()
                mixed.append(sum(s * v[group] for s, v in zip(shares, values[block], strict=True)))
            residual = residual + linear(np.concatenate(mixed), at + "attn_output")
            normed = norm(residual, at + "ffn_norm")
            gate, up = linear(normed, at + "ffn_gate"), linear(normed, at + "ffn_up")
            inner = gate / (1 + np.exp(-gate)) * up
            residual = residual + linear(inner, at + "ffn_down")
        final = norm(residual, "output_norm")
        output = "output.weight" if "output.weight" in ask.tensors else "token_embd.weight"
        rows.append(tensor(output) @ final)
    return np.stack(rows)
