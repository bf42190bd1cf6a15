"""Fairness: which cycles count, against walks tried one by one; and what it decides in models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_temporal import SmallGraph, Word, graphs, is_fair

from fsm.checker import Finding, Model, Verdict, check, explore, walks
from fsm.checker.arena import confined
from fsm.checker.branching import Branching
from fsm.checker.fairness import Constraints, constraints, fair_nodes
from fsm.composition import by, of, parallel
from fsm.expressions import Guard, at
from fsm.form import Command, Form
from fsm.formulas import AF, AG, EF, EG, F, G, U
from fsm.machine import Machine, row
from fsm.properties import Fairness, Property, ctl, leads_to, ltl, meant, strong, weak
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag
from specs.classics.peterson import peterson
from specs.classics.philosophers import philosophers
from specs.lifecycle import LIFECYCLE

# -- fair cycles -----------------------------------------------------------------------------------

ONE_EACH = st.lists(
    st.sampled_from(
        [weak("a"), weak("b"), strong("a"), strong("b"), weak("a", "c", together=True)]
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
LONGEST = 8


def walks_back(graph: SmallGraph, place: int, fair: tuple[Fairness, ...]) -> bool:
    """Whether some fair walk of at most `LONGEST` steps leads from `place` back to it."""
    if not graph.out(place):
        return True
    front: list[tuple[list[int], list[str]]] = [([place], [])]
    while front:
        places, labels = front.pop()
        for _, target, label in graph.out(places[-1]):
            if target == place:
                snapshots = tuple({"place": number} for number in places)
                if is_fair(graph, Word(snapshots, (*labels, label), 0), fair):
                    return True
            if len(places) < LONGEST and graph.out(target):
                front.append(([*places, target], [*labels, label]))
    return False


@settings(max_examples=150, deadline=None)
@given(graphs(places=3, edges=5), ONE_EACH)
def test_the_nodes_on_fair_cycles_are_those_that_a_fair_walk_leads_back_to(
    graph: SmallGraph, fair: tuple[Fairness, ...]
) -> None:
    labels = {label for _, _, label in graph.edges}
    fair = tuple(item for item in fair if labels.issuperset(item.names))
    search = explore(Model(graph.form()))
    allowed = np.ones(search.graph.edges, dtype=np.bool_)
    everywhere = np.ones(search.states, dtype=np.bool_)
    roots = np.arange(search.graph.initial, dtype=np.int32)
    arena = confined(search.graph, roots, np.zeros_like(roots), everywhere, allowed)
    kept = Constraints(search.graph, constraints(graph.form(), fair, "test"), allowed)
    found = fair_nodes(arena, kept).component >= 0
    for node, state in enumerate(arena.states):
        (place,) = search.valuation(int(state))
        assert bool(found[node]) == walks_back(graph, int(place), fair), place


# -- what each kind asks ---------------------------------------------------------------------------


def judged(model: System | Form, promise: Property) -> Finding:
    return check(model, properties=[promise]).finding(promise.name)


def steps(finding: Finding) -> tuple[list[str], int | None]:
    assert finding.trace is not None
    return [step.label for step in finding.trace.steps], finding.trace.loop


def rest_or_go(*, gate: bool) -> tuple[System, Guard]:
    """Two places to wander between; leaving is possible in both, or (`gate`) only in one."""
    place = Enum("place", "here", "there", "gone")
    leave = (place == "here") if gate else (place != "gone")
    model = System(
        "wanderer",
        variables=[place],
        rules=[
            rule("wander", when=place == "here", does=[place.becomes("there")]),
            rule("return", when=place == "there", does=[place.becomes("here")]),
            rule("leave", when=leave, does=[place.becomes("gone")]),
        ],
        final=place == "gone",
    )
    return model, place == "gone"


def test_weak_fairness_takes_what_stays_possible() -> None:
    model, gone = rest_or_go(gate=False)
    assert steps(judged(model, ltl("it", F(gone)))) == (["wander", "return"], 0)
    assert judged(model, ltl("it", F(gone), fair=["leave"])).verdict is Verdict.HOLDS


def test_only_strong_fairness_takes_what_is_possible_again_and_again() -> None:
    model, gone = rest_or_go(gate=True)
    found = judged(model, ltl("it", F(gone), fair=[weak("leave")]))
    assert steps(found) == (["wander", "return"], 0)
    assert judged(model, ltl("it", F(gone), fair=[strong("leave")])).verdict is Verdict.HOLDS


def test_a_strong_step_may_be_avoided_by_keeping_away_from_where_it_is_possible() -> None:
    # From "there" one can also go to and fro with a "corner", where leaving is never possible.
    place = Enum("place", "here", "there", "corner", "gone")
    moves = {"here": ["there", "gone"], "there": ["here", "corner"], "corner": ["there"]}
    model = System(
        "wanderer",
        variables=[place],
        rules=[
            rule(f"to_{target}", when=place == source, does=[place.becomes(target)])
            for source, targets in moves.items()
            for target in targets
        ],
    )
    found = judged(model, ltl("it", F(place == "gone"), fair=[strong("to_gone")]))
    assert steps(found) == (["to_there", "to_corner", "to_there"], 1)
    # Taking the way home fairly as well leads past the exit again and again.
    both = strong("to_gone", "to_here")
    assert judged(model, ltl("it", F(place == "gone"), fair=[both])).verdict is Verdict.HOLDS


def test_a_step_that_changes_nothing_is_no_progress() -> None:
    done, told = Flag("done"), Flag("told")
    model = System(
        "spinner",
        variables=[done, told],
        rules=[
            rule("work.spin", "worker", when=~done),
            rule("work.finish", "worker", when=~done, does=[done.sets()]),
            rule("tell", "teller", does=[told.sets()]),
        ],
    )
    # The spinning step is taken for ever, yet the worker has not had its turn.
    assert judged(model, ltl("it", F(done), fair=["worker"])).verdict is Verdict.HOLDS
    assert steps(judged(model, ltl("it", F(done)))) == (["work.spin"], 0)
    # It is not what keeps a behaviour from being fair either.
    assert judged(model, ltl("it", G(~done), fair=["work.spin"])).verdict is Verdict.VIOLATED
    assert steps(judged(model, ltl("it", F(done), fair=["tell", "work.spin"]))) == (
        ["tell", "work.spin"],
        1,
    )


def test_constraints_stand_alone_unless_together() -> None:
    left, right, turn = Flag("left"), Flag("right"), Flag("turn")
    model = System(
        "two",
        variables=[left, right, turn],
        rules=[
            rule("left", when=~left, does=[left.sets()]),
            rule("right", when=~right, does=[right.sets()]),
            rule("undo", when=left, does=[left.clears()]),
            rule("turn", does=[turn.sets()]),
        ],
    )
    apart, together = weak("left", "right"), weak("left", "right", together=True)
    assert judged(model, ltl("it", F(right), fair=[apart])).verdict is Verdict.HOLDS
    found = judged(model, ltl("it", F(right), fair=[together]))
    assert steps(found) == (["left", "undo"], 0)


def test_more_constraints_than_one_word_holds() -> None:
    many = 70
    flags = [Flag(f"done{number}") for number in range(many)]
    last = flags[-1]
    turn = Count("turn", 0, 1)
    model = System(
        "many",
        variables=[last, turn],
        rules=[
            *(
                rule(f"step{number}", when=turn == 0, does=[turn.becomes(1)])
                for number in range(many - 1)
            ),
            rule("back", when=turn == 1, does=[turn.becomes(0)]),
            rule(f"step{many - 1}", does=[last.sets()]),
        ],
    )
    assert judged(model, ltl("it", F(last), fair=["step?*"])).verdict is Verdict.HOLDS
    others = [f"step{number}" for number in range(many - 1)]
    found = judged(model, ltl("it", F(last), fair=[strong(*others)]))
    assert found.trace is not None
    assert found.trace.loop == 0
    assert {step.label for step in found.trace.steps} == {*others, "back"}


def test_a_name_means_processes_then_operations_then_both() -> None:
    known = [
        ("take", "left", "ann", "take.left@ann"),
        ("take", "right", "ann", "take.right@ann"),
        ("take", "left", "bob", "T1@bob"),
    ]
    assert meant("take", known) == ("take",)
    assert meant("take.left@bob", known) == ("take.left@bob",)
    assert meant("T1@bob", known) == ("T1@bob",)
    assert meant("*", known) == ("ann", "bob")
    assert meant("t*", known) == ("take",)
    assert meant("t*@*", known) == ("take@ann", "take@bob")
    assert meant("take.*@ann", known) == ("take.left@ann", "take.right@ann")
    assert meant("cat", known) == meant("c*", known) == ()


def test_a_composition_is_fair_to_each_of_its_processes() -> None:
    walker = Machine(
        "walker",
        states="Out In",
        initial="Out",
        rows=[row("enter", "ok", "Out", to="In"), row("leave", "ok", "In", to="Out")],
        otherwise="NotAllowed",
    )
    both = parallel("two walkers", {"ann": walker, "bob": walker})
    inside = of("ann", at("In"))
    alone = judged(both, ltl("it", F(inside), fair=["bob"]))
    assert steps(alone) == (["enter.ok", "leave.ok"], 0)
    assert alone.trace is not None
    assert {step.process for step in alone.trace.steps} == {"bob"}
    assert judged(both, ltl("it", G(F(inside)), fair=["ann"])).verdict is Verdict.HOLDS
    assert judged(both, ltl("it", F(by("bob")), fair=["enter@bob"])).verdict is Verdict.HOLDS
    assert judged(both, ltl("it", F(by("bob")), fair=["enter"])).verdict is Verdict.VIOLATED


# -- models ----------------------------------------------------------------------------------------


def comes_then_enters(fair: tuple[Fairness, ...]) -> Finding:
    place = Enum("place0", "outside", "climbing", "arriving", "waiting", "inside")
    promise = leads_to("it", place == "climbing", place == "inside", fair=fair)
    return judged(peterson(2), promise)


def test_peterson_lets_in_who_comes_when_both_keep_moving() -> None:
    # One comes and is never given a turn to say so; the other goes in and out.
    comes = ["start", "show_level", "arrive"]
    starving = (["start", *comes, "pass", "leave", *comes], 4)
    assert steps(comes_then_enters(())) == starving
    assert steps(comes_then_enters((weak("process1"),))) == starving
    assert comes_then_enters((weak("process0"),)).verdict is Verdict.HOLDS
    assert comes_then_enters((weak("process?"),)).verdict is Verdict.HOLDS


def hungry_eats(seats: int, fair: tuple[Fairness, ...], *, contrary: bool = True) -> Finding:
    model = philosophers(seats, one_takes_right_first=contrary)
    place = next(item for item in model.variables if item.name == "philosopher0")
    first = Enum("philosopher0", *place.domain({}))  # type: ignore[arg-type]
    return judged(model, leads_to("it", first == "holds_one", first == "eats", fair=fair))


def test_a_philosopher_starves_unless_forks_are_given_strongly() -> None:
    alone = hungry_eats(3, ())
    assert steps(alone) == (
        ["take_first", "take_first", "take_second", "put_first", "put_second"],
        1,
    )
    # Weakly fair: the second fork is away again and again, so it is never owed.
    weakly = hungry_eats(3, (weak("philosopher*"),))
    assert weakly.verdict is Verdict.VIOLATED
    assert hungry_eats(3, (strong("philosopher*"),)).verdict is Verdict.HOLDS
    assert hungry_eats(3, (strong("take_second@philosopher0"), weak("*"))).verdict is Verdict.HOLDS
    # Fair or not, where everybody holds one fork nothing moves.
    stuck = hungry_eats(3, (strong("philosopher*"),), contrary=False)
    assert steps(stuck) == (["take_first"] * 3, None)


# -- the lifecycle, and lifecycles that break their promises ---------------------------------------

RECOVERS = "Ready is always reachable"
ENDS = "a request that only continues ends"


def lifecycle(changed: object = None) -> Form:
    """Return the lifecycle with each command replaced by what `changed` makes of it."""
    form = LIFECYCLE.bind()
    if changed is None:
        return form
    commands = (changed(item) for item in form.commands)  # type: ignore[operator]
    return replace(form, commands=tuple(item for item in commands if item is not None))


def labels(form: Form, name: str) -> tuple[list[str], int | None, str]:
    finding = check(form).finding(name)
    assert finding.verdict is Verdict.VIOLATED
    assert finding.trace is not None
    return [step.label for step in finding.trace.steps], finding.trace.loop, finding.text


def test_the_lifecycle_recovers_and_its_requests_end() -> None:
    report = check(lifecycle())
    assert report.finding(RECOVERS).verdict is Verdict.HOLDS
    assert report.finding(ENDS).verdict is Verdict.HOLDS
    assert not report.violated()


def test_a_lifecycle_that_cannot_load_after_free_does_not_recover() -> None:
    def no_load(item: Command) -> Command | None:
        lost = item.operation == "load_model" and str(item.source) == "at Freed"
        return None if lost else item

    found, loop, text = labels(lifecycle(no_load), RECOVERS)
    assert (found, loop) == (["init_runtime.ok", "load_model.ok", "free.ok"], None)
    assert text == "AG(EF(at Ready)): no way from there leads to (at Ready)"


def test_tokens_that_take_no_room_never_end() -> None:
    def forgets(item: Command) -> Command:
        if item.label != "generate_next_token.token" or "generated == 0" in str(item.guard):
            return item
        effects = (
            replace_value(effect, 0) if effect.variable.name == "generated" else effect
            for effect in item.assignments
            if effect.variable.name != "kv"
        )
        return replace(item, assignments=tuple(effects))

    found, loop, _ = labels(lifecycle(forgets), ENDS)
    opening = ["init_runtime.ok", "load_model.ok", "generate.ok"]
    assert (found, loop) == ([*opening, *["generate_next_token.token"] * 2], 3)


def replace_value(effect: object, value: int) -> object:
    return effect.variable.becomes(value)  # type: ignore[attr-defined]


def test_a_request_that_cannot_finish_stays_open() -> None:
    def never_ends(item: Command) -> Command | None:
        endings = ("finished", "failed", "interrupted")
        ends = item.operation == "generate_next_token" and item.outcome in endings
        return None if ends else item

    found, loop, text = labels(lifecycle(never_ends), ENDS)
    opening = ["init_runtime.ok", "load_model.ok", "generate.ok"]
    assert (found, loop) == ([*opening, *["generate_next_token.token"]], None)
    assert text.endswith("no step it may take leads on from there")


# -- one text, two ways to run it ------------------------------------------------------------------


def test_compiled_loops_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    model = philosophers(3, one_takes_right_first=True)
    first = Enum("philosopher0", "thinks", "holds_one", "eats", "leaves")
    hungry, eats = first == "holds_one", first == "eats"
    promises = [
        leads_to("plain", hungry, eats),
        leads_to("weak", hungry, eats, fair=[weak("*")]),
        leads_to("strong", hungry, eats, fair=[strong("*")]),
        ltl("until", G(hungry >> U(hungry, eats)), fair=[weak("*")]),
        ltl("until strongly", G(hungry >> U(hungry, eats)), fair=[strong("*")]),
        ctl("back", AG(EF(first == "thinks"))),
        ctl("way", AG(~hungry)),
        ctl("cycle", AG(hungry >> AF(eats))),
        ctl("keeps", EG(first == "thinks")),
    ]
    reports = []
    used: set[str] = set()
    compiled = walks._compiled

    def noted(loop: object) -> object:
        function = compiled(loop)  # type: ignore[arg-type]
        assert function is not None
        used.add(loop.__name__)  # type: ignore[attr-defined]
        return function

    monkeypatch.setattr(walks, "_compiled", noted)
    for limit in (1 << 60, 0):
        monkeypatch.setattr(walks, "COMPILE_FROM_EDGES", limit)
        report = check(model, properties=promises)
        reports.append([item.to_json() for item in report.findings])
    assert reports[0] == reports[1]
    assert used >= {
        "_tarjan", "_reverse", "grow", "shrink", "spread", "_confine", "_reach", "_possible",
        "_survey", "_tour",
    }  # fmt: skip


def test_branching_truth_is_computed_once_for_each_formula() -> None:
    search = explore(Model(lifecycle()))
    judge = Branching(search.graph, "test")
    formula = EF(at("Ready"))
    assert judge.truth(AG(formula)).all()
    assert judge.truth(formula) is judge.truth(formula)
