"""SPIN and TLC agree with the checker: on counts, dead ends and every promise they can express."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from witness_models import BROKEN, SPECS, Make
from witness_random import random_system
from witness_runs import Counts, Spin, Tlc, has_spin, tla_jar

from fsm.checker import Report, Verdict, check
from fsm.exports import witnesses
from fsm.form import Form

pytestmark = pytest.mark.witness

needs_spin = pytest.mark.skipif(not has_spin(), reason="SPIN and gcc: apt install spin gcc")
needs_tlc = pytest.mark.skipif(
    tla_jar() is None, reason="TLC: pip install 'turnstile-runtime[witness]', and Java"
)

EVERY = {**SPECS, **BROKEN}


def _ours(report: Report) -> Counts:
    return Counts(report.states, report.generated, report.depth)


def _rests(report: Report) -> bool:
    """Return whether no dead end was found where something may not rest, waived or not."""
    return not any(item.kind == "deadlock" for item in report.findings if item.trace is not None)


def _verdicts(report: Report, form: Form, witness: str) -> dict[str, bool]:
    """Return what the checker says of each promise that `witness` can judge."""
    able = witnesses(form)
    return {
        item.name: report.finding(item.name).verdict is Verdict.HOLDS
        for item in form.properties
        if witness in able[item.name]
    }


def _tlc_says(tlc: Tlc, ours: dict[str, bool]) -> None:
    """Fail unless TLC gives our verdicts; what should hold is asked in one run where it can be."""
    together = tlc.together(name for name, holds in ours.items() if holds)
    assert tlc.all_hold(together)
    alone = {name: holds for name, holds in ours.items() if name not in together}
    assert {name: tlc.holds(name) for name in alone} == alone


@needs_spin
@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_spin_agrees(make: Make, tmp_path: Path) -> None:
    form = make()
    report, spin = check(form), Spin(form, tmp_path)
    assert spin.counts() == Counts(report.states, report.generated)
    assert spin.may_rest() == _rests(report)
    ours = _verdicts(report, form, "spin")
    assert {name: spin.holds(name) for name in ours} == ours


@needs_tlc
@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_tlc_agrees(make: Make, tmp_path: Path) -> None:
    form = make()
    report, tlc = check(form), Tlc(form, tmp_path)
    assert tlc.counts() == _ours(report)
    assert tlc.may_rest() == _rests(report)
    _tlc_says(tlc, _verdicts(report, form, "tlc"))


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
def test_a_broken_variant_breaks_a_promise_that_a_witness_can_judge(make: Make) -> None:
    form = make()
    report = check(form)
    judged = {**_verdicts(report, form, "spin"), **_verdicts(report, form, "tlc")}
    assert False in judged.values()


# -- random machines -------------------------------------------------------------------------------


@needs_spin
@pytest.mark.parametrize("seed", range(20))
def test_spin_agrees_on_random_machines(seed: int, tmp_path: Path) -> None:
    form = random_system(seed).bind()
    report, spin = check(form), Spin(form, tmp_path)
    assert spin.counts() == Counts(report.states, report.generated)
    assert spin.may_rest() == _rests(report)
    ours = _verdicts(report, form, "spin")
    assert {name: spin.holds(name) for name in ours} == ours


@needs_tlc
@pytest.mark.parametrize("seed", range(20))
def test_tlc_agrees_on_random_machines(seed: int, tmp_path: Path) -> None:
    form = random_system(seed).bind()
    report, tlc = check(form), Tlc(form, tmp_path)
    assert tlc.counts() == _ours(report)
    _tlc_says(tlc, _verdicts(report, form, "tlc"))


# -- these tests can fail --------------------------------------------------------------------------


def _agrees(form: Form, directory: Path) -> bool:
    report, spin = check(form), Spin(form, directory)
    if spin.counts() != Counts(report.states, report.generated):
        return False
    ours = _verdicts(report, form, "spin")
    return {name: spin.holds(name) for name in ours} == ours


@needs_spin
@pytest.mark.parametrize("bug", ["none", "assigns in sequence", "forgets rivals"])
def test_a_wrong_export_is_noticed(bug: str, tmp_path: Path, monkeypatch: Any) -> None:
    from fsm.exports import moves, promela_steps

    if bug == "assigns in sequence":
        written = promela_steps.written

        def sequential(term: Any, target: Any, scope: Any, dialect: Any) -> str:
            return written(term, target, scope, dialect).replace("was_", "")

        monkeypatch.setattr(promela_steps, "written", sequential)
    if bug == "forgets rivals":
        monkeypatch.setattr(moves, "_rivals", lambda form, command: ())
    agree = []
    for name in ("two starts", "contested"):
        directory = tmp_path / name.replace(" ", "_")
        directory.mkdir()
        agree.append(_agrees(SPECS[name](), directory))
    assert all(agree) is (bug == "none")
