"""SARIF 2.1.0: every finding as a result, for code hosts that show them where they are declared.

A rule is a promise or a defect of one model; its id stays the same from run to run, and so does a
result's fingerprint while the counterexample is the same. A counterexample is a code flow: one
location for each step, with the snapshot after it as the state. Paths are relative to where the
command ran, under SRCROOT, as uploads of such files expect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from ..checker import Finding, Trace, Verdict
from ..checker.trace import shown
from ..manifest import labels
from .checked import Checked, slug

__all__ = ["sarif_text"]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT: Final = "SRCROOT"

_DEFECTS: Final = {
    "promise": "A promise of the declaration is not kept.",
    "deadlock": "A state that may not be the last has no step.",
    "overlap": "Two rules of one label can step at once.",
    "vacuity": "Something is declared that never matters.",
    "waiver": "A waiver excuses nothing or gives no reason.",
}


def sarif_text(checks: Sequence[Checked], *, root: Path | None = None) -> str:
    """Return `checks` as a SARIF document; paths are relative to `root`, the working directory."""
    here = (root or Path.cwd()).resolve()
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for item in checks:
        for finding in item.findings():
            name = item.name(finding)
            rules.setdefault(name, _rule(name, item, finding))
            results.append(_result(name, list(rules).index(name), item, finding, here))
    run = {
        "tool": {
            "driver": {
                "name": "turnstile",
                "semanticVersion": _version(),
                "rules": list(rules.values()),
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "where the command ran"}}},
        "results": results,
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _version() -> str:
    try:
        return version("turnstile-runtime")
    except PackageNotFoundError:
        return "0.0.0"


def _rule(name: str, item: Checked, finding: Finding) -> dict[str, Any]:
    why = {promise.name: promise.why for promise in item.subject.form.properties}
    full = why.get(finding.name) or finding.text or _DEFECTS[finding.kind]
    return {
        "id": name,
        "shortDescription": {"text": f"{item.subject.name}: {finding.name}"},
        "fullDescription": {"text": full},
        "help": {"text": f"{_DEFECTS[finding.kind]} Formula: {finding.text or finding.name}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"kind": finding.kind, "model": item.subject.name},
    }


def _result(name: str, index: int, item: Checked, finding: Finding, here: Path) -> dict[str, Any]:
    kind, level = {
        Verdict.HOLDS: ("pass", "none"),
        Verdict.VIOLATED: ("fail", "error"),
        Verdict.INCONCLUSIVE: ("open", "none"),
    }[finding.verdict]
    result: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": _message(finding)},
        "locations": [_location(item, finding, here)],
        "partialFingerprints": {"counterexample/v1": _fingerprint(name, finding)},
    }
    if finding.trace is not None and finding.verdict is Verdict.VIOLATED:
        result["codeFlows"] = [_flow(finding.trace, _location(item, finding, here))]
    if finding.waived is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.waived}]
    return result


def _message(finding: Finding) -> str:
    said = f"{finding.verdict}: {finding.name}"
    if finding.limit is not None:
        said += f" (limit met: {finding.limit})"
    if finding.verdict is Verdict.VIOLATED and finding.trace is not None:
        steps = len(finding.trace)
        said += f"\nA shortest counterexample has {steps} step{'' if steps == 1 else 's'}:\n"
        said += finding.trace.text()
    return said


def _location(item: Checked, finding: Finding, here: Path) -> dict[str, Any]:
    found: dict[str, Any] = {
        "logicalLocations": [
            {"fullyQualifiedName": f"{item.subject.target}/{slug(finding.name)}", "kind": "member"}
        ]
    }
    site = item.site(finding)
    if site is not None:
        found["physicalLocation"] = {
            "artifactLocation": _artifact(site.path.resolve(), here),
            # A whole file is shown at its first line: some readers drop a result without a region.
            "region": {"startLine": site.line or 1},
        }
    return found


def _artifact(path: Path, here: Path) -> dict[str, str]:
    if path.is_relative_to(here):
        return {"uri": quote(path.relative_to(here).as_posix()), "uriBaseId": ROOT}
    return {"uri": path.as_uri()}


def _flow(trace: Trace, declared: dict[str, Any]) -> dict[str, Any]:
    return {"threadFlows": [{"locations": list(_steps(trace, declared))}]}


def _steps(trace: Trace, declared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    moments = [("start", trace.start), *((str(step), step.after) for step in trace.steps)]
    for number, (text, snapshot) in enumerate(moments):
        repeats = trace.loop is not None and number == trace.loop + 1
        said = f"{text} (from here the steps repeat for ever)" if repeats else text
        yield {
            "location": {**declared, "message": {"text": said}},
            "executionOrder": number,
            "state": {name: {"text": shown(value)} for name, value in snapshot.items()},
        }


def _fingerprint(name: str, finding: Finding) -> str:
    steps = labels(finding.trace) or ()
    return sha256("\n".join((name, str(finding.verdict), *steps)).encode()).hexdigest()[:32]
