"""Small models for the tests of the command and its reports, by target: `HERE:door(...)`."""

from __future__ import annotations

from pathlib import Path

from fsm.expressions import TRUE, Guard, Reference, Snapshot, at, on, unchanged
from fsm.form import Command, Form, Slot
from fsm.machine import Machine, row
from fsm.manifest import Entry, Manifest, Variant
from fsm.properties import AG, EF, always, leads_to, recoverable, sometimes, step
from fsm.system import System, rule
from fsm.variables import NOTHING, Count, Flag
from fsm.variants import forgetting
from specs.lifecycle import LIFECYCLE, model

HERE = Path(__file__).relative_to(Path.cwd()) if Path(__file__).is_relative_to(Path.cwd()) else (
    Path(__file__))  # fmt: skip

locked = Flag("locked", initial=True)


def door(*, forgets: bool = False) -> Machine:
    """Return the gate of every textbook; one that `forgets` to lock lets everybody through."""
    return Machine(
        "door",
        states="Locked Open",
        initial="Locked",
        variables=[locked],
        rows=[
            row("coin", "ok", "Locked", to="Open", does=[locked.clears()], why="paid"),
            row("push", "ok", "Open", to="Locked", does=[] if forgets else [locked.sets()]),
            row("kick", "failed", "Locked Open", why="nothing moves"),
        ],
        otherwise="NotNow",
        properties=[
            always("locked exactly in Locked",
                   (at("Locked") >> locked) & (locked >> at("Locked"))),
            step("a kick changes nothing", on("kick") >> unchanged(locked)),
            sometimes("it opens", at("Open")),
            recoverable("it can always be closed", AG(EF(at("Locked")))),
            leads_to("a push closes it", at("Open"), at("Locked"), fair=["push"]),
        ],
    )  # fmt: skip


DOOR = door()
BAD_DOOR = door(forgets=True)

MANIFEST = Manifest([
    Entry("door", f"{HERE}:door", states=2, generated=5, depth=2,
          variants=[Variant("locked exactly in Locked", "it is never locked again",
                            [forgetting("push", "locked")], "coin.ok, push.ok")]),
])  # fmt: skip

WRONG_MANIFEST = Manifest([Entry("door", f"{HERE}:door", states=3, generated=5, depth=2)])


def impatient() -> System:
    """Return two who ask for ever while one is never answered: its trace is a lasso."""
    waits = Flag("waits")
    return System(
        "impatient",
        variables=[waits, *(turn := [Count("turn", 0, 1)])],
        rules=[
            rule("ask", "quiet", when=~waits, does=[waits.sets()]),
            rule("answer", "clerk", when=waits, does=[waits.clears()]),
            rule("shout", "loud", when=turn[0] == 0, does=[turn[0].becomes(1)]),
            rule("hush", "loud", when=turn[0] == 1, does=[turn[0].becomes(0)]),
        ],
        properties=[leads_to("who asks is answered", waits, ~waits, fair=["shout", "hush"])],
    )


def claiming() -> Form:
    """Return the lifecycle with a promise that is not kept: no model is ever loaded."""
    from dataclasses import replace

    lie = always("no model is ever loaded", model == NOTHING)
    return replace(LIFECYCLE.bind(), properties=(lie,))


# -- what is no model ------------------------------------------------------------------------------

number = Count("number", 0, 3)


class _Raises(Guard):
    def __call__(self, snapshot: Snapshot, /) -> bool:
        raise ZeroDivisionError("a guard that divides")

    def __str__(self) -> str:
        return "divides"

    def reads(self) -> frozenset[str]:
        return frozenset(("number",))


def startless() -> Form:
    go = Command("go", "go", "", TRUE, (number.becomes(1),))
    return Form("startless", (Slot("number", (0, 1)),), (), (go,))


def raising() -> System:
    return System("raising", variables=[number],
                  rules=[rule("go", when=_Raises(), does=[number.becomes(1)])])  # fmt: skip


def leaving() -> System:
    return System("leaving", variables=[number],
                  rules=[rule("go", does=[number.becomes(number + 1)])])  # fmt: skip


def misnamed() -> System:
    return System("misnamed", variables=[number],
                  rules=[rule("go", when=number == 0, does=[number.becomes(1)])],
                  properties=[always("small", Reference("numbre") < 3)])  # fmt: skip


def exploding() -> System:
    """Return a model of fifty billion states."""
    wide = [Count(f"wide{index}", 0, 60) for index in range(6)]
    return System("exploding", variables=wide,
                  rules=[rule(f"grow{index}", when=item < 60, does=[item.becomes(item + 1)])
                         for index, item in enumerate(wide)],
                  properties=[always("small", wide[0] < 60)])  # fmt: skip
