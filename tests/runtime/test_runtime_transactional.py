"""A load that fails or is interrupted, at any stage and fault point, has not happened.

The resident model's bytes, buffers, result, settings and next tokens are what they were; what the
load acquired is given back, descriptors and mappings included, even while the caller keeps the
exception; and the load's own log is a run of `specs.loading`.
"""

from __future__ import annotations

import gc
import os
import threading
import weakref
from collections import Counter
from pathlib import Path

import pytest
from runtime_adapter import LOAD_POINTS, raising, striking
from runtime_models import PROMPT, tokens_of, twin_tokens
from runtime_whole import parts, whole

import engine
from engine import Cancelled, LoadError, Progress, Runtime, TurnstileError
from engine.load import FAULT_POINTS, stage_model
from fsm.conformance import broken_always, broken_step, explain_step, steps_of
from specs.lifecycle import LIFECYCLE
from specs.loading import LOADING, STAGES

STRUCK = {
    "LoadError": lambda: LoadError("parse.truncated", "struck"),
    "MemoryError": MemoryError,
    "KeyboardInterrupt": KeyboardInterrupt,
}


def descriptors() -> list[str]:
    """Return what this process has open of model files, descriptors and mappings alike."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            continue
    return sorted(name for name in found if name.endswith(".gguf"))


def left_open(before) -> list[str]:
    """Return what is open now and was not before; garbage of others may have gone meanwhile."""
    return sorted((Counter(descriptors()) - Counter(before)).elements())


def conforms(log) -> list[str]:
    """Replay a load's log as steps of LOADING; return what is not as declared, or where it ends."""
    snapshot = LOADING.start()
    for event in log:
        (row,) = [
            row
            for row in LOADING.rows_of(snapshot["state"], event.stage)
            if row.outcome == event.outcome
        ]
        after = {
            "state": row.lands(snapshot["state"]),
            "acquired": len(event.held),
            "installed": event.stage == "install",
        }
        found = explain_step(LOADING, snapshot, event.stage, event.outcome, after)
        found += map(str, broken_always(LOADING, after))
        for step in steps_of(LOADING, snapshot, event.stage, event.outcome, after):
            found += map(str, broken_step(LOADING, step))
        if found:
            return found
        snapshot = after
    return [snapshot["state"]]


@pytest.fixture
def served(models):
    """A runtime in the middle of its life: a model that has answered, settings that were set."""
    with Runtime() as runtime:
        runtime.set_sampling(temperature=0.0, seed=5)
        runtime.load_model(models.good["q8_0"])
        runtime.complete(PROMPT, max_tokens=4)
        yield runtime


def after_a_failed_load(runtime, held) -> list[str]:
    """Return what a failed load has changed beyond state, cause and failure record."""
    moved = [
        name
        for name, value in parts(runtime._gate.cell.contents).items()
        if value != held.get(name, value) and not name.startswith("failure")
    ]
    if runtime.state.name != "RecoverableError" or runtime.snapshot["cause"] != "load":
        moved.append(f"the state is {runtime.state}")
    return moved


def after_an_interrupted_load(runtime, held) -> list[str]:
    now = whole(runtime)
    return [name for name in held if held[name] != now[name] and name not in ("sequence", "trace")]


def check_goes_on(runtime) -> list[str]:
    """The model that was resident must give the tokens of an undisturbed twin."""
    runtime.reset()
    if tokens_of(runtime) != twin_tokens("q8_0", seed=5):
        return ["the next tokens are others"]
    return []


@pytest.mark.parametrize("kind", STRUCK)
@pytest.mark.parametrize("point", LOAD_POINTS)
def test_a_load_that_is_struck_has_not_happened(served, models, point, kind):
    held = whole(served)
    open_before = descriptors()
    with raising(point, STRUCK[kind]), pytest.raises((LoadError, KeyboardInterrupt)) as raised:
        served.load_model(models.good["f32"])
    if kind == "KeyboardInterrupt":
        assert raised.type is KeyboardInterrupt
        assert after_an_interrupted_load(served, held) == []
    else:
        assert raised.type is LoadError
        assert after_a_failed_load(served, held) == []
        assert served.last_error.slug == raised.value.slug
    # `raised` keeps the exception, and with it every frame it came through.
    assert left_open(open_before) == []
    assert check_goes_on(served) == []


@pytest.mark.parametrize("kind", STRUCK)
@pytest.mark.parametrize("point", FAULT_POINTS[: FAULT_POINTS.index("install.before")])
def test_the_log_of_a_struck_load_conforms(models, point, kind):
    log = []
    before = descriptors()
    with raising(point, STRUCK[kind]), pytest.raises((LoadError, KeyboardInterrupt)) as raised:
        stage_model(models.good["f32"], log=log)
    assert raised.type is (KeyboardInterrupt if kind == "KeyboardInterrupt" else LoadError)
    ended = "Abandoned" if kind == "KeyboardInterrupt" else "Rejected"
    assert conforms(log) == [ended]
    assert log[-1].stage == point.partition(".")[0]
    assert log[-1].held == ()
    assert left_open(before) == []


@pytest.mark.parametrize("stage", ["fetch", "transfer", "parse", "tensor"])
def test_a_damaged_file_fails_at_its_stage(served, models, stage):
    held = whole(served)
    log = []
    with pytest.raises(LoadError) as raised:
        stage_model(models.damaged[stage], log=log)
    assert raised.value.stage == log[-1].stage == stage
    assert conforms(log) == ["Rejected"]
    with pytest.raises(LoadError) as again:
        served.load_model(models.damaged[stage])
    assert again.value.slug == raised.value.slug == served.last_error.slug
    assert after_a_failed_load(served, held) == []
    assert check_goes_on(served) == []


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_a_load_is_cancelled_between_any_two_stages(models, stage):
    log, polls = [], []

    def poll():
        polls.append(len(log))
        if len(log) == STAGES.index(stage):
            raise Cancelled

    before = descriptors()
    with pytest.raises(Cancelled):
        stage_model(models.good["q8_0"], poll=poll, log=log)
    assert conforms(log) == ["Abandoned"]
    assert left_open(before) == []


def test_an_error_while_another_is_handled_leaves_that_one_alone(models):
    def handle(kept):
        raise ValueError("somebody else's")

    try:
        handle([1, 2, 3])
    except ValueError as other:
        with pytest.raises(LoadError):
            stage_model(models.damaged["parse"])
        frame = other.__traceback__.tb_next.tb_frame
        assert frame.f_locals["kept"] == [1, 2, 3]


def test_a_good_load_replaces_and_lets_the_old_model_go(models, runtime):
    runtime.load_model(models.good["f16"])
    contents = runtime._gate.cell.contents
    model, workspace = contents.model, contents.workspace
    tensor = model.weights.tensors["output.weight"]
    old = [weakref.ref(part) for part in (model.file, model.tokenizer, tensor, workspace.keys)]
    del contents, model, workspace, tensor
    gc.collect()
    gc.disable()
    others = descriptors()
    others.remove(str(models.good["f16"]))
    try:
        runtime.load_model(models.good["f32"])
        assert [ref() for ref in old] == [None] * 4, "released by counting, not by chance"
        assert left_open(others) == [str(models.good["f32"])]
        runtime.free()
        assert left_open(others) == []
    finally:
        gc.enable()


def test_the_log_of_a_good_load_conforms(models, runtime):
    staged = engine.stage(models.good["f16"])
    assert conforms(staged.log) == ["Attested"]
    assert staged.log[-1].held == ("mapping", "weights", "workspace")
    runtime.load_model(staged)
    assert conforms(staged.log) == ["Installed"]
    assert [event.stage for event in staged.log] == list(STAGES)


def test_progress_is_told_in_order_and_ends_at_the_whole(models, runtime):
    told = []
    runtime.load_model(models.good["q8_0"], report=told.append)
    assert all(isinstance(item, Progress) and item.done <= item.total for item in told)
    stages = list(dict.fromkeys(item.stage for item in told))
    assert stages == [stage for stage in STAGES if stage in stages]
    for stage in stages:
        counts = [item.done for item in told if item.stage == stage]
        assert counts == sorted(set(counts))
    assert told[-1].done == told[-1].total


def test_a_reporter_that_fails_disturbs_nothing(models, runtime, caplog):
    def report(progress):
        raise ValueError("no terminal")

    runtime.load_model(models.good["q8_0"], report=report)
    assert runtime.state.name == "Ready"
    assert "no terminal" in caplog.text


# -- staged models -----------------------------------------------------------------------------


def test_a_model_is_staged_while_the_old_one_serves(models, served):
    served.generate(PROMPT, max_tokens=8)
    first = [served.generate_next_token().token for _ in range(3)]
    held = whole(served)
    with engine.stage(models.good["f32"]) as staged:
        assert whole(served) == held
        with pytest.raises(LoadError):
            engine.stage(models.damaged["parse"])
        assert whole(served) == held
        while not (step := served.generate_next_token()).finished:
            first.append(step.token)
        assert (*first, step.token) == twin_tokens("q8_0", seed=5)
        served.load_model(staged)
        assert staged.taken
        assert staged.size_bytes == 0
    # Leaving the block closes a model that was taken: nothing happens to it.
    assert tokens_of(served) == twin_tokens("f32", seed=5)


def test_a_staged_model_is_installed_once(models, served):
    staged = engine.stage(models.good["f32"])
    served.load_model(staged)
    held = whole(served)
    with pytest.raises(LoadError) as raised:
        served.load_model(staged)
    assert raised.value.slug == "allocation.taken"
    assert after_a_failed_load(served, held) == []


def test_a_closed_staged_model_holds_nothing(models, runtime):
    before = descriptors()
    staged = engine.stage(models.good["f32"])
    assert staged.size_bytes > 0
    assert descriptors() != before
    staged.close()
    staged.close()
    assert (staged.taken, staged.size_bytes) == (True, 0)
    assert left_open(before) == []
    with pytest.raises(LoadError):
        runtime.load_model(staged)


def test_an_interrupted_install_leaves_the_staged_model_to_its_owner(models, served):
    held = whole(served)
    with engine.stage(models.good["f32"]) as staged:
        with raising("install.before", KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            served.load_model(staged)
        assert after_an_interrupted_load(served, held) == []
        with striking("install.before", served.cancel), pytest.raises(Cancelled):
            served.load_model(staged)
        assert not staged.taken
        served.load_model(staged)
    assert tokens_of(served) == twin_tokens("f32", seed=5)


def test_of_two_handles_one_gets_the_staged_model(models):
    for _ in range(20):
        staged = engine.stage(models.good["f32"], n_ctx=4)
        pair = [Runtime(), Runtime()]
        barrier, refused = threading.Barrier(2), []

        def install(runtime, staged=staged, barrier=barrier, refused=refused):
            barrier.wait()
            try:
                runtime.load_model(staged)
            except LoadError as error:
                refused.append(error.slug)

        threads = [threading.Thread(target=install, args=(runtime,)) for runtime in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert refused == ["allocation.taken"]
        assert sorted(runtime.state.name for runtime in pair) == ["Ready", "RecoverableError"]
        for runtime in pair:
            runtime.close()


def test_limits_hold_for_staged_models_too(models):
    with engine.stage(models.good["f32"]) as staged:
        size_bytes = staged.size_bytes
        with Runtime(memory_limit_bytes=size_bytes - 1) as runtime:
            with pytest.raises(LoadError) as raised:
                runtime.load_model(staged)
            assert raised.value.slug == "allocation.over-limit"
            assert not staged.taken
        with Runtime(memory_limit_bytes=size_bytes) as runtime:
            with pytest.raises(LoadError) as raised:
                runtime.load_model(staged, n_ctx=8)
            assert raised.value.slug == "allocation.context"
            runtime.load_model(staged)


def test_old_and_new_count_together_during_a_replacement(models):
    with Runtime() as scale:
        scale.load_model(models.good["q8_0"])
        size_bytes = scale.diagnostics.memory_bytes
    with Runtime(memory_limit_bytes=2 * size_bytes - 1) as runtime:
        runtime.load_model(models.good["q8_0"])
        held = whole(runtime)
        with pytest.raises(LoadError) as raised:
            runtime.load_model(models.good["q8_0"])
        assert raised.value.slug == "allocation.over-limit"
        assert after_a_failed_load(runtime, held) == []
        runtime.free()
        runtime.load_model(models.good["q8_0"])


def test_a_file_replaced_on_disk_does_not_reach_the_resident_model(models, tmp_path, runtime):
    place = tmp_path / "model.gguf"
    place.write_bytes(models.good["f32"].read_bytes())
    runtime.load_model(place)
    before = parts(runtime._gate.cell.contents)["model.file"]
    other = tmp_path / "other.gguf"
    other.write_bytes(models.good["f16"].read_bytes())
    other.replace(place)
    assert parts(runtime._gate.cell.contents)["model.file"] == before
    assert tokens_of(runtime) == twin_tokens("f32")
    Path(place).unlink()
    assert tokens_of(runtime) == twin_tokens("f32")
    with pytest.raises(TurnstileError):
        runtime.load_model(place)
    assert LIFECYCLE.allowed(runtime.snapshot) == runtime.allowed()
