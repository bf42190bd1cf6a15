"""The form of a stranger's machine has exactly the steps the real library takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from stranger_cases import CASES
from stranger_random import random_case
from stranger_walk import Case, differences

from fsm.strangers.execution import Execution

SEEDS = range(40)


@pytest.mark.parametrize("name", CASES)
def test_machines_as_users_write_them(name: str) -> None:
    case = CASES[name]
    form = case.form()
    assert differences(case, form) == []
    assert len(form.reachable()) >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_random_machines(seed: int) -> None:
    assert differences(random_case(seed)) == []


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(100, 500, 20))
def test_many_random_machines(first: int) -> None:
    for seed in range(first, first + 20):
        assert differences(random_case(seed)) == [], seed


def test_the_same_machine_gives_the_same_form() -> None:
    def shown(case: Case) -> list[str]:
        return [str(dataclasses.astuple(item)[:3]) + str(item.guard) + str(item.assignments)
                for item in case.form().commands]  # fmt: skip

    for case in CASES.values():
        assert shown(case) == shown(case)


# -- planted bugs: each must be seen ---------------------------------------------------------------


def enters_before_it_exits(self: Any, item: Any, moment: Any) -> None:
    states, run = self.stock.states, self.run
    run.state, run.moved = item.dest, True
    moment.held["state"] = states[item.dest]
    self.calls.all(states[item.dest].on_enter, moment)
    self.calls.all(states[item.source].on_exit, moment)


def changes_after_entering(self: Any, item: Any, moment: Any) -> None:
    states, run = self.stock.states, self.run
    self.calls.all(states[item.source].on_exit, moment)
    self.calls.all(states[item.dest].on_enter, moment)
    run.state, run.moved = item.dest, True


def skips_on_final(self: Any, item: Any, moment: Any) -> None:
    states, run = self.stock.states, self.run
    self.calls.all(states[item.source].on_exit, moment)
    run.state, run.moved = item.dest, True
    moment.held["state"] = states[item.dest]
    self.calls.all(states[item.dest].on_enter, moment)


def executes(change: str) -> Callable[..., bool]:
    def execute(self: Any, candidate: Any, moment: Any, outermost: bool) -> bool:
        item, machine = candidate.transition, self.machine
        if change != "prepares only what is taken":
            self.calls.all(item.prepare, moment)
        for condition in item.conditions:
            answer = self.calls.answer(condition, moment)
            target = True if change == "ignores unless" else condition.target
            if answer is not target:
                return False
        if change == "prepares only what is taken":
            self.calls.all(item.prepare, moment)
        if outermost:
            self.run.taken = candidate.rule
        before = [*machine.before_state_change, *item.before]
        self.calls.all(before[::-1] if change == "turns before around" else before, moment)
        if item.dest and not (change == "skips reflexive" and item.dest == item.source):
            self._change_state(item, moment)
        after = [*item.after, *machine.after_state_change]
        if change != "skips after":
            self.calls.all(after, moment)
        return True

    return execute


def last_wins(self: Any, candidates: Any, moment: Any, outermost: bool) -> bool:
    return PROCESS(self, candidates[::-1], moment, outermost)


def runs_at_once(self: Any, trigger: str, kwargs: Any) -> bool:
    return bool(self._trigger(trigger, kwargs))


def rolls_back(self: Any, trigger: str, moment: Any, outermost: bool) -> bool:
    state = self.run.state
    try:
        return CAUGHT(self, trigger, moment, outermost)
    except Exception:
        self.run.state = state
        raise


def no_finalizing(self: Any, moment: Any) -> None:
    pass


PROCESS, CAUGHT = Execution._process, Execution._caught
BUGS: dict[str, tuple[str, Any]] = {
    "enters before it exits": ("_change_state", enters_before_it_exits),
    "changes after entering": ("_change_state", changes_after_entering),
    "skips on_final": ("_change_state", skips_on_final),
    "last wins": ("_process", last_wins),
    "runs queued triggers at once": ("fire", runs_at_once),
    "an exception rolls back": ("_caught", rolls_back),
    "no finalizing": ("_finalize", no_finalizing),
    **{
        name: ("_execute", executes(name))
        for name in (
            "ignores unless", "prepares only what is taken", "turns before around",
            "skips reflexive", "skips after",
        )
    },
}  # fmt: skip


def every_case() -> Iterator[Case]:
    yield from CASES.values()
    for seed in range(80):
        yield random_case(seed)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    method, planted = BUGS[bug]
    monkeypatch.setattr(Execution, method, planted)
    assert any(_differs(case) for case in every_case()), f"no case tells {bug} from transitions"


def test_the_copy_of_the_semantics_that_bugs_are_planted_in_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Execution, "_execute", executes(""))
    for case in CASES.values():
        assert differences(case) == []


def _differs(case: Case) -> bool:
    try:
        return bool(differences(case))
    except ValueError:
        # The planted bug led a counter out of its domain.
        return True
