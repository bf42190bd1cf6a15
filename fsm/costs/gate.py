"""What a call of the gate costs, by phase, beside what it is built on and what it could have been.

What lives here: a step like a runtime's token step (the state stays, ten variables, a guard that
counts, two effects) and its timing. What does not: an engine; the act does next to nothing, so all
that is measured is the gate.

A phase is timed by itself, in a loop, on the gate's own parts; "rest" is what the whole call costs
beyond them. Rounds are interleaved, so that what else the computer does falls on all alike, and
medians are taken over rounds.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from time import perf_counter

from ..bridge import Place, plain_machine
from ..expressions import Parameter, Value
from ..gate import Act, Done, Gate, _Flight
from ..machine import Machine, row
from ..variables import Count, Enum, Flag, Identity

__all__ = ["Report", "run"]

# A sample must be shorter than a time slice, or a busy computer lengthens most of them, the longest
# most; then many samples make the median steady.
CALLS_PER_ROUND = 25
ROUNDS = 400

_OURS = "the gate, whole"
_BARE = "transitions, bare event"
_OTHER = "python-statemachine, event with a guard"


@dataclass(frozen=True)
class Report:
    """Medians in microseconds a call, and where they were measured."""

    machine: str
    versions: Mapping[str, str]
    rounds: int
    calls_per_round: int
    phases_us: Mapping[str, float]
    peers_us: Mapping[str, float]
    notes: tuple[str, ...]

    @property
    def gate_us(self) -> float:
        """The whole call."""
        return self.peers_us[_OURS]

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain data."""
        return asdict(self)

    def text(self) -> str:
        """Return the report as a table."""
        lines = [f"{'µs a call':>11}  phase"]
        lines += [f"{cost:11.2f}  {name}" for name, cost in self.phases_us.items()]
        lines += ["", f"{'µs a call':>11}  {'ratio':>6}"]
        lines += [
            f"{cost:11.2f}  {cost / self.gate_us:6.2f}  {name}"
            for name, cost in self.peers_us.items()
        ]
        known = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        sample = f"medians of {self.rounds} interleaved rounds of {self.calls_per_round} calls"
        return "\n".join([*lines, "", sample, self.machine, known, *self.notes])


def run(rounds: int = ROUNDS, calls: int = CALLS_PER_ROUND) -> Report:
    """Return what a call costs, in `rounds` rounds of `calls` calls each."""
    phases, peers, notes = _phases(), _peers(), []
    if _OTHER not in peers:
        notes.append("python-statemachine is not installed: pip install python-statemachine")
    timed = {**phases, **peers}
    for once in timed.values():
        _time(once, calls)
    samples: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, once in timed.items():
            samples[name].append(_time(once, calls))
    cost = {name: round(median(values), 3) for name, values in samples.items()}
    phases_us = {name: cost[name] for name in phases}
    phases_us["rest"] = round(cost[_OURS] - sum(phases_us.values()), 3)
    return Report(
        machine=_computer(),
        versions=_versions(),
        rounds=rounds,
        calls_per_round=calls,
        phases_us=phases_us,
        peers_us={name: cost[name] for name in peers},
        notes=tuple(notes),
    )


def _time(once: Callable[[], object], calls: int) -> float:
    started_s = perf_counter()
    for _ in range(calls):
        once()
    return (perf_counter() - started_s) / calls * 1e6


# -- what is measured ------------------------------------------------------------------------------


def _machine() -> Machine:
    capacity = Parameter("capacity", 2)
    prompt, generated = Count("prompt", 0, capacity), Count("generated", 0, capacity + 1)
    positions = Count("positions", 0, capacity)
    room = (generated > 0) & (prompt + generated <= capacity)
    first = generated == 0
    return Machine(
        "a token step",
        states="Idle Open",
        initial="Open",
        parameters=[capacity],
        variables=[
            Identity("model", "a"), Flag("buffers"), Identity("settings", "a"), Flag("request"),
            prompt, generated, positions, Identity("result", "a"), Identity("record", "a"),
            Enum("cause", "none", "load", held=True),
        ],
        rows=[
            row("next", "token", "Open", when=first, does=[generated.becomes(1)]),
            row("next", "token", "Open", when=room, does=[
                generated.becomes(generated + 1), positions.becomes(prompt + generated)]),
            row("next", "finished", "Open", to="Idle"),
            row("next", "interrupted", "Open", to="Idle"),
        ],
        otherwise="NotOpen",
    )  # fmt: skip


class _Model:
    """What stock machines drive."""

    generated: int
    trigger: Callable[[str], bool]


class _Request:
    """What the act works on: two numbers that grow, and a context that is never full."""

    __slots__ = ("generated", "positions")

    def __init__(self) -> None:
        self.generated = self.positions = 0


def _observe(request: _Request) -> dict[str, Value]:
    return {
        "model": "none",
        "buffers": False,
        "settings": "none",
        "request": False,
        "prompt": 0,
        "generated": request.generated,
        "positions": request.positions,
        "result": "none",
        "record": "none",
        "capacity": sys.maxsize,
    }


def _next(request: _Request) -> Done[_Request]:
    request.positions = request.generated
    request.generated += 1
    return Done("token", request)


def _gate() -> Gate[_Request]:
    gate = Gate(
        _machine(), _Request(), {"next": Act(_next)}, observe=_observe,
        interpret=lambda operation, error: (None, error),
    )  # fmt: skip
    gate.call("next")
    gate.call("next")
    return gate


def _phases() -> dict[str, Callable[[], object]]:
    """Each part of a call by itself, on a gate that stands in the middle of a request."""
    gate = _gate()
    cell, turns, act = gate.cell, gate._turns, gate._acts["next"]
    step = gate._entries["Open", "next"].step("token", cell.snapshot)
    assert step is not None
    flight = _Flight("next", cell, gate._entries["Open", "next"], perf_counter(), (), {})
    values = step.values(cell.snapshot)
    after = {**cell.snapshot, **values}
    place, request = Place(gate.machine), _Request()

    def turn() -> None:
        turns.leave(turns.enter())

    return {
        "turn: first come, first served": turn,
        "admit: observe, compare with what is published, find a row": (
            lambda: gate._admit(cell, "next")
        ),
        "act: next to nothing": lambda: act.perform(request),
        "commit: find the outcome's row": lambda: flight.entry.step("token", cell.snapshot),
        "commit: fire the stock transition": lambda: place.fire(step.row.event),
        "commit: predict": lambda: step.values(cell.snapshot),
        "commit: observe": lambda: _observe(request),
        "commit: compare": lambda: step.difference(cell.snapshot, values, after),
        "publish": lambda: gate._publish(flight, step.row, cell, None),
    }


def _peers() -> dict[str, Callable[[], object]]:
    """The whole call, and the same event where nothing is promised."""
    gate = _gate()
    bare, guarded = _Model(), _Model()
    unguarded = Machine("bare", states="Open", initial="Open", rows=[row("next", "token", "Open")])
    plain_machine(unguarded, bare)
    plain_machine(_machine(), guarded, capacity=sys.maxsize)
    guarded.generated = 1
    peers: dict[str, Callable[[], object]] = {
        _OURS: lambda: gate.call("next"),
        _BARE: lambda: bare.trigger("next.token"),
        "transitions, guards and effects as its callbacks": lambda: guarded.trigger("next.token"),
    }
    try:
        from statemachine import State, StateMachine
    except ImportError:
        return peers

    class Token(StateMachine):
        opened = State(initial=True)
        idle = State(final=True)
        token = opened.to(opened, internal=True, cond="has_room")
        finished = opened.to(idle)

        def __init__(self) -> None:
            self.generated = 1
            super().__init__()

        def has_room(self) -> bool:
            return self.generated > 0

        def on_token(self) -> None:
            self.generated += 1

    other = Token()
    peers[_OTHER] = lambda: other.send("token")
    return peers


# -- where -----------------------------------------------------------------------------------------


def _versions() -> dict[str, str]:
    versions = {"Python": platform.python_version()}
    for name in ("transitions", "python-statemachine"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def _computer() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    except OSError:
        names = []
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {platform.system()} {platform.machine()}, one thread"
