"""Ctrl-C at any moment of any operation leaves a usable Runtime.

A trace function raises KeyboardInterrupt at a chosen line, or at a chosen return, of any file of
`engine/` and `fsm/`: where a signal can strike. First a run is recorded, then it is repeated and
struck at the first and the last time each line is passed. Afterwards the handle must stand where
the declaration allows, hold nothing of a request that is not open, and give an undisturbed twin's
tokens.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from runtime_adapter import striking
from runtime_models import PROMPT, tokens_of, twin_tokens
from runtime_whole import nothing_left
from test_runtime_transactional import descriptors

import engine
import fsm
from engine import Cancelled, Refused, Runtime, TurnstileError
from engine.gguf import mapped
from engine.load import FAULT_POINTS
from engine.synthetic import ModelSpec, write_model
from fsm.conformance import broken_always, explain_step
from specs.lifecycle import LIFECYCLE

# A file object that is struck before anybody knows it closes itself, and Python remarks on that.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

ROOTS = tuple(str(Path(package.__file__).parent) for package in (engine, fsm))
EVERYDAY_MOMENTS = 40
"""Per operation; evenly spread over all of them, which the campaign takes."""


def is_ours(frame) -> bool:
    """Whether a frame is struck at. What is raised inside of a `__del__`, Python drops."""
    if not frame.f_code.co_filename.startswith(ROOTS):
        return False
    while frame is not None:
        if frame.f_code.co_name == "__del__":
            return False
        frame = frame.f_back
    return True


def is_moment(frame, event) -> bool:
    """Whether an interruption can strike here.

    Only a tracer can strike between the system's `open` and the file object that owns its number:
    a real signal waits until the opener has returned to the object.
    """
    opening = frame.f_code is mapped._open.__code__ and event == "return"
    return event in ("line", "return") and not opening


class Recorder:
    """Notes every moment at which a signal could strike."""

    def __init__(self):
        self.passed = []

    def __call__(self, frame, event, argument):
        if event == "call" and not is_ours(frame):
            return None
        if is_moment(frame, event):
            self.passed.append((frame.f_code.co_filename, frame.f_lineno, event))
        return self


class Striker(Recorder):
    """Raises at the moment with this number."""

    def __init__(self, at):
        super().__init__()
        self.left = at

    def __call__(self, frame, event, argument):
        if event == "call" and not is_ours(frame):
            return None
        if is_moment(frame, event):
            self.left -= 1
            if self.left < 0:
                self.passed.append((frame.f_code.co_filename, frame.f_lineno, event))
                raise KeyboardInterrupt
        return self


def traced(tracer, call):
    """Make the call under the tracer; return what it raised."""
    sys.settrace(tracer)
    try:
        call()
    except (TurnstileError, KeyboardInterrupt) as error:
        return error
    finally:
        sys.settrace(None)
    return None


def moments(prepare, operation) -> list[int]:
    """Return the numbers of the moments to strike at."""
    recorder = Recorder()
    runtime = prepare()
    traced(recorder, lambda: operation(runtime))
    runtime.close()
    first, last = {}, {}
    for number, moment in enumerate(recorder.passed):
        first.setdefault(moment, number)
        last[moment] = number
    return sorted({*first.values(), *last.values()})


def sample(numbers: list[int], count: int) -> list[int]:
    return numbers[:: max(1, -(-len(numbers) // count))]


# -- the operations, each from where it is at home ---------------------------------------------


def resident(models):
    runtime = Runtime()
    runtime.load_model(models.good["f32"], n_ctx=64)
    return runtime


def opened(models, tokens=2):
    runtime = resident(models)
    runtime.generate(PROMPT)
    for _ in range(tokens):
        runtime.generate_next_token()
    return runtime


TARGETS = {
    "init_runtime": (lambda models: Runtime(), lambda rt, models: rt.init_runtime()),
    "load_model": (
        resident,
        lambda rt, models: rt.load_model(models.good["q8_0"], n_ctx=64),
    ),
    "load_model, the first call": (
        lambda models: Runtime(),
        lambda rt, models: rt.load_model(models.good["f32"], n_ctx=64),
    ),
    "load_model, damaged": (
        resident,
        lambda rt, models: rt.load_model(models.damaged["tensor"]),
    ),
    "set_sampling": (resident, lambda rt, models: rt.set_sampling(seed=0)),
    "set_sampling, rejected": (resident, lambda rt, models: rt.set_sampling(seed=-1)),
    "generate": (resident, lambda rt, models: rt.generate(PROMPT)),
    "generate, rejected": (resident, lambda rt, models: rt.generate("")),
    "generate, refused": (lambda models: Runtime(), lambda rt, models: rt.generate("")),
    "generate_next_token": (opened, lambda rt, models: rt.generate_next_token()),
    "generate_next_token, first": (
        lambda models: opened(models, 0),
        lambda rt, models: rt.generate_next_token(),
    ),
    "complete": (resident, lambda rt, models: rt.complete(PROMPT, max_tokens=2)),
    "reset": (opened, lambda rt, models: rt.reset()),
    "free": (opened, lambda rt, models: rt.free()),
    "close": (opened, lambda rt, models: rt.close()),
}


def check_usable(runtime, models, open_before=()) -> list[str]:
    """Return what is wrong with a handle that was interrupted.

    `open_before` are the descriptors that were open before it was made.
    """
    found = [str(item) for item in broken_always(LIFECYCLE, runtime.snapshot)]
    # Always refused; but if the interruption was itself interrupted, the next call is its end.
    with suppress(Refused):
        runtime.init_runtime()
    if runtime.diagnostics.poison is not None:
        return [*found, f"poisoned by {runtime.diagnostics.poison!r}"]
    if runtime.state.name == "ContinuationReady":
        runtime.generate_next_token()
    if runtime.snapshot["model"] != "none":
        runtime.reset()
        found += nothing_left(runtime)
        name = Path(runtime.diagnostics.model).stem
        if tokens_of(runtime) != twin_tokens(name, n_ctx=64):
            found.append("the resident model gives other tokens")
    expected = Counter(open_before)
    if runtime.diagnostics.model:
        expected[runtime.diagnostics.model] += 1
    leaked = Counter(descriptors()) - expected
    if leaked:
        found.append(f"still open: {[*leaked]}")
    runtime.load_model(models.good["f32"], n_ctx=64)
    if tokens_of(runtime) != twin_tokens("f32", n_ctx=64):
        found.append("a fresh load gives other tokens")
    runtime.free()
    return found


def explained(before, after, operation) -> list[str]:
    """Return why the published snapshots are none that the operation could have led to."""
    if dict(before) == dict(after):
        return []
    reasons = []
    for outcome in dict.fromkeys(row.outcome for row in LIFECYCLE.rows):
        reasons = explain_step(LIFECYCLE, before, operation, outcome, after)
        if not reasons:
            return []
    return reasons


def strike_everywhere(models, target, count):
    make, call = TARGETS[target]
    numbers = moments(lambda: make(models), lambda runtime: call(runtime, models))
    operation = target.partition(",")[0]
    assert len(numbers) > 50
    struck = 0
    for number in sample(numbers, count) if count else numbers:
        open_before = descriptors()
        runtime = make(models)
        before = runtime.snapshot
        striker = Striker(number)
        error = traced(striker, lambda runtime=runtime: call(runtime, models))
        struck += isinstance(error, KeyboardInterrupt)
        after = runtime.snapshot
        kind = type(error).__name__
        where = f"{target}: interrupted at moment {number}, {striker.passed}; raised {kind}"
        del error
        if operation in LIFECYCLE.operations and before["state"] != "Uninitialized":
            assert explained(before, after, operation) == [], where
        assert check_usable(runtime, models, open_before) == [], where
        runtime.close()
    return struck


@pytest.mark.parametrize("target", TARGETS)
def test_struck_at_moments_spread_evenly(models, target):
    assert strike_everywhere(models, target, EVERYDAY_MOMENTS) > 20


@pytest.mark.campaign
@pytest.mark.parametrize("target", TARGETS)
def test_struck_at_every_line(models, target):
    strike_everywhere(models, target, None)


# -- real signals ------------------------------------------------------------------------------


@pytest.fixture
def alarm():
    """A timer whose signal is Ctrl-C's exception."""

    def strike(number, frame):
        if is_ours(frame) or frame.f_code.co_name == "working":
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, strike)
    yield lambda delay_s: signal.setitimer(signal.ITIMER_REAL, delay_s)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("rounds", [60, pytest.param(3000, marks=pytest.mark.campaign)])
def test_real_signals_at_random_moments(models, alarm, rounds):
    dice = random.Random(7)
    struck = 0

    def working(runtime, name):
        runtime.load_model(models.good[name], n_ctx=64)
        runtime.complete(PROMPT, max_tokens=8)

    with Runtime() as runtime:
        for _ in range(rounds):
            alarm(dice.uniform(1e-5, 0.012))
            try:
                working(runtime, dice.choice(["f32", "q8_0"]))
            except KeyboardInterrupt:
                struck += 1
            alarm(0)
            assert broken_always(LIFECYCLE, runtime.snapshot) == []
            if "reset" in runtime.allowed():
                runtime.reset()
                assert nothing_left(runtime) == []
                name = Path(runtime.diagnostics.model).stem
                assert tokens_of(runtime) == twin_tokens(name, n_ctx=64)
    assert struck > rounds // 10


PROGRAM = "from engine.cli import main; main()"
STRUCK_PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
from engine.cli import main
signal.setitimer(signal.ITIMER_REAL, float(sys.argv.pop(1)))
main()
"""


@pytest.fixture(scope="module")
def long_model(tmp_path_factory):
    """A model whose text takes seconds."""
    spec = ModelSpec(block_count=4, embedding_length=128, context_length=4096)
    return write_model(tmp_path_factory.mktemp("long") / "long.gguf", spec)


def test_a_signal_ends_the_command_with_130(long_model):
    dice = random.Random(3)
    for delay_s in (0.01, *(dice.uniform(0.05, 0.6) for _ in range(4))):
        done = subprocess.run(
            [sys.executable, "-c", STRUCK_PROGRAM, str(delay_s), "run", str(long_model),
             "--prompt", "which way", "--max-tokens", "4000"],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 130, (delay_s, done.stderr)
        assert "Traceback" not in done.stderr
        assert "interrupted" in done.stderr


def test_ctrl_c_while_text_streams(long_model):
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "run", str(long_model), "--prompt", "which way",
         "--max-tokens", "4000"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with child:
        assert child.stdout.read(1)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert b"Traceback" not in told


# -- cancel(), from another thread -------------------------------------------------------------


def cancelling(runtime, until):
    """Cancel again and again from another thread, until something was reached; returns a stop."""
    reached, over = [], threading.Event()

    def work():
        while not over.is_set():
            if until() and runtime.cancel():
                reached.append(True)
                return
            time.sleep(0)

    # A daemon: a test that fails must not keep the process from ending.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def stop():
        over.set()
        thread.join()
        return bool(reached)

    return stop


def test_cancel_reaches_a_load(models, long_model, runtime):
    runtime.load_model(models.good["f32"], n_ctx=64)
    reached = []

    def report(progress):
        if not reached:
            # From another thread, while the load is under way for certain.
            canceller = threading.Thread(target=lambda: reached.append(runtime.cancel()))
            canceller.start()
            canceller.join()

    with pytest.raises(Cancelled) as raised:
        runtime.load_model(long_model, report=report)
    assert reached == [True]
    assert (raised.value.slug, raised.value.outcome) == ("Cancelled", "interrupted")
    assert runtime.state.name == "Ready"
    assert check_usable(runtime, models, descriptors()) == []


def test_cancel_reaches_a_prefill(long_model, runtime):
    runtime.load_model(long_model)
    began = time.perf_counter()
    stop = cancelling(runtime, lambda: time.perf_counter() - began > 0.05)
    with pytest.raises(Cancelled):
        runtime.generate((5,) * 4096)
    assert stop()
    assert runtime.state.name == "Ready"
    assert nothing_left(runtime) == []
    assert len(tokens_of(runtime)) == 8


def test_cancel_reaches_a_generation(long_model, runtime):
    runtime.load_model(long_model)
    given = []
    stop = cancelling(runtime, lambda: len(given) >= 3)
    runtime.generate(PROMPT)

    def go_on():
        while len(given) < 4000:
            given.append(runtime.generate_next_token().token)

    with pytest.raises(Cancelled) as raised:
        go_on()
    assert stop()
    assert raised.value.evidence["tokens"] == tuple(given)
    assert runtime.state.name == "Ready"
    assert nothing_left(runtime) == []


def test_cancel_with_nothing_under_way_does_nothing(models, runtime):
    assert runtime.cancel() is False
    runtime.load_model(models.good["f32"], n_ctx=64)
    assert runtime.cancel() is False
    assert tokens_of(runtime) == twin_tokens("f32", n_ctx=64)
    assert runtime.cancel() is False
    for point in FAULT_POINTS[: FAULT_POINTS.index("install.before")]:
        with striking(point, runtime.cancel), pytest.raises(Cancelled):
            runtime.load_model(models.good["q8_0"])
        assert runtime.cancel() is False
