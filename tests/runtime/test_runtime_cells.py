"""Every cell of the state x operation table, driven on the real engine.

What is tried comes from the declaration: in each situation below (every state, with every cause and
with or without a model) each operation is called once per outcome that some row admits, and once
where it is refused. Admitted calls must move as their row says; refused ones must raise the
declared slug with its catalogue number and leave everything alone, every byte of every array
included.
"""

from __future__ import annotations

import inspect
from itertools import product

import pytest
from runtime_adapter import RuntimeAdapter, outcome_of
from runtime_whole import whole

from engine import Runtime, TurnstileError
from fsm.conformance import (
    admitting,
    broken_always,
    broken_step,
    expected_refusal,
    explain_refusal,
    step_disagreements,
    steps_of,
)
from specs.errors import CATALOGUE
from specs.lifecycle import LIFECYCLE

LOAD = ("load_model.ok", ("load", "f32", 9))
OPEN = ("generate.ok", ("open", (3, 4), None))
NO_LOAD = ("load_model.failed", ("load", "parse", None))
NO_SETTINGS = ("set_sampling.rejected", ("set", {"temperature": -1.0}))
NO_PROMPT = ("generate.rejected", ("open", "", None))
TOKEN = ("generate_next_token.token", ("call",))
ALL_OF_IT = ("complete", None)

SITUATIONS = {
    "Uninitialized": (),
    "Initialized": (("init_runtime.ok", ("call",)),),
    "Ready": (LOAD,),
    "Ready with a result": (LOAD, OPEN, ALL_OF_IT),
    "ContinuationReady": (LOAD, OPEN),
    "ContinuationReady with tokens": (LOAD, OPEN, TOKEN, TOKEN),
    "ContinuationReady with a full context": (
        LOAD, ("generate.ok", ("open", (3,) * 9, None)), TOKEN,
    ),
    "ContinuationReady before its last token": (LOAD, ("generate.ok", ("open", (3, 4), 1))),
    "RecoverableError load": (NO_LOAD,),
    "RecoverableError config": (NO_SETTINGS,),
    "RecoverableError load, with a model": (LOAD, OPEN, ALL_OF_IT, NO_LOAD),
    "RecoverableError config, with a model": (LOAD, NO_SETTINGS),
    "RecoverableError request, with a model": (LOAD, NO_PROMPT),
    "Freed": (LOAD, ("free.ok", ("call",))),
}  # fmt: skip


def brought_to(situation: str, adapter=RuntimeAdapter) -> RuntimeAdapter:
    """Return a fresh thing that has been led into a situation."""
    made = adapter()
    for label, argument in SITUATIONS[situation]:
        if label == "complete":
            while not made.runtime.generate_next_token().finished:
                pass
        else:
            assert made.provoke(label, argument) == label.partition(".")[2]
    assert made.runtime.state.name == situation.split(maxsplit=1)[0]
    return made


def cells():
    """Yield (situation, operation, outcome) of all that can be called; outcome None: refused.

    Left out is what a situation rules out by itself, such as one more token in a full context.
    """
    for situation in SITUATIONS:
        made = brought_to(situation)
        snapshot = made.snapshot()
        for operation in LIFECYCLE.operations:
            rows = admitting(LIFECYCLE, snapshot, operation)
            for row in rows:
                if made.ways(row.label):
                    yield situation, operation, row.outcome
            if not rows:
                yield situation, operation, None
        made.close()


def check_admitted(made: RuntimeAdapter, operation: str, outcome: str) -> list[str]:
    """Provoke the outcome; return what is not as the declaration says."""
    label = f"{operation}.{outcome}"
    before = made.snapshot()
    assert operation in made.runtime.allowed()
    found = []
    got = made.provoke(label, made.ways(label)[0])
    if got != outcome:
        found.append(f"{label} ended as {got}")
    after = made.snapshot()
    steps = steps_of(LIFECYCLE, before, operation, outcome, after)
    for step in steps:
        found += map(str, step_disagreements(LIFECYCLE, step))
        found += map(str, broken_step(LIFECYCLE, step))
    found += map(str, broken_always(LIFECYCLE, after))
    return found


def check_refused(made: RuntimeAdapter, operation: str) -> list[str]:
    """Make the refused call; return what is not as the declaration says."""
    before = made.snapshot()
    expected = expected_refusal(LIFECYCLE, before, operation)
    first, _ = LIFECYCLE.opened(before)
    held = made.fingerprint()
    found = []
    if operation in made.runtime.allowed():
        found.append(f"{operation} is refused, but allowed() lists it")
    try:
        made.attempt(operation)
    except TurnstileError as error:
        if error.slug != expected.slug or error.code != CATALOGUE[expected.slug].number:
            found.append(f"refused as {error.code} {error.slug}, declared is {expected.slug}")
        refused = made.runtime.diagnostics.last_refusal
        if refused is None or expected.slug not in refused:
            found.append("diagnostics does not show the refusal")
    else:
        found.append(f"{operation} was not refused as {expected.slug}")
    if first is not None:
        # The lazy initialization alone has happened; the rest is judged from there.
        found += map(
            str, explain_refusal(LIFECYCLE, before, operation, expected.slug, made.snapshot())
        )
        assert [step.operation for step in made.runtime.diagnostics.trace] == [first]
        return found
    return [*found, *made.difference(held, made.fingerprint())]


def row_and_source(made: RuntimeAdapter, operation: str, outcome: str):
    before = made.snapshot()
    (row,) = [row for row in admitting(LIFECYCLE, before, operation) if row.outcome == outcome]
    _, opened = LIFECYCLE.opened(before)
    return row.id, str(before["state"] if operation == "init_runtime" else opened["state"])


CELLS = list(cells())


@pytest.mark.parametrize(("situation", "operation", "outcome"), CELLS)
def test_a_cell(situation, operation, outcome):
    made = brought_to(situation)
    try:
        if outcome is None:
            assert check_refused(made, operation) == []
        else:
            assert check_admitted(made, operation, outcome) == []
    finally:
        made.close()


def test_every_way_of_provoking_an_outcome_ends_as_it_should():
    """Each damaged file, bad prompt and fault point of the adapter, once."""
    for situation, operation, outcome in CELLS:
        if outcome is None or situation not in ("Initialized", "Ready", "ContinuationReady"):
            continue
        label = f"{operation}.{outcome}"
        for way in range(len(brought_to(situation).ways(label))):
            made = brought_to(situation)
            argument = made.ways(label)[way]
            before = made.snapshot()
            assert made.provoke(label, argument) == outcome, (situation, label, argument)
            after = made.snapshot()
            for step in steps_of(LIFECYCLE, before, operation, outcome, after):
                assert step_disagreements(LIFECYCLE, step) == [], (situation, label, argument)
            assert broken_always(LIFECYCLE, after) == []
            made.close()


def test_no_cell_and_no_row_is_missing():
    tried = {(situation.split()[0], operation) for situation, operation, _ in CELLS}
    assert tried == set(product(LIFECYCLE.states, LIFECYCLE.operations))

    fired, met = set(), set()
    for situation, operation, outcome in CELLS:
        made = brought_to(situation)
        if outcome is None:
            met.add(expected_refusal(LIFECYCLE, made.snapshot(), operation).id)
        else:
            fired.add(row_and_source(made, operation, outcome))
        made.close()
    assert fired == {(row.id, source) for row in LIFECYCLE.rows for source in row.sources}
    assert met == {refusal.id for refusal in LIFECYCLE.refusals}


def test_the_situations_are_all_there_are():
    """Every state; in RecoverableError every cause, with and without a model, that can be."""
    seen = set()
    for situation in SITUATIONS:
        made = brought_to(situation)
        snapshot = made.snapshot()
        seen.add((snapshot["state"], snapshot["cause"], snapshot["model"] != "none"))
        made.close()
    declared = {
        (state, cause, model != "none")
        for state, cause, model in product(
            LIFECYCLE.states, LIFECYCLE.variable("cause").values, ("none", 1)
        )
        for settings in ["none", 1]
        if all_hold(state, cause, model, settings)
    }
    assert seen == declared


def all_hold(state, cause, model, settings):
    """Whether a snapshot with these values satisfies every `always` property."""
    requested = state == "ContinuationReady"
    snapshot = {
        **LIFECYCLE.start(), "state": state, "cause": cause, "model": model,
        "buffers": model != "none", "settings": settings, "request": requested,
        "prompt": int(requested), "kv": int(requested), "record": "none" if cause == "none" else 1,
    }  # fmt: skip
    return not broken_always(LIFECYCLE, snapshot)


# -- the surface -------------------------------------------------------------------------------

OBSERVERS = {
    "allowed", "diagnostics", "explain", "last_error", "metadata", "result", "settings", "snapshot",
    "state", "tokenize", "watch",
}  # fmt: skip
CONVENIENCES = {"cancel", "close", "complete", "stream"}


def test_the_public_surface_is_the_table_and_what_is_listed_here():
    public = {name for name in dir(Runtime) if not name.startswith("_")}
    assert public == {*LIFECYCLE.operations, *OBSERVERS, *CONVENIENCES}
    assert not [name for name in vars(Runtime()) if not name.startswith("_")]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_observers_move_nothing_and_initialize_nothing(situation):
    made = brought_to(situation)
    runtime, held = made.runtime, whole(made.runtime)
    for name in OBSERVERS:
        attribute = getattr(runtime, name)
        if name == "explain":
            assert all(str(attribute(operation)) for operation in LIFECYCLE.operations)
        elif name == "watch":
            attribute(lambda _: None)()
        elif name == "tokenize":
            with_model = runtime.snapshot["model"] != "none"
            assert outcome_of_call(attribute, "way") == (None if with_model else 2)
        elif inspect.ismethod(attribute):
            attribute()
    repr(runtime), repr(runtime.diagnostics), str(runtime.state), runtime.state.meaning
    assert whole(runtime) == held
    made.close()


def outcome_of_call(call, *args):
    try:
        call(*args)
    except TurnstileError as error:
        return error.code
    return None


def test_a_step_shows_neither_time_nor_address():
    made = brought_to("ContinuationReady")
    step = made.runtime.generate_next_token()
    assert repr(step) == f"Step(token={step.token}, text={step.text!r}, reason=None)"
    with pytest.raises(AttributeError):
        step.token = 3
    assert outcome_of(step) == "token"
    made.close()
