"""The explorer: one HTML page in which a person walks through everything a check found.

    page(report, machine=LIFECYCLE)      # the text of a page that needs nothing else

`content.py` says what the page holds, as plain data; `assembly.py` puts that and the files beside
it (`page.html`, `page.css` and the scripts) into one text; `given.py` reads a trace from a file.
The scripts are `model.js` (states, steps, ways), `filter.js` (finding states), `layout.js` and
`graph.js` (the drawing) and `page.js` (what is shown where, keys, links).

Invariants: the page loads nothing, and a policy in it forbids it to; the same report gives the same
bytes; no name of a model is ever read as markup; what does not fit is said on the page.
"""

from __future__ import annotations

from .assembly import page
from .content import content
from .given import TraceRejected, read_trace

__all__ = ["TraceRejected", "content", "page", "read_trace"]
