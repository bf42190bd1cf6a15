"""The service: commands of sessions through a bounded queue to one worker that owns a Runtime.

A command is queued, taken and ended once, with one outcome: by the worker (`end`) answered or
finished, refused, 13 after poison, or shut down; or before its time (`abandon`) cancelled, by its
deadline, or because its client is gone. Or it never enters (`send.overflow`, `send.shut_down`).
Two sessions generate and continue; an operator replaces the model.

The worker takes the first command of the queue. While a request is open only its session's
commands may be taken, the others wait; a session's own are taken in their order. Cancel, deadline
and gone end in a reset of the session's request, if it is that session's that is open. A request
has a deadline of its own (`expire`), or a session that keeps the worker busy could hold it for
ever. `made_by` is the model that prefilled the open request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fsm.composition import by
from fsm.expressions import All, Either, Guard, on, unchanged, was
from fsm.properties import Property, always, leads_to, sometimes, step, strong, weak
from fsm.system import Rule, System, rule
from fsm.variables import NOTHING, Assignment, Count, Enum, Flag, any_of

__all__ = ["service"]

SESSIONS: Final = ("a", "b")
OPERATOR: Final = "operator"
ABANDONED: Final = ("cancelled", "deadline", "gone")
MODELS: Final = ("old", "new")


@dataclass(frozen=True)
class _Command:
    """What one session may send; one of each kind at a time."""

    session: str
    kind: str

    @property
    def name(self) -> str:
        return f"{self.session}_{self.kind}"


REPLACE: Final = _Command(OPERATOR, "replace")
COMMANDS: Final = (
    *(_Command(session, kind) for session in SESSIONS for kind in ("generate", "next")),
    REPLACE,
)


def _of(session: str) -> tuple[str, ...]:
    return tuple(item.name for item in COMMANDS if item.session == session)


class _Variables:
    """The variables of a service whose queue has `places` and whose requests have `room`."""

    def __init__(self, places: int, room: int) -> None:
        self.places = range(places)
        self.room = room
        names = [item.name for item in COMMANDS]
        self.queue = [Enum(f"queue{place}", NOTHING, *names) for place in self.places]
        self.working = Enum("working", NOTHING, *names)
        self.phase = {name: Enum(name, "idle", "queued", "running") for name in names}
        self.holder = Enum("holder", NOTHING, *SESSIONS)
        self.tokens = Count("tokens", 0, room)
        self.model = Enum("model", *MODELS)
        self.made_by = Enum("made_by", NOTHING, *MODELS)
        self.poisoned = Flag("poisoned")
        self.closing = Flag("closing")

    def all(self) -> list[Enum | Flag | Count]:
        return [*self.queue, self.working, *self.phase.values(), self.holder, self.tokens,
                self.model, self.made_by, self.poisoned, self.closing]  # fmt: skip

    def no_request(self) -> Guard:
        return self.holder == NOTHING

    def holds(self, item: _Command) -> Guard:
        """Guard: the open request is this command's session's."""
        return self.holder == item.session

    def drops_request(self) -> list[Assignment]:
        """Effect: a reset."""
        return [self.holder.clears(), self.tokens.clears(), self.made_by.clears()]

    def leaves_queue(self, place: int) -> list[Assignment]:
        """Effect: the command at `place` is taken out, those behind it move up."""
        behind: list[Assignment] = [
            here.becomes(after)
            for here, after in zip(self.queue[place:], self.queue[place + 1 :], strict=False)
        ]
        return [*behind, self.queue[-1].clears()]


def service(places: int = 2, room: int = 1) -> System:
    """Return the service; `room` is how many tokens a request may have."""
    v = _Variables(places, room)
    return System(
        f"service {places}, {room}",
        variables=v.all(),
        control=[v.working, v.holder, *v.phase.values()],
        rules=[
            *(part for item in COMMANDS for part in (*_sent(v, item), *_taken(v, item))),
            *(part for item in COMMANDS for part in (*_ended(v, item), *_abandoned(v, item))),
            *_closed(v),
        ],
        properties=[*_queue(v), *_requests(v), *_endings(v), *_liveness(v)],
    )


# -- rules -----------------------------------------------------------------------------------------


def _sent(v: _Variables, item: _Command) -> Iterable[Rule]:
    idle = v.phase[item.name] == "idle"
    for place in v.places:
        free = v.queue[place] == NOTHING
        last = free & (v.queue[place - 1] != NOTHING) if place else free
        yield rule("send.accepted", item.name, when=idle & ~v.closing & last,
                   does=[v.queue[place].becomes(item.name),
                         v.phase[item.name].becomes("queued")])  # fmt: skip
    yield rule("send.overflow", item.name, when=idle & ~v.closing & (v.queue[-1] != NOTHING),
               why="the queue is full: it never enters")  # fmt: skip
    yield rule("send.shut_down", item.name, when=idle & v.closing, why="it never enters")


def _taken(v: _Variables, item: _Command) -> Iterable[Rule]:
    takes = [v.working.becomes(item.name), v.phase[item.name].becomes("running")]
    ready = (v.working == NOTHING) & ~v.closing
    for place in v.places:
        here = ready & (v.queue[place] == item.name)
        if place == 0:
            mine = v.no_request() if item is REPLACE else v.no_request() | v.holds(item)
        elif item is REPLACE:
            continue
        else:
            before = (~v.queue[front].among(*_of(item.session)) for front in v.places[:place])
            mine = All(v.holds(item), *before)
        yield rule("take", item.name, when=here & mine,
                   does=[*takes, *v.leaves_queue(place)])  # fmt: skip


def _ended(v: _Variables, item: _Command) -> Iterable[Rule]:
    running, works = v.working == item.name, (v.working == item.name) & ~v.poisoned
    done = [v.working.clears(), v.phase[item.name].clears()]
    if item is REPLACE:
        yield rule("end.answered", item.name, when=running,
                   does=[*done, v.model.becomes(any_of(*MODELS)), v.poisoned.clears()],
                   why="a fresh Runtime with a model that was staged meanwhile")  # fmt: skip
        return
    if item.kind == "generate":
        yield rule("end.answered", item.name, when=works & v.no_request(),
                   does=[*done, v.holder.becomes(item.session),
                         v.made_by.becomes(v.model)])  # fmt: skip
        yield rule("end.refused", item.name, when=works & v.holds(item), does=done,
                   why="GenerationActive")  # fmt: skip
    else:
        yield rule("end.answered", item.name, when=works & v.holds(item) & (v.tokens < v.room),
                   does=[*done, v.tokens.becomes(v.tokens + 1)])  # fmt: skip
        yield rule("end.finished", item.name, when=works & v.holds(item),
                   does=[*done, *v.drops_request()])  # fmt: skip
        yield rule("end.refused", item.name, when=works & v.no_request(), does=done,
                   why="NoActiveGeneration")  # fmt: skip
    yield rule("end.undeclared", item.name, when=works,
               does=[*done, *v.drops_request(), v.poisoned.sets()],
               why="an exception that stands for no outcome poisons the Runtime")  # fmt: skip
    yield rule("end.poisoned", item.name, when=running & v.poisoned, does=done, why="13")


def _abandoned(v: _Variables, item: _Command) -> Iterable[Rule]:
    """End a command before its time, queued or running, with a reset of its session's request."""
    ends = [v.phase[item.name].clears()]
    places = [(v.working == item.name, [v.working.clears()])]
    places += [(v.queue[place] == item.name, v.leaves_queue(place)) for place in v.places]
    for outcome in ABANDONED:
        for here, leaves in places:
            if item is REPLACE:
                yield rule(f"abandon.{outcome}", item.name, when=here, does=[*ends, *leaves])
                continue
            yield rule(f"abandon.{outcome}", item.name, when=here & v.holds(item),
                       does=[*ends, *leaves, *v.drops_request()])  # fmt: skip
            yield rule(f"abandon.{outcome}", item.name, when=here & (v.holder != item.session),
                       does=[*ends, *leaves])  # fmt: skip
    yield rule("end.shut_down", item.name, when=v.closing & (v.queue[0] == item.name),
               does=[*ends, *v.leaves_queue(0)])  # fmt: skip


def _closed(v: _Variables) -> Iterable[Rule]:
    for session in SESSIONS:
        yield rule("expire", session,
                   when=(v.holder == session) & ~v.working.among(*_of(session)),
                   does=v.drops_request(),
                   why="the request's deadline, or its client is gone")  # fmt: skip
    yield rule("shut_down", OPERATOR, when=~v.closing, does=[v.closing.sets()])


# -- what must hold --------------------------------------------------------------------------------


def _queue(v: _Variables) -> list[Property]:
    queued = {
        name: Either(*(place == name for place in v.queue)) for name in v.phase
    }  # fmt: skip
    return [
        always("no command is lost",
               All(*((phase == "queued") >> queued[name] for name, phase in v.phase.items()),
                   *((phase == "running") >> (v.working == name)
                     for name, phase in v.phase.items()))),
        always("none is in two places",
               All(*(queued[name] >> (phase == "queued") for name, phase in v.phase.items()),
                   *((v.working == name) >> (phase == "running")
                     for name, phase in v.phase.items()),
                   *((front == NOTHING) | ~(front == back)
                     for place, front in enumerate(v.queue) for back in v.queue[place + 1:]))),
        step("what does not enter changes nothing",
             on("send.overflow", "send.shut_down") >> unchanged(*v.all())),
        step("who is accepted waits last",
             on("send.accepted") >> All(*((was(place) == NOTHING) | unchanged(place)
                                          for place in v.queue))),
        step("first in, first out within a session",
             All(*(~((was(v.queue[front]) == one.name) & (was(v.queue[back]) == other.name)
                     & (v.phase[one.name] == "queued") & (v.phase[other.name] == "running"))
                   for one in COMMANDS for other in COMMANDS
                   if one.session == other.session and one is not other
                   for front in v.places for back in v.places if front < back))),
    ]  # fmt: skip


def _requests(v: _Variables) -> list[Property]:
    return [
        always("no request mixes models", ~v.no_request() >> (v.made_by == v.model)),
        always("nothing of a request outlives it",
               v.no_request() >> ((v.tokens == 0) & (v.made_by == NOTHING))),
        step("only its owner continues or resets a request",
             All(*(((was(v.holder) == session)
                    & ~unchanged(v.holder, v.tokens, v.made_by))
                   >> by(session, *_of(session)) for session in SESSIONS))),
        step("cancel, deadline and gone end in a reset",
             All(*((on("abandon") & by(*_of(session)))
                   >> (v.holder != session) for session in SESSIONS))),
        sometimes("a session waits while another's request is open",
                  (v.holder == "a") & (v.queue[0] == "b_generate") & (v.working == NOTHING)),
    ]  # fmt: skip


def _endings(v: _Variables) -> list[Property]:
    was_poisoned = was(v.poisoned).among(True)
    return [
        step("a command ends once, and only what was accepted",
             All(*((on("end", "abandon") & by(name)) >> ((was(phase) != "idle") & (phase == "idle"))
                   for name, phase in v.phase.items()))),
        step("after poison every operation answers 13",
             (was_poisoned & on("end.answered", "end.finished", "end.refused"))
             >> by(REPLACE.name)),
        step("a 13 writes nothing",
             on("end.poisoned") >> unchanged(v.model, v.holder, v.tokens, v.made_by, v.poisoned)),
        step("only a replacement ends poison",
             (was_poisoned & ~v.poisoned) >> by(REPLACE.name)),
        sometimes("poison is reached", v.poisoned),
        sometimes("the service comes to rest",
                  v.closing & (v.working == NOTHING) & (v.queue[0] == NOTHING) & v.no_request()),
    ]  # fmt: skip


def _liveness(v: _Variables) -> list[Property]:
    fair = [weak("take@*", "end@*"), strong("expire@*")]
    return [
        leads_to(f"every accepted {kind} ends", v.phase[name] == "queued", v.phase[name] == "idle",
                 fair=fair, why=why)
        for kind, name, why in (
            ("generate", "b_generate", "sessions are alike, so one stands for all"),
            ("next", "b_next", ""),
            ("replacement", REPLACE.name, "it waits for the open request, which has a deadline"),
        )
    ]  # fmt: skip
