"""Traces: a way through a model that a person can follow and a tool can replay.

What lives here: the one object every counterexample and witness is, its text and its JSON. What
does not: finding it. Test files, sequence charts and SARIF are other renderings of the same object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..expressions import Value
from ..form import Command, Form

__all__ = ["Trace", "TraceStep"]


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: who did what by which rule, and the snapshots around it."""

    rule: str
    label: str
    process: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]
    raises: str = ""
    assumes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, command: Command, before: Mapping[str, Value], after: Mapping[str, Value]
    ) -> TraceStep:
        """Return the step `command` makes from `before` to `after`."""
        return cls(
            command.rule,
            command.label,
            command.process,
            before,
            after,
            command.raises,
            command.assumes,
        )

    @property
    def changed(self) -> tuple[str, ...]:
        """The names whose values differ."""
        return tuple(name for name, value in self.after.items() if value != self.before[name])

    def __str__(self) -> str:
        who = f"{self.process}: " if self.process else ""
        raised = f", which raises {self.raises}" if self.raises else ""
        assumed = f" assuming {', '.join(self.assumes)}" if self.assumes else ""
        return f"{who}{self.label} by {self.rule}{raised}{assumed}"


@dataclass(frozen=True, slots=True)
class Trace:
    """A start and the steps from it.

    In a lasso `loop` is the number of steps after which the part begins that repeats for ever:
    the last step leads back to the snapshot after that many steps. Otherwise it is None.
    """

    model: str
    parameters: Mapping[str, int]
    start: Mapping[str, Value]
    steps: tuple[TraceStep, ...]
    loop: int | None = None

    @classmethod
    def of(
        cls,
        form: Form,
        start: Mapping[str, Value],
        steps: tuple[TraceStep, ...],
        loop: int | None = None,
    ) -> Trace:
        """Return the trace of `steps` in `form`."""
        return cls(form.name, dict(form.parameters), start, steps, loop)

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def end(self) -> Mapping[str, Value]:
        """The last snapshot."""
        return self.steps[-1].after if self.steps else self.start

    def text(self) -> str:
        """Return the trace to read: the start in full, then what each step changes, marked `*`.

        A trace of two steps or more ends with the last snapshot in full.
        """
        width = max((len(name) for name in self.start), default=0)
        lines = ["start"]
        lines += [f"    {name:{width}} = {shown(value)}" for name, value in self.start.items()]
        for number, step in enumerate(self.steps, 1):
            if self.loop == number - 1:
                lines.append("from here the steps repeat for ever")
            lines.append(f"{number}. {step}")
            lines += [
                f"  * {name:{width}} = {shown(step.after[name])}, was {shown(step.before[name])}"
                for name in step.changed
            ] or ["    nothing changes"]
        if len(self.steps) > 1:
            marked = set(self.steps[-1].changed)
            lines.append("end")
            lines += [
                f"  {'*' if name in marked else ' '} {name:{width}} = {shown(value)}"
                for name, value in self.end.items()
            ]
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the trace as JSON values; `Trace.from_json` reads it back."""
        return {
            "model": self.model,
            "parameters": dict(self.parameters),
            "start": dict(self.start),
            "steps": [
                {
                    "rule": step.rule,
                    "label": step.label,
                    "process": step.process,
                    "raises": step.raises,
                    "assumes": list(step.assumes),
                    "changed": list(step.changed),
                    "after": dict(step.after),
                }
                for step in self.steps
            ],
            "loop": self.loop,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Trace:
        """Return the trace that `to_json` wrote."""
        steps: list[TraceStep] = []
        before = values["start"]
        for item in values["steps"]:
            steps.append(
                TraceStep(
                    item["rule"],
                    item["label"],
                    item["process"],
                    before,
                    item["after"],
                    item["raises"],
                    tuple(item["assumes"]),
                )
            )
            before = item["after"]
        return cls(
            values["model"], values["parameters"], values["start"], tuple(steps), values["loop"]
        )

    def __str__(self) -> str:
        return self.text()

    def dumps(self) -> str:
        """Return the JSON text, the same for equal traces."""
        return json.dumps(self.to_json(), indent=2, ensure_ascii=False) + "\n"


def shown(value: Value) -> str:
    """Return `value` as a reader of a declaration would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
