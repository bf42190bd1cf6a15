"""How each promise of the owner can fail: one change, one shortest trace."""

from __future__ import annotations

from typing import Final

from fsm.expressions import Reference
from fsm.manifest import Variant
from fsm.variants import forgetting, ignoring, without, writing

__all__ = ["HANDLES", "VARIANTS"]

_FRONT, _BACK = Reference("line0"), Reference("line1")

VARIANTS: Final = (
    Variant("at most one operation is inside", "nobody looks whether the lock is held",
            [ignoring("enter", "held")],
            "caller1: call, caller1: enter, caller2: call, caller2: enter"),
    Variant("the lock is held exactly while somebody is inside", "the lock is not taken",
            [forgetting("enter", "held")], "caller1: call, caller1: enter"),
    Variant("nobody is inside with a handle that was replaced", "the new handle keeps the old line",
            [forgetting("replace", "line0", "line1")],
            "caller1: call, caller1: enter, caller1: leave.undeclared, caller1: call, "
            "host: replace, caller1: enter"),
    Variant("a replaced owner serves", "the owner cannot be replaced", [without("replace")]),
    Variant("a caller waits behind another", "there is one place to wait",
            [without("call@caller?#2")]),
    Variant("who waits for the owner has a place in its line", "a first caller is not lined up",
            [forgetting("call@caller?#1", "line0")], "caller1: call"),
    Variant("who comes last waits last", "the second caller pushes in",
            [writing("call@caller2#2", {"line0": 2, "line1": _FRONT})],
            "caller1: call, caller2: call"),
    Variant("only the first in line enters", "whoever is quick enters",
            [ignoring("enter", "line0")], "caller2: call, caller1: call, caller1: enter"),
    Variant("nobody in line is overtaken", "whoever leaves turns the line round",
            [writing("leave.ok", {"line0": _BACK, "line1": _FRONT})],
            "caller3: call, caller1: call, caller2: call, caller3: enter, caller3: leave.ok",
            of="specs.owner:owner(callers=3)"),
    Variant("nobody is inside a poisoned owner", "poison keeps the lock",
            [forgetting("leave.undeclared", "held")],
            "caller1: call, caller1: enter, caller1: leave.undeclared"),
    Variant("after poison every operation answers 13", "nobody looks whether it is poisoned",
            [ignoring("enter", "poisoned")],
            "caller1: call, caller1: enter, caller1: leave.undeclared, caller1: call, "
            "caller1: enter"),
    Variant("a 13 writes nothing", "what is refused is written",
            [writing("refuse.poisoned", {"contents": "a"})],
            "caller1: call, caller1: enter, caller1: leave.undeclared, caller1: call, "
            "caller1: refuse.poisoned"),
    Variant("only a replacement ends poison", "telling one caller is thought to be enough",
            [writing("refuse.poisoned", {"poisoned": False})],
            "caller1: call, caller1: enter, caller1: leave.undeclared, caller1: call, "
            "caller1: refuse.poisoned"),
    Variant("poison is reached", "every exception is declared", [without("leave.undeclared")]),
    Variant("a call is answered once, and only who called", "who is refused goes on waiting",
            [forgetting("refuse.poisoned", "caller1")],
            "caller1: call, caller1: enter, caller1: leave.undeclared, caller1: call, "
            "caller1: refuse.poisoned"),
    Variant("every waiting caller is answered", "a poisoned owner says nothing",
            [without("refuse.poisoned")],
            "caller2: call, caller1: call, caller2: enter, caller2: leave.undeclared, "
            "for ever: caller2: call, caller2: wait.unavailable"),
    Variant("an operation that entered leaves", "nobody leaves", [without("leave")],
            "caller1: call, caller1: enter, for ever: caller1: reenter.unavailable"),
)  # fmt: skip

HANDLES: Final = (
    Variant("operations on one handle leave the other's contents equal",
            "one writes into the other",
            [writing("leave.ok@one.caller1", {"two.contents": "a"})],
            "one.caller1: call, one.caller1: enter, one.caller1: leave.ok"),
    Variant("one serves while the other is poisoned", "only one can be poisoned",
            [without("leave.undeclared@two.caller1")]),
)  # fmt: skip
