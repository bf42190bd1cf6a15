"""Both engines find what a naive search finds; engines that are wrong are noticed."""

from __future__ import annotations

from itertools import islice
from typing import Any

import numpy as np
import pytest
from checker_reference import Naive, agree, interpreted_kernel, systems
from hypothesis import HealthCheck, given, settings

from fsm.checker import Limits, Model, Verdict, check, explore, search_numpy
from fsm.checker.search_numba import _Run, search_numba
from fsm.checker.search_numpy import search_numpy as by_numpy
from fsm.properties import always, sometimes, step
from specs.classics.bakery import bakery
from specs.classics.philosophers import philosophers
from specs.classics.two_phase_commit import two_phase_commit

RANDOM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@given(system=systems())
@RANDOM
def test_numpy_agrees_with_the_naive_search_on_random_systems(system: Any) -> None:
    form = system.bind()
    naive = Naive(form)
    search = by_numpy(Model(form), limits=Limits())
    assert search is not None
    agree(naive, search)


@given(system=systems())
@settings(RANDOM, max_examples=80)
def test_the_kernels_text_agrees_with_the_naive_search_on_random_systems(system: Any) -> None:
    form = system.bind()
    model = Model(form)
    search = search_numba(model, limits=Limits(), threads=1, module=interpreted_kernel(model))
    agree(Naive(form), search)


@given(system=systems())
@settings(RANDOM, max_examples=80)
def test_the_graph_has_the_naive_searchs_edges(system: Any) -> None:
    form = system.bind()
    search = explore(Model(form), engine="numpy")
    graph = search.graph
    edges: dict[tuple[Any, str, Any], int] = {}
    for edge in range(graph.edges):
        key = (
            search.valuation(int(graph.sources[edge])),
            graph.command(edge).rule,
            search.valuation(int(graph.targets[edge])),
        )
        edges[key] = edges.get(key, 0) + 1
    assert edges == dict(Naive(form).edges)
    first, order = graph.reverse
    assert (graph.targets[order] == np.repeat(np.arange(graph.states), np.diff(first))).all()


@given(system=systems())
@settings(RANDOM, max_examples=80)
def test_verdicts_and_lengths_agree_with_the_naive_search(system: Any) -> None:
    form = system.bind()
    naive = Naive(form)
    guards = [command.guard for command in islice(form.commands, 2)]
    properties = [always(f"always {index}", guard) for index, guard in enumerate(guards)]
    properties += [sometimes(f"sometimes {index}", guard) for index, guard in enumerate(guards)]
    report = check(form, properties=properties, engine="numpy")
    for index, guard in enumerate(guards):
        wrong, right = naive.nearest(~guard), naive.nearest(guard)
        found = report.finding(f"always {index}")
        assert found.verdict is (Verdict.HOLDS if wrong is None else Verdict.VIOLATED)
        assert (None if found.trace is None else len(found.trace)) == wrong
        witness = report.finding(f"sometimes {index}")
        assert witness.verdict is (Verdict.VIOLATED if right is None else Verdict.HOLDS)
        assert (None if witness.trace is None else len(witness.trace)) == right


@given(system=systems())
@settings(RANDOM, max_examples=80)
def test_step_properties_agree_with_the_naive_search(system: Any) -> None:
    form = system.bind()
    variables = {item.name: item for item in system.variables}
    from fsm.expressions import on, step_view, unchanged, was

    guard = on("go", "turn.left") >> unchanged(variables["word"])
    ordered = was(variables["count0"]) <= variables["count0"]
    report = check(form, properties=[step("a", guard), step("b", ordered)], engine="numpy")
    naive = Naive(form)
    for name, formula in (("a", guard), ("b", ordered)):
        nearest = min(
            (
                naive.depth[before] + 1
                for before in naive.depth
                for command, after in form.successors(before)
                if not formula(
                    step_view(
                        form.snapshot(before),
                        command.operation,
                        command.outcome,
                        form.snapshot(after),
                    )
                )
            ),
            default=None,
        )
        found = report.finding(name)
        assert (None if found.trace is None else len(found.trace)) == nearest


# -- the compiled search ---------------------------------------------------------------------------


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads from the first state on, small batches, and a table that must grow often."""
    monkeypatch.setattr("fsm.checker.search_numba.THREADED_STATES_MIN", 1)
    monkeypatch.setattr("fsm.checker.search_numba.TABLE_BITS_MIN", 4)
    monkeypatch.setattr("fsm.checker.search_numba.BATCH_STATES", 8)


@pytest.mark.usefixtures("crowded")
@pytest.mark.parametrize(
    "declare",
    [lambda: philosophers(7), lambda: bakery(2, 4)],
    ids=["philosophers", "bakery"],
)
def test_two_compiled_threads_agree_with_the_naive_search(declare: Any) -> None:
    form = declare().bind()
    agree(Naive(form), search_numba(Model(form), limits=Limits(), threads=2))


@pytest.mark.usefixtures("crowded")
def test_two_compiled_threads_agree_on_wide_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsm.checker.packing.WORD_BITS", 6)
    form = two_phase_commit(3).bind()
    model = Model(form)
    assert model.layout.words == 3
    naive = Naive(form)
    agree(naive, search_numba(model, limits=Limits(), threads=2))
    found = by_numpy(model, limits=Limits())
    assert found is not None
    agree(naive, found)


def test_states_that_share_a_key_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsm.checker.packing.WORD_BITS", 4)
    honest = search_numpy.keys_of
    seeds: list[int] = []

    def coarse(words: Any, seed: int = 0) -> Any:
        seeds.append(seed)
        return honest(words, seed) % np.uint64(5) if seed == 0 else honest(words, seed)

    monkeypatch.setattr("fsm.checker.search_numpy.keys_of", coarse)
    form = philosophers(3).bind()
    found = by_numpy(Model(form), limits=Limits())
    assert found is not None
    agree(Naive(form), found)
    assert 1 in seeds


# -- wrong engines are noticed ---------------------------------------------------------------------


def lost_successor(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    model.steps = model.steps[:-1]


def forgotten_states(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = search_numpy._Seen.without
    monkeypatch.setattr(
        search_numpy._Seen,
        "without",
        lambda self, keys, words: tuple(part[..., 1:] for part in honest(self, keys, words)),
    )


def wrong_guard(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsm.checker.source.Writer._member", lambda self, place, indices: "w0 >= 0")


def uncounted_duplicates(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_numpy._Run, "_expand_level", _counting_new_states)


def _counting_new_states(run: Any) -> None:
    before = run.states
    honest_expand(run)
    run.generated += run.states - before - 1


honest_expand = search_numpy._Run._expand_level


@pytest.mark.parametrize(
    "plant", [lost_successor, forgotten_states, wrong_guard, uncounted_duplicates]
)
def test_a_wrong_numpy_engine_is_noticed(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    form = bakery(2, 2).bind()
    naive, model = Naive(form), Model(form)
    plant(model, monkeypatch)
    found = by_numpy(model, limits=Limits())
    assert found is not None
    with pytest.raises((AssertionError, IndexError)):
        agree(naive, found)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("    return k\n", "    return max(k - 1, 0)\n"),
        ("number += 1", "number += 1 if number != 7 else 0"),
        ("sources[U(fresh)] = a * threads + owner", "sources[U(fresh)] = owner"),
        ("counts[thread, 1] += k", "counts[thread, 1] += 1"),
        ("if k == before and", "if k != before and"),
        ("known &= recent[U(word), slot] == packed", "known &= U(slot) % U(7) != U(0)"),
    ],
)
def test_a_wrong_kernel_is_noticed(true: str, false: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import checker_reference

    form = bakery(2, 2).bind()
    naive, model = Naive(form), Model(form)
    honest = checker_reference.kernel_text
    assert true in honest(model)
    monkeypatch.setattr(
        checker_reference, "kernel_text", lambda model: honest(model).replace(true, false, 1)
    )
    with pytest.raises((AssertionError, IndexError)):
        agree(
            naive,
            search_numba(
                model, limits=Limits(states=10_000), threads=1, module=interpreted_kernel(model)
            ),
        )


def test_a_full_table_is_noticed_before_it_overflows() -> None:
    model = Model(philosophers(4).bind())
    run = _Run(model, Limits(), lambda progress: None, 1)
    assert run._fitting(4) < 1 << 4
