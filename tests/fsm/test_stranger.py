"""A stranger's machine becomes a form a person can read, and the checker finds what is wrong."""

from __future__ import annotations

import enum
import itertools
import sys
from pathlib import Path
from typing import Any

import pytest
from transitions import Machine

from fsm import Count, Flag
from fsm.checker import Verdict, check
from fsm.strangers import model

sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))

import order_machine

# -- the example from daily life -------------------------------------------------------------------


def test_both_bugs_of_the_order_are_found() -> None:
    form = order_machine.form_of(order_machine.Order, order_machine.ROWS)
    report = check(form)
    wrong = {item.name: item for item in report.findings if item.verdict is Verdict.VIOLATED}
    assert {
        "nothing cancelled ships",
        "a new card has all its attempts",
        "T8 never fires",
    } <= set(wrong)
    assert "nothing ships unpaid" not in wrong
    assert "whoever cancels is refunded" not in wrong
    trace = wrong["nothing cancelled ships"].trace
    assert trace is not None
    assert [item.label for item in trace.steps] == [
        "checkout", "charge", "pack", "cancel", "courier",
    ]  # fmt: skip
    assert trace.steps[1].assumes == ("gateway.charge() is true",)
    trace = wrong["a new card has all its attempts"].trace
    assert trace is not None
    assert [item.label for item in trace.steps] == ["checkout", "charge", "change_card"]
    assert trace.steps[1].assumes == ("gateway.charge() is false",)


def test_the_mended_order_holds() -> None:
    form = order_machine.form_of(order_machine.Mended, order_machine.mended_rows())
    report = check(form)
    assert report.verdict is Verdict.HOLDS, report
    assert report.states == 24


# -- reading a machine -----------------------------------------------------------------------------


class Plain:
    pass


def texts(machine: Machine, **declared: Any) -> list[str]:
    return list(dict.fromkeys(item.text for item in model(machine, **declared).commands))


def test_rules_are_numbered_as_declared() -> None:
    machine = Machine(Plain(), states=["A", "B", "C"], initial="A")
    machine.add_transition("go", "*", "B")
    machine.add_transition("go", ["A", "C"], "=", unless="late")
    machine.add_transition("stop", "*", None, conditions=["late", "ready"])
    machine.add_transition("stop", "A", "C")
    machine.add_transition("stop", "A", "C")
    assert texts(machine) == [
        "T1 go: A, B, C -> B",
        "T2 go: A, C -> = [unless late]",
        "T3 stop: A, B, C -> internal [late, ready]",
        "T4 stop: A -> C",
        "T5 stop: A -> C",
    ]
    assert len(texts(machine, auto_transitions=True)) == 8


def test_without_a_declaration_conditions_are_free() -> None:
    machine = Machine(Plain(), states=["A", "B", "C", "D", "E"], initial="A")
    machine.add_transition("go", "A", "B", conditions="is_late", after="nothing_that_exists")
    machine.add_transition("go", "A", "C")
    machine.add_transition("go", "A", "D")
    machine.add_transition("back", "B", "A", unless=lambda: False)
    form = model(machine)
    assert form.free == ("is_late", "<lambda>")
    assert {command.assumes for command in form.commands if command.rule == "T1"} == {
        ("is_late is true",)
    }
    report = check(form)
    wrong = {item.name for item in report.findings if item.verdict is Verdict.VIOLATED}
    assert wrong >= {"T3 never fires", "state is never D", "state is never E", "deadlock"}
    assert "T2 never fires" not in wrong


def test_a_command_reads_like_its_condition() -> None:
    class Tank:
        def __init__(self) -> None:
            self.litres, self.open, self.kind = 0, False, "oil"

        def fits(self) -> bool:
            return self.litres < 3 and not self.open

        def oily(self) -> bool:
            return self.kind == "oil" or self.litres == 0

    machine = Machine(Tank(), states=["A", "B"], initial="A")
    machine.add_transition("fill", "*", "B", conditions="fits")
    machine.add_transition("drain", "*", "A", unless="oily")
    declared = {"litres": range(5), "open": (False, True), "kind": ("oil", "water", "milk")}
    form = model(machine, Tank, vars=declared)
    guards = {item.text: str(item.guard) for item in form.commands}
    assert guards == {
        "T1 fill: A, B -> B [fits]": "litres <= 2 and not open",
        "T2 drain: A, B -> A [unless oily]": "litres >= 1 and kind != oil",
    }


def test_names_that_no_form_has() -> None:
    class Grade(enum.Enum):
        LOW = object()
        HIGH = object()

    class Holder:
        def __init__(self) -> None:
            self.grade: Any = None
            self.pair = (0, 1)

        def turn(self) -> None:
            self.grade = Grade.HIGH if self.grade is Grade.LOW else Grade.LOW
            self.pair = self.pair[::-1]

    machine = Machine(Holder(), states=["A"], initial="A")
    machine.add_transition("turn", "A", None, after="turn")
    form = model(machine, Holder, vars={"grade": [None, *Grade], "pair": [(0, 1), (1, 0)]})
    assert list(form.reachable()) == [
        ("A", "None", "(0, 1)"),
        ("A", "LOW", "(1, 0)"),
        ("A", "HIGH", "(0, 1)"),
    ]


# -- the world -------------------------------------------------------------------------------------


class Line:
    def __init__(self) -> None:
        self.tries = 0
        self.socket: Any = None
        self.quality = 1

    def connected(self) -> bool:
        return bool(self.socket.peer.answers()) and self.quality > 1

    def count(self) -> None:
        self.tries = min(self.tries + 1, 2)


LINE = Line()
LINE_MACHINE = Machine(LINE, states=["down", "up"], initial="down")
LINE_MACHINE.add_transition("dial", "down", "up", conditions="connected")
LINE_MACHINE.add_transition("dial", "down", None, after="count")
LINE_MACHINE.add_transition("hang_up", "up", "down", conditions=lambda: LINE.tries < 2)


def test_the_world_answers_dotted_names_attributes_and_exceptions() -> None:
    form = model(
        LINE_MACHINE,
        Line,
        vars={"tries": range(3)},
        env={"socket.peer.answers": (True, False, TimeoutError), "quality": (1, 2)},
    )
    assumed = {item.assumes for item in form.commands if item.rule == "T1" and not item.outcome}
    assert assumed == {("socket.peer.answers() is true", "quality is 2")}
    # An exception in a condition leaves everything as it was: no step.
    assert not any(item.raises for item in form.commands)
    # The lambda closes over the live object by a global: it sees the stand-in.
    (hang_up,) = [item for item in form.commands if item.operation == "hang_up"]
    assert str(hang_up.guard) == "tries <= 1"


def test_a_callback_that_may_raise_leaves_what_it_wrote() -> None:
    class Writer:
        def __init__(self) -> None:
            self.first = self.second = False

        def write(self) -> None:
            self.first = True
            self.second = True

    for place, state in (("before", "A"), ("after", "B")):
        machine = Machine(Writer(), states=["A", "B"], initial="A")
        machine.add_transition("go", "A", "B", **{place: "write"})
        form = model(machine, Writer, vars=[Flag("first"), Flag("second")], may_raise=["write"])
        start = ("A", False, False)
        steps = {(item.outcome, after) for item, after in form.successors(start)}
        raised = {(state, False, False), (state, True, False), (state, True, True)} - {start}
        assert steps == {("", ("B", True, True)), *(("raised", after) for after in raised)}
        assert {item.raises for item in form.commands} == {"", "an exception in write"}


def test_initial_values_come_from_the_object_as_it_is_now() -> None:
    line = Line()
    machine = Machine(line, states=["down", "up"], initial="down")
    machine.add_transition("dial", "down", "up", before="count")
    line.tries = 1
    machine.set_state("up")
    tries = Count("tries", 0, 2)
    assert model(machine, vars=[tries]).initial == (("up", 1),)
    given = {"tries": 2, "state": "down"}
    assert model(machine, vars=[tries], initial=given).initial == (("down", 2),)


def test_the_live_object_is_not_touched() -> None:
    line = Line()
    machine = Machine(line, states=["down", "up"], initial="down")
    machine.add_transition("dial", "down", "up", before=["count", line.count])
    before = dict(vars(line))
    model(machine, Line, vars={"tries": range(3)})
    assert vars(line) == before


def test_what_callbacks_print_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    class Talks:
        def on_enter_B(self) -> None:
            print("hello")

    machine = Machine(Talks(), states=["A", "B"], initial="A")
    machine.add_transition("go", "A", "B")
    model(machine, Talks)
    assert capsys.readouterr().out == ""


def test_conditions_are_recorded_apart() -> None:
    """Ten conditions on ten variables of ten values cost a hundred runs, not their product."""

    class Wide:
        calls = itertools.count()

        def __init__(self) -> None:
            for index in range(10):
                setattr(self, f"v{index}", 0)

    def tests(index: int) -> Any:
        return lambda self: next(Wide.calls) >= 0 and getattr(self, f"v{index}") == 5

    for index in range(10):
        setattr(Wide, f"test{index}", tests(index))
    machine = Machine(Wide(), states=["A", "B"], initial="A")
    for index in range(10):
        machine.add_transition("go", "A", "B", conditions=f"test{index}")
    form = model(machine, Wide, vars={f"v{index}": range(10) for index in range(10)})
    assert len(form.commands) == 10
    assert str(form.commands[-1].guard).count("v") == 10
    # Every run is made twice, to see that it does the same.
    assert next(Wide.calls) == 2 * 10 * 10
