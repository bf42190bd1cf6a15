"""Reports: what a check answers, to a person and to a tool.

What lives here: one `Finding` per promise and per defect, and the `Report` that holds them with
the search's figures. What does not: judging (`judges.py`) and terminals.

A report HOLDS when every promise holds and every defect is waived by name with a reason; it is
VIOLATED when anything is violated and not waived; otherwise, when anything could not be decided,
it is INCONCLUSIVE. What is found in a truncated search is found: VIOLATED outranks a limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .search import Search
from .trace import Trace
from .verdicts import Verdict

__all__ = ["Finding", "Kind", "Report"]

Kind = Literal["promise", "deadlock", "overlap", "vacuity", "waiver"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question.

    `trace` is the shortest counterexample of a violated promise, the witness of a `sometimes`, or
    the way to a defect. `limit` says why it is INCONCLUSIVE; `waived` is the reason for accepting
    a violation.
    """

    kind: Kind
    name: str
    verdict: Verdict
    text: str = ""
    trace: Trace | None = None
    limit: str | None = None
    waived: str | None = None

    @property
    def fails(self) -> bool:
        """Whether this finding makes the report VIOLATED."""
        return self.verdict is Verdict.VIOLATED and self.waived is None

    def lines(self) -> list[str]:
        """Return the finding to read, its counterexample below."""
        verdict = "waived" if self.waived is not None else str(self.verdict)
        lines = [f"{verdict:12} {self.name}"]
        if self.text:
            lines.append(f"             {self.text}")
        if self.limit is not None:
            lines.append(f"             limit met: {self.limit}")
        if self.waived is not None:
            lines.append(f"             because {self.waived}")
        if self.trace is not None and self.fails:
            lines += [f"             {line}" for line in self.trace.text().splitlines()]
        return lines

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "name": self.name,
            "verdict": str(self.verdict),
            "text": self.text,
            "limit": self.limit,
            "waived": self.waived,
            "trace": None if self.trace is None else self.trace.to_json(),
        }


@dataclass(frozen=True, eq=False)
class Report:
    """What was asked of one model, and what was found.

    `asked` counts the questions of each kind; vacuity and overlap are listed only when something
    was found. `search` is the explored space, for graphs and explorers.
    """

    model: str
    parameters: Mapping[str, int]
    engine: str
    states: int
    generated: int
    depth: int
    searched_s: float
    judged_s: float
    memory_bytes: int
    limit: str | None
    findings: tuple[Finding, ...]
    asked: Mapping[str, int]
    search: Search = field(repr=False)

    @property
    def verdict(self) -> Verdict:
        if any(finding.fails for finding in self.findings):
            return Verdict.VIOLATED
        undecided = any(finding.verdict is Verdict.INCONCLUSIVE for finding in self.findings)
        return Verdict.INCONCLUSIVE if undecided or self.limit is not None else Verdict.HOLDS

    def finding(self, name: str) -> Finding:
        """Return the finding called `name`; KeyError lists the names there are."""
        for item in self.findings:
            if item.name == name:
                return item
        listed = "; ".join(item.name for item in self.findings)
        raise KeyError(f"{self.model} has no finding {name!r}; it has {listed}")

    def violated(self) -> tuple[Finding, ...]:
        """Return what makes this report VIOLATED."""
        return tuple(finding for finding in self.findings if finding.fails)

    def text(self) -> str:
        """Return the report to read."""
        bound = ", ".join(f"{name} = {value}" for name, value in self.parameters.items())
        lines = [
            f"{self.verdict}: {self.model}{f' with {bound}' if bound else ''}",
            f"{self.states:,} states, {self.generated:,} generated, depth {self.depth:,}; searched "
            f"in {self.searched_s:.3f} s by {self.engine}, judged in {self.judged_s:.3f} s, "
            f"{self.memory_bytes / max(self.states, 1):.0f} bytes a state",
        ]
        if self.limit is not None:
            lines.append(f"the search is truncated, limit met: {self.limit}")
        asked = ", ".join(f"{count} {kind}" for kind, count in self.asked.items())
        lines.append(f"asked: {asked}")
        for finding in self.findings:
            lines += finding.lines()
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "model": self.model,
            "parameters": dict(self.parameters),
            "verdict": str(self.verdict),
            "limit": self.limit,
            "engine": self.engine,
            "states": self.states,
            "generated": self.generated,
            "depth": self.depth,
            "searched_s": self.searched_s,
            "judged_s": self.judged_s,
            "memory_bytes": self.memory_bytes,
            "asked": dict(self.asked),
            "findings": [finding.to_json() for finding in self.findings],
        }

    def __str__(self) -> str:
        return self.text()
