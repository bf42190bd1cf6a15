"""The pytest plugin: shows what `fsm.testing` found, and which rows the tests made fire.

What lives here: reporting. What does not: testing (`fsm.testing`). A test needs no fixture; one
proves in a line what a machine promises, and fails with the counterexample alone:

    TestOrder = machine_from(ORDER, OrderAdapter).TestCase
    def test_order(): run(ORDER, OrderAdapter)
    def test_order_holds(turnstile): turnstile.check(ORDER)

pytest loads this file in every run of everybody who has the package installed, so it imports
nothing but pytest's hooks, and looks at `fsm.testing` only when a test has imported it.

The program of a failing walk gets a report section of its own, where no column of tracebacks
stands before it and it can be copied whole. `--turnstile-coverage` prints, for each suite, the rows
that fired and those that never did.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from .checker import Report
    from .testing import Nonconformance

__all__ = ["Turnstile", "pytest_addoption", "pytest_terminal_summary", "turnstile"]

_SECTION: Final = "Turnstile: a program that shows it"
_FOUND: Final = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--turnstile-coverage`."""
    group = parser.getgroup("turnstile", "machines (turnstile-runtime)")
    group.addoption(
        "--turnstile-coverage",
        action="store_true",
        help="print which rows and refusals of each tested machine were met, and which never",
    )


class Turnstile:
    """What the fixture `turnstile` gives. It is not called `check`: others' fixtures are."""

    def check(self, target: Any, **options: Any) -> Report:
        """Do what `fsm.testing.assert_holds` does, and fail without a traceback of ours."""
        from .testing import assert_holds

        try:
            return assert_holds(target, **options)
        except AssertionError as error:
            message = str(error)
        pytest.fail(message, pytrace=False)


@pytest.fixture(scope="session")
def turnstile() -> Turnstile:
    """Prove what a machine promises: `turnstile.check(ORDER)`."""
    return Turnstile()


@pytest.hookimpl(specname="pytest_runtest_makereport")
def pytest_turnstile_take_programs(item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
    """Take the programs out of the traceback, before it is rendered.

    Its name begins with `pytest_` because pytest overlooks other hooks. It is not tried first:
    unittest's cases get their exception from a hook that is.
    """
    testing = sys.modules.get("fsm.testing")
    if testing is None or call.excinfo is None:
        return
    if item.config.getoption("showcapture") != "all":
        # Sections are not shown then; the traceback keeps the program.
        return
    programs = item.stash.setdefault(_FOUND, [])
    for error in _disagreements(call.excinfo.value, testing.Nonconformance):
        if error.program in error.__notes__:
            error.__notes__.remove(error.program)
            programs.append(error.program)


@pytest.hookimpl(specname="pytest_runtest_makereport", wrapper=True)
def pytest_turnstile_show_programs(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Put them into the report."""
    report = yield
    for program in item.stash.get(_FOUND, []):
        report.sections.append((_SECTION, program))
    item.stash[_FOUND] = []
    return report


def _disagreements(error: BaseException, kind: type[Nonconformance]) -> Iterator[Nonconformance]:
    if isinstance(error, kind):
        yield error
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _disagreements(inner, kind)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the coverage of every suite, when asked."""
    if not config.getoption("turnstile_coverage"):
        return
    terminalreporter.section("turnstile coverage")
    counts = sys.modules.get("fsm.testing.counts")
    lines = [item.report() for item in counts.kept()] if counts is not None else []
    terminalreporter.write_line("\n".join(lines) or "no test made a machine with fsm.testing")
