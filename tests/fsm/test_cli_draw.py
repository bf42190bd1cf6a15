"""`turnstile draw` and `explain`: words, JSON, exit codes, and what they do not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fsm import cli, exits
from fsm.cells import answers
from fsm.diagrams import files
from fsm.diagrams.svg import CannotRender
from specs.lifecycle import LIFECYCLE

LAMP = """
from fsm import Machine, row
LAMP = Machine("lamp", states="Off On", initial="Off", otherwise="No",
               rows=[row("press", "ok", "Off", to="On", why="WHY")])
"""


def turnstile(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(cli.cli, words, env=environment, catch_exceptions=False)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path


@pytest.fixture
def no_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(dot: str) -> str:
        raise CannotRender("no SVG: missing")

    monkeypatch.setattr(files, "svg_text", missing)


# -- draw ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_graphviz")
def test_draw_writes_and_check_agrees(place: Path) -> None:
    done = turnstile("draw", "lifecycle", "--out", "pictures")
    assert done.exit_code == exits.OK
    assert "note: no SVG: missing" in done.stderr
    assert "note" not in done.stdout
    assert sorted(path.suffix for path in (place / "pictures").iterdir()) == [
        ".dot", ".md", ".mmd",
    ]  # fmt: skip
    without = turnstile("draw", "lifecycle", "--out", "pictures", "--no-svg", "--check")
    assert (without.exit_code, without.stdout) == (exits.OK, "fresh: 1 machine\n")
    assert without.stderr == ""
    whole = turnstile("draw", "lifecycle", "--out", "pictures", "--check")
    assert whole.exit_code == exits.VIOLATED
    assert "lifecycle.svg: missing" in whole.stdout
    assert "refresh with: turnstile draw lifecycle --out pictures\n" in whole.stdout


def test_check_writes_nothing(place: Path) -> None:
    done = turnstile("draw", "--all", "--check", "--json")
    assert done.exit_code == exits.VIOLATED
    assert list(place.iterdir()) == []
    told = json.loads(done.stdout)
    assert told["fresh"] is False
    assert {item["why"] for item in told["stale"]} == {"missing"}
    assert told["refresh"] == "turnstile draw --all"


def test_a_changed_declaration_is_found_and_refreshed(place: Path) -> None:
    options = ("--no-svg", "--json")
    for why, target in (("it lights", "first.py"), ("it glows", "second.py")):
        (place / target).write_text(LAMP.replace("WHY", why))
    assert turnstile("draw", "first.py", *options).exit_code == exits.OK
    done = turnstile("draw", "second.py", "--check", *options)
    assert done.exit_code == exits.VIOLATED
    assert [item["file"] for item in json.loads(done.stdout)["stale"]] == ["diagrams/lamp.md"]
    written = json.loads(turnstile("draw", "second.py", *options).stdout)["machines"][0]
    assert written["name"] == "lamp"
    assert written["written"] == ["diagrams/lamp.md"]
    assert len(written["unchanged"]) == 2
    assert turnstile("draw", "second.py", "--check", *options).exit_code == exits.OK


@pytest.mark.parametrize("words", [(), ("lifecycle", "--all"), ("nothing",), ("--nonsense",)])
@pytest.mark.usefixtures("place")
def test_draw_says_what_is_wrong_with_the_command(words: tuple[str, ...]) -> None:
    done = turnstile("draw", *words)
    assert done.exit_code == exits.USAGE
    assert done.stdout == ""
    assert "Error: " in done.stderr


def test_two_machines_of_one_name_are_not_written_over_each_other(place: Path) -> None:
    (place / "one.py").write_text(LAMP)
    (place / "two.py").write_text(LAMP)
    done = turnstile("draw", "one.py", "two.py", "--no-svg")
    assert done.exit_code == exits.USAGE
    assert "one.py:LAMP and two.py:LAMP would both be written as lamp.*" in done.stderr
    assert not (place / "diagrams").exists()


def test_a_contradictory_declaration_is_a_violation(place: Path) -> None:
    (place / "bad.py").write_text(LAMP.replace('to="On"', 'to="Nowhere"'))
    done = turnstile("draw", "bad.py")
    assert done.exit_code == exits.VIOLATED
    assert "Nowhere" in done.stderr


def test_a_place_that_cannot_be_written_is_the_environments_fault(place: Path) -> None:
    (place / "diagrams").write_text("a file")
    (place / "deep").write_text("a file")
    assert turnstile("draw", "lifecycle", "--out", "deep/er").exit_code == exits.ENVIRONMENT


# -- explain ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", LIFECYCLE.states)
@pytest.mark.parametrize("operation", LIFECYCLE.operations)
def test_explain_answers_every_cell(operation: str, state: str) -> None:
    done = turnstile("explain", operation, "--state", state)
    assert done.exit_code == exits.OK
    answer = answers(LIFECYCLE, state, operation)
    for item in (*answer.rows, *answer.refusals):
        assert f"  {item.id} " in done.stdout
        assert item.why in done.stdout
    told = json.loads(turnstile("explain", operation, "--state", state, "--json").stdout)
    assert [item["id"] for item in told["rows"]] == [item.id for item in answer.rows]
    assert [item["slug"] for item in told["refusals"]] == [item.slug for item in answer.refusals]
    assert told["admitted"] is answer.admitted


@pytest.mark.parametrize(
    ("where", "admitted", "ids"),
    [
        ((), None, "T11 T12 T13 T14 R2 R3"),
        (("cause=load",), False, "R2"),
        (("model=none",), False, "R2 R3"),
        (("cause=config", "model=a"), True, "T11 T12 T13 T14"),
        (("capacity=9", "kv=9", "cause=request", "model=none"), False, "R3"),
    ],
)
def test_what_is_told_narrows_the_answer(
    where: tuple[str, ...], admitted: bool | None, ids: str
) -> None:
    given = [word for item in where for word in ("--where", item)]
    done = turnstile("explain", "generate", "--state", "RecoverableError", "--json", *given)
    told = json.loads(done.stdout)
    assert told["admitted"] is admitted
    assert " ".join(item["id"] for item in (*told["rows"], *told["refusals"])) == ids
    assert bool(told["depends_on"]) is (len(where) < 2 and where != ("cause=load",))


def test_explain_says_what_comes_first() -> None:
    done = turnstile("explain", "generate", "--state", "Uninitialized")
    assert "first does init_runtime (T1), and in Initialized is refused" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fly", "--state", "Ready"), "has no operation 'fly'; it has init_runtime"),
        (("free", "--state", "Steady"), "has no state 'Steady'; it has Uninitialized"),
        (("free", "--state", "Ready", "--where", "wings=2"), "has no variable 'wings'"),
        (("free", "--state", "Ready", "--where", "kv=99"), "kv is never '99'; it is one of 0, 1"),
        (("free", "--state", "Ready", "--where", "kv"), "NAME=VALUE, not 'kv'"),
        (("free", "--state", "Ready", "--where", "capacity=x"), "a whole number, not 'x'"),
        (("free", "--state", "Ready", "--target", "nothing"), "there is no module nothing"),
        (("free",), "--state"),
    ],
)
def test_explain_says_what_is_wrong_with_the_command(words: tuple[str, ...], said: str) -> None:
    done = turnstile("explain", *words)
    assert done.exit_code == exits.USAGE
    assert said in done.stderr
    assert done.stdout == ""


# -- conventions -----------------------------------------------------------------------------------


def test_colour_is_for_terminals_that_want_it() -> None:
    words = ("explain", "reset", "--state", "Ready")
    coloured = CliRunner().invoke(cli.cli, words, color=True, env={"NO_COLOR": None})
    plain = CliRunner().invoke(cli.cli, words, color=True, env={"NO_COLOR": "1"})
    assert "\x1b[" in coloured.stdout
    assert "\x1b[" not in plain.stdout
    assert "\x1b[" not in turnstile(*words).stdout


def test_explain_imports_only_what_it_needs() -> None:
    program = (
        "import sys; from fsm.cli import cli\n"
        "try: cli(['explain', 'generate', '--state', 'Ready'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert not {"transitions", "graphviz", "numpy", "fsm.gate", "fsm.diagrams"} & set(
        done.stderr.split()
    )


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_is_there_to_be_mounted(name: str) -> None:
    command = cli.cli.get_command(cli.cli.make_context("fsm", [], resilient_parsing=True), name)
    assert command is not None
    assert "--json" in [text for option in command.params for text in option.opts]
    assert turnstile(name, "--help").exit_code == exits.OK
