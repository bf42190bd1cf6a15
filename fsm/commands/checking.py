"""`turnstile check`: proves or refutes what models promise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from .. import exits
from .answers import fail, finding, say

if TYPE_CHECKING:
    from ..checker import Limits
    from ..reports import Checked
    from ..subjects import Subject

__all__ = ["check", "size"]

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def size(text: str) -> int:
    """Return how many bytes `text` means: 1000000, 512M, 2G."""
    found = re.fullmatch(r"(\d+)\s*([KMG]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if found is None:
        raise click.BadParameter(f"{text!r} is no size: write bytes, or 512M, or 2G")
    return int(found[1]) * _UNITS[found[2].upper()]


_file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--all", "everything", is_flag=True, help="Every spec of the installed manifests.")
@click.option("--property", "only", multiple=True, metavar="NAME", help="Judge this alone.")
@click.option("--max-states", type=click.IntRange(1), help="Give up after so many states.")
@click.option("--max-depth", type=click.IntRange(1), help="Give up after so many steps.")
@click.option("--max-seconds", type=click.FloatRange(0), help="Give up after so many seconds.")
@click.option("--max-memory", type=size, help="Give up at so many bytes, such as 2G.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "numpy", "numba"]),
    default="auto",
    show_default=True,
    help="What searches; the result is the same.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--junit", type=_file, metavar="FILE", help="Write JUnit XML too.")
@click.option("--sarif", type=_file, metavar="FILE", help="Write SARIF 2.1.0 too.")
@click.option("--emit-test", type=_file, metavar="FILE", help="Write a pytest file that replays.")
@click.option("--adapter", metavar="MODULE:NAME", help="Let that test replay on the real thing.")
@click.option(
    "--charts",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Draw counterexamples: sequence charts, and paths on the state diagram.",
)
def check(
    targets: Sequence[str],
    *,
    everything: bool,
    only: Sequence[str],
    max_states: int | None,
    max_depth: int | None,
    max_seconds: float | None,
    max_memory: int | None,
    engine: Literal["auto", "numpy", "numba"],
    as_json: bool,
    junit: Path | None,
    sarif: Path | None,
    emit_test: Path | None,
    adapter: str | None,
    charts: Path | None,
) -> None:
    """Prove or refute what models promise, with shortest counterexamples.

    TARGET is the name of an installed machine or spec, module:attribute, or
    path/to/file.py:attribute; attribute(name=value) calls a function that declares something, or
    binds parameters. A spec is judged by itself; a whole manifest (--all, or module:MANIFEST) by
    what it says of every spec and of every variant that must fail.

    Exit codes: 0 everything holds, 1 something is violated, 3 a limit left something open, 2 usage,
    130 interrupted.

    \b
      turnstile check lifecycle
      turnstile check "specs.classics.philosophers:philosophers(seats=5)"
      turnstile check mypackage.door:DOOR --emit-test tests/test_door_found.py
      turnstile check --all
    """  # noqa: D301
    if bool(targets) == everything:
        raise click.UsageError("name a TARGET, or give --all")
    if adapter is not None and (emit_test is None or ":" not in adapter):
        raise click.UsageError("--adapter goes with --emit-test, and is module:name")
    alone = {"--property": only, "--emit-test": emit_test, "--charts": charts}
    if everything and any(alone.values()):
        given = " and ".join(name for name, value in alone.items() if value)
        raise click.UsageError(f"--all compares with manifests: {given} goes with a TARGET")
    limits = _limits(max_states, max_depth, max_seconds, max_memory)
    checks: list[Checked] = []
    interrupted = False
    with finding():
        for subject, compared in _subjects(targets, everything=everything):
            try:
                done = _checked(subject, limits, engine, only, compared=compared)
            except KeyboardInterrupt:
                interrupted = True
                say(f"INCONCLUSIVE: {subject.name} was interrupted before judging", err=as_json)
                break
            checks.append(done)
            if not as_json:
                _tell(done)
            if done.report.limit == "interrupted":
                interrupted = True
                break
    _answer(checks, as_json=as_json)
    try:
        _write(checks, junit, sarif, emit_test, adapter, charts)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror or error}", exits.ENVIRONMENT)
    raise click.exceptions.Exit(exits.INTERRUPTED if interrupted else _code(checks))


def _limits(
    states: int | None, depth: int | None, seconds: float | None, memory: int | None
) -> Limits:
    from ..checker import Limits

    limits = Limits(depth=depth, time_s=seconds)
    if states is not None:
        limits = replace(limits, states=states)
    return limits if memory is None else replace(limits, memory_bytes=memory)


def _subjects(targets: Sequence[str], *, everything: bool) -> Iterator[tuple[Subject, bool]]:
    """Yield what is to be checked, and whether it is compared with its manifest."""
    from ..subjects import every, find, manifest_at

    if everything:
        yield from ((subject, True) for subject in every())
    for target in targets:
        if manifest_at(target) is not None:
            yield from ((subject, True) for subject in every(target))
        else:
            yield find(target), False


def _checked(
    subject: Subject,
    limits: Limits,
    engine: Literal["auto", "numpy", "numba"],
    only: Sequence[str],
    *,
    compared: bool,
) -> Checked:
    from .. import checker
    from ..manifest import differences
    from ..reports import Checked
    from .progress import Line

    line = Line(subject.name)
    promises = subject.form.properties
    if compared and subject.variant is not None:
        promises = tuple(item for item in promises if item.name == subject.variant.breaks)
    elif only:
        promises = tuple(item for item in promises if item.name in only)
    try:
        report = checker.check(
            subject.form, properties=promises, limits=limits, reporter=line, engine=engine
        )
    finally:
        line.clear()
    if only and not compared:
        _known(subject, only, [item.name for item in report.findings])
        kept = tuple(item for item in report.findings if item.name in only)
        report = replace(report, findings=kept)
    if not compared or subject.entry is None:
        return Checked(subject, report)
    return Checked(subject, report, tuple(differences(report, subject.entry, subject.variant)))


def _known(subject: Subject, only: Sequence[str], found: Sequence[str]) -> None:
    names = [*(item.name for item in subject.form.properties), *found, "deadlock"]
    for name in only:
        if name not in names:
            near = get_close_matches(name, names, n=3, cutoff=0.4) or names[:3]
            listed = "; ".join(repr(item) for item in dict.fromkeys(near))
            fail(f"{subject.name} promises nothing called {name!r}; nearest: {listed}", exits.USAGE)


# -- answering -------------------------------------------------------------------------------------


def _tell(done: Checked) -> None:
    from ..reports import brief, page

    say(page(done) + "\n" if done.differs is None else brief(done))


def _answer(checks: Sequence[Checked], *, as_json: bool) -> None:
    from ..reports import document

    if as_json:
        say(json.dumps(document(checks), indent=2, ensure_ascii=False))
        return
    compared = [item for item in checks if item.differs is not None]
    if compared:
        wrong = sum(bool(item.differs) for item in compared)
        broken = sum(item.subject.variant is not None for item in compared)
        say(
            f"{len(compared) - broken} specs and {broken} broken variants: "
            + (f"{wrong} differ from the manifest" if wrong else "all as the manifest declares")
        )


def _code(checks: Sequence[Checked]) -> int:
    from ..reports import overall

    return {
        "HOLDS": exits.OK,
        "VIOLATED": exits.VIOLATED,
        "INCONCLUSIVE": exits.INCONCLUSIVE,
    }[str(overall(checks))]


def _write(
    checks: Sequence[Checked],
    junit: Path | None,
    sarif: Path | None,
    emit_test: Path | None,
    adapter: str | None,
    charts: Path | None,
) -> None:
    from ..reports import junit_text, pytest_text, sarif_text

    if junit is not None:
        _put(junit, junit_text(checks))
    if sarif is not None:
        _put(sarif, sarif_text(checks))
    # What breaks in a manifest's variants is as it should be.
    judged = [item for item in checks if item.differs is None]
    if emit_test is not None:
        _put(emit_test, pytest_text(judged, adapter=adapter))
    if charts is not None:
        for item in judged:
            _draw(item, charts)


def _draw(item: Checked, directory: Path) -> None:
    from .. import diagrams
    from ..reports import marked_drawing, sequence_chart
    from ..reports.checked import slug

    for one in item.report.violated():
        if one.trace is None:
            continue
        stem = slug(f"{item.subject.name} {one.name}")
        _put(directory / f"{stem}.sequence.mmd", sequence_chart(one.trace))
        if item.subject.machine is not None:
            drawing = marked_drawing(item.subject.machine, one.trace, stem)
            written = diagrams.write(drawing, directory)
            for path in written.changed:
                say(f"written {path}", err=True)
            for note in written.notes:
                say(f"note: {note}", err=True)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    say(f"written {path}", err=True)
