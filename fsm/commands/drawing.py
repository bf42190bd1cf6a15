"""`turnstile draw`: pictures and tables of machines, and whether those checked in are fresh."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import exits
from .answers import document, fail, finding, say

if TYPE_CHECKING:
    from ..diagrams import Drawing, Stale
    from ..targets import Target

__all__ = ["draw"]


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
    from .. import diagrams

    if bool(targets) == everything:
        raise click.UsageError("name a TARGET, or give --all")
    with finding():
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
    from ..targets import GROUP, TargetError, every, find

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
    from .. import diagrams

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
        say(document({"machines": machines, "notes": notes}))
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
        say(document({"fresh": not old, "stale": files, "refresh": again}))
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
