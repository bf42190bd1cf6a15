"""What every report is made of: what was checked, what came of it, and where it is declared."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..checker import Finding, Report, Verdict
from ..subjects import Subject

__all__ = ["Checked", "Site", "slug"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a source file; `line` 0 is the file as a whole."""

    path: Path
    line: int

    def shown(self) -> str:
        """Return the path as seen from the working directory, if it lies below."""
        here, path = Path.cwd(), self.path.resolve()
        return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


@dataclass(frozen=True, eq=False)
class Checked:
    """One check. `differs` is where it is not what its manifest says; None when nobody asked."""

    subject: Subject
    report: Report
    differs: tuple[str, ...] | None = None

    def findings(self) -> tuple[Finding, ...]:
        """Return what a CI system is told: for a spec of a manifest, whether it is as declared."""
        if self.differs is None:
            return self.report.findings
        verdict = Verdict.VIOLATED if self.differs else Verdict.HOLDS
        return (Finding("promise", "as its manifest declares", verdict, "; ".join(self.differs)),)

    def site(self, finding: Finding) -> Site | None:
        """Return where `finding` is declared: its promise, else the file of what was checked."""
        path = self.subject.path
        if path is None:
            return None
        return Site(path, _declarations(path).get(finding.name, 0))

    def name(self, finding: Finding) -> str:
        """Return an id of `finding` that stays the same from run to run."""
        return f"{slug(self.subject.name)}/{slug(finding.name)}"


def slug(name: str) -> str:
    """Return `name` as words of letters and figures, joined by hyphens."""
    kept = "".join(letter if letter.isalnum() or letter in "._~" else " " for letter in name)
    return "-".join(kept.split()) or "unnamed"


@lru_cache(maxsize=64)
def _declarations(path: Path) -> dict[str, int]:
    """Return the line of every call in `path` whose first argument is a plain string: its name.

    A promise does not know where it was declared. Its name is written there, though, and names are
    unique among what one machine promises.
    """
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    lines: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                lines.setdefault(first.value, node.lineno)
    return lines
