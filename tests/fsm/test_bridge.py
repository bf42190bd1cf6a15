"""Plain `transitions` machines: made from a declaration, and read back."""

from __future__ import annotations

import enum
import random

import pytest
import transitions
from gate_cases import BENCH
from transitions.extensions import HierarchicalMachine

from fsm import (
    Count,
    Enum,
    Flag,
    Machine,
    MachineError,
    any_of,
    plain_machine,
    read_machine,
    row,
)
from specs.lifecycle import LIFECYCLE


class Model:
    pass


def attributes(machine, model):
    return (model.state, *(getattr(model, item.name) for item in machine.variables))


# -- producing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", [BENCH, LIFECYCLE], ids=lambda machine: machine.name)
def test_a_plain_machine_walks_as_the_declaration_says(machine):
    """At each place every event of the stock machine does what a command of the form does."""
    form = machine.bind()
    chance = random.Random(7)
    model = Model()
    stock = plain_machine(machine, model, choose=lambda _, options: chance.choice(options))
    labels = sorted({item.label for item in machine.rows})
    assert sorted(stock.events) == labels
    visited = set()
    for _ in range(1500):
        before = attributes(machine, model)
        visited.add(before)
        successors = {}
        for command, after in form.successors(before):
            successors.setdefault(command.label, set()).add(after)
        label = chance.choice(labels)
        try:
            taken = model.trigger(label)
        except transitions.MachineError:
            taken = False
        after = attributes(machine, model)
        if taken:
            assert after in successors[label], (before, label)
        else:
            assert label not in successors
            assert after == before
    assert len(visited) > len(form.reachable()) // 2


def test_a_plain_machine_keeps_what_the_model_has():
    model = Model()
    model.strokes = 1
    plain_machine(BENCH, model, limit=1)
    assert model.piece == "none"
    model.trigger("open.ok")
    model.trigger("start.ok")
    assert model.trigger("work.ok") is False  # the limit is reached already
    assert model.trigger("work.finished")
    assert (model.state, model.strokes, model.piece) == ("Idle", 0, "none")


def test_a_plain_machine_marks_final_states_and_adds_no_triggers():
    stock = plain_machine(LIFECYCLE, Model())
    assert [name for name, state in stock.states.items() if state.final] == ["Freed"]
    assert not [name for name in stock.events if name.startswith("to_")]


# -- reading ---------------------------------------------------------------------------------------

lit = Flag("lit")


def stock(rows, states="A B C", **options):
    return transitions.Machine(
        Model(), states=states.split(), initial="A", transitions=rows,
        **{"auto_transitions": False, **options},
    )  # fmt: skip


def table(machine):
    return {
        (item.operation, item.outcome, item.sources, item.target, str(item.guard))
        for item in machine.rows
    }


def test_rows_sources_and_targets():
    read = read_machine(
        stock([["go", "A", "B"], ["go", "B", "C"], ["home", "*", "A"], ["stay", ["A", "B"], "="]]),
        "m",
    )
    assert table(read) == {
        ("go", "ok", ("A",), "B", "always"),
        ("go", "ok", ("B",), "C", "always"),
        ("home", "ok", ("B", "C"), "A", "always"),
        ("home", "ok", ("A",), None, "always"),
        ("stay", "ok", ("A", "B"), None, "always"),
    }
    assert read.initial == "A"
    snapshot = {"state": "C"}
    assert read.refusal(snapshot, "go").slug == "NotAllowed"
    assert read.allowed(snapshot) == ("home",)


def test_internal_transitions_stay():
    read = read_machine(stock([["tick", "A", None]], states="A"), "m", refused="Nope")
    assert table(read) == {("tick", "ok", ("A",), None, "always")}
    assert read.otherwise is None


def test_explained_conditions_become_guards_and_order_is_priority():
    rows = [
        {"trigger": "go", "source": "A", "dest": "B", "conditions": "is_lit", "unless": "is_full"},
        {"trigger": "go", "source": "A", "dest": "C", "conditions": "is_lit"},
        {"trigger": "go", "source": "A", "dest": None},
    ]
    full = Count("full", 0, 2)
    read = read_machine(
        stock(rows), "m", guards={"is_lit": lit, "is_full": full == 2}, variables=[lit, full]
    )
    assert [item.target for item in read.rows] == ["B", "C", None]
    for on in (False, True):
        for amount in range(3):
            snapshot = {"state": "A", "lit": on, "full": amount}
            (taken,) = read.enabled(snapshot, "go")
            assert taken.target == (None if not on else "C" if amount == 2 else "B")


def test_an_unexplained_condition_may_answer_either_way():
    rows = [
        {"trigger": "go", "source": "A", "dest": "B", "conditions": "ready", "unless": "late"},
        {"trigger": "go", "source": "A", "dest": "C"},
    ]
    read = read_machine(stock(rows), "m")
    assert table(read) == {
        ("go", "ready+not-late", ("A",), "B", "always"),
        ("go", "ok", ("A",), "C", "always"),
    }


def test_callables_are_known_by_their_name():
    def bright():
        return True

    rows = [{"trigger": "go", "source": "A", "dest": "B", "conditions": bright}]
    read = read_machine(stock(rows), "m", guards={"bright": lit}, variables=[lit])
    assert table(read) == {("go", "ok", ("A",), "B", "lit")}


def test_effects_come_from_every_callback_that_runs():
    names = ["one", "two", "three", "four", "five", "six"]
    variables = [Flag(name) for name in names]
    effects = {f"do_{item.name}": [item.sets()] for item in variables}
    machine = transitions.Machine(
        Model(),
        states=[{"name": "A", "on_exit": ["do_three"]}, {"name": "B", "on_enter": ["do_four"]}],
        initial="A", auto_transitions=False,
        before_state_change=["do_one"], after_state_change=["do_six"],
        transitions=[
            {"trigger": "go", "source": "A", "dest": "B", "before": "do_two", "after": "do_five"},
            {"trigger": "tick", "source": "A", "dest": None},
        ],
    )  # fmt: skip
    read = read_machine(machine, "m", effects=effects, variables=variables)
    go, tick = read.rows
    assert [item.variable.name for item in go.effects] == names
    assert [item.variable.name for item in tick.effects] == ["one", "six"]


@pytest.mark.parametrize(
    ("rows", "options", "says"),
    [
        ([["go", "A", "B"], ["go", "A", "C"]], {},
         "go in A has a transition to C that is never taken: an earlier one always passes"),
        ([["go", "A", "B"]], {"guards": {"is_lit": lit}},
         "guards explains 'is_lit', which is no condition here; conditions are: none"),
        ([["go", "A", "B"]], {"effects": {"light": [lit.sets()]}},
         "effects explains 'light', which is no callback here; callbacks are: none"),
        ([{"trigger": "go", "source": "A", "dest": "B", "prepare": "light"}],
         {"effects": {"light": [lit.sets()]}},
         "'light' runs before the conditions are asked: make it a `before` callback"),
        ([{"trigger": "go", "source": "A", "dest": "B", "conditions": "is_lit"}],
         {"guards": {"is_lit": lit}}, "T1 go.ok .*: variable lit is not among this machine's"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(rows, options, says):
    with pytest.raises(MachineError, match=says):
        read_machine(stock(rows), "m", **options)


def test_the_triggers_transitions_adds_are_left_out_unless_asked_for():
    machine = stock([["go", "A", "B"]], states="A B", auto_transitions=True)
    assert read_machine(machine, "m").operations == ("go",)
    everything = read_machine(machine, "m", auto_transitions=True)
    assert set(everything.operations) == {"go", "to_A", "to_B"}
    machine.add_transition("to_B", "A", "A", conditions="odd")  # its author touched it
    with pytest.raises(MachineError, match="to_B in A has a transition to A that is never taken"):
        read_machine(machine, "m")


def test_nested_states_are_refused():
    nested = HierarchicalMachine(
        Model(), states=["A", {"name": "B", "children": ["1", "2"]}], initial="A",
        transitions=[["go", "A", "B"]], auto_transitions=False,
    )  # fmt: skip
    with pytest.raises(MachineError, match="nested states are not flat"):
        read_machine(nested, "m")


def test_states_may_be_enumerated():
    class Light(enum.Enum):
        RED = 1
        GREEN = 2

    machine = transitions.Machine(
        Model(), states=Light, initial=Light.RED, auto_transitions=False,
        transitions=[["go", Light.RED, Light.GREEN]],
    )  # fmt: skip
    read = read_machine(machine, "m")
    assert (read.states, read.initial) == (("RED", "GREEN"), "RED")
    assert table(read) == {("go", "ok", ("RED",), "GREEN", "always")}


def test_reading_adds_nothing_to_the_stock_machine():
    machine = stock([["go", "A", "B"]])
    read_machine(machine, "m")
    assert set(machine.events["go"].transitions) == {"A"}


# -- there and back --------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", [BENCH, LIFECYCLE], ids=lambda machine: machine.name)
def test_there_and_back_keeps_every_step(machine):
    stock_machine = plain_machine(machine, Model())
    guards = {str(item.guard): item.guard for item in machine.rows if str(item.guard) != "always"}
    effects = {"; ".join(map(str, item.effects)): item.effects for item in machine.rows}
    read = read_machine(
        stock_machine, "back", guards=guards,
        effects={name: does for name, does in effects.items() if name},
        variables=machine.variables, parameters=machine.parameters,
    )  # fmt: skip
    form, again = machine.bind(), read.bind()
    assert set(form.reachable()) == set(again.reachable())
    for valuation in form.reachable():
        there = {(command.label, after) for command, after in form.successors(valuation)}
        back = {(command.operation, after) for command, after in again.successors(valuation)}
        assert there == back


def test_there_and_back_without_explanations_keeps_the_graph():
    read = read_machine(plain_machine(LIFECYCLE, Model()), "back")
    edges = {
        (item.label, source, item.lands(source))
        for item in LIFECYCLE.rows for source in item.sources
    }  # fmt: skip
    assert edges == {
        (item.operation, source, item.lands(source))
        for item in read.rows for source in item.sources
    }  # fmt: skip
    assert (read.states, read.initial, read.final) == (
        LIFECYCLE.states, LIFECYCLE.initial, LIFECYCLE.final,
    )  # fmt: skip


def test_choices_fall_once_in_a_plain_machine_too():
    a, b = Enum("a", "x", "y"), Enum("b", "x", "y")
    both = any_of("x", "y")
    twins = Machine("twins", states="A", initial="A", variables=[a, b],
                    rows=[row("move", "ok", "A", does=[a.becomes(both), b.becomes(both)])],
                    )  # fmt: skip
    model, chance = Model(), random.Random(3)
    plain_machine(twins, model, choose=lambda _, options: chance.choice(options))
    seen = set()
    for _ in range(20):
        model.trigger("move.ok")
        seen.add((model.a, model.b))
    assert seen == {("x", "x"), ("y", "y")}
