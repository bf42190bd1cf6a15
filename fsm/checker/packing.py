"""Packing: where each slot of a form lies in one or more 64-bit words.

A slot is stored as the index of its value in its domain, in as few bits as that takes. A word has
63 usable bits, so that a packed state plus one is never zero: hash tables mark an empty place by
zero. A field never straddles two words. Packed states are arrays of shape (words, count): one
contiguous row per word, so that an expression over a field streams through memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..errors import MachineError
from ..expressions import Value
from ..form import Form, Slot, Valuation

__all__ = ["WORD_BITS", "Field", "Layout", "Words"]

WORD_BITS: Final = 63

# Looking through a domain of fewer values costs less than asking whether it counts.
INDEXED_MIN: Final = 64

Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Field:
    """One slot's bits: `mask` is not shifted."""

    slot: Slot
    word: int
    shift: int
    width: int

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1

    @property
    def domain(self) -> tuple[Value, ...]:
        return self.slot.domain

    @cached_property
    def lowest(self) -> int | None:
        """The number that index 0 stands for, when the domain counts up by one; else None."""
        first = self.domain[0]
        if isinstance(first, str):
            return None
        counts = all(
            isinstance(value, int) and value == first + index
            for index, value in enumerate(self.domain)
        )
        return int(first) if counts else None

    def index(self, value: Value) -> int:
        """Return the index of `value`; ValueError when it is outside the domain."""
        if self.lowest is None or len(self.domain) < INDEXED_MIN:
            return self.domain.index(value)
        index = value - self.lowest if isinstance(value, int) else -1
        if not 0 <= index < len(self.domain):
            raise ValueError(f"{value!r} is outside {self.slot.name}")
        return index


class Layout:
    """The fields of a form, and the way between valuations and packed states."""

    def __init__(self, form: Form) -> None:
        self.form = form
        fields: list[Field] = []
        word = shift = 0
        for slot in form.slots:
            if not slot.domain:
                raise MachineError(
                    form.name,
                    [f"{slot.name} has no value at all: give it a domain of at least one"],
                )
            width = (len(slot.domain) - 1).bit_length()
            if shift + width > WORD_BITS:
                word, shift = word + 1, 0
            fields.append(Field(slot, word, shift, width))
            shift += width
        self.fields = tuple(fields)
        self.words = word + 1
        self.bits = sum(item.width for item in fields)
        self.by_name: Mapping[str, Field] = {item.slot.name: item for item in fields}

    def pack(self, valuations: Iterable[Valuation]) -> Words:
        """Return `valuations` as packed states."""
        columns = []
        for valuation in valuations:
            packed = [0] * self.words
            for item, value in zip(self.fields, valuation, strict=True):
                try:
                    packed[item.word] |= item.index(value) << item.shift
                except ValueError:
                    raise MachineError(
                        self.form.name,
                        [
                            f"{item.slot.name} starts as {value!r}, outside its domain "
                            f"{_shown(item.domain)}: start it inside"
                        ],
                    ) from None
            columns.append(packed)
        return np.array(columns, dtype=np.uint64).reshape(-1, self.words).T.copy()

    def unpack(self, packed: Iterable[int]) -> Valuation:
        """Return the valuation of one packed state, given word by word."""
        words = [int(word) for word in packed]
        return tuple(
            item.domain[(words[item.word] >> item.shift) & item.mask] for item in self.fields
        )


def _shown(domain: tuple[Value, ...]) -> str:
    if len(domain) > 6:
        return f"{domain[0]}..{domain[-1]}"
    return ", ".join(map(str, domain))
