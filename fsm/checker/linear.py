"""Linear promises: `ltl` and `leads_to`, refuted by a lasso.

What lives here: the way from a promise to the arena of what it forbids. What does not: the pieces
(`automata.py`, `arena.py`, `fairness.py`, `lasso.py`).

A `leads_to`, and a formula that says no more (F q, G(F q), G(p >> F(q))), needs no automaton: it
is broken from where the premise holds, by what keeps away from the conclusion for ever. Either
way the stem of the lasso is the shortest there is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..expressions import OPERATION, OUTCOME, TRUE, Guard
from ..formulas import Linear
from ..properties import Behaviours, LeadsTo
from .arena import confined, product
from .automata import Automaton, speaks_of_steps
from .conditions import Condition, Known, Scope, lower
from .fairness import Constraints, commands_named, constraints, fair_nodes
from .graph import Graph
from .lasso import Lasso, nearest, nearest_lasso
from .questions import PROCESS
from .search import Search
from .source import predicate
from .steps import Model
from .walks import Flags, Numbers

__all__ = ["broken_behaviours", "broken_leads_to", "lower_guard", "somewhere"]


def broken_leads_to(search: Search, promise: LeadsTo, where: str) -> Lasso | None:
    """Return a lasso that meets the premise and then keeps away from the conclusion, or None."""
    graph = search.graph
    allowed = np.ones(graph.edges, dtype=np.bool_)
    if promise.only:
        named = commands_named(search.model.form, promise.only, where)
        allowed = np.isin(graph.commands, list(named))
    kept = Constraints(graph, constraints(search.model.form, promise.fair, where), allowed)
    inside = ~graph.holds(promise.conclusion, where)
    begins = graph.holds(promise.premise, where) & inside
    return _confined_lasso(search, begins, inside, allowed, kept)


def broken_behaviours(search: Search, promise: Behaviours, where: str) -> Lasso | None:
    """Return a lasso on which the formula is false and fairness is kept, or None."""
    graph = search.graph
    allowed = np.ones(graph.edges, dtype=np.bool_)
    kept = Constraints(graph, constraints(search.model.form, promise.fair, where), allowed)
    response = _response(promise.formula)
    if response is not None:
        premise, conclusion = response
        inside = ~graph.holds(conclusion, where)
        begins = inside.copy()
        if premise is None:
            begins[graph.initial :] = False
        else:
            begins &= graph.holds(premise, where)
        return _confined_lasso(search, begins, inside, allowed, kept)
    automaton = Automaton(promise.formula)
    letters = np.zeros(graph.states, dtype=np.int32)
    for place, atom in enumerate(automaton.state_atoms):
        letters |= graph.holds(atom, where).astype(np.int32) << place
    marks = np.zeros(graph.edges, dtype=np.int32)
    resting = np.zeros(graph.states, dtype=np.int32)
    for place, atom in enumerate(automaton.step_atoms):
        taken, at_rest = _on_steps(graph, atom, where)
        marks |= taken.astype(np.int32) << place
        resting |= at_rest.astype(np.int32) << place
    arena = product(graph, automaton, letters, marks, resting)
    fair = fair_nodes(arena, kept)
    return nearest_lasso(arena, kept, fair) if fair else None


def _confined_lasso(
    search: Search, begins: Flags, inside: Flags, allowed: Flags, kept: Constraints
) -> Lasso | None:
    """Return a lasso that passes one of `begins` and stays `inside` from there on, or None.

    It passes there on its stem, or only on its cycle, whichever has the shorter stem.
    """
    roots = np.flatnonzero(begins).astype(np.int32)
    depths = _levels(search, roots)
    arena = confined(search.graph, roots, depths, inside, allowed)
    fair = fair_nodes(arena, kept)
    if not fair:
        return None
    # Every node that is on a cycle with one of `begins` is in the arena: it is led to from there.
    own = _levels(search, arena.states)
    cyclic = replace(
        arena,
        accepting=begins[arena.states].astype(np.int64),
        sets=1,
        depth=own,
        parent=np.full(arena.nodes, -1, dtype=np.int32),
    )
    passing = fair_nodes(cyclic, kept)
    if passing and nearest(cyclic, passing) < nearest(arena, fair):
        return nearest_lasso(cyclic, kept, passing)
    return nearest_lasso(arena, kept, fair)


def _levels(search: Search, states: Numbers) -> Numbers:
    """Return the distance of each of `states` from the start."""
    return (np.searchsorted(search.levels, states, side="right") - 1).astype(np.int32)


def _response(formula: Guard | Linear) -> tuple[Guard | None, Guard] | None:
    """Return premise and conclusion of a formula that is a leads-to; None for "at the start"."""
    match formula:
        case Linear("F", (Guard() as conclusion,)):
            premise: Guard | None = None
        case Linear("G", (Linear("F", (Guard() as conclusion,)),)):
            premise = TRUE
        case Linear(
            "G", (Linear("=>", (Guard() as premise, Linear("F", (Guard() as conclusion,)))),)
        ):
            pass
        case _:
            return None
    if speaks_of_steps(conclusion) or (premise is not None and speaks_of_steps(premise)):
        return None
    return premise, conclusion


# -- guards that speak of the step taken ---------------------------------------------------------


def lower_guard(model: Model, guard: Guard, where: str) -> None:
    """Raise `MachineError` where `guard`, which may speak of steps, cannot be asked of `model`."""
    for key in _keys(model) if speaks_of_steps(guard) else ():
        _lowered(model, guard, where, key)
    if not speaks_of_steps(guard):
        lower(guard, model.scope(where))


def somewhere(graph: Graph, guard: Guard, where: str) -> bool:
    """Whether `guard` is true at some position of some behaviour."""
    if not speaks_of_steps(guard):
        return bool(graph.holds(guard, where).any())
    taken, at_rest = _on_steps(graph, guard, where)
    return bool(taken.any() or at_rest[np.diff(graph.first) == 0].any())


Key = tuple[str, str, str]


def _keys(model: Model) -> dict[Key, list[int]]:
    """Return the commands by what a guard may ask of a step; the first key is taking none."""
    keys: dict[Key, list[int]] = {("", "", ""): []}
    for index, command in enumerate(model.form.commands):
        key = (command.operation, command.outcome, command.process)
        keys.setdefault(key, []).append(index)
    return keys


def _lowered(model: Model, guard: Guard, where: str, key: Key) -> Condition:
    taken = dict(zip((OPERATION, OUTCOME, PROCESS), key, strict=True))
    return lower(guard, Scope(model.layout, where, taken))


def _on_steps(graph: Graph, guard: Guard, where: str) -> tuple[Flags, Flags]:
    """Return on which edges `guard` is true, asked where the step begins, and where at rest."""
    model = graph.expander.model
    found = np.zeros(graph.edges, dtype=np.bool_)
    at_rest = np.zeros(graph.states, dtype=np.bool_)
    for key, commands in _keys(model).items():
        condition = _lowered(model, guard, where, key)
        if not commands:
            at_rest = _truth(graph, condition, None)
            continue
        edges = np.flatnonzero(np.isin(graph.commands, commands))
        found[edges] = _truth(graph, condition, graph.sources[edges])
    return found, at_rest


def _truth(graph: Graph, condition: Condition, states: Numbers | None) -> Flags:
    words = graph.words if states is None else graph.words[:, states]
    if isinstance(condition, Known):
        return np.full(words.shape[1], condition.value)
    found: Flags = predicate(condition, words.shape[0])(*words)
    return found
