"""Bugs planted into the gate: each must be found by the checks that the gate itself passes."""

from __future__ import annotations

import pytest
from gate_cases import (
    CHECKS,
    check_events_are_told_in_order,
    check_guard_is_asked,
    check_interruption_ends_as_declared,
    check_interrupts_at_every_line,
    check_interrupts_while_landing,
    check_refusal_moves_nothing,
    check_state_set_from_outside_diverges,
    check_undeclared_exception_poisons,
    check_undeclared_outcome_diverges,
    check_uninterruptible_is_carried_through,
    check_variable_moved_outside_diverges,
    check_watchers_cannot_reenter,
    check_wrong_effect_diverges,
)

from fsm import Gate
from fsm.prepared import Entry
from fsm.turns import Turns


class CommitsWithoutComparing(Gate):
    def _diverge(self, what):
        if "afterwards" not in what:
            super()._diverge(what)


class AdmitsWithoutGuard(Gate):
    def _admit(self, cell, operation):
        return self._entries[cell.state, operation]


class _LaxEntry(Entry):
    def step(self, outcome, snapshot):
        steps = self._steps.get(outcome)
        return steps[0] if steps else None


class TakesAnyRowOfTheOutcome(Gate):
    def __init__(self, machine, *arguments, **options):
        super().__init__(machine, *arguments, **options)
        self._entries = {
            (state, operation): _LaxEntry(machine.rows_of(state, operation), machine.variables)
            for state, operation in self._entries
        }


class TakesAnyOutcome(Gate):
    def _commit(self, flight, outcome, contents, error):
        if flight.entry.step(outcome, flight.cell.snapshot) is None:
            outcome = next(iter(flight.entry._steps))
        super()._commit(flight, outcome, contents, error)


class NeverLooksAtThePlace(Gate):
    def _verify(self, cell, observed):
        self._place.rewind(cell.state)


class BlamesNobody(Gate):
    def _verify(self, cell, observed):
        pass


class _ForgetfulTurns(Turns):
    """Releases when a call ends well, and does not look at calls that are over."""

    def leave(self, ticket):
        if not self.interrupted:
            super().leave(ticket)

    def _wait(self, ticket, timeout_s):
        self._queue.remove(ticket)
        raise TimeoutError("it never gets in")

    interrupted = False


class KeepsTheTurnOnInterrupt(Gate):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._turns = _ForgetfulTurns()

    def _land(self, flight, error):
        self._turns.interrupted = isinstance(error, KeyboardInterrupt)
        return super()._land(flight, error)


class _LeavesOnlyByItself(Turns):
    """Trusts that `leave` always runs to its end."""

    def _wait(self, ticket, timeout_s):
        self._queue.remove(ticket)
        raise TimeoutError("it never gets in")


class TrustsLeave(Gate):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._turns = _LeavesOnlyByItself()


class NeverRewinds(Gate):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._place.rewind = lambda _: None


class ForgetsTornFlights(Gate):
    def _finish_torn(self, flight):
        self._flight = None


class DropsTheInterruption(Gate):
    def _end(self, flight, error):
        if isinstance(error, KeyboardInterrupt):
            return error
        return super()._end(flight, error)


class LandsAsInterruptedOnly(Gate):
    """Does not carry through what has no such row."""

    def _end(self, flight, error):
        if flight.entry.step("interrupted", flight.cell.snapshot) is None:
            return error
        return super()._end(flight, error)


class ForgivesBugs(Gate):
    def _end(self, flight, error):
        told = super()._end(flight, error)
        if not isinstance(error, KeyboardInterrupt):
            self._poison = None
        return told


class PublishesTwice(Gate):
    """State first, the rest later."""

    def _publish(self, flight, row, cell, error):
        self._cell = self._cell._replace(state=cell.state)
        super()._publish(flight, row, cell, error)


class TellsBeforehand(Gate):
    def _commit(self, flight, outcome, contents, error):
        for watcher in self._watchers.values():
            watcher(self._trace[-1] if self._trace else None)
        super()._commit(flight, outcome, contents, error)


class RefusalsMove(Gate):
    def _refuse(self, cell, operation):
        self._cell = cell._replace(sequence=cell.sequence + 1)
        return super()._refuse(cell, operation)


class _OpenTurns(Turns):
    def _wait(self, ticket, timeout_s):
        return


class LetsItsOwnThreadIn(Gate):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._turns = _OpenTurns()


MUTANTS = {
    CommitsWithoutComparing: check_wrong_effect_diverges,
    AdmitsWithoutGuard: check_guard_is_asked,
    TakesAnyRowOfTheOutcome: check_guard_is_asked,
    TakesAnyOutcome: check_undeclared_outcome_diverges,
    NeverLooksAtThePlace: check_state_set_from_outside_diverges,
    BlamesNobody: check_variable_moved_outside_diverges,
    KeepsTheTurnOnInterrupt: check_interruption_ends_as_declared,
    TrustsLeave: check_interrupts_at_every_line,
    NeverRewinds: check_interrupts_at_every_line,
    ForgetsTornFlights: check_interrupts_while_landing,
    DropsTheInterruption: check_interruption_ends_as_declared,
    LandsAsInterruptedOnly: check_uninterruptible_is_carried_through,
    ForgivesBugs: check_undeclared_exception_poisons,
    PublishesTwice: check_interrupts_at_every_line,
    TellsBeforehand: check_events_are_told_in_order,
    RefusalsMove: check_refusal_moves_nothing,
    LetsItsOwnThreadIn: check_watchers_cannot_reenter,
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_check_finds_the_mutant(mutant):
    check = MUTANTS[mutant]
    assert check in CHECKS
    with pytest.raises((Exception, pytest.fail.Exception)):
        check(mutant)


def test_a_subclass_that_changes_nothing_passes():
    """The mutants fail for what they change, not for being subclasses."""

    class Unchanged(Gate):
        pass

    for check in CHECKS:
        if check is not check_interrupts_at_every_line:
            check(Unchanged)
