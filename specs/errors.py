"""The error catalogue: every code Turnstile can answer with, once.

What lives here: number, name, slug, stage, whose fault, HTTP status, exit code and the way out of
every error. What does not: exception classes (`engine/errors.py`) and messages with values in
them (the place that found the fault writes those).

A number is what a program compares, a slug is what a person searches for. Both are stable. Most
codes have one slug; 13 has three, because a poisoned or busy owner answers as a failed generation
does. A refusal's slug is the very word the lifecycle's table uses.

Numbers go by stage: 1-99 the calls themselves, 100 fetch, 200 transfer, 300 parse, 400 tensor,
500 allocation, 600 provenance, 900 our own faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["CATALOGUE", "Fault", "fault"]

Stage = Literal[
    "call", "config", "request", "owner",
    "fetch", "transfer", "parse", "tensor", "allocation", "provenance",
    "internal",
]  # fmt: skip
Blame = Literal["caller", "artifact", "source", "host", "turnstile"]

OK, REJECTED, USAGE, INCONCLUSIVE, ENVIRONMENT, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry: what an error with this slug means and what to do about it."""

    number: int
    name: str
    slug: str
    stage: Stage
    blame: Blame
    http: int
    exit: int
    hint: str


_CALLS = (
    Fault(1, "NotAllowed", "NotAllowed", "call", "caller", 409, USAGE,
          "call one of the operations the error lists"),
    Fault(2, "ModelNotLoaded", "ModelNotLoaded", "call", "caller", 409, USAGE,
          "load a model first: load_model(path)"),
    Fault(3, "GenerationActive", "GenerationActive", "call", "caller", 409, USAGE,
          "finish the open request, or reset() to drop it"),
    Fault(4, "NoActiveGeneration", "NoActiveGeneration", "call", "caller", 409, USAGE,
          "open a request first: generate(prompt)"),
    Fault(5, "LoadFailed", "LoadFailed", "call", "caller", 409, USAGE,
          "load a good model, or reset() to acknowledge the failure and keep the old one"),
    Fault(6, "StaleHandle", "StaleHandle", "call", "caller", 409, USAGE,
          "this stream's request is over; open a new one with stream() or generate()"),
    Fault(7, "Cancelled", "Cancelled", "request", "caller", 499, INTERRUPTED,
          "the call was cancelled; the runtime is usable"),
    Fault(13, "GenerationFailed", "generation.failed", "request", "host", 500, REJECTED,
          "reset() and try again; if it repeats, verify the model file"),
    Fault(13, "GenerationFailed", "owner.poisoned", "owner", "turnstile", 500, BUG,
          "drop this handle with close() and make a new one; diagnostics carries the cause"),
    Fault(13, "GenerationFailed", "owner.unavailable", "owner", "caller", 503, ENVIRONMENT,
          "another call is inside: wait longer, or do not call back from inside a call"),
    Fault(20, "SettingsRejected", "config.value", "config", "caller", 422, USAGE,
          "pass a value from the range the message names"),
    Fault(30, "PromptRejected", "prompt.empty", "request", "caller", 422, USAGE,
          "pass at least one token"),
    Fault(31, "PromptRejected", "prompt.too-long", "request", "caller", 422, USAGE,
          "shorten the prompt, or load the model with a larger context"),
    Fault(32, "PromptRejected", "prompt.unknown-token", "request", "caller", 422, USAGE,
          "pass token ids from this model's vocabulary"),
    Fault(33, "PromptRejected", "prompt.encoding", "request", "caller", 422, USAGE,
          "pass text that is valid Unicode: no lone surrogates"),
    Fault(34, "PromptRejected", "prompt.value", "request", "caller", 422, USAGE,
          "pass text or token ids, and a positive max_tokens"),
    Fault(35, "PromptRejected", "prompt.out-of-memory", "request", "host", 507, ENVIRONMENT,
          "free memory, or use a shorter prompt"),
)  # fmt: skip

_FETCH = (
    Fault(100, "FetchFailed", "fetch.missing", "fetch", "caller", 404, REJECTED,
          "check the path; nothing is there"),
    Fault(101, "FetchFailed", "fetch.not-a-file", "fetch", "caller", 422, REJECTED,
          "pass the path of the model file itself"),
    Fault(102, "FetchFailed", "fetch.permission", "fetch", "caller", 403, REJECTED,
          "let this user read the file"),
    Fault(103, "FetchFailed", "fetch.unreadable", "fetch", "host", 502, ENVIRONMENT,
          "the operating system could not open the file; the evidence carries its reason"),
)  # fmt: skip

_TRANSFER = (
    Fault(200, "TransferFailed", "transfer.empty", "transfer", "source", 422, REJECTED,
          "the file holds no bytes; fetch it again"),
    Fault(201, "TransferFailed", "transfer.over-cap", "transfer", "caller", 413, REJECTED,
          "the file is larger than max_bytes allows; raise the cap or use a smaller model"),
    Fault(202, "TransferFailed", "transfer.unreadable", "transfer", "host", 502, ENVIRONMENT,
          "reading stopped with an operating system error; the evidence carries its reason"),
)  # fmt: skip

_PARSE: tuple[Fault, ...] = ()

_TENSOR: tuple[Fault, ...] = ()

_ALLOCATION = (
    Fault(500, "AllocationFailed", "allocation.out-of-memory", "allocation", "host", 507,
          ENVIRONMENT, "free memory, or load with a smaller n_ctx"),
    Fault(501, "AllocationFailed", "allocation.over-limit", "allocation", "caller", 507,
          ENVIRONMENT, "raise memory_limit, free the resident model first, or use a smaller n_ctx"),
    Fault(502, "AllocationFailed", "allocation.context", "allocation", "caller", 422, USAGE,
          "pass an n_ctx of at least 1, or None for the model's own"),
)  # fmt: skip

_PROVENANCE: tuple[Fault, ...] = ()

_INTERNAL = (
    Fault(900, "Divergence", "internal.divergence", "internal", "turnstile", 500, BUG,
          "a bug in Turnstile: report it with the trace the error carries"),
    Fault(901, "Undeclared", "internal.undeclared", "internal", "turnstile", 500, BUG,
          "a bug in Turnstile: report it with the exception the error carries"),
)  # fmt: skip

_ALL = (*_CALLS, *_FETCH, *_TRANSFER, *_PARSE, *_TENSOR, *_ALLOCATION, *_PROVENANCE, *_INTERNAL)

CATALOGUE: Final[Mapping[str, Fault]] = MappingProxyType({entry.slug: entry for entry in _ALL})


def fault(slug: str) -> Fault:
    """Return the entry of `slug`; an unknown slug is a bug of the caller and raises KeyError."""
    return CATALOGUE[slug]
