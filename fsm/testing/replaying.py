"""Replaying a counterexample: against the declaration, or against the real thing.

What lives here: `assert_gone`, which the files of `turnstile check --emit-test` call. What does
not: writing those files (`fsm.reports`), and checking.

A trace is followed by labels and by what each step changed, not by the ids of rules, and only in
the names it recorded: rows may be added, moved and renumbered, variables may come, and the test
still means the same. When some step is not possible any more, the counterexample is gone.

The real thing is asked to do the same calls through its adapter; the promise is judged on what is
observed there. Where it takes another way, the counterexample is not one of its behaviours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

from ..expressions import Guard, Snapshot, Value, step_view
from ..form import Command, Form, Valuation
from ..properties import Property
from .adapter import Adapter, Call
from .holding import Bindable, assert_holds, form_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["assert_gone"]

Steps = Sequence[tuple[str, Mapping[str, Value]]]


def assert_gone(
    target: str | Bindable | Form,
    promise: str,
    *,
    start: Snapshot,
    steps: Steps,
    loop: int | None = None,
    adapter: Callable[[], Adapter] | None = None,
) -> None:
    """Fail while `target` (with an adapter: the real thing) still breaks `promise` by `steps`.

    A step is a label, `process: label` where a process steps, and what it changes. `loop` is the
    number of steps after which the rest repeats for ever.
    """
    __tracebackhide__ = True
    form = form_of(target)
    if adapter is not None:
        _replay_real(form, promise, steps, adapter)
        return
    spots = _Spots(form, start)
    for label, changes in steps:
        if not spots.step(label, changes):
            return
    if loop is not None and not spots.repeats(loop):
        return
    said = f"{form.name} still breaks {promise!r}: {', '.join(label for label, _ in steps)}"
    declared = {item.name: item for item in form.properties}.get(promise)
    if promise == "deadlock":
        assert not spots.stuck(), said
    elif declared is not None and isinstance(declared.formula, Guard):
        assert spots.kept(declared), f"{said}, against {declared.formula}"
    elif promise.endswith(" overlap"):
        assert_holds(form, free_of=[promise])
    else:
        # A formula over whole behaviours. The way is still open; whether it is still wrong depends
        # on the others there are, so the checker is asked.
        assert_holds(form, only=[promise])


class _Spots:
    """Where a trace can be in a form: every valuation that agrees with what was recorded."""

    def __init__(self, form: Form, start: Snapshot) -> None:
        self.form = form
        self.known = {slot.name for slot in form.slots} & set(start)
        self.seen: list[Snapshot] = [{name: start[name] for name in self.known}]
        self.now: dict[Valuation, tuple[Valuation, Command] | None] = {
            one: None for one in form.initial if self._agrees(one, self.seen[0])
        }

    def step(self, label: str, changes: Mapping[str, Value]) -> bool:
        """Take a step; False when nothing like it is possible."""
        process, found, operation = label.rpartition(": ")
        changed = {name: value for name, value in changes.items() if name in self.known}
        wanted = {**self.seen[-1], **changed}
        after: dict[Valuation, tuple[Valuation, Command] | None] = {}
        for spot in self.now:
            for command, valuation in self.form.successors(spot):
                named = command.label == operation and (not found or command.process == process)
                if named and self._agrees(valuation, wanted):
                    after.setdefault(valuation, (spot, command))
        self.now = after
        self.seen.append(wanted)
        return bool(after)

    def repeats(self, loop: int) -> bool:
        """Whether the last snapshot is the one after `loop` steps."""
        return self.seen[-1] == self.seen[loop]

    def stuck(self) -> bool:
        """Whether some spot has no step and may not be the last."""
        final = self.form.final
        return any(
            next(self.form.successors(spot), None) is None
            and not (final is not None and final(self.form.snapshot(spot)))
            for spot in self.now
        )

    def kept(self, promise: Property) -> bool:
        """Whether every spot keeps a promise about one state or one step."""
        guard = promise.formula
        assert isinstance(guard, Guard)
        views = (self._view(spot, came, promise) for spot, came in self.now.items())
        return all(guard(view) for view in views)

    def _view(
        self, spot: Valuation, came: tuple[Valuation, Command] | None, promise: Property
    ) -> Snapshot:
        after = self.form.snapshot(spot)
        if promise.flavour != "step" or came is None:
            return after
        before, command = came
        view = step_view(self.form.snapshot(before), command.operation, command.outcome, after)
        return {**view, "process": command.process}

    def _agrees(self, valuation: Valuation, wanted: Snapshot) -> bool:
        values = self.form.snapshot(valuation)
        return all(values[name] == value for name, value in wanted.items())


# -- the real thing --------------------------------------------------------------------------------


def _replay_real(form: Form, promise: str, steps: Steps, adapter: Callable[[], Adapter]) -> None:
    declared = {item.name: item for item in form.properties}.get(promise)
    if declared is None or declared.flavour not in ("always", "step"):
        raise SkipTest(f"{promise!r} is not judged on one state or step: replay it without adapter")
    guard = declared.formula
    assert isinstance(guard, Guard)
    thing = adapter()
    try:
        before = dict(thing.snapshot())
        if declared.flavour == "always":
            assert guard(before), _observed(promise, "the start", before)
        for label, _ in steps:
            call = Call(*label.rpartition(": ")[2].partition(".")[::2])
            if not _did(thing, call, before):
                return
            after = dict(thing.snapshot())
            if declared.flavour == "always":
                assert guard(after), _observed(promise, call.label, after)
            else:
                view = step_view(before, call.operation, call.outcome or "", after)
                assert guard(view), _observed(promise, call.label, after)
            before = after
    finally:
        thing.close()


def _did(thing: Adapter, call: Call, before: Snapshot) -> bool:
    """Make `call`; whether it ended as its label says."""
    strategy = thing.arguments(call.label, before)
    if strategy is None:
        raise SkipTest(f"the adapter cannot provoke {call.label} here")
    argument = _simplest(strategy)
    answer: object
    try:
        answer = thing.perform(call.label, argument)
    except BaseException as error:
        ended = thing.outcome_of(call, error)
        refused = isinstance(error, Exception) and thing.slug_of(error) is not None
        if ended is None and not refused:
            raise
        return ended == call.outcome
    return thing.outcome_of(call, answer) == call.outcome


def _simplest(strategy: SearchStrategy[Any]) -> Any:
    from hypothesis import find

    return find(strategy, lambda _: True)


def _observed(promise: str, where: str, snapshot: Snapshot) -> str:
    values = ", ".join(f"{name} = {value}" for name, value in snapshot.items())
    return f"the real thing breaks {promise!r} after {where}: {values}"
