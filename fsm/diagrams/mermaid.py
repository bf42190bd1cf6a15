"""Writes a picture as a Mermaid state diagram, which code hosts render where it stands.

Mermaid has no line styles for state diagrams, so the kind of a row is a sign before its id, and
the boxes take a colour of their own on light and on dark pages alike. States get plain ids, and
text goes through Mermaid's numbered entities, because names and guards may hold any character.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ..machine import Kind
from .picture import Arrow, Box, Line, Picture, Refused

__all__ = ["mermaid_text"]

_SIGNS: Final[Mapping[Kind, str]] = {"success": "", "failure": "✗ ", "interruption": "◇ "}

_CLASSES: Final = (
    "classDef place fill:#f4f6f9,stroke:#1b1f24,color:#1b1f24",
    "classDef finalPlace fill:#f4f6f9,stroke:#1b1f24,color:#1b1f24,stroke-width:4px",
    "classDef anyOf fill:#ffffff,stroke:#4d5661,color:#1b1f24,stroke-dasharray:4",
)


def mermaid_text(picture: Picture) -> str:
    """Return the Mermaid source of `picture`, the same bytes for the same machine."""
    ids = {box.state: f"s{index}" for index, box in enumerate(picture.boxes, 1)}
    ids |= {bundle.name: f"any{index}" for index, bundle in enumerate(picture.bundles, 1)}
    title = f"{_text(picture.name)}: ✗ failure, ◇ interruption, ↻ stays, ⊘ refused"
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "---",
        "%% Drawn by turnstile from the declaration; edits are lost.",
        "stateDiagram-v2",
        "  direction TB",
        *(f"  {one}" for one in _CLASSES),
    ]
    for box in picture.boxes:
        name = ids[box.state]
        lines.append(f'  state "{_text(box.state)}" as {name}')
        lines.extend(f"  {name} : {text}" for text in _inside(box))
        lines.append(f"  class {name} {'finalPlace' if box.final else 'place'}")
    for bundle in picture.bundles:
        name = ids[bundle.name]
        lines.append(f'  state "any of {_text(", ".join(bundle.states))}" as {name}')
        lines.append(f"  class {name} anyOf")
    lines.extend(f"  [*] --> {ids[box.state]}" for box in picture.boxes if box.initial)
    for arrow in (*picture.arrows, *(one for many in picture.bundles for one in many.arrows)):
        lines.append(f"  {_arrow(arrow, ids)}")
    lines.extend(f"  {ids[box.state]} --> [*]" for box in picture.boxes if box.final)
    return "\n".join((*lines, ""))


def _arrow(arrow: Arrow, ids: Mapping[str, str]) -> str:
    label = "<br/>".join(_label(line) for line in arrow.lines)
    return f"{ids[arrow.source]} --> {ids[arrow.target]} : {label}"


def _label(line: Line) -> str:
    guard = f"<br/>if {_text(line.guard)}" if line.guard else ""
    return f"{_SIGNS[line.kind]}{line.row} {_text(line.words)}{_mark(line)}{guard}"


def _mark(line: Line) -> str:
    return f" [{_text(line.mark)}]" if line.mark else ""


def _inside(box: Box) -> Iterator[str]:
    if box.meaning:
        yield _text(box.meaning)
    if box.lazily:
        yield f"every other operation first does {box.lazily.row} {_text(box.lazily.words)}"
    yield from _stays(box.stays)
    yield from map(_refusal, box.refused)


def _stays(stays: Iterable[Line]) -> Iterator[str]:
    for (operation, guard), lines in groupby(stays, lambda line: (line.operation, line.guard)):
        outcomes = ", ".join(
            f"{_SIGNS[line.kind]}{line.row} {_text(line.outcome)}{_mark(line)}" for line in lines
        )
        yield f"↻ {_text(operation)} {outcomes}{f' if {_text(guard)}' if guard else ''}"


def _refusal(item: Refused) -> str:
    guard = f" if {_text(item.guard)}" if item.guard else ""
    return f"⊘ {item.refusal} {_text(item.slug)}{guard} on {_text(', '.join(item.operations))}"


def _text(text: str) -> str:
    """Write what Mermaid could take for syntax as a numbered entity."""
    return re.sub(r"[^\w .,+()=!'/-]", lambda found: f"#{ord(found.group())};", text)
