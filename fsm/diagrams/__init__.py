"""Draws machines: Graphviz, Mermaid, SVG, and a table of every state and operation.

    from fsm.diagrams import draw, write

    write(draw(machine), Path("diagrams"))

`picture.py` decides what is shown; one file per format writes it; `files.py` keeps what is checked
in fresh. A drawing is the same bytes for the same declaration, in every process. `marks` overlay a
path, a coverage or a change on any of them.
"""

from __future__ import annotations

from .files import Drawing, Stale, Written, draw, stale, write
from .picture import Picture, extract

__all__ = ["Drawing", "Picture", "Stale", "Written", "draw", "extract", "stale", "write"]
