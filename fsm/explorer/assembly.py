"""Puts what the page holds, its style and its scripts into one text.

What lives here: escaping, and the policy that keeps the page from loading anything. Names of a
model reach the page as JSON alone, which the scripts write as text, never as markup.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any, Final

from ..checker import Report
from .content import content

__all__ = ["SCRIPTS", "assemble", "page"]

SCRIPTS: Final = ("model.js", "layout.js", "filter.js", "graph.js", "behaviour.js", "page.js")

# Inside a script tag nothing but these could end the data or begin a comment.
_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def page(report: Report, **options: Any) -> str:
    """Return the page of `report`; `options` are those of `content`."""
    return assemble(content(report, **options))


def assemble(data: Mapping[str, Any]) -> str:
    """Return the page that holds `data`, the same bytes for the same data."""
    written = json.dumps(data, separators=(",", ":")).translate(_ESCAPES)
    # Links carry this, so that one made for another model is recognised.
    stamp = sha256(written.encode()).hexdigest()[:8]
    style = _file("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(map(_file, SCRIPTS)) + "\nstart();\n})();\n"
    parts = {
        "title": escape(f"{data['model']} - state explorer"),
        "policy": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}",
        "style": style,
        "script": script,
        "stamp": stamp,
        "data": written,
    }
    # One pass: what is put in is not looked at again.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _file("page.html"))


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
