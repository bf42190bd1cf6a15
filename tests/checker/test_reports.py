"""The renderings of a report: each is complete, parses, and says what the trace says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import checked_models
import pytest

from fsm.checker import Limits, Trace, check
from fsm.reports import (
    Checked,
    document,
    junit_text,
    marked_drawing,
    overall,
    page,
    pytest_text,
    sarif_text,
    sequence_chart,
)
from fsm.subjects import find
from fsm.testing import assert_gone, assert_holds

ROOT = Path(__file__).parents[2]
HERE = checked_models.HERE


def checked(target: str, **options: object) -> Checked:
    subject = find(f"{HERE}:{target}")
    return Checked(subject, check(subject.form, **options))


@pytest.fixture(scope="module")
def broken() -> Checked:
    return checked("BAD_DOOR")


@pytest.fixture(scope="module")
def all_kinds(broken: Checked) -> list[Checked]:
    """Return checks that hold, are violated, waived, inconclusive, and end in a lasso."""
    starving = find("specs.classics.bakery:bakery(processes=2, last_ticket=2)")
    return [
        checked("DOOR"),
        broken,
        Checked(starving, check(starving.form)),
        checked("exploding", limits=Limits(states=50)),
        checked("impatient"),
    ]


# -- JSON ------------------------------------------------------------------------------------------


def test_json_holds_every_finding_and_traces_come_back(all_kinds) -> None:
    answer = json.loads(json.dumps(document(all_kinds)))
    assert answer["verdict"] == "VIOLATED" == str(overall(all_kinds))
    assert [item["verdict"] for item in answer["checks"]] == [
        "HOLDS", "VIOLATED", "HOLDS", "INCONCLUSIVE", "VIOLATED",
    ]  # fmt: skip
    for item, found in zip(all_kinds, answer["checks"], strict=True):
        assert [one["name"] for one in found["findings"]] == [
            one.name for one in item.report.findings
        ]
        for one, written in zip(item.report.findings, found["findings"], strict=True):
            if one.trace is not None:
                assert Trace.from_json(written["trace"]).text() == one.trace.text()


# -- JUnit -----------------------------------------------------------------------------------------


def test_junit_counts_failures_and_errors(all_kinds) -> None:
    root = ElementTree.fromstring(junit_text(all_kinds))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [
        item.subject.name for item in all_kinds
    ]  # fmt: skip
    for suite, item in zip(suites, all_kinds, strict=True):
        findings = item.report.findings
        assert suite.get("tests") == str(len(findings)) == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(sum(one.fails for one in findings))
        undecided = sum(str(one.verdict) == "INCONCLUSIVE" for one in findings)
        assert suite.get("errors") == str(undecided)
    (failure,) = suites[1].findall("testcase[@name='locked exactly in Locked']/failure")
    assert "1. coin.ok by T1" in failure.text
    (waived,) = suites[2].findall("testcase[@name='deadlock']/system-out")
    assert "because tickets end here" in waived.text


def test_junit_survives_characters_that_xml_cannot_hold(broken: Checked) -> None:
    from dataclasses import replace

    odd = replace(broken.report.findings[0], name="a\x00b <&> \ud800", text="\x1b[31mred")
    report = replace(broken.report, findings=(odd,))
    text = junit_text([Checked(broken.subject, report)])
    assert (
        ElementTree.fromstring(text.encode("utf-8")).find(".//testcase").get("name").startswith("a")
    )


# -- SARIF -----------------------------------------------------------------------------------------

LEVELS = {"pass": "none", "open": "none", "fail": "error"}


def test_sarif_is_whole(all_kinds) -> None:
    """What the schema of 2.1.0 demands of the parts that are used, written out."""
    log = json.loads(sarif_text(all_kinds, root=ROOT))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
    results = run["results"]
    assert len(results) == sum(len(item.report.findings) for item in all_kinds)
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == LEVELS[result["kind"]]
        assert result["message"]["text"]
        (place,) = result["locations"]
        where = place["physicalLocation"]
        assert where["region"]["startLine"] >= 1
        assert not where["artifactLocation"]["uri"].startswith("/")
    assert {result["kind"] for result in results} == set(LEVELS)
    (waived,) = (item for item in results if "suppressions" in item)
    assert waived["suppressions"] == [
        {
            "kind": "inSource",
            "justification": "tickets end here; all stop when the last one is held",
        }
    ]


def test_sarif_points_at_the_declaration_and_walks_the_trace(broken: Checked) -> None:
    log = json.loads(sarif_text([broken], root=ROOT))
    (result,) = (
        item
        for item in log["runs"][0]["results"]
        if item["ruleId"] == "door/locked-exactly-in-Locked"
    )
    where = result["locations"][0]["physicalLocation"]
    declared = ROOT / where["artifactLocation"]["uri"]
    line = declared.read_text().splitlines()[where["region"]["startLine"] - 1]
    assert "locked exactly in Locked" in line
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    trace = broken.report.finding("locked exactly in Locked").trace
    assert len(steps) == 1 + len(trace)
    assert steps[-1]["state"]["state"] == {"text": "Locked"}


def test_sarif_is_the_same_again(broken: Checked) -> None:
    assert sarif_text([broken]) == sarif_text([checked("BAD_DOOR")])


# -- charts ----------------------------------------------------------------------------------------


def test_a_sequence_chart_tells_the_trace(broken: Checked) -> None:
    chart = sequence_chart(broken.report.finding("locked exactly in Locked").trace)
    assert chart.startswith("sequenceDiagram\n")
    assert "  p1->>m: 1. coin\n" in chart
    assert "  Note over m: state = Locked\n" in chart
    assert "  m-->>p1: ok\n" in chart


def test_a_lasso_is_a_loop() -> None:
    (finding,) = checked("impatient").report.violated()
    chart = sequence_chart(finding.trace)
    inside = chart.partition("  loop for ever\n")[2]
    assert inside.endswith("  end\n")
    assert inside.count("->>m") == len(finding.trace) - finding.trace.loop


def test_the_path_is_marked_on_the_state_diagram(broken: Checked) -> None:
    trace = broken.report.finding("locked exactly in Locked").trace
    drawing = marked_drawing(broken.subject.machine, trace, "door")
    assert "step 1" in drawing.dot
    assert "step 2" in drawing.mermaid
    assert "T2 [step 2]" in drawing.table
    assert "T3 [step" not in drawing.table


# -- the page --------------------------------------------------------------------------------------


def test_free_conditions_are_said(tmp_path: Path) -> None:
    place = tmp_path / "free_machine.py"
    place.write_text(
        "from transitions import Machine\n"
        "class Door:\n"
        "    def paid(self):\n"
        "        return False\n"
        "machine = Machine(Door(), states=['shut', 'open'], initial='shut',\n"
        "    transitions=[{'trigger': 'go', 'source': 'shut', 'dest': 'open',\n"
        "                  'conditions': 'paid'},\n"
        "                 {'trigger': 'close', 'source': 'open', 'dest': 'shut'}])\n"
    )
    subject = find(f"{place}:machine")
    item = Checked(subject, check(subject.form))
    assert "free choices" in page(item)
    assert document([item])["checks"][0]["free"]


# -- the pytest file -------------------------------------------------------------------------------


def _run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        capture_output=True, text=True, timeout=120, check=False, cwd=directory,
    )  # fmt: skip


def test_an_emitted_file_fails_until_the_bug_is_gone(tmp_path: Path, broken: Checked) -> None:
    """The very same file passes when the declaration it names is repaired."""
    source = Path(checked_models.__file__).read_text()
    (tmp_path / "door_model.py").write_text(source)
    text = pytest_text([broken, checked("impatient")])
    text = text.replace(str(HERE), "door_model.py")
    (tmp_path / "test_found.py").write_text(text)
    failing = _run(tmp_path, "test_found.py")
    assert failing.returncode == 1, failing.stdout
    assert "test_door_locked_exactly_in_locked" in failing.stdout
    assert "door still breaks 'locked exactly in Locked': coin.ok, push.ok" in failing.stdout
    assert "passed" not in failing.stdout
    repaired = source.replace("door(forgets=True)", "door()").replace(
        'fair=["shout", "hush"]', 'fair=["answer"]'
    )
    (tmp_path / "door_model.py").write_text(repaired)
    passing = _run(tmp_path, "test_found.py")
    assert passing.returncode == 0, passing.stdout
    assert "failed" not in passing.stdout


def test_an_emitted_file_is_formatted(broken: Checked, all_kinds) -> None:
    text = pytest_text(all_kinds)
    compile(text, "test_found.py", "exec")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"],
        input=text, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == text


def test_with_an_adapter_the_real_runtime_is_replayed(tmp_path: Path) -> None:
    """A promise the runtime does not keep fails on it; the file needs the adapter alone."""
    text = pytest_text([checked("claiming")], adapter="runtime_adapter:RuntimeAdapter")
    (tmp_path / "test_found.py").write_text(text)
    place = str(ROOT / "tests" / "runtime")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
         "-o", f"pythonpath={place} {ROOT / 'tests' / 'checker'}", "--rootdir", str(tmp_path),
         str(tmp_path / "test_found.py")],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert "the real thing breaks 'no model is ever loaded' after load_model.ok" in done.stdout


def test_a_trace_that_became_impossible_is_gone() -> None:
    start = {"state": "Locked", "locked": True}
    steps = [("coin.ok", {"state": "Open", "locked": False}), ("push.ok", {"state": "Locked"})]
    assert_gone(checked_models.DOOR, "locked exactly in Locked", start=start, steps=steps)
    with pytest.raises(AssertionError, match="still breaks"):
        assert_gone(checked_models.BAD_DOOR, "locked exactly in Locked", start=start, steps=steps)


def test_a_promise_that_is_no_longer_made_is_no_pass() -> None:
    with pytest.raises(KeyError, match="does not promise"):
        assert_holds(checked_models.DOOR, only=["a name that was changed"])
    start = {"state": "Locked", "locked": True}
    with pytest.raises(KeyError, match="does not promise"):
        assert_gone(checked_models.DOOR, "a name that was changed", start=start, steps=[])


# -- one line --------------------------------------------------------------------------------------


def test_assert_holds_returns_the_report_or_shows_the_trace() -> None:
    assert assert_holds(checked_models.DOOR).states == 2
    assert_holds("lifecycle", only=["Ready is always reachable"])
    with pytest.raises(AssertionError, match=r"VIOLATED: door(.|\n)*1\. coin\.ok by T1"):
        assert_holds(checked_models.BAD_DOOR)
    with pytest.raises(AssertionError, match="INCONCLUSIVE"):
        assert_holds(checked_models.exploding(), limits=Limits(states=50))


def test_the_fixture_fails_with_the_trace_alone(tmp_path: Path) -> None:
    (tmp_path / "door_model.py").write_text(Path(checked_models.__file__).read_text())
    (tmp_path / "test_door.py").write_text(
        "import sys\n"
        "import door_model\n"
        "def test_light(turnstile): assert 'numpy' not in sys.modules\n"
        "def test_good(turnstile): turnstile.check(door_model.DOOR)\n"
        "def test_bad(turnstile): turnstile.check(door_model.BAD_DOOR)\n"
    )
    done = _run(tmp_path, "test_door.py")
    assert "1 failed, 2 passed" in done.stdout
    assert "1. coin.ok by T1" in done.stdout
    assert "pytest_plugin.py" not in done.stdout
