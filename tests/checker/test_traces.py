"""A trace reads well, survives JSON, and every step of it is a step of the model."""

from __future__ import annotations

import json

from fsm.checker import Trace, check
from fsm.properties import always, step
from fsm.system import System, rule
from fsm.variables import Count, Flag
from specs.classics.peterson import peterson
from specs.lifecycle import LIFECYCLE

door, steps = Flag("door"), Count("steps", 0, 2)
HALL = System(
    "hall",
    variables=[door, steps],
    rules=[
        rule("open", when=~door, does=[door.sets()]),
        rule("walk", "guest", when=door & (steps < 2), does=[steps.becomes(steps + 1)]),
        rule("wait", "guest", when=steps == 2),
    ],
    properties=[
        always("nobody walks", steps == 0),
        step("nothing waits", ~(steps == 2)),
    ],
)

TEXT = """\
start
    door  = no
    steps = 0
1. open by open
  * door  = yes, was no
2. guest: walk by walk@guest
  * steps = 1, was 0
end
    door  = yes
  * steps = 1"""


def test_the_text_marks_what_changed() -> None:
    trace = check(HALL).finding("nobody walks").trace
    assert trace is not None
    assert trace.text() == TEXT


def test_a_step_property_ends_with_the_step_that_breaks_it() -> None:
    trace = check(HALL).finding("nothing waits").trace
    assert trace is not None
    assert [item.label for item in trace.steps] == ["open", "walk", "walk"]
    assert trace.steps[-1].changed == ("steps",)


def test_json_is_read_back_as_the_same_trace() -> None:
    trace = check(peterson(3, forgets_to_wait=True)).finding("mutual exclusion").trace
    assert trace is not None
    again = Trace.from_json(json.loads(trace.dumps()))
    assert again == trace
    assert again.text() == trace.text()
    assert again.dumps() == trace.dumps()


def test_a_lasso_shows_where_it_repeats() -> None:
    trace = check(HALL).finding("nobody walks").trace
    assert trace is not None
    lasso = Trace(trace.model, trace.parameters, trace.start, trace.steps, loop=1)
    assert "from here the steps repeat for ever\n2. guest: walk" in lasso.text()
    assert Trace.from_json(lasso.to_json()) == lasso


def test_every_step_of_a_trace_is_a_step_of_the_model() -> None:
    form = LIFECYCLE.bind()
    report = check(LIFECYCLE)
    witnesses = [item.trace for item in report.findings if item.trace is not None]
    assert len(witnesses) >= 4
    for trace in witnesses:
        assert form.valuation(trace.start) in form.initial
        for item in trace.steps:
            after = form.valuation(item.after)
            taken = form.successors(form.valuation(item.before))
            assert (item.rule, after) in [(command.rule, target) for command, target in taken]


def test_two_runs_give_the_same_trace() -> None:
    def once() -> str:
        trace = check(peterson(3, forgets_to_wait=True)).finding("mutual exclusion").trace
        assert trace is not None
        return trace.dumps()

    assert once() == once()


def test_a_report_is_json() -> None:
    values = json.loads(json.dumps(check(HALL).to_json()))
    assert values["verdict"] == "VIOLATED"
    assert values["findings"][0]["trace"]["model"] == "hall"
