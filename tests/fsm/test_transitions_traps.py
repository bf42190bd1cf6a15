"""Each trap of `transitions`: shown in the stock machine, and closed where the gate stands on it.

Tests may import `transitions`; of the packages only `fsm/bridge.py` does.
"""

from __future__ import annotations

import logging
import threading
import warnings

import pytest
import transitions
from gate_cases import BENCH, Breakage, busy, gate_of
from interrupts import Interrupt, apart, interrupted

from fsm import Divergence, Machine, MachineError, Refused, row
from fsm.bridge import Place
from specs.lifecycle import LIFECYCLE

LIGHT = [["go", "red", "green"], ["stop", "green", "red"]]


class Model:
    pass


def stock(**options):
    model = Model()
    options = {"transitions": LIGHT, **options}
    machine = transitions.Machine(model, states=["red", "green"], initial="red", **options)
    return model, machine


# -- to_X ------------------------------------------------------------------------------------------


def test_trap_auto_transitions_lead_from_everywhere_to_everywhere():
    model, _ = stock()
    assert model.to_green()
    assert model.state == "green"


@pytest.mark.parametrize("machine", [BENCH, LIFECYCLE], ids=lambda machine: machine.name)
def test_closed_a_place_has_the_declared_events_and_no_other(machine):
    place = Place(machine)
    assert set(place._stock.events) == {item.event for item in machine.rows}
    assert not [name for name in dir(place._bare) if name.startswith("to_")]
    for state in machine.states:
        with pytest.raises(RuntimeError, match=f"to_{state} leads nowhere"):
            place.fire(f"to_{state}")


# -- a false guard ---------------------------------------------------------------------------------


def test_trap_a_false_guard_only_returns_false():
    never = {"trigger": "jump", "source": "red", "dest": "green", "conditions": lambda: False}
    model, _ = stock(transitions=[never])
    assert model.jump() is False
    assert model.state == "red"


def test_trap_a_queued_machine_returns_true_even_then():
    never = {"trigger": "jump", "source": "red", "dest": "green", "conditions": lambda: False}
    model, _ = stock(transitions=[never], queued=True)
    assert model.jump() is True
    assert model.state == "red"


def test_closed_what_is_not_taken_raises():
    gate = busy()
    for _ in range(3):
        gate.call("work")
    with pytest.raises(Refused):
        gate.call("start")
    place = Place(BENCH)
    with pytest.raises(RuntimeError, match=r"work\.ok leads nowhere from New"):
        place.fire("work.ok")
    with pytest.raises(RuntimeError, match=r"no\.such leads nowhere from New"):
        place.fire("no.such")
    assert place.state == "New"
    assert place._stock.has_queue is False


def test_closed_a_transition_that_says_no_raises():
    place = Place(BENCH)
    _, taken = place._exits["open.ok", "New"]
    taken.conditions.append(transitions.core.Condition(lambda: False))
    with pytest.raises(RuntimeError, match=r"open\.ok was not taken in New"):
        place.fire("open.ok")


# -- callbacks -------------------------------------------------------------------------------------


def test_trap_a_callback_after_the_state_is_set_cannot_roll_back():
    def fails():
        raise ValueError("too late")

    model, _ = stock(after_state_change=fails)
    with pytest.raises(ValueError, match="too late"):
        model.go()
    assert model.state == "green"


def test_closed_what_fails_after_the_state_is_set_leaves_nothing():
    def fails(operation, contents, error, effects):
        if error is None:
            raise Breakage("too late")
        return contents

    gate = gate_of(settle=lambda operation, contents, error, effects: contents)
    gate.call("start")
    gate._settle = fails
    with pytest.raises(Divergence):  # the failed row wants a record, and nobody wrote one
        gate.call("work")
    assert gate.cell.state == "Busy"
    assert gate.snapshot["strokes"] == 0


def test_trap_on_exception_swallows_illegal_calls_and_ctrl_c():
    def interrupt():
        raise KeyboardInterrupt

    model, _ = stock(on_exception=lambda *_: None)
    assert model.stop() is False  # illegal in red
    model, _ = stock(on_exception=lambda *_: None, before_state_change=interrupt)
    assert model.go() is False  # Ctrl-C


def test_trap_finalize_event_swallows_what_it_raises():
    def fails(*_):
        raise KeyboardInterrupt

    model, _ = stock(finalize_event=fails)
    logging.getLogger("transitions.core").disabled = True
    try:
        assert model.go() is True
    finally:
        logging.getLogger("transitions.core").disabled = False


@pytest.mark.parametrize("machine", [BENCH, LIFECYCLE], ids=lambda machine: machine.name)
def test_closed_a_place_has_no_callbacks_at_all(machine):
    place = Place(machine)
    inner = place._stock
    callbacks = [inner.on_exception, inner.finalize_event, inner.prepare_event]
    callbacks += [inner.before_state_change, inner.after_state_change, inner.on_final]
    for state in inner.states.values():
        callbacks += [state.on_enter, state.on_exit]
    for event in inner.events.values():
        for (taken,) in event.transitions.values():
            callbacks += [taken.prepare, taken.conditions, taken.before, taken.after]
    assert not any(callbacks)


def lost_interrupts(fire):
    """Return how many Ctrl-C, one at each line of `transitions`, were swallowed by `fire`."""
    lost, at = 0, 0
    while True:
        at += 1
        tracer = Interrupt(KeyboardInterrupt(), at, ("transitions/core.py",))
        told = interrupted(tracer, fire())
        if not tracer.raised:
            return lost, at - 1
        lost += told is None


@apart
def test_trap_an_event_loses_a_ctrl_c_that_comes_while_it_finalizes():
    logging.getLogger("transitions.core").disabled = True
    try:
        lost, _ = lost_interrupts(lambda: stock()[0].go)
    finally:
        logging.getLogger("transitions.core").disabled = False
    assert lost > 0


@apart
def test_closed_no_ctrl_c_is_lost_in_a_place():
    def fire():
        place = Place(BENCH)
        return lambda: place.fire("open.ok")

    lost, lines = lost_interrupts(fire)
    assert lost == 0
    assert lines > 10


# -- the state as an attribute ---------------------------------------------------------------------


def test_trap_the_state_can_be_assigned():
    model, machine = stock()
    model.state = "nowhere"
    assert model.state == "nowhere"
    with pytest.raises(ValueError, match="nowhere"):
        machine.get_model_state(model)


def test_closed_an_assigned_state_is_a_divergence():
    gate = busy()
    assert not hasattr(gate, "state")
    gate._place._bare.state = "Idle"
    with pytest.raises(Divergence, match="the state was set from outside"):
        gate.call("work")


# -- names -----------------------------------------------------------------------------------------


def test_trap_a_trigger_named_like_a_method_is_silently_not_bound(caplog):
    class Door:
        def open(self):
            return "a method"

    door = Door()
    transitions.Machine(door, states=["shut", "ajar"], initial="shut",
                        transitions=[["open", "shut", "ajar"]])  # fmt: skip
    assert door.open() == "a method"
    assert door.state == "shut"


@pytest.mark.parametrize("name", ["trigger", "state", "fire", "rewind", "__init__", "is_A"])
def test_closed_an_operation_may_bear_any_name(name):
    machine = Machine("m", states="A B", initial="A", rows=[row(name, name, "A", to="B")],
                      otherwise="No")  # fmt: skip
    place = Place(machine)
    assert place.fire(f"{name}.{name}") == "B"


def test_trap_unknown_states_are_accepted():
    model, _ = stock(transitions=[["go", "red", "blue"], ["fly", "nowhere", "red"]])
    with pytest.raises(ValueError, match="blue"):
        model.go()


def test_closed_unknown_states_are_refused_at_declaration():
    with pytest.raises(MachineError, match="state 'blue' is unknown: use one of red, green"):
        Machine("m", states="red green", initial="red", rows=[row("go", "ok", "red", to="blue")])


# -- reading adds ----------------------------------------------------------------------------------


def test_trap_reading_a_source_adds_it():
    model, machine = stock()
    event = machine.events["stop"]
    assert "red" not in event.transitions
    with pytest.raises(transitions.MachineError):
        model.stop()
    assert event.transitions["red"] == []
    assert "red" in event.transitions
    assert model.stop() is False  # what was illegal is now merely not done


def test_closed_a_place_adds_nothing_by_reading():
    place = Place(BENCH)
    before = {name: set(event.transitions) for name, event in place._stock.events.items()}
    for event in list(before):
        for state in BENCH.states:
            place.rewind(state)
            try:
                place.fire(event)
            except RuntimeError:
                continue
    assert {name: set(event.transitions) for name, event in place._stock.events.items()} == before


# -- threads and order -----------------------------------------------------------------------------


def test_trap_a_stock_machine_lets_threads_in_together():
    inside, both = [], threading.Barrier(2, timeout=5)

    def meet():
        inside.append(1)
        both.wait()

    loop = {"trigger": "go", "source": "red", "dest": "red", "before": meet}
    model, _ = stock(transitions=[loop])
    threads = [threading.Thread(target=model.go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(inside) == 2


def test_trap_the_first_row_wins_and_the_second_is_silent():
    model, _ = stock(transitions=[["go", "red", "green"], ["go", "red", "red"]])
    model.go()
    assert model.state == "green"


def test_closed_two_rows_that_overlap_are_refused():
    with pytest.raises(MachineError, match="overlap in red"):
        Machine("m", states="red green", initial="red", otherwise="No",
                rows=[row("go", "ok", "red", to="green"), row("go", "ok", "red")])  # fmt: skip


def test_a_place_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Place(LIFECYCLE)
