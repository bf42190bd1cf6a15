"""The stages of a load: what follows what, and what each may leave behind.

The loader iterates `STAGES`; its event log is replayed against this machine. `acquired` counts
what the load holds that somebody must give back, `installed` whether a Runtime can reach it.
A stage that fails or is interrupted leaves nothing: all that was acquired is released.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from fsm.expressions import at, on, unchanged
from fsm.machine import Machine, Row, row
from fsm.properties import EF, always, recoverable, sometimes, step
from fsm.variables import Count, Flag, between

__all__ = ["LOADING", "STAGES"]

STAGES: Final = ("fetch", "transfer", "parse", "tensor", "allocation", "provenance", "install")

_MEANING: Final = {
    "Begun": "nothing is known, nothing is held",
    "Fetched": "the source answered; it can be read",
    "Transferred": "the bytes are here, as many as promised",
    "Parsed": "the bytes are a GGUF file",
    "Admitted": "the file holds a model that can run here",
    "Allocated": "weights, cache, scratch and logits exist",
    "Attested": "the digests that were promised are the digests found",
    "Installed": "one assignment made it resident",
    "Rejected": "a stage failed; everything acquired is released",
    "Abandoned": "interrupted or cancelled; everything acquired is released",
}
_PROGRESS: Final = tuple(_MEANING)[: len(STAGES) + 1]

acquired = Count("acquired", 0, 3)
installed = Flag("installed")


def _rows() -> list[Row]:
    rows: list[Row] = []
    for stage, (source, target) in zip(STAGES, pairwise(_PROGRESS), strict=True):
        if stage == "install":
            rows.append(
                row(stage, "ok", source, to=target, does=[installed.sets(), acquired.becomes(0)],
                    why="the Runtime owns it from here on; it cannot fail")
            )  # fmt: skip
            continue
        rows += [
            row(stage, "ok", source, to=target, does=[acquired.becomes(between(acquired, 3))],
                why=_MEANING[target]),
            row(stage, "failed", source, to="Rejected", does=[acquired.becomes(0)],
                why="what was acquired is released in reverse"),
            row(stage, "interrupted", source, to="Abandoned", does=[acquired.becomes(0)],
                why="what was acquired is released in reverse"),
        ]  # fmt: skip
    return rows


LOADING: Final = Machine(
    "loading",
    states=list(_MEANING),
    initial="Begun",
    final="Installed Rejected Abandoned",
    variables=[acquired, installed],
    rows=_rows(),
    otherwise="NotAllowed",
    properties=[
        always("nothing is reachable before install", installed >> at("Installed")),
        always("the ledger is empty at every end",
               at("Installed", "Rejected", "Abandoned") >> (acquired == 0)),
        step("only install makes it reachable", ~on("install.ok") >> unchanged(installed)),
        sometimes("a load succeeds", at("Installed")),
        recoverable("a load can always still be rejected or succeed",
                    EF(at("Installed", "Rejected"))),
    ],
    describes=_MEANING,
)  # fmt: skip
