"""Coverage: which rows fired and which refusals were met, over all the runs of one suite.

What lives here: counting, and what is missing by the declaration. What does not: what could have
been reached at all (the checker knows), and printing (the pytest plugin).

Every step and every refusal that a walk has judged to be as declared is counted once, by the id the
machine gave it. Runs that Hypothesis makes while it shrinks a failure count too.
"""

from __future__ import annotations

from collections import Counter

from ..conformance import Step
from ..machine import Machine, Refusal, Row

__all__ = ["Coverage", "keep", "kept"]

_KEPT: list[Coverage] = []


class Coverage:
    """How often each row fired and each refusal was met."""

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine, self.name = machine, name
        self.rows: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()

    def fired(self, step: Step) -> None:
        """Count a step; `step` carries both snapshots for whoever counts more than rows."""
        self.rows[step.row.id] += 1

    def met(self, refusal: Refusal) -> None:
        """Count a refusal."""
        self.refusals[refusal.id] += 1

    def covered(self) -> tuple[Row, ...]:
        """Return the rows that fired, in order of declaration."""
        return tuple(row for row in self.machine.rows if self.rows[row.id])

    def missing(self) -> tuple[Row, ...]:
        """Return the rows that never fired."""
        return tuple(row for row in self.machine.rows if not self.rows[row.id])

    def missing_refusals(self) -> tuple[Refusal, ...]:
        """Return the refusals that were never met."""
        return tuple(item for item in self.machine.refusals if not self.refusals[item.id])

    def report(self) -> str:
        """Return one line of numbers, and one line for each row and refusal that is missing."""
        rows, refusals = len(self.machine.rows), len(self.machine.refusals)
        missing, unmet = self.missing(), self.missing_refusals()
        lines = [
            f"{self.name}: {rows - len(missing)} of {rows} rows fired, "
            f"{refusals - len(unmet)} of {refusals} refusals met, "
            f"in {self.rows.total()} steps and {self.refusals.total()} refused calls"
        ]
        lines += [f"  never: {item}" for item in (*missing, *unmet)]
        return "\n".join(lines)


def keep(coverage: Coverage) -> Coverage:
    """Keep `coverage` for the summary at the end of the process; returns it."""
    _KEPT.append(coverage)
    return coverage


def kept() -> list[Coverage]:
    """Return what was kept, by name; suites of one machine and one name are added up."""
    sums: dict[tuple[str, int], Coverage] = {}
    for item in sorted(_KEPT, key=lambda item: item.name):
        key = (item.name, id(item.machine))
        total = sums.setdefault(key, Coverage(item.machine, item.name))
        total.rows += item.rows
        total.refusals += item.refusals
    return list(sums.values())
