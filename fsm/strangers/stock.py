"""Reading a live `transitions` machine: its states, triggers, transitions and rule ids.

What lives here: `Stock`, a flat machine read once, duck-typed. What does not: the package itself,
which only `bridge.py` imports, and running anything.

`transitions` expands '*', '=' and lists of sources when a transition is added, and forgets that
they were one. Transitions of one trigger that agree in everything but their source get one id:
T1, T2, … in the order of triggers, then of sources; the triggers the machine added come last.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import bridge
from ..errors import MachineError

__all__ = ["Candidate", "Rule", "Stock", "label_of", "name_of", "read_stock"]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One transition from one source, and the id of the rule it belongs to."""

    rule: str
    transition: Any


@dataclass(eq=False)
class Rule:
    """Transitions that were declared as one."""

    id: str
    trigger: str
    transition: Any
    dest: str | None
    same: bool
    sources: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the rule as its author might have written it."""
        item = self.transition
        tests = [
            ("" if part.target else "unless ") + label_of(part.func) for part in item.conditions
        ]
        target = "internal" if item.dest is None else "=" if self.dest is None else self.dest
        when = f" [{', '.join(tests)}]" if tests else ""
        return f"{self.id} {self.trigger}: {', '.join(self.sources)} -> {target}{when}"


@dataclass(frozen=True, eq=False)
class Stock:
    """A flat machine: what a recording needs to know of it."""

    machine: Any
    name: str
    states: Mapping[str, Any]
    attribute: str
    events: Mapping[str, Mapping[str, tuple[Candidate, ...]]]
    rules: Mapping[str, Rule]
    automatic: frozenset[str]

    def value(self, state: str) -> Any:
        """Return what the state attribute holds in `state`: its name, or the enum member."""
        return self.states[state].value

    def ignores(self, state: str) -> bool:
        """Whether a trigger without a transition in `state` is ignored, not an error."""
        ignored = self.states[state].ignore_invalid_triggers
        return bool(self.machine.ignore_invalid_triggers if ignored is None else ignored)


def label_of(callback: object) -> str:
    """Return the name a message calls `callback` by."""
    if isinstance(callback, str):
        return callback
    if isinstance(callback, functools.partial):
        return label_of(callback.func)
    return str(getattr(callback, "__name__", type(callback).__name__))


def name_of(state: object) -> Any:
    """Return the name of a state given as an enum member or a name."""
    return state.name if isinstance(state, enum.Enum) else state


def read_stock(machine: Any, name: str | None) -> Stock:
    """Return `machine` as read; raises `MachineError` when it is no flat plain machine."""
    called = name or str(getattr(machine, "name", "")).removesuffix(": ") or "machine"
    if problems := [*bridge.departures(machine)]:
        raise MachineError(called, problems)
    events: dict[str, dict[str, tuple[Candidate, ...]]] = {}
    rules: list[Rule] = []
    unknown: list[str] = []
    automatic = frozenset(_automatic(machine))
    for trigger, event in sorted(machine.events.items(), key=lambda item: item[0] in automatic):
        first = len(rules)
        sources: dict[str, tuple[Candidate, ...]] = {}
        for source, found in event.transitions.items():
            used: set[str] = set()
            candidates = []
            for item in found:
                rule = _rule_of(item, rules, first, used, trigger)
                used.add(rule.id)
                if source not in rule.sources:
                    rule.sources.append(source)
                candidates.append(Candidate(rule.id, item))
                for state in (source, item.dest):
                    if state is not None and state not in machine.states:
                        unknown.append(
                            f"{rule.text()}: no state is called {state!r}: mend its name"
                        )
            sources[source] = tuple(candidates)
        events[trigger] = sources
    if unknown:
        raise MachineError(called, list(dict.fromkeys(unknown)))
    return Stock(
        machine=machine,
        name=called,
        states=dict(machine.states),
        attribute=machine.model_attribute,
        events=events,
        rules={item.id: item for item in rules},
        automatic=automatic,
    )


def _rule_of(item: Any, rules: list[Rule], first: int, used: set[str], trigger: str) -> Rule:
    """Return the rule `item` was declared in: an earlier one of its trigger, or a new one.

    A rule stands once in a source; written twice, the second can never be taken and is another.
    """
    same = item.dest is not None and item.dest == item.source
    for rule in rules[first:]:
        if rule.id in used or _parts(rule.transition) != _parts(item):
            continue
        if item.dest is None or rule.transition.dest is None:
            if item.dest is rule.transition.dest:
                return rule
        elif rule.dest == item.dest:
            rule.same = rule.same and same
            return rule
        elif rule.same and same:
            rule.dest = None
            return rule
    rule = Rule(f"T{len(rules) + 1}", trigger, item, item.dest, same)
    rules.append(rule)
    return rule


def _parts(item: Any) -> tuple[Any, ...]:
    return (
        list(item.prepare),
        [(part.func, part.target) for part in item.conditions],
        list(item.before),
        list(item.after),
    )


def _automatic(machine: Any) -> Iterator[str]:
    """Yield the triggers the machine added by itself, one that leads to each state."""
    if not machine.auto_transitions:
        return
    start = "to_" if machine.model_attribute == "state" else f"to_{machine.model_attribute}_"
    for trigger, event in machine.events.items():
        target = trigger.removeprefix(start)
        if target == trigger or target not in machine.states:
            continue
        if all(
            len(found) == 1 and found[0].dest == target and not found[0].conditions
            for found in event.transitions.values()
        ):
            yield trigger
