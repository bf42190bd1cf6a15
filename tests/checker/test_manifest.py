"""Every spec is what the manifest says, and every promise of it has a way to fail that is shortest.

The pinned traces are judged twice: by the checker, and by a plain breadth-first walk over the
form's successors that shares nothing with it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from fsm.checker import check
from fsm.errors import MachineError
from fsm.exports import witnesses
from fsm.expressions import Guard, step_view
from fsm.form import Form, Valuation
from fsm.manifest import FOR_EVER, Entry, Manifest, Variant, differences
from fsm.properties import Property
from fsm.subjects import every
from fsm.variants import ignoring, ranging, vary, without, writing
from specs.manifest import MANIFEST
from specs.owner import owner

SUBJECTS = {item.name: item for item in every("specs.manifest:MANIFEST")}
SPECS = [name for name, item in SUBJECTS.items() if item.variant is None]
VARIANTS = [name for name, item in SUBJECTS.items() if item.variant is not None]
LARGEST_WALKED = 3_000


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_is_as_declared(name: str) -> None:
    subject = SUBJECTS[name]
    assert subject.entry is not None
    report = check(subject.form)
    assert differences(report, subject.entry) == [], report.text()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_breaks_what_it_says(name: str) -> None:
    subject = SUBJECTS[name]
    assert subject.entry is not None
    assert subject.variant is not None
    promises = [item for item in subject.form.properties if item.name == subject.variant.breaks]
    report = check(subject.form, properties=promises)
    assert differences(report, subject.entry, subject.variant) == []


@pytest.mark.parametrize("entry", MANIFEST.entries, ids=lambda entry: entry.name)
def test_every_promise_has_a_variant_that_breaks_it(entry: Entry) -> None:
    kept = {item.name for item in SUBJECTS[entry.name].form.properties} - set(entry.violated)
    same = [item for item in MANIFEST.entries if _factory(item) == _factory(entry)]
    broken = {variant.breaks for item in same for variant in item.variants}
    assert kept <= broken


def _factory(entry: Entry) -> str:
    return entry.target.partition("(")[0]


@pytest.mark.parametrize("name", SPECS)
def test_every_promise_has_an_independent_witness(name: str) -> None:
    form = SUBJECTS[name].form
    seen = witnesses(form)
    assert {item.name for item in form.properties} == {key for key, value in seen.items() if value}


def test_names_are_unique_and_find_their_own() -> None:
    named = [name for entry in MANIFEST.entries for name, _ in entry.named()]
    named += MANIFEST.names()
    assert [name for name, count in Counter(named).items() if count > 1] == []
    for name in named:
        entry, variant = MANIFEST.entry(name)
        assert name == entry.name if variant is None else name.startswith(f"{entry.name}~")


# -- the pinned traces, without the checker --------------------------------------------------------


def _is_broken(promise: Property, form: Form, before: Valuation, command, after: Valuation) -> bool:
    assert isinstance(promise.formula, Guard)
    view = form.snapshot(after)
    if promise.flavour == "always":
        return not promise.formula(view)
    if command is None:
        return False
    stepped = step_view(form.snapshot(before), command.operation, command.outcome, view)
    return not promise.formula({**stepped, "process": command.process})


def _nearest(form: Form, promise: Property) -> int | None:
    """Return how many steps the nearest violation is away."""
    if any(_is_broken(promise, form, one, None, one) for one in form.initial):
        return 0
    depth, level, seen = 0, list(form.initial), set(form.initial)
    while level and len(seen) < LARGEST_WALKED:
        depth += 1
        further = []
        for before in level:
            for command, after in form.successors(before):
                if _is_broken(promise, form, before, command, after):
                    return depth
                if after not in seen:
                    seen.add(after)
                    further.append(after)
        level = further
    return None


def _pinned_on_states_or_steps() -> list[str]:
    names = []
    for name in VARIANTS:
        form, variant = SUBJECTS[name].form, SUBJECTS[name].variant
        flavours = {item.name: item.flavour for item in form.properties}
        if flavours.get(variant.breaks) in ("always", "step"):
            names.append(name)
    return names


@pytest.mark.parametrize("name", _pinned_on_states_or_steps())
def test_a_pinned_trace_is_shortest(name: str) -> None:
    form, variant = SUBJECTS[name].form, SUBJECTS[name].variant
    (promise,) = (item for item in form.properties if item.name == variant.breaks)
    steps = variant.steps()
    assert steps is not None
    assert FOR_EVER not in steps
    assert _nearest(form, promise) == len(steps)


@pytest.mark.parametrize("name", ["lifecycle", "loading", "owner", "philosophers", "peterson"])
def test_pinned_counts_are_those_of_a_plain_walk(name: str) -> None:
    form, entry = SUBJECTS[name].form, SUBJECTS[name].entry
    reached = form.reachable()
    generated = len(form.initial) + sum(1 for one in reached for _ in form.successors(one))
    found = (len(reached), generated, max(reached.values()) + 1)
    assert found == (entry.states, entry.generated, entry.depth)


# -- a manifest notices ----------------------------------------------------------------------------


def _owner_entry(**changed: object) -> Entry:
    figures = {"states": 31, "generated": 98, "depth": 12, **changed}
    return Entry("owner", "specs.owner:owner(callers=1)", **figures)


def test_differences_name_every_figure_and_verdict() -> None:
    report = check(owner(1))
    assert differences(report, _owner_entry()) == []
    assert differences(report, _owner_entry(states=30)) == ["states: 31 instead of 30"]
    (wrong,) = differences(report, _owner_entry(violated={"deadlock": "call"}))
    assert wrong == "deadlock: HOLDS instead of VIOLATED"


def test_differences_of_a_variant_compare_the_trace() -> None:
    report = check(vary(owner(1), writing("leave.undeclared", {"held": True})))
    good = Variant("nobody is inside a poisoned owner", "", trace="caller1: call, caller1: enter, "
                   "caller1: leave.undeclared")  # fmt: skip
    assert differences(report, _owner_entry(), good) == []
    short = Variant("nobody is inside a poisoned owner", "", trace="caller1: call")
    (said,) = differences(report, _owner_entry(), short)
    assert "caller1: leave.undeclared) instead of (caller1: call)" in said
    other = Variant("a 13 writes nothing", "")
    assert differences(report, _owner_entry(), other) == [
        "a 13 writes nothing: HOLDS instead of VIOLATED"
    ]
    absent = Variant("no such promise", "")
    assert "nothing of that name" in differences(report, _owner_entry(), absent)[0]


def test_a_truncated_search_is_never_as_declared() -> None:
    from fsm.checker import Limits

    report = check(owner(1), limits=Limits(depth=2))
    assert any("truncated" in item for item in differences(report, _owner_entry()))


def test_a_change_that_changes_nothing_is_an_error() -> None:
    for change in (
        without("no such step"),
        writing("enter", {"no such variable": 1}),
        ranging("nothing", 1),
        ignoring("leave.ok", "poisoned"),
    ):
        with pytest.raises(MachineError):
            vary(owner(1), change)


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Manifest([_owner_entry()]).entry("owners")
