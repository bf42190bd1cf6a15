"""A truncated search never says HOLDS, names its limit, and keeps what it found."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from fsm.checker import Limits, Model, Progress, Verdict, check, judges
from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Count, Flag
from specs.classics.peterson import peterson
from specs.classics.philosophers import philosophers

ENGINES = ("numpy", "numba")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (Limits(states=50), "states: 50"),
        (Limits(depth=4), "depth: 4"),
        (Limits(memory_bytes=500), "memory: 500 bytes"),
        (Limits(time_s=0.0), "time: 0 s"),
    ],
)
def test_each_limit_is_inconclusive_and_named(engine: Any, limits: Limits, named: str) -> None:
    report = check(peterson(3), limits=limits, engine=engine)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.limit == named
    assert named in report.text()
    exclusion = report.finding("mutual exclusion")
    assert (exclusion.verdict, exclusion.limit) == (Verdict.INCONCLUSIVE, named)
    assert report.finding("deadlock").verdict is Verdict.INCONCLUSIVE
    assert report.states < 705


@pytest.mark.parametrize("engine", ENGINES)
def test_a_limit_that_is_just_enough_is_not_met(engine: Any) -> None:
    report = check(peterson(3), limits=Limits(states=706, depth=23), engine=engine)
    assert report.verdict is Verdict.HOLDS
    assert (report.states, report.depth) == (705, 22)


@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c_in_the_middle_gives_a_partial_report(engine: Any) -> None:
    seen: list[Progress] = []

    def interrupt(progress: Progress) -> None:
        seen.append(progress)
        if progress.depth == 6 and progress.phase == "searching":
            signal.raise_signal(signal.SIGINT)

    report = check(peterson(3), reporter=interrupt, engine=engine)
    assert report.limit == "interrupted"
    assert report.verdict is Verdict.INCONCLUSIVE
    assert 1 < report.states < 705
    assert report.finding("mutual exclusion").limit == "interrupted"
    assert seen[-1].phase == "done"


@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c_while_threads_run_stops_them(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsm.checker.search_numba.THREADED_STATES_MIN", 1)
    monkeypatch.setattr("fsm.checker.search_numba.POLL_S", 0.0)

    def interrupt(progress: Progress) -> None:
        if progress.states > 100 and progress.phase == "searching":
            signal.raise_signal(signal.SIGINT)

    report = check(peterson(3), reporter=interrupt, engine=engine)
    assert report.limit == "interrupted"
    assert report.search.states == report.states


def test_ctrl_c_while_the_kernel_is_compiled_gives_a_partial_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def compiled(model: Model) -> Any:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("fsm.checker.search_numba.kernel", compiled)
    report = check(peterson(3), engine="numba")
    assert (report.verdict, report.limit) == (Verdict.INCONCLUSIVE, "interrupted")
    assert (report.states, report.depth) == (1, 1)
    assert report.finding("mutual exclusion").limit == "interrupted"


@pytest.mark.parametrize("engine", ENGINES)
def test_ctrl_c_while_judging_keeps_what_is_found(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = judges._pieces

    def interrupted(words: Any) -> Any:
        pieces = honest(words)
        yield next(pieces)
        signal.raise_signal(signal.SIGINT)
        yield from pieces

    monkeypatch.setattr("fsm.checker.judges._pieces", interrupted)
    early = sometimes("somebody climbs", Flag("place0") == "climbing")
    late = always("nobody is inside", ~(Flag("place0") == "inside"))
    report = check(peterson(4), properties=[late, early], engine=engine)
    assert (report.verdict, report.limit) == (Verdict.INCONCLUSIVE, "interrupted")
    assert report.finding("somebody climbs").verdict is Verdict.HOLDS
    assert report.finding("nobody is inside").limit == "interrupted"
    assert report.finding("deadlock").verdict is Verdict.HOLDS
    assert report.states == report.search.states > judges.FIRST_STATES


def test_ctrl_c_while_a_way_is_looked_for_leaves_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(search: Any, answer: Any) -> Any:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("fsm.checker.judges.trace_to", interrupted)
    report = check(peterson(3, forgets_to_wait=True))
    broken = report.finding("mutual exclusion")
    assert (report.verdict, report.limit) == (Verdict.VIOLATED, "interrupted")
    assert (broken.verdict, broken.trace) == (Verdict.VIOLATED, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_large_search_ends_with_the_level_that_breaks_an_invariant(engine: Any) -> None:
    eating = always("nobody eats", ~(Flag("philosopher0") == "eats"))
    leaving = always("nobody leaves", ~(Flag("philosopher0") == "leaves"))
    whole = check(philosophers(7), properties=[eating, leaving], engine=engine)
    assert whole.limit is None
    for least, depth in ((1, 3), (whole.states // 2, 8)):
        limits = Limits(broken_states=least)
        report = check(philosophers(7), properties=[eating, leaving], limits=limits, engine=engine)
        assert report.verdict is Verdict.VIOLATED
        assert report.limit == f"an invariant broken beyond {least:,} states"
        assert report.depth == depth
        trace = report.finding("nobody eats").trace
        assert trace is not None
        assert len(trace) == 2
    assert least <= report.states < whole.states
    assert report.finding("nobody leaves").trace is not None


@pytest.mark.parametrize("engine", ENGINES)
def test_a_large_search_that_keeps_its_invariants_is_finished(engine: Any) -> None:
    report = check(peterson(3), limits=Limits(broken_states=1), engine=engine)
    assert (report.verdict, report.states) == (Verdict.HOLDS, 705)


def test_a_search_goes_on_where_little_address_space_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("fsm.checker.search_numba.RESERVED_STATES_MAX", 1)
    monkeypatch.setattr("fsm.checker.search_numba.BATCH_STATES", 8)
    report = check(peterson(4), engine="numba")
    assert report.states == check(peterson(4), engine="numpy").states


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_violated_before_the_limit_is_violated(engine: Any) -> None:
    promise = always("nobody holds a fork", ~Flag("fork0"))
    report = check(philosophers(7), properties=[promise], limits=Limits(depth=3), engine=engine)
    assert report.verdict is Verdict.VIOLATED
    assert report.limit == "depth: 3"
    trace = report.finding("nobody holds a fork").trace
    assert trace is not None
    assert len(trace) == 1


def test_a_witness_found_before_the_limit_counts() -> None:
    promise = sometimes("somebody holds a fork", Flag("fork0") == True)  # noqa: E712
    report = check(philosophers(7), properties=[promise], limits=Limits(depth=3))
    assert report.finding("somebody holds a fork").verdict is Verdict.HOLDS
    assert report.verdict is Verdict.INCONCLUSIVE


def test_a_truncated_search_has_no_whole_graph() -> None:
    report = check(peterson(3), limits=Limits(states=50))
    with pytest.raises(ValueError, match="states: 50"):
        _ = report.search.graph


def test_progress_is_a_value_for_the_reporter() -> None:
    seen: list[Progress] = []
    report = check(peterson(3), reporter=seen.append, engine="numpy")
    assert [item.phase for item in seen] == ["searching"] * report.depth + ["done"]
    last = seen[-1]
    assert (last.states, last.generated, last.depth) == (705, 1726, 22)
    assert last.states_per_s > 0
    assert all(item.memory_bytes > 0 for item in seen)


def test_the_kernel_takes_over_a_search_that_lasts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("fsm.checker.exploration.COMPILE_AFTER_S", 0.0)
    monkeypatch.setenv("TURNSTILE_CACHE_DIR", str(tmp_path))
    high = 60_000
    step = Count("step", 0, high)
    slow = System(
        "a long corridor",
        variables=[step],
        rules=[rule("on", when=step < high, does=[step.becomes(step + 1)])],
        final=step == high,
    )
    phases: set[str] = set()
    report = check(slow, reporter=lambda progress: phases.add(progress.phase))
    assert report.verdict is Verdict.HOLDS
    assert (report.states, report.depth) == (high + 1, high + 1)
    assert report.engine == "numba"
    assert "compiling" in phases


def test_a_search_goes_on_without_a_compiler(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(model: Any) -> Any:
        raise OSError("no room on the device")

    monkeypatch.setattr("fsm.checker.exploration.COMPILE_AFTER_S", 0.0)
    monkeypatch.setattr("fsm.checker.compiling.prepare", broken)
    report = check(peterson(3))
    assert (report.engine, report.states) == ("numpy", 705)
    assert "no room on the device" in caplog.text


def test_what_had_not_mattered_yet_is_one_inconclusive_finding() -> None:
    report = check(peterson(3), limits=Limits(depth=2), engine="numpy")
    (vacuity,) = [item for item in report.findings if item.kind == "vacuity"]
    assert vacuity.verdict is Verdict.INCONCLUSIVE
    assert vacuity.limit == "depth: 2"
