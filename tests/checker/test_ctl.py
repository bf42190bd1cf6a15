"""Branching promises: truth against the textbook's sets, and the stories they are refuted by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_temporal import P, Q, SmallGraph, Word, branching, graphs, positions_where, states_where

from fsm.checker import Model, Trace, Verdict, check, explore
from fsm.checker.branching import Branching
from fsm.expressions import TRUE, Guard, at
from fsm.formulas import AF, AG, AU, AX, EF, EG, EU, EX, F, G, Linear, Path, U, X
from fsm.machine import Machine, row
from fsm.properties import always, ctl, ltl, recoverable
from fsm.system import System, rule
from fsm.variables import Enum, Flag


@settings(max_examples=150, deadline=None)
@given(graphs(), branching())
def test_truth_is_that_of_the_textbook_in_every_state(
    graph: SmallGraph, formula: Guard | Path
) -> None:
    search = explore(Model(graph.form()))
    truth = Branching(search.graph, "test").truth(formula)
    places = [search.valuation(state)[0] for state in range(search.states)]
    assert sorted(map(int, places)) == sorted(graph.reachable())
    expected = states_where(graph, formula)
    assert {place for place, true in zip(places, truth, strict=True) if true} == (
        expected & graph.reachable()
    )


@settings(max_examples=100, deadline=None)
@given(graphs(), branching())
def test_a_violated_formula_has_a_story_of_real_steps(
    graph: SmallGraph, formula: Guard | Path
) -> None:
    if isinstance(formula, Guard):
        formula = AG(formula)
    finding = check(graph.form(), properties=[ctl("it", formula)]).finding("it")
    wrong = set(range(graph.initial)) - states_where(graph, formula)
    assert finding.verdict is (Verdict.VIOLATED if wrong else Verdict.HOLDS)
    if wrong:
        assert finding.trace is not None
        assert finding.trace.start["place"] in wrong
        at_place = finding.trace.start["place"]
        for step in finding.trace.steps:
            assert (at_place, step.after["place"], step.label) in graph.edges
            at_place = step.after["place"]


TWINS: list[tuple[Callable[[], Path], Callable[[], Linear]]] = [
    (lambda: AX(P), lambda: X(P)),
    (lambda: AF(P), lambda: F(P)),
    (lambda: AG(P), lambda: G(P)),
    (lambda: AU(P, Q), lambda: U(P, Q)),
    (lambda: AG(P >> AF(Q)), lambda: G(P >> F(Q))),
    (lambda: AG(AF(Q)), lambda: G(F(Q))),
]


@settings(max_examples=150, deadline=None)
@given(graphs(), st.sampled_from(TWINS))
def test_what_both_logics_can_say_is_judged_alike(
    graph: SmallGraph, twins: tuple[Callable[[], Path], Callable[[], Linear]]
) -> None:
    branch, line = twins[0](), twins[1]()
    report = check(graph.form(), properties=[ctl("branching", branch), ltl("linear", line)])
    found = report.finding("branching")
    assert found.verdict is report.finding("linear").verdict
    if found.trace is not None:
        assert 0 not in positions_where(completed(graph, found.trace), line)


def completed(graph: SmallGraph, trace: Trace) -> Word:
    """Return the behaviour that `trace` is, or any that begins with it."""
    if trace.loop is not None:
        return Word.of(trace)
    places = [int(trace.start["place"]), *(int(step.after["place"]) for step in trace.steps)]
    labels = [step.label for step in trace.steps]
    while True:
        out = graph.out(places[-1])
        labels.append(out[0][2] if out else "")
        after = out[0][1] if out else places[-1]
        snapshots = tuple({"place": place} for place in places)
        if after in places[len(trace.steps) :]:
            loop = places.index(after, len(trace.steps))
            return Word(snapshots, tuple(labels), loop)
        places.append(after)


# -- stories ---------------------------------------------------------------------------------------

# 0 -> 1 -> 2 <-> 3, and 1 -> 4, a dead end.
FORKED = SmallGraph(5, ((0, 1, "a"), (1, 2, "b"), (2, 3, "c"), (3, 2, "d"), (1, 4, "e")))
PLACE = FORKED.place


def story(formula: Path) -> tuple[list[str], int | None, str]:
    finding = check(FORKED.form(), properties=[ctl("it", formula)]).finding("it")
    assert finding.verdict is Verdict.VIOLATED
    assert finding.trace is not None
    words = finding.text.removeprefix(str(formula)).removeprefix(": ")
    return [step.label for step in finding.trace.steps], finding.trace.loop, words


def test_every_way_is_refuted_by_a_shortest_one() -> None:
    assert story(AG(PLACE != 3)) == (["a", "b", "c"], None, "")
    assert story(AX(PLACE == 2)) == (["a"], None, "")
    assert story(AF(PLACE == 4)) == (["a", "b", "c", "d"], 2, "")
    assert story(AU(PLACE < 1, PLACE == 2)) == (["a"], None, "")


def test_a_behaviour_that_ends_is_refuted_where_it_ends() -> None:
    assert story(AF(PLACE == 2)) == (["a", "e"], None, "no step leads on from there")
    assert story(~EG(PLACE != 2)) == (["a", "e"], None, "no step leads on from there")


def test_the_nearest_state_without_a_way_back_is_shown() -> None:
    recovers = AG(EF(PLACE == 0))
    assert story(recovers) == (["a"], None, "no way from there leads to (place == 0)")
    assert story(AG(EF(PLACE == 4)))[0] == ["a", "b"]


def test_a_story_goes_on_inside() -> None:
    assert story(AG((PLACE == 1) >> AF(PLACE == 4))) == (["a", "b", "c", "d"], 2, "")
    assert story(AX(AX(PLACE == 2))) == (["a", "e"], None, "")
    assert story(~EF(EX(PLACE == 3)))[0] == ["a", "b", "c"]


def test_what_no_way_can_show_is_said() -> None:
    assert story(EX(PLACE == 2)) == ([], None, "no next state from there has (place == 2)")
    assert story(EG(PLACE < 2)) == ([], None, "no way from there keeps to (place < 2) for ever")
    assert story(EU(PLACE < 1, PLACE > 1))[2] == (
        "no way from there keeps to (place < 1) until (place > 1)"
    )
    assert story(~AG(PLACE < 9))[2] == "AG(place < 9) is true there"


def test_the_next_state_of_a_dead_end_is_itself() -> None:
    report = check(
        FORKED.form(),
        properties=[
            ctl("next", AG((PLACE == 4) >> (AX(PLACE == 4) & EX(PLACE == 4)))),
            ctl("for ever", AG((PLACE == 4) >> EG(PLACE == 4))),
        ],
    )
    assert report.finding("next").verdict is Verdict.HOLDS
    assert report.finding("for ever").verdict is Verdict.HOLDS


# -- declarations ----------------------------------------------------------------------------------


def door(*properties: object) -> Machine:
    return Machine(
        "door",
        states="Open Shut",
        initial="Open",
        rows=[row("shut", "ok", "Open", to="Shut"), row("open", "ok", "Shut", to="Open")],
        otherwise="NotAllowed",
        properties=properties,  # type: ignore[arg-type]
    )


def test_formulas_print_as_a_reviewer_would_write_them() -> None:
    ready, busy = at("Ready"), Flag("busy")
    assert str(AG(busy >> AF(ready & ~busy))) == "AG(busy => AF(at Ready and not busy))"
    assert str(EU(busy, ready) | AX(busy)) == "E[(busy) U (at Ready)] or AX(busy)"
    assert str(~(EX(busy) & ready)) == "not (EX(busy) and (at Ready))"


def test_the_two_logics_do_not_mix() -> None:
    with pytest.raises(TypeError, match=r"takes the branching .* write two properties"):
        AG(F(P))
    with pytest.raises(TypeError, match="takes the linear"):
        P & X(AG(P))
    with pytest.raises(TypeError, match="not a branching formula"):
        ctl("it", F(P))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a linear formula"):
        ltl("it", AF(P))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="known only to a checker"):
        AG(P) and AF(P)


def test_unknown_names_are_faults_of_the_declaration() -> None:
    with pytest.raises(ValueError, match="state 'Ajar' is unknown: use one of Open, Shut"):
        door(recoverable("it", AG(EF(at("Ajar")))))
    with pytest.raises(ValueError, match="variable speed is not among"):
        door(ctl("it", AX(Enum("speed", "slow", "fast") == "slow")))
    light = Enum("light", "red", "green")
    with pytest.raises(ValueError, match="property 'it': it reads 'lamp', which is no variable"):
        System(
            "lights",
            variables=[light],
            rules=[rule("change", does=[light.becomes("green")])],
            properties=[ctl("it", EF(Enum("lamp", "on", "off") == "on"))],
        )


def test_a_premise_that_is_never_met_is_found() -> None:
    report = check(
        door(
            ctl("guard", AG((at("Open") & at("Shut")) >> EF(TRUE))),
            ctl("formula", AG(EG(at("Open")) >> EF(at("Open")))),
            ctl("met", AG(at("Open") >> EF(at("Shut")))),
            always("plain", at("Open", "Shut")),
        )
    )
    assert {item.name for item in report.violated()} == {
        "guard: (at Open and at Shut) is never true",
        "formula: (EG(at Open)) is never true",
    }
    assert report.asked["promise"] == 4
