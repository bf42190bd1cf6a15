"""The page a terminal shows: the verdict first, then what is wrong, then what holds.

A promise that holds takes one line; one that does not shows its formula and its counterexample,
changed variables marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from ..checker import Finding, Report, Verdict
from .checked import Checked

__all__ = ["brief", "page"]

_COLOURS: Final = {
    Verdict.HOLDS: "green",
    Verdict.VIOLATED: "red",
    Verdict.INCONCLUSIVE: "yellow",
}


def page(item: Checked) -> str:
    """Return one check to read, coloured."""
    return "\n".join(_lines(item))


def brief(item: Checked) -> str:
    """Return one check that was compared with its manifest, in a line and what differs."""
    report, variant = item.report, item.subject.variant
    good = click.style("as declared", fg="green") if not item.differs else ""
    sign = good or click.style("DIFFERS", fg="red")
    expected = f"{_coloured(report.verdict):{12 + _extra(report.verdict)}}"
    lines = [f"{expected} {sign:{11 + len(sign) - _seen(sign)}} {item.subject.name}: "
             f"{_counts(report)}"]  # fmt: skip
    if variant is not None:
        lines[0] += f"; {variant.how}"
    lines += [f"    {text}" for text in item.differs or ()]
    return "\n".join(lines)


def _lines(item: Checked) -> Iterator[str]:
    report = item.report
    bound = ", ".join(f"{name} = {value}" for name, value in report.parameters.items())
    yield f"{_coloured(report.verdict)}: {item.subject.name}{f' with {bound}' if bound else ''}"
    yield _counts(report)
    if report.limit is not None:
        yield f"the search is truncated, limit met: {report.limit}; what was not seen is not judged"
    if item.subject.form.free:
        yield (
            "conditions were free choices, so what is violated may be impossible with the real "
            f"ones: {', '.join(item.subject.form.free)}"
        )
    asked = ", ".join(f"{count} {kind}" for kind, count in report.asked.items())
    yield f"asked: {asked or 'nothing'}"
    for finding in sorted(report.findings, key=_order):
        yield from _finding(finding)


def _order(finding: Finding) -> tuple[bool, bool, bool]:
    """What fails first, and of that the promises before the defects of the declaration."""
    decided = finding.verdict is not Verdict.INCONCLUSIVE
    return not finding.fails, decided, finding.kind not in ("promise", "deadlock")


def _finding(finding: Finding) -> Iterator[str]:
    first, *others = finding.lines()
    word, _, rest = first.partition(" ")
    yield f"{click.style(word, fg=_COLOURS[finding.verdict])} {rest}"
    if finding.verdict is not Verdict.HOLDS:
        yield from others


def _counts(report: Report) -> str:
    each = report.memory_bytes / max(report.states, 1)
    return (
        f"{report.states:,} states, {report.generated:,} generated, depth {report.depth:,}; "
        f"{report.searched_s + report.judged_s:.2f} s ({report.searched_s:.2f} s searching by "
        f"{report.engine}), {each:.0f} bytes a state"
    )


def _coloured(verdict: Verdict) -> str:
    return click.style(str(verdict), fg=_COLOURS[verdict], bold=True)


def _seen(text: str) -> int:
    return len(click.unstyle(text))


def _extra(verdict: Verdict) -> int:
    return len(_coloured(verdict)) - len(str(verdict))
