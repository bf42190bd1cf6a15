"""Lamport's bakery: mutual exclusion by tickets, here with a last ticket.

To enter, a process reads every ticket in turn, takes one more than the largest, and waits for each
other process that is choosing, or whose ticket is smaller (ties go to the smaller number). Tickets
end at `last_ticket`; a process that would need a larger one stops, and then all may. The real
algorithm needs numbers without end, so this deadlock belongs to the model.
"""

from __future__ import annotations

from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Count, Enum

__all__ = ["bakery"]


def bakery(processes: int, last_ticket: int) -> System:
    """Return the bakery of `processes` customers with tickets 1 to `last_ticket`."""
    customers = range(processes)
    place = [Enum(f"place{me}", "outside", "choosing", "waiting", "inside") for me in customers]
    ticket = [Count(f"ticket{me}", 0, last_ticket) for me in customers]
    next_one = [Count(f"next{me}", 0, processes) for me in customers]
    largest = [Count(f"largest{me}", 0, last_ticket) for me in customers]
    rules = []
    for me in customers:
        name, chooses = f"customer{me}", place[me] == "choosing"
        waits = place[me] == "waiting"
        rules.append(
            rule("arrive", name, when=place[me] == "outside",
                 does=[place[me].becomes("choosing"), next_one[me].becomes(0),
                       largest[me].becomes(0)])
        )  # fmt: skip
        for other in customers:
            here = chooses & (next_one[me] == other)
            if other == me:
                rules.append(rule("read.own", name, when=here, does=[next_one[me].becomes(me + 1)]))
                continue
            rules += [
                rule("read.larger", name, when=here & (ticket[other] > largest[me]),
                     does=[largest[me].becomes(ticket[other]), next_one[me].becomes(other + 1)]),
                rule("read.smaller", name, when=here & (ticket[other] <= largest[me]),
                     does=[next_one[me].becomes(other + 1)]),
            ]  # fmt: skip
        rules.append(
            rule("take_ticket", name,
                 when=chooses & (next_one[me] == processes) & (largest[me] < last_ticket),
                 does=[ticket[me].becomes(largest[me] + 1), largest[me].becomes(0),
                       next_one[me].becomes(0), place[me].becomes("waiting")])
        )  # fmt: skip
        for other in customers:
            here = waits & (next_one[me] == other)
            if other != me:
                after_me = ticket[other] >= ticket[me] if other > me else ticket[other] > ticket[me]
                here = here & (place[other] != "choosing") & ((ticket[other] == 0) | after_me)
            rules.append(rule("let_pass", name, when=here, does=[next_one[me].becomes(other + 1)]))
        rules += [
            rule("enter", name, when=waits & (next_one[me] == processes),
                 does=[place[me].becomes("inside")]),
            rule("leave", name, when=place[me] == "inside",
                 does=[ticket[me].becomes(0), next_one[me].becomes(0),
                       place[me].becomes("outside")]),
        ]  # fmt: skip
    variables = zip(place, ticket, next_one, largest, strict=True)
    return System(
        f"bakery {processes}, {last_ticket}",
        variables=[item for group in variables for item in group],
        control=place,
        rules=rules,
        properties=[
            always("mutual exclusion", ~((place[0] == "inside") & (place[1] == "inside"))),
            sometimes("somebody is inside", place[0] == "inside"),
        ],
        waivers={"deadlock": "tickets end here; all stop when the last one is held"},
    )
