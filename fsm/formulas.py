"""Temporal formulas: what is said of whole behaviours, as objects every reader understands.

What lives here: branching formulas (CTL: EX EF EG EU AX AF AG AU), linear formulas (LTL: X F G U R
W), and how they combine. What does not: promises made of them (`properties.py`), which also says
what a behaviour is, and deciding them (`checker/`).

A formula is made of guards; it prints as a reviewer would write it; a back end reads its parts.
Branching and linear formulas do not mix: one speaks of the ways that lead on from a state, the
other of one behaviour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, Self

from .expressions import Formula, Guard

__all__ = [
    "AF",
    "AG",
    "AU",
    "AX",
    "EF",
    "EG",
    "EU",
    "EX",
    "F",
    "G",
    "Linear",
    "Path",
    "R",
    "Temporal",
    "U",
    "W",
    "X",
]


@dataclass(frozen=True, eq=False, repr=False)
class Temporal(Formula):
    """A formula over whole behaviours: an operator, or "and", "or", "not", "=>", and its parts.

    Combines with guards and its own kind by `&`, `|`, `~` and `>>`.
    """

    operator: str
    operands: tuple[Guard | Temporal, ...]

    def __post_init__(self) -> None:
        for operand in self.operands:
            if not isinstance(operand, Guard | type(self)):
                raise TypeError(
                    f"{operand!r} cannot be part of {self.operator}, which takes "
                    f"{self.kind} and guards: write two properties, one of each kind"
                    if isinstance(operand, Temporal)
                    else f"{operand!r} is neither a guard nor a formula"
                )

    @property
    def kind(self) -> str:
        return "formulas of its own kind"

    def guards(self) -> tuple[Guard, ...]:
        """Return the guards at the leaves."""
        return tuple(
            guard
            for operand in self.operands
            for guard in (operand.guards() if isinstance(operand, Temporal) else (operand,))
        )

    def walk(self) -> Iterator[Temporal]:
        """Yield this formula and those it is made of, guards apart."""
        yield self
        for operand in self.operands:
            if isinstance(operand, Temporal):
                yield from operand.walk()

    def _joined(self, word: str, *operands: Guard | Self) -> Self:
        return type(self)(word, operands)

    def __and__(self, other: Guard | Self) -> Self:
        return self._joined("and", self, other)

    def __rand__(self, other: Guard) -> Self:
        return self._joined("and", other, self)

    def __or__(self, other: Guard | Self) -> Self:
        return self._joined("or", self, other)

    def __ror__(self, other: Guard) -> Self:
        return self._joined("or", other, self)

    def __rshift__(self, other: Guard | Self) -> Self:
        return self._joined("=>", self, other)

    def __rrshift__(self, other: Guard) -> Self:
        return self._joined("=>", other, self)

    def __invert__(self) -> Self:
        return self._joined("not", self)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"the truth of ({self}) is known only to a checker: combine formulas with & | ~ >>"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    def __str__(self) -> str:
        match self.operator:
            case "and" | "or" | "=>":
                left, right = (_part(operand) for operand in self.operands)
                return f"{left} {self.operator} {right}"
            case "not":
                return f"not {_part(self.operands[0])}"
        return self._written()

    def _written(self) -> str:
        return f"{self.operator}({self.operands[0]})"


def _part(operand: Guard | Temporal) -> str:
    plain = isinstance(operand, Temporal) and operand.operator not in ("and", "or", "=>", "not")
    return str(operand) if plain or " " not in str(operand) else f"({operand})"


class Path(Temporal):
    """A branching formula (CTL): of the ways that lead on from a state."""

    operands: tuple[Guard | Path, ...]

    @property
    def kind(self) -> str:
        return "the branching EX EF EG EU AX AF AG AU"

    def _written(self) -> str:
        if len(self.operands) == 2:
            return f"{self.operator[0]}[({self.operands[0]}) U ({self.operands[1]})]"
        return super()._written()


class Linear(Temporal):
    """A linear formula (LTL): of one behaviour."""

    operands: tuple[Guard | Linear, ...]

    @property
    def kind(self) -> str:
        return "the linear X F G U R W"

    def _written(self) -> str:
        if len(self.operands) == 2:
            return f"({self.operands[0]}) {self.operator} ({self.operands[1]})"
        return super()._written()


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


def X(operand: Guard | Linear) -> Linear:  # noqa: N802
    """At the next position."""
    return Linear("X", (operand,))


def F(operand: Guard | Linear) -> Linear:  # noqa: N802
    """Now or later."""
    return Linear("F", (operand,))


def G(operand: Guard | Linear) -> Linear:  # noqa: N802
    """From now on at every position."""
    return Linear("G", (operand,))


def U(left: Guard | Linear, right: Guard | Linear) -> Linear:  # noqa: N802
    """The right now or later, and the left at every position until then."""
    return Linear("U", (left, right))


def W(left: Guard | Linear, right: Guard | Linear) -> Linear:  # noqa: N802
    """The left until the right, or the left for ever."""
    return Linear("W", (left, right))


def R(left: Guard | Linear, right: Guard | Linear) -> Linear:  # noqa: N802
    """The right up to and including when the left comes, or for ever: the left releases it."""
    return Linear("R", (left, right))
