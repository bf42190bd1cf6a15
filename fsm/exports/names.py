"""Names: what slots, words, steps and promises are called in another language.

Each language has one space of identifiers, given in a fixed order: a name that is reserved, or
taken already, gets an underscore behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ..expressions import Value
from ..form import Form
from .reading import kind_of

__all__ = ["Identifiers", "identifier", "module_name", "words_of"]

IDENTIFIER_LETTERS_MAX = 60


def identifier(text: str) -> str:
    """Return `text` with all that no identifier may hold replaced."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")
    if len(plain) > IDENTIFIER_LETTERS_MAX:
        plain = plain[:IDENTIFIER_LETTERS_MAX].rpartition("_")[0] or plain[:IDENTIFIER_LETTERS_MAX]
    return plain if plain and plain[0].isalpha() else f"n_{plain}".rstrip("_")


def module_name(form: Form) -> str:
    """Return what the files of `form` are called: TLA+ wants a module named as its file."""
    return identifier(form.name)


class Identifiers:
    """The identifiers of one file: no two are equal."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._taken = set(reserved)

    def give(self, wanted: str) -> str:
        """Return an identifier as near to `wanted` as there is, and take it."""
        name = identifier(wanted)
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def each(self, wanted: Sequence[str]) -> Mapping[str, str]:
        """Return an identifier for each of these."""
        return MappingProxyType({name: self.give(name) for name in wanted})


def words_of(form: Form) -> tuple[Value, ...]:
    """Return every value that is not written as a number or a flag, once, in order of slots."""
    return tuple(
        dict.fromkeys(
            str(value)
            for slot in form.slots
            if kind_of(slot.domain) in ("word", "mixed")
            for value in slot.domain
        )
    )
