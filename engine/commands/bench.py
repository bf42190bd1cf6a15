"""`turnstile bench`: measurements anybody can repeat."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

__all__ = ["bench"]


@click.group()
def bench() -> None:
    """Measure, both sides in one run; figures are medians, and name the machine."""


@bench.command()
@click.option("--rounds", type=click.IntRange(1, 100_000), default=2000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def gate(rounds: int, as_json: bool) -> None:
    """What the gate costs per call, by phase, beside bare transitions and python-statemachine."""
    from fsm.costs.gate import run

    report = run(rounds)
    click.echo(json.dumps(report.as_dict()) if as_json else report.text())


@bench.command()
@click.option("--quick", is_flag=True, help="Small models, once: whether everything works.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option(
    "--plot",
    "picture",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write time over states as an SVG.",
)
def checker(*, quick: bool, as_json: bool, picture: Path | None) -> None:
    """The checker beside SPIN and TLC on the same models, state counts compared first.

    Takes about half an hour; exits 1 when two do not count the same.
    """
    from fsm.costs import measure_checker
    from specs.measured import FULL, QUICK

    report = measure_checker(QUICK if quick else FULL, said=_progress())
    click.echo(json.dumps(report.to_json()) if as_json else report.text())
    if picture is not None:
        picture.write_text(report.plot(), encoding="utf-8")
    if not report.counts_agree:
        raise click.exceptions.Exit(1)


def _progress() -> Callable[[str], None]:
    """Return what tells a person at a terminal what is being measured."""
    if not sys.stderr.isatty():
        return lambda text: None
    return lambda text: click.echo(f"\r\x1b[K{text}", err=True, nl=False)
