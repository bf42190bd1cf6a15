"""Execution: the order in which `transitions` 0.9.3 calls things, with a run in place of a model.

What lives here: events, conditions, callbacks, exceptions, queues and nested triggers exactly as
`transitions.core` has them. What does not: finding and calling what is to be called (`calls.py`),
and what is then made of a run (`commands.py`).

    Event._trigger          prepare_event, then the first transition that is taken; an exception
                            goes to on_exception or out; finalize_event comes last in any case, and
                            what it raises is swallowed
    Transition.execute      prepare, conditions (asked in order, compared with ==), then
                            before_state_change, before, the change, after, after_state_change
    Transition._change_state   on_exit of the declared source, the state, on_enter, on_final
    Machine._process        a trigger inside a callback runs at once; on a queued machine it waits
                            until the one that runs has ended, and an exception empties the queue

So an exception before the change leaves the state, one after it leaves the new state, and what was
written stays written. `prepare` of a transition that is not taken has written too. A step of the
form is a whole call from outside: nested and queued triggers included.

Without a class (`cls=None`) conditions are free choices and nothing is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from .. import bridge
from .calls import Calls
from .cubes import Cube
from .declared import Declared
from .moments import EventMoment
from .recording import Fork, Halt, Problem, Run, place, runs
from .stock import Candidate, Stock, name_of

__all__ = ["Ending", "Execution"]

# Triggers that fire each other deeper than this do so for ever.
DEPTH_MAX: Final = 30


@dataclass(frozen=True)
class Ending:
    """How one run of a trigger ends, on exactly the valuations of `cubes`."""

    cubes: tuple[Cube, ...]
    rule: str = ""
    outcome: str = ""
    target: str = ""
    writes: tuple[tuple[str, int], ...] = ()
    raises: str = ""
    assumes: tuple[str, ...] = ()
    problem: Problem | None = None

    def because(self, problem: Problem) -> Ending:
        """Return this end with a problem."""
        return replace(self, problem=problem)


class Execution:
    """Runs the triggers of one machine on one model, as a recording."""

    def __init__(
        self, stock: Stock, declared: Declared, cls: type | None, live: object | None
    ) -> None:
        self.stock, self.machine, self.declared = stock, stock.machine, declared
        self.calls = Calls(stock, declared, cls, live, self)

    @property
    def run(self) -> Run:
        """The run in progress."""
        return self.calls.run

    def endings(self, trigger: str, state: str) -> Iterable[Ending]:
        """Yield how each way through `trigger` in `state` ends."""

        def begin(trail: list[Fork]) -> Run:
            return self.calls.begin(trail, state)

        def finish(run: Run) -> Ending:
            return self._finish(run, trigger)

        yield from runs(begin, finish)

    def _finish(self, run: Run, trigger: str) -> Ending:
        try:
            self.fire(trigger, self._arguments(trigger))
        except Halt:
            pass
        except Exception as error:
            if not run.invalid:
                run.raised = run.raised or self.calls.named(error)
        if run.problem is None and (changed := self.calls.changed_unseen()):
            run.problem = Problem(changed, certain=True)
        return Ending(
            cubes=run.cubes,
            rule=run.taken or run.tried,
            outcome="raised" if run.raised else "" if run.taken else "refused",
            target=run.state,
            writes=tuple(run.written.items()),
            raises=run.raised,
            assumes=tuple(run.assumes),
            problem=run.problem,
        )

    def _arguments(self, trigger: str) -> dict[str, Any]:
        run = self.run
        chosen: dict[str, Any] = {}
        for keyword, values in self.declared.arguments.get(trigger, {}).items():
            chosen[keyword] = values[run.decide(("argument", keyword), range(len(values)))]
            run.assumes.append(f"{trigger}({keyword}={chosen[keyword]!r})")
        return chosen

    # -- Event and Machine._process ---------------------------------------------------------------

    def fire(self, trigger: str, kwargs: dict[str, Any]) -> bool:
        """Do what calling `trigger` on the model does."""
        run = self.run
        if not self.machine.has_queue:
            return self._trigger(trigger, kwargs)
        run.queue.append(lambda: self._queued(trigger, kwargs))
        if len(run.queue) > 1:
            return True
        while run.queue:
            try:
                run.queue[0]()
                run.queue.pop(0)
            except BaseException:
                run.queue.clear()
                raise
        return True

    def _queued(self, trigger: str, kwargs: dict[str, Any]) -> None:
        self._trigger(trigger, kwargs)

    def _trigger(self, trigger: str, kwargs: dict[str, Any]) -> bool:
        run = self.run
        outermost, run.begun = not run.begun, True
        run.depth += 1
        if run.depth > DEPTH_MAX:
            run.halt(
                f"{trigger} is fired by its own callbacks, {DEPTH_MAX} deep: it never ends; "
                "fire it from outside, or only under a condition that becomes false"
            )
        moment = self.calls.moment(trigger, kwargs)
        try:
            result = self._caught(trigger, moment, outermost)
        except Exception:
            self._finalize(moment)
            raise
        finally:
            run.depth -= 1
        self._finalize(moment)
        return result

    def _caught(self, trigger: str, moment: EventMoment, outermost: bool) -> bool:
        run = self.run
        candidates = self.stock.events[trigger].get(run.state)
        try:
            if candidates is not None:
                return self._process(candidates, moment, outermost)
            if not self.stock.ignores(run.state):
                run.invalid = run.invalid or outermost
                raise bridge.InvalidTrigger(
                    f"Can't trigger event {trigger} from state {run.state}!"
                )
        except Exception as error:
            moment.held["error"] = error
            if outermost and candidates is not None:
                run.raised = self.calls.named(error)
            if not self.machine.on_exception:
                raise
            self.calls.all(self.machine.on_exception, moment)
        return bool(moment.held["result"])

    def _finalize(self, moment: EventMoment) -> None:
        try:
            self.calls.all(self.machine.finalize_event, moment)
        except Exception as error:
            moment.held["error"] = moment.held["error"] or error

    def _process(
        self, candidates: Sequence[Candidate], moment: EventMoment, outermost: bool
    ) -> bool:
        self.calls.all(self.machine.prepare_event, moment)
        for candidate in candidates:
            moment.held["transition"] = candidate.transition
            if outermost:
                self.run.tried = candidate.rule
            if self._execute(candidate, moment, outermost):
                moment.held["result"] = True
                return True
        return False

    # -- Transition -------------------------------------------------------------------------------

    def _execute(self, candidate: Candidate, moment: EventMoment, outermost: bool) -> bool:
        item, machine = candidate.transition, self.machine
        self.calls.all(item.prepare, moment)
        for condition in item.conditions:
            if self.calls.answer(condition, moment) is not condition.target:
                return False
        if outermost:
            self.run.taken = candidate.rule
        self.calls.all((*machine.before_state_change, *item.before), moment)
        if item.dest:
            self._change_state(item, moment)
        self.calls.all((*item.after, *machine.after_state_change), moment)
        return True

    def _change_state(self, item: Any, moment: EventMoment) -> None:
        states, run = self.stock.states, self.run
        self.calls.all(states[item.source].on_exit, moment)
        run.state, run.moved = item.dest, True
        moment.held["state"] = states[item.dest]
        self.calls.all(states[item.dest].on_enter, moment)
        if states[item.dest].final:
            self.calls.all(self.machine.on_final, moment)

    # -- what callbacks see -----------------------------------------------------------------------

    def state_value(self) -> Any:
        """Return what the state attribute holds."""
        return self.stock.value(self.run.state)

    def set_state_value(self, value: object) -> None:
        """Take a state that a callback assigns: no callback runs, as in a real machine."""
        name = str(name_of(value))
        expected = self.stock.value(name) if name in self.stock.states else None
        if type(value) is not type(expected) or value != expected:
            known = ", ".join(repr(self.stock.value(state)) for state in self.stock.states)
            self.run.halt(
                f"{place()} sets {self.stock.attribute} to {value!r}, which is no state: "
                f"use one of {known}"
            )
        self.run.state, self.run.moved = name, True

    def convenience(self, kind: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Any:
        """Call what the machine has bound to the model."""
        run = self.run
        run.checkpoint()
        if kind == "is":
            return self.state_value() == self.stock.value(name)
        if not name:
            name, *rest = args
            args = tuple(rest)
        if args:
            run.halt(f"{place()} fires {name} with positional arguments: pass them by name")
        if kind == "may":
            return self._may(name, kwargs)
        if name in self.stock.events:
            return self.fire(name, kwargs)
        if self.stock.ignores(run.state):
            return False
        raise AttributeError(f"Do not know event named '{name}'.")

    def _may(self, trigger: str, kwargs: dict[str, Any]) -> bool:
        """Do what Machine._can_trigger does: prepare callbacks run, the state stays."""
        run = self.run
        moment = self.calls.moment(trigger, kwargs)
        run.depth += 1
        try:
            for candidate in self.stock.events.get(trigger, {}).get(run.state, ()):
                moment.held["transition"] = candidate.transition
                try:
                    self.calls.all(self.machine.prepare_event, moment)
                    self.calls.all(candidate.transition.prepare, moment)
                    if all(
                        self.calls.answer(condition, moment) is condition.target
                        for condition in candidate.transition.conditions
                    ):
                        return True
                except Exception as error:
                    moment.held["error"] = error
                    if not self.machine.on_exception:
                        raise
                    self.calls.all(self.machine.on_exception, moment)
            return False
        finally:
            run.depth -= 1
