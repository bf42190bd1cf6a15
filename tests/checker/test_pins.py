"""The counts everybody agrees on, and the traces of the broken variants."""

from __future__ import annotations

from typing import Any

import pytest
from checker_reference import Naive

from fsm.checker import Verdict, check
from specs.classics.bakery import bakery
from specs.classics.bounded_buffer import bounded_buffer
from specs.classics.leader_election import leader_election
from specs.classics.peterson import peterson
from specs.classics.philosophers import philosophers
from specs.classics.two_phase_commit import two_phase_commit
from specs.lifecycle import LIFECYCLE

HOLDING = {
    "philosophers, one contrary": (
        lambda: philosophers(5, one_takes_right_first=True),
        (243, 811, 14),
    ),
    "bakery": (lambda: bakery(2, 3), (213, 347, 33)),
    "peterson 2": (lambda: peterson(2), (34, 63, 10)),
    "peterson 3": (lambda: peterson(3), (705, 1726, 22)),
    "bounded buffer": (lambda: bounded_buffer(1, 1, 2, 2), (198, 361, 19)),
    "two-phase commit 3": (lambda: two_phase_commit(3), (288, 1146, 11)),
    "two-phase commit 5": (lambda: two_phase_commit(5), (8832, 58146, 17)),
    "leader election": (lambda: leader_election(5), (459, 1378, 15)),
}


@pytest.mark.parametrize(("declare", "counts"), HOLDING.values(), ids=HOLDING)
def test_a_classic_holds_with_its_counts(declare: Any, counts: tuple[int, int, int]) -> None:
    report = check(declare())
    assert report.verdict is Verdict.HOLDS, report.text()
    assert (report.states, report.generated, report.depth) == counts


BROKEN = {
    "philosophers": (lambda: philosophers(5), "deadlock", 5),
    "peterson": (lambda: peterson(3, forgets_to_wait=True), "mutual exclusion", 14),
    "two-phase commit": (
        lambda: two_phase_commit(3, hasty=True),
        "no resource commits while another aborts",
        7,
    ),
    "leader election": (
        lambda: leader_election(4, passes_everything_on=True),
        "only the largest leads",
        5,
    ),
}


@pytest.mark.parametrize(("declare", "name", "length"), BROKEN.values(), ids=BROKEN)
def test_a_broken_classic_is_violated_by_a_shortest_trace(
    declare: Any, name: str, length: int
) -> None:
    report = check(declare())
    assert report.verdict is Verdict.VIOLATED
    trace = report.finding(name).trace
    assert trace is not None
    assert len(trace) == length


@pytest.mark.parametrize(
    ("declare", "counts"),
    [
        (lambda: philosophers(12), (531_440, 4_251_517, 34)),
        (lambda: bakery(4, 7), (1_083_823, 3_094_025, 177)),
    ],
    ids=["philosophers 12", "bakery 4, 7"],
)
def test_larger_classics_have_their_counts(declare: Any, counts: tuple[int, int, int]) -> None:
    report = check(declare(), engine="numpy", properties=[])
    assert (report.states, report.generated, report.depth) == counts


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_the_lifecycle_agrees_with_the_naive_search(capacity: int) -> None:
    report = check(LIFECYCLE, parameters={"capacity": capacity})
    naive = Naive(LIFECYCLE.bind(capacity=capacity))
    assert report.states == len(naive.depth)
    assert report.generated == naive.generated
    assert report.depth == naive.levels


def test_everything_the_lifecycle_promises_of_states_and_steps_holds() -> None:
    report = check(LIFECYCLE)
    assert not report.violated(), report.text()
    temporal = {item.name for item in LIFECYCLE.properties if item.flavour == "recoverable"}
    temporal |= {item.name for item in LIFECYCLE.properties if item.flavour == "leads_to"}
    for item in report.findings:
        assert item.verdict is Verdict.HOLDS or item.name in temporal
