"""`turnstile export`: models as other checkers read them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from .. import exits
from .answers import fail, finding, say

if TYPE_CHECKING:
    from ..subjects import Subject

__all__ = ["export"]

SUFFIXES: Final = {
    "promela": (".pml",),
    "tla": (".tla", ".cfg"),
    "prism": (".prism", ".props"),
}


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--all", "everything", is_flag=True, help="Every spec of the installed manifests.")
@click.option(
    "--to",
    "languages",
    type=click.Choice(list(SUFFIXES)),
    multiple=True,
    help="The language; may be given several times. Without it, all.",
)
@click.option(
    "--out",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("exports"),
    show_default=True,
    help="Where the files lie.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is stale.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def export(
    targets: Sequence[str],
    *,
    everything: bool,
    languages: Sequence[str],
    directory: Path,
    check: bool,
    as_json: bool,
) -> None:
    """Write models for SPIN (Promela), TLC (TLA+) and PRISM or Storm (PRISM).

    TARGET is what `turnstile check` takes; a whole manifest stands for its specs.

    \b
      turnstile export lifecycle --to tla
      turnstile export --all --check
    """  # noqa: D301
    if bool(targets) == everything:
        raise click.UsageError("name a TARGET, or give --all")
    kept = tuple(suffix for name in languages or SUFFIXES for suffix in SUFFIXES[name])
    with finding():
        texts = _texts(_subjects(targets, everything=everything), kept)
    again = ["turnstile", "export", *(["--all"] if everything else targets)]
    for name in languages:
        again += ["--to", name]
    again += ["--out", str(directory)] if directory != Path("exports") else []
    try:
        changed = [name for name, text in texts.items() if _read(directory / name) != text]
        if not check and texts:
            directory.mkdir(parents=True, exist_ok=True)
            for name in changed:
                (directory / name).write_bytes(texts[name].encode())
    except OSError as error:
        fail(f"{error.filename or directory}: {error.strerror or error}", exits.ENVIRONMENT)
    _answer(texts, changed, directory, shlex.join(again), check=check, as_json=as_json)


def _subjects(targets: Sequence[str], *, everything: bool) -> list[Subject]:
    from ..subjects import every, find, manifest_at

    if everything:
        return [item for item in every() if item.variant is None]
    found: list[Subject] = []
    for target in targets:
        if manifest_at(target) is not None:
            found += (item for item in every(target) if item.variant is None)
        else:
            found.append(find(target))
    return found


def _texts(subjects: Sequence[Subject], suffixes: tuple[str, ...]) -> dict[str, str]:
    from ..exports import files

    texts: dict[str, str] = {}
    for subject in subjects:
        for name, text in files(subject.form).items():
            if not name.endswith(suffixes):
                continue
            if texts.get(name, text) != text:
                fail(
                    f"{name} would be the file of two models: export {subject.target} into a "
                    "directory of its own",
                    exits.USAGE,
                )
            texts[name] = text
    return texts


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None


def _answer(
    texts: dict[str, str],
    changed: Sequence[str],
    directory: Path,
    again: str,
    *,
    check: bool,
    as_json: bool,
) -> None:
    word, others = ("stale", "fresh") if check else ("written", "unchanged")
    if as_json:
        answer = {
            word: [str(directory / name) for name in changed],
            others: [str(directory / name) for name in texts if name not in changed],
        }
        say(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        for name in changed:
            say(f"{click.style(word, fg='red' if check else 'green')}  {directory / name}")
        say(f"{others}: {len(texts) - len(changed)} of {len(texts)} files")
        if check and changed:
            say(f"refresh with: {again}")
    if check and changed:
        raise click.exceptions.Exit(exits.VIOLATED)
