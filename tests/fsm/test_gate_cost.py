"""The bench of the gate: it measures what it says, and depends on no absolute time."""

from __future__ import annotations

import builtins
import json

import pytest

from fsm.costs import gate as gatecost


def test_a_report_names_phases_peers_machine_and_versions():
    report = gatecost.run(rounds=1, calls=20)
    assert [name.split(":")[0] for name in report.phases_us] == [
        "turn", "admit", "act", "commit", "commit", "commit", "commit", "commit", "publish", "rest",
    ]  # fmt: skip
    assert report.gate_us == report.peers_us["the gate, whole"] > 0
    assert report.phases_us["rest"] == pytest.approx(
        report.gate_us - sum(list(report.phases_us.values())[:-1]), abs=0.01
    )
    assert {"Python", "transitions"} <= report.versions.keys()
    text = report.text()
    assert all(name in text for name in (*report.phases_us, *report.peers_us))
    assert report.machine in text
    assert json.loads(json.dumps(report.as_dict()))["rounds"] == 1


def test_what_is_measured_is_a_step_that_stays_and_counts():
    gate = gatecost._gate()
    gate.call("next")
    step = gate.trace[-1]
    assert (step.label, step.source, step.target) == ("next.token", "Open", "Open")
    moved = {name for name, value in step.after.items() if step.before[name] != value}
    assert moved == {"generated", "positions"}
    assert len(gate.machine.variables) == 10


def test_without_python_statemachine_there_is_a_note(monkeypatch):
    stock_import = builtins.__import__

    def without(name, *arguments):
        if name == "statemachine":
            raise ImportError(name)
        return stock_import(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    report = gatecost.run(rounds=1, calls=5)
    assert not any("statemachine" in name for name in report.peers_us)
    assert "python-statemachine is not installed" in report.text()
