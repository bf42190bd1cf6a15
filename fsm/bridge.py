"""The only place that knows the `transitions` package.

What lives here: the callback-free machine a gate fires (`Place`), and reading and producing a
plain `transitions.Machine`. What does not: guards and effects at run time, which are the gate's.

`transitions` trusts its caller in ways a gate must not. Each has its rule here:

- it adds a `to_X` trigger for every state: off
- a false guard, and any call on a queued machine, only returns a value: `Place.fire` raises
- callbacks run when the state is already set, and `on_exception` and `finalize_event` swallow
  what they raise, Ctrl-C included: no callbacks at all
- `model.state = x` bypasses everything: the model is private to the `Place`
- a trigger named like a method of the model is silently not bound: events are fired by name
- unknown states are accepted: a `Machine` is validated first
- reading `event.transitions[x]` adds `x`: only `.get`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import transitions

from .errors import MachineError
from .expressions import STATE, TRUE, Assignment, Choice, Guard, Snapshot, Value, Variable
from .machine import Machine, Row, row

__all__ = ["Place", "plain_machine", "read_machine"]

Choose = Callable[[Variable, tuple[Value, ...]], Value]


class _Bare:
    """The model of a `Place`: it holds the state and nothing that could collide with a trigger."""

    state: str
    trigger: Callable[[str], bool]


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

    @property
    def state(self) -> str:
        """The state the stock machine is in."""
        return self._bare.state

    def fire(self, event: str) -> str:
        """Fire `event` and return the state it led to; anything but success raises."""
        if not self._bare.trigger(event):
            raise RuntimeError(f"{event} was not taken in {self._bare.state}")
        return self._bare.state

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
    refused: str = "NotAllowed",
) -> Machine:
    """Return the declaration of a flat stock machine.

    Every trigger is an operation. `guards` says what a condition means by its name, `effects` what
    a callback does; a transition whose conditions are all explained becomes a guarded row, with
    the negation of those before it, because the first that passes wins. A condition that is not
    explained may answer either way: it becomes part of the outcome's name. What the stock machine
    does not admit is refused as `refused`.
    """
    explained = dict(guards or {})
    done = dict(effects or {})
    if any("children" in getattr(state, "__dict__", {}) for state in stock.states.values()):
        raise MachineError(name, ["nested states are not flat: read_machine takes flat machines"])
    rows: list[Row] = []
    for trigger, event in stock.events.items():
        for source in list(stock.states):
            rows.extend(
                _rows(name, trigger, source, event.transitions.get(source, []), explained, done)
            )
    initial = stock.initial
    if not isinstance(initial, str):
        raise MachineError(name, ["it has no initial state: give the stock machine one"])
    return Machine(
        name,
        states=list(stock.states),
        initial=initial,
        final=[key for key, state in stock.states.items() if getattr(state, "final", False)],
        variables=variables,
        rows=_merged(rows),
        otherwise=refused if _refuses(rows, list(stock.states)) else None,
    )


def _rows(
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
            for callback in (*item.before, *item.after)
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
