"""`turnstile explore`: writes a page in which a person walks through a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import exits
from .answers import fail, finding, say

if TYPE_CHECKING:
    from ..checker import Limits, Report, Trace
    from ..form import Form
    from ..subjects import Subject

__all__ = ["explore"]


@click.command()
@click.argument("target")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the page is written; the model's name .html in this directory.",
)
@click.option("--max-states", type=click.IntRange(1), help="Give up after so many states.")
@click.option("--property", "opened", metavar="NAME", help="Open at the trace of this finding.")
@click.option(
    "--trace",
    "trace_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Show this trace too, as JSON has it, and open at it.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def explore(
    target: str,
    *,
    out: Path | None,
    max_states: int | None,
    opened: str | None,
    trace_file: Path | None,
    as_json: bool,
) -> None:
    """Write one HTML page that shows every state, step and counterexample of a model.

    TARGET is what `check` takes. The page needs no server and loads nothing. It holds what fits,
    and says what does not. Its address always names the behaviour shown, so a link can be sent.

    Exit codes: 0 the page is written, whatever the verdict, 1 the declaration or the trace is
    rejected, 2 usage, 4 a file cannot be read or written, 130 interrupted.

    \b
      turnstile explore lifecycle
      turnstile explore "specs.classics.philosophers:philosophers(seats=3)" --property deadlock
      turnstile explore mypackage.door:DOOR --out door.html --trace found.json
    """  # noqa: D301
    from ..explorer import page
    from ..reports.checked import slug
    from ..subjects import find

    if opened is not None and trace_file is not None:
        raise click.UsageError("--property and --trace both say where to open: give one")
    with finding():
        subject = find(target)
        given = None if trace_file is None else _read(trace_file, subject.form)
        report = _checked(subject, max_states)
    if opened is not None:
        _known(report, opened)
    traces = {} if given is None or trace_file is None else {trace_file.name: given}
    text = page(
        report,
        machine=subject.machine,
        target=target,
        traces=traces,
        opened=opened if trace_file is None else trace_file.name,
    )
    path = Path(f"{slug(subject.name)}.html") if out is None else out
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}", exits.ENVIRONMENT)
    _answer(report, path, len(text.encode()), as_json=as_json)
    if report.limit == "interrupted":
        raise click.exceptions.Exit(exits.INTERRUPTED)


def _checked(subject: Subject, max_states: int | None) -> Report:
    from .. import checker
    from .progress import Line

    limits: Limits | None = None if max_states is None else checker.Limits(states=max_states)
    line = Line(subject.name)
    try:
        return checker.check(subject.form, limits=limits, reporter=line)
    finally:
        line.clear()


def _read(path: Path, form: Form) -> Trace:
    from ..explorer import TraceRejected, read_trace

    try:
        return read_trace(path.read_text(encoding="utf-8"), form)
    except TraceRejected as error:
        fail(f"{path}: {error}", exits.VIOLATED)
    except UnicodeDecodeError as error:
        fail(f"{path}: it is no text: {error}", exits.VIOLATED)
    except OSError as error:
        fail(f"{path}: {error.strerror or error}", exits.ENVIRONMENT)


def _known(report: Report, name: str) -> None:
    names = [item.name for item in report.findings if item.trace is not None]
    if name not in names:
        listed = "; ".join(names) or "nothing"
        why = "has no trace" if any(item.name == name for item in report.findings) else "is unknown"
        fail(f"{name!r} {why} in {report.model}; with a trace there is: {listed}", exits.USAGE)


def _answer(report: Report, path: Path, size: int, *, as_json: bool) -> None:
    from .progress import bytes_shown

    if as_json:
        answer = {
            "written": str(path),
            "bytes": size,
            "verdict": str(report.verdict),
            "states": report.states,
            "limit": report.limit,
        }
        say(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    say(f"{click.style('written', fg='green')} {path}, {bytes_shown(size)}: {report.verdict}, "
        f"{report.states:,} states")  # fmt: skip
    if report.limit is not None:
        say(f"the search is truncated, limit met: {report.limit}", err=True)
