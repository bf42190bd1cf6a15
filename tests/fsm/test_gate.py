"""The gate on a small machine with plain Python acts; checks that mutants share: gate_cases.py."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from dataclasses import replace
from time import monotonic

import gate_cases
import pytest
from gate_cases import (
    ACTS,
    BENCH,
    CHECKS,
    Bench,
    Breakage,
    Cancelled,
    assert_published,
    assert_usable,
    busy,
    gate_of,
    observe,
)
from interrupts import WATCHED, Interrupt, apart, in_thread, interrupted

from fsm import (
    Act,
    Count,
    Divergence,
    Done,
    Enum,
    Gate,
    Machine,
    MachineError,
    Parameter,
    Poisoned,
    Refused,
    any_of,
    row,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_gate(check):
    check(Gate)


# -- admission -------------------------------------------------------------------------------------


def test_lazy_initialization_happens_even_when_the_call_is_refused():
    gate = gate_of()
    with pytest.raises(Refused, match="NothingToDo"):
        gate.call("work")
    assert gate.cell.state == "Idle"
    assert [step.label for step in gate.trace] == ["open.ok"]


def test_the_lazy_operation_itself_runs_once():
    gate = gate_of()
    gate.call("open")
    assert [step.label for step in gate.trace] == ["open.ok"]
    with pytest.raises(Refused, match="AlreadyOpen"):
        gate.call("open")


def test_an_operation_of_no_row_is_the_callers_mistake_and_initializes_nothing():
    gate = gate_of()
    with pytest.raises(KeyError, match="bench has no operation 'wrok'; it has open, start"):
        gate.call("wrok")
    assert gate.cell.sequence == 0


@pytest.mark.parametrize(
    ("opening", "slugs"),
    [
        ((), {"open": "AlreadyOpen", "work": "NothingToDo"}),
        (("start",), {"open": "AlreadyOpen", "start": "AlreadyBusy"}),
    ],
)
def test_refusals_say_what_the_declaration_says(opening, slugs):
    gate = gate_of()
    gate.call("open")
    for operation in opening:
        gate.call(operation)
    for operation, slug in slugs.items():
        before = gate.cell
        with pytest.raises(Refused) as refused:
            gate.call(operation)
        assert refused.value.slug == slug
        assert gate.last_refusal.slug == slug
        assert gate.cell is before


def test_only_if_is_asked_inside_the_turn_and_moves_nothing():
    gate = busy()
    before = gate.cell
    asked = []

    def stale(contents):
        asked.append((contents, gate._turns.inside()))
        raise LookupError("another request")

    with pytest.raises(LookupError, match="another request"):
        gate.call("work", only_if=stale)
    assert asked == [(before.contents, threading.get_ident())]
    assert gate.cell is before
    assert_usable(gate)


def test_complain_turns_the_gates_errors_into_the_callers():
    gate = gate_of(complain=lambda error: LookupError(f"told: {error}"))
    with pytest.raises(LookupError, match="told: work is refused in Idle") as told:
        gate.call("work")
    assert isinstance(told.value.__cause__, Refused)


def test_answers_and_values_pass_through():
    gate = busy()
    assert [gate.call("work") for _ in range(gate_cases.LIMIT)] == [1, 2, 3]
    serial = gate.snapshot["piece"]
    assert gate.call("work") == serial
    assert (gate.cell.state, gate.cell.contents) == ("Idle", Bench())


# -- observers -------------------------------------------------------------------------------------


def test_allowed_and_explain_have_no_effects():
    gate = gate_of()
    before = gate.cell
    assert gate.allowed() == ("open", "start", "reset")
    told = gate.explain("work")
    assert (told.first, told.admitted, told.refusal.slug) == ("open", False, "NothingToDo")
    assert str(told).startswith(
        "work in New (after open, which comes first there) is refused: Noth"
    )
    assert gate.explain("start").admitted
    assert gate.explain("open").first is None
    with pytest.raises(KeyError, match="no operation 'wrok'"):
        gate.explain("wrok")
    assert gate.cell is before
    assert gate.trace == ()
    assert gate.last_refusal is None


def test_explain_shows_rows_and_reasons():
    gate = busy()
    text = str(gate.explain("work"))
    assert "work in Busy is admitted:" in text
    assert "ok -> stays" in text
    assert "finish the piece first" in str(gate.explain("start"))


def test_explain_tells_of_poison():
    gate = busy()
    with pytest.raises(ZeroDivisionError):
        gate.call("work", ZeroDivisionError())
    assert str(gate.explain("reset")).endswith(
        "answered no more: an earlier call poisoned the gate"
    )


def test_what_is_published_cannot_be_changed_by_observers():
    gate = busy()
    with pytest.raises(TypeError):
        gate.snapshot["strokes"] = 2
    with pytest.raises(AttributeError):
        gate.cell.state = "Idle"


def test_observers_never_wait():
    gate = busy()
    inside, leave = threading.Event(), threading.Event()

    def hold():
        inside.set()
        assert leave.wait(5)

    worker = threading.Thread(target=gate.call, args=("work", hold))
    worker.start()
    assert inside.wait(5)
    before = gate.cell
    started_s = monotonic()
    assert gate.allowed() == ("work", "reset")
    assert gate.explain("work").admitted
    assert gate.cell is before
    assert (gate.snapshot["strokes"], len(gate.trace)) == (0, 2)
    assert (gate.poison, gate.last_refusal) == (None, None)
    gate.watch(lambda _: None)()
    assert monotonic() - started_s < 1
    leave.set()
    worker.join(5)
    assert gate.snapshot["strokes"] == 1


def test_observers_see_whole_cells_while_calls_run():
    gate = busy()
    done = threading.Event()
    torn = []

    def observe_it():
        while not done.is_set():
            try:
                assert_published(gate)
                steps = [step.sequence for step in gate.trace]
                assert steps == list(range(steps[0], steps[0] + len(steps)))
                gate.allowed()
            except BaseException as error:
                torn.append(error)
                return

    observers = [threading.Thread(target=observe_it) for _ in range(2)]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for observer in observers:
            observer.start()
        for _ in range(100):
            gate.call("work")
            gate.call("reset")
            gate.call("start")
    finally:
        sys.setswitchinterval(switching)
        done.set()
        for observer in observers:
            observer.join(5)
    assert torn == []


# -- watchers --------------------------------------------------------------------------------------


def test_a_watcher_that_raises_disturbs_nothing(caplog):
    gate = gate_of()
    told = []

    def fails(_):
        raise RuntimeError("a broken watcher")

    gate.watch(fails)
    gate.watch(told.append)
    gate.call("start")
    assert [step.label for step in told] == ["open.ok", "start.ok"]
    assert [record.args[0].label for record in caplog.records] == ["open.ok", "start.ok"]
    assert_usable(gate)


def test_watching_stops_one_watcher():
    gate = gate_of()
    told = []
    stop = gate.watch(told.append)
    gate.watch(told.append)
    stop()
    stop()
    gate.call("open")
    assert [step.label for step in told] == ["open.ok"]


def test_an_interrupted_watcher_keeps_the_step_and_the_others_are_told():
    gate = busy()
    told = []
    interruptions = [KeyboardInterrupt("in a watcher")]

    def interrupt(_):
        if interruptions:
            raise interruptions.pop()

    gate.watch(interrupt)
    gate.watch(told.append)
    with pytest.raises(KeyboardInterrupt, match="in a watcher"):
        gate.call("work")
    assert gate.snapshot["strokes"] == 1
    assert [step.label for step in told] == ["work.ok"]
    assert_usable(gate)


@apart
def test_no_watcher_is_told_twice_wherever_an_interrupt_comes():
    """The one whose moment it was may miss the step; the trace does not."""
    for at in range(1, 1000):
        gate = busy()
        told = [[], []]
        for each in told:
            gate.watch(lambda step, each=each: each.append(step.sequence))
        tracer = Interrupt(KeyboardInterrupt(), at, WATCHED)
        interrupted(tracer, lambda gate=gate: gate.call("work"))
        gate.call("reset")
        steps = [step.sequence for step in gate.trace[2:]]
        assert steps == list(range(3, gate.cell.sequence + 1))
        assert all(each == sorted(set(each)) for each in told)
        assert sum(map(len, told)) >= 2 * len(steps) - 1
        if not tracer.raised:
            return
    raise AssertionError("a call never ends")


# -- divergence and construction -------------------------------------------------------------------


def test_a_value_outside_its_domain_diverges_though_the_row_predicts_it():
    many = Count("strokes", 0, Parameter("limit", 2))
    counting = Machine(
        "counting", states="A", initial="A", parameters=[many.high], variables=[many],
        rows=[row("work", "ok", "A", when=many < 2, does=[many.becomes(many + 1)])],
        otherwise="Full",
    )  # fmt: skip
    gate = Gate(
        counting, Bench(), {"work": ACTS["work"]}, interpret=gate_cases.interpret,
        observe=lambda bench: {"strokes": bench.strokes, "limit": 0},
    )  # fmt: skip
    with pytest.raises(Divergence, match=r"strokes is 1, outside 0\.\.limit"):
        gate.call("work")


def test_a_choice_must_fall_within_and_once():
    gate = gate_of(acts={"start": Act(lambda bench: Done("ok", bench))})
    with pytest.raises(Divergence, match="piece is 'none' afterwards, the row says some piece"):
        gate.call("start")
    low, high = Enum("low", "x", "y"), Enum("high", "x", "y")
    both = any_of("x", "y")
    twins = Machine(
        "twins", states="A", initial="A", variables=[low, high],
        rows=[row("move", "ok", "A", does=[low.becomes(both), high.becomes(both)])],
    )  # fmt: skip
    options = {"observe": dict, "interpret": gate_cases.interpret}
    start = {"low": "x", "high": "x"}
    agreed = Gate(twins, start, {"move": Act(lambda _: Done("ok", dict.fromkeys(start, "y")))},
                  **options)  # fmt: skip
    agreed.call("move")
    assert agreed.snapshot["high"] == "y"
    apart = Gate(twins, start, {"move": Act(lambda _: Done("ok", {"low": "x", "high": "y"}))},
                 **options)  # fmt: skip
    with pytest.raises(Divergence, match="high is 'y' afterwards, the row says any of x, y"):
        apart.call("move")


def test_parameters_belong_to_the_thing_and_may_move():
    larger = {"limit": 2}

    def grow(bench):
        larger["limit"] = 9
        return Done("ok", replace(bench, piece=7))

    gate = gate_of(acts={"start": Act(grow)}, observe=lambda bench: {**observe(bench), **larger})
    gate.call("start")
    assert (gate.cell.state, gate.snapshot["limit"]) == ("Busy", 9)


def test_the_trace_of_a_divergence_prints_as_a_story():
    gate = busy(acts={"work": Act(lambda bench: Done("ok", bench))})
    with pytest.raises(Divergence) as found:
        gate.call("work")
    _, _, first, second = str(found.value).splitlines()
    assert first == "  #1 open.ok (T1) New -> Idle"
    assert second.startswith("  #2 start.ok (T2) Idle -> Busy; piece: none -> ")


def test_the_trace_is_bounded():
    gate = gate_of()
    for _ in range(100):
        gate.call("reset")
    assert len(gate.trace) == 64
    assert gate.trace[-1].sequence == 101


def test_an_act_that_returns_something_else_poisons():
    gate = busy(acts={"work": Act(lambda bench: None)})
    with pytest.raises(AttributeError):
        gate.call("work")
    assert_usable(gate)


@pytest.mark.parametrize("where", ["observe", "settle", "interpret"])
def test_a_broken_collaborator_poisons(where):
    calls = []

    def broken(*arguments):
        calls.append(arguments)
        if len(calls) > before:
            raise ArithmeticError(f"{where} is broken")
        return getattr(gate_cases, where)(*arguments)

    before = 1000
    gate = busy(**{where: broken})
    told = Breakage("to land") if where == "interpret" else None
    before = len(calls) + (where == "observe")  # the first look is at admission
    with pytest.raises(ArithmeticError, match="is broken"):
        gate.call("work", told)
    assert isinstance(gate.poison, ArithmeticError)
    with pytest.raises(Poisoned):
        gate.call("reset")
    assert isinstance(in_thread(lambda: gate.call("reset")), Poisoned)


def test_the_acts_are_the_machines_operations():
    with pytest.raises(MachineError, match="the machine's operations and the acts differ"):
        gate_of(acts={"fly": ACTS["work"]})


def test_what_is_gated_starts_as_declared():
    with pytest.raises(MachineError, match="strokes starts as 1, declared is 0"):
        gate_of(contents=Bench(strokes=1))
    with pytest.raises(MachineError, match=r"observe\(\) does not tell limit"):
        gate_of(observe=lambda bench: {"piece": "none", "strokes": 0, "record": "none"})


def test_the_gates_own_memory_cannot_choose():
    luck = Enum("luck", "good", "bad", held=True)
    lottery = Machine(
        "lottery", states="A", initial="A", variables=[luck],
        rows=[row("draw", "ok", "A", does=[luck.becomes(any_of("good", "bad"))])],
    )  # fmt: skip
    with pytest.raises(MachineError, match=r"T1 draw\.ok .* memory cannot choose"):
        Gate(
            lottery, None, {"draw": Act(lambda _: Done("ok", None))}, observe=lambda _: {},
            interpret=gate_cases.interpret,
        )  # fmt: skip


# -- failure, interruption, poison -----------------------------------------------------------------


def test_a_failure_moves_as_declared_and_is_raised():
    gate = gate_of()
    broken = Breakage("no piece")
    with pytest.raises(Breakage) as raised:
        gate.call("start", broken)
    assert raised.value is broken
    assert (gate.cell.state, gate.cell.held) == ("Broken", {"cause": "start"})
    assert isinstance(gate.cell.contents.failure, Breakage)
    gate.call("reset")
    assert (gate.cell.held, gate.cell.contents) == ({"cause": "none"}, Bench())


def test_an_interpreted_error_is_raised_from_the_original():
    told = Breakage("what it means")
    gate = busy(interpret=lambda operation, error: ("failed", told))
    original = OSError("what it was")
    with pytest.raises(Breakage) as raised:
        gate.call("work", original)
    assert raised.value.__cause__ is original


def test_an_operation_that_interrupts_itself_for_ever_poisons():
    gate = busy(interpret=lambda operation, error: ("interrupted", error))
    with pytest.raises(Cancelled):
        gate.call("reset", Cancelled("a row is missing"))
    gate = busy(interpret=lambda operation, error: ("interrupted", error))
    with pytest.raises(TimeoutError):
        gate.call("reset", TimeoutError("always"))
    assert isinstance(gate.poison, TimeoutError)
    assert_usable(gate)


def test_a_failure_while_carried_through_lands_too():
    quirky = Machine(
        "quirky", states="A B", initial="A",
        rows=[row("go", "ok", "A", to="B"), row("go", "failed", "A")], otherwise="No",
    )  # fmt: skip
    raised = iter([KeyboardInterrupt("first"), Breakage("second")])

    def perform(_):
        raise next(raised)

    gate = Gate(
        quirky, None, {"go": Act(perform)}, observe=lambda _: {}, interpret=gate_cases.interpret
    )
    with pytest.raises(KeyboardInterrupt, match="first"):
        gate.call("go")
    assert [step.label for step in gate.trace] == ["go.failed"]


def test_an_undeclared_error_while_carried_through_poisons():
    gate = busy()
    raised = iter([KeyboardInterrupt("first"), ZeroDivisionError("second")])

    def perform():
        raise next(raised)

    with pytest.raises(KeyboardInterrupt, match="first"):
        gate.call("reset", perform)
    assert isinstance(gate.poison, ZeroDivisionError)
    assert_usable(gate)


def test_a_torn_failure_still_ends_as_that_failure():
    gate = busy()

    def interrupted_settle(operation, bench, error, effects):
        if error is not None and tear:
            raise tear.pop()
        return gate_cases.settle(operation, bench, error, effects)

    tear = [KeyboardInterrupt("while landing")]
    gate = busy(settle=interrupted_settle)
    with pytest.raises(KeyboardInterrupt, match="while landing"):
        gate.call("work", Breakage("it broke"))
    assert gate.cell.state == "Busy"
    with pytest.raises(Refused, match="IsBroken"):
        gate.call("work")
    assert gate.snapshot["cause"] == "work"


def test_relinquish_is_for_poisoned_gates():
    gate = busy()
    gate.relinquish(Bench(piece=99))
    assert gate.snapshot["piece"] == gate.cell.contents.piece != 99
    with pytest.raises(ZeroDivisionError):
        gate.call("work", ZeroDivisionError())
    published = gate.snapshot
    gate.relinquish(Bench())
    assert (gate.cell.contents, gate.snapshot) == (Bench(), published)


# -- what is kept ----------------------------------------------------------------------------------


class Heavy:
    pass


def kept_after(operate):
    """Return whether the piece's contents outlive `operate`, without the cycle collector."""

    def start(bench):
        heavy = Heavy()
        seen.append(weakref.ref(heavy))
        return Done("ok", HeavyBench(piece=1, heavy=heavy))

    class HeavyBench(Bench):
        def __init__(self, *, heavy=None, **changes):
            super().__init__(**changes)
            object.__setattr__(self, "heavy", heavy)

    def spoiled(bench):
        return HeavyBench()

    def work(bench, does=None):
        gate_cases.act(does)
        return Done("ok", bench)

    seen = []
    gate = gate_of(acts={"start": Act(start), "work": Act(work, spoiled)})
    gate.call("start")
    gc.collect()
    gc.disable()
    try:
        operate(gate)
        gate.call("reset")
        return seen[0]() is not None
    finally:
        gc.enable()


def breaks():
    raise Breakage("it broke")


def interrupts():
    raise KeyboardInterrupt


def raises(kind, function, *arguments):
    try:
        function(*arguments)
    except kind:
        return
    raise AssertionError("it did not raise")


@pytest.mark.parametrize(
    "operate",
    [
        lambda gate: None,
        lambda gate: raises(Refused, gate.call, "start"),
        lambda gate: raises(Breakage, gate.call, "work", breaks),
        lambda gate: raises(KeyboardInterrupt, gate.call, "work", interrupts),
    ],
    ids=["quietly", "after a refusal", "after a failure", "after an interruption"],
)
def test_old_contents_go_at_once(operate):
    assert not kept_after(operate)


def test_complaints_leave_no_cycle():
    gate = gate_of(complain=lambda error: LookupError(str(error)))
    gate.call("open")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            raises(LookupError, gate.call, "work")
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_machine_of_the_cases_is_small_and_whole():
    form = BENCH.bind()
    assert len(form.reachable()) == 10
