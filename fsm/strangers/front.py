"""The front door to a stranger's machine: `model`.

What lives here: the arguments read and checked, every trigger recorded in every state, one form.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from typing import Any

from ..errors import MachineError
from ..expressions import STATE, At
from ..form import Form, Slot
from ..properties import Property
from ..variables import Variable
from .commands import commands_of
from .declared import Declared, declare
from .execution import Ending, Execution
from .reach import reached_problems
from .stock import Stock, label_of, name_of, read_stock

__all__ = ["model"]


def model(
    machine: Any,
    cls: type | None = None,
    *,
    vars: Mapping[str, Any] | Iterable[Variable] | None = None,
    env: Mapping[str, Iterable[Any]] | Iterable[str] | None = None,
    args: Mapping[str, Mapping[str, Iterable[Any]]] | None = None,
    may_raise: Iterable[str | type[BaseException]] = (),
    initial: Mapping[str, Any] | None = None,
    model: Any = None,
    name: str | None = None,
    properties: Sequence[Property] = (),
    final: Iterable[str] = (),
    auto_transitions: bool = False,
    waivers: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of a live flat `transitions.Machine` whose callbacks are ordinary Python.

    `vars` gives each attribute that conditions and callbacks use its finite values (an iterable,
    an enum class, or a variable such as `Count("retries", 0, 3)`, which properties can then speak
    of). `env` names methods and attributes, dotted where they are another object's
    (`"gateway.charge"`), and the answers the world may give; an exception among them is raised.
    Such a method is not called. `args` gives the keyword arguments triggers are called with:
    `{"pay": {"amount": (0, 10)}}`. `may_raise` lists callbacks that may raise at their start and
    after anything they write, and exception classes that code raises itself.

    Values start as the model object has them now, unless `initial` says otherwise (its key
    `state` is the state). `model` says which of several models is meant, and `final` where the
    machine may stop, beside its final states. `auto_transitions=True` includes the `to_X` that
    transitions adds by itself.

    Without `cls` and all of these, nothing is called: conditions are free choices, callbacks change
    nothing, and the form's `free` lists the conditions.

    Every callback is really called, many times, on a stand-in: what it does outside `self` happens.
    Raises `MachineError` with every problem and its fix.
    """
    told = cls is not None or any(part is not None for part in (vars, env, args))
    told = told or bool(may_raise)
    stock = read_stock(machine, name)
    problems: list[str] = []
    declared = declare(vars, env, args, may_raise, problems)
    live = _live(stock, model, problems) if told or stock.machine.models else None
    kind = cls or (type(live) if told and live is not None else None)
    if kind is not None and live is not None and not isinstance(live, kind):
        problems.append(
            f"the machine's model is a {type(live).__name__}, no {kind.__name__}: pass its class"
        )
    if told:
        problems += _misnamed(stock, declared, live, kind)
    called = name or (kind.__name__ if kind is not None else stock.name)
    _refuse(called, problems)
    start, state = _start(stock, declared, live, initial or {}, problems)
    finals = [*(key for key, item in stock.states.items() if item.final), *map(name_of, final)]
    problems += [
        f"final names {item!r}, which is no state: use one of {', '.join(stock.states)}"
        for item in finals
        if item not in stock.states
    ]
    _refuse(called, problems)
    try:
        execution = Execution(stock, declared, kind, live)
    except TypeError as error:
        raise MachineError(
            called,
            [f"no stand-in can be made for {kind}: {error}; give it a plain class as a base"],
        ) from error
    endings = _recorded(stock, execution, called, auto_transitions)
    _judge(called, stock, declared, endings, (state, tuple(start.values())))
    slotted = {key: domain for key, domain in declared.domains.items() if domain.slotted}
    return Form(
        name=called,
        slots=(
            Slot(STATE, tuple(stock.states), control=True),
            *(Slot(key, domain.codes) for key, domain in slotted.items()),
        ),
        initial=((state, *(domain.codes[start[key]] for key, domain in slotted.items())),),
        commands=tuple(commands_of(stock, declared.domains, endings)),
        final=At(tuple(dict.fromkeys(finals))) if finals else None,
        properties=tuple(properties),
        waivers=dict(waivers or {}),
        free=tuple(execution.calls.free),
    )


def _refuse(name: str, problems: Sequence[str]) -> None:
    if problems:
        raise MachineError(name, list(dict.fromkeys(problems)))


# -- what is asked about ---------------------------------------------------------------------------


def _live(stock: Stock, chosen: Any, problems: list[str]) -> Any:
    models = list(stock.machine.models)
    if chosen is not None:
        if not any(item is chosen for item in models):
            problems.append("model= is none of the machine's models: machine.add_model(it) first")
        return chosen
    if not models:
        problems.append("the machine has no model: machine.add_model(...) an object of the class")
        return None
    if len(models) > 1:
        kinds = ", ".join(type(item).__name__ for item in models)
        problems.append(
            f"the machine has {len(models)} models ({kinds}), each with a state of its own: say "
            "which with model=machine.models[0], and check each class"
        )
    return models[0]


def _misnamed(stock: Stock, declared: Declared, live: Any, cls: type | None) -> Iterable[str]:
    """Yield what is declared about nothing: it is misspelt, or what it means stays undeclared."""
    callbacks = {label_of(item) for item in _callbacks(stock)}
    title = cls.__name__ if cls else "the model"
    for name in declared.world:
        first = name.partition(".")[0]
        if not (name in callbacks or hasattr(live, first) or hasattr(cls, first)):
            yield f"env names {name!r}, which neither {title} nor a callback has: mend the name"
    for name in sorted(declared.raisers):
        if not (name in callbacks or callable(getattr(cls, name, None))):
            known = ", ".join(sorted(callbacks)) or "none"
            yield f"may_raise names {name!r}, which is no callback; callbacks are: {known}"
    for trigger, keywords in declared.arguments.items():
        if trigger not in stock.events:
            known = ", ".join(item for item in stock.events if item not in stock.automatic)
            yield f"args names {trigger!r}, which is no trigger; triggers are: {known}"
        for keyword, values in keywords.items():
            if not values:
                yield f"args[{trigger!r}][{keyword!r}] is empty: list the values it can have"


def _callbacks(stock: Stock) -> Iterable[Any]:
    machine = stock.machine
    yield from (*machine.prepare_event, *machine.before_state_change, *machine.after_state_change)
    yield from (*machine.finalize_event, *machine.on_exception, *machine.on_final)
    for state in stock.states.values():
        yield from (*state.on_enter, *state.on_exit)
    for rule in stock.rules.values():
        item = rule.transition
        yield from (*item.prepare, *item.before, *item.after)
        yield from (part.func for part in item.conditions)


def _start(
    stock: Stock,
    declared: Declared,
    live: Any,
    initial: Mapping[str, Any],
    problems: list[str],
) -> tuple[dict[str, int], str]:
    """Return the index each variable starts at, and the state."""
    start: dict[str, int] = {}
    missing = object()
    for name in initial:
        if name != STATE and name not in declared.domains:
            problems.append(f"initial names {name!r}, which is not in vars=: add it there")
    for name, domain in declared.domains.items():
        value = initial.get(name, missing)
        if value is missing:
            value = getattr(live, name, missing)
        if value is missing and isinstance(domain.values[0], str | int):
            value = domain.variable.initial if isinstance(domain.variable, Variable) else missing
        index = domain.index(value)
        if index is None:
            problems.append(
                f"{name} starts as {value!r}, outside {domain.describe()}: add that value to "
                f"vars[{name!r}], or give initial={{{name!r}: ...}}"
            )
        start[name] = index or 0
    state = initial.get(STATE, missing)
    if state is missing:
        state = getattr(live, stock.attribute, stock.machine.initial)
    state = name_of(state)
    if state not in stock.states:
        problems.append(
            f"it starts in {state!r}, which is no state: give the machine an initial state, or "
            f"initial={{'state': {next(iter(stock.states), 'A')!r}}}"
        )
    return start, str(state)


# -- recording -------------------------------------------------------------------------------------

Endings = dict[tuple[str, str], list[Ending]]


def _recorded(stock: Stock, execution: Execution, name: str, automatic: bool) -> Endings:
    endings: Endings = {}
    certain: dict[str, None] = {}
    unheard = not (stock.machine.on_exception or stock.machine.finalize_event)
    with redirect_stdout(io.StringIO()):
        for trigger in stock.events:
            if trigger in stock.automatic and not automatic:
                continue
            for state in stock.states:
                if unheard and state not in stock.events[trigger]:
                    continue
                found = list(execution.endings(trigger, state))
                endings[trigger, state] = found
                for ending in found:
                    if ending.problem is not None and ending.problem.certain:
                        certain[
                            f"{_where(stock, trigger, state, ending)}: {ending.problem.text}"
                        ] = None
    _refuse(name, _once(certain))
    return endings


def _once(problems: Iterable[str]) -> list[str]:
    """Return one problem of those that say the same about several transitions."""
    return list({text.partition(": ")[2]: text for text in reversed(list(problems))}.values())[::-1]


def _where(stock: Stock, trigger: str, state: str, ending: Ending) -> str:
    return f"{ending.rule} {trigger} in {state}" if ending.rule else f"{trigger} in {state}"


def _judge(
    name: str,
    stock: Stock,
    declared: Declared,
    endings: Endings,
    start: tuple[str, tuple[int, ...]],
) -> None:
    """Raise for the problems a reachable valuation meets."""
    if not any(item.problem for found in endings.values() for item in found):
        return
    by_state: dict[str, list[tuple[str, Ending]]] = {state: [] for state in stock.states}
    for (trigger, state), found in endings.items():
        for ending in found:
            by_state[state].append(
                (trigger, _placed(ending, _where(stock, trigger, state, ending)))
            )
    _refuse(name, _once(reached_problems(by_state, declared.domains, start)))


def _placed(ending: Ending, where: str) -> Ending:
    if ending.problem is None:
        return ending
    return ending.because(replace(ending.problem, text=f"{where}: {ending.problem.text}"))
