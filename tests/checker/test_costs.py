"""The checker's bench compares counts before times, says what is missing, and draws what it found.

No test here depends on how fast anything is.
"""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from engine.commands.bench import bench
from fsm.checker import check
from fsm.costs import Measured, Pace, Plan, contests, measure_checker, peers, samples
from fsm.costs.contests import ONE_THREAD, TLC, Start, run_contest
from fsm.costs.peers import SPIN_FLAGS, Counted, Spin, Tlc
from fsm.costs.plot import plot
from fsm.costs.processes import FIRST, measure_sizes
from fsm.costs.samples import Times, interleave
from specs.measured import FULL, QUICK

ONCE = Pace(rounds=1, sample_s=0.0)
SMALL = Measured("philosophers 3", "specs.classics.philosophers:philosophers", (3,))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without SPIN and Java."""
    monkeypatch.setenv("TURNSTILE_CACHE_DIR", str(tmp_path / "kernels"))
    monkeypatch.setattr(shutil, "which", lambda name: None)


# -- samples ---------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """A clock of the wall, of all work and of our work, that a contender moves by itself."""
    at = {"wall": 0.0, "busy": 0.0, "ours": 0.0}
    monkeypatch.setattr(samples, "perf_counter", lambda: at["wall"])
    monkeypatch.setattr(samples, "_busy_s", lambda: at["busy"])
    monkeypatch.setattr(samples, "_ours_s", lambda: at["ours"])
    return at


def _works(at: dict[str, float], lasts: list[tuple[float, float]]) -> Any:
    """Return a contender whose runs last so long, beside others that take a share of a core."""
    runs = iter(lasts)

    def run() -> float:
        seconds, others = next(runs)
        at["wall"] += seconds
        at["ours"] += seconds
        at["busy"] += seconds * (1 + others)
        return seconds

    return run


def test_contenders_take_turns() -> None:
    said: list[str] = []
    interleave({"one": lambda: 1.0, "other": lambda: 2.0}, Pace(2, 0.0), said.append)
    assert [text.split(",")[0] for text in said][:4] == ["one", "other", "one", "other"]


def test_a_disturbed_sample_is_dropped_and_taken_again(clock: dict[str, float]) -> None:
    run = _works(clock, [(1.0, 0.0), (9.0, 0.5), (1.2, 0.1), (1.1, 0.0)])
    times = interleave({"one": run}, Pace(3, 0.5), lambda text: None)["one"]
    assert (times.median_s, times.dropped, times.is_disturbed) == (1.1, 1, False)


def test_a_median_of_disturbed_samples_is_marked(clock: dict[str, float]) -> None:
    run = _works(clock, [(float(number), 1.0) for number in range(1, 7)])
    times = interleave({"one": run}, Pace(3, 0.5), lambda text: None)["one"]
    assert (len(times.all), times.median_s, times.is_disturbed) == (6, 3.5, True)


def test_short_runs_are_repeated_and_long_ones_cut_short(clock: dict[str, float]) -> None:
    short = _works(clock, [(0.125, 0.0)] * 8)
    long = _works(clock, [(samples.PATIENCE_S, 0.0)])
    times = interleave({"short": short, "long": long}, Pace(2, 0.5), lambda text: None)
    assert times["short"].all == [0.125, 0.125]
    assert len(times["long"].all) == 1


def test_where_busy_time_is_not_to_be_read_nothing_is_dropped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(samples, "_STAT", tmp_path / "none")
    times = interleave({"one": lambda: 1.0}, Pace(3, 0.0), lambda text: None)["one"]
    assert (len(times.all), times.dropped, times.is_disturbed) == (3, 0, False)


# -- contests --------------------------------------------------------------------------------------


def test_a_peer_that_counts_otherwise_is_no_contender(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TURNSTILE_CACHE_DIR", str(tmp_path / "kernels"))
    monkeypatch.setattr(Spin, "missing", lambda: "not asked here")
    monkeypatch.setattr(Tlc, "missing", lambda: None)
    monkeypatch.setattr(Tlc, "run", lambda self: Counted(1, 2, 3.0))
    contest = run_contest(SMALL, ONCE, tmp_path, Start(), lambda text: None)
    assert contest.differing == {TLC: "1 states, 2 generated"}
    assert TLC not in contest.times
    assert contest.ratio(ONE_THREAD, TLC) is None


def test_ours_that_counts_otherwise_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TURNSTILE_CACHE_DIR", str(tmp_path / "kernels"))
    monkeypatch.setattr(Spin, "missing", lambda: "not asked here")
    monkeypatch.setattr(Tlc, "missing", lambda: "not asked here")
    honest = contests.search_numpy

    def short(model: Any, **options: Any) -> Any:
        search = honest(model, **options)
        assert search is not None
        search.generated -= 1
        return search

    monkeypatch.setattr(contests, "search_numpy", short)
    with pytest.raises(AssertionError):
        run_contest(SMALL, ONCE, tmp_path, Start(), lambda text: None)


def test_a_peer_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(peers.PeerError, match="ended with 3"):
        peers._timed(["sh", "-c", "echo told; exit 3"], tmp_path)


def test_the_ratio_is_of_medians_and_against_the_quicker_spin() -> None:
    contest = contests.Contest(SMALL)
    contest.times = {
        ONE_THREAD: Times([0.1], [0.1]),
        "SPIN DFS": Times([0.9], [0.9]),
        "SPIN BFS": Times([0.7], [0.7]),
    }
    assert contest.best_spin == "SPIN BFS"
    assert contest.ratio(ONE_THREAD, "SPIN BFS") == pytest.approx(7.0)


# -- processes and the report ----------------------------------------------------------------------


def test_a_size_is_measured_in_its_own_process(alone: None) -> None:
    (size,) = measure_sizes((SMALL,), lambda text: None)
    report = check(SMALL.form())
    assert (size.states, size.generated, size.depth) == (
        report.states,
        report.generated,
        report.depth,
    )
    assert size.elapsed_s > 0
    assert size.accounted_bytes > 8 * size.states


def test_without_peers_the_bench_says_what_is_missing(alone: None) -> None:
    plan = Plan((SMALL,), (SMALL,), SMALL, (), SMALL, ONCE)
    report = measure_checker(plan)
    text = report.text()
    assert report.counts_agree
    assert "without SPIN: spin and gcc not found: apt install spin gcc" in text
    assert "without TLC: java not found" in text
    assert not {*SPIN_FLAGS, TLC} & set(report.contests[0].times)
    assert FIRST in text
    ElementTree.fromstring(report.plot())


@pytest.mark.parametrize("plan", [FULL, QUICK], ids=["full", "quick"])
def test_every_model_of_a_plan_is_declared(plan: Plan) -> None:
    measured = (*plan.contests, *plan.sizes, *plan.promises, plan.start, plan.least)
    for model in measured:
        assert model.form().commands
    assert all(model.promises for model in plan.promises)


def test_the_full_plan_has_a_model_nothing_was_tuned_for() -> None:
    assert [model.name for model in FULL.contests if not model.tuned]


def test_the_quick_bench_runs_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsm.costs.processes.SPIN_QUICK_FLAGS", (("-O0", "-DBFS"),))
    monkeypatch.setattr(contests, "SPIN_FLAGS", {"SPIN BFS": ("-O0", "-DBFS")})
    picture = tmp_path / "time.svg"
    done = CliRunner().invoke(bench, ["checker", "--quick", "--json", "--plot", str(picture)])
    assert done.exit_code == 0, done.output
    report = json.loads(done.output)
    (contest,) = report["contests"]
    assert (contest["states"], contest["differing"]) == (728, {})
    assert {ONE_THREAD, "ours, NumPy"} <= set(contest["times"])
    if Spin.missing() is None:
        assert contest["spin_ratio"][ONE_THREAD] > 0
    assert {times["samples"] > 0 for times in contest["times"].values()} == {True}
    (promised,) = report["promises"]
    assert sorted(promised["verdicts"].values()) == ["HOLDS", "HOLDS", "VIOLATED"]
    assert report["versions"]["numpy"]
    assert report["sizes"][0]["states"] == 728
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


# -- the plot --------------------------------------------------------------------------------------


def test_the_plot_puts_more_time_higher_and_names_apart() -> None:
    svg = plot("a < b", {"one": [(10, 0.1), (1000, 1.0)], "other": [(10, 0.1), (1000, 1.01)]})
    root = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    (first, _) = root.findall(f"{name}polyline")
    (x1, y1), (x2, y2) = (map(float, pair.split(",")) for pair in first.attrib["points"].split())
    assert x1 < x2
    assert y1 > y2
    heights = [
        float(text.attrib["y"])
        for text in root.findall(f"{name}text")
        if text.text in ("one", "other")
    ]
    assert abs(heights[0] - heights[1]) >= 14


def test_nothing_is_no_plot() -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        plot("empty", {"one": []})
