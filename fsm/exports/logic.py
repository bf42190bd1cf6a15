"""Logic: propositions as small trees, folded as they are built, for printing in any language.

What lives here: `Proposition`, its constructors and the layout of long ones. What does not: what a
proposition is about (`reading.py`) and how a language writes its words (a `Words`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "FALSE",
    "TRUE",
    "Proposition",
    "Words",
    "atom",
    "conjunction",
    "disjunction",
    "implication",
    "negation",
]

LINE_MAX: Final = 96
INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Proposition:
    """An atom with its text, or an operator with its parts. Equal trees are equal."""

    operator: Literal["true", "false", "atom", "not", "and", "or", "=>"]
    parts: tuple[Proposition, ...] = ()
    text: str = ""


TRUE: Final = Proposition("true")
FALSE: Final = Proposition("false")


def atom(text: str) -> Proposition:
    """Return a proposition that is not taken apart further."""
    return Proposition("atom", text=text)


def negation(part: Proposition) -> Proposition:
    """Return "not"."""
    if part in (TRUE, FALSE):
        return FALSE if part == TRUE else TRUE
    return part.parts[0] if part.operator == "not" else Proposition("not", (part,))


def conjunction(parts: Iterable[Proposition]) -> Proposition:
    """Return "and"; of nothing it is true."""
    return _several("and", parts, TRUE, FALSE)


def disjunction(parts: Iterable[Proposition]) -> Proposition:
    """Return "or"; of nothing it is false."""
    return _several("or", parts, FALSE, TRUE)


def implication(premise: Proposition, conclusion: Proposition) -> Proposition:
    """Return "whenever the premise, also the conclusion"."""
    if TRUE in (premise, conclusion):
        return conclusion
    if premise == FALSE:
        return TRUE
    return negation(premise) if conclusion == FALSE else Proposition("=>", (premise, conclusion))


def _several(
    operator: Literal["and", "or"],
    parts: Iterable[Proposition],
    empty: Proposition,
    decided: Proposition,
) -> Proposition:
    flat: dict[Proposition, None] = {}
    for part in parts:
        inner = part.parts if part.operator == operator else (part,)
        flat.update(dict.fromkeys(item for item in inner if item != empty))
    if decided in flat:
        return decided
    found = tuple(flat)
    if not found:
        return empty
    return found[0] if len(found) == 1 else Proposition(operator, found)


@dataclass(frozen=True, slots=True)
class Words:
    """How one language writes propositions. Without an `implies` it is written with "or"."""

    true: str
    false: str
    denied: str
    both: str
    either: str
    implies: str = ""
    equal: str = " == "
    unequal: str = " != "

    def line(self, proposition: Proposition) -> str:
        """Return `proposition` in one line."""
        return self._written(proposition, 0)

    def inner(self, proposition: Proposition) -> str:
        """Return it in one line, in parentheses where it is made of parts."""
        return self._written(proposition, 4)

    def lines(self, proposition: Proposition, indent: str, room: int = LINE_MAX) -> str:
        """Return it broken at its operators where one line would be too long.

        The first line stands behind `indent`, which the others begin with.
        """
        line = self.line(proposition)
        parts = proposition.parts
        if len(indent) + len(line) <= room or proposition.operator in ("true", "false", "atom"):
            return line
        if proposition.operator == "not":
            return f"{self.denied}{self._part(parts[0], indent, room, tight=4)}"
        if proposition.operator == "=>" and self.implies:
            sign = self.implies
        elif proposition.operator == "=>":
            parts = disjunction((negation(parts[0]), parts[1])).parts
            sign = self.either
        else:
            sign = self.both if proposition.operator == "and" else self.either
        return f"\n{indent}{sign} ".join(self._part(part, indent, room) for part in parts)

    def _part(self, part: Proposition, indent: str, room: int, tight: int = 3) -> str:
        line = self._written(part, tight)
        if len(indent) + len(line) <= room or part.operator in ("true", "false", "atom"):
            return line
        if part.operator == "not":
            return f"{self.denied}{self._part(part.parts[0], indent, room, tight=4)}"
        return f"({self.lines(part, indent + INDENT, room)})"

    def _written(self, proposition: Proposition, tight: int) -> str:
        """Return the text; in parentheses where what is around binds at least as `tight`."""
        parts = proposition.parts
        match proposition.operator:
            case "true":
                return self.true
            case "false":
                return self.false
            case "atom":
                # An atom may be a comparison, which binds weaker than a denial.
                plain = tight < 4 or " " not in proposition.text
                return proposition.text if plain else f"({proposition.text})"
            case "not" if parts[0].operator == "atom" and self.equal in parts[0].text:
                return self._written(atom(parts[0].text.replace(self.equal, self.unequal)), tight)
            case "not":
                return f"{self.denied}{self._written(parts[0], 4)}"
            case "=>" if self.implies:
                text = f"{self._written(parts[0], 3)} {self.implies} {self._written(parts[1], 3)}"
            case "=>":
                denied = negation(parts[0])
                return self._written(disjunction((denied, parts[1])), tight)
            case "and":
                text = f" {self.both} ".join(self._written(part, 2) for part in parts)
            case "or":
                text = f" {self.either} ".join(self._written(part, 2) for part in parts)
        return f"({text})" if tight else text
