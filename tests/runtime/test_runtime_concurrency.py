"""Several threads, one Runtime: one call inside at a time, and poison."""

from __future__ import annotations

import gc
import random
import threading
import time
import traceback
import weakref
from contextlib import contextmanager

import pytest
from runtime_adapter import raising, striking
from runtime_models import PROMPT, tokens_of, twin_tokens
from runtime_whole import nothing_left, whole

import engine.acts
from engine import LoadError, Runtime, TurnstileError, Unavailable
from engine.load import failing
from fsm.conformance import broken_always, broken_step, explain_step, steps_of
from specs.lifecycle import LIFECYCLE


def in_threads(*works):
    """Run the works at once; raise what the first of them raised."""
    barrier, raised = threading.Barrier(len(works)), []

    def started(work):
        barrier.wait()
        try:
            work()
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=started, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a caller waits for ever"
    if raised:
        raise raised[0]


@contextmanager
def occupied(runtime, model):
    """Another thread is inside a load, and stays there until the block is left."""
    entered, leave = threading.Event(), threading.Event()

    def stay():
        entered.set()
        assert leave.wait(30)

    def load():
        with striking("parse.header", stay):
            runtime.load_model(model)

    thread = threading.Thread(target=load)
    thread.start()
    assert entered.wait(30)
    try:
        yield
    finally:
        leave.set()
        thread.join()


def test_what_threads_do_at_once_is_one_sequence_of_declared_steps(models):
    """Every step the watchers saw is a step of the machine, and begins where the last one ended."""
    runtime, steps, inside, codes = Runtime(), [], [], set()
    runtime.watch(steps.append)
    observed = []

    def count(name):
        inside.append(name)
        assert len(inside) == 1, "two mutable operations are inside"
        time.sleep(0)
        inside.pop()

    def work(seed):
        dice = random.Random(seed)
        good, bad = models.good["f32"], models.damaged["parse"]
        calls = [
            lambda: runtime.load_model(dice.choice([good, good, bad]), n_ctx=9),
            lambda: runtime.set_sampling(seed=dice.choice([1, 2, -1])),
            lambda: runtime.generate((3, 4)),
            runtime.generate_next_token,
            runtime.generate_next_token,
            runtime.reset,
            runtime.free,
        ]

        def act():
            with failing(count):
                for _ in range(60):
                    try:
                        dice.choice(calls)()
                    except TurnstileError as error:
                        codes.add(error.code)
                    observed.append((runtime.state.name, runtime.snapshot["state"]))

        return act

    in_threads(*(work(seed) for seed in range(4)))
    assert all(len({*pair} & {*LIFECYCLE.states}) == len({*pair}) for pair in observed)
    assert [step.sequence for step in steps] == list(range(1, len(steps) + 1))
    last = LIFECYCLE.start(capacity=0)
    for step in steps:
        assert dict(step.before) == dict(last)
        found = explain_step(LIFECYCLE, step.before, step.operation, step.outcome, step.after)
        assert found == [] or step.operation != "init_runtime"
        for judged in steps_of(LIFECYCLE, step.before, step.operation, step.outcome, step.after):
            assert broken_step(LIFECYCLE, judged) == []
        assert broken_always(LIFECYCLE, step.after) == []
        last = step.after
    assert dict(runtime.snapshot) == dict(last)
    assert not codes & {13, 900}
    assert runtime.diagnostics.poison is None
    runtime.close()


def test_callers_are_served_in_order_of_coming(models):
    runtime = Runtime()
    order = []
    with occupied(runtime, models.good["f32"]):
        threads = []
        for number in range(5):
            thread = threading.Thread(
                target=lambda number=number: runtime.set_sampling(seed=number)
            )
            thread.start()
            threads.append(thread)
            while len(runtime._gate._turns._queue) < number + 2:
                time.sleep(0.001)
        runtime.watch(lambda step: order.append(runtime.settings.seed))
    for thread in threads:
        thread.join()
    assert order[-5:] == [0, 1, 2, 3, 4]
    runtime.close()


def test_a_wait_that_is_too_long_is_unavailable(models):
    with Runtime(lock_timeout_s=0.05) as runtime:
        runtime.load_model(models.good["f32"])
        with occupied(runtime, models.good["q8_0"]):
            held = whole(runtime)
            for operation in LIFECYCLE.operations:
                argument = {"load_model": (7,), "generate": ("way",)}.get(operation, ())
                with pytest.raises(Unavailable) as raised:
                    getattr(runtime, operation)(*argument)
                assert (raised.value.code, raised.value.slug) == (13, "owner.unavailable")
            assert whole(runtime) == held, "a 13 of this kind writes nothing"
            assert runtime.last_error is None
            with pytest.raises(Unavailable):
                runtime.close()
        assert tokens_of(runtime) == twin_tokens("q8_0")


def test_observers_never_wait(models):
    runtime = Runtime()
    runtime.load_model(models.good["f32"])
    held = whole(runtime)
    with occupied(runtime, models.good["q8_0"]):
        # The other call stays inside until this block is left: waiting would never end.
        assert runtime.state.name == "Ready"
        assert runtime.diagnostics.allowed == runtime.allowed()
        assert runtime.explain("free").admitted
        assert runtime.last_error is runtime.result is None
        assert runtime.metadata["general.architecture"] == "llama"
        assert runtime.tokenize("way")
        repr(runtime)
        assert {**whole(runtime), "flight": None, "inside": None} == held
    runtime.close()


def test_a_call_from_inside_a_call_is_unavailable(models):
    with Runtime() as runtime:
        answers = []

        def again(step):
            for call in (runtime.reset, runtime.close, lambda: runtime.generate(PROMPT)):
                try:
                    call()
                except TurnstileError as error:
                    answers.append((error.code, error.slug))

        stop = runtime.watch(again)
        runtime.load_model(models.good["f32"])
        assert {*answers} == {(13, "owner.unavailable")}
        stop()
        with striking("generate.prefill", runtime.reset), pytest.raises(Unavailable):
            runtime.generate(PROMPT)


def test_a_watcher_that_raises_disturbs_nothing(models, caplog):
    with Runtime() as runtime:
        runtime.watch(lambda step: 1 / 0)
        runtime.load_model(models.good["f32"])
        assert tokens_of(runtime) == twin_tokens("f32")
    assert "ZeroDivisionError" in caplog.text


def test_diagnostics_are_one_look(models):
    """State, snapshot and what is allowed belong together, however busy the handle is."""
    runtime, over, looks = Runtime(), threading.Event(), []

    def look():
        while not over.is_set():
            looks.append(runtime.diagnostics)

    def work():
        for _ in range(40):
            runtime.load_model(models.good["f32"], n_ctx=9)
            runtime.complete((3, 4), max_tokens=2)
            runtime.free()
        over.set()

    in_threads(look, work)
    assert len({look.state for look in looks}) > 1
    for look in looks:
        assert look.state == look.snapshot["state"]
        assert look.allowed == LIFECYCLE.allowed(look.snapshot)
        assert (look.model is None) == (look.snapshot["model"] == "none")
        assert (look.memory_bytes == 0) == (look.model is None)
    runtime.close()


# -- poison ------------------------------------------------------------------------------------


class Undeclared(Exception):
    pass


def poisoned(models, where="generate.prefill"):
    """Return a handle that met an exception nobody declared, and that exception."""
    runtime = Runtime()
    runtime.load_model(models.good["f32"])
    operation = {"generate.prefill": lambda: runtime.generate(PROMPT)}.get(
        where, lambda: runtime.load_model(models.good["q8_0"])
    )
    with raising(where, lambda: Undeclared("struck")), pytest.raises(Undeclared) as raised:
        operation()
    return runtime, raised.value


@pytest.mark.parametrize("where", ["generate.prefill", "parse.header", "install.before"])
def test_poison(models, where):
    runtime, error = poisoned(models, where)
    assert runtime.diagnostics.poison is error
    assert runtime.state.name == "Ready", "the last published state"
    held = {**whole(runtime), "flight": None}
    for operation in LIFECYCLE.operations:
        argument = {"load_model": (7,), "generate": ("way",)}.get(operation, ())
        with pytest.raises(Unavailable) as raised:
            getattr(runtime, operation)(*argument)
        assert (raised.value.code, raised.value.slug) == (13, "owner.poisoned")
    for call in (lambda: runtime.stream("way"), lambda: runtime.complete("way")):
        with pytest.raises(Unavailable):
            call()
    assert whole(runtime) == held, "it writes nothing"
    assert runtime.allowed() == runtime.diagnostics.allowed == ()
    assert not runtime.explain("reset").admitted
    assert runtime.last_error is None
    assert "struck" in "".join(traceback.format_exception(runtime.diagnostics.poison))
    runtime.close()
    runtime.close()
    assert runtime.diagnostics.poison is error
    assert runtime.diagnostics.memory_bytes == 0
    assert runtime.state.name == "Ready"


@pytest.mark.parametrize("where", ["generate.prefill", "parse.header"])
def test_closing_a_poisoned_handle_drops_the_model(models, where):
    runtime, error = poisoned(models, where)
    contents = runtime._gate.cell.contents
    refs = [weakref.ref(contents.model.file), weakref.ref(contents.workspace.keys)]
    refs.append(weakref.ref(contents.model.weights.tensors["output.weight"]))
    del contents
    gc.collect()
    gc.disable()
    try:
        runtime.close()
        assert [ref() for ref in refs] == [None] * 3
        assert runtime.diagnostics.poison is error, "what is kept is the exception"
    finally:
        gc.enable()


def test_closing_leaves_the_callers_own_frames_alone(models):
    """A generator that caught the poison, and waits, is in the traceback too."""
    runtime = Runtime()
    runtime.load_model(models.good["f32"])

    def worker():
        kept = "still here"
        with raising("generate.prefill", Undeclared):
            try:
                runtime.generate(PROMPT)
            except Undeclared:
                yield "caught"
        yield kept

    steps = worker()
    assert next(steps) == "caught"
    runtime.close()
    assert next(steps) == "still here"


def test_a_poisoned_handle_frees_its_lock_and_waiters(models):
    runtime = Runtime()
    runtime.load_model(models.good["f32"])
    entered, leave, answers = threading.Event(), threading.Event(), []

    def strike():
        entered.set()
        leave.wait(30)
        raise Undeclared

    def break_it():
        with striking("generate.prefill", strike), pytest.raises(Undeclared):
            runtime.generate(PROMPT)

    def wait():
        entered.wait(30)
        threading.Timer(0.02, leave.set).start()
        try:
            runtime.reset()
        except TurnstileError as error:
            answers.append(error.slug)

    in_threads(break_it, wait)
    assert answers == ["owner.poisoned"]
    runtime.close()


def test_the_caller_of_a_stream_gets_the_exception_that_poisoned(models):
    with Runtime() as runtime:
        runtime.load_model(models.good["f32"])
        with raising("generate.step", Undeclared), pytest.raises(Undeclared):
            runtime.complete(PROMPT)
    with Runtime() as runtime:
        runtime.load_model(models.good["f32"])
        with (
            raising("generate.step", Undeclared),
            pytest.raises(Undeclared),
            runtime.stream(PROMPT) as stream,
        ):
            list(stream)
        stream.close()


def test_another_handle_does_not_notice(models):
    sound = Runtime()
    sound.load_model(models.good["f32"])
    held = whole(sound)
    runtime, _ = poisoned(models)
    runtime.close()
    assert whole(sound) == held
    assert tokens_of(sound) == twin_tokens("f32")
    sound.close()


def test_close_tells_of_what_happens_in_it(models, monkeypatch):
    def broken(held):
        raise Undeclared

    monkeypatch.setattr(engine.acts, "_free", broken)
    runtime = Runtime()
    runtime.load_model(models.good["f32"])
    with pytest.raises(Undeclared):
        runtime.close()
    runtime.close()
    assert runtime.diagnostics.memory_bytes == 0


def test_closing_while_another_thread_generates(models):
    slugs = set()
    for _ in range(10):
        runtime = Runtime()
        runtime.load_model(models.good["f32"])

        def generate(runtime=runtime):
            try:
                for _ in runtime.stream(PROMPT):
                    pass
            except TurnstileError as error:
                slugs.add(error.slug)

        in_threads(generate, runtime.close)
        runtime.close()
        assert runtime.state.name == "Freed"
        assert nothing_left(runtime) == []
    assert slugs <= {"StaleHandle", "ModelNotLoaded", "NoActiveGeneration"}


def test_loads_of_several_handles_run_side_by_side(models):
    handles = [Runtime() for _ in range(3)]
    names = ["f32", "q8_0", "f16"]

    def work(runtime, name):
        for _ in range(5):
            runtime.load_model(models.good[name])
            with pytest.raises(LoadError):
                runtime.load_model(models.damaged["tensor"])
            runtime.reset()
            assert tokens_of(runtime) == twin_tokens(name)

    in_threads(
        *(
            lambda runtime=runtime, name=name: work(runtime, name)
            for runtime, name in zip(handles, names, strict=True)
        )
    )
    for runtime in handles:
        runtime.close()
