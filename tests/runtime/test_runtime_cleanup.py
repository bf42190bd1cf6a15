"""Nothing of a request outlives it, and what came before a request does not colour its tokens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest
from runtime_adapter import LOAD_FAILED, raising, striking
from runtime_models import PLAIN, PROMPT, TEXT, tokens_of, twin_tokens
from runtime_whole import arrays, nothing_left, parts

from engine import Cancelled, GenerationError, LoadError, PromptError, Refused, Runtime

FULL = tuple(range(3, 12))


def finished(runtime):
    runtime.complete(PROMPT[:2], max_tokens=3)


def full(runtime):
    runtime.complete(FULL)


def rejected(runtime):
    for prompt in ("", (5,) * 10, (1, 10**9)):
        with pytest.raises(PromptError):
            runtime.generate(prompt)


def out_of_memory(runtime):
    with raising("generate.prefill", MemoryError), pytest.raises(PromptError):
        runtime.generate(PROMPT)


def failed(runtime):
    def error():
        return GenerationError("generation.failed", "struck")

    with raising("generate.prefill", error), pytest.raises(GenerationError):
        runtime.generate(PROMPT)


def step_failed(runtime):
    runtime.generate(PROMPT)
    runtime.generate_next_token()
    with raising("generate.step", MemoryError), pytest.raises(GenerationError):
        runtime.generate_next_token()


def interrupted(runtime):
    with raising("generate.prefill", KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        runtime.generate(PROMPT)


def step_interrupted(runtime):
    runtime.generate(PROMPT)
    runtime.generate_next_token()
    with raising("generate.step", KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        runtime.generate_next_token()


def cancelled_in_prefill(runtime):
    with striking("generate.prefill", runtime.cancel), pytest.raises(Cancelled):
        runtime.generate(FULL)


def cancelled_within_the_kernels(runtime):
    """Stopped at the 20th poll: the first tile is half computed, buffers are full of it."""
    polls = []

    def count(frame, event, argument):
        if frame.f_code.co_name == "run" and "kernels" in frame.f_code.co_filename:
            polls.append(frame.f_lineno)
            if len(polls) == 20:
                runtime.cancel()

    sys.setprofile(count)
    try:
        with pytest.raises(Cancelled):
            runtime.generate(FULL)
    finally:
        sys.setprofile(None)
    assert len(polls) >= 20


def cancelled_between_steps(runtime):
    runtime.generate(PROMPT)
    given = [runtime.generate_next_token().token for _ in range(2)]
    assert runtime.cancel()
    with pytest.raises(Cancelled) as raised:
        runtime.generate_next_token()
    assert raised.value.evidence["tokens"] == tuple(given)


def abandoned(runtime):
    runtime.generate(PROMPT)
    runtime.generate_next_token()


def dropped_stream(runtime):
    next(runtime.stream(PROMPT))


ENDS = [
    finished, full, rejected, out_of_memory, failed, step_failed, interrupted, step_interrupted,
    cancelled_in_prefill, cancelled_within_the_kernels, cancelled_between_steps, abandoned,
    dropped_stream,
]  # fmt: skip


@pytest.fixture
def small(models):
    with Runtime() as runtime:
        runtime.load_model(models.good["f32"], n_ctx=9)
        yield runtime


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_arrays_are_those_of_a_fresh_runtime(models, small, end):
    with Runtime() as fresh:
        fresh.load_model(models.good["f32"], n_ctx=9)
        expected = arrays(fresh)
    assert arrays(small) == expected
    end(small)
    if end is not abandoned:
        assert nothing_left(small) == []
        assert arrays(small) == expected
    small.reset()
    assert nothing_left(small) == []
    assert arrays(small) == expected
    assert small.result is None
    assert small.last_error is None


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_free_leaves_settings_and_nothing_else(small, end):
    small.set_sampling(seed=4)
    end(small)
    small.free()
    left = {name: value for name, value in parts(small._gate.cell.contents).items() if value}
    assert {name.partition(".")[0] for name in left} == {"settings"}
    assert small.settings.seed == 4


def bad_load(runtime):
    with raising("parse.header", LOAD_FAILED), pytest.raises(LoadError):
        runtime.load_model(runtime.diagnostics.model)
    runtime.reset()


def reload(runtime):
    runtime.load_model(runtime.diagnostics.model)


def freed(runtime):
    model = runtime.diagnostics.model
    runtime.free()
    runtime.load_model(model)


BEFORE = [*(end for end in ENDS if end is not abandoned), bad_load, reload, freed]


@pytest.mark.parametrize("temperature", [0.0, 0.9])
@pytest.mark.parametrize("before", BEFORE, ids=lambda before: before.__name__)
def test_equal_prompt_and_seed_give_equal_tokens(models, before, temperature):
    with Runtime() as runtime:
        runtime.set_sampling(temperature=temperature, seed=11)
        runtime.load_model(models.good["f32"])
        if before in (full, rejected, cancelled_in_prefill, cancelled_within_the_kernels):
            runtime.load_model(models.good["f32"], n_ctx=9)
            before(runtime)
            runtime.load_model(models.good["f32"])
        else:
            before(runtime)
        assert tokens_of(runtime) == twin_tokens("f32", temperature=temperature, seed=11)


def test_seeds_matter_where_something_is_drawn():
    drawn = {twin_tokens("f32", temperature=0.9, seed=seed) for seed in range(4)}
    assert len(drawn) == 4
    greedy = {twin_tokens("f32", temperature=0.0, seed=seed) for seed in range(4)}
    assert len(greedy) == 1


def test_text_and_its_tokens_are_the_same_prompt(models, small):
    with Runtime() as runtime:
        runtime.load_model(models.good["f32"])
        tokens = runtime.tokenize(TEXT, add_special=True)
        assert runtime.complete(TEXT, max_tokens=6).tokens == tokens_of(runtime, tokens, 6)


def test_two_runtimes_side_by_side_share_nothing(models):
    with Runtime() as one, Runtime() as other:
        for runtime in (one, other):
            runtime.set_sampling(temperature=0.9, seed=11)
            runtime.load_model(models.good["f32"])
            runtime.generate(PROMPT, max_tokens=8)
        pairs = [(one.generate_next_token(), other.generate_next_token()) for _ in range(8)]
        assert all(left == right for left, right in pairs)
        expected = twin_tokens("f32", temperature=0.9, seed=11)
        assert tuple(step.token for step, _ in pairs) == expected
        held = parts(other._gate.cell.contents)
        one.generate(PLAIN)
        one.free()
        assert parts(other._gate.cell.contents) == held


PROGRAM = """
import json, sys
from engine import Runtime
path, temperature, seed, prompt = json.loads(sys.argv[1])
with Runtime() as runtime:
    runtime.set_sampling(temperature=temperature, seed=seed)
    runtime.load_model(path)
    print(json.dumps(runtime.complete(prompt, max_tokens=8).tokens))
"""


@pytest.mark.parametrize(("name", "temperature"), [("f32", 0.0), ("q8_0", 0.9)])
def test_another_process_gives_the_same_tokens(models, name, temperature):
    argument = json.dumps([str(models.good[name]), temperature, 11, PROMPT])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, argument],
        capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONHASHSEED": "77"},
    )  # fmt: skip
    assert tuple(json.loads(done.stdout)) == twin_tokens(name, temperature=temperature, seed=11)


# -- requests end as they should ---------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 2])
def test_the_end_token_ends_the_text_and_is_no_part_of_it(models, runtime, at):
    runtime.load_model(models.ending(at))
    runtime.generate(PROMPT)
    steps = []
    while not (steps and steps[-1].finished):
        steps.append(runtime.generate_next_token())
    assert [step.token for step in steps] == [*twin_tokens("f32")[:at], None]
    assert steps[-1].reason == runtime.result.reason == "end"
    assert runtime.result.tokens == twin_tokens("f32")[:at]
    assert runtime.result.text == "".join(step.text for step in steps)


def test_a_full_context_gives_one_token_and_ends(small):
    small.generate(FULL)
    assert small.snapshot["kv"] == small.snapshot["capacity"] == len(FULL)
    first, last = small.generate_next_token(), small.generate_next_token()
    assert (first.finished, last.token, last.reason) == (False, None, "context")
    assert small.result.tokens == (first.token,)
    with pytest.raises(PromptError) as raised:
        small.generate((*FULL, 3))
    assert raised.value.slug == "prompt.too-long"


def test_the_result_lasts_until_what_ends_it(models, small):
    small.complete(PROMPT[:2], max_tokens=2)
    result = small.result
    assert result.reason == "length"
    small.set_sampling(seed=3)
    with pytest.raises(LoadError):
        small.load_model(models.damaged["parse"])
    assert small.result is result
    small.reset()
    assert small.result is None
    small.complete(PROMPT[:2], max_tokens=2)
    with pytest.raises(PromptError):
        small.generate("")
    assert small.result is None


def test_a_failure_carries_the_tokens_that_were_given(models, runtime):
    runtime.load_model(models.good["brittle"])
    runtime.generate(PLAIN)
    first = runtime.generate_next_token()
    with pytest.raises(GenerationError) as raised:
        runtime.generate_next_token()
    assert raised.value.tokens == (first.token,)
    assert runtime.state.name == "RecoverableError"
    assert runtime.last_error.evidence["tokens"] == (first.token,)
    assert nothing_left(runtime) == []
    assert raised.value.code == 13


def test_weights_that_are_not_finite_fail_in_prefill_too(models, runtime):
    runtime.load_model(models.good["brittle"])
    with pytest.raises(GenerationError) as raised:
        runtime.generate(PROMPT)
    assert (raised.value.code, raised.value.tokens) == (13, ())
    assert nothing_left(runtime) == []


# -- streams -----------------------------------------------------------------------------------


def test_a_stream_is_its_requests_text(models, runtime):
    runtime.load_model(models.good["f32"])
    with runtime.stream(PROMPT, max_tokens=8) as stream:
        text = "".join(stream)
    assert stream.result.tokens == twin_tokens("f32")
    assert text == stream.result.text == runtime.result.text
    assert list(stream) == []


def test_closing_an_unfinished_stream_resets(models, runtime):
    runtime.load_model(models.good["f32"])
    with runtime.stream(PROMPT) as stream:
        next(stream)
    assert runtime.state.name == "Ready"
    assert nothing_left(runtime) == []
    stream.close()


@pytest.mark.parametrize("ended", ["reset", "free"])
def test_a_stream_is_refused_by_name_when_its_request_is_gone(models, runtime, ended):
    runtime.load_model(models.good["f32"])
    stream = runtime.stream(PROMPT)
    next(stream)
    getattr(runtime, ended)()
    with pytest.raises(Refused) as raised:
        next(stream)
    assert raised.value.slug == "StaleHandle"
    runtime.load_model(models.good["f32"])
    other = runtime.stream(PROMPT, max_tokens=8)
    with pytest.raises(Refused) as raised:
        next(stream)
    assert raised.value.slug == "StaleHandle"
    assert raised.value.evidence == {"other_request_open": True}
    stream.close()
    del stream
    assert "".join(other) == runtime.result.text
    assert runtime.result.tokens == twin_tokens("f32")


def test_a_stream_can_be_read_in_another_thread(models, runtime):
    runtime.load_model(models.good["f32"])
    pieces = []
    thread = threading.Thread(target=lambda: pieces.extend(runtime.stream(PROMPT, max_tokens=8)))
    thread.start()
    thread.join()
    assert "".join(pieces) == runtime.result.text


# -- closing -----------------------------------------------------------------------------------


def test_close_is_reset_and_free_and_nothing_more(models):
    steps = []
    runtime = Runtime()
    runtime.watch(lambda step: steps.append(f"{step.operation}.{step.outcome}"))
    runtime.close()
    assert steps == []
    with pytest.raises(LoadError):
        runtime.load_model(models.damaged["parse"])
    steps.clear()
    runtime.close()
    assert steps == []
    assert runtime.last_error is not None, "nobody acknowledged it"
    runtime.load_model(models.good["f32"])
    runtime.close()
    assert steps == ["load_model.ok", "free.ok"]
    runtime.load_model(models.good["f32"])
    runtime.generate(PROMPT)
    steps.clear()
    runtime.close()
    runtime.close()
    assert steps == ["reset.ok", "free.ok"]
    assert runtime.state.name == "Freed"
