"""The owner: one handle behind one lock, any number of callers, and what becomes of it by poison.

A caller asks, waits in line, is inside alone, and leaves with an outcome; or it is answered 13 and
nothing was written. What no row declares (`leave.undeclared`) poisons the handle: its lock is
released, and everybody is answered 13 until somebody replaces the owner.

`line0` is who is served next. A call belongs to the handle that was the owner's when it was made:
who still waits for a handle that has been replaced is answered 13 by that one, whose line is no
longer the owner's. `contents` stands for all that an operation can write. `replacements` bounds
how often the owner is replaced, for a model needs an end.
"""

from __future__ import annotations

from fsm.composition import by, of, parallel
from fsm.expressions import All, Either, Guard, on, unchanged, was
from fsm.form import Form
from fsm.properties import Property, always, leads_to, sometimes, step
from fsm.system import Rule, System, rule
from fsm.variables import Assignment, Count, Enum, Flag, any_of

__all__ = ["handles", "owner"]

NOBODY = 0


class _Variables:
    """The variables of an owner with `callers`, who are numbered from 1."""

    def __init__(self, callers: int, replacements: int) -> None:
        self.numbers = range(1, callers + 1)
        self.places = range(callers)
        self.replacements = replacements
        self.held = Flag("held")
        self.poisoned = Flag("poisoned")
        self.epoch = Count("epoch", 0, replacements)
        self.contents = Enum("contents", "fresh", "a", "b")
        self.line = [Count(f"line{place}", NOBODY, callers) for place in self.places]
        self.caller = {me: Enum(f"caller{me}", "outside", "waiting", "inside")
                       for me in self.numbers}  # fmt: skip
        self.handle = {me: Count(f"handle{me}", 0, replacements) for me in self.numbers}

    def waits(self, me: int) -> Guard:
        return self.caller[me] == "waiting"

    def inside(self, me: int) -> Guard:
        return self.caller[me] == "inside"

    def returns(self, me: int) -> tuple[Assignment, ...]:
        """Effect: the caller has its answer."""
        return (self.caller[me].clears(), self.handle[me].clears())

    def moves_up(self, place: int) -> list[Assignment]:
        """Effect: whoever stood at `place` leaves the line, and those behind move up."""
        behind: list[Assignment] = [
            here.becomes(after)
            for here, after in zip(self.line[place:], self.line[place + 1 :], strict=False)
        ]
        return [*behind, self.line[-1].becomes(NOBODY)]


def owner(callers: int, replacements: int = 1) -> System:
    """Return the owner with `callers`, which is replaced at most `replacements` times."""
    v = _Variables(callers, replacements)
    return System(
        f"owner {callers}",
        variables=[
            v.held, v.poisoned, v.epoch, v.contents, *v.line,
            *(item for me in v.numbers for item in (v.caller[me], v.handle[me])),
        ],
        control=list(v.caller.values()),
        rules=[*(item for me in v.numbers for item in _caller(v, me)), _replace(v)],
        properties=[*_alone(v), *_in_line(v), *_poison(v), *_answers(v)],
    )  # fmt: skip


def _caller(v: _Variables, me: int) -> list[Rule]:
    name, phase = f"caller{me}", v.caller[me]
    first = v.waits(me) & (v.line[0] == me)
    rules = []
    for place in v.places:
        last = v.line[place] == NOBODY
        rules.append(
            rule("call", name,
                 when=(phase == "outside") & (last & (v.line[place - 1] != NOBODY) if place
                                              else last),
                 does=[phase.becomes("waiting"), v.line[place].becomes(me),
                       v.handle[me].becomes(v.epoch)])
        )  # fmt: skip
    rules += [
        rule("enter", name, when=first & ~v.held & ~v.poisoned,
             does=[phase.becomes("inside"), v.held.sets(), *v.moves_up(0)]),
        rule("refuse.poisoned", name, when=first & v.poisoned,
             does=[*v.returns(me), *v.moves_up(0)],
             why="13: what came out of an earlier call was undeclared"),
        rule("refuse.poisoned", name, when=v.waits(me) & (v.handle[me] != v.epoch),
             does=v.returns(me),
             why="13: the handle it waited for has been replaced"),
        rule("reenter.unavailable", name, when=v.inside(me),
             why="13: a call from inside would wait for itself"),
    ]  # fmt: skip
    for outcome, why in (
        ("unavailable", "13: its turn did not come in time"),
        ("interrupted", "whatever interrupted it is raised"),
    ):
        rules += [
            rule(f"wait.{outcome}", name, when=v.waits(me) & (v.line[place] == me),
                 does=[*v.returns(me), *v.moves_up(place)], why=why)
            for place in v.places
        ]  # fmt: skip
    leaves = [*v.returns(me), v.held.clears()]
    writes = v.contents.becomes(any_of("a", "b"))
    return [
        *rules,
        rule("leave.ok", name, when=v.inside(me), does=[*leaves, writes]),
        rule("leave.failed", name, when=v.inside(me), does=[*leaves, writes],
             why="a declared failure: the lifecycle says what is written"),
        rule("leave.interrupted", name, when=v.inside(me), does=leaves),
        rule("leave.undeclared", name, when=v.inside(me), does=[*leaves, v.poisoned.sets()],
             why="an exception that stands for no outcome poisons the handle"),
    ]  # fmt: skip


def _replace(v: _Variables) -> Rule:
    return rule(
        "replace", "host", when=v.poisoned & (v.epoch < v.replacements),
        does=[v.poisoned.clears(), v.epoch.becomes(v.epoch + 1), v.contents.clears(),
              *(item.becomes(NOBODY) for item in v.line)],
        why="a fresh handle with a line of its own; the old one is never served again",
    )  # fmt: skip


# -- what must hold --------------------------------------------------------------------------------


def _alone(v: _Variables) -> list[Property]:
    somebody = Either(*(v.inside(me) for me in v.numbers))
    promises = [
        always("the lock is held exactly while somebody is inside",
               (v.held >> somebody) & (somebody >> v.held)),
        always("nobody is inside with a handle that was replaced",
               All(*(v.inside(me) >> (v.handle[me] == v.epoch) for me in v.numbers))),
        sometimes("a replaced owner serves", (v.epoch == v.replacements) & v.held),
    ]  # fmt: skip
    pairs = [(one, other) for one in v.numbers for other in v.numbers if one < other]
    if pairs:
        promises += [
            always("at most one operation is inside",
                   All(*(~(v.inside(one) & v.inside(other)) for one, other in pairs))),
            sometimes("a caller waits behind another", v.line[1] != NOBODY),
        ]  # fmt: skip
    return promises


def _in_line(v: _Variables) -> list[Property]:
    promises = [
        always("who waits for the owner has a place in its line",
               All(*((v.waits(me) & (v.handle[me] == v.epoch))
                     >> Either(*(place == me for place in v.line)) for me in v.numbers))),
        step("who comes last waits last",
             on("call") >> All(*((was(place) == NOBODY) | unchanged(place) for place in v.line))),
        step("only the first in line enters",
             All(*(((was(v.caller[me]) == "waiting") & v.inside(me)) >> (was(v.line[0]) == me)
                   for me in v.numbers))),
    ]  # fmt: skip
    ranks = [(front, back) for front in v.places for back in v.places if front < back]
    if ranks:
        stood = Either(
            *((was(v.line[front]) == 1) & (was(v.line[back]) == 2) for front, back in ranks)
        )
        stands = Either(*((v.line[front] == 2) & (v.line[back] == 1) for front, back in ranks))
        promises.append(
            step(
                "nobody in line is overtaken",
                ~(stood & stands),
                why="callers are alike, so two stand for all",
            )
        )
    return promises


def _poison(v: _Variables) -> list[Property]:
    was_poisoned = was(v.poisoned).among(True)
    return [
        always("nobody is inside a poisoned owner", v.poisoned >> ~v.held),
        step("after poison every operation answers 13",
             was_poisoned >> on("call", "wait", "refuse", "replace"),
             why="a call waits for its answer, and nothing but 13 is answered"),
        step("a 13 writes nothing",
             on("refuse", "wait", "reenter") >> unchanged(v.contents, v.held, v.poisoned, v.epoch)),
        step("only a replacement ends poison",
             (was_poisoned & ~v.poisoned) >> on("replace")),
        sometimes("poison is reached", v.poisoned),
    ]  # fmt: skip


def _answers(v: _Variables) -> list[Property]:
    return [
        step("a call is answered once, and only who called",
             All(*((on("refuse", "wait", "leave") & by(f"caller{me}"))
                   >> ((was(v.caller[me]) != "outside") & (v.caller[me] == "outside"))
                   for me in v.numbers))),
        leads_to("every waiting caller is answered", v.waits(1), ~v.waits(1),
                 fair=["enter@caller*", "leave@caller*", "refuse@caller*"],
                 why="callers are alike, so one stands for all"),
        leads_to("an operation that entered leaves", v.inside(1), ~v.inside(1),
                 fair=["leave@caller*"]),
    ]  # fmt: skip


def handles() -> Form:
    """Return two explicit handles side by side, each with a caller of its own."""
    alone = _Variables(callers=1, replacements=1)
    written = (alone.held, alone.poisoned, alone.epoch, alone.contents)
    return parallel(
        "two handles",
        {"one": owner(1), "two": owner(1)},
        properties=[
            step("operations on one handle leave the other's contents equal",
                 (by("one.caller1", "one.host")
                  >> unchanged(*(of("two", item) for item in written)))
                 & (by("two.caller1", "two.host")
                    >> unchanged(*(of("one", item) for item in written)))),
            sometimes("one serves while the other is poisoned",
                      of("one", alone.held) & of("two", alone.poisoned)),
        ],
    )  # fmt: skip
