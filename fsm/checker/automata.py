"""Automata: a linear formula turned round, as an automaton that accepts what breaks it.

What lives here: the tableau of a formula, as tables over letters and nodes. What does not: states,
steps and searching for a run (`arena.py`, `fairness.py`).

A letter says which of the formula's atoms about states are true at a position. A node guesses the
rest: a bit for each part that looks ahead (is `X f`, or "f until g goes on", true here?) and a bit
for each atom about the step that will be taken. With letter and node known every part of the
formula is true or false at the position. An edge leads from node to node when what the first has
guessed of the next position is what holds there; and each until that is true must be fulfilled:
again and again it is false, or its right side holds. That is one accepting set for each until.

Every bit is the truth about the rest of the behaviour, nothing less and nothing more. So a
behaviour has at most one run, and its run repeats exactly where the behaviour does: the shortest
lasso of the automaton's runs is the shortest lasso of the behaviours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..expressions import OPERATION, OUTCOME, Guard
from ..formulas import Linear
from .questions import PROCESS

__all__ = ["Automaton", "TooManyParts", "speaks_of_steps"]

# Letters and nodes together are this many bits at most: the tables have an entry for each.
TABLE_BITS_MAX: Final = 18

Truth = NDArray[np.bool_]


class TooManyParts(Exception):
    """A formula has more atoms and parts than the tables allow; the text says how many."""


def speaks_of_steps(guard: Guard) -> bool:
    """Whether `guard` is about the step taken and not only about the state."""
    return bool(guard.reads() & {OPERATION, OUTCOME, PROCESS})


class Automaton:
    """Accepts the behaviours on which `formula` is false.

    `state_atoms` are the bits of a letter, `step_atoms` those of a node above its `memory` lowest.
    `begins[letter, node]` is where a run may begin; `accepting` has a bit for each of the `sets`.
    From a node that remembers r the nodes that may follow under letter l are
    `follow[follow_first[i]:follow_first[i + 1]]`, where i is `(l << memory) + r`.
    """

    def __init__(self, formula: Guard | Linear) -> None:
        """Build the tables; raises `TooManyParts`."""
        self._known: dict[object, int] = {}
        self._parts: list[tuple[str, tuple[int, ...]]] = []
        self.state_atoms: list[Guard] = []
        self.step_atoms: list[Guard] = []
        top = self._part(formula)
        ahead = [index for index, (word, _) in enumerate(self._parts) if word in ("X", "U")]
        self.memory = len(ahead)
        bits = len(self.state_atoms) + self.memory + len(self.step_atoms)
        if bits > TABLE_BITS_MAX:
            raise TooManyParts(
                f"formula: {bits} atoms and parts that look ahead, {TABLE_BITS_MAX} at most"
            )
        self.nodes = 1 << (self.memory + len(self.step_atoms))
        truth = self._truth(ahead)
        self._tabulate(truth, ahead, top)

    # -- parts: and, not, X and U are enough -----------------------------------------------------

    def _part(self, formula: Guard | Linear) -> int:
        """Return the number of `formula` among the parts, adding what is not there yet."""
        if isinstance(formula, Guard):
            atoms = self.step_atoms if speaks_of_steps(formula) else self.state_atoms
            if not any(atom is formula for atom in atoms):
                atoms.append(formula)
            return self._add("atom", (id(formula),))
        parts = [self._part(operand) for operand in formula.operands]
        match formula.operator, parts:
            case "not", [part]:
                return self._not(part)
            case "and", [left, right]:
                return self._both(left, right)
            case "or", [left, right]:
                return self._not(self._both(self._not(left), self._not(right)))
            case "=>", [left, right]:
                return self._not(self._both(left, self._not(right)))
            case "X", [part]:
                return self._add("X", (part,))
            case "F", [part]:
                return self._until(self._add("true", ()), part)
            case "G", [part]:
                return self._not(self._until(self._add("true", ()), self._not(part)))
            case "U", [left, right]:
                return self._until(left, right)
            case "R", [left, right]:
                return self._not(self._until(self._not(left), self._not(right)))
            case "W", [left, right]:
                neither = self._both(self._not(left), self._not(right))
                return self._not(self._until(self._not(right), neither))
        raise AssertionError(f"{formula.operator} is no linear operator")

    def _add(self, word: str, parts: Iterable[int]) -> int:
        key = (word, tuple(parts))
        if key not in self._known:
            self._known[key] = len(self._parts)
            self._parts.append(key)
        return self._known[key]

    def _not(self, part: int) -> int:
        word, parts = self._parts[part]
        return parts[0] if word == "not" else self._add("not", (part,))

    def _both(self, left: int, right: int) -> int:
        return self._add("and", sorted((left, right)))

    def _until(self, left: int, right: int) -> int:
        return self._add("U", (left, right))

    # -- tables ----------------------------------------------------------------------------------

    def _truth(self, ahead: list[int]) -> list[Truth]:
        """Return the truth of each part under every letter and node; parts come before wholes."""
        letters = 1 << len(self.state_atoms)
        letter, node = np.divmod(np.arange(letters * self.nodes), self.nodes)
        found: list[Truth] = []
        for index, (word, parts) in enumerate(self._parts):
            guess = (node >> ahead.index(index)) & 1 == 1 if index in ahead else None
            match word:
                case "true":
                    found.append(np.ones(len(node), dtype=np.bool_))
                case "atom":
                    found.append(self._atom(parts[0], letter, node))
                case "not":
                    found.append(~found[parts[0]])
                case "and":
                    found.append(found[parts[0]] & found[parts[1]])
                case "X":
                    assert guess is not None
                    found.append(guess)
                case "U":
                    assert guess is not None
                    found.append(found[parts[1]] | (found[parts[0]] & guess))
        return found

    def _atom(self, wanted: int, letter: NDArray[np.int64], node: NDArray[np.int64]) -> Truth:
        for place, atom in enumerate(self.state_atoms):
            if id(atom) == wanted:
                return np.asarray((letter >> place) & 1 == 1)
        places = [id(atom) for atom in self.step_atoms]
        return np.asarray((node >> (self.memory + places.index(wanted))) & 1 == 1)

    def _tabulate(self, truth: list[Truth], ahead: list[int], top: int) -> None:
        shape = (-1, self.nodes)
        self.begins = ~truth[top].reshape(shape)
        # What the node before must have guessed for this to be the next position.
        due = np.zeros(len(truth[top]), dtype=np.int64)
        accepting = np.zeros(len(truth[top]), dtype=np.int64)
        self.sets = 0
        for place, index in enumerate(ahead):
            word, parts = self._parts[index]
            due |= truth[parts[0] if word == "X" else index].astype(np.int64) << place
            if word == "U":
                fulfilled = ~truth[index] | truth[parts[1]]
                accepting |= fulfilled.astype(np.int64) << self.sets
                self.sets += 1
        self.accepting = accepting.reshape(shape)
        letter, node = np.divmod(np.arange(len(due)), self.nodes)
        rows = (letter << self.memory) + due
        order = np.argsort(rows, kind="stable")
        self.follow = node[order].astype(np.int32)
        counts = np.bincount(rows, minlength=len(self.begins) << self.memory)
        self.follow_first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
