"""JUnit XML: a suite for each check, a case for each finding.

What is violated is a failure, what could not be decided an error: neither may pass unseen. What is
waived passes, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from ..checker import Finding, Verdict
from .checked import Checked

__all__ = ["junit_text"]

# What XML 1.0 cannot hold at all, escaped or not.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(checks: Sequence[Checked]) -> str:
    """Return `checks` as a JUnit document."""
    root = Xml.Element("testsuites", name="turnstile")
    for item in checks:
        root.append(_suite(item))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(item: Checked) -> Xml.Element:
    report = item.report
    suite = Xml.Element("testsuite", name=_text(item.subject.name))
    properties = Xml.SubElement(suite, "properties")
    for name, value in (
        ("target", item.subject.target),
        ("verdict", report.verdict),
        ("states", report.states),
        ("generated", report.generated),
        ("depth", report.depth),
        ("engine", report.engine),
        *((f"parameter {name}", value) for name, value in report.parameters.items()),
    ):
        Xml.SubElement(properties, "property", name=_text(name), value=_text(str(value)))
    for finding in item.findings():
        suite.append(_case(item, finding))
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("time", f"{report.searched_s + report.judged_s:.3f}")
    return suite


def _case(item: Checked, finding: Finding) -> Xml.Element:
    case = Xml.Element(
        "testcase",
        classname=_text(item.subject.name),
        name=_text(finding.name),
    )
    site = item.site(finding)
    if site is not None and site.line:
        case.set("file", _text(site.shown()))
        case.set("line", str(site.line))
    if finding.fails:
        failure = Xml.SubElement(case, "failure", type=finding.kind, message=_text(finding.text))
        failure.text = _text("\n".join(finding.lines()))
    elif finding.verdict is Verdict.INCONCLUSIVE:
        limit = f"limit met: {finding.limit}"
        Xml.SubElement(case, "error", type="INCONCLUSIVE", message=_text(limit))
    elif finding.waived is not None:
        out = Xml.SubElement(case, "system-out")
        out.text = _text("\n".join(finding.lines()))
    return case


def _text(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
