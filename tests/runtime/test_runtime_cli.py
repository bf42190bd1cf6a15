"""The commands that work with models: exit codes, documents, and what a terminal may see."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys

import pytest
from runtime_models import TEXT

from engine import Runtime
from engine.cli import run
from engine.gguf import ValueType
from engine.synthetic import TINY, Entry, draft
from fsm.exits import ENVIRONMENT, OK, USAGE, VIOLATED
from specs.lifecycle import LIFECYCLE

COMMAND = [sys.executable, "-c", "from engine.cli import main; main()"]


@pytest.fixture
def command(capfd, monkeypatch):
    """Run one command line in this process; gives its code, its output and its errors."""

    def call(*arguments, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        return code, *capfd.readouterr()

    return call


@pytest.fixture
def model(models):
    return models.good["f32"]


def expected(model, **more):
    with Runtime() as runtime:
        runtime.load_model(model)
        return runtime.complete(TEXT, **more)


# -- run ---------------------------------------------------------------------------------------


def test_run_streams_text(command, model):
    code, out, err = command("run", model, "--prompt", TEXT, "--max-tokens", 8)
    assert (code, err) == (OK, "")
    assert out == expected(model, max_tokens=8).text + "\n"


def test_run_answers_in_json(command, model):
    code, out, err = command("run", model, "--prompt", TEXT, "--max-tokens", 8, "--json")
    assert (code, err) == (OK, "")
    document, result = json.loads(out), expected(model, max_tokens=8)
    assert (document["text"], tuple(document["tokens"])) == (result.text, result.tokens)
    assert (document["reason"], document["model"]) == ("length", str(model))
    assert document["settings"] == {"temperature": 0.0, "seed": 0}


def test_run_reads_its_prompt_from_stdin(command, model):
    code, out, _ = command("run", model, "--prompt", "-", "--max-tokens", 8, stdin=TEXT.encode())
    assert (code, out) == (OK, expected(model, max_tokens=8).text + "\n")


def test_run_repeats_itself_by_seed(command, model):
    def text(seed):
        arguments = ("--temperature", 0.9, "--seed", seed, "--max-tokens", 12)
        return command("run", model, "--prompt", TEXT, *arguments)[1]

    assert text(1) == text(1)
    assert text(1) != text(2)


BAD = [
    (("--prompt", ""), USAGE, "prompt.empty"),
    (("--prompt", "a\udcff"), USAGE, "prompt.encoding"),
    (("--prompt", "way " * 200), USAGE, "prompt.too-long"),
    (("--prompt", "way", "--max-tokens", 0), USAGE, "prompt.value"),
    (("--prompt", "way", "--temperature", "nan"), USAGE, "config.value"),
    (("--prompt", "way", "--temperature", "-1"), USAGE, "config.value"),
    (("--prompt", "way", "--seed", "-1"), USAGE, "config.value"),
    (("--prompt", "way", "--n-ctx", "0"), USAGE, "allocation.context"),
    (("--prompt", "way", "--n-ctx", 1 << 30), ENVIRONMENT, "allocation.over-limit"),
]


@pytest.mark.parametrize(("arguments", "code", "slug"), BAD, ids=lambda value: ascii(value)[:40])
def test_run_rejects(command, model, arguments, code, slug):
    answered, out, err = command("run", model, *arguments)
    assert (answered, out) == (code, "")
    assert f"{slug}]" in err
    assert len(err.rstrip().splitlines()) == 2, "what was found, and the way out"
    answered, out, err = command("run", model, *arguments, "--json")
    assert (answered, err) == (code, "")
    error = json.loads(out)["error"]
    assert error["slug"] == slug
    assert all(error[part] for part in ("code", "stage", "message", "hint"))


def test_run_rejects_a_prompt_from_stdin_that_is_no_text(command, model):
    code, _, err = command("run", model, "--prompt", "-", stdin=b"way \xff")
    assert code == USAGE
    assert "prompt.encoding" in err


@pytest.mark.parametrize("stage", ["fetch", "transfer", "parse", "tensor"])
@pytest.mark.parametrize("name", ["run", "inspect"])
def test_a_rejected_artifact_is_1(command, models, name, stage):
    prompt = ("--prompt", "way") if name == "run" else ()
    if (name, stage) == ("inspect", "tensor"):
        code, out, _ = command(name, models.damaged[stage])
        assert (code, "does not run here" in out) == (OK, True)
        return
    code, out, err = command(name, models.damaged[stage], *prompt)
    assert (code, out) == (VIOLATED, "")
    assert err.startswith(f"error at {stage}: ")
    code, out, _ = command(name, models.damaged[stage], *prompt, "--json")
    assert code == VIOLATED
    assert json.loads(out)["error"]["stage"] == stage


@pytest.mark.parametrize(
    "arguments",
    [(), ("dance",), ("run",), ("run", "m.gguf"), ("run", "m.gguf", "--prompt"),
     ("run", "m.gguf", "--prompt", "a", "--seed", "x"), ("inspect",), ("demo", "more"),
     ("explain", "generate"), ("explain", "dance", "--state", "Ready"),
     ("explain", "generate", "--state", "Nowhere")],
)  # fmt: skip
def test_wrong_usage_is_2(command, arguments):
    code, out, err = command(*arguments)
    assert (code, out) == (USAGE, "")
    assert err


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("run", "--help")])
def test_help_is_0(command, arguments):
    code, out, _ = command(*arguments)
    assert code == OK
    assert "\\b" not in out
    assert out


# -- inspect -----------------------------------------------------------------------------------


def test_inspect_shows_header_and_admission(command, model):
    code, out, _ = command("inspect", model, "--tensors")
    assert code == OK
    for part in ("general.architecture", "output.weight", "runs here: "):
        assert part in out
    code, out, _ = command("inspect", model, "--json")
    document = json.loads(out)
    assert code == OK
    assert document["admission"]["admitted"]
    assert document["size_bytes"] == model.stat().st_size
    assert document["metadata"]["llama.block_count"]["value"] == 2
    assert len(document["tensors"]) == len(draft(TINY).tensors)


def test_inspect_shows_no_control_characters(command, tmp_path):
    made = draft(TINY)
    made.metadata["general.name"] = Entry(ValueType.STRING, "red \x1b[31m\x07 bell")
    path = made.write(tmp_path / "red.gguf")
    code, out, _ = command("inspect", path)
    assert code == OK
    assert "\x1b" not in out
    assert "\\x1b[31m\\x07" in out


# -- demo --------------------------------------------------------------------------------------


def entered(lines):
    names = [line.strip().partition(":")[0] for line in lines if line.startswith("  ")]
    return [name for name in names if name in LIFECYCLE.states]


def test_demo_goes_through_every_state(command):
    code, out, err = command("demo")
    assert (code, err) == (OK, "")
    states = entered(out.splitlines())
    assert list(dict.fromkeys(states)) == [
        "Uninitialized", "Initialized", "Ready", "ContinuationReady", "RecoverableError", "Freed",
    ]  # fmt: skip
    assert "the same text as before the damaged load: yes" in out
    assert "357 parse.tensor-past-end" in out


def test_demo_in_json_is_the_steps(command):
    code, out, _ = command("demo", "--json")
    steps = json.loads(out)
    assert code == OK
    assert [step["sequence"] for step in steps] == list(range(1, len(steps) + 1))
    assert {step["to"] for step in steps} == {*LIFECYCLE.states} - {"Uninitialized"}
    assert {step["row"] for step in steps} <= {row.id for row in LIFECYCLE.rows}
    failed = [step for step in steps if step["outcome"] == "failed"]
    assert [step["operation"] for step in failed] == ["load_model"]


# -- explain and draw, through this command ----------------------------------------------------


def test_explain_answers_from_the_declaration(command):
    code, out, _ = command("explain", "generate", "--state", "Freed")
    assert code == OK
    assert "ModelNotLoaded" in out
    code, out, _ = command("explain", "load_model", "--state", "Ready", "--json")
    assert code == OK
    assert json.loads(out)


def test_draw_writes_what_check_accepts(command, tmp_path):
    code, _, _ = command("draw", "lifecycle", "--no-svg", "--out", tmp_path)
    assert code == OK
    assert list(tmp_path.iterdir())
    assert command("draw", "lifecycle", "--no-svg", "--out", tmp_path, "--check")[0] == OK
    for path in tmp_path.iterdir():
        path.write_text(path.read_text() + "\n")
    assert command("draw", "lifecycle", "--no-svg", "--out", tmp_path, "--check")[0] == VIOLATED


# -- as a process ------------------------------------------------------------------------------


def test_a_reader_who_has_seen_enough_ends_it_quietly(model):
    child = subprocess.Popen(
        [*COMMAND, "run", str(model), "--prompt", "way", "--max-tokens", "120"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with child:
        child.stdout.close()
        told = child.stderr.read()
        assert child.wait(timeout=60) == OK
    assert told == b""


def test_output_that_cannot_be_written_is_the_environments_fault(model):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "run", str(model), "--prompt", "way", "--max-tokens", "3"],
            stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == ENVIRONMENT
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_codes_reach_the_shell(models):
    for name, code in (("f32", OK), ("nobody", VIOLATED)):
        done = subprocess.run(
            [*COMMAND, "run", str(models.folder / f"{name}.gguf"), "--prompt", "way",
             "--max-tokens", "3"],
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == code


def on_a_terminal(arguments) -> bytes:
    """Run a command whose output is a terminal; return what the terminal got."""
    leader, follower = pty.openpty()
    child = subprocess.Popen([*COMMAND, *arguments], stdout=follower, stderr=follower)
    os.close(follower)
    got = b""
    try:
        while part := os.read(leader, 65536):
            got += part
    except OSError:  # Linux says so when the last writer is gone
        pass
    child.wait(timeout=60)
    os.close(leader)
    return got


@pytest.fixture(scope="module")
def bells(tmp_path_factory):
    """A model every word of which rings: each piece of its vocabulary is a control character."""
    made = draft(TINY)
    key = "tokenizer.ggml.tokens"
    words = made.metadata[key]
    rung = [
        word if index < 259 or len(word) == 1 else f"\x1b\x07{index}"
        for index, word in enumerate(words.value)
    ]
    made.metadata[key] = Entry(words.type, rung)
    return made.write(tmp_path_factory.mktemp("bells") / "bells.gguf")


def test_a_terminal_gets_no_control_characters(bells):
    arguments = ["run", str(bells), "--prompt", "a", "--max-tokens", "12"]
    shown = on_a_terminal(arguments)
    assert b"\x1b" not in shown
    assert b"\\x1b\\x07" in shown
    piped = subprocess.run([*COMMAND, *arguments], capture_output=True, timeout=60, check=True)
    assert b"\x1b\x07" in piped.stdout, "a pipe gets the text itself"


def test_a_terminal_gets_no_control_characters_from_errors(tmp_path):
    made = draft(TINY)
    made.tensors["\x1b[31mred"] = made.tensors["output_norm.weight"]
    path = made.write(tmp_path / "red.gguf")
    arguments = ["run", str(path), "--prompt", "a"]
    shown = on_a_terminal(arguments)
    assert b"\x1b" not in shown
    assert b"\\x1b[31mred" in shown
