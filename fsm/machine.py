"""A machine, declared once: everything else reads it.

What lives here: rows, refusals and the `Machine` that holds them with its states, variables,
parameters and properties. What does not: running one (`gate.py`), binding its parameters
(`form.py`), judging a declaration (`validation.py`), drawing, exporting, testing.

A row admits an operation with one outcome:

    row("generate", "ok", "Ready", to="ContinuationReady", when=..., does=[...], why="...")

Failure is a row like any other; only its outcome's label differs. What no row admits is refused,
and that is declared too: refusals are asked in order, the first that matches names the slug.
`to=None` means the state stays. `lazily={"Uninitialized": "init_runtime"}` says that any other
operation called in that state is preceded by this one.

Invariants (checked at construction, `validation.py`): every name is known; in every state each
operation is, for every valuation, admitted or refused; of one operation's and outcome's rows at
most one is enabled; every effect stays inside its domain; no row and no refusal is dead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from .expressions import STATE, TRUE, Guard, Parameter, Snapshot, Value, as_guard
from .properties import Property
from .variables import Assignment, Variable

if TYPE_CHECKING:
    from .form import Form

__all__ = ["OUTCOMES", "Kind", "Machine", "Refusal", "Row", "refuse", "row"]

Names = str | Sequence[str]

Kind = Literal["success", "failure", "interruption"]

# What the usual words mean; an outcome that is not named is a success.
OUTCOMES: Final[Mapping[str, Kind]] = MappingProxyType(
    {"failed": "failure", "rejected": "failure", "interrupted": "interruption"}
)


def _names(names: Names) -> tuple[str, ...]:
    return tuple(names.split()) if isinstance(names, str) else tuple(names)


@dataclass(frozen=True, eq=False)
class Row:
    """One admitted step. `target=None` stays where it is; `id` is given by the machine."""

    operation: str
    outcome: str
    sources: tuple[str, ...]
    guard: Guard
    effects: tuple[Assignment, ...]
    target: str | None
    why: str
    id: str = ""
    event: str = ""

    @property
    def label(self) -> str:
        """`operation.outcome`."""
        return f"{self.operation}.{self.outcome}"

    def lands(self, source: str) -> str:
        """Return the state this row leads to from `source`."""
        return source if self.target is None else self.target

    def __str__(self) -> str:
        condition = "" if self.guard is TRUE else f" when {self.guard}"
        target = "stays" if self.target is None else f"-> {self.target}"
        return f"{self.id} {self.label} in {', '.join(self.sources)}{condition} {target}".lstrip()


@dataclass(frozen=True, eq=False)
class Refusal:
    """Why an operation is not admitted: the first that matches gives the slug."""

    operations: tuple[str, ...]
    sources: tuple[str, ...]
    guard: Guard
    slug: str
    why: str
    id: str = ""

    def __str__(self) -> str:
        condition = "" if self.guard is TRUE else f" when {self.guard}"
        return (
            f"{self.id} {', '.join(self.operations)} in {', '.join(self.sources)}{condition}: "
            f"refused as {self.slug}"
        ).lstrip()


def row(
    operation: str,
    outcome: str,
    sources: Names,
    *,
    to: str | None = None,
    when: Guard = TRUE,
    does: Iterable[Assignment] = (),
    why: str = "",
) -> Row:
    """Declare a row; `sources` are state names (one string may hold several), `"*"` is all."""
    return Row(operation, outcome, _names(sources), as_guard(when), tuple(does), to, why)


def refuse(
    operations: Names, sources: Names, slug: str, *, when: Guard = TRUE, why: str = ""
) -> Refusal:
    """Declare a refusal; `operations` and `sources` may be `"*"`."""
    return Refusal(_names(operations), _names(sources), as_guard(when), slug, why)


class Machine:
    """A validated declaration. Immutable; every reader works from its public attributes."""

    def __init__(
        self,
        name: str,
        *,
        states: Names,
        initial: str,
        rows: Iterable[Row],
        refusals: Iterable[Refusal] = (),
        variables: Iterable[Variable] = (),
        parameters: Iterable[Parameter] = (),
        properties: Iterable[Property] = (),
        final: Names = (),
        lazily: Mapping[str, str] | None = None,
        otherwise: str | None = None,
        describes: Mapping[str, str] | None = None,
        outcomes: Mapping[str, Kind] = OUTCOMES,
        waivers: Mapping[str, str] | None = None,
    ) -> None:
        """Declare and validate; raises `MachineError` with every problem and its fix.

        `otherwise` is the slug of everything that is neither admitted nor refused, for a machine
        that does not care to tell its refusals apart. `describes` says what a state means,
        `outcomes` which outcomes are failures and interruptions. `waivers` maps the names of a
        check's findings to the reasons why they are accepted; a promise cannot be waived.
        """
        self.name = name
        self.states = _names(states)
        self.initial = initial
        self.final = _names(final)
        self.variables = tuple(variables)
        self.parameters = tuple(parameters)
        self.properties = tuple(properties)
        self.lazily: Mapping[str, str] = MappingProxyType(dict(lazily or {}))
        self.otherwise = otherwise
        self.describes: Mapping[str, str] = MappingProxyType(dict(describes or {}))
        self.outcomes: Mapping[str, Kind] = MappingProxyType(dict(outcomes))
        self.waivers: Mapping[str, str] = MappingProxyType(dict(waivers or {}))
        declared = tuple(rows)
        self.operations: tuple[str, ...] = tuple(dict.fromkeys(item.operation for item in declared))
        self.rows = self._numbered(declared)
        catch_all = () if otherwise is None else (Refusal(("*",), ("*",), TRUE, otherwise, ""),)
        self.refusals: tuple[Refusal, ...] = tuple(
            replace(
                item,
                id=f"R{index}",
                operations=self.operations if item.operations == ("*",) else item.operations,
                sources=self._sources(item.sources),
            )
            for index, item in enumerate((*refusals, *catch_all), 1)
        )
        self._cells: dict[tuple[str, str], tuple[Row, ...]] = {}
        for item in self.rows:
            for source in item.sources:
                key = (source, item.operation)
                self._cells[key] = (*self._cells.get(key, ()), item)
        self.validate()

    def _sources(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        if sources == ("*",):
            return tuple(state for state in self.states if state not in self.lazily)
        return sources

    def _numbered(self, declared: Sequence[Row]) -> tuple[Row, ...]:
        """Give ids in the order of declaration, and each row the event that fires it.

        A stock machine takes the first transition of an event and has no guards here, so rows of
        one label that share a source get events of their own.
        """
        rows = [
            replace(item, id=f"T{index}", sources=self._sources(item.sources))
            for index, item in enumerate(declared, 1)
        ]
        shared = {
            one.id
            for one in rows
            for other in rows
            if one is not other
            and one.label == other.label
            and set(one.sources) & set(other.sources)
        }
        return tuple(
            replace(item, event=f"{item.label}/{item.id}" if item.id in shared else item.label)
            for item in rows
        )

    def validate(self) -> None:
        """Raise `MachineError` unless every invariant of a declaration holds."""
        from .validation import validate

        validate(self)

    # -- reading ------------------------------------------------------------------------------

    def rows_of(self, state: str, operation: str) -> tuple[Row, ...]:
        """Return the rows of one cell of the table, in order of declaration."""
        return self._cells.get((state, operation), ())

    def refusals_of(self, state: str, operation: str) -> tuple[Refusal, ...]:
        """Return the refusals of one cell, in the order they are asked."""
        return tuple(
            item for item in self.refusals if operation in item.operations and state in item.sources
        )

    def kind(self, outcome: str) -> Kind:
        """Return whether `outcome` is a success, a failure or an interruption."""
        return self.outcomes.get(outcome, "success")

    def enabled(self, snapshot: Snapshot, operation: str) -> tuple[Row, ...]:
        """Return the rows that admit `operation` on `snapshot`; empty means refused."""
        return tuple(
            item for item in self.rows_of(str(snapshot[STATE]), operation) if item.guard(snapshot)
        )

    def refusal(self, snapshot: Snapshot, operation: str) -> Refusal | None:
        """Return why `operation` is refused on `snapshot`, or None when a row admits it."""
        if self.enabled(snapshot, operation):
            return None
        for item in self.refusals_of(str(snapshot[STATE]), operation):
            if item.guard(snapshot):
                return item
        return None

    def allowed(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return the operations that are admitted on `snapshot`, lazy ones included."""
        first, opened = self.opened(snapshot)
        return tuple(
            operation
            for operation in self.operations
            if operation == first or self.enabled(opened, operation)
        )

    def opened(self, snapshot: Snapshot) -> tuple[str | None, Snapshot]:
        """Return the operation that comes first on `snapshot`, and the snapshot it leads to.

        Where nothing comes first that is None and `snapshot` itself.
        """
        state = str(snapshot[STATE])
        first = self.lazily.get(state)
        if first is None:
            return None, snapshot
        (row,) = self.enabled(snapshot, first)
        after = {effect.variable.name: effect.options(snapshot)[0] for effect in row.effects}
        return first, {**snapshot, **after, STATE: row.lands(state)}

    def variable(self, name: str) -> Variable:
        """Return the variable called `name`; KeyError when there is none."""
        for item in self.variables:
            if item.name == name:
                return item
        raise KeyError(f"{self.name} has no variable {name!r}; it has {self._listed()}")

    def _listed(self) -> str:
        return ", ".join(item.name for item in self.variables) or "none"

    def start(self, **parameters: int) -> dict[str, Value]:
        """Return the initial snapshot; parameters not given have their small values."""
        snapshot: dict[str, Value] = {STATE: self.initial}
        snapshot.update((item.name, item.initial) for item in self.variables)
        snapshot.update(
            (item.name, parameters.get(item.name, item.small)) for item in self.parameters
        )
        return snapshot

    def bind(self, **parameters: int) -> Form:
        """Return the machine with its parameters bound: the form checkers and exports read."""
        from .form import bind

        return bind(self, parameters)

    def __repr__(self) -> str:
        return (
            f"<Machine {self.name}: {len(self.states)} states, {len(self.rows)} rows, "
            f"{len(self.refusals)} refusals>"
        )
