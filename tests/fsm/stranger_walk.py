"""The other side of the differential test: every step the real `transitions` library can take.

A case is a class, the machine around it, and what is declared about it. The real library fires real
triggers on fresh objects whose attributes are set; what the world answers is scripted by
overriding, in a subclass, the methods `env` names, and every script is played. Nothing here
shares code with the recorder.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import transitions

from fsm.form import Form
from fsm.strangers import model
from fsm.strangers.stock import read_stock

Step = tuple[str, str, str, tuple[Any, ...]]


class Script:
    """Answers of the world, played in every combination."""

    def __init__(self) -> None:
        self.trail: list[list[int]] = []
        self.position = 0

    def choose(self, count: int) -> int:
        if self.position == len(self.trail):
            self.trail.append([0, count])
        self.position += 1
        return self.trail[self.position - 1][0]

    def next(self) -> bool:
        self.position = 0
        while self.trail and self.trail[-1][0] + 1 == self.trail[-1][1]:
            self.trail.pop()
        if self.trail:
            self.trail[-1][0] += 1
        return bool(self.trail)


class Struck(Exception):
    pass


class SpyEvent(transitions.Event):
    """Notes which transition the outermost event took, or that it raised."""

    def _trigger(self, event_data: Any) -> Any:
        if self.machine.first is None:
            self.machine.first = event_data
        return super()._trigger(event_data)

    def _process(self, event_data: Any) -> None:
        outermost = event_data is self.machine.first
        try:
            super()._process(event_data)
        except BaseException:
            if outermost:
                self.machine.kind = "raised"
            raise
        if outermost and event_data.result:
            found = self.transitions[event_data.transition.source]
            self.machine.kind = (
                f"{event_data.transition.source}#{found.index(event_data.transition)}"
            )


class SpyMachine(transitions.Machine):
    event_cls = SpyEvent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.first: Any = None
        self.kind = "refused"
        super().__init__(*args, **kwargs)


@dataclass
class Case:
    """A stranger's class and machine: `build(machine_class, model)` makes the machine."""

    cls: type
    build: Callable[[type[transitions.Machine], Any], transitions.Machine]
    vars: Mapping[str, Any] = field(default_factory=dict)
    env: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    args: Mapping[str, Mapping[str, tuple[Any, ...]]] = field(default_factory=dict)
    may_raise: tuple[Any, ...] = ()
    auto_transitions: bool = False

    def form(self) -> Form:
        return model(
            self.build(transitions.Machine, self.cls()),
            self.cls,
            vars=self.vars,
            env=self.env,
            args=self.args,
            may_raise=self.may_raise,
            auto_transitions=self.auto_transitions,
        )


def code(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.name
    return "None" if value is None else value if isinstance(value, str | int) else repr(value)


def real_class(case: Case, script: Script) -> type:
    """Return the class with the world's answers scripted, and its may_raise callbacks striking."""
    cls = case.cls
    raisers = [name for name in case.may_raise if isinstance(name, str)]
    running: list[str] = []

    def strike() -> None:
        if running and running[-1] in raisers and script.choose(2):
            raise Struck

    def answered(name: str, answers: tuple[Any, ...]) -> Any:
        def answer(self: Any, *args: Any, **kwargs: Any) -> Any:
            value = answers[script.choose(len(answers))] if len(answers) > 1 else answers[0]
            if isinstance(value, type) and issubclass(value, BaseException):
                raise value
            return value

        return answer if callable(getattr(cls, name)) else property(answer, lambda *_: None)

    def striking(name: str, function: Any) -> Any:
        def run(self: Any, *args: Any, **kwargs: Any) -> Any:
            running.append(name)
            try:
                strike()
                return function(self, *args, **kwargs)
            finally:
                running.pop()

        return run

    def plain(name: str, function: Any) -> Any:
        def run(self: Any, *args: Any, **kwargs: Any) -> Any:
            running.append(name)
            try:
                return function(self, *args, **kwargs)
            finally:
                running.pop()

        return run

    space: dict[str, Any] = {name: answered(name, found) for name, found in case.env.items()}
    for name in dir(cls):
        function = getattr(cls, name)
        if not name.startswith("__") and callable(function) and name not in space:
            static = inspect.getattr_static(cls, name)
            if isinstance(static, staticmethod | classmethod):
                continue
            space[name] = (striking if name in raisers else plain)(name, function)

    def write(self: Any, name: str, value: Any) -> None:
        super(real, self).__setattr__(name, value)
        if name in case.vars:
            strike()

    space["__setattr__"] = write
    real = type(cls.__name__, (cls,), space)
    return real


def walk(case: Case) -> dict[tuple[Any, ...], set[Step]]:
    """Return every reachable valuation with its steps, as the real library takes them."""
    script = Script()
    cls = real_class(case, script)
    names = list(case.vars)
    probe = cls()
    stock = case.build(transitions.Machine, case.cls())
    rules = {
        (trigger, f"{source}#{index}"): item.rule
        for trigger, by_source in read_stock(stock, None).events.items()
        for source, found in by_source.items()
        for index, item in enumerate(found)
    }
    automatic = read_stock(stock, None).automatic
    values: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def seen(machine: Any, thing: Any) -> tuple[Any, ...]:
        state = getattr(thing, machine.model_attribute)
        raw = (state, *(getattr(thing, name) for name in names))
        key = tuple(map(code, raw))
        values.setdefault(key, raw)
        return key

    first = seen(case.build(SpyMachine, probe), probe)
    found: dict[tuple[Any, ...], set[Step]] = {}
    frontier = [first]
    while frontier:
        key = frontier.pop()
        if key in found:
            continue
        found[key] = set()
        for trigger in stock.events:
            if trigger in automatic and not case.auto_transitions:
                continue
            for kwargs in _combinations(case.args.get(trigger, {})):
                script.trail.clear()
                while True:
                    script.position = 0
                    thing = cls()
                    machine = case.build(SpyMachine, thing)
                    state, *rest = values[key]
                    machine.set_state(state, thing)
                    for name, value in zip(names, rest, strict=True):
                        thing.__dict__[name] = value
                    kind = _fired(machine, thing, trigger, kwargs)
                    after = seen(machine, thing)
                    rule = rules.get((trigger, kind), "")
                    if rule:
                        found[key].add((trigger, rule, "", after))
                    elif after != key:
                        found[key].add((trigger, "", kind, after))
                    frontier.append(after)
                    if not script.next():
                        break
    return found


def _combinations(arguments: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    if not arguments:
        yield {}
        return
    (name, values), *rest = arguments.items()
    for value in values:
        for other in _combinations(dict(rest)):
            yield {name: value, **other}


def _fired(machine: Any, thing: Any, trigger: str, kwargs: dict[str, Any]) -> str:
    try:
        machine.events[trigger].trigger(thing, **kwargs)
    except Exception:
        # A queued trigger may raise when the one that was called has been taken.
        if machine.kind != "refused" or _valid(machine):
            return "raised"
    return str(machine.kind)


def _valid(machine: Any) -> bool:
    first = machine.first
    return first.error is None or not isinstance(first.error, transitions.MachineError)


def steps_of(form: Form) -> dict[tuple[Any, ...], set[Step]]:
    """Return the same, as the form has it."""
    return {
        valuation: {
            (command.operation, "" if command.outcome else command.rule, command.outcome, after)
            for command, after in form.successors(valuation)
        }
        for valuation in form.reachable()
    }


def differences(case: Case, form: Form | None = None) -> list[str]:
    """Return in what the form and the real library differ."""
    real, ours = walk(case), steps_of(form or case.form())
    told = [f"only the library reaches {key}" for key in real.keys() - ours.keys()]
    told += [f"only the form reaches {key}" for key in ours.keys() - real.keys()]
    for key in real.keys() & ours.keys():
        told += [f"{key}: only the library steps {step}" for step in real[key] - ours[key]]
        told += [f"{key}: only the form steps {step}" for step in ours[key] - real[key]]
    return told
