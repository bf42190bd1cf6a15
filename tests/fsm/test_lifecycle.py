"""The declared lifecycle against its requirement, written here a second time and by hand.

`TABLE` is the operations table of the requirement. Each cell lists situations, first match wins;
a situation leads to outcomes with their targets, or to the slug of a refusal. The rest is brute
force over every reachable state: nothing here uses the checker.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from fsm import Machine
from fsm.expressions import All, At, step_view
from specs.lifecycle import LIFECYCLE

STAYS = "(stays)"

LOADED = {"ok": "Ready", "failed": "RecoverableError", "interrupted": STAYS}
OPENED = {
    "ok": "ContinuationReady", "rejected": "RecoverableError", "failed": "RecoverableError",
    "interrupted": STAYS,
}  # fmt: skip
GIVEN = {
    "token": STAYS, "finished": "Ready", "failed": "RecoverableError", "interrupted": "Ready",
}  # fmt: skip
CONTEXT_FULL = {outcome: target for outcome, target in GIVEN.items() if outcome != "token"}


def whatever(_):
    return True


def load_failed(s):
    return s["cause"] == "load"


def config_was_bad(s):
    return s["cause"] == "config"


def no_model(s):
    return s["model"] == "none"


def has_room(s):
    return s["generated"] == 0 or s["prompt"] + s["generated"] <= s["capacity"]


TABLE = {
    "load_model": {
        "Initialized": [(whatever, LOADED)],
        "Ready": [(whatever, LOADED)],
        "ContinuationReady": [(whatever, "GenerationActive")],
        "RecoverableError": [(whatever, LOADED)],
        "Freed": [(whatever, LOADED)],
    },
    "set_sampling": {
        "Initialized": [(whatever, {"ok": STAYS, "rejected": "RecoverableError"})],
        "Ready": [(whatever, {"ok": STAYS, "rejected": "RecoverableError"})],
        "ContinuationReady": [(whatever, "GenerationActive")],
        "RecoverableError": [
            (lambda s: config_was_bad(s) and no_model(s), {"ok": "Initialized", "rejected": STAYS}),
            (config_was_bad, {"ok": "Ready", "rejected": STAYS}),
            (whatever, {"ok": STAYS, "rejected": STAYS}),
        ],
        "Freed": [(whatever, "NotAllowed")],
    },
    "generate": {
        "Initialized": [(whatever, "ModelNotLoaded")],
        "Ready": [(whatever, OPENED)],
        "ContinuationReady": [(whatever, "GenerationActive")],
        "RecoverableError": [
            (load_failed, "LoadFailed"), (no_model, "ModelNotLoaded"), (whatever, OPENED),
        ],
        "Freed": [(whatever, "ModelNotLoaded")],
    },
    "generate_next_token": {
        "Initialized": [(whatever, "ModelNotLoaded")],
        "Ready": [(whatever, "NoActiveGeneration")],
        "ContinuationReady": [(has_room, GIVEN), (whatever, CONTEXT_FULL)],
        "RecoverableError": [
            (load_failed, "LoadFailed"), (no_model, "ModelNotLoaded"),
            (whatever, "NoActiveGeneration"),
        ],
        "Freed": [(whatever, "ModelNotLoaded")],
    },
    "reset": {
        "Initialized": [(whatever, "NotAllowed")],
        "Ready": [(whatever, {"ok": "Ready"})],
        "ContinuationReady": [(whatever, {"ok": "Ready"})],
        "RecoverableError": [(no_model, {"ok": "Initialized"}), (whatever, {"ok": "Ready"})],
        "Freed": [(whatever, "NotAllowed")],
    },
    "free": {
        "Initialized": [(whatever, "ModelNotLoaded")],
        "Ready": [(whatever, {"ok": "Freed"})],
        "ContinuationReady": [(whatever, {"ok": "Freed"})],
        "RecoverableError": [(no_model, "ModelNotLoaded"), (whatever, {"ok": "Freed"})],
        "Freed": [(whatever, "ModelNotLoaded")],
    },
    "init_runtime": {
        state: [(whatever, "NotAllowed")]
        for state in ["Initialized", "Ready", "ContinuationReady", "RecoverableError", "Freed"]
    },
}  # fmt: skip

FORM = LIFECYCLE.bind()
REACHABLE = FORM.reachable()
SNAPSHOTS = [FORM.snapshot(valuation) for valuation in REACHABLE]


def steps_of(form):
    """Yield every step as (rule, before, label, after)."""
    for valuation in form.reachable():
        for command, after in form.successors(valuation):
            yield command, form.snapshot(valuation), form.snapshot(after)


STEPS = list(steps_of(FORM))


def answer(machine, snapshot, operation):
    """Return what the declaration says: outcomes with targets, or a slug."""
    enabled = machine.enabled(snapshot, operation)
    if not enabled:
        return machine.refusal(snapshot, operation).slug
    source = snapshot["state"]
    return {
        item.outcome: STAYS if item.lands(source) == source else item.lands(source)
        for item in enabled
    }


def expected(snapshot, operation):
    for situation, says in TABLE[operation][snapshot["state"]]:
        if situation(snapshot):
            if isinstance(says, str):
                return says
            return {
                outcome: STAYS if target == snapshot["state"] else target
                for outcome, target in says.items()
            }
    raise AssertionError("the table is silent")


# -- the table -------------------------------------------------------------------------------------


def test_states_and_operations():
    assert LIFECYCLE.states == (
        "Uninitialized", "Initialized", "Ready", "ContinuationReady", "RecoverableError", "Freed",
    )  # fmt: skip
    assert set(LIFECYCLE.operations) == set(TABLE)
    assert (LIFECYCLE.initial, LIFECYCLE.final) == ("Uninitialized", ("Freed",))
    assert dict(LIFECYCLE.lazily) == {"Uninitialized": "init_runtime"}


@pytest.mark.parametrize("state", LIFECYCLE.states[1:])
@pytest.mark.parametrize("operation", TABLE)
def test_every_cell_says_what_the_requirement_says(operation, state):
    here = [snapshot for snapshot in SNAPSHOTS if snapshot["state"] == state]
    assert here
    for snapshot in here:
        assert answer(LIFECYCLE, snapshot, operation) == expected(snapshot, operation), snapshot


def test_every_situation_of_the_table_is_reached():
    for operation, cells in TABLE.items():
        for state, situations in cells.items():
            here = [snapshot for snapshot in SNAPSHOTS if snapshot["state"] == state]
            chosen = {
                next(index for index, (holds, _) in enumerate(situations) if holds(snapshot))
                for snapshot in here
            }
            assert chosen == set(range(len(situations))), (operation, state)


def test_uninitialized_admits_initialization_and_initializes_for_the_rest():
    start = LIFECYCLE.start()
    assert answer(LIFECYCLE, start, "init_runtime") == {"ok": "Initialized"}
    first, opened = LIFECYCLE.opened(start)
    assert (first, opened["state"]) == ("init_runtime", "Initialized")
    assert LIFECYCLE.allowed(start) == ("init_runtime", "load_model", "set_sampling")


def test_the_cause_says_why():
    for command, before, after in STEPS:
        was, now = before["cause"], after["cause"]
        match command.operation, command.outcome:
            case "load_model", "failed":
                assert now == "load"
            case "set_sampling", "rejected":
                assert now == ("load" if was == "load" else "config")
            case "generate", "failed" | "rejected":
                assert now == "request"
            case "generate_next_token", "failed":
                assert now == "request"
            case _, "interrupted":
                assert now == was
            case _:
                assert now == (was if after["state"] == "RecoverableError" else "none")


def test_only_the_named_operations_can_be_interrupted():
    """Reset and free defer an interruption until they are done."""
    assert {item.operation for item in LIFECYCLE.rows if item.outcome == "interrupted"} == {
        "load_model", "generate", "generate_next_token",
    }  # fmt: skip


def test_a_request_can_always_end_and_a_full_context_only_ends():
    for snapshot in SNAPSHOTS:
        if snapshot["state"] == "ContinuationReady":
            outcomes = answer(LIFECYCLE, snapshot, "generate_next_token")
            assert "finished" in outcomes
            full = snapshot["kv"] == snapshot["capacity"] and snapshot["generated"] > 0
            assert ("token" in outcomes) != full


# -- counts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("capacity", "states", "steps", "depth"), [(1, 69, 882, 5), (2, 81, 994, 5), (3, 97, 1134, 6)]
)
def test_reachable_states_steps_and_depth(capacity, states, steps, depth):
    form = LIFECYCLE.bind(capacity=capacity)
    reachable = form.reachable()
    found = sum(1 for valuation in reachable for _ in form.successors(valuation))
    assert (len(reachable), found, max(reachable.values())) == (states, steps, depth)
    domains = [set(slot.domain) for slot in form.slots]
    assert all(
        value in domain
        for valuation in reachable
        for value, domain in zip(valuation, domains, strict=True)
    )


def test_reachable_states_by_name():
    assert Counter(snapshot["state"] for snapshot in SNAPSHOTS) == {
        "Uninitialized": 1, "Initialized": 2, "Ready": 8, "ContinuationReady": 20,
        "RecoverableError": 48, "Freed": 2,
    }  # fmt: skip


# -- non-vacuity -----------------------------------------------------------------------------------


def test_every_row_fires_from_every_source():
    fired = {(command.rule, before["state"]) for command, before, _ in STEPS}
    declared = {(item.id, source) for item in LIFECYCLE.rows for source in item.sources}
    assert fired == declared


def test_every_refusal_is_given():
    given = {
        LIFECYCLE.refusal(snapshot, operation)
        for snapshot in SNAPSHOTS
        for operation in LIFECYCLE.operations
        if snapshot["state"] != "Uninitialized" and not LIFECYCLE.enabled(snapshot, operation)
    }
    assert given == set(LIFECYCLE.refusals)


GUARDED = [item for item in (*LIFECYCLE.rows, *LIFECYCLE.refusals) if str(item.guard) != "always"]


@pytest.mark.parametrize("entry", GUARDED, ids=str)
def test_every_conjunct_of_a_guard_is_true_and_false_by_itself(entry):
    here = [snapshot for snapshot in SNAPSHOTS if snapshot["state"] in entry.sources]
    conjuncts = entry.guard.guards if isinstance(entry.guard, All) else (entry.guard,)
    for index, conjunct in enumerate(conjuncts):
        others = [part for position, part in enumerate(conjuncts) if position != index]
        decided = {
            conjunct(snapshot) for snapshot in here if all(part(snapshot) for part in others)
        }
        assert decided == {True, False}, str(conjunct)


# -- properties ------------------------------------------------------------------------------------


def violated(machine):
    """Return the names of the properties that do not hold, decided by brute force."""
    form = machine.bind()
    reachable = form.reachable()
    snapshots = {valuation: form.snapshot(valuation) for valuation in reachable}
    steps = list(steps_of(form))
    broken = set()
    for promise in machine.properties:
        match promise.flavour:
            case "always":
                holds = all(map(promise.formula, snapshots.values()))
            case "sometimes":
                holds = any(map(promise.formula, snapshots.values()))
            case "step":
                holds = all(
                    promise.formula(step_view(before, command.operation, command.outcome, after))
                    for command, before, after in steps
                )
            case "recoverable":
                holds = always_recoverable(form, promise.formula, snapshots)
            case "leads_to":
                holds = ends(form, promise.formula, snapshots)
        if not holds:
            broken.add(promise.name)
    return broken


def always_recoverable(form, formula, snapshots):
    """Decide AG(EF(goal)), the only branching formula here, by walking backwards."""
    assert str(formula).startswith("AG(EF(")
    goal = formula.operands[0].operands[0]
    before = {valuation: set() for valuation in snapshots}
    for valuation in snapshots:
        for _, after in form.successors(valuation):
            before[after].add(valuation)
    reaching = {valuation for valuation, snapshot in snapshots.items() if goal(snapshot)}
    frontier = list(reaching)
    while frontier:
        for earlier in before[frontier.pop()] - reaching:
            reaching.add(earlier)
            frontier.append(earlier)
    return len(reaching) == len(snapshots)


def ends(form, formula, snapshots):
    """Decide that every run of the allowed steps leaves the premise: it has no cycle there."""
    inside = [v for v, snapshot in snapshots.items() if not formula.conclusion(snapshot)]
    after = {
        valuation: {
            following
            for command, following in form.successors(valuation)
            if command.operation in formula.only
        }
        for valuation in inside
    }
    ended = {valuation for valuation in snapshots if valuation not in after}
    while True:
        more = {v for v, following in after.items() if v not in ended and following <= ended}
        if not more:
            return all(valuation in ended for valuation in inside)
        ended |= more


def test_every_property_holds():
    assert violated(LIFECYCLE) == set()
    assert Counter(item.flavour for item in LIFECYCLE.properties).keys() == {
        "always", "step", "sometimes", "recoverable", "leads_to",
    }  # fmt: skip


def test_with_a_model_reset_alone_reaches_ready():
    for snapshot in SNAPSHOTS:
        if snapshot["model"] != "none":
            assert answer(LIFECYCLE, snapshot, "reset").keys() == {"ok"}
            (only,) = LIFECYCLE.enabled(snapshot, "reset")
            assert only.lands(snapshot["state"]) == "Ready"


@pytest.mark.parametrize("name", [item.name for item in LIFECYCLE.properties])
def test_properties_read_what_is_declared(name):
    """A property whose premise never holds promises nothing."""
    promise = next(item for item in LIFECYCLE.properties if item.name == name)
    if promise.flavour != "step" or not hasattr(promise.formula, "premise"):
        return
    premise = promise.formula.premise
    assert any(
        premise(step_view(before, command.operation, command.outcome, after))
        for command, before, after in STEPS
    )


# -- broken on purpose -----------------------------------------------------------------------------


def variant(label, *, drop=(), target=None, change=None, remove=False):
    """Return the lifecycle with every row of `label` changed."""

    def changed(item):
        if item.label != label:
            return item
        effects = tuple(effect for effect in item.effects if effect.variable.name not in drop)
        effects += tuple(change or ())
        return replace(item, effects=effects, target=item.target if target is None else target)

    rows = [changed(item) for item in LIFECYCLE.rows if not (remove and item.label == label)]
    return Machine(
        "broken", states=LIFECYCLE.states, initial=LIFECYCLE.initial, final=LIFECYCLE.final,
        lazily=LIFECYCLE.lazily, parameters=LIFECYCLE.parameters, variables=LIFECYCLE.variables,
        rows=rows, refusals=LIFECYCLE.refusals, properties=LIFECYCLE.properties,
        otherwise="NotAllowed",
    )  # fmt: skip


def becomes(name, value):
    return [LIFECYCLE.variable(name).becomes(value)]


BROKEN = {
    "a failed load drops the model": (
        {"label": "load_model.failed", "change": becomes("model", "none")},
        "a failed load is transactional"),
    "a failed load drops the result": (
        {"label": "load_model.failed", "change": becomes("result", "none")},
        "a failed load is transactional"),
    "a failed load has no cause": (
        {"label": "load_model.failed", "drop": ["cause"]},
        "a cause is set exactly in RecoverableError"),
    "a good load leaves the record": (
        {"label": "load_model.ok", "drop": ["record"]},
        "a cause is set exactly in RecoverableError"),
    "a good load forgets the buffers": (
        {"label": "load_model.ok", "drop": ["buffers"]},
        "buffers are resident exactly with a model"),
    "a good load ends nowhere": (
        {"label": "load_model.ok", "target": "Initialized"}, "residency matches the state"),
    "an interrupted load clears the result": (
        {"label": "load_model.interrupted", "change": becomes("result", "none")},
        "an interrupted load changes nothing"),
    "a rejected setting is applied": (
        {"label": "set_sampling.rejected", "change": becomes("settings", "a")},
        "sampling changes only when it is set"),
    "a rejection hides a failed load": (
        {"label": "set_sampling.rejected", "drop": ["cause"], "change": becomes("cause", "config")},
        "a failed load is settled only by a good load, reset or free"),
    "a prompt leaves its result": (
        {"label": "generate.ok", "drop": ["result"]}, "no result while a request is open"),
    "a prompt is not counted": (
        {"label": "generate.ok", "drop": ["kv"]}, "positions are prompt plus evaluated tokens"),
    "a rejected prompt leaves its result": (
        {"label": "generate.rejected", "drop": ["result"]},
        "a request that ends badly leaves nothing"),
    "a finished request leaves positions": (
        {"label": "generate_next_token.finished", "drop": ["kv"]},
        "nothing of a request outlives it"),
    "a finished request stays open": (
        {"label": "generate_next_token.finished", "drop": ["request"]},
        "ContinuationReady exactly while a request is open"),
    "an interrupted request leaves tokens": (
        {"label": "generate_next_token.interrupted", "drop": ["generated"]},
        "a request that ends badly leaves nothing"),
    "a failed request takes the model along": (
        {"label": "generate_next_token.failed", "change": becomes("model", "none")},
        "the model changes only by a good load or free"),
    "a token takes no room": (
        {"label": "generate_next_token.token", "drop": ["generated", "kv"]},
        "a request that only continues ends"),
    "reset keeps the record": (
        {"label": "reset.ok", "drop": ["record"]}, "a cause is set exactly in RecoverableError"),
    "free keeps the model": (
        {"label": "free.ok", "drop": ["model"]}, "residency matches the state"),
    "free drops the settings": (
        {"label": "free.ok", "change": becomes("settings", "none")},
        "configuration exists from initialization on"),
    "no good load": (
        {"label": "load_model.ok", "remove": True}, "Ready is always reachable"),
    "initialization configures nothing": (
        {"label": "init_runtime.ok", "drop": ["settings"]},
        "configuration exists from initialization on"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_lifecycle_violates_a_named_property(case):
    changes, name = BROKEN[case]
    assert name in violated(loose(changes))


def loose(changes):
    """Return the variant unvalidated: a row or refusal that went dead with the change may stay."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Machine, "validate", lambda self: None)
        return variant(**changes)


def test_variants_change_what_they_say():
    same = loose({"label": "no.such.row"})
    assert violated(same) == set()
    assert len(same.bind().reachable()) == len(REACHABLE)
    assert isinstance(same.bind().commands[0].source, At)
