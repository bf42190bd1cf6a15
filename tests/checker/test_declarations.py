"""Models that cannot be: each is refused with its name, the place and the fix."""

from __future__ import annotations

from typing import Any

import pytest

from fsm.checker import check
from fsm.errors import MachineError
from fsm.expressions import Guard
from fsm.properties import always
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag, between

count = Count("count", 0, 3)
flag = Flag("flag")


class Raises(Guard):
    def __call__(self, snapshot: Any, /) -> bool:
        return 1 // int(snapshot["count"]) > 0

    def __str__(self) -> str:
        return "one over count"

    def reads(self) -> frozenset[str]:
        return frozenset(["count"])


class Answers(Raises):
    def __call__(self, snapshot: Any, /) -> bool:
        return "perhaps"  # type: ignore[return-value]


def system(*rules: Any, **given: Any) -> System:
    return System("faulty", variables=given.pop("variables", [count, flag]), rules=rules, **given)


TICK = rule("tick", does=[count.becomes((count + 1) % 4)])


@pytest.mark.parametrize(
    ("declare", "says"),
    [
        (system, "no rules"),
        (lambda: system(TICK, starts=[]), "no start"),
        (lambda: system(TICK, starts=[{"cuont": 1}]), "'cuont', which is no variable"),
        (lambda: system(TICK, starts=[{"count": 7}]), "count starts as 7, outside"),
        (lambda: system(TICK, variables=[flag]), "count, which is no variable"),
        (lambda: system(TICK, variables=[count, count]), "declared 2 times"),
        (lambda: system(TICK, variables=[count, Flag("state")]), "a machine's own name"),
        (lambda: system(rule("x", when=Count("typo", 0, 1) > 0)), "it reads 'typo'"),
        (
            lambda: system(rule("x", does=[count.becomes(1), count.becomes(2)])),
            "count is assigned 2 times",
        ),
        (lambda: system(TICK, final=Flag("typo")), "final: it reads 'typo'"),
        (lambda: system(TICK, control=[Flag("typo")]), "control names typo"),
        (
            lambda: system(TICK, properties=[always("p", Flag("typo"))]),
            "property 'p': it reads 'typo'",
        ),
        (
            lambda: system(TICK, properties=[always("p", flag), always("p", ~flag)]),
            "property 'p' is declared 2 times",
        ),
        (
            lambda: system(rule("x", when=Raises())),
            "(one over count) raises ZeroDivisionError: integer division or modulo by zero; on "
            "count = 0",
        ),
        (lambda: system(rule("x", when=Answers())), "answers 'perhaps'"),
        (lambda: system(TICK, variables=[count, flag, Enum("no", "x")][:2]).bind(n=1), "'n'"),
    ],
)
def test_each_impossible_model_is_refused_with_the_place(declare: Any, says: str) -> None:
    with pytest.raises(MachineError) as caught:
        check(declare())
    assert "faulty" in str(caught.value)
    assert says in str(caught.value)


def test_a_guard_over_too_many_combinations_is_refused_by_name() -> None:
    words = [Enum(f"w{index}", *(f"v{value}" for value in range(300))) for index in range(2)]
    with pytest.raises(MachineError, match="90000 combinations of w0, w1"):
        check(system(rule("x", when=words[0] == words[1]), variables=words))


def test_long_counts_are_compared_without_a_table() -> None:
    high = 1_000_000
    one, other = Count("one", 0, high), Count("other", 5, high, initial=high)
    model = system(
        rule("jump", when=one + 1 < other, does=[one.becomes(other - 1)]), variables=[one, other]
    )
    report = check(model, waivers={"*": "only the counts matter here"})
    assert (report.states, report.depth) == (2, 2)


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_a_value_outside_its_domain_is_reported_with_the_way_there(engine: Any) -> None:
    wrong = rule("tick", when=flag | (count < 3), does=[count.becomes(count + 1)])
    raised = rule("raise", when=count == 3, does=[flag.sets()])
    with pytest.raises(MachineError) as caught:
        check(system(wrong, raised), engine=engine)
    text = str(caught.value)
    assert "count := count + 1 leaves its domain" in text
    assert text.count("tick by tick") == 3
    assert "4. raise by raise" in text


def test_a_value_that_is_outside_only_where_nobody_comes_is_no_fault() -> None:
    careful = rule("tick", when=flag | (count < 3), does=[count.becomes(count + 1)])
    report = check(system(careful), waivers={"*": "the flag is never set here"})
    assert report.states == 4


def test_a_choice_outside_the_domain_is_a_fault() -> None:
    with pytest.raises(MachineError, match="leaves its domain"):
        check(system(rule("x", does=[count.becomes(between(2, 4))])))
