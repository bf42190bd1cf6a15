"""One line that proves: a test that fails with the counterexample.

    def test_the_door() -> None:
        assert_holds("mypackage.door:DOOR")

What lives here: a check made into an assertion. What does not: checking (`fsm.checker`), which is
imported when the assertion is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ..checker import Limits, Report
    from ..form import Form

__all__ = ["assert_holds", "form_of"]


class Bindable(Protocol):
    """A declaration that has a form."""

    def bind(self, **parameters: int) -> Form:
        """Return its form."""


def assert_holds(
    target: str | Bindable | Form,
    *,
    only: Sequence[str] = (),
    free_of: Sequence[str] = (),
    limits: Limits | None = None,
    **parameters: int,
) -> Report:
    """Check `target` (an object, or what `turnstile check` takes); returns the report.

    `only` names promises, or "deadlock", and `free_of` defects that must not be found: when either
    is given nothing else is judged. AssertionError with the counterexamples unless everything
    holds; what a limit left open does not hold.
    """
    __tracebackhide__ = True
    from ..checker import Verdict, check

    form = form_of(target, **parameters)
    promises = [item for item in form.properties if free_of or not only or item.name in only]
    if unknown := set(only) - {item.name for item in form.properties} - {"deadlock"}:
        listed = "; ".join(item.name for item in form.properties)
        raise KeyError(f"{form.name} does not promise {', '.join(sorted(unknown))}, but {listed}")
    report = check(form, properties=promises, limits=limits)
    if only or free_of:
        judged = {*only, *free_of}
        found = tuple(item for item in report.findings if item.name in judged)
        report = replace(report, findings=found)
    if report.verdict is not Verdict.HOLDS:
        raise AssertionError(_said(report))
    return report


def form_of(target: str | Bindable | Form, **parameters: int) -> Form:
    """Return the form of `target`."""
    from ..form import Form

    if isinstance(target, str):
        from ..subjects import find

        form = find(target).form
    elif isinstance(target, Form):
        form = target
    else:
        return target.bind(**parameters)
    if parameters:
        raise TypeError(f"{form.name} is bound already: write its parameters into the target")
    return form


def _said(report: Report) -> str:
    text = report.text().splitlines()
    head = [line for line in text[:3] if not line.startswith("asked")]
    wrong = [line for item in report.findings if str(item.verdict) != "HOLDS"
             for line in item.lines()]  # fmt: skip
    return "\n".join((*head, *wrong))
