"""`turnstile bench`: measurements anybody can repeat."""

from __future__ import annotations

import json

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
    from fsm.gatecost import run

    report = run(rounds)
    click.echo(json.dumps(report.as_dict()) if as_json else report.text())
