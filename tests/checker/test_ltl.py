"""Linear promises: verdicts and lassos against the definitions, on random small graphs."""

from __future__ import annotations

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

from fsm.checker import Trace, Verdict, check
from fsm.expressions import Guard, on
from fsm.form import Form
from fsm.formulas import F, G, Linear, R, U, W, X
from fsm.properties import Fairness, leads_to, ltl, strong, weak

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

LONGEST = 6


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


@settings(max_examples=250, deadline=None)
@given(graphs(), linear(), FAIRNESS)
def test_verdict_and_lasso_are_those_of_the_definitions(
    graph: SmallGraph, formula: Guard | Linear, fair: tuple[Fairness, ...]
) -> None:
    if not known(graph, fair):
        fair = ()
    word = judged(graph, formula, fair)
    breaking = [
        size(lasso)
        for lasso in lassos(graph, LONGEST)
        if is_fair(graph, lasso, fair) and 0 not in positions_where(lasso, formula)
    ]
    if word is None:
        assert not breaking
    elif breaking:
        # The shortest stem, and the shortest cycle at its end.
        assert size(word) <= min(breaking)
