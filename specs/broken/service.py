"""How each promise of the service can fail: one change, one shortest trace."""

from __future__ import annotations

from typing import Final

from fsm.expressions import Reference
from fsm.manifest import Variant
from fsm.variants import forgetting, ignoring, without, writing

__all__ = ["VARIANTS"]

_REQUEST: Final = ("holder", "tokens", "made_by")

VARIANTS: Final = (
    Variant("no command is lost", "the worker forgets what it took",
            [forgetting("take", "working")], "a_generate: send.accepted, a_generate: take"),
    Variant("none is in two places", "what is taken stays in the queue",
            [forgetting("take", "queue0", "queue1")],
            "a_generate: send.accepted, a_generate: take"),
    Variant("what does not enter changes nothing", "an overflow drops the last in the queue",
            [writing("send.overflow", {"queue1": "none"})],
            "a_next: send.accepted, a_generate: send.accepted, b_generate: send.overflow"),
    Variant("who is accepted waits last", "one command pushes in",
            [writing("send.accepted@a_next#2",
                     {"queue0": "a_next", "queue1": Reference("queue0")})],
            "a_generate: send.accepted, a_next: send.accepted"),
    Variant("first in, first out within a session", "the worker takes what suits it",
            [ignoring("take@*#2", "queue0")],
            "a_generate: send.accepted, a_generate: take, a_next: send.accepted, "
            "a_generate: end.answered, a_generate: send.accepted, a_generate: take"),
    Variant("no request mixes models", "the model is replaced while a request is open",
            [ignoring("take@operator_replace", "holder")],
            "a_generate: send.accepted, a_generate: take, operator_replace: send.accepted, "
            "a_generate: end.answered, operator_replace: take, operator_replace: end.answered"),
    Variant("nothing of a request outlives it", "a deadline leaves the tokens",
            [forgetting("expire", "tokens")],
            "a_generate: send.accepted, a_generate: take, a_next: send.accepted, "
            "a_generate: end.answered, a_next: take, a_next: end.answered, a: expire"),
    Variant("only its owner continues or resets a request", "anybody may end it",
            [ignoring("take@b_next#1", "holder"), ignoring("end.finished@b_next", "holder")],
            "a_generate: send.accepted, a_generate: take, b_next: send.accepted, "
            "a_generate: end.answered, b_next: take, b_next: end.finished"),
    Variant("cancel, deadline and gone end in a reset", "a client that is gone leaves its request",
            [forgetting("abandon.gone", *_REQUEST)],
            "a_generate: send.accepted, a_generate: take, a_generate: end.answered, "
            "a_generate: send.accepted, a_generate: abandon.gone"),
    Variant("a session waits while another's request is open", "one session never generates",
            [without("send.accepted@b_generate")]),
    Variant("a command ends once, and only what was accepted", "who is refused is not told",
            [forgetting("end.refused@a_next", "a_next")],
            "a_next: send.accepted, a_next: take, a_next: end.refused"),
    Variant("after poison every operation answers 13", "the worker goes on with a poisoned Runtime",
            [ignoring("end.answered@?_*", "poisoned")],
            "a_next: send.accepted, a_generate: send.accepted, a_next: take, "
            "a_next: end.undeclared, a_generate: take, a_generate: end.answered"),
    Variant("a 13 writes nothing", "a 13 changes the model",
            [writing("end.poisoned", {"model": "new"})],
            "a_next: send.accepted, a_generate: send.accepted, a_next: take, "
            "a_next: end.undeclared, a_generate: take, a_generate: end.poisoned"),
    Variant("only a replacement ends poison", "telling one caller is thought to be enough",
            [writing("end.poisoned", {"poisoned": False})],
            "a_next: send.accepted, a_generate: send.accepted, a_next: take, "
            "a_next: end.undeclared, a_generate: take, a_generate: end.poisoned"),
    Variant("poison is reached", "every exception is declared", [without("end.undeclared")]),
    Variant("the service comes to rest", "nobody shuts it down", [without("shut_down")]),
    Variant("every accepted generate ends", "a request has no deadline",
            [without("expire")],
            "a_generate: send.accepted, b_generate: send.accepted, a_generate: take, "
            "for ever: a_generate: end.answered, a_generate: send.accepted, a_generate: take, "
            "a_next: send.accepted, a_next: abandon.cancelled"),
    Variant("every accepted next ends", "a shutdown forgets what is queued",
            [without("end.shut_down")],
            "b_next: send.accepted, operator: shut_down, for ever: a_generate: send.shut_down"),
    Variant("every accepted replacement ends", "the worker does not survive poison",
            [without("end.poisoned")],
            "a_generate: send.accepted, a_generate: take, a_next: send.accepted, "
            "operator_replace: send.accepted, a_generate: end.undeclared, a_next: take, "
            "for ever: a_generate: send.accepted, a_generate: abandon.cancelled"),
)  # fmt: skip
