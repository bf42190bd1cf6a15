"""Random operation sequences on the real engine, judged by the lifecycle.

The suite is made from the declaration: rules are its labels, legality its guards, the judgement its
rows and properties; `runtime_adapter.py` only knows how to provoke an outcome. Refused calls must
leave every byte of every array alone. Two promises that no snapshot can show are looked at after
every step: nothing of a request is in any buffer when none is open, and the model's own bytes are
what they were when it was installed.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from runtime_adapter import RuntimeAdapter
from runtime_whole import nothing_left, of_model

from fsm.testing import machine_from
from specs.lifecycle import LIFECYCLE

PROFILE = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": False}
EVERYDAY = settings(
    max_examples=100, stateful_step_count=30, derandomize=True, database=None, **PROFILE
)
CAMPAIGN = settings(max_examples=400, stateful_step_count=60, database=None, **PROFILE)


class Watched(RuntimeAdapter):
    """Looks into the arrays whenever the snapshot is taken."""

    def __init__(self):
        super().__init__()
        self._installed = None, {}

    def snapshot(self):
        contents = self.runtime._gate.cell.contents
        if contents.request is None:
            found = [f"left of a request: {line}" for line in nothing_left(self.runtime)]
            if found:
                raise AssertionError("; ".join(found))
        if contents.model is not None:
            known, seen = self._installed
            now = of_model(contents.model)
            moved = self.difference(seen, now) if known is contents.model else []
            if moved:
                raise AssertionError(f"the model itself moved: {'; '.join(moved)}")
            self._installed = contents.model, now
        return super().snapshot()


class Patient(Watched):
    """Prefers going on to starting over: three times out of four only what leads into a request.

    Chosen uniformly, one call in six continues a request, and a context is never filled.
    """

    LEADING = (
        "load_model.ok",
        "set_sampling.ok",
        "generate.ok",
        "generate_next_token.token",
        "generate_next_token.finished",
    )

    def arguments(self, label, snapshot):
        leads = self.LEADING
        if snapshot["model"] != "none":
            leads = leads[1:]
        allowed = self.runtime.allowed()
        leading = (other for other in leads if other.partition(".")[0] in allowed)
        hurried = self.runtime.diagnostics.sequence % 4 == 0
        if label in leads or hurried or not any(map(self.ways, leading)):
            return super().arguments(label, snapshot)
        return None


def rows_missed(profile):
    """Run both suites; return the rows neither made fire, and the reports."""
    found = [
        machine_from(LIFECYCLE, adapter, name=f"the engine, {adapter.__name__}").run(profile)
        for adapter in (Watched, Patient)
    ]
    assert not any(coverage.missing_refusals() for coverage in found)
    missing = set.intersection(*({row.id for row in coverage.missing()} for coverage in found))
    return missing, "\n".join(coverage.report() for coverage in found)


def test_random_sequences_conform():
    # That every row fires is for the tour of all cells; here they fire in random company.
    missing, report = rows_missed(EVERYDAY)
    assert len(missing) <= 2, report


@pytest.mark.campaign
def test_long_random_sequences_conform():
    missing, report = rows_missed(CAMPAIGN)
    assert not missing, report
