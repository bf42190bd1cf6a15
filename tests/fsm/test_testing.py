"""`fsm.testing`: a right implementation passes, a wrong one is found and its program shows it."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import deque
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from fsm import (
    Count,
    Enum,
    Identity,
    Machine,
    Parameter,
    always,
    any_of,
    at,
    on,
    refuse,
    row,
    step,
    was,
)
from fsm.conformance import explain_step, steps_of
from fsm.expressions import STATE, step_view
from fsm.form import effects
from fsm.testing import (
    Adapter,
    Call,
    Nonconformance,
    ObjectAdapter,
    Walk,
    difference,
    fingerprint_of,
    machine_from,
    run,
)
from fsm.testing.program import expect, python
from fsm.testing.shorten import shortened
from fsm.variables import NOTHING, Choice
from specs.lifecycle import LIFECYCLE

STEADY = settings(
    max_examples=200,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

# -- a stranger's machine: the declaration, the thing, the adapter, the test -----------------------

limit = Parameter("limit", 2)
queued = Count("queued", 0, limit)

CONNECTION = Machine(
    "connection",
    states="Closed Open",
    initial="Closed",
    parameters=[limit],
    variables=[queued],
    rows=[
        row("open", "ok", "Closed", to="Open"),
        row("send", "ok", "Open", when=queued < limit, does=[queued.becomes(queued + 1)]),
        row("flush", "ok", "Open", does=[queued.becomes(0)]),
        row("flush", "failed", "Open", to="Closed", does=[queued.becomes(0)]),
        row("close", "ok", "Open", to="Closed", when=queued == 0),
    ],
    refusals=[refuse("send", "Open", "full"), refuse("close", "Open", "unsent")],
    otherwise="not-now",
    properties=[
        always("nothing waits where nothing is open", at("Closed") >> (queued == 0)),
        step("only sending queues", ~on("send") >> (queued <= was(queued))),
    ],
)


class Lost(Exception):
    pass


class NotNow(Exception):
    def __init__(self, slug):
        super().__init__(f"refused: {slug}")
        self.slug = slug


class Connection:
    def __init__(self):
        self.state, self.queue, self.sent = "Closed", [], []

    def open(self):
        if self.state == "Open":
            raise NotNow("not-now")
        self.state = "Open"

    def send(self, word):
        self.must_be_open()
        if len(self.queue) == 2:
            raise NotNow("full")
        self.queue.append(word)

    def flush(self, cut=False):
        self.must_be_open()
        if cut:
            self.state, self.queue = "Closed", []
            raise Lost("cut")
        self.sent, self.queue = self.sent + self.queue, []

    def close(self):
        self.must_be_open()
        if self.queue:
            raise NotNow("unsent")
        self.state = "Closed"

    def must_be_open(self):
        if self.state != "Open":
            raise NotNow("not-now")


class ConnectionAdapter(ObjectAdapter[Connection]):
    make = Connection
    refusal = NotNow
    outcomes: ClassVar = {Lost: "failed"}
    calls: ClassVar = {"send.ok": st.sampled_from("ab"), "flush.failed": st.just(True)}
    good: ClassVar = {"send": "x"}

    @staticmethod
    def observe(thing):
        return {"state": thing.state, "queued": len(thing.queue), "limit": 2}


TestConnection = machine_from(
    CONNECTION, ConnectionAdapter, settings=settings(STEADY, max_examples=20)
).TestCase


def test_a_right_implementation_passes_and_meets_every_row():
    coverage = run(CONNECTION, ConnectionAdapter, settings=STEADY)
    assert coverage.covered() == CONNECTION.rows
    assert coverage.missing() == ()
    assert coverage.missing_refusals() == ()
    assert "5 of 5 rows fired, 3 of 3 refusals met" in coverage.report()


# -- planted bugs ----------------------------------------------------------------------------------


class KeepsOne(Connection):
    """An effect is wrong: a flush leaves a word behind."""

    def flush(self, cut=False):
        last = self.queue[-1:]
        super().flush(cut)
        self.queue = last


class StaysOpen(Connection):
    """A state does not change."""

    def close(self):
        super().close()
        self.state = "Open"


class CountsRefusals(Connection):
    """An illegal call moves what no snapshot shows."""

    def close(self):
        if self.queue:
            self.sent.append("close?")
        super().close()


class DropsOnRefusal(Connection):
    """An illegal call moves what the snapshot shows."""

    def send(self, word):
        if len(self.queue) == 2:
            self.queue.pop()
            raise NotNow("full")
        super().send(word)


class WrongSlug(Connection):
    def close(self):
        try:
            super().close()
        except NotNow:
            raise NotNow("not-now") from None


class Foreign(Connection):
    """An illegal call fails, but not as a refusal."""

    def open(self):
        if self.state == "Open":
            raise KeyError("open twice")
        super().open()


class Lenient(Connection):
    """An illegal call is let through."""

    def open(self):
        self.state = "Open"


class Breaks(Connection):
    """A legal call raises what stands for no outcome."""

    def send(self, word):
        super().send(word)
        if len(self.queue) == 2:
            raise ZeroDivisionError("two words")


class Refuses(Connection):
    """A legal call is refused."""

    def send(self, word):
        if word == "b":
            raise NotNow("full")
        super().send(word)


class NeverFails(Connection):
    """A failure does not come about."""

    def flush(self, cut=False):
        super().flush(False)


class Overfull(Connection):
    """A value leaves its domain."""

    def send(self, word):
        super().send(word)
        self.queue *= 3


class KeepsOneAdapter(ConnectionAdapter):
    make = KeepsOne


class StaysOpenAdapter(ConnectionAdapter):
    make = StaysOpen


class CountsRefusalsAdapter(ConnectionAdapter):
    make = CountsRefusals


class DropsOnRefusalAdapter(ConnectionAdapter):
    make = DropsOnRefusal


class WrongSlugAdapter(ConnectionAdapter):
    make = WrongSlug


class ForeignAdapter(ConnectionAdapter):
    make = Foreign


class LenientAdapter(ConnectionAdapter):
    make = Lenient


class BreaksAdapter(ConnectionAdapter):
    make = Breaks


class RefusesAdapter(ConnectionAdapter):
    make = Refuses


class NeverFailsAdapter(ConnectionAdapter):
    make = NeverFails


class OverfullAdapter(ConnectionAdapter):
    make = Overfull


def failure_of(machine, adapter):
    with pytest.raises(Nonconformance) as caught:
        run(machine, adapter, settings=STEADY)
    error = caught.value
    assert error.program in error.__notes__
    return error


BUGS = [
    (KeepsOneAdapter, "queued is 1, before 1", ["open()", "send('a')", "flush()"]),
    (StaysOpenAdapter, "says at Closed; state is 'Open'", ["open()", "close()"]),
    (CountsRefusalsAdapter, ".sent[0] is new: 'close?'", ["open()", "send('a')", "close()"]),
    (DropsOnRefusalAdapter, "queued moved from 2 to 1",
     ["open()", "send('a')", "send('a')", "send('x')"]),
    (WrongSlugAdapter, "was refused as not-now; R2 says unsent",
     ["open()", "send('a')", "close()"]),
    (ForeignAdapter, "KeyError('open twice')", ["open()", "open()"]),
    (LenientAdapter, "open was not refused; R3 says not-now", ["open()", "open()"]),
    (BreaksAdapter, "ZeroDivisionError('two words')", ["open()", "send('a')", "send('a')"]),
    (RefusesAdapter, "is admitted, but was refused as full", ["open()", "send('b')"]),
    (NeverFailsAdapter, "flush.failed in Open ended as a returned value, not as failed",
     ["open()", "flush(True)"]),
    (OverfullAdapter, "queued is 3, outside 0..limit", ["open()", "send('a')"]),
]  # fmt: skip


@pytest.mark.parametrize(("adapter", "said", "calls"), BUGS)
def test_a_planted_bug_is_found_and_its_program_shows_it(adapter, said, calls):
    error = failure_of(CONNECTION, adapter)
    assert said in str(error)

    thing = type(adapter().thing).__name__
    made = [line.strip() for line in error.program.splitlines() if f"_{thing}" not in line]
    variable = next(line.split(" = ")[0] for line in made if line.endswith(".make()"))
    seen = [
        line.split("  #")[0].removeprefix(f"{variable}.")
        for line in made
        if line.startswith(f"{variable}.")
    ]
    assert seen == calls

    with pytest.raises((AssertionError, NotNow, KeyError, ZeroDivisionError)):
        exec(error.program, {})
    # The same program holds once the bug is repaired.
    exec(error.program.replace(adapter.__name__, "ConnectionAdapter"), {})


def test_the_whole_program_reads_as_a_person_would_write_it():
    assert failure_of(CONNECTION, WrongSlugAdapter).program == PROGRAM


PROGRAM = """\
# This program makes the calls that led here, in their order.
from fsm.testing import fingerprint_of
from test_testing import Lost, NotNow, WrongSlugAdapter

wrong_slug = WrongSlugAdapter.make()
wrong_slug.open()  # T1 open.ok: Closed -> Open
wrong_slug.send('a')  # T2 send.ok: stays Open, queued 0 -> 1
before = WrongSlugAdapter.observe(wrong_slug)
held = fingerprint_of(wrong_slug)
# close in Open was not refused as declared
try:
    wrong_slug.close()
except NotNow as error:
    assert error.slug == 'unsent', error.slug
else:
    raise AssertionError('wrong_slug.close() raised nothing; NotNow was declared')
after = WrongSlugAdapter.observe(wrong_slug)
# close was refused as not-now; R2 says unsent
"""


def test_a_broken_step_property_is_found_where_the_rows_allow_it():
    machine = Machine(
        "connection",
        states=CONNECTION.states,
        initial="Closed",
        parameters=[limit],
        variables=[queued],
        rows=CONNECTION.rows,
        refusals=[refuse("send", "Open", "full"), refuse("close", "Open", "unsent")],
        otherwise="not-now",
        properties=[step("a flush keeps the last", on("flush.ok") >> (queued == was(queued)))],
    )
    error = failure_of(machine, ConnectionAdapter)
    assert "broken: step a flush keeps the last" in str(error)
    assert error.program.endswith('assert after["queued"] == before["queued"]\n')
    with pytest.raises(AssertionError):
        exec(error.program, {})


def test_a_thing_that_is_not_fresh_is_told_at_once():
    class Used(ConnectionAdapter):
        def snapshot(self):
            return {**super().snapshot(), "queued": 1}

    with pytest.raises(Nonconformance, match="queued is 1 at the start, not 0"):
        Walk(CONNECTION, Used())


def test_a_snapshot_that_lacks_a_name_is_told_at_once():
    class Half(ConnectionAdapter):
        def snapshot(self):
            return {"state": "Closed"}

    with pytest.raises(Nonconformance, match=r"lacks queued, limit; it has state"):
        Walk(CONNECTION, Half())


def test_calls_that_undo_each_other_are_left_out_and_a_rare_failure_stays_as_it_was_found():
    calls = [Call("open", "ok", ()), Call("close", "ok", ())]
    walk = Walk(CONNECTION, LenientAdapter())
    for call in (*calls[:2], calls[0]):
        walk.step(call.label, call.argument)
    with pytest.raises(Nonconformance) as caught:
        walk.refuse("open")
    error = caught.value
    assert [call.label for call in error.calls] == ["open.ok", "close.ok", "open.ok", "open"]
    short = shortened(CONNECTION, LenientAdapter, error)
    assert [call.label for call in short.calls] == ["open.ok", "open"]
    assert shortened(CONNECTION, ConnectionAdapter, error) is error


def test_a_walk_refuses_to_be_misused():
    walk = Walk(CONNECTION, ConnectionAdapter())
    with pytest.raises(ValueError, match=r"send\.ok in Closed: it is refused as not-now"):
        walk.step("send.ok", "a")
    with pytest.raises(ValueError, match=r"open\.late in Closed: its outcomes .* ok"):
        walk.step("open.late")
    with pytest.raises(ValueError, match="open is admitted in Closed"):
        walk.refuse("open")


def test_what_the_adapter_itself_raises_carries_the_program():
    class Blind(ConnectionAdapter):
        def snapshot(self):
            if self.thing.state == "Open":
                raise RuntimeError("cannot look")
            return super().snapshot()

    with pytest.raises(RuntimeError, match="cannot look") as caught:
        Walk(CONNECTION, Blind()).step("open.ok", ())
    assert any("connection.open()" in note for note in caught.value.__notes__)


def test_an_interruption_from_outside_is_not_taken_for_an_answer():
    class Interrupted(ConnectionAdapter):
        def perform(self, label, argument):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Walk(CONNECTION, Interrupted()).step("open.ok", ())


# -- a whole machine, lazy initialization, identities: the thing is the declaration itself ---------


class Ended(Exception):
    """What an outcome other than success raises."""


class Declared(Adapter):
    """Does what the lifecycle says, with serial numbers for objects."""

    def __init__(self):
        self.now = LIFECYCLE.start(capacity=2)
        self.serial = 0

    def snapshot(self):
        return self.now

    def fingerprint(self):
        return dict(self.now)

    def arguments(self, label, snapshot):
        _, opened = LIFECYCLE.opened(snapshot) if label != "init_runtime.ok" else (None, snapshot)
        return st.sampled_from(list(effects(self.row(label, opened).effects, opened)))

    def row(self, label, snapshot):
        rows = LIFECYCLE.enabled(snapshot, label.partition(".")[0])
        return next(item for item in rows if item.label == label)

    def open_lazily(self, operation):
        first, _ = LIFECYCLE.opened(self.now)
        if first not in (None, operation):
            self.perform(f"{first}.ok", {"settings": "a"})

    def perform(self, label, argument):
        operation, _, outcome = label.partition(".")
        self.open_lazily(operation)
        fired = self.row(label, self.now)
        self.now = {**self.now, **argument, STATE: fired.lands(self.now[STATE])}
        for item in fired.effects:
            if item.variable.name in argument and isinstance(item.value, Choice):
                self.renew(item.variable)
        if outcome not in ("ok", "token", "finished"):
            raise Ended(outcome)

    def renew(self, variable):
        if isinstance(variable, Identity):
            self.serial += 1
            self.now[variable.name] = self.serial

    def outcome_of(self, call, answer):
        return str(answer) if isinstance(answer, Ended) else super().outcome_of(call, answer)

    def attempt(self, operation):
        self.open_lazily(operation)
        raise NotNow(LIFECYCLE.refusal(self.now, operation).slug)

    def slug_of(self, error):
        return error.slug if isinstance(error, NotNow) else None

    def preamble(self):
        name = type(self).__name__
        return f"from test_testing import {name}, Ended, NotNow\nthing = {name}()"

    def source(self, call):
        if call.outcome is None:
            return expect(f"thing.attempt({call.operation!r})", "NotNow", call.slug)
        line = f"thing.perform({call.label!r}, {call.argument!r})"
        plain = call.outcome in ("ok", "token", "finished")
        return line if plain else expect(line, "Ended", call.outcome, reads="str(error)")

    def snapshot_source(self):
        return "thing.now"

    def fingerprint_source(self):
        return "dict(thing.now)"


class ForgetsSettings(Declared):
    """The lazy initialization does not do what its row says."""

    def open_lazily(self, operation):
        fresh = self.now[STATE] == "Uninitialized" and operation != "init_runtime"
        super().open_lazily(operation)
        if fresh:
            self.now = {**self.now, "settings": NOTHING}


class SwapsFirst(Declared):
    """A failed load leaves the new model."""

    def perform(self, label, argument):
        try:
            super().perform(label, argument)
        finally:
            if label == "load_model.failed":
                self.renew(LIFECYCLE.variable("model"))


def test_the_lifecycle_conforms_to_itself_lazily_too():
    coverage = run(LIFECYCLE, Declared, settings=settings(STEADY, max_examples=40))
    assert {"T1", "T2"} <= set(coverage.rows)
    assert len(coverage.covered()) > len(LIFECYCLE.rows) // 2
    walk = Walk(LIFECYCLE, Declared())
    walk.refuse("generate")
    assert walk.snapshot[STATE] == "Initialized"
    assert walk.coverage.rows == {"T1": 1}


@pytest.mark.parametrize(
    ("adapter", "said"),
    [
        (ForgetsSettings, "T1 init_runtime.ok says settings != none; settings is 'none'"),
        (SwapsFirst, "T3 load_model.failed says model == was.model; model is 2, before 'none'"),
    ],
)
def test_a_wrong_lifecycle_is_found_by_one_call(adapter, said):
    error = failure_of(LIFECYCLE, adapter)
    assert said.partition(";")[0] in str(error)
    assert len(error.calls) == 1
    with pytest.raises(AssertionError):
        exec(error.program, {})
    exec(error.program.replace(adapter.__name__, "Declared"), {})


# -- the judgement ---------------------------------------------------------------------------------


def sampled_steps():
    """Every seventh step of the lifecycle's model, as before, command and all its successors."""
    form = LIFECYCLE.bind()
    number = 0
    for valuation in form.reachable():
        successors = {}
        for command, after in form.successors(valuation):
            successors.setdefault((command.operation, command.outcome), set()).add(after)
        for label, afters in successors.items():
            number += 1
            if number % 7 == 0:
                yield form, form.snapshot(valuation), label, afters


def test_a_step_is_explained_exactly_when_the_model_makes_it():
    judged = 0
    for form, before, (operation, outcome), afters in sampled_steps():
        after = next(iter(afters))
        for index, slot in enumerate(form.slots):
            for value in slot.domain:
                other = (*after[:index], value, *after[index + 1 :])
                seen = form.snapshot(other)
                wrong = explain_step(LIFECYCLE, before, operation, outcome, seen)
                assert bool(wrong) == (other not in afters), (before, operation, outcome, seen)
                judged += 1
    assert judged > 1000


def test_a_condition_written_as_python_means_the_same():
    guards = [item.formula for item in LIFECYCLE.properties if item.flavour in ("always", "step")]
    # The rows' own guards too, read as conditions on what was seen afterwards.
    guards += [item.guard for item in LIFECYCLE.rows]
    codes = {}
    for form, before, (operation, outcome), afters in sampled_steps():
        after = form.snapshot(next(iter(afters)))
        # A wrong snapshot beside a right one, so that each condition is also false somewhere.
        for seen in (after, {**after, "kv": 0, "settings": "b", "state": "Ready"}):
            view = step_view(before, operation, outcome, seen)
            for guard in guards:
                key = (guard, operation, outcome)
                if key not in codes:
                    codes[key] = compile(python(guard, operation, outcome), "condition", "eval")
                assert bool(eval(codes[key], {"before": before, "after": seen})) == guard(view)


def test_one_choice_means_one_value():
    either = any_of("x", "y")
    left, right = Enum("left", "", "x", "y"), Enum("right", "", "x", "y")
    machine = Machine(
        "twins",
        states="Here",
        initial="Here",
        variables=[left, right],
        rows=[row("set", "ok", "Here", does=[left.becomes(either), right.becomes(either)])],
    )
    start = machine.start()
    same = {**start, "left": "x", "right": "x"}
    assert explain_step(machine, start, "set", "ok", same) == []
    assert len(steps_of(machine, start, "set", "ok", same)) == 1
    (wrong,) = explain_step(machine, start, "set", "ok", {**same, "right": "y"})
    assert "right == left" in wrong


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"state": "Open"}, "the snapshot lacks queued, limit"),
        ({"state": "Away", "queued": 0, "limit": 2}, "'Away' is no state"),
        ({"state": "Open", "queued": None, "limit": 2}, "queued is None, outside 0..limit"),
    ],
)
def test_a_snapshot_that_is_none_is_a_disagreement_not_an_exception(after, said):
    before = CONNECTION.start()
    assert said in " ".join(explain_step(CONNECTION, before, "open", "ok", after))
    assert explain_step(CONNECTION, {"state": "Open"}, "open", "ok", before)
    assert "no operation 'sing'" in explain_step(CONNECTION, before, "sing", "ok", before)[0]


# -- fingerprints ----------------------------------------------------------------------------------


class Slotted:
    __slots__ = ("inner",)

    def __init__(self, inner):
        self.inner = inner


class Holder:
    def __init__(self):
        self.array = np.arange(4, dtype=np.float32)
        self.rng = random.Random(5)
        self.generator = np.random.default_rng(5)
        self.lock = threading.Lock()
        self.queue = deque([1, 2])
        self.slotted = Slotted([float("nan"), -0.0])
        self.names = {"a": {1, 2}}
        self.raw = bytearray(b"ab")
        self.method = self.move
        self.self = self
        self.number = 3

    def move(self):
        pass


MOVES = {
    ".array": lambda it: it.array.__setitem__(2, 9),
    ".rng": lambda it: it.rng.random(),
    ".generator": lambda it: it.generator.random(),
    ".lock": lambda it: setattr(it, "lock", threading.Lock()),
    ".queue": lambda it: it.queue.append(1),
    ".slotted.inner[1]": lambda it: it.slotted.inner.__setitem__(1, 0.0),
    ".names['a']": lambda it: it.names["a"].add(3),
    ".raw": lambda it: it.raw.__setitem__(0, 99),
    ".number": lambda it: setattr(it, "number", "3"),
    ".fresh": lambda it: setattr(it, "fresh", 1),
}


@pytest.mark.parametrize("path", MOVES)
def test_a_fingerprint_sees_every_move_and_nothing_else(path):
    thing = Holder()
    before = fingerprint_of(thing)
    assert difference(before, fingerprint_of(thing)) == []
    MOVES[path](thing)
    lines = difference(before, fingerprint_of(thing))
    assert lines
    assert any(line.startswith(path) for line in lines)
    attribute = "." + path.split(".")[1].partition("[")[0]
    assert all(line.startswith((attribute, " moved")) for line in lines)
    ignored = fingerprint_of(thing, ignoring=[attribute])
    assert not any(name.startswith(attribute) for name in ignored)


def test_fingerprints_of_any_kind_can_differ():
    assert difference(3, 4) == ["3 became 4"]
    assert difference({"a": 1}, {}) == ["a is gone: it was 1"]


# -- what is imported when, and what pytest shows --------------------------------------------------


def python_run(*arguments, directory=None):
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, cwd=directory, check=False
    )


def test_the_plugin_loads_nothing_heavy():
    program = (
        "import sys, fsm.pytest_plugin, fsm.testing; "
        "print([name for name in ('hypothesis', 'numpy', 'transitions') if name in sys.modules])"
    )
    done = python_run("-c", program)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_missing_extra_is_one_line_that_names_it():
    program = (
        "import sys; sys.modules['hypothesis'] = None\nfrom fsm.testing import run\nrun(None, None)"
    )
    done = python_run("-c", program)
    last = done.stderr.splitlines()[-1]
    assert last == (
        "ImportError: machine_from needs hypothesis: pip install 'turnstile-runtime[testing]'"
    )
    assert "During handling" not in done.stderr


STRANGER = """
from hypothesis import settings
from fsm import Machine, row
from fsm.testing import ObjectAdapter, machine_from, run

DOOR = Machine("door", states="Shut Open", initial="Shut", otherwise="no", rows=[
    row("open", "ok", "Shut", to="Open"), row("shut", "ok", "Open", to="Shut")])

class No(Exception):
    pass

class Door:
    state = "Shut"
    def open(self): self.go("Shut", "Open")
    def shut(self): self.go("Open", "Shut")
    def go(self, source, target):
        if self.state != source:
            raise No("no")
        self.state = target

class Stuck(Door):
    def shut(self): pass

class DoorAdapter(ObjectAdapter):
    make, refusal, slug = Door, No, ""
    observe = staticmethod(lambda door: {"state": door.state})

class StuckAdapter(DoorAdapter):
    make = Stuck

few = settings(max_examples=20, stateful_step_count=6, derandomize=True)
TestDoor = machine_from(DOOR, DoorAdapter, settings=few).TestCase
TestStuck = machine_from(DOOR, StuckAdapter, settings=few).TestCase
def test_one_line(): run(DOOR, DoorAdapter, settings=few)
def test_stuck(): run(DOOR, StuckAdapter, settings=few)
"""


def test_pytest_shows_programs_and_coverage(tmp_path):
    (tmp_path / "test_door.py").write_text(STRANGER)
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "--tb=short")
    done = python_run(*command, "--turnstile-coverage", directory=tmp_path)
    assert "2 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    sections = done.stdout.split("Turnstile: a program that shows it")
    assert len(sections) == 3
    for section in sections[1:]:
        program = "# This program" + section.partition("# This program")[2]
        program = program.partition("\n__")[0].partition("\n==")[0]
        assert "stuck = StuckAdapter.make()" in program
    assert "AssertionError" in python_run("-c", program, directory=tmp_path).stderr
    assert "door with DoorAdapter: 2 of 2 rows fired, 1 of 1 refusals met" in done.stdout

    quiet = python_run(*command, "--show-capture=no", "-k", "stuck", directory=tmp_path)
    assert "stuck = StuckAdapter.make()" in quiet.stdout
    assert "turnstile coverage" not in quiet.stdout
