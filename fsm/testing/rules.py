"""The Hypothesis state machine of a machine. The only file that imports hypothesis.

What lives here: which rules there are and when each is possible. What does not: making and judging
calls (`walk.py`).

One rule for each label, possible where a row of it is enabled and the adapter has arguments for it;
one rule, `refused`, for the calls that no row admits. Arguments are drawn from what the adapter
gives at that moment, so they may depend on the snapshot. `_possible` is asked before each step and
is where a choice that prefers rows not yet covered belongs.

Invariants: a suite keeps nothing from one run to the next but its coverage, and asks the adapter
for the arguments of a label once per step.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, cast

from hypothesis import HealthCheck
from hypothesis import settings as Settings  # noqa: N812
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import SearchStrategy

from ..machine import Machine
from .adapter import Adapter
from .counts import Coverage, keep
from .shorten import shortened
from .walk import Nonconformance, Walk

__all__ = ["MachineSuite", "suite"]


class MachineSuite(RuleBasedStateMachine):
    """What every generated suite is; its rules are added by `suite`."""

    machine: ClassVar[Machine]
    coverage: ClassVar[Coverage]
    _factory: ClassVar[tuple[Callable[[], Adapter]]]

    def __init__(self) -> None:
        super().__init__()
        (factory,) = self._factory
        self.walk = Walk(self.machine, factory(), self.coverage)
        self._arguments: dict[str, SearchStrategy[Any] | None] = {}

    @classmethod
    def run(cls, settings: Settings | None = None) -> Coverage:
        """Test now; returns which rows fired, or raises the shortest failing run found."""
        (factory,) = cls._factory
        try:
            run_state_machine_as_test(cls, settings=settings or cls.TestCase.settings)
        except Nonconformance as error:
            short = shortened(cls.machine, factory, error)
            if short is error:
                raise
            raise short from short.__cause__
        return cls.coverage

    def teardown(self) -> None:
        """Close the thing."""
        self.walk.close()

    def _offered(self, label: str) -> SearchStrategy[Any] | None:
        """Ask the adapter once for each label and step."""
        if label not in self._arguments:
            snapshot = self.walk.snapshot
            self._arguments[label] = self.walk.adapter.arguments(label, snapshot)
        return self._arguments[label]

    def _possible(self, label: str) -> bool:
        return label in self.walk.admitted() and self._offered(label) is not None

    def _stuck(self) -> bool:
        walk = self.walk
        return not walk.refused() and not any(map(self._possible, walk.admitted()))


def suite(
    machine: Machine,
    adapter_factory: Callable[[], Adapter],
    name: str | None,
    settings: Settings | None,
) -> type[MachineSuite]:
    """Return the class; `machine_from` is the public way to it."""
    label_of = getattr(adapter_factory, "__name__", type(adapter_factory).__name__)
    titled = name or f"{machine.name} with {label_of}"
    members: dict[str, Any] = {
        "__doc__": f"Generated from the machine {machine.name!r}.",
        "__module__": getattr(adapter_factory, "__module__", __name__),
        "machine": machine,
        "coverage": keep(Coverage(machine, titled)),
        # In a tuple, so that a plain function is not bound like a method.
        "_factory": (adapter_factory,),
        "refused": _refused_rule(),
        "stuck": _stuck_rule(),
    }
    labels = dict.fromkeys(row.label for row in machine.rows)
    for index, label in enumerate(labels):
        member = "call_" + re.sub(r"\W", "_", label)
        members[member if member not in members else f"{member}_{index}"] = _label_rule(label)
    class_name = re.sub(r"\W", "_", titled.title().replace(" ", ""))
    made = cast(type[MachineSuite], type(class_name, (MachineSuite,), members))
    case = made.TestCase
    if settings is not None:
        case.settings = _patient(settings)

    def run_test(self: Any) -> None:
        made.run(self.settings)

    run_test.is_hypothesis_test = True  # type: ignore[attr-defined]
    case.runTest = run_test  # type: ignore[method-assign]
    return made


def _patient(settings: Settings) -> Settings:
    """Hypothesis's deadline is meant for one call; a run of many has none unless it was asked."""
    usual = cast(Settings, Settings.default)
    if settings.deadline != usual.deadline:
        return settings
    return Settings(settings, deadline=None, suppress_health_check=list(HealthCheck))


def _label_rule(label: str) -> object:
    def arguments(suite: MachineSuite) -> SearchStrategy[Any]:
        offered = suite._offered(label)
        return st.nothing() if offered is None else offered

    def call(self: MachineSuite, argument: Any) -> None:
        self._arguments.clear()
        self.walk.step(label, argument)

    call.__name__ = "call_" + re.sub(r"\W", "_", label)
    ruled = rule(argument=st.runner().flatmap(arguments))(call)
    return precondition(lambda self: self._possible(label))(ruled)


def _refused_rule() -> object:
    def refused(self: MachineSuite, operation: str) -> None:
        # One visit asks for everything that is illegal here: refusals move nothing, and a random
        # run comes to most states too seldom to ask for one of them each time.
        self._arguments.clear()
        self.walk.refuse(operation)
        for other in self.walk.refused():
            if other != operation:
                self.walk.refuse(other)

    def illegal(suite: MachineSuite) -> SearchStrategy[str]:
        # Filtered, not listed: an operation keeps its place, so a run stays a run when shrunk.
        return st.sampled_from(suite.machine.operations).filter(suite.walk.refused().__contains__)

    operations = st.runner().flatmap(illegal)
    ruled = rule(operation=operations)(refused)
    return precondition(lambda self: bool(self.walk.refused()))(ruled)


def _stuck_rule() -> object:
    def stuck(self: MachineSuite) -> None:
        admitted = ", ".join(self.walk.admitted())
        raise TypeError(
            f"the adapter's arguments() offers none of the calls that are admitted in "
            f"{self.walk.snapshot['state']}, and none is refused there: {admitted}"
        )

    return precondition(lambda self: self._stuck())(rule()(stuck))
