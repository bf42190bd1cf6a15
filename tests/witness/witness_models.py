"""The models the witnesses judge: every spec at a small size, and variants that break promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fsm.expressions import Count, Enum, Flag, at, on
from fsm.form import Form
from fsm.formulas import F, G, W
from fsm.machine import Machine, row
from fsm.properties import always, leads_to, ltl, sometimes, step, strong
from fsm.system import System, rule
from fsm.variants import vary, writing
from specs.classics.bakery import bakery
from specs.classics.bounded_buffer import bounded_buffer
from specs.classics.leader_election import leader_election
from specs.classics.peterson import peterson
from specs.classics.philosophers import philosophers
from specs.classics.two_phase_commit import two_phase_commit
from specs.lifecycle import LIFECYCLE
from specs.loading import LOADING

Make = Callable[[], Form]


def two_starts() -> System:
    """Return two lamps that swap: assignments that read each other, and two initial states."""
    left, right = Count("left", 0, 3), Count("right", 0, 3)
    turned = Flag("turned")
    return System(
        "two starts",
        variables=[left, right, turned],
        starts=[{"left": 1}, {"right": 2}],
        rules=[
            rule("swap", when=left != right,
                 does=[left.becomes(right), right.becomes(left), turned.sets()]),
            rule("grow", when=turned & (left < 3), does=[left.becomes(left + 1), turned.clears()]),
        ],
        properties=[
            step("a swap keeps the sum", on("swap") >> (left + right <= 6)),
            always("left stays below three", left < 3),
            ltl("it turns for ever", G(F(turned))),
            ltl("untouched until turned", W(~turned, turned)),
        ],
    )  # fmt: skip


def contested() -> System:
    """Return a queue where the first rule that can step keeps the others from it."""
    tone = Enum("tone", "low", "middle", "high")
    loud = Flag("loud")
    return System(
        "contested",
        variables=[tone, loud],
        rules=[
            rule("raise", when=tone == "low", does=[tone.becomes("middle")], contest="tone"),
            rule("raise_far", when=tone != "high", does=[tone.becomes("high")], contest="tone",
                 priority=1),
            rule("shout", does=[loud.sets()], when=~loud, contest="volume"),
            rule("whisper", does=[loud.clears()], contest="volume", priority=1),
            rule("fall", when=(tone == "high") & loud, does=[tone.becomes("low")]),
        ],
        properties=[
            step("no jump", on("raise_far") >> (tone != "low")),
            sometimes("quiet at the top", (tone == "high") & ~loud),
            leads_to("it falls", tone == "high", tone != "high"),
            leads_to("it falls, if falling is fair", tone == "high", tone != "high",
                     fair=[strong("fall")]),
            leads_to("weakly fair is too little", tone == "high", tone != "high", fair=["fall"]),
            leads_to("it falls when nothing else is done", (tone == "high") & loud, tone == "low",
                     only=["fall"]),
        ],
    )  # fmt: skip


def resting() -> Machine:
    """Return a door that may rest where it is locked, and gets stuck where it is blocked."""
    return Machine(
        "a door",
        states="Open Shut Locked Blocked",
        initial="Open",
        final="Locked",
        otherwise="NotAllowed",
        rows=[
            row("push", "shut", "Open", to="Shut"),
            row("push", "blocked", "Open", to="Blocked"),
            row("lock", "ok", "Shut", to="Locked"),
            row("knock", "ok", "Shut"),
        ],
        properties=[
            leads_to("a shut door is locked", at("Shut"), at("Locked")),
            leads_to("a shut door is locked, if locking is fair", at("Shut"), at("Locked"),
                     fair=["lock"]),
        ],
    )  # fmt: skip


SPECS: Mapping[str, Make] = {
    "lifecycle": LIFECYCLE.bind,
    "loading": LOADING.bind,
    "philosophers 3": philosophers(3).bind,
    "contrary philosophers 3": philosophers(3, one_takes_right_first=True).bind,
    "bakery 2, 3": bakery(2, 3).bind,
    "bounded buffer 2, 1, 2, 2": bounded_buffer(2, 1, 2, 2).bind,
    "leader election 3": leader_election(3).bind,
    "peterson 2": peterson(2).bind,
    "peterson 3": peterson(3).bind,
    "two-phase commit 3": two_phase_commit(3).bind,
    "two starts": two_starts().bind,
    "contested": contested().bind,
    "a door": resting().bind,
}

BROKEN: Mapping[str, Make] = {
    "a failed load drops the result": lambda: vary(
        LIFECYCLE, writing("load_model.failed", {"result": "none"})
    ),
    "a failed load frees the model": lambda: vary(
        LIFECYCLE, writing("load_model.failed", {"model": "none"})
    ),
    "a rejected load holds on": lambda: vary(LOADING, writing("parse.failed", {"acquired": 1})),
    "everybody passes everything on": leader_election(3, passes_everything_on=True).bind,
    "peterson forgets to wait": peterson(2, forgets_to_wait=True).bind,
    "a hasty manager": two_phase_commit(3, hasty=True).bind,
}
