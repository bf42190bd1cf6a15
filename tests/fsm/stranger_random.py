"""Random machines with random methods, written out as the Python source a user might have."""

from __future__ import annotations

import textwrap
from random import Random
from typing import Any

from stranger_walk import Case
from transitions import MachineError

STATES = ("A", "B", "C")
TRIGGERS = ("go", "run", "stop")
VARS: dict[str, Any] = {"x": range(3), "y": (False, True), "n": (None, "one", "two")}
ENV: dict[str, tuple[Any, ...]] = {"ok": (True, False), "level": (0, 1), "call": (1, KeyError)}

READS = (
    "self.x < 2", "self.y", "self.x == 1 and self.y", "self.n is None", "self.x > 0 or not self.y",
    "self.ok()", "self.level == self.x", "self.is_B()", "self.state != 'A'", "self.n == self.word",
)  # fmt: skip
WRITES = (
    "self.x = (self.x + 1) % 3", "self.y = not self.y", "self.n = 'one'", "self.n = None",
    "self.x = 0", "self.x = self.level", "self.n = 'two' if self.ok() else self.n", "self.call()",
    "self.half = 1", "pass",
)  # fmt: skip
HARSH = (
    "raise ValueError(self.x)", "self.trigger('stop')", "self.run()", "self.state = 'C'",
    "self.to_A()", "self.y = self.may_go()",
)  # fmt: skip


def _body(random: Random, *, calm: bool) -> str:
    lines = []
    for _ in range(random.randint(1, 2)):
        line = random.choice(WRITES)
        if not calm and random.random() < 0.2:
            harsh = random.choice(HARSH)
            if "raise" in harsh or "state" in harsh:
                line = f"if {random.choice(READS)}: {harsh}"
            else:
                # Nested triggers are bounded by a variable that nothing resets.
                line = f"if self.left > 0:\n    self.left = 0\n    {harsh}"
        elif random.random() < 0.4:
            line = f"if {random.choice(READS)}: {line}"
        lines.append(line)
    return "\n".join(lines)


def _class(random: Random) -> tuple[type, list[str], list[str]]:
    conditions = [f"test{index}" for index in range(4)]
    callbacks = [f"do{index}" for index in range(5)]
    written = [
        "class Thing:", "    word = 'two'",
        "    def __init__(self): self.x, self.y, self.n, self.left = 0, False, None, 1",
        "    def ok(self): raise AssertionError", "    def call(self): raise AssertionError",
        "    level = 0",
        "    @property",
        "    def half(self): return self.x // 2",
        "    @half.setter",
        "    def half(self, value): self.x = value",
    ]  # fmt: skip
    for name in conditions:
        body = f"return {random.choice(READS)}"
        if random.random() < 0.15:
            body = f"{random.choice(WRITES)}\n{body}"
        written += _method(name, body)
    for name in callbacks:
        written += _method(name, _body(random, calm=False))
    for state in STATES:
        for kind in ("on_enter", "on_exit"):
            if random.random() < 0.3:
                written += _method(f"{kind}_{state}", _body(random, calm=True))
    space: dict[str, Any] = {}
    exec(compile("\n".join(written), "thing.py", "exec"), space)
    return space["Thing"], conditions, callbacks


def _method(name: str, body: str) -> list[str]:
    return [f"    def {name}(self, event=None):", textwrap.indent(body, " " * 8)]


def _some(random: Random, names: list[str], chance: float) -> list[str]:
    return [random.choice(names)] if random.random() < chance else []


def random_case(seed: int) -> Case:
    """Return the machine of one seed."""
    random = Random(seed)
    cls, conditions, callbacks = _class(random)
    rows = []
    for _ in range(random.randint(5, 8)):
        source = random.choice(["*", "A", "B", "C", ["A", "B"], ["C", "A"]])
        rows.append(
            {
                "trigger": random.choice(TRIGGERS),
                "source": source,
                "dest": random.choice(["A", "B", "C", "=", None]),
                "conditions": _some(random, conditions, 0.5) + _some(random, conditions, 0.2),
                "unless": _some(random, conditions, 0.3),
                "prepare": _some(random, callbacks, 0.15),
                "before": _some(random, callbacks, 0.4),
                "after": _some(random, callbacks, 0.4),
            }
        )
    rows += [{"trigger": name, "source": "A", "dest": "B"} for name in TRIGGERS]
    states = [
        {
            "name": name,
            "on_enter": _some(random, callbacks, 0.3),
            "on_exit": _some(random, callbacks, 0.3),
            "ignore_invalid_triggers": random.choice([None, None, True]),
            "final": name == "C" and random.random() < 0.5,
        }
        for name in STATES
    ]
    options = {
        "queued": random.random() < 0.25,
        "send_event": random.random() < 0.4,
        "on_final": _some(random, callbacks, 0.5),
        **{
            name: _some(random, callbacks, 0.12)
            for name in ("prepare_event", "before_state_change", "after_state_change",
                         "finalize_event", "on_exception")
        },
    }  # fmt: skip
    raisers = _some(random, callbacks, 0.3)

    def build(machine: Any, thing: Any) -> Any:
        listed = [dict(state) for state in states]
        return machine(thing, states=listed, initial="A", transitions=rows, **options)

    return Case(
        cls,
        build,
        vars={**VARS, "left": (0, 1)},
        env=ENV,
        may_raise=(ValueError, MachineError, *raisers),
    )
