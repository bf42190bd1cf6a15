"""Writes a picture as Graphviz source.

Colour never carries a meaning alone: a kind is a line style, an arrow head and a colour, and the
outcome is written out. Paper and ink are set, so a dark page shows a light card that reads as it
does in print. Boxes and labels are Graphviz's HTML-like tables, because only those give each line
its own colour. An arrow that points back up is declared the other way round and drawn from its
head, so that levels alone decide what stands where.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from ..machine import Kind
from .picture import Arrow, Box, Bundle, Line, Picture, Refused

__all__ = ["dot_text"]

FONT: Final = "Helvetica,Arial,sans-serif"
INK: Final = "#1b1f24"
QUIET: Final = "#4d5661"
PAPER: Final = "#ffffff"
PANEL: Final = "#f4f6f9"

# Columns of text: what keeps a picture of two columns within a pull request's width.
LABEL_WIDTH: Final = 20
BOX_WIDTH: Final = 38


@dataclass(frozen=True, slots=True)
class _Pen:
    colour: str
    style: str
    width: float
    head: str
    sample: str


_PENS: Final[Mapping[Kind, _Pen]] = {
    "success": _Pen("#0b56a4", "solid", 1, "normal", "━━━▶"),
    "failure": _Pen("#b3261e", "dashed", 1.3, "onormal", "╍╍╍▷"),
    "interruption": _Pen("#6f4400", "dotted", 2, "odiamond", "┈┈┈◇"),
}

# A viewer drops a plain space where the colour or the weight of the text changes.
_GAP: Final = "\u00a0"
_BREAK: Final = '<BR ALIGN="LEFT"/>'


def dot_text(picture: Picture) -> str:
    """Return the Graphviz source of `picture`, the same bytes for the same machine."""
    place = {box.state: (box.level, index) for index, box in enumerate(picture.boxes)}
    lines = [
        "// Drawn by turnstile from the declaration; edits are lost.",
        f"digraph {_quoted(picture.name)} {{",
        f'  graph [rankdir=TB, bgcolor="{PAPER}", fontname="{FONT}", fontsize=10, '
        f'fontcolor="{INK}", nodesep=0.15, ranksep=0.3, pad=0.1, labelloc=b]',
        f'  node [shape=plain, fontname="{FONT}", fontsize=10, fontcolor="{INK}"]',
        f'  edge [fontname="{FONT}", fontsize=10, fontcolor="{INK}", arrowsize=0.8]',
        f"  label=<{_legend(picture)}>",
    ]
    for box in picture.boxes:
        lines.append(f"  {_quoted(box.state)} [label=<{_box(box)}>]")
        if box.initial:
            start = _quoted("start of " + picture.name)
            lines.append(
                f"  {start} [shape=circle, style=filled, "
                f'fillcolor="{INK}", label="", width=0.16, height=0.16]'
            )
            lines.append(f'  {start} -> {_quoted(box.state)} [color="{INK}", weight=20]')
    for bundle in picture.bundles:
        lines.append(f"  {_quoted(bundle.name)} [label=<{_bundle(bundle)}>]")
    for arrow in (*picture.arrows, *(one for many in picture.bundles for one in many.arrows)):
        lines.append(f"  {_arrow(arrow, place)}")
    return "\n".join((*lines, "}", ""))


def _arrow(arrow: Arrow, place: Mapping[str, tuple[float, int]]) -> str:
    pen = _PENS[arrow.kind]
    tail, head = arrow.source, arrow.target
    ends = f"arrowhead={pen.head}"
    if arrow.source in place and place[arrow.target] < place[arrow.source]:
        tail, head, ends = head, tail, f"dir=back, arrowtail={pen.head}"
    weight = ", weight=20" if arrow.leads else ""
    marked = any(line.mark for line in arrow.lines)
    width = 3.5 if marked else 2 if arrow.leads else pen.width
    label = _table((_row(_label(line)) for line in arrow.lines), padding=1)
    return (
        f'{_quoted(tail)} -> {_quoted(head)} [color="{pen.colour}", style={pen.style}, '
        f"penwidth={width}, {ends}{weight}, label=<{label}>]"
    )


def _label(line: Line) -> str:
    text = _coloured(_folded(line.words, LABEL_WIDTH, first=line.row, indent=3), line.kind)
    if line.mark:
        text += f"{_GAP}<B>[{escape(line.mark)}]</B>"
    if line.guard:
        text += _BREAK + _quiet(_folded(f"if {line.guard}", LABEL_WIDTH, indent=3))
    return text


def _box(box: Box) -> str:
    title = f'<FONT POINT-SIZE="14"><B>{escape(box.state)}</B></FONT>'
    rows = [_row(title + (f"{_GAP * 2}(final)" if box.final else ""), align="CENTER", padding=3)]
    if box.meaning:
        rows.append(_row(f"<I>{_folded(box.meaning, BOX_WIDTH, centred=True)}</I>", align="CENTER"))
    if box.lazily:
        rows.append(_row("every other operation first does"))
        rows.append(_row(_coloured(f"<B>{box.lazily.row}</B>{_GAP}{escape(box.lazily.words)}",
                                   box.lazily.kind)))  # fmt: skip
    rows.extend(_signed("↻", text) for text in _stays(box.stays))
    rows.extend(_signed(_quiet("⊘"), _quiet(_refusal(item))) for item in box.refused)
    # Room at the sides: a viewer's font may be a little wider than the one Graphviz measured with.
    inner = _table([_row(_table(rows, padding=2))], padding=4, background=PANEL, border=1)
    return _table([_row(inner)], padding=2, border=1) if box.final else inner


def _stays(stays: Iterable[Line]) -> Iterator[str]:
    for (operation, guard), lines in groupby(stays, lambda line: (line.operation, line.guard)):
        outcomes = f",{_GAP}".join(
            _coloured(f"<B>{line.row}</B>{_GAP}{escape(line.outcome)}", line.kind)
            + (f"{_GAP}<B>[{escape(line.mark)}]</B>" if line.mark else "")
            for line in lines
        )
        text = f"{escape(operation)}:{_GAP}{outcomes}"
        if guard:
            text += _BREAK + _quiet(_folded(f"if {guard}", BOX_WIDTH, indent=3))
        yield text


def _refusal(item: Refused) -> str:
    guard = f" if {item.guard}" if item.guard else ""
    words = f"{item.slug}{guard}: {', '.join(item.operations)}"
    return _folded(words, BOX_WIDTH, first=item.refusal, indent=3)


def _bundle(bundle: Bundle) -> str:
    names = _row(f"any of<BR/>{'<BR/>'.join(map(escape, bundle.states))}", align="CENTER")
    return _table([names], padding=4, border=1, background=PAPER)


def _legend(picture: Picture) -> str:
    used = {line.kind for box in picture.boxes for line in box.stays}
    used |= {arrow.kind for arrow in picture.arrows}
    used |= {arrow.kind for bundle in picture.bundles for arrow in bundle.arrows}
    entries = [_coloured(f"{pen.sample} {kind}", kind) for kind, pen in _PENS.items()
               if kind in used]  # fmt: skip
    if any(box.stays for box in picture.boxes):
        entries.append("↻ stays in the state")
    if any(box.refused for box in picture.boxes):
        entries.append(_quiet("⊘ refused: nothing moves"))
    entries.append("T1, R1: see the table")
    cells = "".join(f"<TD>{entry}</TD>" for entry in entries)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="6"><TR>{cells}</TR></TABLE>'


# -- the pieces of an HTML-like label --------------------------------------------------------------


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _coloured(text: str, kind: Kind) -> str:
    return f'<FONT COLOR="{_PENS[kind].colour}">{text}</FONT>'


def _quiet(text: str) -> str:
    return f'<FONT COLOR="{QUIET}">{text}</FONT>'


def _row(text: str, align: str = "LEFT", padding: int | None = None) -> str:
    inside = "" if padding is None else f' CELLPADDING="{padding}"'
    return f'<TR><TD COLSPAN="2" ALIGN="{align}" BALIGN="{align}"{inside}>{text}</TD></TR>'


def _signed(sign: str, text: str) -> str:
    """A sign has a cell of its own, because viewers take it from a font of another width."""
    return (
        f'<TR><TD ALIGN="LEFT" VALIGN="TOP">{sign}</TD>'
        f'<TD ALIGN="LEFT" BALIGN="LEFT">{text}</TD></TR>'
    )


def _table(rows: Iterable[str], padding: int = 0, border: int = 0, background: str = "") -> str:
    rounded = ' STYLE="ROUNDED"' if border else ""
    colour = f' BGCOLOR="{background}"' if background else ""
    return (
        f'<TABLE BORDER="{border}" CELLBORDER="0" CELLPADDING="{padding}" CELLSPACING="0"'
        f"{rounded}{colour}>{''.join(rows)}</TABLE>"
    )


def _folded(
    text: str, width: int, *, first: str = "", indent: int = 0, centred: bool = False
) -> str:
    """Return `text` in lines of like length, after `first` in bold, the others indented."""
    lines = _wrapped(text, width)
    while width > 1 and len(_wrapped(text, width - 1)) == len(lines):
        width -= 1
        lines = _wrapped(text, width)
    space = _GAP * indent
    shown = [escape(line) for line in lines]
    if first:
        shown[0] = f"<B>{escape(first)}</B>{_GAP}{shown[0]}"
        shown[1:] = [space + line for line in shown[1:]]
    else:
        shown = [space + line for line in shown]
    return ("<BR/>" if centred else _BREAK).join(shown)


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return lines or [""]
