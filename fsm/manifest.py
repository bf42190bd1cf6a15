"""A manifest: what every spec must come to when it is checked, and how each promise can fail.

What lives here: the shape of a manifest, and the differences between it and a report. What does
not: the specs and their figures (a project's own manifest), and checking.

    Entry("owner", "specs.owner:owner(callers=2)", states=115, generated=582, depth=13,
          variants=(Variant("at most one operation is inside", "the lock is not asked for",
                            [guarded("enter", ...)], trace="caller1: call, ..."),))

An entry is exact: its counts, and that nothing but what `violated` names is violated. A variant is
the entry with a change that breaks one promise, by a shortest trace that is pinned; what else
breaks with it is not asked. `generated` counts the initial states and every successor, duplicates
included, as TLC does.

A trace is pinned as its steps' labels, `caller1: call` where a process steps. In a lasso
"for ever:" stands before the steps that repeat. A promise that something is reached has no trace
when it is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from .variants import Change

if TYPE_CHECKING:
    from .checker import Report, Trace

__all__ = ["FOR_EVER", "Entry", "Manifest", "Variant", "differences", "labels"]

FOR_EVER: Final = "for ever:"


@dataclass(frozen=True, eq=False)
class Variant:
    """A spec with a change that must break one promise.

    `trace` is the labels separated by commas; None means that there is none. `of` is the target
    that is changed, where it is not the entry's.
    """

    breaks: str
    how: str
    changes: Sequence[Change] = ()
    trace: str | None = None
    of: str | None = None

    def steps(self) -> tuple[str, ...] | None:
        """Return the pinned labels."""
        return None if self.trace is None else tuple(_split(self.trace))


@dataclass(frozen=True, eq=False)
class Entry:
    """A spec: where it is declared, and what a check must find.

    `violated` maps the findings that are violated on purpose to their pinned traces.
    """

    name: str
    target: str
    states: int
    generated: int
    depth: int
    violated: Mapping[str, str | None] = field(default_factory=dict)
    variants: Sequence[Variant] = ()

    def named(self) -> Iterator[tuple[str, Variant]]:
        """Yield the variants with their names: the spec's, and the promise that each breaks."""
        seen: dict[str, int] = {}
        for item in self.variants:
            name = f"{self.name}~{'-'.join(item.breaks.replace(',', '').split())}"
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name}~{seen[name]}"), item


@dataclass(frozen=True, eq=False)
class Manifest:
    """The specs of a project."""

    entries: Sequence[Entry]

    def names(self) -> tuple[str, ...]:
        """Return the names of the specs, without their variants."""
        return tuple(item.name for item in self.entries)

    def entry(self, name: str) -> tuple[Entry, Variant | None]:
        """Return what is called `name`, a spec or a variant; KeyError when nothing is."""
        for item in self.entries:
            if item.name == name:
                return item, None
            for called, variant in item.named():
                if called == name:
                    return item, variant
        raise KeyError(name)


def labels(trace: Trace | None) -> tuple[str, ...] | None:
    """Return the steps of `trace` as a manifest pins them."""
    if trace is None:
        return None
    found = [f"{step.process}: {step.label}" if step.process else step.label
             for step in trace.steps]  # fmt: skip
    if trace.loop is not None:
        found.insert(trace.loop, FOR_EVER)
    return tuple(found)


def differences(report: Report, entry: Entry, variant: Variant | None = None) -> list[str]:
    """Return where `report` is not what `entry`, or its `variant`, says; nothing means it is."""
    if variant is not None:
        return list(_broken(report, variant.breaks, variant.steps()))
    counts = {"states": report.states, "generated": report.generated, "depth": report.depth}
    found = [
        f"{name}: {count:,} instead of {wanted:,}"
        for (name, count), wanted in zip(
            counts.items(), (entry.states, entry.generated, entry.depth), strict=True
        )
        if count != wanted
    ]
    if report.limit is not None:
        found.append(f"the search is truncated, limit met: {report.limit}")
    for name, trace in entry.violated.items():
        found += _broken(report, name, None if trace is None else tuple(_split(trace)))
    found += [
        f"{item.name}: {item.verdict} instead of HOLDS"
        for item in report.findings
        if item.name not in entry.violated and item.waived is None and str(item.verdict) != "HOLDS"
    ]
    return found


def _broken(report: Report, name: str, steps: tuple[str, ...] | None) -> Iterator[str]:
    try:
        finding = report.finding(name)
    except KeyError:
        yield f"{name}: nothing of that name was found, instead of VIOLATED"
        return
    if str(finding.verdict) != "VIOLATED":
        yield f"{name}: {finding.verdict} instead of VIOLATED"
    elif (found := labels(finding.trace)) != steps:
        yield f"{name}: violated by {_shown(found)} instead of {_shown(steps)}"


def _split(trace: str) -> Iterator[str]:
    for label in trace.split(","):
        before, found, after = label.strip().partition(FOR_EVER)
        if found:
            yield FOR_EVER
        if text := (after if found else before).strip():
            yield text


def _shown(steps: tuple[str, ...] | None) -> str:
    if steps is None:
        return "no trace"
    return f"({', '.join(steps)})".replace(f"{FOR_EVER},", FOR_EVER)
