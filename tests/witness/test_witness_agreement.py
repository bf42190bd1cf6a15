"""SPIN and TLC agree with the checker: on counts, dead ends and every promise they can express."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from witness_models import BROKEN, SPECS
from witness_random import random_system
from witness_runs import Counts, Spin, Tlc, has_spin, tla_jar

from fsm.checker import Report, Verdict, check
from fsm.exports import moves, promela_steps, witnesses
from fsm.form import Form

pytestmark = pytest.mark.witness

needs_spin = pytest.mark.skipif(not has_spin(), reason="SPIN and gcc: apt install spin gcc")
needs_tlc = pytest.mark.skipif(
    tla_jar() is None, reason="TLC: pip install 'turnstile-runtime[witness]', and Java"
)


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


def _spin_agrees(form: Form, directory: Path) -> None:
    report, spin = check(form), Spin(form, directory)
    assert spin.counts() == Counts(report.states, report.generated)
    assert spin.may_rest() == _rests(report)
    ours = _verdicts(report, form, "spin")
    assert {name: spin.holds(name) for name in ours} == ours


def _tlc_agrees(form: Form, directory: Path) -> None:
    """Fail unless TLC agrees; what should hold is asked in the run that counts, where it can be."""
    report, tlc = check(form), Tlc(form, directory)
    ours, rests = _verdicts(report, form, "tlc"), _rests(report)
    together = tlc.together(name for name, holds in ours.items() if holds)
    assert tlc.counts(together, rests=rests) == _ours(report)
    assert rests or not tlc.may_rest()
    alone = {name: holds for name, holds in ours.items() if name not in together}
    assert {name: tlc.holds(name) for name in alone} == alone


@needs_spin
@pytest.mark.parametrize("form", SPECS.values(), ids=SPECS)
def test_spin_agrees(form: Form, tmp_path: Path) -> None:
    _spin_agrees(form, tmp_path)


@needs_tlc
@pytest.mark.parametrize("form", SPECS.values(), ids=SPECS)
def test_tlc_agrees(form: Form, tmp_path: Path) -> None:
    _tlc_agrees(form, tmp_path)


# -- broken variants -------------------------------------------------------------------------------


@needs_spin
@pytest.mark.parametrize(("form", "breaks"), BROKEN.values(), ids=BROKEN)
def test_spin_sees_what_is_broken(form: Form, breaks: str, tmp_path: Path) -> None:
    if breaks == "deadlock":
        assert not Spin(form, tmp_path).may_rest()
    elif "spin" in witnesses(form).get(breaks, ()):
        assert not Spin(form, tmp_path).holds(breaks)


@needs_tlc
@pytest.mark.parametrize(("form", "breaks"), BROKEN.values(), ids=BROKEN)
def test_tlc_sees_what_is_broken(form: Form, breaks: str, tmp_path: Path) -> None:
    if breaks == "deadlock":
        assert not Tlc(form, tmp_path).may_rest()
    elif "tlc" in witnesses(form).get(breaks, ()):
        assert not Tlc(form, tmp_path).holds(breaks)


# -- random machines -------------------------------------------------------------------------------


@needs_spin
@pytest.mark.parametrize("seed", range(20))
def test_spin_agrees_on_random_machines(seed: int, tmp_path: Path) -> None:
    _spin_agrees(random_system(seed).bind(), tmp_path)


@needs_tlc
@pytest.mark.parametrize("seed", range(10, 20))
def test_tlc_agrees_on_random_machines(seed: int, tmp_path: Path) -> None:
    _tlc_agrees(random_system(seed).bind(), tmp_path)


# -- these tests can fail --------------------------------------------------------------------------


@needs_spin
@pytest.mark.parametrize(
    ("bug", "model"), [("assigns in sequence", "two starts"), ("forgets rivals", "contested")]
)
def test_a_wrong_export_is_noticed(bug: str, model: str, tmp_path: Path, monkeypatch: Any) -> None:
    if bug == "assigns in sequence":
        written = promela_steps.written

        def sequential(term: Any, target: Any, scope: Any, dialect: Any) -> str:
            return written(term, target, scope, dialect).replace("was_", "")

        monkeypatch.setattr(promela_steps, "written", sequential)
    else:
        monkeypatch.setattr(moves, "_rivals", lambda form, command: ())
    with pytest.raises(AssertionError, match="Counts"):
        _spin_agrees(SPECS[model], tmp_path)
