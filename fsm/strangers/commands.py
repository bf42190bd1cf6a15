"""Commands: what recorded endings become in a form.

What lives here: endings that do the same joined into one guarded command each, and the commands of
rules that are never taken. What does not: recording.

Endings of one trigger in one state exclude each other, but where the world answers differently; so
the commands of a trigger bear one contest at one priority: nothing is left to be ordered. The
commands of a transition bear its rule's id:

    outcome ""         it was taken
    outcome "raised"   an exception came out while it was tried or taken (`raises` says which)
    outcome "refused"  it was tried last, nothing was taken, but callbacks have written

A call that is not taken and changes nothing is no step. A transition that is taken changes nothing
is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..expressions import STATE, At, Constant
from ..form import Command
from ..variables import Assignment, Enum
from .cubes import NEVER, Cube, guard_of, joined
from .declared import Domain
from .execution import Ending
from .stock import Rule, Stock

__all__ = ["commands_of"]


def commands_of(
    stock: Stock,
    domains: Mapping[str, Domain],
    endings: Mapping[tuple[str, str], Sequence[Ending]],
) -> list[Command]:
    """Return the commands of `endings`, which are given by trigger and state."""
    order = {rule: index for index, rule in enumerate(stock.rules)}
    control = Enum(STATE, *stock.states)
    taken: set[str] = set()
    # What is the same in several states, a '*' transition above all, is one command.
    sources: dict[tuple[object, ...], list[str]] = {}
    firsts: dict[tuple[object, ...], tuple[str, Ending, tuple[Cube, ...]]] = {}
    for (trigger, state), found in endings.items():
        for ending, cubes in _alike(state, found, domains):
            if not ending.outcome:
                taken.add(ending.rule)
            target = "" if ending.target == state else ending.target
            same = frozenset(frozenset(cube.items()) for cube in cubes)
            key = (
                trigger, ending.rule, ending.outcome, target, same, ending.writes, ending.raises,
                ending.assumes,
            )  # fmt: skip
            sources.setdefault(key, []).append(state)
            firsts.setdefault(key, (trigger, ending, cubes))
    listed = [
        _command(stock, domains, control, trigger, sources[key], ending, cubes)
        for key, (trigger, ending, cubes) in firsts.items()
    ]
    triggers = {trigger for trigger, _ in endings}
    listed += [
        _untaken(rule)
        for rule in stock.rules.values()
        if rule.id not in taken and rule.trigger in triggers
    ]
    return sorted(listed, key=lambda command: order.get(command.rule, len(order)))


def _untaken(rule: Rule) -> Command:
    return Command(
        rule=rule.id,
        operation=rule.trigger,
        outcome="",
        guard=NEVER,
        assignments=(),
        source=At(tuple(rule.sources)),
        contest=rule.trigger,
        text=rule.text(),
    )


def _alike(
    state: str, endings: Iterable[Ending], domains: Mapping[str, Domain]
) -> Iterator[tuple[Ending, tuple[Cube, ...]]]:
    """Yield one ending for all that do the same, with the cubes of them all."""
    groups: dict[tuple[object, ...], tuple[Ending, list[Cube]]] = {}
    for ending in endings:
        if ending.problem is not None:
            continue
        stays = bool(ending.outcome) and ending.target == state
        for cube in ending.cubes:
            for part in _changed(cube, ending.writes, domains) if stays else (cube,):
                changes = tuple(
                    sorted(
                        (name, index)
                        for name, index in ending.writes
                        if part.get(name, domains[name].full) != 1 << index
                    )
                )
                key = (
                    ending.rule, ending.outcome, ending.target, changes, ending.raises,
                    ending.assumes,
                )  # fmt: skip
                same = replace(ending, cubes=(), writes=changes)
                groups.setdefault(key, (same, []))[1].append(part)
    for ending, cubes in groups.values():
        yield ending, joined(cubes, domains)


def _changed(
    cube: Cube, writes: Iterable[tuple[str, int]], domains: Mapping[str, Domain]
) -> Iterator[Cube]:
    """Yield the parts of `cube` on which `writes` change something."""
    same = dict(cube)
    for name, index in writes:
        full = domains[name].full
        bits = same.get(name, full)
        if other := bits & ~(1 << index):
            yield {**same, name: other}
        same[name] = bits & 1 << index
        if not same[name]:
            return


def _command(
    stock: Stock,
    domains: Mapping[str, Domain],
    control: Enum,
    trigger: str,
    sources: Sequence[str],
    ending: Ending,
    cubes: Sequence[Cube],
) -> Command:
    moves = () if ending.target == sources[0] else (control.becomes(ending.target),)
    rule = stock.rules.get(ending.rule)
    return Command(
        rule=ending.rule or trigger,
        operation=trigger,
        outcome=ending.outcome,
        guard=guard_of(cubes, domains),
        assignments=(
            *moves,
            *(
                Assignment(domains[name].variable, Constant(domains[name].codes[index]))
                for name, index in ending.writes
            ),
        ),
        source=At(tuple(sources)),
        contest=trigger,
        raises=ending.raises,
        assumes=ending.assumes,
        text=rule.text() if rule else f"{trigger} without a transition",
    )
