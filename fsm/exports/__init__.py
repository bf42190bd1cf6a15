"""Exports: a form as other checkers read it, and which of them can judge what.

    files(form)        {"door.pml": ..., "door.tla": ..., "door.prism": ..., ...}
    witnesses(form)    {"mutual exclusion": ("spin", "tlc"), ...}

The way of an export, one file each: `moves` groups the commands of a form; `reading` writes an
expression in any language, by way of `logic`; `names` gives identifiers, none of them `reserved`;
`promela` (its claims on `promela_steps`), `tla` and `prism` each write one language; `temporal`
says which promises are claims about one behaviour.

Invariants: the text depends on the form alone; each step of the form is one transition of the
export, so that distinct states and generated states agree; what a language cannot say is left out
and named there; nothing is weakened.
"""

from __future__ import annotations

from .files import files
from .promela import promela_asked
from .tla import tla_asked
from .witnesses import Witness, witnesses

__all__ = [
    "Witness",
    "files",
    "promela_asked",
    "tla_asked",
    "witnesses",
]
