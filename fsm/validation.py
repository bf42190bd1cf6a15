"""Judges a declaration: everything that can be known to be wrong before anything runs.

What lives here: the checks `Machine.validate()` makes at construction, each problem with the row
and the fix. What does not: reachability and temporal properties, which are the checker's.

Names come first, because the rest evaluates expressions. Then every cell (state, operation) is
enumerated over the variables its guards read, on the parameters' small values: each valuation must
be admitted or refused; two rows of one outcome must not both be enabled; every row and refusal
must be chosen somewhere; every effect must stay inside its domain wherever its guard holds.
All valuations of the domains count, reachable or not: a guard says what it relies on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod
from typing import Final

from .errors import MachineError
from .expressions import (
    BEFORE,
    OPERATION,
    OUTCOME,
    STATE,
    TRUE,
    Among,
    At,
    Comparison,
    Constant,
    Expression,
    On,
    Reference,
    Value,
)
from .machine import Machine, Refusal, Row
from .properties import Property, meant, step_names
from .variables import Assignment, Choice, Variable

__all__ = ["validate"]

# A cell whose guards together read more combinations than this is not a table a person reviews,
# and enumerating it would make importing a declaration slow.
VALUATIONS_MAX: Final = 200_000

_MENDED: Final = "compare and count only what is of one kind, and never divide by zero"


def validate(machine: Machine) -> None:
    """Raise `MachineError` with every problem of `machine`, each with its fix."""
    problems = [*_names(machine), *_bounds(machine)]
    if not problems:
        problems = [*_effects(machine), *_cells(machine)]
    if problems:
        raise MachineError(machine.name, list(dict.fromkeys(problems)))


# -- names ---------------------------------------------------------------------------------------


def _names(machine: Machine) -> Iterator[str]:
    states = ", ".join(machine.states) or "none"
    if not machine.rows:
        yield "no rows: declare at least one row(operation, outcome, sources, to=...)"
    for kind, names in (
        ("state", machine.states),
        ("variable", [item.name for item in (*machine.variables, *machine.parameters)]),
        ("property", [item.name for item in machine.properties]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"{kind} {name!r} is declared {count} times: give each its own name"
    yield from _ambiguous(machine)
    for name in (item.name for item in (*machine.variables, *machine.parameters)):
        if name in (STATE, OPERATION, OUTCOME) or name.startswith(BEFORE):
            yield f"variable {name!r} bears a name the machine needs for itself: rename it"
    if machine.initial not in machine.states:
        yield f"initial state {machine.initial!r} is unknown: use one of {states}"
    for name in (*machine.final, *machine.lazily, *machine.describes):
        if name not in machine.states:
            yield f"state {name!r} is unknown: use one of {states}"
    for entry in _entries(machine):
        yield from _entry_names(machine, entry, states)
    for promise in machine.properties:
        yield from _property_names(machine, promise)
    yield from _lazily(machine)


def _ambiguous(machine: Machine) -> Iterator[str]:
    """Names that would make two things answer to one word."""
    for state in machine.states:
        if state in ("", "*", "="):
            yield f"state {state!r} bears a name that means something else in a row: rename it"
    owners: dict[str, str] = {}
    for item in machine.rows:
        owner = owners.setdefault(item.label, item.operation)
        if owner != item.operation or item.label in machine.operations:
            other = owner if owner != item.operation else item.label
            yield (
                f"{item}: {item.label!r} also names {other!r}, another operation's: "
                "rename one of them"
            )


def _bounds(machine: Machine) -> Iterator[str]:
    """What a domain is made of must be known before anything can be enumerated."""
    binding = {item.name: item.small for item in machine.parameters}
    for item in machine.variables:
        unknown = sorted(item.bounds() - binding.keys())
        if unknown:
            yield (
                f"variable {item.name}: its domain {item.describe()} reads {', '.join(unknown)}, "
                f"which is no parameter; parameters are: {', '.join(binding) or 'none'}"
            )
            continue
        domain = item.domain(binding)
        for value, count in Counter(domain).items():
            if count > 1:
                yield (
                    f"variable {item.name}: {value!r} stands {count} times in {item.describe()}: "
                    "keep one"
                )
        if item.initial not in domain:
            yield (
                f"variable {item.name} starts as {item.initial!r}, outside {item.describe()}: "
                "give initial= a value of the domain"
            )


def _property_names(machine: Machine, promise: Property) -> Iterator[str]:
    where = f"property {promise.name!r}"
    for expression in promise.expressions():
        yield from _expression_names(machine, where, expression)
        if promise.flavour != "step":
            # A linear formula speaks of the step that is taken next, but not of the one before.
            taken = {OPERATION, OUTCOME} if promise.flavour == "ltl" else set()
            yield from _no_step(where, expression.reads() - taken)
    steps = [(item.operation, item.outcome, "", item.id) for item in machine.rows]
    for name in promise.named_steps():
        if not meant(name, steps):
            listed = ", ".join(sorted({name for item in steps for name in step_names(*item)}))
            yield f"{where}: no step is named {name!r}: use one of {listed}"


def _no_step(where: str, names: Iterable[str]) -> Iterator[str]:
    """Only a step property has a step to look at."""
    for name in sorted(names):
        if name in (OPERATION, OUTCOME) or name.startswith(BEFORE):
            yield (
                f"{where}: it reads {name!r}, and on() and was() speak of a step: "
                "use them in a step(...) property only (on() in an ltl(...) too)"
            )


def _labels(machine: Machine, where: str, labels: Iterable[str]) -> Iterator[str]:
    known = {item.label for item in machine.rows} | set(machine.operations)
    for label in labels:
        if label not in known:
            listed = ", ".join(sorted(known))
            yield f"{where}: no row is labelled {label!r}: use one of {listed}"


def _lazily(machine: Machine) -> Iterator[str]:
    for state, operation in machine.lazily.items():
        first = machine.rows_of(state, operation)
        where = f"{operation} is declared to come first in {state}"
        if len(first) != 1:
            yield (
                f"{where}, which takes exactly one row that cannot fail; it has {len(first)} there"
            )
        elif first[0].guard is not TRUE:
            yield f"{where}, so {first[0]} must always be admitted: drop its guard"
        elif first[0].lands(state) in machine.lazily:
            yield (
                f"{where}, so {first[0]} must lead where nothing comes first: "
                "give it a target outside lazily"
            )


def _entries(machine: Machine) -> tuple[Row | Refusal, ...]:
    return (*machine.rows, *machine.refusals)


def _entry_names(machine: Machine, entry: Row | Refusal, states: str) -> Iterator[str]:
    if not entry.sources:
        yield f"{entry}: it has no source state: name at least one"
    for name, count in Counter(entry.sources).items():
        if count > 1:
            yield f"{entry}: source {name!r} is named {count} times: keep one"
    targets = (entry.target,) if isinstance(entry, Row) and entry.target is not None else ()
    for name in dict.fromkeys((*entry.sources, *targets)):
        if name not in machine.states:
            yield f"{entry}: state {name!r} is unknown: use one of {states}"
    yield from _expression_names(machine, str(entry), entry.guard)
    yield from _no_step(str(entry), entry.guard.reads())
    if isinstance(entry, Refusal):
        for operation in entry.operations:
            if operation not in machine.operations:
                known = ", ".join(machine.operations)
                yield f"{entry}: operation {operation!r} has no row: use one of {known}"
        return
    for name, count in Counter(effect.variable.name for effect in entry.effects).items():
        if count > 1:
            yield f"{entry}: {name} is assigned {count} times: keep one"
    for effect in entry.effects:
        yield from _variable_name(machine, str(entry), effect.variable)
        if isinstance(effect.value, Expression):
            yield from _expression_names(machine, str(entry), effect.value)
        for name in sorted(effect.reads()):
            yield from _reference_name(machine, str(entry), name)
        yield from _no_step(str(entry), effect.reads())


def _variable_name(machine: Machine, where: str, variable: Variable) -> Iterator[str]:
    if not any(item is variable for item in machine.variables):
        listed = ", ".join(item.name for item in machine.variables) or "none"
        yield f"{where}: variable {variable.name} is not among this machine's: {listed}"


def _reference_name(machine: Machine, where: str, name: str) -> Iterator[str]:
    known = {item.name for item in (*machine.variables, *machine.parameters)}
    if name.removeprefix(BEFORE) not in known | {STATE, OPERATION, OUTCOME}:
        listed = ", ".join(sorted(known)) or "none"
        yield f"{where}: it reads {name!r}, which is not declared; declared are: {listed}"


def _expression_names(machine: Machine, where: str, expression: Expression) -> Iterator[str]:
    for part in expression.walk():
        match part:
            case At(states=names):
                for name in names:
                    if name not in machine.states:
                        listed = ", ".join(machine.states)
                        yield f"{where}: state {name!r} is unknown: use one of {listed}"
            case On(labels=labels):
                yield from _labels(machine, where, labels)
            case Variable():
                yield from _variable_name(machine, where, part)
            case Reference(name=name):
                yield from _reference_name(machine, where, name)
            case Comparison(left=left, right=right):
                yield from _compared(machine, where, left, right)
                yield from _compared(machine, where, right, left)
            case Among(term=Reference() as term, values=values):
                for value in values:
                    yield from _compared(machine, where, term, Constant(value))


def _compared(machine: Machine, where: str, left: Expression, right: Expression) -> Iterator[str]:
    """A word compared with a name must be one the name can be; numbers may lie outside."""
    if not (isinstance(left, Reference) and isinstance(right, Constant)):
        return
    name = left.name.removeprefix(BEFORE)
    if name == STATE:
        domain: tuple[Value, ...] = machine.states
        described = ", ".join(machine.states)
    else:
        variable = next((item for item in machine.variables if item.name == name), None)
        if variable is None or variable.bounds() - {item.name for item in machine.parameters}:
            return
        domain = variable.domain({item.name: item.small for item in machine.parameters})
        described = variable.describe()
    worded = any(isinstance(value, str) for value in domain)
    if (worded or isinstance(right.value, str)) and right.value not in domain:
        yield f"{where}: {left.name} is never {right.value!r}: use one of {described}"


# -- cells ---------------------------------------------------------------------------------------


def _valuations(
    machine: Machine, state: str, names: Iterable[str]
) -> Iterator[dict[str, Value]] | None:
    """Yield every valuation of `names` in `state`, or None when there are too many."""
    binding: dict[str, Value] = {item.name: item.small for item in machine.parameters}
    wanted = set(names)
    read = [item for item in machine.variables if item.name in wanted]
    domains = [item.domain(binding) for item in read]
    if prod(map(len, domains)) > VALUATIONS_MAX:
        return None
    keys = [item.name for item in read]
    return (
        {STATE: state, **binding, **dict(zip(keys, values, strict=True))}
        for values in product(*domains)
    )


def _shown(valuation: dict[str, Value], machine: Machine) -> str:
    variables = {item.name for item in machine.variables}
    return ", ".join(f"{name} = {value}" for name, value in valuation.items() if name in variables)


def _effects(machine: Machine) -> Iterator[str]:
    for row in machine.rows:
        for state in row.sources:
            for effect in row.effects:
                try:
                    yield from _effect(machine, row, state, effect)
                except (TypeError, ArithmeticError) as error:
                    yield f"{row}: {effect} or the guard cannot be computed ({error}): {_MENDED}"


def _effect(machine: Machine, row: Row, state: str, effect: Assignment) -> Iterator[str]:
    valuations = _valuations(machine, state, row.guard.reads() | effect.reads())
    if valuations is None:
        yield f"{row}: its guard and effect read too many combinations: declare fewer values"
        return
    variable = effect.variable
    for valuation in valuations:
        if not row.guard(valuation):
            continue
        options = effect.options(valuation)
        if not options and isinstance(effect.value, Choice):
            yield (
                f"{row}: {effect} has nothing to choose from when {_shown(valuation, machine)}: "
                "strengthen the guard or widen the choice"
            )
            return
        for value in options:
            if value not in variable.domain(valuation):
                shown = _shown(valuation, machine)
                yield (
                    f"{row}: {effect} makes it {value!r}, outside {variable.describe()}"
                    f"{f', when {shown}' if shown else ''}: "
                    "strengthen the guard or widen the domain"
                )
                return


def _cells(machine: Machine) -> Iterator[str]:
    chosen: set[tuple[str, str]] = set()
    for state in machine.states:
        for operation in machine.operations:
            rows = machine.rows_of(state, operation)
            if state in machine.lazily and operation != machine.lazily[state]:
                if rows:
                    yield (
                        f"{rows[0]}: in {state} every operation is preceded by "
                        f"{machine.lazily[state]}: drop {state} from the sources"
                    )
                continue
            try:
                yield from _cell(machine, state, operation, chosen)
            except (TypeError, ArithmeticError) as error:
                yield f"{operation} in {state}: a guard cannot be computed ({error}): {_MENDED}"
    catch_all = machine.refusals[-1] if machine.otherwise is not None else None
    for entry in _entries(machine):
        if entry is catch_all:
            continue
        dead = [state for state in entry.sources if (entry.id, state) not in chosen]
        if isinstance(entry, Row) and dead:
            yield (
                f"{entry}: it can never be chosen in {', '.join(dead)}: no valuation satisfies its "
                "guard there; drop the source or mend the guard"
            )
        elif dead == list(entry.sources):
            yield (
                f"{entry}: it can never be chosen: rows admit, or earlier refusals match, "
                "everything it names; drop it or put it earlier"
            )


def _cell(
    machine: Machine, state: str, operation: str, chosen: set[tuple[str, str]]
) -> Iterator[str]:
    rows = machine.rows_of(state, operation)
    refusals = machine.refusals_of(state, operation)
    entries: tuple[Row | Refusal, ...] = (*rows, *refusals)
    names = frozenset().union(*(entry.guard.reads() for entry in entries))
    valuations = _valuations(machine, state, names)
    if valuations is None:
        yield (
            f"{operation} in {state}: the guards of its rows and refusals read more than "
            f"{VALUATIONS_MAX} combinations: declare fewer values, or split the operation"
        )
        return
    silent: dict[str, Value] | None = None
    overlaps: set[tuple[str, str]] = set()
    for valuation in valuations:
        enabled = [item for item in rows if item.guard(valuation)]
        chosen.update((item.id, state) for item in enabled)
        if not enabled:
            match = next((item for item in refusals if item.guard(valuation)), None)
            if match is not None:
                chosen.add((match.id, state))
            elif silent is None:
                silent = valuation
        for first, second in _pairs_of_one_outcome(enabled):
            if (first.id, second.id) not in overlaps:
                overlaps.add((first.id, second.id))
                shown = _shown(valuation, machine) or "always"
                yield (
                    f"{first} and {second} overlap in {state} ({shown}): "
                    "make their guards exclude each other, or give them different outcomes"
                )
    if silent is not None:
        shown = _shown(silent, machine)
        yield (
            f"{operation} in {state}{f' ({shown})' if shown else ''} is neither admitted nor "
            f'refused: add a row, or refuse("{operation}", "{state}", "<slug>")'
        )


def _pairs_of_one_outcome(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    for index, first in enumerate(rows):
        for second in rows[index + 1 :]:
            if first.outcome == second.outcome:
                yield first, second
