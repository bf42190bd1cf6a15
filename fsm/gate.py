"""The gate: every call into a gated thing passes here, one at a time.

What lives here: admit, act, commit; refusal, interruption, poison. What does not: what an
operation does (the acts), what the thing looks like (`observe`), which calls are legal (the
machine).

    admit   take the turn, observe, find a row of the operation whose guard holds; else a declared
            refusal, and nothing has moved
    act     the thing works on staged objects and returns one of the declared outcomes, with the
            contents it would have from now on; or raises an exception that stands for an outcome
    commit  fire the row's event on a callback-free stock machine, observe the new contents, compare
            with what the row predicts; then one assignment publishes state, contents and snapshot

The published `Cell` is the truth. Until that one assignment nothing has happened, whatever was
interrupted where: `_land` brings a flight that did not commit to a declared end, and tells of one
that did; the next call does so when even that was interrupted. An operation that has an
`interrupted` row ends by it; one that has none is carried through first, and the interruption is
raised afterwards. An interruption that comes after the assignment is raised, and the step stands.

An exception that stands for no outcome, and a divergence, poison the gate: the turn is given
back, every later call is answered with `Poisoned`, nothing is written any more, observers still see
the last published cell. Observers (`state`, `snapshot`, `allowed`, `explain`, …) read that cell and
never wait.

Nothing that outlives a call refers to an exception that was raised (but
for the poison): its traceback would keep the contents of that time alive.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, NoReturn, TypeVar

from .bridge import Place
from .errors import Divergence, GateError, MachineError, Poisoned, Refused
from .explanation import Explanation, explain, unknown
from .expressions import STATE, Snapshot, Value
from .machine import Machine, Row
from .prepared import Entry
from .turns import Turns
from .variables import Choice

__all__ = ["Act", "Cell", "Done", "Explanation", "Gate", "Transition"]

C = TypeVar("C")

INTERRUPTED: Final = "interrupted"
# Enough to see how a divergence came about, small enough to keep with every gate.
TRACE_LENGTH: Final = 64

_log = logging.getLogger("turnstile.gate")


class Done(NamedTuple, Generic[C]):
    """What an act returns: its outcome, the contents from now on, and the caller's answer."""

    outcome: str
    contents: C
    value: object = None


@dataclass(frozen=True, slots=True)
class Act(Generic[C]):
    """How one operation is carried out on the thing's contents.

    `perform(contents, ...)` returns a `Done` or raises. `spoiled(contents)` returns what is left of
    the contents when it raised; it may run more than once.
    """

    perform: Callable[..., Done[C]]
    spoiled: Callable[[C], C] = field(default=lambda contents: contents)


class Transition(NamedTuple):
    """One committed step, as observers receive it; the trace keeps it without the error."""

    sequence: int
    operation: str
    outcome: str
    row: str
    source: str
    target: str
    duration_s: float
    before: Snapshot
    after: Snapshot
    error: BaseException | None = None

    @property
    def label(self) -> str:
        """`operation.outcome`."""
        return f"{self.operation}.{self.outcome}"

    def __str__(self) -> str:
        moved = ", ".join(
            f"{name}: {self.before[name]} -> {value}"
            for name, value in self.after.items()
            if name != STATE and value != self.before[name]
        )
        return (
            f"#{self.sequence} {self.label} ({self.row}) "
            f"{self.source} -> {self.target}{f'; {moved}' if moved else ''}"
        )


Watcher = Callable[[Transition], None]


class Cell(NamedTuple, Generic[C]):
    """Everything that is published, at once."""

    sequence: int
    state: str
    contents: C
    snapshot: MappingProxyType[str, Value]
    held: Mapping[str, Value]


class _Flight(Generic[C]):
    """An admitted call that has not been told of yet."""

    event: Transition | None = None
    untold: Iterator[Watcher] | None = None
    error: BaseException | None = None
    carried = False

    def __init__(
        self,
        operation: str,
        cell: Cell[C],
        entry: Entry,
        started_s: float,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        self.operation, self.cell, self.entry = operation, cell, entry
        self.started_s, self.args, self.kwargs = started_s, args, kwargs


class Gate(Generic[C]):
    """Gates one thing by one machine. `contents` is whatever the acts work on."""

    def __init__(
        self,
        machine: Machine,
        contents: C,
        acts: Mapping[str, Act[C]],
        *,
        observe: Callable[[C], Mapping[str, Value]],
        interpret: Callable[[str, BaseException], tuple[str | None, BaseException]],
        settle: Callable[[str, C, BaseException | None, Mapping[str, object]], C] | None = None,
        complain: Callable[[GateError], BaseException] = lambda error: error,
        lock_timeout_s: float | None = None,
    ) -> None:
        """Gate `contents`.

        `observe` reads every variable that is not held, and the parameters, off the contents in
        constant time. `interpret(operation, error)` returns the outcome an exception stands for
        (None for none) and the exception to raise. `settle(operation, contents, error, effects)`
        may put the error into, or drop it from, the contents as the row's effects say. `complain`
        turns the gate's own errors into the caller's.
        """
        if problems := [*_mismatches(machine, acts)]:
            raise MachineError(machine.name, problems)
        self.machine = machine
        self._acts = dict(acts)
        self._observe = observe
        self._interpret = interpret
        self._settle = settle
        self._complain = complain
        self._lock_timeout_s = lock_timeout_s
        self._turns = Turns()
        self._place = Place(machine)
        self._entries = {
            (state, operation): Entry(machine.rows_of(state, operation), machine.variables)
            for state in machine.states
            for operation in machine.operations
            if machine.rows_of(state, operation)
        }
        # By a key of their own: watching and stopping are single steps of a dictionary, so threads
        # need no lock for them.
        self._watchers: dict[object, Watcher] = {}
        self._trace: deque[Transition] = deque(maxlen=TRACE_LENGTH)
        self._flight: _Flight[C] | None = None
        self._poison: BaseException | None = None
        self._last_refusal: Refused | None = None
        held = {item.name: item.initial for item in machine.variables if item.held}
        snapshot = {STATE: machine.initial, **observe(contents), **held}
        if problems := [*_strangers(machine, snapshot)]:
            raise MachineError(machine.name, problems)
        self._cell = Cell(0, machine.initial, contents, MappingProxyType(snapshot), held)

    # -- observers: never wait, never move anything -----------------------------------------------

    @property
    def cell(self) -> Cell[C]:
        """The last published cell."""
        return self._cell

    @property
    def snapshot(self) -> Snapshot:
        """The last published snapshot."""
        return self._cell.snapshot

    @property
    def poison(self) -> BaseException | None:
        """The exception that poisoned the gate, or None."""
        return self._poison

    @property
    def last_refusal(self) -> Refused | None:
        """The last refusal, or None; refusals are kept apart from failures."""
        return self._last_refusal

    @property
    def trace(self) -> tuple[Transition, ...]:
        """The last committed steps, oldest first."""
        while True:
            try:
                return tuple(self._trace)
            except RuntimeError:  # a step was committed meanwhile; there is no lock to wait for
                continue

    def allowed(self) -> tuple[str, ...]:
        """Return the operations that would be admitted now; none after poison."""
        return () if self._poison is not None else self.machine.allowed(self._cell.snapshot)

    def explain(self, operation: str) -> Explanation:
        """Return what `operation` would do now, and why."""
        told = explain(self.machine, self._cell.snapshot, operation)
        if self._poison is None:
            return told
        return Explanation(operation, told.state, None, (), None, ())

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with every committed step, in order; returns a function that stops it.

        A watcher runs inside the turn: it must be quick, and a call it makes to the same gate is
        answered with `Unavailable`. What it raises is logged and disturbs nothing.
        """
        key = object()
        self._watchers[key] = watcher

        def stop() -> None:
            self._watchers.pop(key, None)

        return stop

    def relinquish(self, contents: C) -> None:
        """Let a poisoned gate hold `contents` instead; what was published stays readable.

        Does nothing on a sound gate: there, letting go is an operation like any other.
        """
        if self._poison is not None:
            self._flight = None
            self._cell = self._cell._replace(contents=contents)

    # -- the one way in ---------------------------------------------------------------------------

    def call(
        self,
        operation: str,
        /,
        *args: Any,
        only_if: Callable[[C], None] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Carry out `operation`; returns the act's value, or raises as declared.

        `only_if(contents)` is asked once the turn is taken and may raise: then nothing has moved.
        """
        if operation not in self._acts:
            raise KeyError(unknown(self.machine, operation))
        turns, ticket = self._turns, None
        try:
            ticket = turns.enter(self._lock_timeout_s)
            if self._flight is not None:
                self._finish_torn(self._flight)
            if self._poison is not None:
                raise Poisoned(operation, self._poison)
            first = self.machine.lazily.get(self._cell.state)
            if first is not None and first != operation:
                self._perform(first, (), {})
            if only_if is not None:
                only_if(self._cell.contents)
            return self._perform(operation, args, kwargs)
        except GateError as error:
            complaint = self._complain(error)
            try:
                if complaint is error:
                    raise
                raise complaint from error
            finally:
                del complaint  # an exception in a frame of its own traceback is a cycle
        finally:
            if ticket is not None:
                turns.leave(ticket)

    def _perform(self, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        started_s = perf_counter()
        cell = self._cell
        entry = self._admit(cell, operation)
        self._flight = flight = _Flight(operation, cell, entry, started_s, args, kwargs)
        try:
            done = self._acts[operation].perform(cell.contents, *args, **kwargs)
            self._commit(flight, done.outcome, done.contents, None)
            return done.value
        except BaseException as error:
            told = self._land(flight, error)
            try:
                if told is error:
                    raise
                raise told from error
            finally:
                del told

    def _admit(self, cell: Cell[C], operation: str) -> Entry:
        """What is judged must be what was published, and a row must admit it."""
        observed = self._observe(cell.contents)
        if {STATE: self._place.state, **observed, **cell.held} != cell.snapshot:
            self._verify(cell, observed)
        entry = self._entries.get((cell.state, operation))
        if entry is None or not entry.admits(cell.snapshot):
            raise self._refuse(cell, operation)
        return entry

    def _verify(self, cell: Cell[C], observed: Mapping[str, Value]) -> None:
        if self._place.state != cell.state:
            self._diverge(
                f"the state was set from outside: {self._place.state!r}, published {cell.state!r}"
            )
        for name, published in cell.snapshot.items():
            value = observed.get(name, published if name in cell.held or name == STATE else None)
            if value != published:
                self._diverge(
                    f"{name} moved outside any operation: {value!r}, published {published!r}"
                )

    def _refuse(self, cell: Cell[C], operation: str) -> Refused:
        refusal = self.machine.refusal(cell.snapshot, operation)
        slug = refusal.slug if refusal is not None else "undeclared"
        refused = Refused(operation, cell.state, slug, self.machine.allowed(cell.snapshot))
        # Its twin, which is never raised, so that what is kept has no traceback.
        self._last_refusal = Refused(operation, cell.state, slug, refused.allowed)
        return refused

    # -- commit -----------------------------------------------------------------------------------

    def _commit(
        self, flight: _Flight[C], outcome: str, contents: C, error: BaseException | None
    ) -> None:
        """State first, effects second, the one assignment last."""
        cell = flight.cell
        step = flight.entry.step(outcome, cell.snapshot)
        if step is None:
            self._diverge(
                f"{flight.operation} ended as {outcome!r}, which no row admits in {cell.state}"
            )
        target = self._place.fire(step.row.event)
        values = step.values(cell.snapshot)
        if self._settle is not None:
            effects = {**values, **step.choices}
            contents = self._settle(flight.operation, contents, error, effects)
        held = cell.held
        if step.held:
            held = {**held, **{name: values[name] for name in step.held}}
        after: dict[str, Value] = {STATE: target, **self._observe(contents), **held}
        if difference := step.difference(cell.snapshot, values, after):
            self._diverge(difference)
        snapshot = MappingProxyType(after)
        published = Cell(cell.sequence + 1, target, contents, snapshot, held)
        self._publish(flight, step.row, published, error)

    def _publish(
        self, flight: _Flight[C], row: Row, cell: Cell[C], error: BaseException | None
    ) -> None:
        before = flight.cell
        flight.event = Transition(
            cell.sequence, flight.operation, row.outcome, row.id, before.state, cell.state,
            perf_counter() - flight.started_s, before.snapshot, cell.snapshot, error,
        )  # fmt: skip
        self._cell = cell
        self._announce(flight, flight.event)

    def _announce(self, flight: _Flight[C], event: Transition) -> None:
        """Tell of a committed step; goes on where it was interrupted, and tells nobody twice."""
        trace = self._trace
        if not trace or trace[-1].sequence != event.sequence:
            trace.append(event if event.error is None else event._replace(error=None))
        if self._watchers:
            if flight.untold is None:
                flight.untold = iter(tuple(self._watchers.values()))
            for watcher in flight.untold:
                try:
                    watcher(event)
                except Exception:
                    _log.exception("a watcher failed on %s", event)
        self._flight = flight.event = None

    def _diverge(self, what: str) -> NoReturn:
        error = Divergence(what, self.trace)
        self._poison = error
        raise error

    # -- when it did not go well ------------------------------------------------------------------

    def _land(self, flight: _Flight[C], error: BaseException) -> BaseException:
        """Bring a flight that raised to its declared end; returns the exception to raise."""
        if self._poison is not None:
            return error
        if self._cell is not flight.cell:
            if flight.event is not None:
                self._announce(flight, flight.event)
            return error
        try:
            self._place.rewind(flight.cell.state)
            return self._end(flight, error)
        except Exception as undeclared:
            if self._poison is None:
                self._poison = undeclared
            raise
        except BaseException:
            flight.error = error  # what the next call will end it by
            raise

    def _end(self, flight: _Flight[C], error: BaseException) -> BaseException:
        operation, contents = flight.operation, flight.cell.contents
        act = self._acts[operation]
        outcome, told = self._interpret(operation, error)
        if outcome is None:
            self._poison = error
        elif outcome != INTERRUPTED or flight.entry.step(INTERRUPTED, flight.cell.snapshot):
            self._commit(flight, outcome, act.spoiled(contents), told)
        elif flight.carried:
            self._poison = error  # it interrupts itself, and has no row that says so
        else:
            flight.carried = True
            try:
                done = act.perform(contents, *flight.args, **flight.kwargs)
                self._commit(flight, done.outcome, done.contents, None)
            except Exception as failed:
                self._land(flight, failed)
            flight.carried = False
        return told

    def _finish_torn(self, flight: _Flight[C]) -> None:
        """End a flight whose landing was interrupted too."""
        error = flight.error or KeyboardInterrupt()
        flight.error, flight.carried = None, False
        self._land(flight, error)
        self._flight = None


def _mismatches(machine: Machine, acts: Mapping[str, object]) -> Iterator[str]:
    for name in sorted(set(machine.operations) ^ set(acts)):
        yield f"{name}: the machine's operations and the acts differ"
    for row in machine.rows:
        for item in row.effects:
            if item.variable.held and isinstance(item.value, Choice):
                yield f"{row}: the gate's own memory cannot choose ({item}): assign a value"


def _strangers(machine: Machine, snapshot: Snapshot) -> Iterator[str]:
    """What is gated must be what is declared, from the first moment on."""
    for name in (item.name for item in (*machine.variables, *machine.parameters)):
        if name not in snapshot:
            yield f"observe() does not tell {name}: return every variable and parameter"
    for item in machine.variables:
        if snapshot.get(item.name, item.initial) != item.initial:
            yield (
                f"{item.name} starts as {snapshot[item.name]!r}, declared is {item.initial!r}: "
                "gate it as it is at the start"
            )
