"""Bad input gets a typed, numbered error; the state is as declared, and nothing is lost."""

from __future__ import annotations

import math
import os
from itertools import repeat
from pathlib import Path

import numpy as np
import pytest
from runtime_models import PROMPT, VOCABULARY, tokens_of, twin_tokens
from runtime_whole import nothing_left, parts, whole

from engine import LoadError, PromptError, Runtime, SettingsError, TurnstileError
from specs.errors import CATALOGUE


@pytest.fixture
def served(models):
    with Runtime() as runtime:
        runtime.set_sampling(temperature=0.0, seed=5)
        runtime.load_model(models.good["f32"], n_ctx=16)
        runtime.complete(PROMPT, max_tokens=4)
        yield runtime


def check_told(runtime, error, kind, slug) -> None:
    """The error is of its class and catalogue entry, the record shows it, the way out is named."""
    assert type(error) is kind
    assert (error.code, error.slug) == (CATALOGUE[slug].number, slug)
    assert error.hint
    assert f"[{error.code} {slug}]" in str(error)
    assert len(str(error)) < 2000
    assert runtime.last_error.slug == slug
    assert runtime.last_error.message == error.message
    assert runtime.state.name == "RecoverableError"
    assert runtime.diagnostics.poison is None


def named(value) -> str:
    try:
        return ascii(value).partition(" at 0x")[0][:24]
    except ValueError:
        return "huge"


HUGE = 10**5000  # Python refuses to print it


class Odd:
    """A sequence, a number, a path, that raises what no one declared."""

    def __iter__(self):
        raise RuntimeError("odd")

    def __index__(self):
        raise RuntimeError("odd")


PROMPTS = [
    ("", "prompt.empty"),
    ([], "prompt.empty"),
    ((), "prompt.empty"),
    (np.array([], dtype=np.int64), "prompt.empty"),
    ([5] * 17, "prompt.too-long"),
    ("which way " * 40, "prompt.too-long"),
    ("\ud800", "prompt.encoding"),
    ("way \udfff way", "prompt.encoding"),
    ([-1], "prompt.unknown-token"),
    ([VOCABULARY], "prompt.unknown-token"),
    ([5, 1 << 80], "prompt.unknown-token"),
    ([True], "prompt.value"),
    ([1.0], "prompt.value"),
    ([math.nan], "prompt.value"),
    (["5"], "prompt.value"),
    ([None], "prompt.value"),
    ([[5]], "prompt.value"),
    (np.array([1.5]), "prompt.value"),
    (5, "prompt.value"),
    (None, "prompt.value"),
    (object(), "prompt.value"),
    (Odd(), "prompt.value"),
    ([Odd()], "prompt.value"),
    ([HUGE], None),
]


@pytest.mark.parametrize(("prompt", "slug"), PROMPTS, ids=named)
def test_prompts(served, prompt, slug):
    with pytest.raises(TurnstileError) as raised:
        served.generate(prompt)
    check_told(served, raised.value, PromptError, slug or raised.value.slug)
    assert served.snapshot["cause"] == "request"
    assert nothing_left(served) == []
    assert served.result is None, "an admitted generate clears it"
    # A correct prompt is the retry the error asks for; no reset is needed.
    assert tokens_of(served, max_tokens=4) == twin_tokens("f32", max_tokens=4, n_ctx=16)


@pytest.mark.parametrize(
    "limit",
    [0, -1, True, False, 1.0, math.nan, math.inf, "4", -HUGE, [4]],
    ids=named,
)
def test_max_tokens(served, limit):
    with pytest.raises(TurnstileError) as raised:
        served.generate(PROMPT, max_tokens=limit)
    check_told(served, raised.value, PromptError, "prompt.value")
    assert nothing_left(served) == []


@pytest.mark.parametrize(
    "prompt",
    [PROMPT, list(PROMPT), np.array(PROMPT), np.array(PROMPT, dtype=np.uint16), iter(PROMPT)],
)
def test_token_ids_of_any_whole_kind(served, prompt):
    assert tokens_of(served, prompt, 4) == twin_tokens("f32", max_tokens=4, n_ctx=16)
    assert served.result.prompt_token_count == len(PROMPT)


SETTINGS = [
    *({"temperature": bad} for bad in (
        math.nan, math.inf, -math.inf, -1.0, -1e-300, 10**400, "1", True, 1j, [1.0],
        np.float32("nan"), np.array([1.0, 2.0]),
    )),
    *({"seed": bad} for bad in (-1, 1 << 64, HUGE, 1.0, math.nan, "1", True, b"1")),
    {"temperature": 0.5, "seed": -1},
    {"temperature": -0.5, "seed": 1},
]  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda value: f"{[*value]}")
def test_settings(served, settings):
    held = parts(served._gate.cell.contents)
    with pytest.raises(TurnstileError) as raised:
        served.set_sampling(**settings)
    check_told(served, raised.value, SettingsError, "config.value")
    now = parts(served._gate.cell.contents)
    assert {name for name in now if now[name] != held.get(name)} <= {
        name for name in now if name.startswith("failure")
    }
    assert served.settings.seed == 5, "none of several settings is taken when one is bad"
    served.set_sampling(temperature=0.0)
    assert served.state.name == "Ready"
    assert served.last_error is None


@pytest.mark.parametrize(
    "settings",
    [{"temperature": np.float32(0.5)}, {"temperature": 1}, {"temperature": 1e308},
     {"temperature": 5e-324}, {"temperature": -0.0}, {"seed": (1 << 64) - 1},
     {"seed": np.uint64(3)}],
)  # fmt: skip
def test_extreme_settings_that_are_good(served, settings):
    served.set_sampling(**settings)
    assert len(tokens_of(served, max_tokens=4)) == 4


# -- sources -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def places(models, tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    os.mkfifo(folder / "pipe")
    (folder / "empty").touch()
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "dangling").symlink_to(folder / "nobody")
    (folder / "text.gguf").write_text("this is no model\n" * 40)
    (folder / "magic").write_bytes(b"GGUF")
    (folder / "escape\x1b[31m").mkdir()
    return folder


SOURCES = [
    ("nobody", "fetch.missing"),
    ("empty/below", "fetch.missing"),
    ("dangling", "fetch.missing"),
    (".", "fetch.not-a-file"),
    ("escape\x1b[31m", "fetch.not-a-file"),
    ("pipe", "fetch.not-a-file"),
    ("loop", "fetch.unreadable"),
    ("n" * 300, "fetch.unreadable"),
    ("nul\0byte", "fetch.missing"),
    ("\ud800", "fetch.missing"),
    ("empty", "transfer.empty"),
    ("text.gguf", "parse.bad-magic"),
    ("magic", "parse.truncated"),
]


@pytest.mark.parametrize(("name", "slug"), SOURCES, ids=named)
@pytest.mark.parametrize("kind", [str, Path])
def test_paths(served, places, kind, name, slug):
    held = parts(served._gate.cell.contents)
    with pytest.raises(TurnstileError) as raised:
        served.load_model(kind(f"{places}/{name}"))
    check_told(served, raised.value, LoadError, slug)
    assert raised.value.stage == slug.partition(".")[0]
    assert "\x1b" not in str(raised.value)
    now = parts(served._gate.cell.contents)
    assert not [
        name for name, value in held.items() if now[name] != value and "failure" not in name
    ]
    served.reset()
    assert tokens_of(served, max_tokens=4) == twin_tokens("f32", max_tokens=4, n_ctx=16)


@pytest.mark.parametrize("source", [7, None, b"bytes", 1.5, ["a"], object()], ids=repr)
def test_what_is_no_path(served, source):
    with pytest.raises(TurnstileError) as raised:
        served.load_model(source)
    check_told(served, raised.value, LoadError, "fetch.source")


def test_a_device_is_not_read(served):
    with pytest.raises(LoadError) as raised:
        served.load_model("/dev/zero")
    check_told(served, raised.value, LoadError, "fetch.not-a-file")


@pytest.mark.parametrize(
    ("n_ctx", "slug"),
    [(0, "allocation.context"), (-1, "allocation.context"), (True, "allocation.context"),
     (1.5, "allocation.context"), ("8", "allocation.context"), (1 << 31, "allocation.context"),
     ((1 << 31) - 1, "allocation.over-limit"), (1 << 28, "allocation.over-limit")],
)  # fmt: skip
def test_contexts(served, models, n_ctx, slug):
    with pytest.raises(TurnstileError) as raised:
        served.load_model(models.good["f32"], n_ctx=n_ctx)
    check_told(served, raised.value, LoadError, slug)
    assert raised.value.stage == "allocation"
    served.reset()
    assert tokens_of(served, max_tokens=4) == twin_tokens("f32", max_tokens=4, n_ctx=16)


def test_a_limit_refuses_before_anything_is_allocated(models):
    with Runtime(memory_limit_bytes=1000) as runtime:
        with pytest.raises(LoadError) as raised:
            runtime.load_model(models.good["f32"])
        check_told(runtime, raised.value, LoadError, "allocation.over-limit")
        found = raised.value.evidence
        assert found["limit_bytes"] == 1000
        assert found["asked_bytes"] == sum(found["buffers_bytes"].values())


@pytest.mark.parametrize(
    "limits",
    [{"memory_limit_bytes": bad} for bad in (-1, 1.5, "1", True, math.nan)]
    + [{"lock_timeout_s": bad} for bad in (-0.5, "1", True, math.nan)],
)
def test_limits_that_are_none(limits):
    with pytest.raises(SettingsError) as raised:
        Runtime(**limits)
    assert raised.value.slug == "config.value"


def test_an_endless_prompt_stops_at_what_the_context_holds(served):
    with pytest.raises(PromptError) as raised:
        served.generate(repeat(5, 10_000))
    assert raised.value.slug == "prompt.too-long"


def test_errors_do_not_pile_up(served):
    """The newest failure is the one that is shown, and the way out stays the same."""
    for prompt in ("", [-1], "\ud800"):
        with pytest.raises(PromptError) as raised:
            served.generate(prompt)
        assert served.last_error.slug == raised.value.slug
    with pytest.raises(SettingsError):
        served.set_sampling(seed=-1)
    assert served.snapshot["cause"] == "config"
    with pytest.raises(LoadError):
        served.load_model(7)
    with pytest.raises(SettingsError):
        served.set_sampling(seed=-1)
    assert served.snapshot["cause"] == "load", "a failed load keeps generation disabled"
    held = whole(served)
    with pytest.raises(TurnstileError) as raised:
        served.generate(PROMPT)
    assert raised.value.slug == "LoadFailed"
    assert whole(served) == held
    served.reset()
    assert served.last_error is None
    assert tokens_of(served, max_tokens=4) == twin_tokens("f32", max_tokens=4, n_ctx=16)


def test_tokenize_needs_a_model_and_valid_text(served):
    with pytest.raises(PromptError) as raised:
        served.tokenize("\ud800")
    assert raised.value.slug == "prompt.encoding"
    assert served.state.name == "Ready", "an observer moves nothing"
    with Runtime() as empty, pytest.raises(TurnstileError) as raised:
        empty.tokenize("way")
    assert raised.value.slug == "ModelNotLoaded"
    with pytest.raises(KeyError):
        served.explain("dance")
