"""Calls: callbacks and conditions found, called with a stand-in, and judged.

What lives here: what `Machine.resolve_callable`, `Machine.callback` and `Condition.check` do, on
one run; what may leave a callback as an exception; and tables of conditions that only read. What
does not: the order of calls (`execution.py`).

A condition that only reads is recorded once per state, as the cubes on which it is true and false,
and then forks a run in two. One that writes, asks the world or looks at the event runs in place, as
does one that cannot be asked everywhere: another condition before it may be what makes it safe.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, NoReturn

from .. import bridge
from .cubes import Cube, joined
from .declared import Declared
from .moments import Arguments, EventMoment
from .recording import Fork, Halt, Problem, Run, place, runs
from .standin import Puppeteer, Speaker
from .stock import Stock, label_of

__all__ = ["Calls"]


@dataclass(frozen=True)
class _Answer:
    """How one run of a condition by itself ends; `truth` is None when it does more than read."""

    cubes: tuple[Cube, ...]
    truth: bool | None
    problem: Problem | None = None

    def because(self, problem: Problem) -> _Answer:
        return replace(self, problem=problem)


Table = tuple[Sequence[Cube], Sequence[Cube]]


class Calls:
    """Calls what a machine calls, on the run in progress."""

    run: Run

    def __init__(
        self,
        stock: Stock,
        declared: Declared,
        cls: type | None,
        live: object | None,
        speaker: Speaker,
    ) -> None:
        self.stock, self.machine, self.declared = stock, stock.machine, declared
        self.free: dict[str, None] = {}
        self.puppeteer: Puppeteer | None = None
        self._tables: dict[tuple[object, str], Table | None] = {}
        if cls is not None:
            conveniences = bridge.conveniences(stock.machine, live)
            self.puppeteer = Puppeteer(
                cls, live, stock.machine, stock.attribute, declared, conveniences, speaker
            )

    def changed_unseen(self) -> str | None:
        """Return what the last run changed without being seen, if anything."""
        return self.puppeteer.changed_unseen() if self.puppeteer is not None else None

    def begin(self, trail: list[Fork], state: str) -> Run:
        run = Run(self.declared, state, trail)
        self.use(run)
        return run

    def use(self, run: Run) -> None:
        self.run = run
        if self.puppeteer is not None:
            self.puppeteer.run = run

    def moment(self, trigger: str, kwargs: dict[str, Any]) -> EventMoment:
        run = self.run
        return EventMoment(
            run,
            model=None if self.puppeteer is None else self.puppeteer.puppet,
            state=self.stock.states[run.state],
            event=SimpleNamespace(name=trigger),
            kwargs=Arguments(run, trigger, kwargs) if self.machine.send_event else kwargs,
            transition=None,
            error=None,
            result=False,
        )

    # -- conditions -------------------------------------------------------------------------------

    def answer(self, condition: Any, moment: EventMoment) -> bool:
        name = label_of(condition.func)
        if self.puppeteer is None:
            self.free[name] = None
            return bool(self.run.ask(name, (True, False), name))
        table = self._table(condition, moment)
        if table is not None:
            return self.run.fork(name, table)
        return self._asked(condition, moment)

    def _asked(self, condition: Any, moment: EventMoment) -> bool:
        answer = self._call(condition.func, moment, "condition")
        if not isinstance(answer, bool):
            self._not_boolean(condition, answer)
        return answer

    def _not_boolean(self, condition: Any, answer: object) -> NoReturn:
        passes = "passes" if answer == condition.target else "never passes"
        fix = (
            "one way through it has no return"
            if answer is None
            else "return a comparison or bool(...)"
        )
        self.run.halt(
            f"condition {label_of(condition.func)} answers {answer!r}, neither True nor False"
            f"{{when}}: transitions asks whether it == "
            f"{condition.target}, so this {passes}, whatever its truth; {fix}"
        )

    def _table(self, condition: Any, moment: EventMoment) -> Table | None:
        """Return where `condition` is false and true, when that is all there is to it."""
        run = self.run
        if run.depth != 1 or run.written or run.moved or moment.held["kwargs"]:
            return None
        name = condition.func if isinstance(condition.func, str) else id(condition.func)
        key = (name, run.state)
        if key not in self._tables:
            try:
                table = self._tabulated(condition, moment.held["event"].name, run.state)
            except Halt:
                run.problem = self.run.problem
                raise
            finally:
                self.use(run)
            self._tables[key] = table
        return self._tables[key]

    def _tabulated(self, condition: Any, trigger: str, state: str) -> Table | None:
        def begin(trail: list[Fork]) -> Run:
            run = self.begin(trail, state)
            run.begun = True
            return run

        def finish(run: Run) -> _Answer:
            moment = self.moment(trigger, {})
            truth: bool | None = None
            with suppress(Halt, Exception):
                truth = self._asked(condition, moment)
            only_reads = not (run.written or run.asked or run.moved or moment.looked_at)
            return _Answer(run.cubes, truth if only_reads and run.problem is None else None)

        sides: tuple[list[Cube], list[Cube]] = ([], [])
        for end in runs(begin, finish):
            if end.problem is not None:
                self.run.halt(str(end.problem), certain=True)
            if end.truth is None:
                return None
            sides[end.truth].extend(end.cubes)
        domains = self.declared.domains
        return joined(sides[0], domains), joined(sides[1], domains)

    # -- callbacks --------------------------------------------------------------------------------

    def all(self, callbacks: Iterable[Any], moment: EventMoment) -> None:
        if self.puppeteer is None:
            return
        for callback in callbacks:
            self._call(callback, moment, "callback")

    def _call(self, callback: Any, moment: EventMoment, role: str) -> Any:
        run, name = self.run, label_of(callback)
        run.checkpoint()
        kwargs = moment.held["kwargs"]
        args = (moment,) if self.machine.send_event else ()
        named = {} if self.machine.send_event else dict(kwargs)
        function: Any = None
        entered = False
        try:
            function = self._resolved(callback)
            entered = True
            run.methods.append(name)
            run.last = name
            if not (isinstance(callback, str) and name in self.declared.world):
                run.strike()
            answer = function(*args, **named)
        except Exception as error:
            run.checkpoint()
            if function is not None and isinstance(error, TypeError):
                self._unfit(name, function, args, named, moment)
            self._judge(error, name, role)
            raise
        finally:
            if entered:
                run.methods.pop()
        run.checkpoint()
        return answer

    def _resolved(self, callback: Any) -> Callable[..., Any]:
        """Do what Machine.resolve_callable does."""
        assert self.puppeteer is not None
        run, name = self.run, label_of(callback)
        if not isinstance(callback, str):
            if name in self.declared.world:
                answers = self.declared.world[name]
                return lambda *args, **kwargs: run.ask(name, answers, f"{name}()")
            return self.puppeteer.fresh(callback)  # type: ignore[no-any-return]
        if "." in callback and callback not in self.declared.world:
            module, _, attribute = callback.rpartition(".")
            try:
                return self.puppeteer.fresh(  # type: ignore[no-any-return]
                    getattr(importlib.import_module(module), attribute)
                )
            except (ImportError, AttributeError):
                run.halt(
                    f"callback {callback!r} is neither a method nor importable: mend its name",
                    certain=True,
                )
        run.methods.append(name)
        try:
            if callback in self.declared.world and not self._exists(callback):
                answers = self.declared.world[callback]
                return lambda *args, **kwargs: run.ask(name, answers, f"{name}()")
            if callback not in self.declared.domains and not self._exists(callback):
                run.halt(
                    f"callback {callback!r} is no method or attribute of "
                    f"{self.puppeteer.cls.__name__}: mend its name, or answer for it in env=",
                    certain=True,
                )
            found = getattr(self.puppeteer.puppet, callback)
        finally:
            run.methods.pop()
        if callable(found):
            return found  # type: ignore[no-any-return]
        return lambda *args, **kwargs: found

    def _exists(self, name: str) -> bool:
        assert self.puppeteer is not None
        missing = object()
        return inspect.getattr_static(self.puppeteer.live, name, missing) is not missing

    def _unfit(
        self, name: str, function: Any, args: Any, named: Mapping[str, Any], moment: EventMoment
    ) -> None:
        """End the run when `function` does not take what its trigger passes."""
        try:
            inspect.signature(function).bind(*args, **named)
        except TypeError as error:
            trigger = moment.held["event"].name
            shown = ", ".join(str(item) for item in inspect.signature(function).parameters)
            self.run.halt(
                f"{name}({shown}) does not fit the arguments {trigger} is called with here, "
                f"{dict(named) or 'none'} ({error}): declare them, as in "
                f"args={{{trigger!r}: {{'{shown.partition(',')[0] or 'x'}': (1, 2)}}}}",
                certain=True,
            )
        except ValueError:
            return

    def _judge(self, error: Exception, name: str, role: str) -> None:
        """End the run unless the caller declared that `error` may leave `name`."""
        run, declared = self.run, self.declared
        if id(error) in run.excused:
            return
        kind = type(error).__name__
        if name in declared.raisers or isinstance(error, declared.exceptions):
            run.excused[id(error)] = error, f"{kind} in {name}"
            return
        run.halt(
            f"{role} {name} raises {kind}: {error}, in {place(error) or name}"
            f"{{when}}: mend it, or list {name!r} (it may raise "
            f"anywhere) or {kind} (where its code raises it) in may_raise="
        )

    def named(self, error: BaseException) -> str:
        known = self.run.excused.get(id(error))
        return known[1] if known else type(error).__name__
