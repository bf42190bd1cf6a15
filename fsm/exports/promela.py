"""Promela: a form as SPIN reads it.

One process steps in a loop; each option of it is one `d_step`, which is one transition of the form.
A `d_step` assigns in sequence and a form all at once, so what a later assignment reads is
remembered before the first; memory is `hidden`, outside of SPIN's state. Step promises are asserted
at the end of each step, over what is remembered: they cost no state. All other promises are `ltl`
claims. A claim sees states and not steps; so a promise under fairness, or about certain steps
alone, adds something to the state, and is there only under its own -D.

Rules of use, which `tests/witness` follows:
    the count    spin -a -o1 -o2; gcc -DNOCLAIM -DSAFETY; pan -E       (-o1 -o2 keep variables that
                 are written and never read). With several starts SPIN stores one state more, the
                 one that has not chosen yet.
    steps        the same with pan -c0: every failing assertion is named by its promise
    rest         spin -DREST: an assertion that a dead end is where all may rest
    a claim      spin -DCLAIM; gcc; pan -a -E -N name
    the same, under fairness or about certain steps alone: spin -DCLAIM -D<THE NAME IN CAPITALS>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..expressions import Guard
from ..form import Form
from ..formulas import Linear
from ..properties import LeadsTo
from .names import module_name
from .promela_steps import Asked, Limited, Steps, comment, said

__all__ = ["Asked", "promela_asked", "promela_text"]


def promela_text(form: Form) -> str:
    """Return the Promela file of `form`."""
    steps = Steps(form)
    return "\n".join([*_heading(steps), *steps.body(), *_claims(steps)]) + "\n"


def promela_asked(form: Form) -> dict[str, Asked]:
    """Return how SPIN is asked about each promise it can judge, by the promise's name."""
    return dict(Steps(form).asked)


def _heading(steps: Steps) -> Iterator[str]:
    form, stem = steps.form, module_name(steps.form)
    yield f"/* {comment(form.name)}: {len(form.slots)} variables, {len(steps.actions)} rules."
    yield " * Generated from its declaration; edit that, and export again."
    yield " *"
    yield f" * Count states: spin -a -o1 -o2 {stem}.pml && gcc -O2 -DNOCLAIM -DSAFETY pan.c &&"
    yield " *               ./a.out -E -c0 -m1000000"
    if steps.claims:
        first = steps.promises[steps.claims[0][0].name]
        yield f" * Ask a claim:  spin -DCLAIM -a -o1 -o2 {stem}.pml && gcc -O2 pan.c &&"
        yield f" *               ./a.out -E -a -m1000000 -N {first}"
    yield " */"
    yield ""


def _claims(steps: Steps) -> Iterator[str]:
    for promise in steps.form.properties:
        if promise.name not in steps.asked:
            yield ""
            yield said(promise)
            yield f"/* {comment(str(promise.formula))}: SPIN cannot say it */"
    for promise, claim in steps.claims:
        yield ""
        yield said(promise)
        if claim.denied:
            yield "/* An error of this claim is what is wanted: it is a witness. */"
        yield f"ltl {steps.promises[promise.name]} {{ {_formula(steps, claim.formula)} }}"
    for item in steps.limited:
        yield ""
        yield f"#ifdef {item.define}"
        yield said(item.promise)
        yield f"ltl {item.name} {{ {_assumed(item)}({_limited(steps, item)}) }}"
        yield "#endif"


def _limited(steps: Steps, item: Limited) -> str:
    formula = item.promise.formula
    if item.only and isinstance(formula, LeadsTo):
        return f"(<> latched) -> (<> (latched && {_formula(steps, formula.conclusion)}))"
    return _formula(steps, item.claim.formula)


def _assumed(item: Limited) -> str:
    """Return the fairness that is assumed, with its arrow."""
    fair = [
        f"([]<> (!can_{number} || did_{number}))"
        if strength == "weak"
        else f"(([]<> can_{number}) -> ([]<> did_{number}))"
        for number, (strength, _) in enumerate(item.constraints, 1)
    ]
    return f"({' && '.join(fair)}) -> " if fair else ""


def _formula(steps: Steps, formula: Guard | Linear) -> str:
    if isinstance(formula, Guard):
        return f"({steps.dialect.words.line(steps.now(formula))})"
    parts = [_formula(steps, operand) for operand in formula.operands]
    match formula.operator:
        case "G":
            return f"([] {parts[0]})"
        case "F":
            return f"(<> {parts[0]})"
        case "not":
            return f"(! {parts[0]})"
        case "W":
            return f"(([] {parts[0]}) || ({parts[0]} U {parts[1]}))"
    sign = {"and": "&&", "or": "||", "=>": "->", "U": "U", "R": "V"}[formula.operator]
    return f"({parts[0]} {sign} {parts[1]})"
