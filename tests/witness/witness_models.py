"""The models the witnesses judge: every spec and variant of the manifest, and some more.

The others have what no spec has: several initial states, assignments that read each other, rules
that compete, dead ends of both kinds, strong fairness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fsm.expressions import at, on, was
from fsm.form import Form
from fsm.formulas import F, G, W
from fsm.machine import Machine, row
from fsm.properties import always, leads_to, ltl, sometimes, step, strong
from fsm.subjects import every
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag, any_of


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


def mixed() -> System:
    """Return guards and effects that mix words, numbers and flags, as only Python can."""
    word, other = Enum("word", "low", "high"), Enum("other", "high", "none")
    number, below = Count("number", 0, 3), Count("below", -3, 1)
    flag, lit = Flag("flag"), Flag("lit", initial=True)
    return System(
        "mixed",
        variables=[word, other, number, below, flag, lit],
        rules=[
            rule("never", when=word == 1, does=[number.becomes(3)]),
            rule("raise", when=flag < number, does=[flag.sets(), word.becomes("high")]),
            rule("copy", when=lit == 1, does=[number.becomes(flag), flag.becomes(lit)]),
            rule("meet", when=word == other, does=[other.becomes("none"), below.becomes(-3)]),
            rule("count", when=number < 3, does=[number.becomes(number + 1), lit.becomes(flag)]),
            rule("sink", when=(below % 2 == 1) | (word < "low"),
                 does=[below.becomes((below - 1) % 3 - 2)]),
            rule("any", when=(number - below).among(2, 4), does=[other.becomes(any_of("high"))]),
        ],
        properties=[
            always("above", number >= below),
            step("unlike", on("meet") >> (was(word) != other)),
            sometimes("flag is as good as one", (flag == number) & (below == -1)),
        ],
    )  # fmt: skip


def _specs() -> Iterator[tuple[str, Form]]:
    for subject in every("specs.manifest:MANIFEST"):
        if subject.variant is None:
            yield subject.name, subject.form
    for declared in (two_starts(), contested(), resting(), mixed()):
        form = declared.bind()
        yield form.name, form


def _broken() -> Iterator[tuple[str, tuple[Form, str]]]:
    for subject in every("specs.manifest:MANIFEST"):
        if subject.variant is not None:
            yield subject.name, (subject.form, subject.variant.breaks)


SPECS: Mapping[str, Form] = dict(_specs())

# What is broken, and the finding that says so.
BROKEN: Mapping[str, tuple[Form, str]] = dict(_broken())
