"""Peterson's mutual exclusion, for any number of processes (the filter lock).

A process climbs levels 1 to n-1. At each it publishes the level, then declares itself the last to
come there, and waits until another came after it or nobody else is as high.
"""

from __future__ import annotations

from fsm.expressions import TRUE, Guard
from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Count, Enum

__all__ = ["peterson"]


def peterson(processes: int, *, forgets_to_wait: bool = False) -> System:
    """Return the lock for `processes`; one that `forgets_to_wait` lets two inside."""
    everybody = range(processes)
    place = [
        Enum(f"place{me}", "outside", "climbing", "arriving", "waiting", "inside")
        for me in everybody
    ]
    level = [Count(f"level{me}", 0, processes - 1) for me in everybody]
    shown = [Count(f"shown{me}", 0, processes - 1) for me in everybody]
    last_at = {step: Count(f"last{step}", 0, processes - 1) for step in range(1, processes)}
    rules = []
    for me in everybody:
        name = f"process{me}"
        rules += [
            rule("start", name, when=place[me] == "outside",
                 does=[place[me].becomes("climbing"), level[me].becomes(1)]),
            rule("show_level", name, when=place[me] == "climbing",
                 does=[shown[me].becomes(level[me]), place[me].becomes("arriving")]),
        ]  # fmt: skip
        for step, last in last_at.items():
            here = level[me] == step
            free: Guard = TRUE
            for other in everybody:
                if other != me:
                    free = shown[other] < step if free is TRUE else free & (shown[other] < step)
            may_pass = TRUE if forgets_to_wait else (last != me) | free
            top = step == processes - 1
            onward = (
                [place[me].becomes("inside")]
                if top
                else [level[me].becomes(step + 1), place[me].becomes("climbing")]
            )
            rules += [
                rule("arrive", name, when=(place[me] == "arriving") & here,
                     does=[last.becomes(me), place[me].becomes("waiting")]),
                rule("pass", name, when=(place[me] == "waiting") & here & may_pass, does=onward),
            ]  # fmt: skip
        rules.append(
            rule("leave", name, when=place[me] == "inside",
                 does=[shown[me].becomes(0), level[me].becomes(0), place[me].becomes("outside")])
        )  # fmt: skip
    groups = zip(place, level, shown, strict=True)
    return System(
        f"peterson {processes}",
        variables=[*(item for group in groups for item in group), *last_at.values()],
        control=place,
        rules=rules,
        properties=[
            always("mutual exclusion", ~((place[0] == "inside") & (place[1] == "inside"))),
            sometimes("somebody is inside", place[0] == "inside"),
        ],
    )
