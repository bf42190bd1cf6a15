"""The manifest: every spec, what a check of it must find, and how each of its promises can fail.

`turnstile check --all` compares all of it. `generated` counts initial states and every successor,
duplicates included; `depth` counts levels, the initial states being the first. Both as TLC does.
"""

from __future__ import annotations

from typing import Final

from fsm.manifest import Entry, Manifest

from .broken import classics, lifecycle, loading, owner, service

__all__ = ["MANIFEST"]

_DINING: Final = "specs.classics.philosophers:philosophers"

MANIFEST: Final = Manifest((
    Entry("lifecycle", "specs.lifecycle:LIFECYCLE",
          states=81, generated=995, depth=6, variants=lifecycle.VARIANTS),
    Entry("loading", "specs.loading:LOADING",
          states=28, generated=101, depth=8, variants=loading.VARIANTS),
    Entry("owner", "specs.owner:owner(callers=2)",
          states=115, generated=582, depth=13, variants=owner.VARIANTS),
    Entry("owner-3", "specs.owner:owner(callers=3)",
          states=454, generated=3139, depth=14),
    Entry("handles", "specs.owner:handles()",
          states=961, generated=6015, depth=23, variants=owner.HANDLES),
    Entry("service", "specs.service:service()",
          states=1848, generated=22637, depth=15, variants=service.VARIANTS),
    Entry("philosophers", f"{_DINING}(seats=3, one_takes_right_first=True)",
          states=27, generated=55, depth=8, variants=classics.PHILOSOPHERS),
    Entry("philosophers-starving", f"{_DINING}(seats=5)",
          states=242, generated=806, depth=13,
          violated={"deadlock": "philosopher0: take_first, philosopher1: take_first, "
                                "philosopher2: take_first, philosopher3: take_first, "
                                "philosopher4: take_first"}),
    Entry("bakery", "specs.classics.bakery:bakery(processes=2, last_ticket=3)",
          states=213, generated=347, depth=33, variants=classics.BAKERY),
    Entry("peterson", "specs.classics.peterson:peterson(processes=2)",
          states=34, generated=63, depth=10, variants=classics.PETERSON),
    Entry("peterson-3", "specs.classics.peterson:peterson(processes=3)",
          states=705, generated=1726, depth=22),
    Entry("bounded-buffer",
          "specs.classics.bounded_buffer:"
          "bounded_buffer(producers=1, consumers=1, places=2, items=2)",
          states=198, generated=361, depth=19, variants=classics.BOUNDED_BUFFER),
    Entry("two-phase-commit", "specs.classics.two_phase_commit:two_phase_commit(resources=3)",
          states=288, generated=1146, depth=11, variants=classics.TWO_PHASE_COMMIT),
    Entry("two-phase-commit-5", "specs.classics.two_phase_commit:two_phase_commit(resources=5)",
          states=8832, generated=58146, depth=17),
    Entry("leader-election", "specs.classics.leader_election:leader_election(nodes=3)",
          states=39, generated=70, depth=9, variants=classics.LEADER_ELECTION),
))  # fmt: skip
