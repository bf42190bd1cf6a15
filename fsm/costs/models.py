"""Models to be measured: a function that declares one, by name, so that any process can call it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..form import Form

__all__ = ["Measured", "Plan"]


@dataclass(frozen=True)
class Measured:
    """`module:function` and its arguments; `tuned` says that figures on it guided the checker."""

    name: str
    target: str
    arguments: tuple[int, ...] = ()
    options: Mapping[str, bool] = field(default_factory=dict)
    tuned: bool = True
    promises: tuple[str, ...] = ()

    def form(self) -> Form:
        """Return the form of the model."""
        module, _, function = self.target.partition(":")
        declared = getattr(importlib.import_module(module), function)
        form: Form = declared(*self.arguments, **self.options).bind()
        return form

    def source(self) -> str:
        """Return a Python program that checks the model from nothing to its verdict."""
        module, _, function = self.target.partition(":")
        given = [*map(str, self.arguments), *(f"{k}={v}" for k, v in self.options.items())]
        return (
            f"from fsm.checker import check; from {module} import {function}; "
            f"report = check({function}({', '.join(given)})); "
            "print(report.states, report.verdict, report.engine)"
        )


@dataclass(frozen=True)
class Plan:
    """What one run measures.

    `contests` are run on every engine, `sizes` on ours alone, `start` from a cold start to the
    verdict, `promises` with their liveness. `rounds` is for what takes a second or less.
    """

    contests: tuple[Measured, ...]
    sizes: tuple[Measured, ...]
    start: Measured
    promises: tuple[Measured, ...]
    least: Measured
    rounds: int = 5
