"""Dining philosophers: everybody takes the left fork first, and all may starve.

Each fork lies or is taken. A philosopher takes left, takes right, eats, puts left back, puts right
back. The deadlock, all holding their left forks, is what this model is known for.
"""

from __future__ import annotations

from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Enum, Flag

__all__ = ["philosophers"]


def philosophers(seats: int, *, one_takes_right_first: bool = False) -> System:
    """Return the table with `seats` philosophers.

    With `one_takes_right_first` the last philosopher is contrary, and nobody starves.
    """
    taken = [Flag(f"fork{seat}") for seat in range(seats)]
    philosopher = [
        Enum(f"philosopher{seat}", "thinks", "holds_one", "eats", "leaves") for seat in range(seats)
    ]
    rules = []
    for seat in range(seats):
        name, now = f"philosopher{seat}", philosopher[seat]
        first, second = taken[seat], taken[(seat + 1) % seats]
        if one_takes_right_first and seat == seats - 1:
            first, second = second, first
        rules += [
            rule("take_first", name, when=(now == "thinks") & ~first,
                 does=[first.sets(), now.becomes("holds_one")]),
            rule("take_second", name, when=(now == "holds_one") & ~second,
                 does=[second.sets(), now.becomes("eats")]),
            rule("put_first", name, when=now == "eats",
                 does=[first.clears(), now.becomes("leaves")]),
            rule("put_second", name, when=now == "leaves",
                 does=[second.clears(), now.becomes("thinks")]),
        ]  # fmt: skip
    return System(
        f"philosophers {seats}",
        variables=[item for pair in zip(taken, philosopher, strict=True) for item in pair],
        control=philosopher,
        rules=rules,
        properties=[
            always(
                "neighbours never eat together",
                ~((philosopher[0] == "eats") & (philosopher[1] == "eats")),
            ),
            sometimes("somebody eats", philosopher[0] == "eats"),
        ],
    )
