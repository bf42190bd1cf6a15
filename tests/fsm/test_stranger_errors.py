"""What cannot be recorded is refused by name, with the place and the fix; nothing is guessed."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from transitions import Machine
from transitions.extensions import (
    AsyncGraphMachine,
    GraphMachine,
    HierarchicalMachine,
    LockedMachine,
)
from transitions.extensions.asyncio import AsyncMachine
from transitions.extensions.states import Tags, Timeout, add_state_features

import fsm
from fsm import Count
from fsm.errors import MachineError
from fsm.strangers import model, recording

DICE = random.Random(1)
NUMBERS = itertools.count()
ROWS = [{"trigger": "go", "source": "A", "dest": "B", "conditions": "test", "before": "work"}]


class Thing:
    limit = 3
    log: list[str] = []  # noqa: RUF012

    def __init__(self) -> None:
        self.count = 0
        self.ready = False
        self.gateway = object()

    def test(self) -> Any:
        return self.count < self.limit

    def work(self) -> None:
        pass


def refused(cls: type, *, rows: Any = ROWS, **declared: Any) -> str:
    machine = declared.pop("machine", None)
    if machine is None:
        machine = Machine(cls(), states=["A", "B"], initial="A", transitions=rows)
    declared.setdefault("vars", {"count": range(4)})
    with pytest.raises(MachineError) as caught:
        model(machine, cls, **declared)
    return str(caught.value)


def test_undeclared_read() -> None:
    class Reads(Thing):
        def test(self) -> bool:
            return self.ready

    text = refused(Reads)
    assert "T1 go in A: " in text
    assert "Reads.test (test_stranger_errors.py:" in text
    assert "reads ready of self, which is not declared" in text
    assert "vars={'ready': (False, True)}" in text
    assert "env=" in text


def test_undeclared_read_is_no_default() -> None:
    class Asks(Thing):
        def test(self) -> bool:
            return bool(getattr(self, "missing", True)) or hasattr(self, "other")

    assert "reads missing of self" in refused(Asks)


def test_undeclared_read_that_is_caught() -> None:
    class Catches(Thing):
        def test(self) -> bool:
            try:
                return self.ready
            except:  # noqa: E722
                return True

    assert "reads ready of self" in refused(Catches)


def test_an_attribute_of_the_object_that_shadows_the_class() -> None:
    class Shadows(Thing):
        def __init__(self) -> None:
            super().__init__()
            self.limit = 5

    text = refused(Shadows)
    assert "reads limit of self" in text
    assert "a constant is vars={'limit': (5,)}" in text


def test_undeclared_write() -> None:
    class Writes(Thing):
        def work(self) -> None:
            self.ready = True

    text = refused(Writes)
    assert "Writes.work (test_stranger_errors.py:" in text
    assert "writes ready of self, which is not declared: add it to vars=" in text


def test_undeclared_delete() -> None:
    class Deletes(Thing):
        def work(self) -> None:
            del self.ready

    assert "deletes ready of self" in refused(Deletes)


def test_the_dictionary_of_the_object() -> None:
    class Digs(Thing):
        def work(self) -> None:
            vars(self)["count"] = 2

    assert "read and write attributes by name" in refused(Digs)


def test_a_write_past_the_attributes() -> None:
    class Sneaks(Thing):
        def work(self) -> None:
            object.__setattr__(self, "count", 2)

    assert "writes count past the attributes of self: assign self.x" in refused(Sneaks)


def test_a_class_attribute_changed_in_place() -> None:
    class Appends(Thing):
        def work(self) -> None:
            self.log.append("x")

    text = refused(Appends)
    assert "changes Appends.log in place, which all objects share" in text
    assert "declare it in vars=" in text
    assert Thing.log == []


def test_a_class_attribute_assigned() -> None:
    class Assigns(Thing):
        def work(self) -> None:
            type(self).limit = 9

    assert "changes limit of its class: make it vars=" in refused(Assigns)


def test_another_object() -> None:
    class Calls(Thing):
        def test(self) -> bool:
            return bool(self.gateway.up())  # type: ignore[attr-defined]

    text = refused(Calls)
    assert "reads gateway of self" in text
    assert "env={'gateway.method': (True, False)}" in text
    text = refused(Calls, env={"gateway.down": (True,)})
    assert "uses gateway.up of self, which is not declared: add 'gateway.up' to env=" in text


def test_a_value_outside_the_domain() -> None:
    class Counts(Thing):
        def work(self) -> None:
            self.count = 7

    text = refused(Counts)
    assert "Counts.work (test_stranger_errors.py:" in text
    assert "makes count 7, outside 0..3, when count = 0" in text
    assert "add 7 to vars['count'], or keep the transition from happening there" in text
    assert "reached by go" in text


def test_unbounded_growth_is_told_with_the_way() -> None:
    class Grows(Thing):
        def test(self) -> bool:
            return True

        def work(self) -> None:
            self.count += 1

    rows = [{**ROWS[0], "dest": "="}]
    text = refused(Grows, rows=rows)
    assert "makes count 4, outside 0..3, when count = 3" in text
    assert "bound it in the code, as in min(count + 1, 3)" in text
    assert "reached by go, go, go, go" in text


def test_a_domain_that_is_left_nowhere_is_fine() -> None:
    class Guarded(Thing):
        def work(self) -> None:
            self.count += 1

    machine = Machine(Guarded(), states=["A", "B"], initial="A", transitions=ROWS)
    assert len(model(machine, Guarded, vars={"count": range(2)}).reachable()) == 2


def test_a_truth_is_no_number() -> None:
    class Mixes(Thing):
        def work(self) -> None:
            self.count = True

    assert "it is bool True, and code may tell them apart: write a int" in refused(Mixes)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("'yes'", "answers 'yes', neither True nor False, when count = 0"),
        ("'yes'", "asks whether it == True, so this never passes, whatever its truth; return a"),
        ("None", "one way through it has no return"),
        ("1", "so this passes"),
    ],
)
def test_a_condition_that_is_not_boolean(answer: str, told: str) -> None:
    class Answers(Thing):
        def test(self) -> Any:
            return eval(answer) if self.count == 0 else True

    assert told in refused(Answers)


def test_a_condition_that_raises() -> None:
    class Divides(Thing):
        def test(self) -> bool:
            return 10 // self.count > 2

    text = refused(Divides)
    assert "condition test raises ZeroDivisionError" in text
    assert "in " in text
    assert "Divides.test (test_stranger_errors.py:" in text
    assert "when count = 0: mend it, or list 'test'" in text
    assert "in may_raise=" in text


def test_a_condition_that_raises_behind_another_is_fine() -> None:
    class Guarded(Thing):
        def some(self) -> bool:
            return self.count > 0

        def test(self) -> bool:
            return 10 // self.count > 2

    rows = [{**ROWS[0], "conditions": ["some", "test"]}]
    machine = Machine(Guarded(), states=["A", "B"], initial="A", transitions=rows)
    form = model(machine, Guarded, vars={"count": range(4)}, initial={"count": 2})
    assert len(form.reachable()) == 2


def test_chance() -> None:
    class Rolls(Thing):
        def test(self) -> bool:
            return DICE.random() > 0.5

    text = refused(Rolls)
    assert "test does not do the same twice" in text
    assert "name it in env=" in text


def test_a_global_counter() -> None:
    class Counts(Thing):
        def work(self) -> None:
            self.count = next(NUMBERS) % 4

    assert "does not do the same twice" in refused(Counts)


def test_too_many_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    class Looks(Thing):
        a = b = c = 0

        def work(self) -> None:
            if self.a + self.b + self.c > 1:
                self.count = 0

    monkeypatch.setattr(recording, "FORKS_MAX", 500)
    text = refused(Looks, vars={"count": range(4), **dict.fromkeys("abc", range(10))})
    assert "more than 500 ways through its callbacks; work alone depends on a, b, c" in text
    assert "1000 combinations: give them fewer values, or have it look at less" in text


def test_a_loop_that_only_the_world_ends() -> None:
    class Waits(Thing):
        def up(self) -> bool:
            raise AssertionError

        def work(self) -> None:
            while not self.up():
                pass

    text = refused(Waits, env={"up": (True, False)})
    assert "work decides more than 200 times in one call, ('ask', 'up') last" in text
    assert "let each call of a trigger ask once" in text


def test_a_callback_that_does_not_exist() -> None:
    rows = [{**ROWS[0], "after": "wrok"}, {**ROWS[0], "after": "no.such.function"}]
    text = refused(Thing, rows=rows[:1])
    assert "callback 'wrok' is no method or attribute of Thing: mend its name, or answer" in text
    text = refused(Thing, rows=rows[1:])
    assert "callback 'no.such.function' is neither a method nor importable: mend its name" in text


def test_a_trigger_that_fires_itself() -> None:
    class Loops(Thing):
        def work(self) -> None:
            self.go()  # type: ignore[attr-defined]

    text = refused(Loops)
    assert "go is fired by its own callbacks, 30 deep: it never ends" in text


def test_a_trigger_refused_inside_a_callback() -> None:
    class Fires(Thing):
        def on_enter_B(self) -> None:
            self.go()  # type: ignore[attr-defined]

    text = refused(Fires)
    assert "on_enter_B raises MachineError: " in text
    assert "Can't trigger event go from state B!" in text


def test_arguments() -> None:
    class Pays(Thing):
        def work(self, amount: int) -> None:
            self.count = amount

        def test(self, amount: int) -> bool:
            return amount > 0

    text = refused(Pays)
    assert "test(amount) does not fit the arguments go is called with here, none" in text
    assert "args={'go': {'amount': (1, 2)}}" in text
    machine = Machine(Pays(), states=["A", "B"], initial="A", transitions=ROWS)
    form = model(machine, Pays, vars={"count": range(4)}, args={"go": {"amount": (0, 1, 2)}})
    assert {after[1] for after in form.reachable()} == {0, 1, 2}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("event.kwargs['amount']", "reads the argument 'amount' of go, which is not declared"),
        ("event.kwargs.get('amount')", "args={'go': {'amount': (1, 2)}}"),
        ("event.args[0]", "pass arguments by name, declare them in args="),
        ("event.machine.states", "reads event.machine, which is not modelled: use event.model"),
        ("setattr(event, 'x', 1)", "writes event.x: keep it in an attribute of self"),
    ],
)
def test_what_an_event_does_not_have(line: str, told: str) -> None:
    class Events(Thing):
        def test(self, event: Any) -> bool:
            return bool(eval(line))

        def work(self, event: Any) -> None:
            pass

    thing = Events()
    rows = ROWS
    machine = Machine(thing, states=["A", "B"], initial="A", transitions=rows, send_event=True)
    assert told in refused(Events, machine=machine)


def test_a_state_that_does_not_exist() -> None:
    class Jumps(Thing):
        def work(self) -> None:
            self.state = "Z"

    text = refused(Jumps)
    assert "sets state to 'Z', which is no state: use one of 'A', 'B'" in text


def test_the_machine_itself() -> None:
    class Owns(Thing):
        def __init__(self) -> None:
            super().__init__()
            self.machine = Machine(self, states=["A", "B"], initial="A", transitions=ROWS)

        def work(self) -> None:
            self.machine.set_state("B")

    text = refused(Owns, machine=Owns().machine)
    assert "the machine itself is no variable: use self.state, self.is_X() or a trigger" in text


def test_callables_on_other_objects() -> None:
    class Gateway:
        def up(self) -> bool:
            return True

    gateway = Gateway()
    held = [True]
    for condition, name in (
        (gateway.up, "up"),
        (lambda: held[0], "<lambda>"),
        (held.pop, "pop"),
    ):
        rows = [{"trigger": "go", "source": "A", "dest": "B", "conditions": condition}]
        text = refused(Thing, rows=rows)
        assert f"{name} works on another object (" in text
        assert f"name '{name}' in env= with the answers it can give" in text


# -- declarations that contradict themselves ------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"vars": {"count": range(1, 4)}}, "count starts as 0, outside 1..3: add that value to"),
        ({"vars": {"count": ()}}, "vars['count'] is empty: list the values it can have"),
        ({"vars": {"count": 3}}, "vars['count'] is 3: list the values it can have"),
        ({"vars": {"count": ([],)}}, "can change in place, unseen: use a tuple, a frozenset"),
        ({"vars": {"count": (0, False)}}, "look the same in a form: make them differ"),
        ({"vars": {"count": itertools.count()}}, "more than 10000 values: list a few that matter"),
        ({"vars": {"state": (1, 2)}}, "'state' names the machine's state in a form: rename it"),
        ({"vars": [Count("count", 0, fsm.Parameter("top", 3))]}, "depend on top: give numbers"),
        ({"env": {"nothing": (1, 2)}}, "env names 'nothing', which neither Thing nor a callback"),
        ({"env": {"count": (1, 2)}}, "'count' is in vars= and in env=: keep it in vars= when"),
        ({"env": {"test": True}}, "env['test'] is True: list the values it can have"),
        ({"may_raise": ["wrok"]}, "may_raise names 'wrok', which is no callback; callbacks are:"),
        ({"args": {"og": {}}}, "args names 'og', which is no trigger; triggers are: go"),
        ({"args": {"go": {"x": ()}}}, "args['go']['x'] is empty: list the values it can have"),
        ({"initial": {"coutn": 1}}, "initial names 'coutn', which is not in vars=: add it there"),
        ({"initial": {"state": "Q"}}, "it starts in 'Q', which is no state"),
        ({"final": ["Q"]}, "final names 'Q', which is no state: use one of A, B"),
        ({"model": Thing()}, "model= is none of the machine's models"),
        ({"env": {"test": ()}}, "asks for test(), and env['test'] is empty"),
    ],
)
def test_misdeclared(declared: dict[str, Any], told: str) -> None:
    assert told in refused(Thing, **declared)


def test_a_class_that_is_not_the_models() -> None:
    machine = Machine(object.__new__(Thing), states=["A", "B"], initial="A", transitions=ROWS)
    with pytest.raises(MachineError, match="the machine's model is a Thing, no int"):
        model(machine, int)


def test_several_models() -> None:
    class Other(Thing):
        pass

    things = [Thing(), Other()]
    machine = Machine(things, states=["A", "B"], initial="A", transitions=ROWS)
    with pytest.raises(MachineError, match=r"2 models \(Thing, Other\).*model=machine.models\[0\]"):
        model(machine, Thing, vars={"count": range(4)})
    form = model(machine, model=machine.models[1], vars={"count": range(4)})
    assert form.name == "Other"


def test_no_model() -> None:
    machine = Machine(None, states=["A", "B"], initial="A", transitions=ROWS)
    with pytest.raises(MachineError, match=r"has no model: machine.add_model\(...\)"):
        model(machine, Thing, vars={"count": range(4)})
    assert model(machine).free == ("test",)


# -- machines that are not flat and plain ----------------------------------------------------------


class Replaces(Machine):
    def callback(self, func: Any, event_data: Any) -> None:
        pass


@add_state_features(Timeout)
class Timed(Machine):
    pass


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (HierarchicalMachine, "nested states in an order of its own: use transitions.Machine"),
        (AsyncMachine, "lets other tasks run inside its callbacks"),
        (AsyncGraphMachine, "lets other tasks run inside its callbacks"),
        (Replaces, "Replaces.callback replaces what transitions does there"),
        (Timed, "Timeout.enter replaces what transitions does there, which cannot be followed"),
    ],
)
def test_refused_by_name(kind: Any, told: str) -> None:
    machine = kind(Thing(), states=["A", "B"], initial="A", transitions=ROWS)
    assert told in refused(Thing, machine=machine)


def test_no_machine() -> None:
    assert "is no transitions.Machine: give the machine, not its model" in refused(
        Thing, machine=Thing()
    )


def test_a_misspelt_target() -> None:
    machine = Machine(Thing(), states=["A", "B"], initial="A")
    machine.add_transition("go", "A", "Bee")
    assert "T1 go: A -> Bee: no state is called 'Bee': mend its name" in refused(
        Thing, machine=machine
    )


@add_state_features(Tags)
class Tagged(Machine):
    pass


@pytest.mark.parametrize("kind", [LockedMachine, GraphMachine, Tagged])
def test_extensions_that_change_no_step(kind: Any) -> None:
    options = {"graph_engine": "mermaid"} if kind is GraphMachine else {}
    machine = kind(Thing(), states=["A", "B"], initial="A", transitions=ROWS, **options)
    plain = Machine(Thing(), states=["A", "B"], initial="A", transitions=ROWS)
    declared: dict[str, Any] = {"vars": {"count": range(4)}}
    ours, theirs = model(machine, Thing, **declared), model(plain, Thing, **declared)
    assert ours.reachable() == theirs.reachable()
    assert len(ours.reachable()) == 2
