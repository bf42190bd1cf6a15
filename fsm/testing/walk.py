"""A walk: one fresh thing, one run of calls, each judged when it is made.

What lives here: making a call through the adapter, judging what came of it, remembering the run,
and failing with its program. What does not: choosing the calls (a rule-based machine, a tour, a
person does) and what is right (`fsm.conformance`).

    walk = Walk(ORDER, OrderAdapter())
    walk.step("add.ok", (2,))       # a row of add.ok is enabled: it must fire, exactly
    walk.refuse("ship")             # no row admits it: the declared refusal, and nothing moves

A legal call must end in the outcome that was to be provoked, lead to a successor by a row of that
label, and keep every `always` and `step` property. An illegal one must raise the declared refusal
and move neither snapshot nor fingerprint. Where an operation comes first, that row alone may fire
before the refusal, and the fingerprint is free to follow it.

A disagreement raises `Nonconformance`, which carries the program; the walk is over then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from ..conformance import (
    Disagreement,
    Step,
    admitting,
    broken_always,
    broken_step,
    expected_refusal,
    explain_refusal,
    explain_start,
    lacking_names,
    not_admitted,
    step_disagreements,
    steps_of,
)
from ..expressions import STATE, Snapshot
from ..machine import Machine
from ..variables import Choice
from .adapter import Adapter, Call
from .counts import Coverage
from .program import comment, python, remarked

__all__ = ["Nonconformance", "Walk"]

# A step that was judged, and what was found; None where no row had fired. What is only words is a
# difference between fingerprints.
Judged = tuple[Step | None, Sequence[Disagreement | str]]

_TITLE = "# This program makes the calls that led here, in their order."


class Nonconformance(AssertionError):
    """The thing is not as its machine says; `program` shows it, `disagreements` say where.

    `calls` are those that led here, the failing one last, which was made on `before`.
    """

    def __init__(
        self,
        what: str,
        disagreements: Sequence[str],
        program: str,
        calls: Sequence[Call] = (),
        before: Snapshot | None = None,
    ) -> None:
        super().__init__("\n  - ".join((what, *disagreements)))
        self.what, self.disagreements, self.program = what, tuple(disagreements), program
        self.calls, self.before = tuple(calls), before or {}
        self.add_note(program)


class Walk:
    """One thing under one machine, from fresh to closed."""

    def __init__(
        self, machine: Machine, adapter: Adapter, coverage: Coverage | None = None
    ) -> None:
        """Look at the fresh thing; Nonconformance when it is not as the machine starts."""
        self.machine, self.adapter = machine, adapter
        self.coverage = coverage or Coverage(machine, machine.name)
        self.calls: list[Call] = []
        self.snapshot: Snapshot = {}
        self._lines: list[str] = []
        self._asked: Snapshot | None = None
        self._answer: tuple[tuple[str, ...], tuple[str, ...]] = (), ()
        try:
            with self._noted():
                self.snapshot = self._look(None)
                found = [
                    *explain_start(machine, self.snapshot),
                    *broken_always(machine, self.snapshot),
                ]
                if found:
                    self._fail(None, "the fresh thing is not as declared", [(None, found)])
        except BaseException:
            adapter.close()
            raise

    # -- what may be called now --------------------------------------------------------------------

    def admitted(self) -> tuple[str, ...]:
        """Return the labels of which a row is enabled, in order of declaration."""
        return self._now()[0]

    def refused(self) -> tuple[str, ...]:
        """Return the operations no row admits, in order of declaration."""
        return self._now()[1]

    def _now(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ask the declaration once for each snapshot: choosing a call asks often."""
        if self._asked is not self.snapshot:
            rows = {
                operation: admitting(self.machine, self.snapshot, operation)
                for operation in self.machine.operations
            }
            labels = [row.label for enabled in rows.values() for row in enabled]
            refused = [operation for operation, enabled in rows.items() if not enabled]
            self._answer = tuple(labels), tuple(refused)
            self._asked = self.snapshot
        return self._answer

    # -- calls -------------------------------------------------------------------------------------

    def step(self, label: str, argument: object = None) -> Snapshot:
        """Make a legal call that ends as `label`; returns the snapshot it led to."""
        operation, _, outcome = label.partition(".")
        call = Call(operation, outcome, argument)
        before = self.snapshot
        if label not in self.admitted():
            raise ValueError(not_admitted(self.machine, before, operation, outcome))
        with self._noted(call):
            ended, answer = self._perform(call)
            if ended != outcome:
                what = self._mistaken(call, ended, answer)
                self._fail(call, what, cause=_error(answer))
            after = self._look(call)
            steps = steps_of(self.machine, before, operation, outcome, after)
            judged = [(step, self._judged(step)) for step in steps]
            if any(found for _, found in judged):
                what = f"{call.label} in {before[STATE]} did not do as declared"
                self._fail(call, what, judged, cause=_error(answer))
        for step in steps:
            self.coverage.fired(step)
        return self._moved(call, after, "; ".join(map(str, steps)))

    def refuse(self, operation: str) -> Snapshot:
        """Make an illegal call; returns the snapshot afterwards."""
        before = self.snapshot
        refusal = expected_refusal(self.machine, before, operation)
        if refusal is None:
            raise ValueError(f"{operation} is admitted in {before[STATE]}: it cannot be refused")
        call = Call(operation, slug=refusal.slug)
        with self._noted(call):
            held = self.adapter.fingerprint()
            slug, error = self._attempt(call)
            after = self._look(call)
            steps = self._lazy_steps(before, after)
            judged = [(step, self._judged(step)) for step in steps]
            found: list[Disagreement | str] = []
            found += explain_refusal(self.machine, before, operation, slug, after)
            if not steps:
                found += self.adapter.difference(held, self.adapter.fingerprint())
            if found or any(wrong for _, wrong in judged):
                raised = f" but raised {error!r}" if error is not None and slug is None else ""
                what = f"{operation} in {before[STATE]} was not refused as declared{raised}"
                cause = error if slug is None else None
                self._fail(call, what, [(None, found), *judged], cause=cause)
        self.coverage.met(refusal)
        for step in steps:
            self.coverage.fired(step)
        remark = f"{refusal.id}: refused in {before[STATE]} as {refusal.slug}"
        return self._moved(call, after, remark)

    def close(self) -> None:
        """End the walk and its thing."""
        self.adapter.close()

    def _moved(self, call: Call, after: Snapshot, remark: str) -> Snapshot:
        self.calls.append(call)
        self._lines.append(remarked(self.adapter.source(call), remark))
        self.snapshot = after
        return after

    # -- the thing ---------------------------------------------------------------------------------

    def _look(self, call: Call | None) -> Snapshot:
        snapshot = dict(self.adapter.snapshot())
        if lacking := lacking_names(self.machine, snapshot):
            self._fail(call, lacking)
        return snapshot

    def _perform(self, call: Call) -> tuple[str | None, object]:
        answer: object
        try:
            answer = self.adapter.perform(call.label, call.argument)
        except BaseException as error:
            ended = self.adapter.outcome_of(call, error)
            foreign = not isinstance(error, Exception) or _of_hypothesis(error)
            if foreign and ended != call.outcome:
                # Somebody interrupts the test itself, or Hypothesis ends this example.
                raise
            return ended, error
        return self.adapter.outcome_of(call, answer), answer

    def _attempt(self, call: Call) -> tuple[str | None, Exception | None]:
        try:
            self.adapter.attempt(call.operation)
        except Exception as error:
            if _of_hypothesis(error):
                raise
            return self.adapter.slug_of(error), error
        return None, None

    def _lazy_steps(self, before: Snapshot, after: Snapshot) -> tuple[Step, ...]:
        """Return the step that precedes even a refusal where an operation comes first."""
        first, _ = self.machine.opened(before)
        if first is None:
            return ()
        outcome = self.machine.enabled(before, first)[0].outcome
        return steps_of(self.machine, before, first, outcome, after)

    def _judged(self, step: Step) -> list[Disagreement]:
        found = step_disagreements(self.machine, step)
        return [*found, *broken_always(self.machine, step.after), *broken_step(self.machine, step)]

    def _mistaken(self, call: Call, ended: str | None, answer: object) -> str:
        opening = f"{call.label} in {self.snapshot[STATE]}"
        error = _error(answer)
        slug = self.adapter.slug_of(error) if isinstance(error, Exception) else None
        if slug is not None:
            return f"{opening} is admitted, but was refused as {slug}"
        if ended is not None:
            return f"{opening} ended as {ended}, not as {call.outcome}"
        return f"{opening} raised {error!r}, which stands for none of its outcomes"

    # -- failing -----------------------------------------------------------------------------------

    @contextmanager
    def _noted(self, call: Call | None = None) -> Iterator[None]:
        """Whatever else comes out of the thing or its adapter carries the program as a note."""
        try:
            yield
        except Nonconformance:
            raise
        except Exception as error:
            if not _of_hypothesis(error):
                error.add_note(self._program(call))
            raise

    def _fail(
        self,
        call: Call | None,
        what: str,
        judged: Sequence[Judged] = (),
        *,
        cause: BaseException | None = None,
    ) -> NoReturn:
        """End the walk. There is one place that raises: to Hypothesis every failure is one bug,
        so it reports the shortest run that fails at all, not a group of runs.
        """
        ending: list[str] = []
        said: list[str] = []
        opening: Step | None = None
        for step, found in judged:
            if opening is not None and step is not None:
                ending += self._opening(opening, step)
            ending += self._assertions(step, found)
            said += map(str, found)
            opening = step
        program = self._program(call, what, ending)
        calls = self.calls if call is None else [*self.calls, call]
        raise Nonconformance(what, said, program, calls, self.snapshot) from cause

    def _opening(self, opening: Step, step: Step) -> list[str]:
        """Write the snapshot between an operation that comes first and the one that was called."""
        if not self.adapter.snapshot_source():
            return []
        rewritten = {effect.variable.name for effect in step.row.effects}
        parts = [f'"{STATE}": {opening.after[STATE]!r}']
        for effect in opening.row.effects:
            name = effect.variable.name
            unseen = isinstance(effect.value, Choice) and name not in rewritten
            parts.append(
                f'"{name}": ' + (f'after["{name}"]' if unseen else repr(opening.after[name]))
            )
        written = f"before = {{**before, {', '.join(parts)}}}"
        return [remarked(written, f"{opening.row.operation} comes first")]

    def _assertions(self, step: Step | None, found: Sequence[Disagreement | str]) -> list[str]:
        """Write what should have held: conditions on snapshots, or the fingerprint as a whole."""
        operation, outcome = (step.row.operation, step.row.outcome) if step else ("", "")
        lines = []
        for item in found:
            lines.append(comment(str(item)))
            condition = item.condition if isinstance(item, Disagreement) else None
            if condition is not None and self.adapter.snapshot_source():
                lines.append(f"assert {python(condition, operation, outcome)}")
        again = self.adapter.fingerprint_source()
        if again and any(isinstance(item, str) for item in found):
            lines.append(f"assert {again} == held")
        return lines

    def _program(self, call: Call | None, what: str = "", ending: Sequence[str] = ()) -> str:
        seen, held = self.adapter.snapshot_source(), self.adapter.fingerprint_source()
        lines = [_TITLE, self.adapter.preamble().strip("\n"), *self._lines]
        if call is not None:
            if seen:
                lines.append(f"before = {seen}")
            if held and call.outcome is None:
                lines.append(f"held = {held}")
        if what:
            lines.append(comment(what))
        if call is not None:
            lines.append(self.adapter.source(call))
        if seen:
            lines.append(f"after = {seen}")
        return "\n".join([*lines, *ending]) + "\n"


def _error(answer: object) -> BaseException | None:
    return answer if isinstance(answer, BaseException) else None


def _of_hypothesis(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] == "hypothesis"
