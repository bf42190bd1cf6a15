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

from fsm.exits import BUG, ENVIRONMENT, INTERRUPTED, USAGE
from fsm.exits import VIOLATED as REJECTED

__all__ = ["CATALOGUE", "Fault", "fault"]

Stage = Literal[
    "call", "config", "request", "owner",
    "fetch", "transfer", "parse", "tensor", "allocation", "provenance",
    "internal",
]  # fmt: skip
Blame = Literal["caller", "artifact", "source", "host", "turnstile"]


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
    Fault(104, "FetchFailed", "fetch.source", "fetch", "caller", 422, USAGE,
          "pass the path of a model file"),
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

_DAMAGED = "the file is damaged or was written wrongly: compare its digest with the publisher's"

_PARSE = (
    Fault(300, "ParseFailed", "parse.bad-magic", "parse", "artifact", 422, REJECTED,
          "not a GGUF model; pass the path of the model file itself"),
    Fault(301, "ParseFailed", "parse.html-page", "parse", "source", 422, REJECTED,
          "a web page was saved in place of the model; use the file's direct download address"),
    Fault(302, "ParseFailed", "parse.json-answer", "parse", "source", 422, REJECTED,
          "a server's answer was saved in place of the model; read it, then download again"),
    Fault(303, "ParseFailed", "parse.lfs-pointer", "parse", "source", 422, REJECTED,
          "run `git lfs pull` in the repository, or download the file itself"),
    Fault(304, "ParseFailed", "parse.old-ggml", "parse", "artifact", 422, REJECTED,
          "convert the original model to GGUF with a current converter"),
    Fault(305, "ParseFailed", "parse.zip", "parse", "source", 422, REJECTED,
          "unpack the archive; a PyTorch checkpoint must be converted to GGUF"),
    Fault(306, "ParseFailed", "parse.gzip", "parse", "source", 422, REJECTED,
          "decompress the file first"),
    Fault(307, "ParseFailed", "parse.safetensors", "parse", "artifact", 422, REJECTED,
          "convert the model to GGUF, or download its GGUF edition"),
    Fault(308, "ParseFailed", "parse.truncated", "parse", "source", 422, REJECTED,
          "the file is incomplete: compare its size with the publisher's and fetch it again"),
    Fault(309, "ParseFailed", "parse.version-zero", "parse", "artifact", 422, REJECTED,
          "the header is damaged: fetch the file again"),
    Fault(310, "ParseFailed", "parse.version-old", "parse", "artifact", 422, REJECTED,
          "convert the model again: version 1 files are no longer read"),
    Fault(311, "ParseFailed", "parse.version-future", "parse", "artifact", 422, REJECTED,
          "update Turnstile, or convert the model to GGUF version 3"),
    Fault(312, "ParseFailed", "parse.byte-swapped", "parse", "artifact", 422, REJECTED,
          "convert the model for little-endian machines"),
    Fault(313, "ParseFailed", "parse.tensor-count", "parse", "artifact", 422, REJECTED,
          "the header is damaged: fetch the file again"),
    Fault(314, "ParseFailed", "parse.key-count", "parse", "artifact", 422, REJECTED,
          "the header is damaged: fetch the file again"),
    Fault(320, "ParseFailed", "parse.key-empty", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(321, "ParseFailed", "parse.key-length", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(322, "ParseFailed", "parse.key-nul", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(323, "ParseFailed", "parse.key-encoding", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(324, "ParseFailed", "parse.key-duplicate", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(325, "ParseFailed", "parse.value-type", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(326, "ParseFailed", "parse.string-length", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(327, "ParseFailed", "parse.string-past-end", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(328, "ParseFailed", "parse.array-nested", "parse", "artifact", 422, REJECTED,
          "arrays of arrays are not part of any model; the file is damaged or made to harm"),
    Fault(329, "ParseFailed", "parse.array-length", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(330, "ParseFailed", "parse.array-past-end", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(331, "ParseFailed", "parse.alignment-type", "parse", "artifact", 422, REJECTED,
          "write general.alignment as UINT32"),
    Fault(332, "ParseFailed", "parse.alignment-value", "parse", "artifact", 422, REJECTED,
          "write general.alignment as a power of two"),
    Fault(333, "ParseFailed", "parse.alignment-cap", "parse", "artifact", 422, REJECTED,
          "write the file again with the default alignment of 32"),
    Fault(334, "ParseFailed", "parse.split", "parse", "caller", 422, REJECTED,
          "merge the parts into one file first (llama-gguf-split --merge)"),
    Fault(340, "ParseFailed", "parse.name-empty", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(341, "ParseFailed", "parse.name-length", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(342, "ParseFailed", "parse.name-nul", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(343, "ParseFailed", "parse.name-encoding", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(344, "ParseFailed", "parse.name-duplicate", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(345, "ParseFailed", "parse.dimension-count", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(346, "ParseFailed", "parse.dimension-negative", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(347, "ParseFailed", "parse.element-count", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(348, "ParseFailed", "parse.type-removed", "parse", "artifact", 422, REJECTED,
          "requantise the original model to the type the message names"),
    Fault(349, "ParseFailed", "parse.type-unknown", "parse", "artifact", 422, REJECTED,
          "update Turnstile, or requantise the model to a type it knows"),
    Fault(350, "ParseFailed", "parse.row-size", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(351, "ParseFailed", "parse.tensor-size", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(352, "ParseFailed", "parse.tensor-misaligned", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(353, "ParseFailed", "parse.tensor-overlap", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(354, "ParseFailed", "parse.tensor-gap", "parse", "artifact", 422, REJECTED,
          _DAMAGED),
    Fault(355, "ParseFailed", "parse.tensor-order", "parse", "artifact", 422, REJECTED,
          "write the file again: tensors must lie in the order of the table"),
    Fault(356, "ParseFailed", "parse.data-missing", "parse", "source", 422, REJECTED,
          "the file is incomplete: compare its size with the publisher's and fetch it again"),
    Fault(357, "ParseFailed", "parse.tensor-past-end", "parse", "source", 422, REJECTED,
          "the file is incomplete: compare its size with the publisher's and fetch it again"),
)  # fmt: skip

_TENSOR = (
    Fault(400, "TensorRejected", "tensor.missing-key", "tensor", "artifact", 422, REJECTED,
          "convert the model again with a current converter"),
    Fault(401, "TensorRejected", "tensor.key-type", "tensor", "artifact", 422, REJECTED,
          "convert the model again: the key has a type no runtime reads"),
    Fault(402, "TensorRejected", "tensor.key-range", "tensor", "artifact", 422, REJECTED,
          "the file is damaged or not for this runtime; the message names what is allowed"),
    Fault(403, "TensorRejected", "tensor.key-length", "tensor", "artifact", 422, REJECTED,
          "the file is damaged: the array's length contradicts the rest of the metadata"),
    Fault(404, "TensorRejected", "tensor.key-encoding", "tensor", "artifact", 422, REJECTED,
          "the text is damaged: compare the file's digest with the publisher's"),
    Fault(405, "TensorRejected", "tensor.key-boolean", "tensor", "artifact", 422, REJECTED,
          "the file is damaged: compare its digest with the publisher's"),
    Fault(410, "TensorRejected", "tensor.architecture", "tensor", "artifact", 422, REJECTED,
          "use a model of one of the architectures the message lists"),
    Fault(411, "TensorRejected", "tensor.hyperparameter", "tensor", "artifact", 422, REJECTED,
          "the metadata contradicts itself: convert the model again with a current converter"),
    Fault(412, "TensorRejected", "tensor.unsupported", "tensor", "artifact", 422, REJECTED,
          "use a model without the feature the message names"),
    Fault(413, "TensorRejected", "tensor.missing", "tensor", "artifact", 422, REJECTED,
          "a tensor the architecture needs is not there: convert the model again"),
    Fault(414, "TensorRejected", "tensor.extra", "tensor", "artifact", 422, REJECTED,
          "a tensor the architecture has no use for would be ignored: this is another model"),
    Fault(415, "TensorRejected", "tensor.shape", "tensor", "artifact", 422, REJECTED,
          "the tensor contradicts the hyperparameters: convert the model again"),
    Fault(416, "TensorRejected", "tensor.type", "tensor", "artifact", 422, REJECTED,
          "requantise the tensor to one of the types the message lists"),
    Fault(417, "TensorRejected", "tensor.tokenizer", "tensor", "artifact", 422, REJECTED,
          "use a model with one of the tokenizers the message lists"),
    Fault(418, "TensorRejected", "tensor.vocabulary", "tensor", "artifact", 422, REJECTED,
          "the vocabulary contradicts itself: convert the model again"),
)  # fmt: skip

_ALLOCATION = (
    Fault(500, "AllocationFailed", "allocation.out-of-memory", "allocation", "host", 507,
          ENVIRONMENT, "free memory, or load with a smaller n_ctx"),
    Fault(501, "AllocationFailed", "allocation.over-limit", "allocation", "caller", 507,
          ENVIRONMENT, "raise memory_limit, free the resident model first, or use a smaller n_ctx"),
    Fault(502, "AllocationFailed", "allocation.context", "allocation", "caller", 422, USAGE,
          "pass an n_ctx of at least 1, or None for the model's own"),
    Fault(503, "AllocationFailed", "allocation.taken", "allocation", "caller", 409, USAGE,
          "stage the source again: a staged model is installed once"),
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
