"""Renders Graphviz source as SVG, and tells whether an SVG still belongs to its source.

Rendering needs the `graphviz` package (extra `diagrams`) and Graphviz's program `dot`; telling
needs neither. An SVG carries two digests: of the source it was rendered from, and of the rest of
itself. Another version of Graphviz may place a curve otherwise and is no reason to be stale; an
edit by hand is.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

__all__ = ["CannotRender", "belongs", "svg_text"]

_SEAL: Final = re.compile(r"<!-- turnstile: source ([0-9a-f]{64}), picture ([0-9a-f]{64}) -->\n")


class CannotRender(Exception):
    """What rendering needs is not installed; the message says what and how to get it."""


def svg_text(dot: str) -> str:
    """Return `dot` rendered and sealed with its digests."""
    return _sealed(_rendered(dot), dot)


def belongs(svg: str, dot: str) -> bool:
    """Whether `svg` was rendered from exactly `dot` and is as it was rendered."""
    seal = _SEAL.search(svg)
    if seal is None:
        return False
    picture = svg[: seal.start()] + svg[seal.end() :]
    return seal.groups() == (_digest(dot), _digest(picture))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _rendered(dot: str) -> str:
    try:
        import graphviz
    except ImportError as error:
        raise CannotRender(
            "no SVG: the graphviz package is missing; pip install 'turnstile-runtime[diagrams]'"
        ) from error
    try:
        rendered = graphviz.pipe("dot", "svg", dot.encode(), quiet=True)
    except graphviz.ExecutableNotFound as error:
        raise CannotRender(
            "no SVG: Graphviz's program `dot` is not on the PATH; install Graphviz "
            "(apt install graphviz, brew install graphviz)"
        ) from error
    return bytes(rendered).decode()


def _sealed(rendered: str, dot: str) -> str:
    """Keep the picture alone: Graphviz's own header names its version and the day it was built."""
    picture = re.sub(r"<!--.*?-->\n?", "", rendered[rendered.index("<svg") :], flags=re.DOTALL)
    seal = f"<!-- turnstile: source {_digest(dot)}, picture {_digest(picture)} -->\n"
    return seal + picture
