"""`turnstile explain`: what a call would do in a state, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from .. import exits
from .answers import document, fail, finding, say

if TYPE_CHECKING:
    from ..cells import Answers
    from ..expressions import Snapshot, Value
    from ..machine import Machine, Refusal, Row

__all__ = ["explain"]


@click.command()
@click.argument("operation")
@click.option("--state", required=True, help="The state in which it is called.")
@click.option("--target", default="lifecycle", show_default=True, help="The machine; see draw.")
@click.option(
    "--where",
    "told",
    multiple=True,
    metavar="NAME=VALUE",
    help="A variable or parameter that is known; may be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def explain(operation: str, *, state: str, target: str, told: Sequence[str], as_json: bool) -> None:
    """Say what OPERATION would do in a state, and why.

    What depends on a variable that is not told is answered for every case, with its guard.

    \b
      turnstile explain generate --state RecoverableError
      turnstile explain generate --state RecoverableError --where cause=load
    """  # noqa: D301
    from ..cells import answers
    from ..targets import find

    with finding():
        machine = find(target).machine
    for word, kind, names in (
        (operation, "operation", machine.operations),
        (state, "state", machine.states),
    ):
        if word not in names:
            listed = ", ".join(names)
            fail(f"{machine.name} has no {kind} {word!r}; it has {listed}", exits.USAGE)
    known = _told(machine, told)
    answer = answers(machine, state, operation, known)
    say(document(_as_data(machine, answer)) if as_json else "\n".join(_as_text(machine, answer)))


def _told(machine: Machine, told: Sequence[str]) -> Snapshot:
    known: dict[str, Value] = {}
    parameters = {item.name: item for item in machine.parameters}
    # Parameters first: a domain may depend on them.
    pairs = [item.partition("=") for item in told]
    for name, sign, text in sorted(pairs, key=lambda pair: pair[0] not in parameters):
        if not sign:
            raise click.UsageError(f"--where takes NAME=VALUE, not {name!r}")
        if name in parameters:
            if not text.isdecimal():
                fail(f"{name} is a whole number, not {text!r}", exits.USAGE)
            known[name] = int(text)
            continue
        try:
            variable = machine.variable(name)
        except KeyError as error:
            fail(str(error.args[0]), exits.USAGE)
        values = {_shown(value): value for value in variable.domain({**machine.start(), **known})}
        if text not in values:
            fail(f"{name} is never {text!r}; it is one of {', '.join(values)}", exits.USAGE)
        known[name] = values[text]
    return known


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _when(item: Row | Refusal, state: str) -> str:
    from ..cells import guard_in
    from ..expressions import TRUE

    guard = guard_in(item.guard, state)
    return "" if guard is TRUE else str(guard)


def _as_data(machine: Machine, answer: Answers) -> dict[str, Any]:
    return {
        "machine": machine.name,
        "operation": answer.operation,
        "state": answer.state,
        "first": None if answer.first is None else answer.first.id,
        "within": answer.within,
        "admitted": answer.admitted,
        "depends_on": list(answer.open),
        "rows": [
            {
                "id": item.id,
                "outcome": item.outcome,
                "kind": machine.kind(item.outcome),
                "when": _when(item, answer.within),
                "leads_to": item.lands(answer.within),
                "effects": [str(effect) for effect in item.effects],
                "why": item.why,
            }
            for item in answer.rows
        ],
        "refusals": [
            {
                "id": item.id,
                "slug": item.slug,
                "when": _when(item, answer.within),
                "why": item.why,
            }
            for item in answer.refusals
        ],
    }


def _as_text(machine: Machine, answer: Answers) -> Iterator[str]:
    call = f"{click.style(answer.operation, bold=True)} in {answer.state}"
    if answer.first is not None:
        call += f" first does {answer.first.operation} ({answer.first.id}), and in {answer.within}"
    verdict = {
        True: click.style("is admitted", fg="green"),
        False: click.style("is refused", fg="red"),
        None: "is admitted or refused",
    }[answer.admitted]
    depends = f", depending on {', '.join(answer.open)}" if answer.open else ""
    yield f"{call} {verdict}{depends}:"
    colours = {"success": "green", "failure": "red", "interruption": "yellow"}
    for item in answer.rows:
        target = item.lands(answer.within)
        place = "stays" if target == answer.within else f"-> {target}"
        outcome = click.style(item.outcome, fg=colours[machine.kind(item.outcome)])
        yield f"  {item.id} {outcome} {place}{_condition(item, answer)}"
        if item.why:
            yield f"      {item.why}"
        if item.effects:
            yield f"      {'; '.join(map(str, item.effects))}"
    for refusal in answer.refusals:
        slug = click.style(refusal.slug, fg="red")
        why = f": {refusal.why}" if refusal.why else ""
        yield f"  {refusal.id} refused as {slug}{_condition(refusal, answer)}{why}"
    if answer.open:
        yield f"tell what is known with --where {answer.open[0]}=..."


def _condition(item: Row | Refusal, answer: Answers) -> str:
    when = _when(item, answer.within)
    return f" when {when}" if when else ""
