"""JSON: every check as one document, for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..checker import Verdict
from .checked import Checked

__all__ = ["document", "overall"]


def overall(checks: Sequence[Checked]) -> Verdict:
    """Return the verdict of all `checks`: what is compared with a manifest counts by that."""
    verdicts = [
        item.report.verdict
        if item.differs is None
        else (Verdict.VIOLATED if item.differs else Verdict.HOLDS)
        for item in checks
    ]
    for verdict in (Verdict.VIOLATED, Verdict.INCONCLUSIVE):
        if verdict in verdicts:
            return verdict
    return Verdict.HOLDS


def document(checks: Sequence[Checked]) -> dict[str, Any]:
    """Return `checks` as JSON values; traces are read back by `Trace.from_json`."""
    return {"verdict": str(overall(checks)), "checks": [_one(item) for item in checks]}


def _one(item: Checked) -> dict[str, Any]:
    found: dict[str, Any] = {
        "target": item.subject.target,
        "name": item.subject.name,
        "free": list(item.subject.form.free),
        **item.report.to_json(),
    }
    if item.differs is not None:
        found["as_declared"] = not item.differs
        found["differs"] = list(item.differs)
    return found
