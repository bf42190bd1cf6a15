"""What is declared and does not matter is reported, and fails unless waived with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from fsm.checker import Finding, Report, Verdict, check
from fsm.expressions import at, on, was
from fsm.machine import Machine, row
from fsm.properties import always, step
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag

light = Enum("light", "red", "green", "broken")
pressed = Flag("pressed")
cars = Count("cars", 0, 2)


def crossing(*more: Any, properties: Any = (), waivers: Any = None) -> System:
    return System(
        "crossing",
        variables=[light, pressed, cars],
        control=[light],
        rules=[
            rule("press", when=~pressed, does=[pressed.sets()]),
            rule("change", when=(light == "red") & pressed, does=[light.becomes("green")]),
            rule("back", when=light == "green", does=[light.becomes("red"), pressed.clears()]),
            rule("arrive", when=cars < 2, does=[cars.becomes(cars + 1)]),
            rule("pass", when=(light == "green") & (cars > 0), does=[cars.becomes(cars - 1)]),
            rule("break", when=cars == 2, does=[light.becomes("broken")]),
            rule("mend", when=light == "broken", does=[light.becomes("red")]),
            *more,
        ],
        properties=properties,
        waivers=waivers,
    )


def failing(report: Report, kind: str) -> list[str]:
    assert report.verdict is Verdict.VIOLATED
    return [finding.name for finding in report.violated() if finding.kind == kind]


def test_a_model_where_everything_matters_holds() -> None:
    report = check(crossing())
    assert report.verdict is Verdict.HOLDS, report.text()
    assert report.asked["vacuity"] > 20


def test_a_rule_that_never_fires() -> None:
    idle = rule("hurry", when=(light == "green") & ~pressed, does=[cars.becomes(0)])
    assert failing(check(crossing(idle)), "vacuity") == ["hurry never fires"]


def test_a_choice_with_nothing_to_choose_never_fires() -> None:
    from fsm.variables import between

    empty = rule("guess", when=cars == 0, does=[cars.becomes(between(1, cars))])
    assert failing(check(crossing(empty)), "vacuity") == ["guess never fires"]


def test_a_part_of_a_guard_that_is_always_true() -> None:
    loose = rule("look", when=(cars == 1) & ((cars <= 2) | pressed))
    names = failing(check(crossing(loose)), "vacuity")
    assert names == ["look: (cars <= 2) is always true"]


def test_a_part_of_a_guard_that_is_always_false() -> None:
    dead = rule("look", when=(cars > 2) | pressed)
    names = failing(check(crossing(dead)), "vacuity")
    assert names == ["look: (cars > 2) is always false"]


def test_a_guard_is_judged_where_its_row_is_declared() -> None:
    door = Flag("door")
    machine = Machine(
        "oven",
        states="Cold Hot",
        initial="Cold",
        variables=[door],
        rows=[
            row("shut", "ok", "Cold", when=~door, does=[door.sets()]),
            row("heat", "ok", "Cold", to="Hot", when=door),
            row("cool", "ok", "Hot", to="Cold", when=door, does=[door.clears()]),
        ],
        otherwise="NotNow",
    )
    assert failing(check(machine), "vacuity") == ["T3: (door) is always true"]


def test_a_premise_that_is_never_true() -> None:
    promise = always("hurry", ((light == "green") & ~pressed) >> (cars == 0))
    names = failing(check(crossing(properties=[promise])), "vacuity")
    assert names == ["hurry: (light == green and not pressed) is never true"]


def test_a_premise_about_steps_that_is_never_true() -> None:
    promise = step("passing", (on("pass") & (was(cars) == 0)) >> (cars == 0))
    names = failing(check(crossing(properties=[promise])), "vacuity")
    assert names == ["passing: (on pass and was.cars == 0) is never true"]
    met = step("passing", on("pass") >> (cars == was(cars) - 1))
    assert check(crossing(properties=[met])).verdict is Verdict.HOLDS


def test_a_state_that_is_never_reached() -> None:
    system = crossing()
    system.rules = tuple(item for item in system.rules if item.operation not in ("break", "mend"))
    assert failing(check(system), "vacuity") == ["light is never broken"]


def test_overlapping_rules_of_one_label_have_a_witness() -> None:
    twice = [
        rule("count.up", when=cars < 2, does=[cars.becomes(cars + 1)]),
        rule("count.up", when=(cars > 0) & pressed, does=[cars.becomes(0)]),
    ]
    report = check(crossing(*twice))
    assert failing(report, "overlap") == ["count.up#1 and count.up#2 overlap"]
    trace = report.violated()[0].trace
    assert trace is not None
    assert len(trace) == 2
    assert trace.end["cars"] == 1
    assert trace.end["pressed"] is True


def test_a_contest_settles_what_would_overlap() -> None:
    ordered = [
        rule("count.up", when=(cars > 0) & pressed, does=[cars.becomes(0)], contest="c"),
        rule("count.up", when=cars < 2, does=[cars.becomes(cars + 1)], contest="c", priority=1),
    ]
    assert check(crossing(*ordered)).verdict is Verdict.HOLDS


def test_a_shadowed_rule_never_fires() -> None:
    shadowed = [
        rule("count.up", when=cars <= 1, does=[cars.becomes(cars + 1)], contest="c"),
        rule("count.up", when=cars == 0, does=[cars.becomes(2)], contest="c", priority=1),
    ]
    assert failing(check(crossing(*shadowed)), "vacuity") == ["count.up#2 never fires"]


# -- deadlock --------------------------------------------------------------------------------------


def countdown(**given: Any) -> System:
    left = Count("left", 0, 3, initial=3)
    return System(
        "countdown",
        variables=[left],
        rules=[rule("tick", when=left > 0, does=[left.becomes(left - 1)])],
        final=left == 0 if given.pop("ends", True) else None,
        **given,
    )


def test_a_deadlock_has_a_shortest_trace() -> None:
    report = check(countdown(ends=False))
    (found,) = report.violated()
    assert found.kind == "deadlock"
    assert found.trace is not None
    assert len(found.trace) == 3


def test_a_declared_end_is_no_deadlock() -> None:
    assert check(countdown()).verdict is Verdict.HOLDS


def test_a_final_state_of_a_machine_is_no_deadlock() -> None:
    def ending(final: str) -> Machine:
        return Machine(
            "job",
            states="Running Done",
            initial="Running",
            final=final,
            rows=[row("finish", "ok", "Running", to="Done")],
            otherwise="Finished",
        )

    assert check(ending("Done")).verdict is Verdict.HOLDS
    assert failing(check(ending("")), "deadlock") == ["deadlock"]


# -- waivers ---------------------------------------------------------------------------------------

IDLE = rule("hurry", when=(light == "green") & ~pressed, does=[cars.becomes(0)])


@pytest.mark.parametrize("name", ["hurry never fires", "hurry*"])
def test_a_waiver_with_a_reason_excuses_a_finding(name: str) -> None:
    for report in (
        check(crossing(IDLE, waivers={name: "kept for the next street"})),
        check(crossing(IDLE), waivers={name: "kept for the next street"}),
    ):
        assert report.verdict is Verdict.HOLDS
        assert report.finding("hurry never fires").waived == "kept for the next street"
        assert "kept for the next street" in report.text()


@pytest.mark.parametrize(
    ("waivers", "text"),
    [
        ({"hurry never fires": " "}, "it gives no reason"),
        ({"hurry never fires": "later", "worry never fires": "later"}, "it excuses nothing"),
    ],
)
def test_a_waiver_without_reason_or_use_fails(waivers: dict[str, str], text: str) -> None:
    found: list[Finding] = list(check(crossing(IDLE), waivers=waivers).violated())
    assert [item.kind for item in found] == ["waiver"]
    assert text in found[0].text


def test_a_promise_cannot_be_waived() -> None:
    promise = always("no cars", cars == 0)
    report = check(crossing(properties=[promise]), waivers={"no cars": "please"})
    assert report.finding("no cars").fails


def test_at_of_a_machine_state_may_be_a_premise() -> None:
    machine = Machine(
        "two",
        states="A B",
        initial="A",
        rows=[row("go", "ok", "A", to="B"), row("return", "ok", "B", to="A")],
        otherwise="No",
        properties=[always("trivial", at("B") >> ~at("A"))],
    )
    assert check(machine).verdict is Verdict.HOLDS


def test_a_machine_waives_a_finding_by_name_with_a_reason():
    def told(**waivers):
        return Machine(
            "door",
            states="Open Shut",
            initial="Open",
            final="Shut",
            variables=[key := Flag("key")],
            rows=[row("shut", "ok", "Open", to="Shut", when=~key, why="nobody stands there")],
            otherwise="NotNow",
            **waivers,
        )

    assert check(told()).verdict is Verdict.VIOLATED
    names = [item.name for item in check(told()).findings if item.verdict is Verdict.VIOLATED]
    reasons = dict.fromkeys(names, "the key comes with the next release")
    assert check(told(waivers=reasons)).verdict is Verdict.HOLDS
    # A waiver of what is not found any more is a failure itself.
    stale = {**reasons, "T9 never fires": "it was removed"}
    assert check(told(waivers=stale)).verdict is Verdict.VIOLATED
