"""Exports need no program to be wrong: every promise has a witness, texts are stable and fresh."""

from __future__ import annotations

from pathlib import Path

import pytest
from witness_models import BROKEN, SPECS
from witness_naive import Naive

from fsm.checker import Verdict, check
from fsm.errors import MachineError
from fsm.exports import files, witnesses
from fsm.form import Form
from fsm.formulas import Path as Branching
from fsm.properties import always
from fsm.subjects import Subject, every
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag

EXPORTS = Path(__file__).parents[2] / "specs" / "exports"
CHECKED_IN = [item for item in every("specs.manifest:MANIFEST") if item.variant is None]


@pytest.mark.parametrize("form", SPECS.values(), ids=SPECS)
def test_every_promise_has_a_witness(form: Form) -> None:
    able = witnesses(form)
    assert able.keys() == {item.name for item in form.properties}
    for item in form.properties:
        # The naive evaluator of this folder knows branching formulas.
        outside = set(able[item.name]) - {"naive"}
        assert outside or isinstance(item.formula, Branching), item.name


@pytest.mark.parametrize("form", SPECS.values(), ids=SPECS)
def test_the_naive_evaluator_agrees_on_branching_promises(form: Form) -> None:
    branching = [item for item in form.properties if isinstance(item.formula, Branching)]
    report, naive = check(form), Naive(form)
    for item in branching:
        assert isinstance(item.formula, Branching)
        ours = report.finding(item.name).verdict is Verdict.HOLDS
        assert naive.holds(item.formula) == ours, item.name


@pytest.mark.parametrize(("form", "breaks"), BROKEN.values(), ids=BROKEN)
def test_the_naive_evaluator_sees_broken_branching_promises(form: Form, breaks: str) -> None:
    for item in form.properties:
        if item.name == breaks and isinstance(item.formula, Branching):
            assert not Naive(form).holds(item.formula)


@pytest.mark.parametrize("name", ["lifecycle", "owner", "contested"])
def test_the_text_depends_on_the_form_alone(name: str) -> None:
    assert files(SPECS[name]) == files(SPECS[name])


def test_names_that_a_language_keeps_for_itself_are_changed() -> None:
    init, kept = Enum("init", "VARIABLE", "module", "none"), Flag("while")
    system = System(
        "a name",
        variables=[init, kept],
        rules=[rule("Next", when=init == "none", does=[kept.sets(), init.becomes("module")])],
        properties=[always("EXCEPT", init != "module")],
    )
    texts = files(system.bind())
    assert "mtype init_ = VARIABLE;" in texts["a_name.pml"]
    assert "bool while_ = false;" in texts["a_name.pml"]
    assert "Next_ ==" in texts["a_name.tla"]
    assert "EXCEPT_ ==" in texts["a_name.tla"]
    assert "const int module_ = " in texts["a_name.prism"]


def test_what_cannot_be_listed_is_an_error_with_its_place() -> None:
    word, numbers = Enum("word", "a", "b"), [Count(f"n{index}", 0, 99) for index in range(3)]
    system = System(
        "wide",
        variables=[word, *numbers],
        rules=[rule("go", when=(numbers[0] + numbers[1] + numbers[2]) % (numbers[0] - 1) == 1)],
    )
    with pytest.raises(MachineError, match="combinations of n0, n1, n2"):
        files(system.bind())


@pytest.mark.parametrize("subject", CHECKED_IN, ids=lambda subject: subject.name)
def test_checked_in_exports_are_fresh(subject: Subject) -> None:
    for name, text in files(subject.form).items():
        assert (EXPORTS / name).read_text(encoding="utf-8") == text, (
            "refresh with: turnstile export --all --out specs/exports"
        )


def test_no_export_is_left_over() -> None:
    known = {name for subject in CHECKED_IN for name in files(subject.form)}
    assert {path.name for path in EXPORTS.iterdir()} == known
