"""Deciding: from a model to a report.

What lives here: `check`, the order of things: lower, ask, search, judge. What does not: choosing an
engine (`exploration.py`).

A declaration that cannot be lowered, or that reaches a value outside a domain, is a `MachineError`
with the place; everything else, limits and Ctrl-C included, ends in a report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Protocol

from ..form import Form
from ..properties import Property
from .conditions import either
from .exploration import Engine, explore
from .judges import judge, stale_waivers
from .questions import questions
from .report import Report
from .steps import Model
from .temporal import inspect, questions_asked, temporal_findings
from .verdicts import Limits, Reporter, Verdict, silent

__all__ = ["Bindable", "check"]


class Bindable(Protocol):
    """A declaration: a `Machine` or a `System`."""

    def bind(self, **parameters: int) -> Form:
        """Return its form."""


def check(
    target: Bindable | Form,
    *,
    properties: Sequence[Property] | None = None,
    parameters: Mapping[str, int] | None = None,
    limits: Limits | None = None,
    reporter: Reporter = silent,
    engine: Engine = "auto",
    waivers: Mapping[str, str] | None = None,
) -> Report:
    """Prove or refute what `target` promises, and look for what is wrong with it anyway.

    `properties` replaces the declared ones; `parameters` are those of a declaration; `waivers` are
    added to the declared ones. Raises `MachineError` when the declaration is no model.
    """
    form = target if isinstance(target, Form) else target.bind(**dict(parameters or {}))
    promises = form.properties if properties is None else tuple(properties)
    accepted = {**form.waivers, **(waivers or {})}
    model = Model(form)
    asked = tuple(questions(model, promises))
    inspect(model, promises)
    search = explore(
        model,
        limits=limits or Limits(),
        reporter=reporter,
        engine=engine,
        broken=either([item.condition for item in asked if item.is_invariant]),
    )
    started = perf_counter()
    limit, found = judge(search, asked, accepted)
    judged = search if limit == search.limit else replace(search, limit=limit)
    found += temporal_findings(judged, promises, accepted)
    if limit is None:
        found += stale_waivers(found, accepted)
    kinds = [*(item.kind for item in asked), *questions_asked(promises)]
    return Report(
        model=form.name,
        parameters=dict(form.parameters),
        engine=search.engine,
        states=search.states,
        generated=search.generated,
        depth=search.depth,
        searched_s=search.elapsed_s,
        judged_s=perf_counter() - started,
        memory_bytes=search.memory_bytes,
        limit=limit,
        findings=tuple(sorted(found, key=lambda item: item.verdict is Verdict.HOLDS)),
        asked=dict(Counter(kinds)),
        search=search,
    )
