"""The only place that knows the `transitions` package.

What lives here: the callback-free machine a gate fires (`Place`), reading and producing a plain
`transitions.Machine`, and what `strangers/` must know of one. What does not: guards and effects
at run time, which are the gate's.

`transitions` trusts its caller in ways a gate must not. Each has its rule here:

- it adds a `to_X` trigger for every state: off
- a false guard, and any call on a queued machine, only returns a value: `Place.fire` raises
- callbacks run when the state is already set, and `on_exception` swallows what they raise, Ctrl-C
  included: no callbacks at all
- an event swallows whatever is raised while it finalizes, callbacks or not, so a Ctrl-C that comes
  just then is lost: `Place.fire` executes the stock transition, and leaves the event's wrapping out
- `model.state = x` bypasses everything: the model is private to the `Place`
- a trigger named like a method of the model is silently not bound: events are looked up by name
- unknown states are accepted: a `Machine` is validated first
- reading `event.transitions[x]` adds `x`: only `.get` and `.items`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import transitions

from .errors import MachineError
from .expressions import STATE, TRUE, Guard, Parameter, Snapshot, Value
from .machine import Machine, Row, row
from .variables import Assignment, Choice, Variable

__all__ = [
    "InvalidTrigger",
    "Place",
    "conveniences",
    "departures",
    "plain_machine",
    "read_machine",
]

Choose = Callable[[Variable, tuple[Value, ...]], Value]


class _Bare:
    """The model of a `Place`: it holds the state and nothing that could collide with a trigger."""

    state: str


class Place:
    """Where a machine is: fires the events of rows on a stock, callback-free machine."""

    def __init__(self, machine: Machine) -> None:
        self._bare = _Bare()
        self._stock = transitions.Machine(
            model=self._bare,
            states=list(machine.states),
            initial=machine.initial,
            transitions=[
                {"trigger": item.event, "source": source, "dest": item.target}
                for item in machine.rows
                for source in item.sources
            ],
            auto_transitions=False,
            queued=False,
            send_event=False,
        )
        self._exits = {
            (name, source): (event, candidates[0])
            for name, event in self._stock.events.items()
            for source, candidates in event.transitions.items()
        }

    @property
    def state(self) -> str:
        """The state the stock machine is in."""
        return self._bare.state

    def fire(self, event: str) -> str:
        """Fire `event` and return the state it led to; anything but success raises."""
        bare, stock = self._bare, self._stock
        try:
            fired, taken = self._exits[event, bare.state]
        except KeyError:
            raise RuntimeError(f"{event} leads nowhere from {bare.state}") from None
        state = stock.states[bare.state]
        if not taken.execute(transitions.EventData(state, fired, stock, bare, (), {})):
            raise RuntimeError(f"{event} was not taken in {bare.state}")
        return bare.state

    def rewind(self, state: str) -> None:
        """Go back to `state`: the step that had fired was not committed."""
        self._stock.set_state(state, self._bare)


# -- producing a plain machine ---------------------------------------------------------------------


def _first(variable: Variable, options: tuple[Value, ...]) -> Value:
    return options[0]


def plain_machine(
    machine: Machine, model: object, *, choose: Choose = _first, **parameters: int
) -> transitions.Machine:
    """Return a stock machine that drives `model` by `machine`'s rows.

    Triggers are `operation.outcome` (fire them with `model.trigger(...)`). Guards become
    conditions that read the variables as attributes of `model`, effects set them before the state
    changes; `choose` picks where the declaration leaves a choice (the first option by default).
    Attributes the model lacks are set to the variables' initial values.
    """
    start = machine.start(**parameters)
    for item in machine.variables:
        if not hasattr(model, item.name):
            setattr(model, item.name, start[item.name])
    bound = {item.name: start[item.name] for item in machine.parameters}

    def snapshot() -> Snapshot:
        values: dict[str, Value] = {name: getattr(model, name) for name in names}
        return {STATE: str(model.state), **bound, **values}  # type: ignore[attr-defined]

    names = [item.name for item in machine.variables]
    return transitions.Machine(
        model=model,
        states=[transitions.State(name, final=name in machine.final) for name in machine.states],
        initial=machine.initial,
        transitions=[
            {
                "trigger": item.label,
                "source": source,
                "dest": item.target,
                "conditions": [] if item.guard is TRUE else [_condition(item.guard, snapshot)],
                "before": [_assign(item.effects, snapshot, model, choose)] if item.effects else [],
            }
            for item in machine.rows
            for source in item.sources
        ],
        auto_transitions=False,
    )


def _condition(guard: Guard, snapshot: Callable[[], Snapshot]) -> Callable[[], bool]:
    def condition() -> bool:
        return guard(snapshot())

    condition.__name__ = str(guard)
    return condition


def _assign(
    effects: tuple[Assignment, ...], snapshot: Callable[[], Snapshot], model: object, choose: Choose
) -> Callable[[], None]:
    def assign() -> None:
        before = snapshot()
        fallen: dict[Choice, Value] = {}
        after: dict[str, Value] = {}
        for effect in effects:
            if isinstance(effect.value, Choice):
                if effect.value not in fallen:
                    fallen[effect.value] = choose(effect.variable, effect.value.options(before))
                after[effect.variable.name] = fallen[effect.value]
            else:
                after[effect.variable.name] = effect.value(before)
        for name, value in after.items():
            setattr(model, name, value)

    assign.__name__ = "; ".join(map(str, effects))
    return assign


# -- reading a plain machine -----------------------------------------------------------------------


def read_machine(
    stock: transitions.Machine,
    name: str,
    *,
    guards: Mapping[str, Guard] | None = None,
    effects: Mapping[str, Sequence[Assignment]] | None = None,
    variables: Sequence[Variable] = (),
    parameters: Sequence[Parameter] = (),
    refused: str = "NotAllowed",
    auto_transitions: bool = False,
) -> Machine:
    """Return the declaration of a flat stock machine.

    Every trigger is an operation, but for the `to_X` that `transitions` adds by itself, which would
    lead from everywhere to everywhere; `auto_transitions=True` reads those too. `guards` says what
    a condition means by its name, `effects` what a callback does; a transition whose conditions are
    all explained becomes a guarded row, with the negation of those before it, because the first
    that passes wins. A condition that is not explained may answer either way: it becomes part of
    the outcome's name. What the stock machine does not admit is refused as `refused`.
    """
    explained = dict(guards or {})
    done = dict(effects or {})
    if any(getattr(state, "states", None) for state in stock.states.values()):
        raise MachineError(name, ["nested states are not flat: read_machine takes flat machines"])
    events = {
        trigger: event
        for trigger, event in stock.events.items()
        if auto_transitions or not _is_automatic(stock, trigger)
    }
    if problems := [*_unused(stock, events, explained, done)]:
        raise MachineError(name, problems)
    rows: list[Row] = []
    for trigger, event in events.items():
        for source in list(stock.states):
            candidates = event.transitions.get(source, [])
            rows.extend(_rows(stock, name, trigger, source, candidates, explained, done))
    initial = stock.initial
    if not isinstance(initial, str):
        raise MachineError(name, ["it has no initial state: give the stock machine one"])
    return Machine(
        name,
        states=list(stock.states),
        initial=initial,
        final=[key for key, state in stock.states.items() if getattr(state, "final", False)],
        variables=variables,
        parameters=parameters,
        rows=_merged(rows),
        otherwise=refused if _refuses(rows, list(stock.states)) else None,
    )


def _is_automatic(stock: transitions.Machine, trigger: str) -> bool:
    """Whether `trigger` is one that the stock machine added, untouched by its author."""
    target = trigger.removeprefix("to_")
    if not stock.auto_transitions or target == trigger or target not in stock.states:
        return False
    return all(
        len(candidates) == 1 and candidates[0].dest == target and not candidates[0].conditions
        for candidates in stock.events[trigger].transitions.values()
    )


def _callbacks(stock: transitions.Machine, source: str, item: Any) -> list[Any]:
    """Return what runs when `item` is taken, in order."""
    moves = item.dest is not None
    return [
        *stock.before_state_change,
        *item.before,
        *(stock.states[source].on_exit if moves else ()),
        *(stock.states[item.dest].on_enter if moves else ()),
        *item.after,
        *stock.after_state_change,
    ]


def _unused(
    stock: transitions.Machine,
    events: Mapping[str, Any],
    guards: Mapping[str, Guard],
    effects: Mapping[str, Sequence[Assignment]],
) -> Iterator[str]:
    """Explanations of nothing are misspelt, and what they should explain would stay unexplained."""
    taken = [
        (source, item)
        for event in events.values()
        for source, candidates in event.transitions.items()
        for item in candidates
    ]
    conditions = {_name(part.func) for _, item in taken for part in item.conditions}
    callbacks = {_name(part) for source, item in taken for part in _callbacks(stock, source, item)}
    early = {_name(part) for _, item in taken for part in item.prepare}
    early |= {_name(part) for part in stock.prepare_event}
    for key in sorted(guards.keys() - conditions):
        known = ", ".join(sorted(conditions)) or "none"
        yield f"guards explains {key!r}, which is no condition here; conditions are: {known}"
    for key in sorted(effects):
        if key in early:
            yield f"{key!r} runs before the conditions are asked: make it a `before` callback"
        elif key not in callbacks:
            known = ", ".join(sorted(callbacks)) or "none"
            yield f"effects explains {key!r}, which is no callback here; callbacks are: {known}"


def _rows(
    stock: transitions.Machine,
    machine: str,
    trigger: str,
    source: str,
    candidates: Sequence[Any],
    guards: Mapping[str, Guard],
    effects: Mapping[str, Sequence[Assignment]],
) -> list[Row]:
    rows: list[Row] = []
    earlier: Guard = TRUE
    sealed = False
    for item in candidates:
        guard: Guard = TRUE
        free: list[str] = []
        for condition in item.conditions:
            name = _name(condition.func)
            if name in guards:
                part = guards[name] if condition.target else ~guards[name]
                guard = part if guard is TRUE else guard & part
            else:
                free.append(name if condition.target else f"not-{name}")
        outcome = "+".join(free) or "ok"
        when = guard if earlier is TRUE else earlier if guard is TRUE else earlier & guard
        if sealed:
            raise MachineError(
                machine,
                [
                    f"{trigger} in {source} has a transition to {item.dest} that is never taken: "
                    "an earlier one always passes; drop it or put it earlier"
                ],
            )
        does = [
            effect
            for callback in _callbacks(stock, source, item)
            for effect in effects.get(_name(callback), ())
        ]
        target = None if item.dest in (None, source) else item.dest
        rows.append(row(trigger, outcome, [source], to=target, when=when, does=does))
        if not free and guard is TRUE:
            sealed = True
        elif not free:
            earlier = ~guard if earlier is TRUE else earlier & ~guard
    return rows


def _name(callback: str | Callable[..., object]) -> str:
    return callback if isinstance(callback, str) else getattr(callback, "__name__", repr(callback))


def _merged(rows: Sequence[Row]) -> list[Row]:
    """Join rows that differ only in their source, so that a wildcard stays one row."""
    joined: dict[tuple[object, ...], Row] = {}
    for item in rows:
        key = (item.operation, item.outcome, item.target, str(item.guard), str(item.effects))
        known = joined.get(key)
        sources = (*known.sources, *item.sources) if known else item.sources
        joined[key] = row(
            item.operation, item.outcome, sources,
            to=item.target, when=item.guard, does=item.effects,
        )  # fmt: skip
    return list(joined.values())


def _refuses(rows: Sequence[Row], states: Sequence[str]) -> bool:
    """Whether some operation is not admitted somewhere for sure."""
    sure = {(item.operation, item.sources[0]) for item in rows if item.guard is TRUE}
    return any((item.operation, state) not in sure for item in rows for state in states)


# -- what the recorder of a stranger's machine asks ------------------------------------------------

InvalidTrigger = transitions.MachineError
"""What a stock machine raises when a trigger has no transition from the state it is in."""

# What `strangers/execution.py` does in the stock way; who overrides it does something else.
_COPIED: tuple[tuple[type, str], ...] = (
    (
        transitions.Machine,
        "callback callbacks resolve_callable get_state get_model_state set_state is_state "
        "_process _can_trigger _get_trigger",
    ),
    (transitions.Event, "trigger _trigger _process _is_valid_source add_transition"),
    (transitions.Transition, "execute _eval_conditions _change_state"),
    (transitions.State, "enter exit"),
    (transitions.Transition.condition_cls, "check"),
)
# Extensions that draw what happens, or let one thread in at a time, change no step.
_HARMLESS = tuple(f"transitions.extensions.{name}" for name in ("diagrams", "markup", "locking"))
_REASONS = {
    "HierarchicalMachine": (
        "a HierarchicalMachine enters and leaves nested states in an order of its own: "
        "use transitions.Machine, with one state for each innermost one"
    ),
    "AsyncMachine": (
        "an AsyncMachine lets other tasks run inside its callbacks, and cancels what is under way: "
        "use transitions.Machine for the model"
    ),
}


def departures(stock: object) -> Iterator[str]:
    """Yield what keeps `stock` from being a flat machine that works in the stock way."""
    if not isinstance(stock, transitions.Machine):
        yield f"{stock!r} is no transitions.Machine: give the machine, not its model"
        return
    kinds = [kind.__name__ for kind in type(stock).__mro__]
    if reasons := [reason for name, reason in _REASONS.items() if name in kinds]:
        yield from reasons
        return
    events = list(stock.events.values())
    taken = [item for event in events for found in event.transitions.values() for item in found]
    conditions = [part for item in taken for part in item.conditions]
    parts = {type(part) for part in (stock, *stock.states.values(), *events, *taken, *conditions)}
    for kind in sorted(parts, key=lambda kind: kind.__qualname__):
        for base, names in _COPIED:
            for name in names.split() if issubclass(kind, base) else ():
                home = next(item for item in kind.__mro__ if name in vars(item))
                if home is not base and home.__module__ not in _HARMLESS:
                    yield (
                        f"{home.__qualname__}.{name} replaces what transitions does there, which "
                        "cannot be followed: put it into callbacks"
                    )


def conveniences(stock: transitions.Machine, live: object) -> dict[str, tuple[str, str]]:
    """Return what `stock` has bound to the model `live`: by name, the kind and what it is about.

    The kinds are `fire` and `may` (about a trigger; "" when it is the first argument) and `is`.
    """
    attribute = "" if stock.model_attribute == "state" else f"{stock.model_attribute}_"
    offered = {"trigger": ("fire", ""), "may_trigger": ("may", "")}
    for trigger in stock.events:
        offered[trigger] = ("fire", trigger)
        offered[f"may_{trigger}"] = ("may", trigger)
    for state in stock.states:
        offered[f"is_{attribute}{state}"] = ("is", state)
    held = vars(live) if hasattr(live, "__dict__") else {}
    return {name: meant for name, meant in offered.items() if isinstance(held.get(name), partial)}
