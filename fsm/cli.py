"""The commands about machines: `draw` and `explain`.

What lives here: options, words and exit codes. What does not: finding a machine (`targets.py`),
drawing one (`diagrams/`), what a cell of its table answers (`cells.py`). `cli` is a group of these
commands alone; the project's own program mounts each of `commands`.

Data goes to stdout, notes and errors to stderr; `--json` makes the data one JSON document. Colour
is for terminals and never there when NO_COLOR is set. What a command needs is imported by the
command, because `turnstile --help` must be quick.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from . import exits

if TYPE_CHECKING:
    from .cells import Answers
    from .diagrams import Drawing, Stale
    from .expressions import Snapshot, Value
    from .machine import Machine, Refusal, Row
    from .targets import Target

__all__ = ["cli", "commands", "fail", "say"]


def say(text: str, *, err: bool = False) -> None:
    """Print `text`; its colours stay only on a terminal, and never when NO_COLOR is set."""
    click.echo(text, err=err, color=False if os.environ.get("NO_COLOR") else None)


def fail(message: str, exit_code: int) -> NoReturn:
    """End the command with `message` on stderr and this exit code."""
    say(f"{click.style('Error', fg='red')}: {message}", err=True)
    raise click.exceptions.Exit(exit_code)


@contextmanager
def _finding() -> Iterator[None]:
    from .errors import MachineError
    from .targets import TargetError

    try:
        yield
    except TargetError as error:
        fail(str(error), exits.USAGE)
    except MachineError as error:
        fail(str(error), exits.VIOLATED)


def _document(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


# -- draw ------------------------------------------------------------------------------------------


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--all", "everything", is_flag=True, help="Every machine that is installed.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is stale.")
@click.option(
    "--out",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("diagrams"),
    show_default=True,
    help="Where the files lie.",
)
@click.option("--no-svg", is_flag=True, help="The text formats alone, which need no Graphviz.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def draw(
    targets: Sequence[str],
    *,
    everything: bool,
    check: bool,
    directory: Path,
    no_svg: bool,
    as_json: bool,
) -> None:
    """Draw machines as Graphviz, Mermaid, SVG and a table of states and operations.

    TARGET is the name of an installed machine, module:attribute, path/to/file.py:attribute, or a
    module that holds one machine; a transitions.Machine will do.

    \b
      turnstile draw lifecycle
      turnstile draw --all --check
      turnstile draw mypackage.door:DOOR --out docs/diagrams
    """  # noqa: D301
    from . import diagrams

    if bool(targets) == everything:
        raise click.UsageError("name a TARGET, or give --all")
    with _finding():
        found = _found(targets, everything=everything)
    drawings = [diagrams.draw(item.machine, stem=item.name) for item in found]
    _distinct(found, drawings)
    again = ["turnstile", "draw", *(["--all"] if everything else targets)]
    again += ["--out", str(directory)] if directory != Path("diagrams") else []
    again += ["--no-svg"] if no_svg else []
    try:
        if check:
            old = [
                item
                for one in drawings
                for item in diagrams.stale(one, directory, rendered=not no_svg)
            ]
            _answer_check(old, len(drawings), shlex.join(again), as_json=as_json)
        else:
            _write(found, drawings, directory, render=not no_svg, as_json=as_json)
    except OSError as error:
        what = error.strerror or error
        fail(f"{error.filename or directory}: {what}", exits.ENVIRONMENT)


def _found(targets: Sequence[str], *, everything: bool) -> list[Target]:
    from .targets import GROUP, TargetError, every, find

    found = list(every()) if everything else [find(target) for target in targets]
    if not found:
        raise TargetError(f"no machine is installed: no entry point in the group {GROUP}")
    return found


def _distinct(found: Sequence[Target], drawings: Sequence[Drawing]) -> None:
    origins: dict[str, str] = {}
    for item, drawing in zip(found, drawings, strict=True):
        if drawing.stem in origins:
            fail(
                f"{origins[drawing.stem]} and {item.origin} would both be written as "
                f"{drawing.stem}.*: draw them into two directories",
                exits.USAGE,
            )
        origins[drawing.stem] = item.origin


def _write(
    found: Sequence[Target],
    drawings: Sequence[Drawing],
    directory: Path,
    *,
    render: bool,
    as_json: bool,
) -> None:
    from . import diagrams

    written = [diagrams.write(drawing, directory, render=render) for drawing in drawings]
    notes = list(dict.fromkeys(note for one in written for note in one.notes))
    if as_json:
        machines = [
            {
                "name": item.name,
                "origin": item.origin,
                "written": [str(path) for path in one.changed],
                "unchanged": [str(path) for path in one.unchanged],
            }
            for item, one in zip(found, written, strict=True)
        ]
        say(_document({"machines": machines, "notes": notes}))
    else:
        for one in written:
            for path in one.changed:
                say(f"{click.style('written', fg='green')}    {path}")
            for path in one.unchanged:
                say(f"unchanged  {path}")
    for note in notes:
        say(f"{click.style('note', fg='yellow')}: {note}", err=True)


def _answer_check(old: Sequence[Stale], count: int, again: str, *, as_json: bool) -> None:
    if as_json:
        files = [{"file": str(item.path), "why": item.why} for item in old]
        say(_document({"fresh": not old, "stale": files, "refresh": again}))
    elif old:
        for item in old:
            say(f"{click.style('stale', fg='red')}  {item.path}: {item.why}")
        say(f"refresh with: {again}")
        if all(item.path.suffix == ".svg" for item in old):
            say("(an SVG needs Graphviz; --no-svg leaves it out)")
    else:
        say(f"fresh: {count} machine{'' if count == 1 else 's'}")
    if old:
        raise click.exceptions.Exit(exits.VIOLATED)


# -- explain ---------------------------------------------------------------------------------------


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
    from .cells import answers
    from .targets import find

    with _finding():
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
    say(_document(_as_data(machine, answer)) if as_json else "\n".join(_as_text(machine, answer)))


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
    from .cells import guard_in
    from .expressions import TRUE

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


# -- the group -------------------------------------------------------------------------------------

commands: tuple[click.Command, ...] = (draw, explain)


@click.group(commands=commands)
def cli() -> None:
    """Draw and explain state machines."""
