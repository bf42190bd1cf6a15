"""A small gated thing, and checks of a gate as functions, so that mutants can be run through them.

A bench holds at most one piece and counts the strokes given to it. What an act does is told by its
argument: a word, or an exception to raise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import count, pairwise
from typing import Any

import pytest
from interrupts import WATCHED, Interrupt, apart, in_thread, interrupted

from fsm import (
    Act,
    Count,
    Divergence,
    Done,
    Enum,
    Gate,
    Identity,
    Machine,
    Parameter,
    Poisoned,
    Refused,
    Transition,
    Unavailable,
    refuse,
    row,
)
from fsm.expressions import STATE

limit = Parameter("limit", 2)
piece = Identity("piece", "a", "b")
strokes = Count("strokes", 0, limit)
record = Identity("record", "a")
cause = Enum("cause", "none", "start", "work", held=True)

emptied = [piece.clears(), strokes.clears()]
settled = [cause.clears(), record.clears()]

BENCH = Machine(
    "bench",
    states="New Idle Busy Broken",
    initial="New",
    lazily={"New": "open"},
    parameters=[limit],
    variables=[piece, strokes, record, cause],
    rows=[
        row("open", "ok", "New", to="Idle"),
        row("start", "ok", "Idle", to="Busy", does=[piece.becomes(piece.some())]),
        row("start", "failed", "Idle", to="Broken",
            does=[cause.becomes("start"), record.becomes(record.some())]),
        row("start", "interrupted", "Idle"),
        row("work", "ok", "Busy", when=strokes < limit, does=[strokes.becomes(strokes + 1)]),
        row("work", "finished", "Busy", to="Idle", when=strokes == limit, does=emptied),
        row("work", "failed", "Busy", to="Broken",
            does=[*emptied, cause.becomes("work"), record.becomes(record.some())]),
        row("work", "interrupted", "Busy", to="Idle", does=emptied),
        row("reset", "ok", "Idle Busy Broken", to="Idle", does=[*emptied, *settled]),
    ],
    refusals=[
        refuse("open", "*", "AlreadyOpen"),
        refuse("start", "Busy", "AlreadyBusy", why="finish the piece first"),
        refuse("start work", "Broken", "IsBroken"),
        refuse("work", "Idle", "NothingToDo"),
    ],
)  # fmt: skip

LIMIT = 3
_serials = count(1)


class Breakage(Exception):
    """Stands for the outcome `failed`."""


class Cancelled(BaseException):
    """Stands for the outcome `interrupted`."""


@dataclass(frozen=True)
class Bench:
    piece: int | None = None
    strokes: int = 0
    failure: BaseException | None = None


def observe(bench: Bench) -> dict[str, str | int]:
    return {
        "piece": "none" if bench.piece is None else bench.piece,
        "strokes": bench.strokes,
        "record": "none" if bench.failure is None else 1,
        "limit": LIMIT,
    }


def interpret(operation: str, error: BaseException) -> tuple[str | None, BaseException]:
    if isinstance(error, KeyboardInterrupt | Cancelled):
        return "interrupted", error
    if isinstance(error, Breakage):
        return "failed", error
    return None, error


def settle(
    operation: str, bench: Bench, error: BaseException | None, effects: Mapping[str, object]
) -> Bench:
    if "record" not in effects:
        return bench
    # A record of the failure, not the failure itself, which holds on to where it was raised.
    return replace(bench, failure=None if error is None else type(error)(*error.args))


def perform_open(bench: Bench) -> Done[Bench]:
    return Done("ok", bench)


def perform_start(bench: Bench, does: BaseException | Callable[[], object] | None = None) -> Any:
    act(does)
    return Done("ok", replace(bench, piece=next(_serials)))


def perform_work(bench: Bench, does: BaseException | Callable[[], object] | None = None) -> Any:
    act(does)
    if bench.strokes == LIMIT:
        return Done("finished", Bench(), bench.piece)
    return Done("ok", replace(bench, strokes=bench.strokes + 1), bench.strokes + 1)


def perform_reset(bench: Bench, does: BaseException | Callable[[], object] | None = None) -> Any:
    act(does)
    return Done("ok", Bench())


def act(does: BaseException | Callable[[], object] | None) -> None:
    if isinstance(does, BaseException):
        raise does
    if does is not None:
        does()


def spoiled_work(bench: Bench) -> Bench:
    return replace(bench, piece=None, strokes=0)


ACTS: Mapping[str, Act[Bench]] = {
    "open": Act(perform_open),
    "start": Act(perform_start),
    "work": Act(perform_work, spoiled_work),
    "reset": Act(perform_reset),
}


def gate_of(kind: type[Gate[Bench]] = Gate, **changes: Any) -> Gate[Bench]:
    """Return a bench behind a gate of `kind`."""
    options: dict[str, Any] = {"observe": observe, "interpret": interpret, "settle": settle}
    options.update(changes)
    acts = {**ACTS, **options.pop("acts", {})}
    return kind(options.pop("machine", BENCH), options.pop("contents", Bench()), acts, **options)


def busy(kind: type[Gate[Bench]] = Gate, **changes: Any) -> Gate[Bench]:
    gate = gate_of(kind, **changes)
    gate.call("start")
    return gate


def assert_published(gate: Gate[Bench]) -> None:
    """What is published agrees with the contents."""
    cell = gate.cell
    assert cell.state in gate.machine.states
    assert dict(cell.snapshot) == {STATE: cell.state, **observe(cell.contents), **cell.held}
    assert cell.held == {"cause": cell.snapshot["cause"]}


def assert_whole(gate: Gate[Bench]) -> None:
    """What is published is one declared step after another, and all of them were told."""
    assert_published(gate)
    cell, trace = gate.cell, gate.trace
    assert [step.sequence for step in trace] == list(range(1, cell.sequence + 1))
    for earlier, later in pairwise(trace):
        assert later.before == earlier.after
    for step in trace:
        declared = next(item for item in gate.machine.rows if item.id == step.row)
        assert (declared.operation, declared.outcome) == (step.operation, step.outcome)
        assert step.source in declared.sources
        assert step.target == declared.lands(step.source)
        assert declared.guard(step.before)
    if trace:
        assert trace[-1].after == cell.snapshot


def assert_usable(gate: Gate[Bench], elsewhere: bool = True) -> None:
    """The turn is free, for other threads too, and the next calls do as declared."""
    assert_published(gate)
    if gate.poison is not None:
        with pytest.raises(Poisoned):
            gate.call("reset")
        if elsewhere:
            assert isinstance(in_thread(lambda: gate.call("reset")), Poisoned)
        assert_whole(gate)
        return
    if elsewhere:
        assert in_thread(lambda: gate.call("reset")) is None
    else:
        gate.call("reset")
    assert gate.cell.state == "Idle"
    gate.call("start")
    gate.call("work")
    assert (gate.cell.state, gate.snapshot["strokes"]) == ("Busy", 1)
    assert_whole(gate)


# -- checks, for the gate and for its mutants ------------------------------------------------------


def check_refusal_moves_nothing(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    before = gate.cell
    with pytest.raises(Refused) as refused:
        gate.call("start")
    assert gate.cell is before
    assert (refused.value.slug, refused.value.state) == ("AlreadyBusy", "Busy")
    assert refused.value.allowed == ("work", "reset")
    assert_usable(gate)


def check_guard_is_asked(kind: type[Gate[Bench]]) -> None:
    guarded = Machine(
        "guarded", states="A", initial="A", parameters=[limit],
        variables=[piece, strokes, record, cause],
        rows=[row("work", "ok", "A", when=strokes < 1, does=[strokes.becomes(strokes + 1)])],
        otherwise="Full",
    )  # fmt: skip
    gate = kind(guarded, Bench(), {"work": ACTS["work"]}, observe=observe, interpret=interpret)
    gate.call("work")
    before = gate.cell
    with pytest.raises(Refused, match="Full"):
        gate.call("work")
    assert gate.cell is before


def check_wrong_effect_diverges(kind: type[Gate[Bench]]) -> None:
    def twice(bench: Bench) -> Done[Bench]:
        return Done("ok", replace(bench, strokes=bench.strokes + 2))

    gate = busy(kind, acts={"work": Act(twice)})
    before = gate.cell
    with pytest.raises(Divergence, match="strokes is 2 afterwards, the row says 1") as found:
        gate.call("work")
    assert [step.operation for step in found.value.trace] == ["open", "start"]
    assert gate.cell is before
    assert gate.poison is found.value
    assert_usable(gate)


def check_undeclared_move_diverges(kind: type[Gate[Bench]]) -> None:
    def lose_it(bench: Bench) -> Done[Bench]:
        return Done("ok", replace(bench, strokes=bench.strokes + 1, piece=None))

    gate = busy(kind, acts={"work": Act(lose_it)})
    with pytest.raises(Divergence, match="piece is 'none' afterwards"):
        gate.call("work")
    assert_usable(gate)


def check_undeclared_outcome_diverges(kind: type[Gate[Bench]]) -> None:
    def elsewhere(bench: Bench) -> Done[Bench]:
        return Done("finished", Bench())

    gate = busy(kind, acts={"work": Act(elsewhere)})
    with pytest.raises(Divergence, match="ended as 'finished', which no row admits in Busy"):
        gate.call("work")
    assert_usable(gate)


def check_state_set_from_outside_diverges(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    gate._place._bare.state = "Idle"
    with pytest.raises(Divergence, match="the state was set from outside: 'Idle', published 'Busy"):
        gate.call("work")
    assert gate.cell.state == "Busy"
    assert_usable(gate)


def check_variable_moved_outside_diverges(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    object.__setattr__(gate.cell.contents, "strokes", 2)
    with pytest.raises(Divergence, match="strokes moved outside any operation: 2, published 0"):
        gate.call("work")


def check_undeclared_exception_poisons(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    before = gate.cell
    with pytest.raises(ZeroDivisionError):
        gate.call("work", ZeroDivisionError("a bug"))
    assert isinstance(gate.poison, ZeroDivisionError)
    assert gate.cell is before
    assert gate.allowed() == ()
    assert not gate.explain("work").admitted
    for operation in BENCH.operations:
        with pytest.raises(Poisoned, match="ZeroDivisionError: a bug"):
            gate.call(operation)
    assert_usable(gate)


def check_interruption_ends_as_declared(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    gate.call("work")
    interruption = KeyboardInterrupt("now")
    with pytest.raises(KeyboardInterrupt) as raised:
        gate.call("work", interruption)
    assert raised.value is interruption
    assert (gate.cell.state, gate.trace[-1].outcome) == ("Idle", "interrupted")
    assert gate.cell.contents == Bench()
    assert_usable(gate)


def check_uninterruptible_is_carried_through(kind: type[Gate[Bench]]) -> None:
    gate = busy(kind)
    once = iter([KeyboardInterrupt("now")])

    def interrupt_once() -> None:
        for error in once:
            raise error

    with pytest.raises(KeyboardInterrupt, match="now"):
        gate.call("reset", interrupt_once)
    assert (gate.cell.state, gate.trace[-1].label) == ("Idle", "reset.ok")
    assert_usable(gate)


@apart
def check_interrupts_at_every_line(kind: type[Gate[Bench]]) -> None:
    for error in (KeyboardInterrupt, MemoryError):
        for setup, operation in ((gate_of, "start"), (busy, "work"), (busy, "reset")):
            for at in range(1, 1000):
                gate = setup(kind)
                tracer = Interrupt(error(), at, WATCHED)
                told = interrupted(tracer, lambda g=gate, name=operation: g.call(name))
                if not tracer.raised:
                    assert told is None
                    break
                assert isinstance(told, error), (operation, at, told)
                assert_usable(gate)
            else:
                raise AssertionError("a call never ends")


@apart
def check_interrupts_while_landing(kind: type[Gate[Bench]]) -> None:
    """A second interrupt at every line while the first lands."""
    for setup, operation in ((busy, "work"), (busy, "reset")):
        for at in range(1, 1000):
            gate = setup(kind)
            tracer = Interrupt(KeyboardInterrupt("second"), at, WATCHED)
            tracer.armed = False
            first = [KeyboardInterrupt("first")]

            def once(first: list[KeyboardInterrupt] = first, tracer: Interrupt = tracer) -> None:
                if first:
                    tracer.armed = True
                    raise first.pop()

            told = interrupted(tracer, lambda g=gate, name=operation, o=once: g.call(name, o))
            assert isinstance(told, KeyboardInterrupt)
            if not tracer.raised:
                break
            assert_usable(gate)


def check_watchers_cannot_reenter(kind: type[Gate[Bench]]) -> None:
    gate = gate_of(kind)
    answers: list[object] = []

    def reenter(_: Transition) -> None:
        try:
            answers.append(gate.call("reset"))
        except Unavailable as error:
            answers.append(error)

    gate.watch(reenter)
    assert in_thread(lambda: gate.call("open")) is None
    (answer,) = answers
    assert isinstance(answer, Unavailable)
    assert "same thread" in str(answer)
    assert_whole(gate)


def check_events_are_told_in_order(kind: type[Gate[Bench]]) -> None:
    gate = gate_of(kind)
    told: list[Transition] = []
    gate.watch(told.append)
    gate.call("start")
    gate.call("work")
    with pytest.raises(Breakage):
        gate.call("work", Breakage("it broke"))
    assert [(step.sequence, step.label, step.source, step.target) for step in told] == [
        (1, "open.ok", "New", "Idle"),
        (2, "start.ok", "Idle", "Busy"),
        (3, "work.ok", "Busy", "Busy"),
        (4, "work.failed", "Busy", "Broken"),
    ]
    assert isinstance(told[-1].error, Breakage)
    assert all(step.duration_s >= 0 for step in told)
    assert gate.snapshot["cause"] == "work"
    assert_usable(gate)


CHECKS = [
    check_refusal_moves_nothing,
    check_guard_is_asked,
    check_wrong_effect_diverges,
    check_undeclared_move_diverges,
    check_undeclared_outcome_diverges,
    check_state_set_from_outside_diverges,
    check_variable_moved_outside_diverges,
    check_undeclared_exception_poisons,
    check_interruption_ends_as_declared,
    check_uninterruptible_is_carried_through,
    check_watchers_cannot_reenter,
    check_events_are_told_in_order,
    check_interrupts_while_landing,
    check_interrupts_at_every_line,
]
