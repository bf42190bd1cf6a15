"""The commands `check`, `simulate` and `export`: what they print, write and exit with."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from importlib.metadata import EntryPoint
from pathlib import Path

import checked_models
import pytest

from engine.cli import run
from fsm import subjects
from fsm.commands.checking import size
from fsm.commands.progress import bytes_shown

HERE = checked_models.HERE
STARVING = "specs.classics.philosophers:philosophers(seats=15)"


@pytest.fixture
def turnstile(capsys):
    """Return a function that runs one command line: exit code, stdout, stderr."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        code = run([str(item) for item in arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ran


# -- verdicts --------------------------------------------------------------------------------------


def test_what_holds_exits_0(turnstile) -> None:
    code, out, err = turnstile("check", f"{HERE}:DOOR")
    assert code == 0, err
    assert out.startswith("HOLDS: door\n2 states, 5 generated, depth 2; ")
    assert "HOLDS        a push closes it" in out
    assert err == ""


def test_what_is_violated_exits_1_and_shows_the_trace_with_changes_marked(turnstile) -> None:
    code, out, _ = turnstile("check", f"{HERE}:BAD_DOOR")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "VIOLATED: door"
    # What is violated comes first, the promise before the defects.
    assert lines[3].split() == ["VIOLATED", "locked", "exactly", "in", "Locked"]
    assert any(line.split() == ["1.", "coin.ok", "by", "T1"] for line in lines)
    assert any(line.split() == ["*", "state", "=", "Locked,", "was", "Open"] for line in lines)


def test_the_worst_of_several_targets_counts(turnstile) -> None:
    code, out, _ = turnstile("check", f"{HERE}:DOOR", f"{HERE}:BAD_DOOR", "lifecycle")
    assert code == 1
    verdicts = [line for line in out.splitlines() if line.startswith(("HOLDS:", "VIOLATED:"))]
    assert verdicts == ["HOLDS: door", "VIOLATED: door", "HOLDS: lifecycle with capacity = 2"]


@pytest.mark.parametrize(
    ("option", "limit"),
    [
        (("--max-states", 10), "states: 10"),
        (("--max-depth", 2), "depth: 2"),
        (("--max-seconds", 0), "time: 0 s"),
        (("--max-memory", "1K"), "memory: 1,024 bytes"),
    ],
)
@pytest.mark.parametrize("engine", ["numpy", "auto"])
def test_a_limit_is_inconclusive_and_exits_3(turnstile, option, limit, engine) -> None:
    code, out, _ = turnstile("check", f"{HERE}:exploding", *option, "--engine", engine)
    assert code == 3
    assert out.startswith("INCONCLUSIVE: exploding")
    assert f"limit met: {limit}" in out
    assert "INCONCLUSIVE small" in out


def test_a_parameter_is_bound_and_a_function_called(turnstile) -> None:
    code, out, _ = turnstile("check", "specs.lifecycle:LIFECYCLE(capacity=3)")
    assert (code, out.splitlines()[0]) == (0, "HOLDS: lifecycle with capacity = 3")
    code, out, _ = turnstile("check", f"{HERE}:door(forgets=True)")
    assert (code, out.splitlines()[0]) == (1, "VIOLATED: door")


def test_one_promise_alone_can_be_judged(turnstile) -> None:
    code, out, _ = turnstile("check", f"{HERE}:BAD_DOOR", "--property", "it opens")
    assert code == 0
    assert "locked exactly" not in out
    code, _, _ = turnstile("check", f"{HERE}:BAD_DOOR", "--property", "locked exactly in Locked")
    assert code == 1


# -- usage and bad models --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "no machine 'nosuch'"),
        (["specs.lifecycle:NOPE"], "has no 'NOPE'"),
        (["specs.manifest:MANIFEST/nobody"], "has no 'nobody'; it has lifecycle, loading"),
        (["specs.lifecycle:LIFECYCLE/x"], "is no manifest"),
        ([f"{HERE}:door(forgets=maybe)"], "write attribute(name=value, ...)"),
        ([f"{HERE}:door(forget=True)"], "unexpected keyword argument"),
        (["specs.lifecycle:LIFECYCLE(capasity=2)"], "no parameter capasity; it has capacity"),
        ([f"{HERE}:HERE"], "nothing to check"),
        (["lifecycle", "--property", "Ready is reachable"], "nearest: 'Ready is always reachable'"),
    ],
)
def test_a_wrong_target_exits_2_with_one_line(turnstile, arguments, said) -> None:
    code, out, err = turnstile("check", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "lifecycle", "--all"],
        ["check", "--all", "--emit-test", "test_found.py"],
        ["check", "--all", "--property", "deadlock"],
        ["check", "lifecycle", "--max-memory", "lots"],
        ["check", "lifecycle", "--max-states", "0"],
        ["check", "lifecycle", "--engine", "spin"],
        ["check", "lifecycle", "--adapter", "m:A"],
        ["simulate"],
        ["export"],
        ["export", "lifecycle", "--to", "smv"],
    ],
)
def test_usage_exits_2(turnstile, arguments) -> None:
    code, out, err = turnstile(*arguments)
    assert (code, out) == (2, "")
    assert "Usage" in err or "Error" in err


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("startless", "no initial state"),
        ("raising", "(divides) raises ZeroDivisionError: a guard that divides; on number = 0"),
        ("leaving", "number := number + 1 leaves its domain"),
        ("misnamed", "property 'small': it reads 'numbre'"),
    ],
)
def test_what_is_no_model_is_said_with_its_place(turnstile, model, said) -> None:
    code, out, err = turnstile("check", f"{HERE}:{model}")
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


# -- manifests -------------------------------------------------------------------------------------


def test_a_manifest_is_compared(turnstile) -> None:
    code, out, err = turnstile("check", f"{HERE}:MANIFEST")
    assert code == 0, out + err
    first, second, last = out.splitlines()
    assert first.startswith("HOLDS        as declared door: 2 states")
    assert second.startswith("VIOLATED     as declared door~locked-exactly-in-Locked: ")
    assert last == "1 specs and 1 broken variants: all as the manifest declares"


def test_a_manifest_that_is_wrong_exits_1(turnstile) -> None:
    code, out, _ = turnstile("check", f"{HERE}:WRONG_MANIFEST", "--json")
    assert code == 1
    (found,) = json.loads(out)["checks"]
    assert found["differs"] == ["states: 2 instead of 3"]


def test_one_spec_of_a_manifest_is_judged_by_itself(turnstile) -> None:
    code, out, _ = turnstile("check", f"{HERE}:MANIFEST/door~locked-exactly-in-Locked")
    assert (code, out.partition(":")[0]) == (1, "VIOLATED")


def test_all_is_every_installed_manifest(turnstile, monkeypatch) -> None:
    group = "turnstile.manifests"
    installed = [EntryPoint("doors", "checked_models:MANIFEST", group)]
    found = subjects.entry_points
    monkeypatch.setattr(
        subjects,
        "entry_points",
        lambda group: installed if "manifests" in group else found(group=group),
    )
    code, out, err = turnstile("check", "--all")
    assert code == 0, err
    assert out.splitlines()[-1] == "1 specs and 1 broken variants: all as the manifest declares"
    code, out, _ = turnstile("check", "door")
    assert (code, out.splitlines()[0]) == (0, "HOLDS: door")
    installed.clear()
    code, _, err = turnstile("check", "--all")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "no manifest is installed" in err


# -- interrupted -----------------------------------------------------------------------------------


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from engine.cli import main; main()", *arguments]


def test_ctrl_c_gives_what_was_found_marked_inconclusive(tmp_path: Path) -> None:
    target = tmp_path / "report.sarif"
    process = subprocess.Popen(
        _command("check", STARVING, "--engine", "numpy", "--sarif", str(target)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert out.startswith("INCONCLUSIVE: philosophers 15")
    assert "limit met: interrupted" in out
    assert "INCONCLUSIVE deadlock" in out
    assert "Traceback" not in err
    assert json.loads(target.read_text())["version"] == "2.1.0"


def test_progress_is_shown_on_a_terminal_alone() -> None:
    arguments = _command("check", STARVING, "--max-seconds", "0.6", "--engine", "numpy")
    quiet = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False)
    assert (quiet.returncode, quiet.stderr) == (3, "")
    terminal, other_side = pty.openpty()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=other_side) as process:
        os.close(other_side)
        seen = b""
        while chunk := _read(terminal):
            seen += chunk
    os.close(terminal)
    assert process.returncode == 3
    line = seen.decode().split("\r\x1b[2K")[1]
    for word in ("philosophers 15: searching", "states/s", "frontier", "depth", "iB"):
        assert word in line


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_sizes_are_read_and_written() -> None:
    assert [size(text) for text in ("1000", "2K", "512 MiB", "2g")] == [
        1000, 2048, 512 << 20, 2 << 30,
    ]  # fmt: skip
    assert [bytes_shown(count) for count in (0, 1023, 1024, 3 << 30)] == [
        "0 B", "1023 B", "1.0 KiB", "3.0 GiB",
    ]  # fmt: skip


# -- simulate --------------------------------------------------------------------------------------


def test_a_walk_is_the_same_again_for_its_seed(turnstile) -> None:
    walks = [turnstile("simulate", "lifecycle", "--seed", 7, "--json") for _ in range(2)]
    assert walks[0] == walks[1]
    code, out, _ = walks[0]
    answer = json.loads(out)
    assert (code, answer["seed"], len(answer["trace"]["steps"])) == (0, 7, 20)
    assert answer["trace"]["steps"][0]["label"] == "init_runtime.ok"


def test_a_walk_says_where_a_promise_breaks(turnstile) -> None:
    code, out, _ = turnstile("simulate", f"{HERE}:BAD_DOOR", "--seed", 1, "--steps", 30)
    assert code == 1
    assert "breaks locked exactly in Locked" in out


def test_a_walk_ends_where_nothing_can_step(turnstile) -> None:
    code, out, _ = turnstile("simulate", "loading", "--seed", 1, "--steps", 50)
    assert (code, out.splitlines()[-1]) == (0, "end: at rest, as it may")


def test_a_walk_through_what_is_no_model_is_refused(turnstile) -> None:
    code, _, err = turnstile("simulate", f"{HERE}:misnamed")
    assert code == 1
    assert "property 'small': it reads 'numbre'" in err
    code, out, _ = turnstile("simulate", f"{HERE}:leaving")
    assert code == 1
    assert out.splitlines()[-2:] == ["  breaks number leaves its domain", "end: left the model"]


def test_a_guided_walk_asks(turnstile, monkeypatch) -> None:
    answers = iter(["9", "1", "q"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))
    code, out, _ = turnstile("simulate", f"{HERE}:DOOR", "--guided")
    assert code == 0
    assert "[1] coin.ok" in out
    assert "1 to 2, or q" in out
    assert out.splitlines()[-1] == "end: stopped"


# -- export ----------------------------------------------------------------------------------------


def test_exports_are_written_and_checked(turnstile, tmp_path: Path) -> None:
    place = ("--out", tmp_path / "texts")
    code, out, _ = turnstile("export", f"{HERE}:MANIFEST", "--to", "tla", "--to", "prism", *place)
    assert code == 0
    written = sorted(path.name for path in (tmp_path / "texts").iterdir())
    assert {Path(name).suffix for name in written} == {".tla", ".cfg", ".prism", ".props"}
    assert turnstile("export", f"{HERE}:door", "--to", "tla", "--check", *place)[0] == 0
    (tmp_path / "texts" / "door.tla").write_text("edited")
    code, out, _ = turnstile("export", f"{HERE}:door", "--to", "tla", "--check", *place)
    assert code == 1
    assert "stale" in out
    assert f"refresh with: turnstile export {HERE}:door --to tla" in out
    assert (tmp_path / "texts" / "door.tla").read_text() == "edited"


def test_help_is_quick_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from engine.cli import run; run(['check', '--help']); "
        "assert not {'numpy', 'numba', 'fsm.checker'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True)


# -- a stock machine with no declaration at all --------------------------------------------------

STOCK = """
from transitions import Machine
class Job:
    def can_retry(self): ...
machine = Machine(
    Job(), states=["queued", "running", "failed", "lost"], initial="queued",
    auto_transitions=False,
    transitions=[
        dict(trigger="start", source="queued", dest="running"),
        dict(trigger="fail", source="running", dest="queued", conditions="can_retry"),
        dict(trigger="fail", source="running", dest="failed"),
        dict(trigger="fail", source="running", dest="lost"),
    ],
)
"""


def test_a_stock_machine_is_checked_with_free_conditions_and_it_says_so(
    turnstile, tmp_path
) -> None:
    (tmp_path / "job.py").write_text(STOCK, encoding="utf-8")
    code, said, _ = turnstile("check", f"{tmp_path / 'job.py'}:machine")
    assert code == 1
    assert "conditions were free choices" in said
    # The dead end, the state nobody reaches and the transition in the shadow of an earlier one.
    for found in ("VIOLATED     deadlock", "state is never lost", "T4 never fires"):
        assert found in said
