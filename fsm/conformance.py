"""Conformance: is what was seen a step of the machine, and if not, what disagrees?

What lives here: judging snapshots, steps and refusals by the declaration alone. What does not:
running anything, and the gate's own comparison at commit. The two are apart on purpose: this is
the second opinion on what a gate let through, and it judges things that have no gate.

A row is read as conditions on a step, in the words of a step property: what it assigns equals its
term taken before the step (`kv == was.prompt + was.generated`), what it leaves to the world lies
within the choice, everything else is as it was, the state is the target. So every disagreement is
an ordinary guard that is false on the step, and whoever can print a guard can print it.

Where an operation comes first (`machine.lazily`) one call is two steps, and the snapshot between
them was never seen. It is computed: what the first row leaves open is taken from the snapshot
afterwards, unless the second row overwrites it.

Invariants: nothing here moves anything; a snapshot that lacks a name or holds a foreign value is a
disagreement, never an exception. Parameters belong to the thing: a step may change them (a larger
model was loaded), and each snapshot's domains are judged by its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .expressions import (
    BEFORE,
    STATE,
    Among,
    Arithmetic,
    At,
    Comparison,
    Constant,
    Guard,
    Reference,
    Snapshot,
    Term,
    Value,
    step_view,
    was,
)
from .machine import Machine, Refusal, Row
from .variables import (
    NOTHING,
    AnyOf,
    Assignment,
    Between,
    Choice,
    Count,
    Enum,
    Flag,
    Something,
    Variable,
)

__all__ = [
    "Disagreement",
    "Step",
    "admitting",
    "broken_always",
    "broken_step",
    "expected_refusal",
    "explain_refusal",
    "explain_snapshot",
    "explain_start",
    "explain_step",
    "lacking_names",
    "not_admitted",
    "step_disagreements",
    "steps_of",
]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that is not as declared; `condition` is the guard that should have been true."""

    what: str
    condition: Guard | None = None

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True, slots=True)
class Step:
    """One row that fired between two snapshots."""

    before: Snapshot
    row: Row
    after: Snapshot

    def view(self) -> Snapshot:
        """Return the snapshot on which conditions and step properties are evaluated."""
        return step_view(self.before, self.row.operation, self.row.outcome, self.after)

    def __str__(self) -> str:
        moved = "".join(
            f", {name} {self.before[name]} -> {value}"
            for name, value in self.after.items()
            if name != STATE and value != self.before[name]
        )
        return f"{self.row.id} {self.row.label}: {_between(self)}{moved}"


def _between(step: Step) -> str:
    source, target = step.before[STATE], step.after[STATE]
    return f"stays {source}" if source == target else f"{source} -> {target}"


# -- what the declaration says of a call -----------------------------------------------------------


def admitting(machine: Machine, snapshot: Snapshot, operation: str) -> tuple[Row, ...]:
    """Return the rows that admit a call of `operation` on `snapshot`, after what comes first."""
    first, opened = machine.opened(snapshot)
    return machine.enabled(snapshot if first == operation else opened, operation)


def expected_refusal(machine: Machine, snapshot: Snapshot, operation: str) -> Refusal | None:
    """Return how a call of `operation` on `snapshot` is refused; None when it is admitted."""
    first, opened = machine.opened(snapshot)
    return machine.refusal(snapshot if first == operation else opened, operation)


def steps_of(
    machine: Machine, before: Snapshot, operation: str, outcome: str, after: Snapshot
) -> tuple[Step, ...]:
    """Return the steps a call took: one, two where an operation comes first, none if not admitted.

    The rows are the declared ones; whether `after` is what they say is for `step_disagreements`.
    """
    row = _labelled(admitting(machine, before, operation), outcome)
    if row is None:
        return ()
    first, _ = machine.opened(before)
    if first is None or first == operation:
        return (Step(before, row, after),)
    (opening,) = machine.enabled(before, first)
    overwritten = {effect.variable.name for effect in row.effects}
    middle: dict[str, Value] = {**before, STATE: opening.lands(str(before[STATE]))}
    for effect in opening.effects:
        name = effect.variable.name
        open_to_the_world = isinstance(effect.value, Choice) and name not in overwritten
        middle[name] = after[name] if open_to_the_world else effect.options(before)[0]
    return (Step(before, opening, middle), Step(middle, row, after))


def _labelled(rows: tuple[Row, ...], outcome: str) -> Row | None:
    return next((row for row in rows if row.outcome == outcome), None)


# -- judging ---------------------------------------------------------------------------------------


def lacking_names(machine: Machine, snapshot: Snapshot) -> str:
    """Return which names `snapshot` lacks, as a sentence; empty when it has them all."""
    names = [STATE, *(item.name for item in (*machine.variables, *machine.parameters))]
    lacking = ", ".join(name for name in names if name not in snapshot)
    has = ", ".join(map(str, snapshot)) or "nothing"
    return f"the snapshot lacks {lacking}; it has {has}" if lacking else ""


def explain_snapshot(machine: Machine, snapshot: Snapshot) -> list[Disagreement]:
    """Return what keeps `snapshot` from being one of this machine's."""
    if lacking := lacking_names(machine, snapshot):
        return [Disagreement(lacking)]
    found = []
    if snapshot[STATE] not in machine.states:
        found.append(Disagreement(f"{snapshot[STATE]!r} is no state", At(machine.states)))
    for item in machine.variables:
        value = snapshot[item.name]
        if not item.admits(value, snapshot):
            what = f"{item.name} is {value!r}, outside {item.describe()}"
            found.append(Disagreement(what, _domain(item)))
    return found


def explain_start(machine: Machine, snapshot: Snapshot) -> list[Disagreement]:
    """Return where a fresh thing's snapshot is not the declared initial one."""
    if malformed := explain_snapshot(machine, snapshot):
        return malformed
    found: list[Disagreement] = []
    if snapshot[STATE] != machine.initial:
        what = f"a fresh one is in {snapshot[STATE]}, not in {machine.initial}"
        found.append(Disagreement(what, At((machine.initial,))))
    for item in machine.variables:
        if snapshot[item.name] != item.initial:
            what = f"{item.name} is {snapshot[item.name]!r} at the start, not {item.initial!r}"
            found.append(Disagreement(what, Comparison("==", item, Constant(item.initial))))
    return found


def explain_step(
    machine: Machine, before: Snapshot, operation: str, outcome: str, after: Snapshot
) -> list[str]:
    """Return why `after` is no successor of `before` by `operation.outcome`; empty when it is."""
    for snapshot in (before, after):
        if lacking := lacking_names(machine, snapshot):
            return [lacking]
    if foreign := explain_snapshot(machine, before):
        return [item.what for item in foreign]
    steps = steps_of(machine, before, operation, outcome, after)
    if not steps:
        return [not_admitted(machine, before, operation, outcome)]
    return [item.what for step in steps for item in step_disagreements(machine, step)]


def not_admitted(machine: Machine, before: Snapshot, operation: str, outcome: str) -> str:
    """Return the sentence that says what `operation` could have done instead."""
    opening = f"no row admits {operation}.{outcome} in {before[STATE]}"
    if operation not in machine.operations:
        return f"{opening}: {machine.name} has no operation {operation!r}"
    refusal = expected_refusal(machine, before, operation)
    if refusal is not None:
        return f"{opening}: it is refused as {refusal.slug}"
    outcomes = ", ".join(row.outcome for row in admitting(machine, before, operation))
    return f"{opening}: its outcomes there are {outcomes or 'none'}"


def step_disagreements(machine: Machine, step: Step) -> list[Disagreement]:
    """Return where `step.after` is not what the row says, its values' domains included."""
    found = explain_snapshot(machine, step.after)
    view = step.view()
    for name, condition in _conditions(machine, step):
        if not _holds(condition, view):
            what = (
                f"{step.row.id} {step.row.label} says {condition}; "
                f"{name} is {step.after[name]!r}, before {step.before[name]!r}"
            )
            found.append(Disagreement(what, condition))
    return found


def explain_refusal(
    machine: Machine, before: Snapshot, operation: str, slug: str | None, after: Snapshot
) -> list[Disagreement]:
    """Return why this was not the declared refusal; `slug` is None when nothing was refused.

    Where an operation comes first, what that step did is for `step_disagreements`.
    """
    refusal = expected_refusal(machine, before, operation)
    if refusal is None:
        return [Disagreement(f"{operation} is admitted in {before[STATE]}, refused as {slug}")]
    found = []
    if slug != refusal.slug:
        how = "was not refused" if slug is None else f"was refused as {slug}"
        found.append(Disagreement(f"{operation} {how}; {refusal.id} says {refusal.slug}"))
    first, _ = machine.opened(before)
    for name, value in () if first else before.items():
        if after.get(name) != value:
            what = f"{name} moved from {value!r} to {after.get(name)!r}; a refusal moves nothing"
            found.append(Disagreement(what, Comparison("==", Reference(name), _was(name))))
    return found


def broken_always(machine: Machine, snapshot: Snapshot) -> list[Disagreement]:
    """Return the `always` properties that are false on `snapshot`."""
    return _broken(machine, "always", snapshot)


def broken_step(machine: Machine, step: Step) -> list[Disagreement]:
    """Return the `step` properties that `step` breaks."""
    return _broken(machine, "step", step.view())


def _broken(machine: Machine, flavour: str, view: Snapshot) -> list[Disagreement]:
    found = []
    for item in machine.properties:
        if item.flavour == flavour and isinstance(item.formula, Guard):
            if _holds(item.formula, view):
                continue
            read = ", ".join(f"{name} {view[name]!r}" for name in sorted(item.formula.reads()))
            what = f"broken: {item}; observed {read}"
            found.append(Disagreement(what, item.formula))
    return found


# -- a row as conditions on a step -----------------------------------------------------------------


def _conditions(machine: Machine, step: Step) -> Iterator[tuple[str, Guard]]:
    yield STATE, At((step.row.lands(str(step.before[STATE])),))
    effects = {effect.variable.name: effect for effect in step.row.effects}
    fallen: dict[Choice, Variable] = {}
    for item in machine.variables:
        effect = effects.get(item.name)
        if effect is None:
            yield item.name, Comparison("==", item, was(item))
            continue
        yield item.name, _becomes(effect)
        if isinstance(effect.value, Choice):
            # One choice object falls once, however many variables it is assigned to.
            earlier = fallen.setdefault(effect.value, item)
            if earlier is not item:
                yield item.name, Comparison("==", item, earlier)


def _becomes(effect: Assignment) -> Guard:
    variable = effect.variable
    match effect.value:
        case Between(low=low, high=high):
            return _bounds(variable, _earlier(low), _earlier(high))
        case AnyOf(values=values):
            return Among(variable, values)
        case Something():
            return Comparison("!=", variable, Constant(NOTHING))
        case Choice():
            raise TypeError(f"no condition is known for the choice {effect.value}")
        case term:
            return Comparison("==", variable, _earlier(term))


def _earlier(term: Term) -> Term:
    """Return `term` as it was before the step."""
    match term:
        case Arithmetic(sign=sign, left=left, right=right):
            return Arithmetic(sign, _earlier(left), _earlier(right))
        case Reference(name=name):
            return _was(name)
        case _:
            return term


def _domain(variable: Variable) -> Guard | None:
    match variable:
        case Enum(values=values):
            return Among(variable, values)
        case Flag():
            return Among(variable, (False, True))
        case Count(low=low, high=high):
            return _bounds(variable, Constant(low), high)
        case _:
            return None


def _bounds(variable: Variable, low: Term, high: Term) -> Guard:
    return Comparison(">=", variable, low) & Comparison("<=", variable, high)


def _was(name: str) -> Reference:
    return Reference(BEFORE + name)


def _holds(condition: Guard, view: Snapshot) -> bool:
    try:
        return condition(view)
    except TypeError:
        # A foreign value (None where a number stands) satisfies nothing.
        return False
