"""The generator: the same spec gives the same bytes, and llama.cpp takes them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.gguf import TensorType, ValueType, open_mapped, read_header
from engine.synthetic import SMALL, TINY, Entry, TensorDraft, draft, model_bytes, write_model
from engine.synthetic.vocabulary import PIECE_BASE, spm_vocabulary

MATRIX_TYPES = ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1")


def test_bytes_are_equal_in_another_process() -> None:
    program = (
        "import hashlib; from engine.synthetic import *; from engine.gguf import TensorType;"
        "from dataclasses import replace;"
        "print(hashlib.sha256(model_bytes(replace(TINY, weight_type=TensorType.Q8_0))).hexdigest())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    here = model_bytes(replace(TINY, weight_type=TensorType.Q8_0))
    assert printed == hashlib.sha256(here).hexdigest()


def test_presets_are_of_their_size() -> None:
    assert len(model_bytes(TINY)) < 220_000
    assert len(model_bytes(replace(TINY, weight_type=TensorType.Q8_0))) < 70_000
    assert SMALL.embedding_length % 256 == SMALL.feed_forward_length % 256 == 0


@pytest.mark.parametrize("name", MATRIX_TYPES)
def test_weight_types_hold_one_network(name: str) -> None:
    from gguf import GGMLQuantizationType
    from gguf.quants import dequantize

    spec = replace(TINY, weight_type=TensorType[name])
    exact, typed = draft(TINY), read_header(model_bytes(spec))
    for tensor_name, info in typed.tensors.items():
        assert info.type is (TensorType.F32 if len(info.shape) == 1 else spec.weight_type)
        assert info.numpy_shape == exact.tensors[tensor_name].shape
    tensor = draft(spec).tensors["blk.0.ffn_up.weight"]
    encoded = tensor.encoded("blk.0.ffn_up.weight", spec.seed)
    assert encoded.nbytes == tensor.size_bytes
    back = dequantize(encoded, GGMLQuantizationType[name]).reshape(tensor.shape)
    values = exact.tensors["blk.0.ffn_up.weight"].values("blk.0.ffn_up.weight", spec.seed)
    assert np.abs(back - values).max() <= np.abs(values).max() / 7


def test_specs_differ_in_what_they_say() -> None:
    names = set(draft(TINY).tensors)
    assert "output.weight" in names
    assert set(draft(replace(TINY, tied=True)).tensors) == names - {"output.weight"}
    assert set(draft(replace(TINY, rope_factors=True)).tensors) - names == {"rope_freqs.weight"}
    biased = set(draft(replace(TINY, attention_bias=True)).tensors) - names
    assert biased == {
        f"blk.{index}.attn_{part}.bias" for index in (0, 1) for part in ("q", "k", "v", "output")
    }
    biased = set(draft(replace(TINY, feed_forward_bias=True)).tensors) - names
    assert biased == {
        f"blk.{index}.ffn_{part}.bias" for index in (0, 1) for part in ("gate", "up", "down")
    }
    assert model_bytes(TINY) != model_bytes(replace(TINY, seed=2))
    wide = read_header(model_bytes(replace(TINY, key_length=16, rope_dimensions=8)))
    assert wide.tensors["blk.0.attn_q.weight"].numpy_shape == (64, 32)
    assert wide.integer("llama.rope.dimension_count") == 8
    with pytest.raises(ValueError, match="mamba"):
        draft(replace(TINY, architecture="mamba"))


def test_a_draft_can_be_spoiled() -> None:
    spoiled = draft(TINY)
    del spoiled.tensors["output_norm.weight"]
    spoiled.tensors["stranger"] = TensorDraft((2, 32), TensorType.Q8_0)
    given = np.arange(3, dtype=np.float32)
    spoiled.tensors["given"] = TensorDraft((3,), TensorType.F32, given=given)
    spoiled.metadata["llama.block_count"] = Entry(ValueType.STRING, "two")
    spoiled.metadata["general.alignment"] = Entry(ValueType.UINT32, 64)
    data = spoiled.to_bytes()
    header = read_header(data)
    assert "output_norm.weight" not in header.tensors
    assert header.tensors["stranger"].size_bytes == 68
    assert header.text("llama.block_count") == "two"
    assert header.alignment_bytes == 64
    start = header.tensors["given"].offset_bytes
    assert data[start : start + 12] == given.tobytes()


def test_writing_leaves_no_half_file(tmp_path: Path) -> None:
    path = write_model(tmp_path / "model.gguf")
    before = path.read_bytes()
    impossible = draft(TINY)
    impossible.tensors["bad"] = TensorDraft((2, 256), TensorType.Q4_K)
    with pytest.raises(NotImplementedError):
        impossible.write(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.gguf"]
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", [260, 448, 2048, 40_000])
def test_vocabularies(size: int) -> None:
    vocabulary = spm_vocabulary(size)
    assert len(vocabulary.tokens) == len(vocabulary.scores) == len(vocabulary.types) == size
    assert len(set(vocabulary.tokens)) == size
    pieces = vocabulary.tokens[PIECE_BASE:]
    scores = vocabulary.scores[PIECE_BASE:]
    assert list(scores) == sorted(scores, reverse=True)
    assert "\u2581" in pieces
    if size >= 448:
        assert {"\u2581the", "\u2581and"} <= set(pieces)
    if size >= 2048:
        assert {"\u2581gate", "\u2581machine"} <= set(pieces)
        # A piece is reached by merging two others, or it would never be produced.
        known = set(pieces)
        unreached = [
            piece
            for piece in pieces[:1000]
            if len(piece) > 1
            and not any(
                piece[:cut] in known and piece[cut:] in known for cut in range(1, len(piece))
            )
        ]
        assert not unreached
    with pytest.raises(ValueError, match="260"):
        spm_vocabulary(259)


ORACLE = """
import json, sys
import numpy as np
import llama_cpp

for path in sys.argv[1:]:
    words = llama_cpp.Llama(path, vocab_only=True, verbose=False)
    ids = words.tokenize(b"the gate was open in the morning")
    model = llama_cpp.Llama(path, n_ctx=128, n_threads=1, logits_all=True, verbose=False)
    model.eval(ids)
    produced = []
    for _ in range(24):
        token = int(np.argmax(model.scores[model.n_tokens - 1]))
        produced.append(token)
        model.eval([token])
    spread = float(np.std(model.scores[model.n_tokens - 1]))
    text = model.detokenize(produced).decode("utf-8", "replace")
    print(json.dumps({"path": path, "ids": ids, "produced": produced, "spread": spread,
                      "text": text}))
"""


@pytest.mark.oracle
def test_llama_cpp_loads_them_and_they_are_lively(tmp_path: Path) -> None:
    specs = [
        replace(base, weight_type=TensorType[name], tied=tied)
        for base in (TINY,)
        for name in ("F32", "F16", "Q8_0")
        for tied in (False, True)
    ]
    specs.append(replace(TINY, attention_bias=True, feed_forward_bias=True, rope_factors=True))
    specs.append(replace(TINY, key_length=16, alignment_bytes=64, weight_type=TensorType.BF16))
    paths = [write_model(tmp_path / f"{index}.gguf", spec) for index, spec in enumerate(specs)]
    # In a process of its own: what it leaves open or aborts is no part of this one.
    done = subprocess.run(
        [sys.executable, "-c", ORACLE, *map(str, paths)],
        check=True,
        capture_output=True,
        text=True,
    )
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) == len(specs)
    for spec, report in zip(specs, reports, strict=True):
        vocabulary = spm_vocabulary(spec.vocabulary_size)
        pieces = [vocabulary.tokens[token] for token in report["ids"]]
        assert pieces[:2] == ["<s>", "\u2581the"]
        assert (
            "".join(pieces[1:])
            == "\u2581the\u2581gate\u2581was\u2581open\u2581in\u2581the\u2581morning"
        )
        assert len(set(report["produced"])) >= 12, report
        assert 1.0 < report["spread"] < 5.0, report


def test_small_opens(tmp_path: Path) -> None:
    with open_mapped(write_model(tmp_path / "small.gguf", SMALL)) as mapped:
        assert mapped.header.integer("llama.block_count") == SMALL.block_count
        assert not mapped.header.warnings
