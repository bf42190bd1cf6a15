"""Temporal promises: which judge each goes to, and the finding that comes of it.

What lives here: `recoverable`, `ctl`, `ltl` and `leads_to` brought to their judges, what they
presuppose and never meet, and the words of their findings. What does not: deciding them
(`branching.py`, `linear.py`) and promises about single states or steps (`questions.py`).

They need the whole graph: after a truncated search they are INCONCLUSIVE by its limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..expressions import Guard, Implies
from ..formulas import Linear, Path, Temporal
from ..properties import Behaviours, LeadsTo, Property
from .arena import TooLarge
from .automata import TooManyParts
from .branching import Branching
from .fairness import commands_named, constraints
from .judges import trace_along, waiver
from .lasso import lasso_trace
from .linear import broken_behaviours, broken_leads_to, lower_guard, somewhere
from .report import Finding, Kind
from .search import Leg, Search
from .steps import Model
from .trace import Trace
from .verdicts import Verdict

__all__ = ["TEMPORAL", "antecedents", "inspect", "questions_asked", "temporal_findings"]

TEMPORAL: Final = frozenset(("recoverable", "ctl", "ltl", "leads_to"))


def inspect(model: Model, promises: Sequence[Property]) -> None:
    """Raise `MachineError` where a temporal promise names what `model` does not have."""
    for promise in promises:
        if promise.flavour in TEMPORAL:
            where = _where(promise)
            for expression in promise.expressions():
                assert isinstance(expression, Guard)
                lower_guard(model, expression, where)
            if isinstance(promise.formula, Behaviours | LeadsTo):
                constraints(model.form, promise.formula.fair, where)
            if isinstance(promise.formula, LeadsTo):
                commands_named(model.form, promise.formula.only, where)


def temporal_findings(
    search: Search, promises: Sequence[Property], waivers: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield the finding of each temporal promise, and of each premise that is never met."""
    limit = search.limit
    for promise in promises:
        if promise.flavour not in TEMPORAL:
            continue
        if limit is None:
            try:
                yield from _decided(search, promise, waivers)
                continue
            except (TooLarge, TooManyParts) as error:
                yield _undecided(promise, str(error))
                continue
            except MemoryError:
                limit = "memory: the system has no more"
            except KeyboardInterrupt:
                limit = "interrupted"
        yield _undecided(promise, limit)


def questions_asked(promises: Sequence[Property]) -> Iterator[Kind]:
    """Yield the kind of everything that is asked about temporal promises."""
    for promise in promises:
        if promise.flavour in TEMPORAL:
            yield "promise"
            for _ in antecedents(promise):
                yield "vacuity"


def _where(promise: Property) -> str:
    return f"property {promise.name!r}"


def _undecided(promise: Property, limit: str) -> Finding:
    text = str(promise.formula)
    return Finding("promise", promise.name, Verdict.INCONCLUSIVE, text, limit=limit)


def _decided(search: Search, promise: Property, waivers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return all findings about `promise` at once, so that none is out when one is interrupted."""
    broken = _refutation(search, promise)
    text = str(promise.formula)
    if broken is None:
        first = Finding("promise", promise.name, Verdict.HOLDS, text)
    else:
        trace, words = broken
        said = f"{text}: {words}" if words else text
        first = Finding("promise", promise.name, Verdict.VIOLATED, said, trace)
    unmet = []
    for premise in antecedents(promise):
        if not _met(search, promise, premise):
            name = _name(promise, premise)
            reason = waiver(name, waivers)
            unmet.append(Finding("vacuity", name, Verdict.VIOLATED, text, waived=reason))
    return (first, *unmet)


def _refutation(search: Search, promise: Property) -> tuple[Trace, str] | None:
    where, graph = _where(promise), search.graph
    match promise.formula:
        case Path() as formula:
            story = Branching(graph, where).refutation(formula)
            if story is None:
                return None
            legs = [Leg(int(graph.steps[edge]), int(graph.targets[edge])) for edge in story.edges]
            return trace_along(search, story.start, legs, story.loop), story.words
        case LeadsTo() as formula:
            found = broken_leads_to(search, formula, where)
            step = "no step it may take" if formula.only else "no step"
        case Behaviours() as formula:
            found = broken_behaviours(search, formula, where)
            step = "no step"
        case _:
            raise AssertionError(f"{promise} is not temporal")
    if found is None:
        return None
    return lasso_trace(search, found), "" if found.cycle else f"{step} leads on from there"


# -- what a promise presupposes ------------------------------------------------------------------


def antecedents(promise: Property) -> tuple[Guard | Temporal, ...]:
    """Return the premise of every `>>` in a temporal promise, and of a leads-to."""
    found: list[Guard | Temporal] = []
    if isinstance(promise.formula, LeadsTo):
        found.append(promise.formula.premise)
    whole = promise.formula
    formula = whole.formula if isinstance(whole, Behaviours) else whole
    if isinstance(formula, Temporal):
        found += [part.operands[0] for part in formula.walk() if part.operator == "=>"]
    for expression in promise.expressions():
        found += [part.premise for part in expression.walk() if isinstance(part, Implies)]
    return tuple(dict.fromkeys(found))


def _name(promise: Property, premise: Guard | Temporal) -> str:
    return f"{promise.name}: ({premise}) is never true"


def _met(search: Search, promise: Property, premise: Guard | Temporal) -> bool:
    """Whether `premise` is true at some position of some fair behaviour."""
    where = _where(promise)
    match premise:
        case Guard():
            return somewhere(search.graph, premise, where)
        case Path():
            return bool(Branching(search.graph, where).truth(premise).any())
        case Linear():
            fair = promise.formula.fair if isinstance(promise.formula, Behaviours) else ()
            never = Behaviours(Linear("G", (~premise,)), fair)
            return broken_behaviours(search, never, where) is not None
    raise AssertionError(f"{premise} is no premise")
