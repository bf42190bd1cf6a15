"""How each promise of the classics can fail: one change, one shortest trace."""

from __future__ import annotations

from typing import Final

from fsm.manifest import Variant
from fsm.variants import ignoring, without

__all__ = [
    "BAKERY",
    "BOUNDED_BUFFER",
    "LEADER_ELECTION",
    "PETERSON",
    "PHILOSOPHERS",
    "TWO_PHASE_COMMIT",
]

PHILOSOPHERS: Final = (
    Variant("neighbours never eat together", "two forks are taken without looking",
            [ignoring("take_second@philosopher0", "fork1")],
            "philosopher0: take_first, philosopher1: take_first, philosopher0: take_second, "
            "philosopher1: take_second"),
    Variant("somebody eats", "one never gets a second fork",
            [without("take_second@philosopher0")]),
    Variant("deadlock", "everybody takes the left fork first", (),
            "philosopher0: take_first, philosopher1: take_first, philosopher2: take_first",
            of="specs.classics.philosophers:philosophers(seats=3)"),
)  # fmt: skip

BAKERY: Final = (
    Variant("mutual exclusion", "nobody compares tickets",
            [ignoring("let_pass@customer0#2", "ticket1"),
             ignoring("let_pass@customer1#1", "ticket0")],
            "customer0: arrive, customer0: read.own, customer0: read.smaller, customer1: arrive, "
            "customer1: read.smaller, customer1: read.own, customer1: take_ticket, "
            "customer0: take_ticket, customer0: let_pass, customer0: let_pass, customer0: enter, "
            "customer1: let_pass, customer1: let_pass, customer1: enter"),
    Variant("somebody is inside", "one is never let in", [without("enter@customer0")]),
)  # fmt: skip

PETERSON: Final = (
    Variant("mutual exclusion", "nobody waits", (),
            "process0: start, process0: show_level, process1: start, process1: show_level, "
            "process1: arrive, process0: arrive, process0: pass, process1: pass",
            of="specs.classics.peterson:peterson(processes=2, forgets_to_wait=True)"),
    Variant("somebody is inside", "one never passes", [without("pass@process0")]),
)  # fmt: skip

BOUNDED_BUFFER: Final = (
    Variant("one holds the lock", "nobody looks whether it is locked",
            [ignoring("lock", "locked")],
            "producer0: make.0, producer0: lock, producer0: put, producer0: make.0, "
            "producer0: lock, consumer0: lock"),
    Variant("the buffer is full", "nothing is put", [without("put")]),
)  # fmt: skip

TWO_PHASE_COMMIT: Final = (
    Variant("no resource commits while another aborts", "the manager does not wait for the last",
            (),
            "resource0: prepare, resource1: prepare, manager: hear_ready.0, "
            "manager: hear_ready.1, manager: commit, resource0: hear_commit, resource2: give_up",
            of="specs.classics.two_phase_commit:two_phase_commit(resources=3, hasty=True)"),
    Variant("all commit", "the manager never commits", [without("commit")]),
)  # fmt: skip

LEADER_ELECTION: Final = (
    Variant("only the largest leads", "every number is passed on", (),
            "node0: propose, node1: pass_on, node2: pass_on, node0: win",
            of="specs.classics.leader_election:"
               "leader_election(nodes=3, passes_everything_on=True)"),
    Variant("the largest leads", "nobody notices the own number", [without("win")]),
)  # fmt: skip
