"""What a Runtime holds: one frozen value, replaced by one assignment.

What lives here: the contents of a handle, the model in it, results and failure records. What does
not: operations on them (`runtime.py`), the abstraction (`observe.py`), arrays (`lifetimes.py`).

Everything that can be resident is a field of `Contents`, so "nothing moved" means "the same
Contents object", and installing, dropping or replacing is making a new one. What has an identity
in the lifecycle carries a serial number from its handle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

from .errors import TurnstileError

if TYPE_CHECKING:
    from .admission import Blueprint
    from .gguf import Header, Mapped
    from .lifetimes import RequestState, Weights, Workspace
    from .sampling import Settings
    from .tokenizers import Tokenizer

__all__ = ["Contents", "FailureRecord", "Finish", "Metadata", "Model", "Numbered", "Result", "Step"]

Finish = Literal["end", "length", "context"]

_serial = count(1).__next__


class Metadata(Mapping[str, object]):
    """A file's metadata as plain values, decoded when asked for: vocabularies are long."""

    def __init__(self, header: Header) -> None:
        self._header = header

    def __getitem__(self, key: str) -> object:
        value = self._header.metadata[key]
        if value.type_name == "STRING":
            return self._header.raw(key).decode("utf-8", "replace")
        if value.type_name.endswith(" STRING"):
            return [raw.decode("utf-8", "replace") for raw in self._header.raws(key)]
        return self._header.peek(key, limit=value.count)

    def __iter__(self) -> Iterator[str]:
        return iter(self._header.metadata)

    def __len__(self) -> int:
        return len(self._header.metadata)

    def __repr__(self) -> str:
        return f"<Metadata of {len(self)} keys>"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """An admitted model over its bytes: immutable, and needs no handle."""

    source: str
    file: Mapped
    blueprint: Blueprint
    weights: Weights
    tokenizer: Tokenizer
    serial: int = field(default_factory=_serial)

    @property
    def header(self) -> Header:
        """The file's own description."""
        return self.file.header


@dataclass(frozen=True, slots=True)
class Step:
    """What one `generate_next_token()` gave.

    `token` is None when the request ended without one (end token, context full). `text` is what
    became readable with it: bytes of an unfinished character wait for the next step.
    """

    token: int | None
    text: str
    reason: Finish | None = None

    @property
    def finished(self) -> bool:
        """Whether the request is over; `Runtime.result` then has all of it."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class Result:
    """A finished request."""

    text: str
    tokens: tuple[int, ...]
    reason: Finish
    prompt_token_count: int
    serial: int = field(default_factory=_serial, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """What `last_error` shows: the newest failed or rejected outcome."""

    operation: str
    code: int
    slug: str
    stage: str
    message: str
    hint: str
    evidence: Mapping[str, object]
    serial: int = field(default_factory=_serial, repr=False, compare=False)

    @classmethod
    def of(cls, operation: str, error: TurnstileError) -> FailureRecord:
        """Record `error`, which ended `operation`."""
        return cls(
            operation, error.code, error.slug, error.stage, error.message, error.hint,
            dict(error.evidence),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """Settings, and which ones they are."""

    settings: Settings
    serial: int = field(default_factory=_serial)


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Everything a handle holds, by name."""

    settings: Numbered | None = None
    model: Model | None = None
    workspace: Workspace | None = None
    request: RequestState | None = None
    result: Result | None = None
    failure: FailureRecord | None = None

    def without_request(self) -> Contents:
        """Return the contents with nothing of a request: no tokens, positions, logits, result.

        The workspace is wiped in place; doing it again changes nothing.
        """
        if self.workspace is not None:
            self.workspace.clear()
        return replace(self, request=None, result=None)

    def size_bytes(self) -> int:
        """Return the memory the model and its buffers take, beside the mapped file."""
        return 0 if self.model is None else sum(self.model.blueprint.size_bytes().values())
