"""Targets: every way to name a machine, and one clear line when there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from fsm import Machine, MachineError, targets
from fsm.targets import Target, TargetError, every, find
from specs.lifecycle import LIFECYCLE

DECLARED = """
from fsm import Machine, row
LAMP = Machine("lamp", states="Off On", initial="Off", otherwise="No",
               rows=[row("press", "ok", "Off", to="On")])
SAME = LAMP
"""
STOCK = """
from transitions import Machine
class Room:
    pass
room = Room()
room.lamp = Machine(room, states=["off", "on"], initial="off", auto_transitions=False,
                    transitions=[["press", "off", "on"]])
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working directory whose modules are forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield tmp_path
    for name in set(sys.modules) - before:
        module = sys.modules[name]
        if str(tmp_path) in str(getattr(module, "__file__", "")):
            del sys.modules[name]


def entries(monkeypatch: pytest.MonkeyPatch, **named: str) -> None:
    found = [EntryPoint(name.rstrip("_"), value, targets.GROUP) for name, value in named.items()]
    monkeypatch.setattr(targets, "entry_points", lambda group: found)


def test_an_entry_point_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, life="specs.lifecycle:LIFECYCLE")
    assert find("life") == Target("life", LIFECYCLE, "specs.lifecycle:LIFECYCLE")
    assert every() == (find("life"),)


def test_the_lifecycle_is_installed() -> None:
    assert find("lifecycle").machine is LIFECYCLE
    assert "lifecycle" in [target.name for target in every()]


@pytest.mark.parametrize(
    "target", ["specs.lifecycle:LIFECYCLE", "specs.lifecycle", "specs/lifecycle.py:LIFECYCLE"]
)
def test_a_module_or_a_file_is_found(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    found = find(target)
    assert found.name == "lifecycle"
    assert [str(item) for item in found.machine.rows] == [str(item) for item in LIFECYCLE.rows]


@pytest.mark.parametrize(
    "target", ["lamps:LAMP", "lamps", "lamps.py", "lamps.py:LAMP", "./lamps.py:SAME"]
)
def test_a_machine_in_the_working_directory_is_found(place: Path, target: str) -> None:
    (place / "lamps.py").write_text(DECLARED)
    assert find(target).machine.states == ("Off", "On")
    assert find(target).name == "lamp"


def test_a_strangers_machine_is_read(place: Path) -> None:
    (place / "house.py").write_text(STOCK)
    found = find("house:room.lamp")
    assert isinstance(found.machine, Machine)
    assert found.name == "lamp"
    assert found.machine.operations == ("press",)


def test_what_is_installed_is_not_shadowed(place: Path) -> None:
    (place / "specs").mkdir()
    (place / "specs" / "lifecycle.py").write_text("raise RuntimeError('the wrong one')")
    (place / "lamps.py").write_text(DECLARED)
    find("lamps")
    assert find("specs.lifecycle:LIFECYCLE").machine is LIFECYCLE


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nothing", "no machine 'nothing': there is no module nothing; and it is not an installed"),
        ("nothing.here:X", "there is no module nothing"),
        ("specs.nothing", "there is no module specs.nothing"),
        ("what is this", "neither an installed machine"),
        ("lamps:NOPE", "has no 'NOPE'; machines there: LAMP, OTHER"),
        ("lamps:LAMP.inside", "has no 'LAMP.inside'"),
        ("lamps", "holds 2 machines: name one as lamps:<attribute> (LAMP, OTHER)"),
        ("lamps:Machine", "is no machine but the class Machine"),
        ("lamps:number", "is no machine but int"),
        ("empty.py", "holds no machine"),
        ("absent.py:X", "there is no such file"),
        ("./", "it is a directory"),
        ("loud.py", "reading loud.py failed: ValueError: first line"),
        ("loud", "importing loud failed: ValueError: first line"),
        ("leaving", "importing leaving failed: SystemExit: 3"),
        ("needy", "importing needy failed: No module named 'missing_thing'"),
    ],
)
def test_a_failure_is_one_line(place: Path, target: str, said: str) -> None:
    other = 'OTHER = Machine("other", states="A", initial="A", rows=[row("go", "ok", "A")])\n'
    (place / "lamps.py").write_text(DECLARED + other + "number = 3\n")
    (place / "empty.py").write_text("")
    (place / "loud.py").write_text("raise ValueError('first line\\nsecond line')")
    (place / "leaving.py").write_text("raise SystemExit(3)")
    (place / "needy.py").write_text("import missing_thing")
    with pytest.raises(TargetError) as raised:
        find(target)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_contradictory_declaration_says_all_its_problems(place: Path) -> None:
    (place / "lamps.py").write_text(DECLARED.replace('to="On"', 'to="Nowhere"'))
    for target in ("lamps", "lamps.py"):
        with pytest.raises(MachineError, match="Nowhere"):
            find(target)


def test_two_entry_points_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, life="specs.lifecycle:LIFECYCLE", life_="elsewhere:LIFE")
    for call in (lambda: find("life"), every):
        with pytest.raises(TargetError, match="declared by 2 entry points"):
            call()


def test_an_entry_point_that_leads_nowhere_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(monkeypatch, gone="specs.lifecycle:GONE")
    with pytest.raises(TargetError, match="has no 'GONE'; machines there: LIFECYCLE"):
        find("gone")
