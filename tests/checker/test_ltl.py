"""Linear promises: verdicts and lassos against the definitions, on random small graphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_temporal import (
    P,
    Q,
    SmallGraph,
    Word,
    graphs,
    is_fair,
    lassos,
    linear,
    positions_where,
    size,
)

from fsm.checker import Limits, Trace, Verdict, check, lasso, temporal
from fsm.errors import MachineError
from fsm.expressions import Guard, on, was
from fsm.form import Form
from fsm.formulas import EF, F, G, Linear, R, U, W, X
from fsm.properties import Fairness, ctl, leads_to, ltl, strong, weak
from fsm.system import System, rule

NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)
FAIRNESS = st.lists(
    st.builds(
        lambda strength, names, together: strength(*names, together=together),
        st.sampled_from([weak, strong]),
        NAMES,
        st.booleans(),
    ),
    max_size=2,
).map(tuple)

LONGEST = 5


def labels_of(graph: SmallGraph) -> set[str]:
    return {label for _, _, label in graph.edges}


def known(graph: SmallGraph, fair: tuple[Fairness, ...]) -> bool:
    return all(name in labels_of(graph) for item in fair for name in item.names)


def replayed(form: Form, trace: Trace) -> Word:
    """Return the word of `trace`, every step of which must be a step of `form`."""
    at = form.valuation(trace.start)
    assert at in form.initial
    for taken in trace.steps:
        after = form.valuation(taken.after)
        assert (taken.rule, after) in {
            (command.rule, found) for command, found in form.successors(at)
        }
        at = after
    if trace.loop is None:
        assert not list(form.successors(at)), "it stays where it could go on"
    return Word.of(trace)


def judged(graph: SmallGraph, formula: Guard | Linear, fair: tuple[Fairness, ...]) -> Word | None:
    """Return the word of the lasso, validated, or None when the promise holds."""
    report = check(graph.form(), properties=[ltl("it", formula, fair=fair)])
    finding = report.finding("it")
    if finding.verdict is Verdict.HOLDS:
        return None
    assert finding.trace is not None
    word = replayed(graph.form(), finding.trace)
    assert 0 not in positions_where(word, formula)
    assert is_fair(graph, word, fair)
    return word


@settings(max_examples=120, deadline=None)
@given(graphs(), linear(), FAIRNESS)
def test_verdict_and_lasso_are_those_of_the_definitions(
    graph: SmallGraph, formula: Guard | Linear, fair: tuple[Fairness, ...]
) -> None:
    if not known(graph, fair):
        fair = ()
    word = judged(graph, formula, fair)
    breaking = [
        size(tried)
        for tried in lassos(graph, LONGEST)
        if is_fair(graph, tried, fair) and 0 not in positions_where(tried, formula)
    ]
    if word is None:
        assert not breaking
    elif breaking:
        # The shortest stem, and the shortest cycle at its end.
        assert size(word) <= min(breaking)


@settings(max_examples=80, deadline=None)
@given(graphs(), st.sampled_from(["F", "GF", "response"]), FAIRNESS)
def test_a_promise_of_an_answer_needs_no_automaton_and_says_the_same(
    graph: SmallGraph, shape: str, fair: tuple[Fairness, ...]
) -> None:
    formula = {"F": F(Q), "GF": G(F(Q)), "response": G(P >> F(Q))}[shape]
    if not known(graph, fair):
        fair = ()
    word = judged(graph, formula, fair)
    # Written otherwise, the same formula goes through the automaton.
    other = judged(graph, ~~formula, fair)
    assert (word is None) == (other is None)
    if word is not None and other is not None:
        assert size(word) == size(other)


@settings(max_examples=60, deadline=None)
@given(graphs(), FAIRNESS)
def test_a_cycle_that_goes_for_one_thing_after_the_other_is_fair_too(
    graph: SmallGraph, fair: tuple[Fairness, ...]
) -> None:
    if not known(graph, fair):
        fair = ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lasso, "EXACT_PAIRS", 0)
        word = judged(graph, ~(G(F(P)) & G(F(Q))), fair)
    shortest = judged(graph, ~(G(F(P)) & G(F(Q))), fair)
    assert (word is None) == (shortest is None)
    if word is not None and shortest is not None:
        assert size(shortest) <= size(word)


# -- operators and atoms, one by one -------------------------------------------------------------

# 0 -> 1 -> 2 <-> 3, and 1 -> 4, a dead end.
FORKED = SmallGraph(5, ((0, 1, "a"), (1, 2, "b"), (2, 3, "c"), (3, 2, "d"), (1, 4, "e")))
PLACE = FORKED.place


def refuted(formula: Guard | Linear, graph: SmallGraph = FORKED) -> tuple[list[str], int | None]:
    finding = check(graph.form(), properties=[ltl("it", formula)]).finding("it")
    assert finding.verdict is Verdict.VIOLATED
    assert finding.trace is not None
    replayed(graph.form(), finding.trace)
    return [step.label for step in finding.trace.steps], finding.trace.loop


def holds(formula: Guard | Linear, graph: SmallGraph = FORKED) -> bool:
    report = check(graph.form(), properties=[ltl("it", formula)])
    return report.finding("it").verdict is Verdict.HOLDS


def test_each_operator_speaks_of_the_positions_it_should() -> None:
    assert holds(X(PLACE == 1))
    assert holds(U(PLACE < 2, PLACE >= 2))
    assert holds(W(PLACE < 2, PLACE >= 2))
    assert holds(R(PLACE >= 2, PLACE != 3))  # released as soon as 2 is reached
    assert holds(F(G(PLACE >= 2)))
    assert refuted(X(X(PLACE == 2))) == (["a", "e"], None)
    assert refuted(U(PLACE < 2, PLACE == 4)) == (["a", "b", "c", "d"], 2)
    assert refuted(G(PLACE != 3)) == (["a", "b", "c", "d"], 2)


def test_until_asks_for_its_end_and_weak_until_does_not() -> None:
    circle = SmallGraph(2, ((0, 1, "a"), (1, 0, "b")))
    assert refuted(U(circle.place < 2, circle.place > 2), circle) == (["a", "b"], 0)
    assert holds(W(circle.place < 2, circle.place > 2), circle)
    assert holds(R(circle.place > 2, circle.place < 2), circle)


def test_on_speaks_of_the_step_taken_from_the_position() -> None:
    assert holds(on("a") & (PLACE == 0))
    assert holds(G(on("e") >> X(PLACE == 4)))
    assert holds(G((on("c") | on("d")) >> X(on("c", "d"))))
    assert refuted(F(on("b"))) == (["a", "e"], None)


def test_where_a_behaviour_stays_no_step_is_taken() -> None:
    assert holds(G((PLACE == 4) >> (~on("a", "b", "c", "d", "e") & X(PLACE == 4))))
    assert refuted(G(on("a", "b", "c", "d", "e"))) == (["a", "e"], None)


def test_the_report_says_where_a_behaviour_ends() -> None:
    finding = check(FORKED.form(), properties=[ltl("it", F(PLACE == 2))]).finding("it")
    assert finding.text == "F(place == 2): no step leads on from there"


# -- which lasso is shown ------------------------------------------------------------------------


def test_of_stems_of_one_length_the_one_with_the_shortest_cycle_is_shown() -> None:
    longer = ((0, 1, "a"), (1, 3, "a"), (3, 4, "a"), (4, 1, "a"))
    graph = SmallGraph(6, (*longer, (0, 2, "b"), (2, 5, "b"), (5, 2, "b")))
    assert refuted(F(graph.place > 9), graph) == (["b", "b", "b"], 1)


def test_a_premise_met_only_on_the_cycle_does_not_lengthen_the_stem() -> None:
    graph = SmallGraph(3, ((0, 1, "a"), (1, 2, "b"), (2, 1, "c")))
    place = graph.place
    assert refuted(G((place == 2) >> F(place == 0)), graph) == (["a", "b", "c"], 1)


def test_a_far_premise_does_not_lengthen_the_way_from_a_near_one() -> None:
    far = ((0, 3, "f"), (3, 4, "f"), (4, 5, "f"), (5, 6, "f"), (6, 2, "f"))
    graph = SmallGraph(7, ((0, 1, "n"), (1, 2, "n"), (2, 2, "n"), *far))
    promise = leads_to("it", graph.place.among(0, 6), graph.place > 9)
    finding = check(graph.form(), properties=[promise]).finding("it")
    assert finding.trace is not None
    assert [step.label for step in finding.trace.steps] == ["n", "n", "n"]
    assert finding.trace.loop == 2


# -- leads-to --------------------------------------------------------------------------------------


def test_only_restricts_what_follows_the_premise() -> None:
    def judge(*only: str, fair: tuple[Fairness, ...] = ()) -> tuple[Verdict, list[str], str]:
        promise = leads_to("it", PLACE == 1, PLACE == 3, only=only, fair=fair)
        finding = check(FORKED.form(), properties=[promise]).finding("it")
        labels = [] if finding.trace is None else [step.label for step in finding.trace.steps]
        return finding.verdict, labels, finding.text.partition(": ")[2]

    assert judge() == (Verdict.VIOLATED, ["a", "e"], "no step leads on from there")
    assert judge("b", "c") == (Verdict.HOLDS, [], "")
    # What may not go on stays: the stem is taken freely, the rest is not.
    rest = "no step it may take leads on from there"
    assert judge("b") == (Verdict.VIOLATED, ["a", "b"], rest)
    assert judge("c") == (Verdict.VIOLATED, ["a"], rest)


# -- bad formulas ----------------------------------------------------------------------------------


def test_a_formula_too_large_for_the_tables_is_inconclusive() -> None:
    formula: Guard | Linear = PLACE == 0
    for number in range(20):
        formula = X(formula) & F(PLACE.among(number))
    finding = check(FORKED.form(), properties=[ltl("it", formula)]).finding("it")
    assert finding.verdict is Verdict.INCONCLUSIVE
    assert finding.limit is not None
    assert finding.limit.startswith("formula: ")


def test_a_truncated_search_decides_nothing_about_whole_behaviours() -> None:
    report = check(FORKED.form(), properties=[ltl("it", F(PLACE == 2))], limits=Limits(states=2))
    assert report.finding("it").verdict is Verdict.INCONCLUSIVE
    assert report.finding("it").limit == "states: 2"


def test_an_interruption_leaves_the_rest_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(temporal, "broken_behaviours", interrupted)
    promises = [
        ctl("first", EF(PLACE == 4)),
        ltl("second", F(PLACE == 2)),
        ctl("third", EF(PLACE == 4)),
    ]
    report = check(FORKED.form(), properties=promises)
    assert report.finding("first").verdict is Verdict.HOLDS
    assert [report.finding(name).limit for name in ("second", "third")] == ["interrupted"] * 2


def test_unknown_names_are_faults() -> None:
    place = FORKED.place
    go = rule("go", "one", when=place == 0, does=[place.becomes(1)])
    for promise, complaint in (
        (ltl("it", G(on("gone"))), "no rule is labelled 'gone': use one of go, go@one, one"),
        (ltl("it", F(place == 1), fair=["two"]), "no step is named 'two': use one of go"),
        (leads_to("it", place == 0, place == 1, only=["run"]), "no step is named 'run'"),
        (ltl("it", G(was(place) == 0)), "it reads 'was.place'"),
    ):
        with pytest.raises(MachineError, match=complaint):
            System("it", variables=[place], rules=[go], properties=[promise])
    # A form has no declaration that could be judged: the check itself complains.
    with pytest.raises(MachineError, match="property 'it': no step is named 'z'"):
        check(FORKED.form(), properties=[ltl("it", F(PLACE == 2), fair=["z"])])
    with pytest.raises(MachineError, match=r"property 'it': it reads 'was\.place'"):
        check(FORKED.form(), properties=[ltl("it", F(was(PLACE) == 2))])


def test_a_premise_that_is_never_met_is_found() -> None:
    promises = [
        ltl("state", G((PLACE == 9) >> F(PLACE == 2))),
        ltl("step", G((on("e") & (PLACE == 2)) >> X(PLACE == 4))),
        ltl("formula", G(G(PLACE < 2) >> F(PLACE == 2))),
        ltl("inside", G(F(on("a") >> (PLACE == 0)))),
        leads_to("leads to", PLACE == 9, PLACE == 2),
    ]
    report = check(FORKED.form(), properties=promises)
    assert {item.name for item in report.findings if item.kind == "vacuity"} == {
        "state: (place == 9) is never true",
        "step: (on e and place == 2) is never true",
        "formula: (G(place < 2)) is never true",
        "leads to: (place == 9) is never true",
    }
    waived = check(
        FORKED.form(),
        properties=promises[:1],
        waivers={"state: *": "it cannot be nine", "deadlock": "it ends"},
    )
    assert waived.verdict is Verdict.HOLDS
