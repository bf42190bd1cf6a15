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
interrupted where: `_land` brings a flight that did not commit to a declared end, and the next call
does so when even that was interrupted. An operation that has an `interrupted` row ends by it; one
that has none is carried through first, and the interruption is raised afterwards.

An exception that stands for no outcome, and a divergence, poison the gate: the turn is given
back, every later call is answered with `Poisoned`, nothing is written any more, observers still see
the last published cell. Observers (`state`, `snapshot`, `allowed`, `explain`, …) read that cell and
never wait.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, Generic, NoReturn, TypeVar

from .bridge import Place
from .errors import Divergence, GateError, MachineError, Poisoned, Refused
from .expressions import STATE, Choice, Snapshot, Value
from .machine import Machine, Refusal, Row
from .turns import Turns

__all__ = ["Act", "Cell", "Done", "Explanation", "Gate", "Transition"]

C = TypeVar("C")

INTERRUPTED: Final = "interrupted"
# Enough to see how a divergence came about, small enough to keep with every gate.
TRACE_LENGTH: Final = 64

_log = logging.getLogger("turnstile.gate")


@dataclass(frozen=True, slots=True)
class Done(Generic[C]):
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


@dataclass(frozen=True, slots=True)
class Transition:
    """One committed step, as observers receive it."""

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

    def __str__(self) -> str:
        moved = ", ".join(
            f"{name}: {self.before[name]} -> {value}"
            for name, value in self.after.items()
            if name != STATE and value != self.before[name]
        )
        return (
            f"#{self.sequence} {self.operation}.{self.outcome} ({self.row}) "
            f"{self.source} -> {self.target}{f'; {moved}' if moved else ''}"
        )


@dataclass(frozen=True, slots=True)
class Cell(Generic[C]):
    """Everything that is published, at once."""

    sequence: int
    state: str
    contents: C
    snapshot: Snapshot
    held: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an operation would do now, and why."""

    operation: str
    state: str
    first: str | None
    rows: tuple[Row, ...]
    refusal: Refusal | None
    allowed: tuple[str, ...]

    @property
    def admitted(self) -> bool:
        """Whether the operation would be admitted."""
        return bool(self.rows)

    def __str__(self) -> str:
        opening = f"{self.operation} in {self.state}"
        if self.first:
            opening += f" (after {self.first}, which comes first there)"
        if self.refusal is not None:
            now = ", ".join(self.allowed)
            reason = f": {self.refusal.why}" if self.refusal.why else ""
            return f"{opening} is refused: {self.refusal.slug}{reason}\nallowed now: {now}"
        lines = [f"{opening} is admitted:"]
        for item in self.rows:
            lines.append(f"  {item.outcome} -> {item.target or 'stays'}  ({item.id}) {item.why}")
        return "\n".join(lines)


@dataclass(slots=True)
class _Flight(Generic[C]):
    """An admitted call that has not committed yet."""

    operation: str
    cell: Cell[C]
    started_s: float
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


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
        settle: Callable[[C, BaseException | None, Mapping[str, object]], C] | None = None,
        complain: Callable[[GateError], BaseException] = lambda error: error,
        lock_timeout_s: float | None = None,
    ) -> None:
        """Gate `contents`.

        `observe` reads every variable that is not held, and the parameters, off the contents in
        constant time. `interpret(operation, error)` returns the outcome an exception stands for
        (None for none) and the exception to raise. `settle(contents, error, effects)` may put the
        error into, or drop it from, the contents as the row's effects say. `complain` turns the
        gate's own errors into the caller's.
        """
        if missing := set(machine.operations) ^ set(acts):
            raise MachineError(
                machine.name,
                [
                    f"{name}: the machine's operations and the acts differ"
                    for name in sorted(missing)
                ],
            )
        self.machine = machine
        self._acts = dict(acts)
        self._observe = observe
        self._interpret = interpret
        self._settle = settle
        self._complain = complain
        self._lock_timeout_s = lock_timeout_s
        self._turns = Turns()
        self._place = Place(machine)
        self._watchers: tuple[Callable[[Transition], None], ...] = ()
        self._trace: deque[Transition] = deque(maxlen=TRACE_LENGTH)
        self._flight: _Flight[C] | None = None
        self._poison: BaseException | None = None
        self._last_refusal: Refused | None = None
        held = {item.name: item.initial for item in machine.variables if item.held}
        snapshot = MappingProxyType({STATE: machine.initial, **observe(contents), **held})
        self._cell = Cell(0, machine.initial, contents, snapshot, held)

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
        return tuple(self._trace)

    def allowed(self) -> tuple[str, ...]:
        """Return the operations that would be admitted now; none after poison."""
        return () if self._poison is not None else self.machine.allowed(self._cell.snapshot)

    def explain(self, operation: str) -> Explanation:
        """Return what `operation` would do now, and why."""
        return explain(self.machine, self._cell.snapshot, operation)

    def watch(self, watcher: Callable[[Transition], None]) -> Callable[[], None]:
        """Call `watcher` with every committed step, in order; returns a function that stops it.

        A watcher runs inside the turn: it must be quick, and a call it makes to the same gate is
        answered with `Unavailable`. What it raises is logged and disturbs nothing.
        """
        self._watchers = (*self._watchers, watcher)

        def stop() -> None:
            self._watchers = tuple(item for item in self._watchers if item is not watcher)

        return stop

    # -- the one way in ---------------------------------------------------------------------------

    def call(self, operation: str, *args: Any, **kwargs: Any) -> Any:
        """Carry out `operation`; returns the act's value, or raises as declared."""
        ticket = self._turns.ticket()
        try:
            self._turns.enter(ticket, self._lock_timeout_s)
            self._finish_torn()
            if self._poison is not None:
                raise Poisoned(operation, self._poison)
            first = self.machine.lazily.get(self._cell.state)
            if first is not None and first != operation:
                self._perform(first, (), {})
            return self._perform(operation, args, kwargs)
        except GateError as error:
            complaint = self._complain(error)
            if complaint is error:
                raise
            raise complaint from error
        finally:
            try:
                ticket.leave()
            finally:
                ticket.leave()

    def _perform(self, operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        started_s = perf_counter()
        cell = self._cell
        self._verify(cell)
        if not self.machine.enabled(cell.snapshot, operation):
            raise self._refuse(cell, operation)
        self._flight = flight = _Flight(operation, cell, started_s, args, kwargs)
        try:
            done = self._acts[operation].perform(cell.contents, *args, **kwargs)
            self._commit(flight, done.outcome, done.contents, None)
        except BaseException as error:
            told = self._land(flight, error)
            if told is error:
                raise
            raise told from error
        return done.value

    def _verify(self, cell: Cell[C]) -> None:
        """What is about to be judged must be what was published."""
        if self._place.state != cell.state:
            self._diverge(
                f"the state was set from outside: {self._place.state!r}, published {cell.state!r}"
            )
        for name, value in self._observe(cell.contents).items():
            if cell.snapshot[name] != value:
                self._diverge(
                    f"{name} moved outside any operation: {value!r}, published "
                    f"{cell.snapshot[name]!r}"
                )

    def _refuse(self, cell: Cell[C], operation: str) -> Refused:
        refusal = self.machine.refusal(cell.snapshot, operation)
        slug = refusal.slug if refusal is not None else "undeclared"
        refused = Refused(operation, cell.state, slug, self.machine.allowed(cell.snapshot))
        self._last_refusal = refused
        return refused

    # -- commit -----------------------------------------------------------------------------------

    def _commit(
        self, flight: _Flight[C], outcome: str, contents: C, error: BaseException | None
    ) -> None:
        """State first, effects second, the one assignment last."""
        cell = flight.cell
        before = cell.snapshot
        row = self._row(cell, flight.operation, outcome)
        target = self._place.fire(row.event)
        effects: dict[str, Value | Choice] = {
            item.variable.name: item.value if isinstance(item.value, Choice) else item.value(before)
            for item in row.effects
        }
        if self._settle is not None:
            contents = self._settle(contents, error, effects)
        held = {name: self._kept(effects.get(name, value)) for name, value in cell.held.items()}
        observed = self._observe(contents)
        self._compare(row, cell, target, effects, observed)
        snapshot: Snapshot = MappingProxyType({STATE: target, **observed, **held})
        event = Transition(
            cell.sequence + 1, flight.operation, outcome, row.id, cell.state, target,
            perf_counter() - flight.started_s, before, snapshot, error,
        )  # fmt: skip
        self._cell = Cell(event.sequence, target, contents, snapshot, held)
        self._flight = None
        self._trace.append(event)
        for watcher in self._watchers:
            self._tell(watcher, event)

    def _kept(self, value: Value | Choice) -> Value:
        if isinstance(value, Choice):
            self._diverge(f"the gate's own memory cannot choose {value}: assign a value")
        return value

    def _row(self, cell: Cell[C], operation: str, outcome: str) -> Row:
        for item in self.machine.enabled(cell.snapshot, operation):
            if item.outcome == outcome:
                return item
        self._diverge(f"{operation} ended as {outcome!r}, which no row admits in {cell.state}")

    def _compare(
        self,
        row: Row,
        cell: Cell[C],
        target: str,
        effects: Mapping[str, Value | Choice],
        observed: Mapping[str, Value],
    ) -> None:
        if target != row.lands(cell.state):
            self._diverge(f"{row} led to {target}")
        before = cell.snapshot
        fallen: dict[Choice, Value] = {}
        for item in self.machine.variables:
            if item.held:
                continue
            name = item.name
            value = observed[name]
            expected = effects.get(name, before[name])
            if isinstance(expected, Choice):
                agrees = (
                    expected.admits(value, before) and fallen.setdefault(expected, value) == value
                )
            else:
                agrees = value == expected
            if not agrees:
                self._diverge(
                    f"{row}: {name} is {value!r} afterwards, the row says {expected} "
                    f"(before: {before[name]!r})"
                )
            if not item.admits(value, observed):
                self._diverge(f"{row}: {name} is {value!r}, outside {item.describe()}")

    def _diverge(self, what: str) -> NoReturn:
        error = Divergence(what, self.trace)
        self._poison = error
        raise error

    def _tell(self, watcher: Callable[[Transition], None], event: Transition) -> None:
        try:
            watcher(event)
        except Exception:
            _log.exception("a watcher failed on %s", event)

    # -- when it did not go well ------------------------------------------------------------------

    def _land(self, flight: _Flight[C], error: BaseException) -> BaseException:
        """Bring a flight that raised to its declared end; returns the exception to raise."""
        if self._cell is not flight.cell or self._poison is not None:
            return error
        self._place.rewind(flight.cell.state)
        outcome, told = self._interpret(flight.operation, error)
        rows = self.machine.enabled(flight.cell.snapshot, flight.operation)
        act = self._acts[flight.operation]
        if outcome == INTERRUPTED and not any(item.outcome == INTERRUPTED for item in rows):
            done = act.perform(flight.cell.contents, *flight.args, **flight.kwargs)
            self._commit(flight, done.outcome, done.contents, None)
        elif outcome is None:
            self._poison = error
        else:
            try:
                self._commit(flight, outcome, act.spoiled(flight.cell.contents), told)
            except GateError:
                raise
            except Exception as undeclared:
                self._poison = undeclared
                raise
        return told

    def _finish_torn(self) -> None:
        """End a flight whose landing was interrupted too."""
        flight = self._flight
        if flight is not None and self._cell is flight.cell and self._poison is None:
            self._land(flight, KeyboardInterrupt())
        self._flight = None


def explain(machine: Machine, snapshot: Snapshot, operation: str) -> Explanation:
    """Return what `operation` would do on `snapshot`, and why."""
    if operation not in machine.operations:
        known = ", ".join(machine.operations)
        raise KeyError(f"{machine.name} has no operation {operation!r}; it has {known}")
    first, opened = machine.opened(snapshot)
    if first == operation:
        first, opened = None, snapshot
    return Explanation(
        operation,
        str(snapshot[STATE]),
        first,
        machine.enabled(opened, operation),
        machine.refusal(opened, operation),
        machine.allowed(snapshot),
    )
