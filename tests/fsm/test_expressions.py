"""Expressions: what they answer, how they print, and the traps of writing them in Python."""

from __future__ import annotations

import pytest

from fsm import (
    Count,
    Enum,
    Flag,
    Identity,
    Machine,
    Parameter,
    always,
    any_of,
    at,
    between,
    leads_to,
    on,
    refuse,
    row,
    unchanged,
    was,
    was_at,
)
from fsm.expressions import (
    TRUE,
    Arithmetic,
    Comparison,
    Reference,
    constant,
    step_view,
)

capacity = Parameter("capacity", 2)
kv = Count("kv", 0, capacity)
prompt = Count("prompt", 0, capacity)
cause = Enum("cause", "none", "load", "config")
request = Flag("request")
model = Identity("model", "a", "b")

SNAPSHOT = {
    "state": "Ready", "kv": 2, "prompt": 1, "cause": "load", "request": True, "model": 17,
    "capacity": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "value", "text"),
    [
        (kv == 2, True, "kv == 2"),
        (kv != 2, False, "kv != 2"),
        (kv < capacity, True, "kv < capacity"),
        (kv <= 1, False, "kv <= 1"),
        (kv > prompt, True, "kv > prompt"),
        (kv >= 3, False, "kv >= 3"),
        (2 == kv, True, "kv == 2"),  # noqa: SIM300
        (1 < kv, True, "kv > 1"),  # noqa: SIM300
        (~(kv == 2), False, "kv != 2"),
        (~(kv < 2), True, "kv >= 2"),
        (kv + 1 == 3, True, "kv + 1 == 3"),
        (1 + kv - prompt == 2, True, "1 + kv - prompt == 2"),
        (5 - (kv - prompt) == 4, True, "5 - (kv - prompt) == 4"),
        ((kv + 1) % 3 == 0, True, "(kv + 1) % 3 == 0"),
        (kv + prompt % 3 == 3, True, "kv + (prompt % 3) == 3"),
        (cause == "load", True, "cause == load"),
        (cause.among("none", "config"), False, "cause in {none, config}"),
        (request, True, "request"),
        (~request, False, "not request"),
        (at("Ready", "Freed"), True, "at Ready or Freed"),
        (~at("Ready"), False, "not at Ready"),
        (~at("Ready", "Freed"), False, "not (at Ready or Freed)"),
        (at("Ready", "Freed") & request, True, "(at Ready or Freed) and request"),
        (request & (kv == 2) & (prompt == 1), True, "request and kv == 2 and prompt == 1"),
        (request & (kv == 1), False, "request and kv == 1"),
        ((kv == 1) | (kv == 2), True, "kv == 1 or kv == 2"),
        ((kv == 0) | (kv == 1), False, "kv == 0 or kv == 1"),
        (((kv == 1) | (kv == 2)) & request, True, "(kv == 1 or kv == 2) and request"),
        (request >> (kv == 2), True, "request => kv == 2"),
        (request >> (kv == 1), False, "request => kv == 1"),
        ((kv == 1) >> (kv == 0), True, "kv == 1 => kv == 0"),
        ((request >> (kv == 2)) >> (kv == 2), True, "(request => kv == 2) => kv == 2"),
        (~(request & (kv == 2)), False, "not (request and kv == 2)"),
        (TRUE, True, "always"),
    ],
    ids=str,
)
def test_guards_answer_and_print(guard, value, text):
    assert guard(SNAPSHOT) is value
    assert str(guard) == text


def test_reads_and_walk_reach_every_part():
    guard = (request & (kv + prompt < capacity)) >> (cause.among("load") | at("Ready"))
    assert guard.reads() == {"request", "kv", "prompt", "capacity", "cause", "state"}
    kinds = {type(part) for part in guard.walk()}
    assert {Comparison, Arithmetic} <= kinds


# -- traps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: (kv == 1) and (prompt == 1), "combine guards with & "),
        (lambda: (kv == 1) or (prompt == 1), "combine guards with & "),
        (lambda: not request, "combine guards with & "),
        (lambda: 0 < kv < 3, "two comparisons instead of a chained one"),
        (lambda: kv in (1, 2), r"use \.among\(\.\.\.\) instead of `in`"),
        (lambda: "load" in cause, r"use \.among\(\.\.\.\) instead of `in`"),
        (lambda: [1] if request else [], "known only on a snapshot"),
        (lambda: max(kv, 3), "known only on a snapshot"),
        (lambda: kv == 1 & request, r"write \(a == 1\) & \(b == 2\)"),
        (lambda: kv == 1 | request, r"write \(a == 1\) & \(b == 2\)"),
        (lambda: kv == 1 & prompt == 1, r"write \(a == 1\) & \(b == 2\)"),
        (lambda: request & kv, "kv> is not a guard"),
        (lambda: kv & request, "kv> is not a guard"),
        (lambda: kv | request, "kv> is not a guard"),
        (lambda: kv >> request, "kv> is not a guard"),
        (lambda: ~kv, "kv> is not a guard"),
        (lambda: request & True, "True is not a guard"),
        (lambda: True & request, "True is not a guard"),
        (lambda: row("go", "ok", "A", when=(kv == 1) is True), "False is not a guard"),
        (lambda: refuse("go", "A", "No", when=kv), "kv> is not a guard"),
        (lambda: always("x", "kv"), "'kv' is not a guard"),
        (lambda: leads_to("x", request, False), "False is not a guard"),
        (lambda: kv == 1.5, r"1\.5 cannot stand in an expression"),
        (lambda: kv == None, "None cannot stand in an expression"),  # noqa: E711
        (lambda: cause == ("load", "config"), "cannot stand in an expression"),
        (lambda: request == (kv == 1), "cannot stand in an expression"),
    ],
)
def test_python_that_would_drop_half_of_a_guard_raises_with_the_fix(mistake, says):
    with pytest.raises(TypeError, match=says):
        mistake()


# -- choices ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "options", "admitted", "refused"),
    [
        (any_of("x", "y"), ("x", "y"), ["x"], ["z"]),
        (between(1, capacity), (1, 2, 3, 4, 5), [1, 5], [0, 6, "1"]),
        (between(prompt + 1, 2), (2,), [2], [1]),
        (between(3, 2), (), [], [2, 3]),
        (model.some(), ("a", "b"), ["a", 4711], ["none"]),
    ],
    ids=str,
)
def test_choices(choice, options, admitted, refused):
    assert choice.options(SNAPSHOT) == options
    assert all(choice.admits(value, SNAPSHOT) for value in admitted)
    assert not any(choice.admits(value, SNAPSHOT) for value in refused)


def test_effects_print_as_a_reviewer_would_write_them():
    shown = [
        kv.becomes(prompt + 1), kv.clears(), request.sets(), request.clears(), cause.clears(),
        model.becomes(model.some()), kv.becomes(between(1, capacity)), cause.becomes("load"),
    ]  # fmt: skip
    assert list(map(str, shown)) == [
        "kv := prompt + 1", "kv := 0", "request := yes", "request := no", "cause := none",
        "model := some model", "kv := any of 1..capacity", "cause := load",
    ]  # fmt: skip


def step_machine(*effects):
    return Machine(
        "m", states="A", initial="A", parameters=[capacity], variables=[kv, prompt],
        rows=[row("go", "ok", "A", does=effects)],
    )  # fmt: skip


def test_a_shared_choice_falls_once_and_two_fall_apart():
    same = between(0, 1)
    shared = step_machine(kv.becomes(same), prompt.becomes(same)).bind()
    apart = step_machine(kv.becomes(between(0, 1)), prompt.becomes(between(0, 1))).bind()
    assert {after[1:] for after in shared.reachable()} == {(0, 0), (1, 1)}
    assert {after[1:] for after in apart.reachable()} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_effects_happen_at_once():
    rows = [
        row("swap", "ok", "A", does=[kv.becomes(prompt), prompt.becomes(kv)]),
        row("set", "ok", "A", does=[kv.becomes(1)]),
    ]
    swap = Machine(
        "swap", states="A", initial="A", parameters=[capacity], variables=[kv, prompt], rows=rows
    )
    assert {after[1:] for after in swap.bind().reachable()} == {(0, 0), (1, 0), (0, 1), (1, 1)}


@pytest.mark.parametrize(
    ("variable", "inside", "outside", "described"),
    [
        (kv, [0, 5, True], [-1, 6, "0", 1.0], "0..capacity"),
        (cause, ["none", "load"], ["laod", 0], "none, load, config"),
        (request, [True, False], [2, "yes"], "no, yes"),
        (model, ["none", "a", 12345], ["c", 1.5], "none, a, b"),
    ],
    ids=str,
)
def test_domains(variable, inside, outside, described):
    assert all(variable.admits(value, SNAPSHOT) for value in inside)
    assert not any(variable.admits(value, SNAPSHOT) for value in outside)
    assert variable.describe() == described
    assert variable.initial in variable.domain(SNAPSHOT)


# -- steps -----------------------------------------------------------------------------------------


def test_a_step_view_knows_before_after_and_the_label():
    before = {**SNAPSHOT, "kv": 1, "state": "Busy"}
    view = step_view(before, "work", "ok", SNAPSHOT)
    assert (kv == was(kv) + 1)(view)
    assert was_at("Busy")(view)
    assert not was_at("Ready")(view)
    assert at("Ready")(view)
    assert unchanged(prompt, cause)(view)
    assert not unchanged(prompt, kv)(view)
    assert on("work")(view)
    assert on("work.ok")(view)
    assert on("rest", "work.ok")(view)
    assert not on("work.failed", "ok", "wor")(view)
    assert str(on("a", "b.c") & request) == "(on a or b.c) and request"


def test_an_operation_with_a_dot_is_told_apart_from_an_outcome():
    view = step_view({}, "door.open", "ok", {})
    assert on("door.open")(view)
    assert on("door.open.ok")(view)
    assert not on("door")(view)


def test_constants_pass_through():
    assert constant(kv) is kv
    assert str(Reference("kv") + 1) == "kv + 1"
    assert repr(kv < 1) == "<Comparison kv < 1>"
