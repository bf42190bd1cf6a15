"""What the checker's tests compare with: a naive search, random systems, an interpreted kernel."""

from __future__ import annotations

import sys
from collections import Counter
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from fsm.checker import Model, Search
from fsm.checker.kernel import kernel_text
from fsm.form import Form
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag, any_of, between


class Naive:
    """The whole space of a form by the form's own `successors`, one valuation at a time."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.depth = form.reachable()
        self.edges: Counter[tuple[Any, str, Any]] = Counter()
        self.stuck = []
        for valuation in self.depth:
            steps = list(form.successors(valuation))
            self.edges.update((valuation, command.rule, after) for command, after in steps)
            final = form.final is not None and form.final(form.snapshot(valuation))
            if not steps and not final:
                self.stuck.append(valuation)
        self.generated = len(set(form.initial)) + self.edges.total()
        self.levels = max(self.depth.values()) + 1

    def nearest(self, guard: Any) -> int | None:
        """Return the distance of the nearest state where `guard` is true."""
        return min(
            (
                distance
                for valuation, distance in self.depth.items()
                if guard(self.form.snapshot(valuation))
            ),
            default=None,
        )


def agree(naive: Naive, search: Search) -> None:
    """Fail unless `search` found what the naive search did."""
    found = {search.valuation(state): search.level(state) for state in range(search.states)}
    assert len(found) == search.states, "a state was found twice"
    assert found == naive.depth
    assert search.generated == naive.generated
    assert search.depth == naive.levels
    assert search.expanded == search.states
    assert {search.valuation(state) for state in search.stuck.tolist()} == set(naive.stuck)
    farthest = search.states - 1
    start, legs = search.path(farthest)
    assert search.level(start) == 0
    assert len(legs) == search.level(farthest)
    assert follows(search, start, [(leg.step, leg.state) for leg in legs])


def follows(search: Search, start: int, legs: list[tuple[int, int]]) -> bool:
    """Whether each leg is a step of its command."""
    form, at = search.model.form, start
    for step, after in legs:
        command = form.commands[search.model.steps[step].command]
        steps = [
            (taken.rule, valuation) for taken, valuation in form.successors(search.valuation(at))
        ]
        if (command.rule, search.valuation(after)) not in steps:
            return False
        at = after
    return True


# -- random systems --------------------------------------------------------------------------------


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Small systems of every kind of variable, guard, effect and choice; some are wide."""
    flags = [Flag(f"flag{index}") for index in range(draw(st.integers(1, 2)))]
    words = [Enum("word", "red", "green", "blue"), Enum("hue", "red", "green", "blue")]
    low = draw(st.integers(-2, 1))
    counts = [Count(f"count{index}", 0, 3) for index in range(2)]
    offset = Count("offset", low, low + 4)
    padding = [Count(f"wide{index}", 0, 999) for index in range(draw(st.sampled_from([0, 6, 13])))]

    def guard(depth: int = 2) -> Any:
        if depth and draw(st.booleans()):
            one, other = guard(depth - 1), guard(depth - 1)
            return draw(st.sampled_from([one & other, one | other, one >> other, ~one]))
        number = draw(st.integers(-2, 4))
        return draw(
            st.sampled_from(
                [
                    flags[0],
                    ~flags[-1],
                    words[0] == "green",
                    words[0] != words[1],
                    words[1].among("red", "blue"),
                    counts[0] < counts[1],
                    counts[0] + offset >= counts[1] - number,
                    offset != number,
                    offset <= counts[1],
                    (counts[0] + 2) % 3 == counts[1],
                    (offset - 1) % 2 == 0,
                ]
            )
        )

    def effects() -> list[Any]:
        length = between(0, counts[1])
        bound = draw(st.integers(0, 3))
        options = {
            "flag0": [flags[0].sets(), flags[0].clears(), flags[0].becomes(any_of(False, True))],
            "word": [words[0].becomes("blue"), words[0].becomes(words[1])],
            "hue": [words[1].becomes(any_of("red", "green")), words[1].becomes(words[0])],
            "count0": [
                counts[0].becomes((counts[0] + 1) % 4),
                counts[0].becomes(counts[1]),
                counts[0].becomes(length),
                counts[0].becomes((offset + 5) % 4),
            ],
            "count1": [
                counts[1].becomes(bound),
                counts[1].becomes(length),
                counts[1].becomes(between(1, 2)),
            ],
            "offset": [offset.becomes(low + bound), offset.becomes(between(low, low + bound))],
        }
        chosen = draw(st.sets(st.sampled_from(sorted(options)), max_size=3))
        return [draw(st.sampled_from(options[name])) for name in sorted(chosen)]

    rules = [
        rule(
            draw(st.sampled_from(["go", "stay", "turn.left", "turn.right"])),
            draw(st.sampled_from(["", "one", "two"])),
            when=guard(),
            does=effects(),
            priority=draw(st.integers(0, 2)),
            contest=draw(st.sampled_from(["", "", "first"])),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    starts = draw(
        st.lists(
            st.fixed_dictionaries({"flag0": st.booleans(), "count1": st.integers(0, 3)}),
            min_size=1,
            max_size=3,
        )
    )
    final = guard(1) if draw(st.booleans()) else None
    variables = [*flags, *padding[:6], *words, *counts, *padding[6:], offset]
    return System("random", variables=variables, rules=rules, starts=starts, final=final)


# -- the kernel without its compiler ---------------------------------------------------------------


def _swap(array: Any, index: int, old: Any, new: Any) -> Any:
    seen = array[index]
    if seen == old:
        array[index] = new
    return seen


def _add(array: Any, index: int, amount: Any) -> Any:
    seen = array[index]
    array[index] += amount
    return seen


def interpreted_kernel(model: Model) -> Any:
    """Return the kernel of `model` run by Python itself: slow, but nothing is compiled."""

    def njit(*args: Any, **kwargs: Any) -> Any:
        return args[0] if args and callable(args[0]) else lambda function: function

    stubs = {
        "numba": SimpleNamespace(njit=njit),
        "fsm.checker.atomics": SimpleNamespace(swap=_swap, add=_add, fetch=lambda *_: None),
    }
    kept = {name: sys.modules.get(name) for name in stubs}
    scope: dict[str, Any] = {}
    try:
        sys.modules.update(stubs)  # type: ignore[arg-type]
        exec(kernel_text(model), scope)
    finally:
        for name, module in kept.items():
            if isinstance(module, ModuleType):
                sys.modules[name] = module
            else:
                del sys.modules[name]
    work = scope["work"]

    def quietly(*args: Any) -> Any:
        with np.errstate(over="ignore"):
            return work(*args)

    def entering(*args: Any) -> None:
        with np.errstate(over="ignore"):
            scope["enter_all"](*args)

    return SimpleNamespace(work=quietly, enter_all=entering)
