"""What every set of kernels owes: right numbers, and the same bits for any split of a prompt."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textbook import textbook_logits

from engine.admission import Blueprint, admit
from engine.errors import GenerationError
from engine.evaluation import extend, logits, next_token, prefill
from engine.gguf import TensorInfo, TensorType, ValueType, open_bytes
from engine.kernels import REFERENCE
from engine.lifetimes import RequestState, Weights, Workspace
from engine.sampling import Generator, Settings, pick
from engine.synthetic import TINY, Draft, Entry, draft, model_bytes

SHAPES = {
    "tiny": TINY,
    "tied": replace(TINY, tied=True),
    "biases": replace(TINY, attention_bias=True, feed_forward_bias=True),
    "rope factors": replace(TINY, rope_factors=True),
    "no groups": replace(TINY, head_count_kv=4),
    "one kv head": replace(TINY, head_count_kv=1),
    "one head": replace(TINY, head_count=1, head_count_kv=1),
    "odd sizes": replace(TINY, embedding_length=60, head_count=6, head_count_kv=3,
                         feed_forward_length=97, vocabulary_size=461),
    "long heads": replace(TINY, key_length=22),
    "part of a head turned": replace(TINY, rope_dimensions=4),
    "Q8_0": replace(TINY, weight_type=TensorType.Q8_0),
    "F16": replace(TINY, weight_type=TensorType.F16),
}  # fmt: skip


def nothing() -> None:
    """A poll that lets everything pass."""


@dataclass
class Loaded:
    blueprint: Blueprint
    weights: Weights

    def fresh(self, n_ctx: int | None = None) -> Workspace:
        return self.blueprint.with_context(n_ctx).allocate()

    def run(self, tokens, cuts=()) -> np.ndarray:
        """Logits after every token, with the prompt cut at the given places."""
        workspace = self.fresh()
        rows: list[np.ndarray] = []
        borders = [0, *sorted(cuts), len(tokens)]
        for start, end in pairwise(borders):
            extend(
                self.weights, workspace, tokens[start:end], nothing,
                each=lambda some: rows.extend(some.copy()),
            )  # fmt: skip
        return np.stack(rows)


def load(source: bytes | Draft) -> Loaded:
    file = open_bytes(source.to_bytes() if isinstance(source, Draft) else source)
    blueprint = admit(file.header)
    return Loaded(blueprint, blueprint.prepare(file.tensor_bytes))


_LOADED: dict[str, Loaded] = {}


def loaded(name: str) -> Loaded:
    if name not in _LOADED:
        _LOADED[name] = load(model_bytes(SHAPES[name]))
    return _LOADED[name]


def prompt(count: int, seed: int = 0, vocab_count: int = 448) -> list[int]:
    return np.random.default_rng(seed).integers(0, vocab_count, count).tolist()


@pytest.mark.parametrize("name", [name for name, spec in SHAPES.items() if spec.weight_type == 0])
def test_logits_are_those_of_the_textbook(name):
    data = model_bytes(SHAPES[name])
    tokens = prompt(21)
    expected = textbook_logits(open_bytes(data), tokens)
    found = load(data).run(tokens)
    assert found.dtype == np.float32
    error = np.square(found - expected).sum() / np.square(expected).sum()
    assert error < 1e-10


def test_keys_and_values_may_differ_in_size_and_angles_may_be_scaled():
    plan = draft(replace(TINY, key_length=12))
    plan.metadata["llama.attention.value_length"] = Entry(ValueType.UINT32, 10)
    plan.metadata["llama.rope.scaling.type"] = Entry(ValueType.STRING, "linear")
    plan.metadata["llama.rope.scaling.factor"] = Entry(ValueType.FLOAT32, 4.0)
    for name, tensor in plan.tensors.items():
        if "attn_v" in name:
            plan.tensors[name] = replace(tensor, shape=(20, 32))
        if "attn_output" in name:
            plan.tensors[name] = replace(tensor, shape=(32, 40))
    data = plan.to_bytes()
    tokens = prompt(13)
    expected = textbook_logits(open_bytes(data), tokens)
    error = np.square(load(data).run(tokens) - expected).sum() / np.square(expected).sum()
    assert error < 1e-10


@pytest.mark.parametrize("name", SHAPES)
def test_token_by_token_gives_the_bits_of_one_chunk(name):
    model = loaded(name)
    tokens = prompt(37)
    whole = model.run(tokens)
    assert model.run(tokens, range(1, len(tokens))).tobytes() == whole.tobytes()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_split_gives_the_same_bits(data):
    model = loaded(data.draw(st.sampled_from(sorted(SHAPES))))
    count = data.draw(st.integers(1, 60))
    tokens = prompt(count, seed=data.draw(st.integers(0, 3)))
    cuts = data.draw(st.sets(st.integers(1, max(1, count - 1)), max_size=8))
    whole = model.run(tokens)
    assert model.run(tokens, [cut for cut in cuts if cut < count]).tobytes() == whole.tobytes()


def test_what_comes_after_a_position_does_not_touch_its_bits():
    model = loaded("tiny")
    tokens = prompt(40)
    whole = model.run(tokens)
    for count in (1, 7, 8, 9, 31):
        assert model.run(tokens[:count]).tobytes() == whole[:count].tobytes()


def test_the_size_of_the_context_does_not_touch_the_bits():
    model = loaded("tiny")
    tokens = prompt(19)
    found = set()
    for n_ctx in (19, 20, 24, 128):
        workspace = model.fresh(n_ctx)
        extend(model.weights, workspace, tokens, nothing)
        found.add(workspace.logits.tobytes())
    assert len(found) == 1


def test_threads_do_not_touch_each_others_bits():
    model = loaded("odd sizes")
    tokens = prompt(30)
    expected = model.run(tokens).tobytes()
    found: list[bytes] = []

    def work() -> None:
        found.extend(model.run(tokens).tobytes() for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 15


class Stop(Exception):
    pass


def test_a_step_broken_off_anywhere_leaves_nothing_that_is_read():
    model = loaded("biases")
    tokens = prompt(13)
    expected = model.run(tokens)[-1]
    polls = 0

    def count() -> None:
        nonlocal polls
        polls += 1

    workspace = model.fresh()
    extend(model.weights, workspace, tokens[:10], nothing)
    extend(model.weights, workspace, tokens[10:], count)
    assert polls > len(model.weights.program.body)

    for last in range(polls):
        workspace = model.fresh()
        extend(model.weights, workspace, tokens[:10], nothing)
        left = last

        def stop() -> None:
            nonlocal left
            if left == 0:
                raise Stop
            left -= 1

        with pytest.raises(Stop):
            # Other tokens: what is left of them must not show in the second attempt.
            extend(model.weights, workspace, [5, 6, 7], stop)
        assert workspace.used == 10
        extend(model.weights, workspace, tokens[10:], nothing)
        assert workspace.logits.tobytes() == expected.tobytes(), last


@pytest.mark.parametrize("kind", sorted(REFERENCE.types), ids=lambda kind: kind.name)
def test_every_declared_type_is_prepared_as_float32(kind):
    columns, rows = kind.block_elements * 2, 3
    size_bytes = rows * 2 * kind.block_bytes
    info = TensorInfo("x", (columns, rows), kind, 0, size_bytes)
    raw = np.zeros(size_bytes, dtype=np.uint8)
    array = REFERENCE.prepare(info, raw, nothing)
    assert array.shape == (rows, columns)
    assert array.dtype == np.float32
    assert not array.flags.writeable
    assert np.isfinite(array).all()
    assert REFERENCE.prepared_bytes(info) == (0 if kind is TensorType.F32 else array.nbytes)


def test_f32_is_used_where_it_lies_and_copied_only_off_an_elements_boundary():
    info = TensorInfo("x", (4,), TensorType.F32, 32, 16)
    raw = np.arange(4, dtype=np.float32).view(np.uint8)
    assert np.shares_memory(REFERENCE.prepare(info, raw, nothing), raw)
    shifted = np.concatenate([np.zeros(1, np.uint8), raw])[1:]
    array = REFERENCE.prepare(replace(info, offset_bytes=33), shifted, nothing)
    assert array.flags.aligned
    assert array.tolist() == [0, 1, 2, 3]
    assert REFERENCE.prepared_bytes(replace(info, offset_bytes=33)) == 16


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_numbers_that_are_none_reach_the_logits_without_a_warning(value):
    plan = draft(TINY)
    shape = plan.tensors["blk.1.ffn_down.weight"].shape
    given_values = np.full(shape, value, dtype=np.float32)
    plan.tensors["blk.1.ffn_down.weight"] = replace(
        plan.tensors["blk.1.ffn_down.weight"], given=given_values
    )
    found = load(plan).run([1, 2, 3])
    assert not np.isfinite(found).all()
    with pytest.raises(GenerationError) as raised:
        pick(found[-1], Settings(), Generator(0))
    assert raised.value.slug == "generation.failed"


def test_a_step_that_fails_has_evaluated_its_token_and_given_none():
    plan = draft(TINY)
    norm = plan.tensors["output_norm.weight"]
    plan.tensors["output_norm.weight"] = replace(norm, given=np.full(32, np.nan, dtype=np.float32))
    model = load(plan)
    workspace = model.fresh()
    state = RequestState((1, 2), Settings(), Generator(0))
    prefill(model.weights, workspace, state, nothing)
    state.accept(7)
    with pytest.raises(GenerationError):
        next_token(model.weights, workspace, state, nothing)
    assert (state.generated, state.pending) == ([7], None)
    assert workspace.used == state.evaluated_count == 3


def test_engine_logits_gives_every_position(tmp_path):
    path = tmp_path / "model.gguf"
    path.write_bytes(model_bytes(TINY))
    tokens = prompt(11)
    found = logits(path, np.array(tokens))
    assert found.dtype == np.float32
    assert found.tobytes() == loaded("tiny").run(tokens).tobytes()
