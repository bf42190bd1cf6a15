"""What lives how long: sizes are known before, and nothing of a request outlives `clear()`."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.admission import admit
from engine.errors import LoadError
from engine.evaluation import extend, next_token, prefill
from engine.gguf import open_bytes
from engine.lifetimes import RequestState, Workspace
from engine.sampling import Generator, Settings
from engine.synthetic import TINY, model_bytes

_FILE = open_bytes(model_bytes(TINY))
BLUEPRINT = admit(_FILE.header)
WEIGHTS = BLUEPRINT.prepare(_FILE.tensor_bytes)


def nothing() -> None:
    """A poll that lets everything pass."""


def picture(workspace: Workspace) -> dict[str, bytes]:
    """Everything a workspace holds."""
    held = {name: array.tobytes() for name, array in workspace.arrays().items()}
    return held | {"used": bytes([workspace.used]), "touched": bytes([workspace.touched])}


FRESH = picture(BLUEPRINT.allocate())


def used(count: int = 13) -> Workspace:
    workspace = BLUEPRINT.allocate()
    extend(WEIGHTS, workspace, list(range(3, 3 + count)), nothing)
    assert picture(workspace) != FRESH
    return workspace


def request(*tokens: int, seed: int = 0, temperature: float = 1.0) -> RequestState:
    return RequestState(tokens, Settings(temperature, seed), Generator(seed))


def test_sizes_are_known_before_anything_is_allocated():
    blueprint = BLUEPRINT.with_context(50)
    sizes = blueprint.size_bytes()
    workspace = blueprint.allocate()
    arrays = workspace.arrays()
    assert sizes["kv_cache"] == arrays["keys"].nbytes + arrays["values"].nbytes
    assert sizes["logits"] == arrays["logits"].nbytes
    total = sum(array.nbytes for array in arrays.values())
    assert sum(sizes.values()) - sizes["weights"] == total
    assert sizes["weights"] == WEIGHTS.owned_bytes == 0
    # Two blocks, 50 positions in whole tiles of 8, two heads of 8 numbers, keys and values.
    assert sizes["kv_cache"] == 2 * 56 * 2 * 8 * 4 * 2


def test_every_array_lies_on_a_cache_line_and_is_all_there():
    arrays = BLUEPRINT.allocate().arrays()
    assert set(arrays) >= {"keys", "values", "logits", "scores", "tile.residual", "tile.logits"}
    for array in arrays.values():
        assert array.ctypes.data % 64 == 0
        assert array.flags.c_contiguous
    workspace = BLUEPRINT.allocate()
    slots = [name for name in Workspace.__slots__ if name not in arrays]
    assert not any(isinstance(getattr(workspace, name), np.ndarray) for name in slots)


@pytest.mark.parametrize("n_ctx", [0, -1, 1.5, True, "8", 1 << 31])
def test_a_context_that_cannot_be_is_refused_by_value(n_ctx):
    with pytest.raises(LoadError) as raised:
        BLUEPRINT.with_context(n_ctx)
    assert raised.value.slug == "allocation.context"
    assert repr(n_ctx) in str(raised.value)


def test_the_default_context_is_the_files_up_to_4096():
    assert BLUEPRINT.with_context(None).config.capacity == TINY.context_length
    long = open_bytes(model_bytes(replace(TINY, context_length=131072)))
    assert admit(long.header).config.capacity == 4096
    assert admit(long.header).with_context(5000).config.capacity == 5000


def test_more_than_can_be_addressed_is_a_memory_error():
    moon = replace(BLUEPRINT.config, capacity=(1 << 31) - 1, block_count=512, key_size=1 << 25)
    blueprint = replace(BLUEPRINT, config=moon)
    assert sum(blueprint.size_bytes().values()) > 1 << 63
    with pytest.raises(MemoryError):
        blueprint.allocate()


def test_blueprints_and_weights_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        BLUEPRINT.config.capacity = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        WEIGHTS.owned_bytes = 3
    assert not any(array.flags.writeable for array in WEIGHTS.tensors.values())


def test_evaluation_never_writes_a_weight():
    before = {name: array.tobytes() for name, array in WEIGHTS.tensors.items()}
    used(40)
    assert before == {name: array.tobytes() for name, array in WEIGHTS.tensors.items()}


def test_clear_leaves_a_fresh_workspace():
    workspace = used()
    workspace.clear()
    assert picture(workspace) == FRESH
    workspace.clear()
    assert picture(workspace) == FRESH


class Stop(Exception):
    pass


def broken_off(call, line_count: int) -> bool:
    """Run `call` and raise at its line number `line_count`; whether it got that far."""
    left = line_count
    code = call.__func__.__code__

    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code is not code:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                raise Stop
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except Stop:
        return True
    finally:
        sys.settrace(before)
    return False


def test_clear_may_be_broken_off_anywhere_and_called_again():
    line = 0
    while True:
        workspace = used()
        stopped = broken_off(workspace.clear, line)
        assert workspace.used in (0, 13)
        workspace.clear()
        assert picture(workspace) == FRESH
        if not stopped:
            break
        line += 1
    assert line >= 6


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_clear_follows_any_history(data):
    workspace = BLUEPRINT.allocate()
    for _ in range(data.draw(st.integers(1, 4))):
        room = workspace.capacity - workspace.used
        tokens = list(range(3, 3 + data.draw(st.integers(0, min(room, 20)))))
        left = data.draw(st.one_of(st.none(), st.integers(0, 80)))

        def poll() -> None:
            nonlocal left
            if left is not None:
                if left == 0:
                    raise Stop
                left -= 1

        with contextlib.suppress(Stop):
            extend(WEIGHTS, workspace, tokens, poll)
        if data.draw(st.booleans()):
            workspace.clear()
            assert picture(workspace) == FRESH
    workspace.clear()
    assert picture(workspace) == FRESH


def test_positions_are_the_prompt_and_all_tokens_but_the_last():
    workspace = BLUEPRINT.allocate()
    state = request(1, 5, 9)
    prefill(WEIGHTS, workspace, state, nothing)
    assert (workspace.used, state.evaluated_count, state.generated) == (3, 3, [])
    for count in range(1, 10):
        token = next_token(WEIGHTS, workspace, state, nothing)
        assert state.generated[-1] == state.pending == token
        assert len(state.generated) == count
        assert workspace.used == state.evaluated_count == 3 + count - 1


def test_a_prompt_that_fills_the_context_yields_one_token():
    workspace = BLUEPRINT.with_context(11).allocate()
    state = request(*range(3, 14))
    prefill(WEIGHTS, workspace, state, nothing)
    next_token(WEIGHTS, workspace, state, nothing)
    assert workspace.used == workspace.capacity == 11


def test_the_same_seed_gives_the_same_tokens_after_a_clear():
    workspace = BLUEPRINT.allocate()
    runs = []
    for seed in (3, 3, 4):
        state = request(1, 5, 9, seed=seed)
        prefill(WEIGHTS, workspace, state, nothing)
        for _ in range(20):
            next_token(WEIGHTS, workspace, state, nothing)
        runs.append(state.generated)
        workspace.clear()
    assert runs[0] == runs[1] != runs[2]


ELSEWHERE = """
import hashlib
from engine.admission import admit
from engine.evaluation import next_token, prefill
from engine.gguf import open_bytes
from engine.lifetimes import RequestState
from engine.sampling import Generator, Settings
from engine.synthetic import TINY, model_bytes
file = open_bytes(model_bytes(TINY))
blueprint = admit(file.header)
weights, workspace = blueprint.prepare(file.tensor_bytes), blueprint.allocate()
state = RequestState((1, 5, 9), Settings(0.7, 9), Generator(9))
prefill(weights, workspace, state, lambda: None)
tokens = [next_token(weights, workspace, state, lambda: None) for _ in range(30)]
print(tokens, hashlib.sha256(workspace.logits.tobytes()).hexdigest())
"""


def test_another_process_gives_the_same_tokens_and_bits():
    runs = [
        subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, check=True).stdout
        for _ in range(2)
    ]
    here = io.StringIO()
    with contextlib.redirect_stdout(here):
        exec(ELSEWHERE, {})
    assert runs == [here.getvalue().encode()] * 2
