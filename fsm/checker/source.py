"""Source: conditions and steps written out as Python text over packed words.

What lives here: one writer for both engines. The text of a condition is an expression over the
words of a state, `w0`, `w1`, … (and `b0`, … for the state before a step). Under NumPy the words are
arrays and the answer is an array; under Numba they are single numbers. The two differ in how truth
is combined, and nowhere else.

Arithmetic is modulo 2^64 on unsigned words: a difference that is written into a field comes out
right after the mask. Comparisons that could see a negative number are done on signed ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from .conditions import (
    AnyPart,
    Both,
    Condition,
    Counted,
    Known,
    Lookup,
    Member,
    Negated,
    Number,
    Order,
    Place,
    Sum,
    Taken,
)
from .steps import Computed, Copied, Fixed, Step, Tabled

__all__ = ["NUMPY_NAMES", "Writer", "predicate"]

Style = Literal["numpy", "numba"]

_WORD: Final = (1 << 64) - 1
# A table of up to this many field bits fits one word and needs no memory access.
_INLINE_BITS: Final = 6

NUMPY_NAMES: Final[Mapping[str, Any]] = {
    "np": np,
    "U": np.uint64,
    "I": lambda words: np.asarray(words).astype(np.int64),
}


def _hex(value: int) -> str:
    return f"U({value:#x})" if value > 9 else f"U({value})"


@dataclass
class Writer:
    """Writes expressions in one style and gathers the tables they need."""

    style: Style
    tables: dict[str, NDArray[Any]] = field(default_factory=dict)

    # -- conditions -------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        """Return the text of `condition`."""
        match condition:
            case Known(value=value):
                if self.style == "numba":
                    return str(value)
                return f"np.full(w0.shape, {value})"
            case Member(place=place, indices=indices):
                return self._member(place, indices)
            case Lookup(places=places, table=table):
                return self._lookup(places, table)
            case Order(sign=sign, left=left, right=right):
                signed = _may_be_negative(left) or _may_be_negative(right)
                return f"({self.number(left, signed)} {sign} {self.number(right, signed)})"
            case Negated(part=part):
                return (
                    f"(not {self.condition(part)})"
                    if self.style == "numba"
                    else (f"(~{self.condition(part)})")
                )
            case Both(parts=parts):
                cube, rest = split(Both(parts))
                texts = [*self.cube(cube), *map(self.condition, rest)]
                return f"({self._and.join(texts)})"
            case AnyPart(parts=parts):
                joined = (" or " if self.style == "numba" else " | ").join(
                    map(self.condition, parts)
                )
                return f"({joined})"

    @property
    def _and(self) -> str:
        return " and " if self.style == "numba" else " & "

    def cube(self, members: Sequence[Member]) -> list[str]:
        """Return one test per word for members that leave one index each."""
        masks: dict[str, tuple[int, int]] = {}
        for member in members:
            bits = member.place.field
            name = f"{member.place.era}{bits.word}"
            mask, value = masks.get(name, (0, 0))
            index = member.indices.bit_length() - 1
            masks[name] = (mask | bits.mask << bits.shift, value | index << bits.shift)
        return [
            f"(({name} & {_hex(mask)}) == {_hex(value)})" for name, (mask, value) in masks.items()
        ]

    def _member(self, place: Place, indices: int) -> str:
        every = (1 << len(place.field.domain)) - 1
        if indices.bit_count() == 1:
            return self.cube([Member(place, indices)])[0]
        if (indices ^ every).bit_count() == 1:
            return self.cube([Member(place, indices ^ every)])[0].replace("==", "!=")
        lowest = (indices & -indices).bit_length() - 1
        highest = indices.bit_length() - 1
        if indices >> lowest == (1 << (highest - lowest + 1)) - 1:
            taken = self.taken(place)
            tests = [f"({taken} >= {_hex(lowest)})"] if lowest else []
            if highest < len(place.field.domain) - 1:
                tests.append(f"({taken} <= {_hex(highest)})")
            return f"({self._and.join(tests)})"
        return self._lookup((place,), indices)

    def _lookup(self, places: Sequence[Place], table: int) -> str:
        width = sum(place.field.width for place in places)
        entry = self.entry(places)
        if width <= _INLINE_BITS:
            return f"((({_hex(table)} >> {entry}) & U(1)) != U(0))"
        bits = np.array([bool(table >> index & 1) for index in range(1 << width)])
        return f"{self._table(bits)}[{entry}]"

    def _table(self, values: NDArray[Any]) -> str:
        name = f"K{len(self.tables)}"
        self.tables[name] = values
        return name

    # -- numbers ----------------------------------------------------------------------------------

    def taken(self, place: Place) -> str:
        """Return the text of the index in a field."""
        bits = place.field
        word = f"{place.era}{bits.word}"
        shifted = f"({word} >> {_hex(bits.shift)})" if bits.shift else word
        return f"({shifted} & {_hex(bits.mask)})"

    def entry(self, places: Sequence[Place]) -> str:
        """Return the text of the index that `places` together have in a table."""
        shift, texts = 0, []
        for place in places:
            texts.append(f"({self.taken(place)} << U({shift}))" if shift else self.taken(place))
            shift += place.field.width
        return f"({' | '.join(texts)})"

    def number(self, value: Counted, signed: bool) -> str:
        """Return the text of `value`, as a signed number or modulo 2^64."""
        match value:
            case Number(value=constant):
                return f"np.int64({constant})" if signed else _hex(constant & _WORD)
            case Taken(place=place, lowest=lowest):
                taken = f"I({self.taken(place)})" if signed else self.taken(place)
                if lowest == 0:
                    return taken
                offset = f"np.int64({lowest})" if signed else _hex(lowest & _WORD)
                return f"({taken} + {offset})"
            case Sum(sign="%", left=left, right=right):
                inner = signed or _may_be_negative(left)
                text = f"({self.number(left, inner)} % {self.number(right, inner)})"
                return (
                    f"U({text})"
                    if inner and not signed and self.style == "numba"
                    else (f"({text}).astype(U)" if inner and not signed else text)
                )
            case Sum(sign=sign, left=left, right=right):
                return f"({self.number(left, signed)} {sign} {self.number(right, signed)})"

    # -- steps ------------------------------------------------------------------------------------

    def after(self, step: Step, word: int) -> str | None:
        """Return the text of `word` after `step`, or None when it stays as it is."""
        updates = [item for item in step.updates if item.field.word == word]
        if not updates:
            return None
        cleared = fixed = added = 0
        moved: list[str] = []
        for item in updates:
            bits = item.field
            match item:
                case Fixed(index=index):
                    cleared |= bits.mask << bits.shift
                    fixed |= index << bits.shift
                    continue
                case Computed(value=value) if (delta := _own_delta(item)) is not None:
                    added += delta << bits.shift
                    continue
                case Computed(value=value, lowest=lowest):
                    text = f"(({self.number(Sum('-', value, Number(lowest)), False)})"
                    text += f" & {_hex(bits.mask)})"
                case Copied(place=place):
                    text = self.taken(place)
                case Tabled(places=places, table=table):
                    name = self._table(np.array(table, dtype=np.uint64))
                    text = f"{name}[{self.entry(places)}]"
            cleared |= bits.mask << bits.shift
            moved.append(f"({text} << U({bits.shift}))" if bits.shift else text)
        text = f"w{word}"
        if cleared:
            text = f"({text} & {_hex(_WORD ^ cleared)})"
        if fixed:
            text = f"({text} | {_hex(fixed)})"
        if added:
            text = f"({text} + {_hex(added & _WORD)})"
        return " | ".join([text, *moved])


def _own_delta(item: Computed) -> int | None:
    """Return by how much a field counts up or down, when that is all that happens to it."""
    match item.value:
        case Sum(sign="+" | "-" as sign, left=Taken(place=place), right=Number(value=delta)):
            if place.field is item.field:
                return delta if sign == "+" else -delta
    return None


def _may_be_negative(value: Counted) -> bool:
    """Whether `value` or anything it is made of can be below zero."""
    if isinstance(value, Sum) and (_may_be_negative(value.left) or _may_be_negative(value.right)):
        return True
    return value.span[0] < 0


def split(condition: Condition) -> tuple[tuple[Member, ...], tuple[Condition, ...]]:
    """Return the members of one index each, and the other parts of a conjunction."""
    parts = condition.parts if isinstance(condition, Both) else (condition,)
    cube = tuple(
        part for part in parts if isinstance(part, Member) and part.indices.bit_count() == 1
    )
    rest = tuple(part for part in parts if part not in cube and part != Known(True))
    return cube, rest


def predicate(condition: Condition, words: int) -> Any:
    """Return `condition` as a NumPy function of the words now and then the words before."""
    writer = Writer("numpy")
    names = ", ".join(
        [f"w{word}" for word in range(words)] + [f"b{word}=None" for word in range(words)]
    )
    text = f"lambda {names}: {writer.condition(condition)}"
    return eval(text, {**NUMPY_NAMES, **writer.tables})
