"""Leader election in a ring (Chang and Roberts): the largest number wins.

Every node sends its number to the right, at any time. A node passes on a number larger than its
own and drops a smaller one; the one that hears its own number is the leader. Between two nodes
there is room for one number.
"""

from __future__ import annotations

from fsm.expressions import Guard
from fsm.properties import always, sometimes
from fsm.system import System, rule
from fsm.variables import Count, Enum

__all__ = ["leader_election"]


def leader_election(nodes: int, *, passes_everything_on: bool = False) -> System:
    """Return the ring; numbers lie in the order 2, 3, …, `nodes`, 1.

    A ring that `passes_everything_on` drops nothing, and every node elects itself.
    """
    numbers = [*range(2, nodes + 1), 1]
    nothing = 0
    node = [Enum(f"node{one}", "silent", "candidate", "leader") for one in range(nodes)]
    link = [Count(f"link{one}", nothing, nodes) for one in range(nodes)]
    rules = []
    for one, mine in enumerate(numbers):
        name, out, into = f"node{one}", link[one], link[one - 1]
        passed: Guard = into > mine
        if passes_everything_on:
            passed = (into != nothing) & (into != mine)
        rules += [
            rule("propose", name, when=(node[one] == "silent") & (out == nothing),
                 does=[out.becomes(mine), node[one].becomes("candidate")]),
            rule("win", name, when=into == mine,
                 does=[into.becomes(nothing), node[one].becomes("leader")]),
        ]  # fmt: skip
        if mine < nodes or passes_everything_on:
            rules.append(
                rule("pass_on", name, when=passed & (out == nothing),
                     does=[out.becomes(into), into.becomes(nothing)])
            )  # fmt: skip
        if mine > 1 and not passes_everything_on:
            rules.append(
                rule("drop", name, when=(into != nothing) & (into < mine),
                     does=[into.becomes(nothing)])
            )  # fmt: skip
    largest = numbers.index(nodes)
    others = [node[one] != "leader" for one in range(nodes) if one != largest]
    only_largest: Guard = others[0]
    for part in others[1:]:
        only_largest = only_largest & part
    settled: Guard = node[largest] == "leader"
    for between in link:
        settled = settled & (between == nothing)
    return System(
        f"leader election {nodes}",
        variables=[item for pair in zip(node, link, strict=True) for item in pair],
        control=node,
        rules=rules,
        final=settled,
        properties=[
            always("only the largest leads", only_largest),
            sometimes("the largest leads", node[largest] == "leader"),
        ],
        waivers={} if passes_everything_on else _losers(nodes, largest),
    )


def _losers(nodes: int, largest: int) -> dict[str, str]:
    reason = "only the largest number comes round"
    losers = [one for one in range(nodes) if one != largest]
    return {f"node{one} is never leader": reason for one in losers} | {
        f"win@node{one}*": reason for one in losers
    }
