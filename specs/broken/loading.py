"""How each promise of the load stages can fail: one change, one shortest trace."""

from __future__ import annotations

from typing import Final

from fsm.manifest import Variant
from fsm.variants import forgetting, without, writing

__all__ = ["VARIANTS"]

VARIANTS: Final = (
    Variant("nothing is reachable before install", "what is allocated is reachable",
            [writing("allocation.ok", {"installed": True})],
            "fetch.ok, transfer.ok, parse.ok, tensor.ok, allocation.ok"),
    Variant("the ledger is empty at every end", "a parse that fails keeps the bytes",
            [forgetting("parse.failed", "acquired")], "fetch.ok, transfer.ok, parse.failed"),
    Variant("only install makes it reachable", "what is attested is reachable",
            [writing("provenance.ok", {"installed": True})],
            "fetch.ok, transfer.ok, parse.ok, tensor.ok, allocation.ok, provenance.ok"),
    Variant("a load succeeds", "nothing is ever installed", [without("install")]),
    Variant("a load can always still be rejected or succeed", "no stage rejects, none installs",
            [without("*.failed"), without("install")], ""),
    Variant("deadlock", "nothing is done with the bytes", [without("parse")],
            "fetch.ok, transfer.ok"),
)  # fmt: skip
