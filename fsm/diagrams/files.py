"""Keeps the files of a drawing: writes what differs, or says what is stale.

The text formats are compared byte for byte. An SVG is compared by its digests, so checking needs
no Graphviz; and one that still belongs to its source is not rendered again, so another version of
Graphviz changes no checked-in file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..machine import Machine
from .dot import dot_text
from .mermaid import mermaid_text
from .picture import extract
from .svg import CannotRender, belongs, svg_text
from .table import table_text

__all__ = ["Drawing", "Stale", "Written", "draw", "stale", "write"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A machine in every text format."""

    stem: str
    dot: str
    mermaid: str
    table: str

    def texts(self) -> dict[str, str]:
        """Return the text of every file by its name."""
        return {
            f"{self.stem}.dot": self.dot,
            f"{self.stem}.mmd": self.mermaid,
            f"{self.stem}.md": self.table,
        }

    @property
    def picture(self) -> str:
        """The name of the rendered file."""
        return f"{self.stem}.svg"


@dataclass(frozen=True, slots=True)
class Written:
    """What a `write` did: the files that changed, those that were right, and what it could not."""

    changed: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that is not what the declaration says, and why."""

    path: Path
    why: str


def draw(
    machine: Machine, *, stem: str | None = None, marks: Mapping[str, str] | None = None
) -> Drawing:
    """Draw `machine` for files called `stem` (its name); `marks` label rows by their ids.

    A mark is a word of the caller's: the steps of a counterexample, the rows no test fired, what
    a change added.
    """
    if unknown := sorted(set(marks or {}) - {item.id for item in machine.rows}):
        raise KeyError(f"{machine.name} has no row {', '.join(unknown)} to mark")
    picture = extract(machine, marks)
    name = re.sub(r"[^\w.-]+", "-", machine.name if stem is None else stem)
    return Drawing(
        name,
        dot_text(picture),
        mermaid_text(picture),
        table_text(machine, name, marks or {}),
    )


def write(drawing: Drawing, directory: Path, *, render: bool = True) -> Written:
    """Write what differs into `directory`; `render=False` leaves the SVG as it is."""
    directory.mkdir(parents=True, exist_ok=True)
    changed, unchanged, notes = [], [], []
    for name, text in drawing.texts().items():
        path = directory / name
        if _read(path) == text:
            unchanged.append(path)
        else:
            path.write_bytes(text.encode())
            changed.append(path)
    path = directory / drawing.picture
    if render and belongs(_read(path) or "", drawing.dot):
        unchanged.append(path)
    elif render:
        try:
            path.write_bytes(svg_text(drawing.dot).encode())
            changed.append(path)
        except CannotRender as error:
            notes.append(str(error))
    return Written(tuple(changed), tuple(unchanged), tuple(notes))


def stale(drawing: Drawing, directory: Path, *, rendered: bool = True) -> tuple[Stale, ...]:
    """Return the files in `directory` that are missing or not this drawing; needs no Graphviz.

    `rendered=False` asks nothing of the SVG.
    """
    found = []
    for name, text in drawing.texts().items():
        path = directory / name
        present = _read(path)
        if present != text:
            found.append(Stale(path, "missing" if present is None else "differs"))
    path = directory / drawing.picture
    if rendered:
        present = _read(path)
        if present is None:
            found.append(Stale(path, "missing"))
        elif not belongs(present, drawing.dot):
            found.append(Stale(path, "rendered from another source, or edited"))
    return tuple(found)


def _read(path: Path) -> str | None:
    """Return the text of `path` with its line ends as they are, or None when there is none."""
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
