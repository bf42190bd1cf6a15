"""Machines side by side: shared variables are one, own ones apart, and each step is one's own."""

from __future__ import annotations

from typing import Any

import pytest
from checker_reference import Naive, agree

from fsm.checker import Model, Verdict, check, explore
from fsm.composition import by, of, parallel
from fsm.errors import MachineError
from fsm.expressions import at, on, unchanged
from fsm.machine import Machine, row
from fsm.properties import always, sometimes, step
from fsm.system import System, rule
from fsm.variables import Count, Flag, any_of, between

busy = Flag("busy")
poisoned = Flag("poisoned")
calls = Count("calls", 0, 2)


def caller(*, careful: bool = True) -> Machine:
    """A caller of an owner behind a mutex: waits, is served or refused, may poison it."""
    free = ~busy & ~poisoned if careful else ~poisoned
    return Machine(
        "caller",
        states="Outside Waiting Inside Gone",
        initial="Outside",
        final="Gone",
        variables=[busy, poisoned, calls],
        rows=[
            row("call", "ok", "Outside", to="Waiting"),
            row("enter", "ok", "Waiting", to="Inside", when=free, does=[busy.sets()]),
            row("enter", "failed", "Waiting", to="Gone", when=poisoned),
            row("leave", "ok", "Inside", to="Outside", when=calls < 1,
                does=[busy.clears(), calls.becomes(between(calls + 1, 2))]),
            row("leave", "last", "Inside", to="Gone", when=calls > 0,
                does=[busy.clears(), calls.becomes(any_of(1, 2))]),
            row("leave", "undeclared", "Inside", to="Gone",
                does=[busy.clears(), poisoned.sets()]),
        ],
        otherwise="NotNow",
    )  # fmt: skip


def owner(count: int, **given: Any) -> Any:
    names = [f"caller{index}" for index in range(count)]
    alone = ~(of("caller0", at("Inside")) & of("caller1", at("Inside")))
    return parallel(
        f"owner with {count} callers",
        {name: caller(**given) for name in names},
        shared=["busy", "poisoned"],
        properties=[
            always("one at a time", alone),
            sometimes("one waits while another is inside",
                      of("caller0", at("Inside")) & of("caller1", at("Waiting"))),
            step("after poison nothing is counted",
                 poisoned >> (unchanged(of("caller0", calls)) | ~by("caller0")
                              | on("leave.undeclared", "leave"))),
        ],
    )  # fmt: skip


def test_an_owner_with_callers_keeps_them_apart() -> None:
    report = check(owner(2), waivers={"T4*": "a caller is served once before", "*overlap": "none"})
    assert report.finding("one at a time").verdict is Verdict.HOLDS
    assert report.finding("one waits while another is inside").verdict is Verdict.HOLDS


def test_callers_that_do_not_look_meet_inside() -> None:
    trace = check(owner(2, careful=False)).finding("one at a time").trace
    assert trace is not None
    assert [item.label for item in trace.steps].count("enter.ok") == 2
    assert {item.process for item in trace.steps} == {"caller0", "caller1"}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_composition_agrees_with_the_naive_search(count: int) -> None:
    form = parallel(
        "callers",
        {f"c{index}": caller() for index in range(count)},
        shared=["busy", "poisoned"],
    )
    agree(Naive(form), explore(Model(form), engine="numpy"))


def test_own_slots_are_renamed_and_shared_ones_are_not() -> None:
    form = owner(2)
    assert [slot.name for slot in form.slots] == [
        "caller0.state",
        "busy",
        "poisoned",
        "caller0.calls",
        "caller1.state",
        "caller1.calls",
    ]
    assert {command.process for command in form.commands} == {"caller0", "caller1"}
    assert form.commands[0].rule == "T1@caller0"


def test_independent_parts_multiply() -> None:
    one = Count("one", 0, 4)
    counter = System("c", variables=[one], rules=[rule("up", does=[one.becomes((one + 1) % 5)])])
    both = parallel("both", {"a": counter, "b": counter})
    assert check(both).states == 25
    shared = parallel("shared", {"a": counter, "b": counter}, shared=["one"])
    assert check(shared).states == 5


def test_parts_agree_on_where_shared_variables_start() -> None:
    one = Count("one", 0, 4)
    counter = System(
        "c",
        variables=[one],
        rules=[rule("up", does=[one.becomes((one + 1) % 5)])],
        starts=[{"one": 1}, {"one": 3}],
    )
    form = parallel("shared", {"a": counter, "b": counter}, shared=["one"])
    assert form.initial == ((1,), (3,))


def test_a_shared_name_that_is_nowhere_or_disagrees_is_refused() -> None:
    def counting(high: int) -> System:
        one = Count("one", 0, high)
        return System("c", variables=[one], rules=[rule("zero", does=[one.becomes(0)])])

    with pytest.raises(MachineError, match="'two' is in none"):
        parallel("p", {"a": counting(3)}, shared=["two"])
    with pytest.raises(MachineError, match="one domain in a and another in b"):
        parallel("p", {"a": counting(3), "b": counting(4)}, shared=["one"])


def test_a_composition_may_rest_when_each_part_may() -> None:
    left = Count("left", 0, 2, initial=2)
    down = System(
        "down",
        variables=[left],
        rules=[rule("tick", when=left > 0, does=[left.becomes(left - 1)])],
        final=left == 0,
    )
    assert check(parallel("both", {"a": down, "b": down})).verdict is Verdict.HOLDS
