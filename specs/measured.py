"""What `turnstile bench checker` measures: the models, and what is promised of their behaviours.

The full plan is the one whose figures are quoted; the quick one says in seconds whether everything
that takes part still works.
"""

from __future__ import annotations

from fsm.costs import Measured, Pace, Plan
from fsm.properties import AG, EF, leads_to, recoverable, strong
from fsm.variables import Enum

__all__ = ["FULL", "QUICK"]

_CLASSICS = "specs.classics"
_HUNGRY = Enum("philosopher0", "thinks", "holds_one", "eats", "leaves")
_MANAGER = Enum("manager", "undecided", "committed", "aborted")

_EATS_AGAIN = recoverable("philosopher 0 can always eat again", AG(EF(_HUNGRY == "eats")))
_HUNGRY_EATS = leads_to(
    "who holds a fork eats, when forks are taken fairly",
    _HUNGRY == "holds_one",
    _HUNGRY == "eats",
    fair=[strong("philosopher*")],
)
_STARVES = leads_to(
    "who holds a fork eats, whatever the others do", _HUNGRY == "holds_one", _HUNGRY == "eats"
)
_DECIDES = leads_to(
    "the manager decides, when it does not wait for ever",
    _MANAGER == "undecided",
    _MANAGER != "undecided",
    fair=["abort@manager"],
)
_CAN_COMMIT = recoverable("a decision can always be reached", AG(EF(_MANAGER != "undecided")))


def _philosophers(seats: int) -> Measured:
    return Measured(f"philosophers {seats}", f"{_CLASSICS}.philosophers:philosophers", (seats,))


def _contrary(seats: int) -> Measured:
    return Measured(
        f"philosophers {seats}, one contrary",
        f"{_CLASSICS}.philosophers:philosophers",
        (seats,),
        {"one_takes_right_first": True},
        promises=(_EATS_AGAIN, _HUNGRY_EATS, _STARVES),
    )


def _bakery(processes: int, last_ticket: int) -> Measured:
    return Measured(
        f"bakery {processes},{last_ticket}",
        f"{_CLASSICS}.bakery:bakery",
        (processes, last_ticket),
    )


def _buffer(producers: int, consumers: int, places: int, items: int) -> Measured:
    return Measured(
        f"bounded buffer {producers},{consumers},{places},{items}",
        f"{_CLASSICS}.bounded_buffer:bounded_buffer",
        (producers, consumers, places, items),
    )


def _commit(resources: int) -> Measured:
    return Measured(
        f"two-phase commit {resources}",
        f"{_CLASSICS}.two_phase_commit:two_phase_commit",
        (resources,),
        tuned=False,
        promises=(_CAN_COMMIT, _DECIDES),
    )


FULL = Plan(
    contests=(
        _philosophers(12),
        _philosophers(14),
        _bakery(4, 7),
        _buffer(3, 3, 4, 3),
        _commit(8),
    ),
    sizes=tuple(_philosophers(seats) for seats in range(8, 17)),
    start=_philosophers(12),
    promises=(_contrary(12), _commit(8)),
    least=_philosophers(2),
)

QUICK = Plan(
    contests=(_philosophers(6),),
    sizes=(_philosophers(6),),
    start=_philosophers(6),
    promises=(_contrary(6),),
    least=_philosophers(2),
    pace=Pace(rounds=1, sample_s=0.0),
)
