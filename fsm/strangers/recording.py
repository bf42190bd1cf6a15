"""Recording: one run of a stranger's methods, in which every unknown is a fork.

What lives here: `Run`, which answers reads, takes writes and asks the world, and `runs`, which
repeats a run until every way it can fork has been taken. What does not: the object methods see
(`standin.py`) and the order in which a machine calls them (`execution.py`).

A run knows the valuations it stands for as a union of cubes. The first read of a variable forks
over the values it can have there and narrows the cubes; the truth of a condition that only reads
forks once for true and once for false. So each end of a run is exact, and the ends together cover
every valuation once, but for the world's answers, which differ on the same valuation.

Runs are repeated from the start with the same answers (methods cannot be copied midway). A run
that then asks for something else, or ends otherwise, depends on what nobody declared: an error.

Whatever a run cannot represent ends it with a `Problem`. A certain one is an error. One that
depends on values is an error only if the machine can get there, which `reach.py` decides.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final, NoReturn

from .cubes import ANYTHING, Cube, meet, values_of, where
from .declared import Declared

__all__ = ["FORKS_MAX", "Fork", "Halt", "Problem", "Run", "Spontaneous", "place", "runs"]

# One event in one state ends in no more ways than this: ten variables of three values, about ten
# seconds of recording.
FORKS_MAX: Final = 60_000
# One call of a trigger decides no more often than this.
DECISIONS_MAX: Final = 200

_UNSTEADY: Final = (
    "{} does not do the same twice: it depends on something that is neither in vars= nor in env= "
    "(the time, chance, a global): name it in env="
)

_HERE: Final = os.path.dirname(__file__)
_ENGINE: Final = os.path.join(_HERE, "calls.py")


class Halt(BaseException):
    """Ends a run whose problem is known; no `except Exception` of a method may swallow it."""


class Spontaneous(Exception):
    """What a callback listed in may_raise raises, where nothing says what it would be."""


@dataclass(frozen=True)
class Problem:
    """Why a run cannot be represented; `certain` when no valuation excuses it.

    `{when}` in the text stands for the values that were read.
    """

    text: str
    certain: bool
    when: str = ""

    def __str__(self) -> str:
        return self.text.replace("{when}", f", when {self.when}" if self.when else "")


@dataclass
class Fork:
    """A decision of a run: what was asked by which method, the options, the one taken."""

    key: object
    options: Sequence[int]
    method: str
    taken: int = 0


@dataclass
class Run:
    """One way through the callbacks of one event, started in one state."""

    declared: Declared
    state: str
    trail: list[Fork]
    position: int = 0
    cubes: tuple[Cube, ...] = ANYTHING
    known: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    assumes: list[str] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    last: str = "a callback"
    problem: Problem | None = None
    excused: dict[int, tuple[BaseException, str]] = field(default_factory=dict)
    asked: bool = False
    moved: bool = False
    # How far the machine is: the rule tried and taken by the outermost event, what was raised.
    begun: bool = False
    depth: int = 0
    tried: str = ""
    taken: str = ""
    raised: str = ""
    invalid: bool = False
    queue: list[Callable[[], None]] = field(default_factory=list)

    # -- ending a run -----------------------------------------------------------------------------

    def halt(self, text: str, *, certain: bool = False) -> NoReturn:
        """End the run with a problem."""
        if self.problem is None:
            self.problem = Problem(text, certain, self.shown())
        raise Halt

    def checkpoint(self) -> None:
        """End the run again, if a method caught its end and went on."""
        if self.problem is not None:
            raise Halt

    # -- forks ------------------------------------------------------------------------------------

    def decide(self, key: object, options: Sequence[int]) -> int:
        """Return one of `options`; every other one is returned in another run."""
        if len(options) == 1:
            return options[0]
        if self.position == len(self.trail):
            if self.position == DECISIONS_MAX:
                self.halt(
                    f"{self.method} decides more than {DECISIONS_MAX} times in one call, {key!r} "
                    "last: a loop that only the world ends has no end here; let each call of a "
                    "trigger ask once",
                    certain=True,
                )
            self.trail.append(Fork(key, tuple(options), self.method))
        fork = self.trail[self.position]
        if fork.key != key or tuple(fork.options) != tuple(options):
            self.halt(_UNSTEADY.format(self.method), certain=True)
        self.position += 1
        return fork.options[fork.taken]

    @property
    def method(self) -> str:
        """The method that runs now, as a message names it."""
        return self.methods[-1] if self.methods else "the machine"

    def read(self, name: str) -> Any:
        """Return the value of variable `name`: what was written, or a fork over what it can be."""
        domain = self.declared.domains[name]
        index = self.written.get(name, self.known.get(name))
        if index is None:
            bits = values_of(self.cubes, name, domain.full)
            options = [index for index in range(len(domain.values)) if bits >> index & 1]
            index = self.decide(("read", name), options)
            self.known[name] = index
            self.cubes = where(self.cubes, name, 1 << index, domain.full)
        return domain.values[index]

    def write(self, name: str, value: object) -> None:
        """Give variable `name` a value, which must be one of its domain."""
        domain = self.declared.domains[name]
        index = domain.index(value)
        if index is None:
            self.halt(self._outside(name, value))
        self.written[name] = index
        self.strike()

    def _outside(self, name: str, value: object) -> str:
        domain = self.declared.domains[name]
        text = f"{place()} makes {name} {value!r}, outside {domain.describe()}{{when}}"
        kind = type(value)
        if value in domain.values:
            fix = f"write a {type(domain.values[domain.values.index(value)]).__name__}"
            return f"{text}: it is {kind.__name__} {value!r}, and code may tell them apart: {fix}"
        fix = f"add {value!r} to vars[{name!r}], or keep the transition from happening there"
        if kind is int and all(type(item) is int for item in domain.values):
            beyond = value > max(domain.values) or value < min(domain.values)
            if beyond and name in self.known:
                fix += (
                    "; a counter that nothing bounds leaves every domain: bound it in the code, "
                    f"as in min({name} + 1, {max(domain.values)})"
                )
        return f"{text}: {fix}"

    def ask(self, name: str, answers: Sequence[Any], shown: str) -> Any:
        """Return the world's answer; an exception among the answers is raised."""
        self.asked = True
        if not answers:
            self.halt(
                f"{place()} asks for {shown}, and env[{name!r}] is empty, which says that it is "
                "never read: list the values it can have",
                certain=True,
            )
        answer = answers[self.decide(("ask", name), range(len(answers)))]
        if isinstance(answer, type) and issubclass(answer, BaseException):
            answer = answer()
        if isinstance(answer, BaseException):
            kind = type(answer).__name__
            self.assumes.append(f"{shown} raises {kind}")
            self.excused[id(answer)] = answer, f"{kind} in {name}"
            raise answer
        self.assumes.append(f"{shown} is {_word(answer)}")
        return answer

    def fork(self, name: str, table: tuple[Sequence[Cube], Sequence[Cube]]) -> bool:
        """Return the truth of a condition that is false and true on the cubes of `table`."""
        parts = [meet(self.cubes, cubes) for cubes in table]
        truth = self.decide(("condition", name), [side for side in (1, 0) if parts[side]])
        self.cubes = parts[truth]
        return bool(truth)

    # -- exceptions the caller declared -----------------------------------------------------------

    def strike(self) -> None:
        """Raise here, in one run, when the method that runs is listed in may_raise."""
        if not self.methods or self.methods[-1] not in self.declared.raisers:
            return
        name = self.methods[-1]
        self.asked = True
        if self.decide(("raise", name), (0, 1)):
            error = Spontaneous(name)
            self.excused[id(error)] = error, f"an exception in {name}"
            self.assumes.append(f"{name} raises")
            raise error

    # -- showing ----------------------------------------------------------------------------------

    def shown(self) -> str:
        """Return what has been read so far, as a message says it."""
        read = (
            f"{name} = {self.declared.domains[name].values[index]!r}"
            for name, index in self.known.items()
        )
        return ", ".join((*read, *self.assumes))


def runs(begin: Callable[[list[Fork]], Run], finish: Callable[[Run], Any]) -> Iterator[Any]:
    """Yield how each run ends: `begin` starts one along a trail, `finish` brings it to its end."""
    trail: list[Fork] = []
    count = 0
    while True:
        run = begin(trail)
        end = finish(run)
        forks = len(trail)
        if run.position < forks or end != finish(begin(trail)) or forks < len(trail):
            method = trail[-1].method if trail else run.last
            end = end.because(Problem(_UNSTEADY.format(method), certain=True))
        count += 1
        yield end
        ways = list(trail)
        while trail and trail[-1].taken + 1 == len(trail[-1].options):
            trail.pop()
        if not trail:
            return
        if count == FORKS_MAX:
            yield end.because(Problem(_too_many(ways), certain=True))
            return
        trail[-1].taken += 1


def _too_many(trail: Sequence[Fork]) -> str:
    forks: dict[str, int] = {}
    for fork in trail:
        forks[fork.method] = forks.get(fork.method, 1) * len(fork.options)
    method = max(forks, key=lambda name: forks[name])
    keys = [fork.key for fork in trail if fork.method == method]
    names = dict.fromkeys(str(key[1]) for key in keys if isinstance(key, tuple))
    return (
        f"more than {FORKS_MAX} ways through its callbacks; {method} alone depends on "
        f"{', '.join(names)}, {forks[method]} combinations: give them fewer values, or have it "
        "look at less"
    )


def _word(answer: object) -> str:
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return repr(answer)


def place(error: BaseException | None = None) -> str:
    """Return the method and line of the stranger's code that runs now, or that raised `error`."""
    return _innermost(sys._getframe(1)) if error is None else _raised_at(error)


def _raised_at(error: BaseException) -> str:
    found = ""
    step = error.__traceback__
    while step is not None:
        if not _ours(step.tb_frame):
            found = _named(step.tb_frame, step.tb_lineno)
        step = step.tb_next
    return found


def _innermost(frame: FrameType | None) -> str:
    """Return the innermost method and line outside this package, from `frame` outwards."""
    while frame is not None and _ours(frame):
        if frame.f_code.co_filename.endswith(_ENGINE):
            return "the machine"
        frame = frame.f_back
    return _named(frame, frame.f_lineno) if frame is not None else "the machine"


def _ours(frame: FrameType) -> bool:
    return os.path.dirname(frame.f_code.co_filename) == _HERE


def _named(frame: FrameType, line: int) -> str:
    code = frame.f_code
    return f"{code.co_qualname} ({os.path.basename(code.co_filename)}:{line})"
