"""Cubes: sets of valuations as products of value sets, and the guards they are written as.

What lives here: a `Cube` maps a variable to the bits of the values it may have (an absent variable
may have any), and a list of cubes means their union. What does not: how cubes are found.

Unions stay exact: two cubes are joined only where they differ in one variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..expressions import TRUE, All, Among, Comparison, Either, Guard, Not, Value, constant
from ..variables import Count, Flag
from .declared import Domain

__all__ = ["ANYTHING", "NEVER", "Cube", "guard_of", "joined", "meet", "values_of", "where"]

Cube = Mapping[str, int]

ANYTHING: Final[tuple[Cube, ...]] = ({},)

# The guard of a transition that can never be taken.
NEVER: Final[Guard] = Not(TRUE)


def values_of(cubes: Iterable[Cube], name: str, full: int) -> int:
    """Return the bits of the values `name` may have somewhere in `cubes`."""
    bits = 0
    for cube in cubes:
        bits |= cube.get(name, full)
        if bits == full:
            break
    return bits


def where(cubes: Iterable[Cube], name: str, bits: int, full: int) -> tuple[Cube, ...]:
    """Return the part of `cubes` in which `name` has a value of `bits`."""
    return tuple({**cube, name: left} for cube in cubes if (left := cube.get(name, full) & bits))


def meet(some: Sequence[Cube], others: Sequence[Cube]) -> tuple[Cube, ...]:
    """Return what `some` and `others` have in common."""
    common: list[Cube] = []
    for one in some:
        for other in others:
            both = dict(one)
            for name, bits in other.items():
                both[name] = both.get(name, bits) & bits
                if not both[name]:
                    break
            else:
                common.append(both)
    return tuple(common)


def joined(cubes: Sequence[Cube], domains: Mapping[str, Domain]) -> tuple[Cube, ...]:
    """Return the same set in fewer cubes."""
    current = list(cubes)
    names = [name for name in domains if any(name in cube for cube in current)]
    changed = len(current) > 1 or bool(names)
    while changed:
        before = len(current)
        for name in names:
            current = _joined_along(current, name, domains[name].full)
        changed = len(current) < before
    return tuple(current)


def _joined_along(cubes: Sequence[Cube], name: str, full: int) -> list[Cube]:
    """Join the cubes that differ in `name` alone; drop `name` where it may be anything."""
    merged: dict[frozenset[tuple[str, int]], int] = {}
    for cube in cubes:
        rest = frozenset((key, bits) for key, bits in cube.items() if key != name)
        merged[rest] = merged.get(rest, 0) | cube.get(name, full)
    return [
        dict(rest) if bits == full else {**dict(rest), name: bits} for rest, bits in merged.items()
    ]


# -- as guards -----------------------------------------------------------------------------------


def guard_of(cubes: Sequence[Cube], domains: Mapping[str, Domain]) -> Guard:
    """Return `cubes` as a guard a reviewer can read."""
    parts = [_conjunction(cube, domains) for cube in cubes]
    if not parts:
        return NEVER
    if any(part is TRUE for part in parts):
        return TRUE
    return parts[0] if len(parts) == 1 else Either(*parts)


def _conjunction(cube: Cube, domains: Mapping[str, Domain]) -> Guard:
    tests = [
        _test(domain, cube[name])
        for name, domain in domains.items()
        if domain.slotted and cube.get(name, domain.full) != domain.full
    ]
    if not tests:
        return TRUE
    return tests[0] if len(tests) == 1 else All(*tests)


def _test(domain: Domain, bits: int) -> Guard:
    variable = domain.variable
    chosen: list[Value] = [code for i, code in enumerate(domain.codes) if bits >> i & 1]
    if isinstance(variable, Flag):
        return variable if chosen == [True] else ~variable
    if len(chosen) == 1:
        return Comparison("==", variable, constant(chosen[0]))
    if isinstance(variable, Count):
        lowest = (bits & -bits).bit_length() - 1
        if bits >> lowest == (1 << len(chosen)) - 1:
            if lowest == 0:
                return Comparison("<=", variable, constant(chosen[-1]))
            if bits.bit_length() == len(domain.codes):
                return Comparison(">=", variable, constant(chosen[0]))
    missing = [code for i, code in enumerate(domain.codes) if not bits >> i & 1]
    if len(missing) == 1:
        return Comparison("!=", variable, constant(missing[0]))
    return Among(variable, tuple(chosen))
