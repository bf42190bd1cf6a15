"""A bounded buffer: producers and consumers around a ring of slots, under one lock."""

from __future__ import annotations

from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Count, Enum, Flag

__all__ = ["bounded_buffer"]


def bounded_buffer(producers: int, consumers: int, places: int, items: int) -> System:
    """Return the ring of `places` slots that carries values 0 to `items` - 1."""
    locked = Flag("locked")
    head = Count("head", 0, places - 1)
    filled = Count("filled", 0, places)
    slot = [Count(f"slot{index}", 0, items - 1) for index in range(places)]
    producer = [Enum(f"producer{one}", "idle", "ready", "locked_in") for one in range(producers)]
    carried = [Count(f"carried{one}", 0, items - 1) for one in range(producers)]
    consumer = [Enum(f"consumer{one}", "idle", "locked_in", "using") for one in range(consumers)]
    taken = [Count(f"taken{one}", 0, items - 1) for one in range(consumers)]
    rules = []
    for one in range(producers):
        name, now = f"producer{one}", producer[one]
        rules += [
            rule(f"make.{item}", name, when=now == "idle",
                 does=[carried[one].becomes(item), now.becomes("ready")])
            for item in range(items)
        ]  # fmt: skip
        rules.append(
            rule("lock", name, when=(now == "ready") & ~locked & (filled < places),
                 does=[locked.sets(), now.becomes("locked_in")])
        )  # fmt: skip
        rules += [
            rule("put", name, when=(now == "locked_in") & (head == first) & (filled == count),
                 does=[slot[(first + count) % places].becomes(carried[one]),
                       filled.becomes(count + 1), locked.clears(), now.becomes("idle"),
                       carried[one].becomes(0)])
            for first in range(places)
            for count in range(places)
        ]  # fmt: skip
    for one in range(consumers):
        name, now = f"consumer{one}", consumer[one]
        rules.append(
            rule("lock", name, when=(now == "idle") & ~locked & (filled > 0),
                 does=[locked.sets(), now.becomes("locked_in")])
        )  # fmt: skip
        rules += [
            rule("take", name, when=(now == "locked_in") & (head == first),
                 does=[taken[one].becomes(slot[first]), slot[first].becomes(0),
                       head.becomes((first + 1) % places), filled.becomes(filled - 1),
                       locked.clears(), now.becomes("using")])
            for first in range(places)
        ]  # fmt: skip
        rules.append(
            rule("use", name, when=now == "using",
                 does=[taken[one].becomes(0), now.becomes("idle")])
        )  # fmt: skip
    return System(
        f"bounded buffer {producers}, {consumers}, {places}, {items}",
        variables=[
            locked, head, filled, *slot,
            *(item for pair in zip(producer, carried, strict=True) for item in pair),
            *(item for pair in zip(consumer, taken, strict=True) for item in pair),
        ],
        control=[*producer, *consumer],
        rules=rules,
        properties=[
            always(
                "one holds the lock",
                ~((producer[0] == "locked_in") & (consumer[0] == "locked_in")),
            ),
            sometimes("the buffer is full", filled == places),
        ],
    )  # fmt: skip
