"""Planted bugs: each is found, and by whom.

The bugs are put into the engine or into the declaration by monkeypatch; the checks are those the
rest of this folder uses. A check that passes here with the bug in place would be one that cannot
fail.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, settings
from runtime_adapter import RuntimeAdapter
from runtime_models import PROMPT
from runtime_whole import nothing_left, whole
from test_runtime_cells import brought_to, check_admitted, check_refused
from test_runtime_properties import PROFILE, Watched
from test_runtime_transactional import after_a_failed_load, check_goes_on

import engine.acts
import engine.runtime
from engine import InternalError, LoadError, Runtime, TurnstileError
from engine.acts import Acts
from engine.contents import Contents, Numbered
from engine.lifetimes import Workspace
from fsm import Done, Machine, MachineError
from fsm.gate import Gate
from fsm.machine import row
from fsm.testing import machine_from
from specs.lifecycle import LIFECYCLE, generated, kv, prompt

BRIEF = settings(
    max_examples=60, stateful_step_count=15, derandomize=True, database=None,
    phases=[Phase.generate], **PROFILE,
)  # fmt: skip


def declared(rows, **changes) -> Machine:
    """Return a lifecycle with other rows, held to the same validation."""
    return Machine(
        "lifecycle",
        states=LIFECYCLE.states,
        initial=LIFECYCLE.initial,
        final=LIFECYCLE.final,
        lazily=LIFECYCLE.lazily,
        parameters=LIFECYCLE.parameters,
        variables=LIFECYCLE.variables,
        rows=rows,
        refusals=LIFECYCLE.refusals,
        describes=LIFECYCLE.describes,
        **{"properties": LIFECYCLE.properties, **changes},
    )


def without(*labels):
    return [item for item in LIFECYCLE.rows if item.label not in labels]


def suite_finds(adapter=Watched, machine=LIFECYCLE) -> str:
    """Run the random suite; return what it found."""
    with pytest.raises(AssertionError) as raised:
        machine_from(machine, adapter, name="planted").run(BRIEF)
    return str(raised.value)


def poisoned_by(runtime, call) -> str:
    """Make the call; return what the gate's divergence says."""
    with pytest.raises(InternalError) as raised:
        call(runtime)
    assert raised.value.slug == "internal.divergence"
    assert runtime.diagnostics.poison is not None
    with pytest.raises(TurnstileError) as raised_again:
        runtime.reset()
    assert raised_again.value.code == 13
    return str(raised.value)


def opened(models):
    runtime = Runtime()
    runtime.load_model(models.good["f32"], n_ctx=16)
    runtime.generate(PROMPT)
    runtime.generate_next_token()
    return runtime


# -- in the declaration ------------------------------------------------------------------------


def test_a_row_removed_is_refused_at_construction():
    with pytest.raises(MachineError, match="reset"):
        declared(without("reset.ok"))


def test_a_failure_nobody_declared_is_found_by_the_cells(monkeypatch):
    """Its properties name it, so the row alone cannot go; without them the engine is caught."""
    with pytest.raises(MachineError, match=r"no row is labelled 'generate_next_token\.failed'"):
        declared(without("generate_next_token.failed"))
    poorer = declared(without("generate_next_token.failed"), properties=[])
    monkeypatch.setattr(engine.runtime, "LIFECYCLE", poorer)
    made = brought_to("ContinuationReady with tokens")
    found = check_admitted(made, "generate_next_token", "failed")
    assert "generate_next_token.failed ended as None" in found
    assert "'failed', which no row admits" in str(made.runtime.diagnostics.poison)


def test_an_operation_admitted_where_it_must_not_be_is_found_by_the_cells(monkeypatch):
    wider = [
        replace(item, sources=(*item.sources, "ContinuationReady"))
        if item.label == "set_sampling.ok" and "Ready" in item.sources
        else item
        for item in LIFECYCLE.rows
    ]
    monkeypatch.setattr(engine.runtime, "LIFECYCLE", declared(wider))
    made = brought_to("ContinuationReady")
    found = check_refused(made, "set_sampling")
    assert "set_sampling was not refused as GenerationActive" in found
    assert any("settings" in line for line in found)


def test_an_effect_that_is_wrong_is_a_divergence(monkeypatch, models):
    wrong = [
        row("generate_next_token", "token", "ContinuationReady", when=item.guard,
            does=[generated.becomes(generated + 1), kv.becomes(prompt)], why=item.why)
        if item.label == "generate_next_token.token" and "kv" in str(item.effects) else item
        for item in LIFECYCLE.rows
    ]  # fmt: skip
    monkeypatch.setattr(engine.runtime, "LIFECYCLE", declared(wrong))
    told = poisoned_by(opened(models), lambda runtime: runtime.generate_next_token())
    assert "kv is 4 afterwards, the row says 3" in told


def test_an_effect_that_is_forgotten_is_a_divergence(monkeypatch, models):
    forgotten = [
        replace(item, effects=tuple(e for e in item.effects if e.variable.name != "result"))
        if item.label == "generate_next_token.finished"
        else item
        for item in LIFECYCLE.rows
    ]
    monkeypatch.setattr(engine.runtime, "LIFECYCLE", declared(forgotten))
    runtime = Runtime()
    runtime.load_model(models.good["f32"])
    told = poisoned_by(runtime, lambda runtime: runtime.complete(PROMPT, max_tokens=1))
    assert "result is " in told


# -- in the engine -----------------------------------------------------------------------------


def without_request_but_positions(self):
    """A KV position is left behind."""
    if self.workspace is not None:
        self.workspace.clear()
        self.workspace.used = self.request is not None
    return replace(self, request=None, result=None)


def test_a_position_left_behind_is_a_divergence(monkeypatch, models):
    monkeypatch.setattr(Contents, "without_request", without_request_but_positions)
    told = poisoned_by(opened(models), lambda runtime: runtime.reset())
    assert "kv is True afterwards" in told
    assert "InternalError" in suite_finds(RuntimeAdapter)


def uncleared(self):
    """The count is right, and the bytes are there."""
    self.used = 0


def test_bytes_left_behind_are_found_by_the_arrays(monkeypatch, models):
    monkeypatch.setattr(Workspace, "clear", uncleared)
    runtime = opened(models)
    runtime.reset()
    assert "keys is not zero" in nothing_left(runtime)
    assert "left of a request: " in suite_finds()


def test_a_state_set_directly_is_a_divergence(models):
    runtime = opened(models)
    runtime._gate._place._bare.state = "Ready"
    told = poisoned_by(runtime, lambda runtime: runtime.generate_next_token())
    assert "the state was set from outside: 'Ready', published 'ContinuationReady'" in told


def test_a_variable_moved_between_calls_is_a_divergence(models):
    runtime = opened(models)
    runtime._gate.cell.contents.request.generated.append(5)
    told = poisoned_by(runtime, lambda runtime: runtime.generate_next_token())
    assert "generated moved outside any operation: 2, published 1" in told


LOAD = Acts._load


def swaps_first(self, held, source, n_ctx, report):
    """A load that lets go of the old model before it knows that the new one is good."""
    object.__setattr__(held, "model", None)
    object.__setattr__(held, "workspace", None)
    return LOAD(self, held, source, n_ctx, report)


def test_a_failed_load_that_swaps_first_is_a_divergence(monkeypatch, models):
    monkeypatch.setattr(Acts, "_load", swaps_first)
    runtime = Runtime()
    runtime.load_model(models.good["q8_0"])
    told = poisoned_by(runtime, lambda runtime: runtime.load_model(models.damaged["parse"]))
    assert "load_model.failed" in told
    assert "model is 'none' afterwards" in told
    assert "InternalError" in suite_finds(RuntimeAdapter)


def replaces_the_cell(runtime):
    """A load that publishes by itself, past the gate's one assignment."""

    def load(self, held, source, n_ctx, report):
        gate = runtime._gate
        gate._cell = gate._cell._replace(contents=Contents(settings=held.settings))
        return LOAD(self, held, source, n_ctx, report)

    return load


def test_what_a_load_publishes_past_the_gate_does_not_stay(monkeypatch, models):
    runtime = Runtime()
    runtime.set_sampling(temperature=0.0, seed=5)
    runtime.load_model(models.good["q8_0"])
    held = whole(runtime)
    monkeypatch.setattr(Acts, "_load", replaces_the_cell(runtime))
    with pytest.raises(LoadError):
        runtime.load_model(models.damaged["parse"])
    assert after_a_failed_load(runtime, held) == []
    assert check_goes_on(runtime) == []


def drops_the_old_one(operation, held, error, effects, settle=engine.acts.settle):
    """A failed load keeps an empty handle: the swap happens at commit."""
    if isinstance(error, LoadError):
        held = Contents(settings=held.settings)
    return settle(operation, held, error, effects)


def test_a_failed_load_that_loses_the_model_is_a_divergence(monkeypatch, models):
    monkeypatch.setattr(engine.runtime, "settle", drops_the_old_one)
    runtime = Runtime()
    runtime.load_model(models.good["q8_0"])
    told = poisoned_by(runtime, lambda runtime: runtime.load_model(models.damaged["parse"]))
    assert "load_model.failed" in told
    assert "model is 'none' afterwards" in told


def scribbles(self, held, source, n_ctx, report):
    """A load that uses the old model's buffers while it works: identities and lengths stay."""
    if held.workspace is not None:
        held.workspace.keys[0, 0] = 1.0
        held.workspace.touched = 1
    return LOAD(self, held, source, n_ctx, report)


def test_a_load_that_writes_into_the_old_buffers_is_found_by_the_arrays(monkeypatch, models):
    monkeypatch.setattr(Acts, "_load", scribbles)
    runtime = Runtime()
    runtime.load_model(models.good["q8_0"])
    held = whole(runtime)
    with pytest.raises(LoadError):
        runtime.load_model(models.damaged["parse"])
    assert "workspace.keys" in after_a_failed_load(runtime, held)
    assert "keys is not zero" in suite_finds()


def test_other_tokens_after_a_failed_load_are_found_by_the_twin(monkeypatch, models):
    runtime = Runtime()
    runtime.set_sampling(temperature=0.0, seed=5)
    runtime.load_model(models.good["f16"])
    with pytest.raises(LoadError):
        runtime.load_model(models.damaged["parse"])
    # The twin is another model: what a swap would have made of this one.
    assert check_goes_on(runtime) == ["the next tokens are others"]


class SetsWhileRefusing(Runtime):
    """Sampling is changed by a refused call."""

    def set_sampling(self, **named):
        try:
            super().set_sampling(**named)
        except engine.Refused:
            contents = self._gate.cell.contents
            object.__setattr__(contents.settings, "settings", engine.Settings(temperature=0.5))
            raise


class SetsWhileRefusingAdapter(RuntimeAdapter):
    make = SetsWhileRefusing


def test_sampling_changed_by_a_refused_call_is_found_by_the_cells():
    """Same object, same serial number: the gate cannot see it, the fingerprint does."""
    made = brought_to("ContinuationReady", SetsWhileRefusingAdapter)
    found = check_refused(made, "set_sampling")
    assert len(found) == 1
    assert found[0].startswith("settings.settings.temperature moved from '0.0' to '0.5'")
    assert "settings.settings.temperature" in suite_finds(SetsWhileRefusingAdapter)


class MovesWhileRefusing(Runtime):
    """A refused call touches the generator of the open request."""

    def load_model(self, source, **more):
        request = self._gate.cell.contents.request
        if request is not None:
            request.generator.index += 1
        super().load_model(source, **more)


class MovesWhileRefusingAdapter(RuntimeAdapter):
    make = MovesWhileRefusing


def test_a_generator_moved_by_a_refused_call_is_found_by_the_cells():
    made = brought_to("ContinuationReady", MovesWhileRefusingAdapter)
    assert check_refused(made, "load_model") == ["request.generator.index moved from 0 to 1"]


GENERATE = Acts._generate


def keeps_the_result(self, held, prompt, max_tokens):
    """`generate` keeps the last result."""
    done = GENERATE(self, held, prompt, max_tokens)
    return Done(done.outcome, replace(done.contents, result=held.result), done.value)


def test_a_result_kept_by_generate_is_a_divergence(monkeypatch, models):
    monkeypatch.setattr(Acts, "_generate", keeps_the_result)
    made = brought_to("Ready with a result")
    assert "generate.ok ended as None" in check_admitted(made, "generate", "ok")
    made = brought_to("Ready with a result")
    told = poisoned_by(made.runtime, lambda runtime: runtime.generate(PROMPT))
    assert "afterwards, the row says none" in told


def renumbers(held, changes):
    """A rejected setting is taken all the same."""
    try:
        return SET(held, changes)
    except engine.SettingsError:
        object.__setattr__(held.settings, "serial", 10**9)
        raise


SET = engine.acts._set_sampling


def test_settings_taken_though_rejected_are_a_divergence(monkeypatch):
    monkeypatch.setattr(engine.acts, "_set_sampling", renumbers)
    told = poisoned_by(
        brought_to("Ready").runtime, lambda runtime: runtime.set_sampling(temperature=-1)
    )
    assert "set_sampling.rejected" in told
    assert "settings is 1000000000" in told


def test_settings_made_without_the_gate_are_a_divergence(models):
    runtime = opened(models)
    gate: Gate = runtime._gate
    changed = replace(gate.cell.contents, settings=Numbered(engine.Settings(seed=9)))
    gate._cell = gate._cell._replace(contents=changed)
    told = poisoned_by(runtime, lambda runtime: runtime.generate_next_token())
    assert "settings moved outside any operation" in told
