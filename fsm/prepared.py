"""Rows, taken apart once for all their commits, so that a call of the gate costs little.

What lives here: which row of a cell an outcome stands for, what that row predicts, and how what is
observed differs from it. What does not: deciding anything by it, which is the gate's.

A snapshot is compared whole, by one comparison of dictionaries; only where that says "different"
is it asked what differs. A variable that the row leaves alone has not left its domain, so domains
are asked of those that moved, unless a parameter moved and the domains with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .expressions import STATE, TRUE, Constant, Term, Value
from .machine import Row
from .variables import Choice, Variable

__all__ = ["Entry", "Step"]

Published = MappingProxyType[str, Value]


class Step:
    """One row: what it predicts on a snapshot, and what contradicts it."""

    __slots__ = (
        "_checked", "_constants", "_open", "_terms", "_variables",
        "choices", "guard", "held", "row",
    )  # fmt: skip

    def __init__(self, row: Row, variables: tuple[Variable, ...]) -> None:
        self.row = row
        self.guard = None if row.guard is TRUE else row.guard
        self.held = tuple(item.variable.name for item in row.effects if item.variable.held)
        self.choices: dict[str, Choice] = {}
        self._variables = variables
        self._constants: dict[str, Value] = {}
        self._terms: list[tuple[str, Term]] = []
        for item in row.effects:
            name, value = item.variable.name, item.value
            if isinstance(value, Choice):
                self.choices[name] = value
            elif isinstance(value, Constant):
                self._constants[name] = value.value
            else:
                self._terms.append((name, value))
        self._open = tuple(self.choices.items())
        # What is constant on both sides was checked when the machine was declared.
        self._checked = tuple(
            item.variable
            for item in row.effects
            if item.variable.bounds() or not isinstance(item.value, Constant)
        )

    def values(self, before: Published) -> dict[str, Value]:
        """Return what the assigned variables become, but for those left open."""
        values = self._constants.copy()
        for name, term in self._terms:
            values[name] = term(before)
        return values

    def difference(
        self, before: Published, values: Mapping[str, Value], after: dict[str, Value]
    ) -> str | None:
        """Return how `after` contradicts the row, or None when it does not."""
        expected = before | values
        expected[STATE] = self.row.lands(str(before[STATE]))
        if self._open:
            fallen: dict[Choice, Value] = {}
            for name, choice in self._open:
                value = after[name]
                if not choice.admits(value, before) or fallen.setdefault(choice, value) != value:
                    return self._differs(name, before, choice, value)
                expected[name] = value
        checked = self._checked
        if expected != after:
            for name in (STATE, *(item.name for item in self._variables)):
                if expected[name] != after[name]:
                    return self._differs(name, before, expected[name], after[name])
            checked = self._variables
        for variable in checked:
            value = after[variable.name]
            if not variable.admits(value, after):
                domain = variable.describe()
                return f"{self.row}: {variable.name} is {value!r}, outside {domain}"
        return None

    def _differs(self, name: str, before: Published, says: object, value: Value) -> str:
        return (
            f"{self.row}: {name} is {value!r} afterwards, the row says {says} "
            f"(before: {before[name]!r})"
        )


class Entry:
    """One cell of the table that admits something: its rows, by outcome."""

    __slots__ = ("_always", "_steps")

    def __init__(self, rows: tuple[Row, ...], variables: tuple[Variable, ...]) -> None:
        self._always = any(row.guard is TRUE for row in rows)
        self._steps: dict[str, list[Step]] = {}
        for row in rows:
            self._steps.setdefault(row.outcome, []).append(Step(row, variables))

    def admits(self, snapshot: Published) -> bool:
        """Whether any row is enabled."""
        return self._always or any(self.step(outcome, snapshot) for outcome in self._steps)

    def step(self, outcome: str, snapshot: Published) -> Step | None:
        """Return the one enabled row of `outcome`, or None."""
        for step in self._steps.get(outcome, ()):
            if step.guard is None or step.guard(snapshot):
                return step
        return None
