"""Whose turn it is, and that no interrupt keeps it: threads, time-outs, re-entry, signals."""

from __future__ import annotations

import signal
import threading
from time import monotonic, sleep

import pytest
from gate_cases import assert_published, assert_usable, busy
from interrupts import WATCHED, Interrupt, TwoInterrupts, apart, in_thread, interrupted

from fsm import Unavailable
from fsm.turns import Turns


@apart
def test_interrupts_at_every_instruction():
    """A signal is handled between two instructions: none of them may be the wrong moment."""
    for setup, operation in ((busy, "work"), (busy, "reset")):
        for at in range(1, 10_000):
            gate = setup()
            tracer = Interrupt(KeyboardInterrupt(), at, WATCHED, opcodes=True)
            interrupted(tracer, lambda gate=gate, name=operation: gate.call(name))
            assert_usable(gate)
            if not tracer.raised:
                break
        else:
            raise AssertionError("a call never ends")


@apart
def test_two_interrupts_at_every_pair_of_lines():
    pairs = 0
    for at in range(1, 1000):
        for after in range(1, 1000):
            gate = busy()
            tracer = TwoInterrupts(KeyboardInterrupt("first"), at, after, WATCHED)
            interrupted(tracer, lambda gate=gate: gate.call("work"))
            assert_usable(gate, elsewhere=False)
            pairs += tracer.second.raised
            if not tracer.second.raised:
                break
        if not tracer.raised:
            break
    assert pairs > 500


# -- turns -----------------------------------------------------------------------------------------


def test_turns_are_taken_in_order_of_arrival():
    gate = busy()
    order, inside, leave = [], threading.Event(), threading.Event()

    def hold():
        inside.set()
        assert leave.wait(5)

    threads = [threading.Thread(target=gate.call, args=("work", hold))]
    threads[0].start()
    assert inside.wait(5)
    for index in range(5):
        threads.append(
            threading.Thread(
                target=gate.call, args=("reset", lambda index=index: order.append(index))
            )
        )
        threads[-1].start()
        arrived_s = monotonic()
        while len(gate._turns._queue) < index + 2:
            assert monotonic() - arrived_s < 5
            sleep(0.001)
    leave.set()
    for thread in threads:
        thread.join(5)
    assert order == [0, 1, 2, 3, 4]


def test_a_time_out_is_unavailable_and_moves_nothing():
    gate = busy(lock_timeout_s=0.02)
    inside, leave = threading.Event(), threading.Event()

    def hold():
        inside.set()
        assert leave.wait(5)

    worker = threading.Thread(target=gate.call, args=("work", hold))
    worker.start()
    assert inside.wait(5)
    before = gate.cell
    with pytest.raises(Unavailable, match=r"did not leave within 0\.02 s"):
        gate.call("reset")
    assert gate.cell is before
    leave.set()
    worker.join(5)
    assert gate.snapshot["strokes"] == 1
    assert_usable(gate)


def test_a_call_from_inside_an_act_is_unavailable():
    gate = busy()
    answers = []

    def reenter():
        with pytest.raises(Unavailable, match="from inside another call of the same thread"):
            gate.call("reset")
        answers.append(gate.cell.state)

    assert in_thread(lambda: gate.call("work", reenter)) == 1
    assert answers == ["Busy"]
    assert_usable(gate)


def test_at_most_one_is_inside():
    gate = busy()
    inside, most = [], []

    def enter():
        inside.append(1)
        most.append(len(inside))
        sleep(0)
        inside.pop()

    def run():
        for _ in range(20):
            gate.call("reset", enter)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (max(most), len(most)) == (1, 80)


def test_a_signal_handler_that_calls_while_its_thread_waits_is_unavailable():
    """Its turn would come after one that cannot come before it: a deadlock."""
    gate = busy()
    inside, leave = threading.Event(), threading.Event()
    answers = []

    def hold():
        inside.set()
        assert leave.wait(5)

    def handle(*_):
        try:
            gate.call("reset")
        except Unavailable as error:
            answers.append(str(error))
        leave.set()

    worker = threading.Thread(target=gate.call, args=("work", hold))
    earlier = signal.signal(signal.SIGALRM, handle)
    try:
        worker.start()
        assert inside.wait(5)
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        assert gate.call("work") == 2
    finally:
        signal.signal(signal.SIGALRM, earlier)
        worker.join(5)
    assert answers == ["this call comes from inside another call of the same thread"]


def test_real_signals_at_random_moments():
    """SIGINT through a timer, while calls run: the gate is usable after each."""
    count = [0]

    def interrupt(*_):
        count[0] += 1
        raise KeyboardInterrupt

    gate = busy()
    earlier = signal.signal(signal.SIGALRM, interrupt)
    try:
        for round_index in range(150):
            try:
                signal.setitimer(signal.ITIMER_REAL, 20e-6 + round_index * 2e-6)
                while True:
                    gate.call("reset")
                    gate.call("start")
                    gate.call("work")
            except KeyboardInterrupt:
                pass
            signal.setitimer(signal.ITIMER_REAL, 0)
            gate.call("reset")
            assert gate.poison is None
            assert_published(gate)
            steps = [step.sequence for step in gate.trace]
            assert steps == list(range(steps[0], gate.cell.sequence + 1))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
    assert count[0] == 150
    assert len(gate._turns._queue) == 0


def test_the_turn_of_a_call_that_is_over_goes_to_the_next():
    turns = Turns()

    def forgets_to_leave():
        turns.enter()

    def takes():
        turns.leave(turns.enter(0.0))

    forgets_to_leave()
    takes()
    forgets_to_leave()
    assert in_thread(takes) is None
    assert turns.inside() is None


def test_the_turn_of_a_running_call_stays_its_own():
    turns = Turns()
    ticket = turns.enter()
    answer = in_thread(lambda: turns.enter(0.01))
    assert isinstance(answer, Unavailable)
    assert turns.inside() == threading.get_ident()
    with pytest.raises(Unavailable):
        turns.enter()
    turns.leave(ticket)
    turns.leave(ticket)
    assert turns.inside() is None
