"""Properties: what a machine promises, declared beside its rows and decided by the checker.

Five flavours, by the question they answer:

    always("kv fits", kv <= capacity)                   true in every reachable state
    step("loads are transactional", on(...) >> ...)     true of every step
    sometimes("a request fills the context", ...)       true in at least one reachable state
    recoverable("Ready is reachable", AG(EF(at(...))))  a branching formula over all behaviours
    leads_to("a request ends", p, q, fair=[...])        whenever p, later q, under fair scheduling

`always` and `step` can be evaluated on one snapshot or one step; monitors and tests do. The
others speak of whole behaviours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .expressions import Expression, Guard

__all__ = [
    "AF",
    "AG",
    "AU",
    "AX",
    "EF",
    "EG",
    "EU",
    "EX",
    "LeadsTo",
    "Path",
    "Property",
    "always",
    "leads_to",
    "recoverable",
    "sometimes",
    "step",
]

Flavour = Literal["always", "step", "sometimes", "recoverable", "leads_to"]


@dataclass(frozen=True, eq=False)
class Path:
    """A branching-time operator over one or two formulas."""

    operator: Literal["EX", "EF", "EG", "EU", "AX", "AF", "AG", "AU"]
    operands: tuple[Guard | Path, ...]

    def guards(self) -> tuple[Guard, ...]:
        """Return the guards at the leaves."""
        return tuple(
            guard
            for operand in self.operands
            for guard in (operand.guards() if isinstance(operand, Path) else (operand,))
        )

    def __str__(self) -> str:
        if len(self.operands) == 2:
            return f"{self.operator[0]}[({self.operands[0]}) U ({self.operands[1]})]"
        return f"{self.operator}({self.operands[0]})"


def EX(operand: Guard | Path) -> Path:  # noqa: N802
    """In some next state."""
    return Path("EX", (operand,))


def EF(operand: Guard | Path) -> Path:  # noqa: N802
    """On some way, at some time."""
    return Path("EF", (operand,))


def EG(operand: Guard | Path) -> Path:  # noqa: N802
    """On some way, at every time."""
    return Path("EG", (operand,))


def EU(left: Guard | Path, right: Guard | Path) -> Path:  # noqa: N802
    """On some way, the left until the right."""
    return Path("EU", (left, right))


def AX(operand: Guard | Path) -> Path:  # noqa: N802
    """In every next state."""
    return Path("AX", (operand,))


def AF(operand: Guard | Path) -> Path:  # noqa: N802
    """On every way, at some time."""
    return Path("AF", (operand,))


def AG(operand: Guard | Path) -> Path:  # noqa: N802
    """On every way, at every time."""
    return Path("AG", (operand,))


def AU(left: Guard | Path, right: Guard | Path) -> Path:  # noqa: N802
    """On every way, the left until the right."""
    return Path("AU", (left, right))


@dataclass(frozen=True, eq=False)
class LeadsTo:
    """Whenever the premise holds, the conclusion holds then or later.

    `only` restricts the behaviours to these steps; `fair` names steps that are not put off for
    ever while they stay possible.
    """

    premise: Guard
    conclusion: Guard
    only: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = f"{self.premise} leads to {self.conclusion}"
        if self.only:
            text += f", taking only {', '.join(self.only)}"
        if self.fair:
            text += f", with {', '.join(self.fair)} fair"
        return text


@dataclass(frozen=True, eq=False)
class Property:
    """A promise with a name a report can show and a reason a reviewer can judge."""

    flavour: Flavour
    name: str
    formula: Guard | Path | LeadsTo
    why: str = ""

    def expressions(self) -> tuple[Expression, ...]:
        """Return every expression of the formula."""
        match self.formula:
            case Path() as path:
                return path.guards()
            case LeadsTo(premise=premise, conclusion=conclusion):
                return (premise, conclusion)
            case guard:
                return (guard,)

    def __str__(self) -> str:
        return f"{self.flavour} {self.name}: {self.formula}"


def always(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true in every reachable state."""
    return Property("always", name, guard, why)


def step(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true of every step; it may use `on`, `was` and `unchanged`."""
    return Property("step", name, guard, why)


def sometimes(name: str, guard: Guard, why: str = "") -> Property:
    """Declare that `guard` is true in at least one reachable state."""
    return Property("sometimes", name, guard, why)


def recoverable(name: str, formula: Path, why: str = "") -> Property:
    """Declare a branching formula, such as `AG(EF(at("Ready")))`."""
    return Property("recoverable", name, formula, why)


def leads_to(
    name: str,
    premise: Guard,
    conclusion: Guard,
    *,
    only: Sequence[str] = (),
    fair: Sequence[str] = (),
    why: str = "",
) -> Property:
    """Declare that `premise` is always followed by `conclusion`."""
    return Property("leads_to", name, LeadsTo(premise, conclusion, tuple(only), tuple(fair)), why)
