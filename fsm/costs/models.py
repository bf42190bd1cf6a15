"""Models to be measured: a function that declares one, by name, so that any process can call it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..form import Form
from ..properties import Property
from .samples import Pace

__all__ = ["Measured", "Plan"]


@dataclass(frozen=True)
class Measured:
    """`module:function` and its arguments.

    `tuned` says that figures on this model guided how the checker is written; `promises` are judged
    where promises are what is measured.
    """

    name: str
    target: str
    arguments: tuple[int, ...] = ()
    options: Mapping[str, bool] = field(default_factory=dict)
    tuned: bool = True
    promises: tuple[Property, ...] = ()

    def form(self) -> Form:
        """Return the form of the model."""
        module, _, function = self.target.partition(":")
        declared = getattr(importlib.import_module(module), function)
        form: Form = declared(*self.arguments, **self.options).bind()
        return form

    def program(self) -> str:
        """Return a Python program that checks the model, from nothing to its verdict."""
        module, _, function = self.target.partition(":")
        return (
            "from fsm.checker import check\n"
            f"from {module} import {function}\n"
            f"report = check({function}({self._given()}))\n"
            "print(report.states, report.verdict, report.engine)\n"
        )

    def _given(self) -> str:
        options = [f"{name}={value}" for name, value in self.options.items()]
        return ", ".join([*map(str, self.arguments), *options])


@dataclass(frozen=True)
class Plan:
    """What one run measures.

    `contests` are run on every engine and peer, `sizes` on ours alone, each in a process of its
    own; `start` from a cold start to its verdict; `promises` with what is promised of behaviours.
    `least` is a model of a few states, which tells what a peer needs before it begins.
    """

    contests: tuple[Measured, ...]
    sizes: tuple[Measured, ...]
    start: Measured
    promises: tuple[Measured, ...]
    least: Measured
    pace: Pace = field(default_factory=Pace)
