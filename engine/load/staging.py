"""A load: the stages `specs/loading.py` declares, walked in order, undone in reverse.

What lives here: the transaction that turns a source into a `StagedModel` with no Runtime at all.
What does not: parsing, admission and arrays themselves, and installing, which is one assignment
of whoever takes the staged model.

Each stage returns a value to the next, enters what it holds into the ledger, leaves a line in the
log, reports progress, and passes named fault points. Whatever is raised, by a stage or at a poll
between two chunks, the ledger is released before it leaves here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from specs.loading import STAGES

from ..contents import Model
from ..errors import LoadError
from .faultpoints import fault_point
from .ledger import Ledger

if TYPE_CHECKING:
    from ..admission import Blueprint
    from ..gguf import Mapped
    from ..lifetimes import Weights, Workspace
    from ..tokenizers import Tokenizer

__all__ = ["Progress", "StageEvent", "StagedModel", "stage_model"]

Poll = Callable[[], None]
Source = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a load is: `done` of `total` in the stage's own unit."""

    stage: str
    done: int
    total: int
    unit: str


@dataclass(frozen=True, slots=True)
class StageEvent:
    """One line of a load's log: a stage, how it ended, and what the ledger held then."""

    stage: str
    outcome: str
    held: tuple[str, ...]
    duration_s: float = field(compare=False)


class StagedModel:
    """A model that passed every stage but install. Take it once, or close it."""

    def __init__(
        self, model: Model, workspace: Workspace, ledger: Ledger, log: list[StageEvent]
    ) -> None:
        self._content: tuple[Model, Workspace] | None = (model, workspace)
        self._ledger = ledger
        self.log = log

    @property
    def taken(self) -> bool:
        """Whether it was installed or closed."""
        return self._content is None

    @property
    def size_bytes(self) -> int:
        """Memory it holds beside the mapped file."""
        if self._content is None:
            return 0
        return sum(self._content[0].blueprint.size_bytes().values())

    def take(self) -> tuple[Model, Workspace]:
        """Hand the model over for good; a second call raises LoadError."""
        content = self._content
        if content is None:
            raise LoadError(
                "allocation.taken",
                "this staged model was installed or closed before; stage the source again",
            )
        self._content = None
        self._ledger.hand_over()
        self.log.append(StageEvent("install", "ok", (), 0.0))
        return content

    def close(self) -> None:
        """Release everything, if nobody took it."""
        self._content = None
        self._ledger.release()

    def __enter__(self) -> StagedModel:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def stage_model(
    source: Source,
    *,
    n_ctx: int | None = None,
    memory_limit_bytes: int | None = None,
    resident_bytes: int = 0,
    report: Callable[[Progress], None] | None = None,
    poll: Poll = lambda: None,
    log: list[StageEvent] | None = None,
) -> StagedModel:
    """Take `source` through every stage but install.

    `resident_bytes` counts against the limit: during a replacement old and new are there together.
    Without a limit, what the system says is available is the limit. `log` receives the events even
    when the load fails.
    """
    return _Load(source, n_ctx, memory_limit_bytes, resident_bytes, report, poll, log).run()


_LAST_BEFORE_INSTALL: Final = STAGES[:-1]


class _Load:
    """One transaction. Each stage is a method; what it leaves for the next is an attribute."""

    descriptor: int
    buffer: mmap
    file: Mapped
    blueprint: Blueprint
    tokenizer: Tokenizer
    weights: Weights
    workspace: Workspace

    def __init__(
        self,
        source: Source,
        n_ctx: int | None,
        memory_limit_bytes: int | None,
        resident_bytes: int,
        report: Callable[[Progress], None] | None,
        poll: Poll,
        log: list[StageEvent] | None,
    ) -> None:
        self.source = source
        self.n_ctx = n_ctx
        self.memory_limit_bytes = memory_limit_bytes
        self.resident_bytes = resident_bytes
        self.report = report or (lambda _: None)
        self.poll = poll
        self.ledger = Ledger()
        self.log: list[StageEvent] = [] if log is None else log
        self.walk: dict[str, Callable[[], None]] = {
            "fetch": self._fetch,
            "transfer": self._transfer,
            "parse": self._parse,
            "tensor": self._tensor,
            "allocation": self._allocation,
            "provenance": self._provenance,
        }

    def run(self) -> StagedModel:
        try:
            for name in _LAST_BEFORE_INSTALL:
                self._stage(name)
            model = Model(str(self.place), self.file, self.blueprint, self.weights, self.tokenizer)
            return StagedModel(model, self.workspace, self.ledger, self.log)
        except BaseException:
            self.ledger.release()
            raise

    def _stage(self, name: str) -> None:
        started_s = perf_counter()
        try:
            self.poll()
            self.walk[name]()
        except BaseException as error:
            outcome = "failed" if isinstance(error, LoadError | MemoryError) else "interrupted"
            self.ledger.release()
            self.log.append(StageEvent(name, outcome, (), perf_counter() - started_s))
            raise
        self.log.append(StageEvent(name, "ok", self.ledger.held, perf_counter() - started_s))

    def _fetch(self) -> None:
        from ..gguf.mapped import open_descriptor

        try:
            self.place = Path(self.source)
        except TypeError:
            raise LoadError(
                "fetch.source",
                f"a model source is a path; {type(self.source).__name__} is none",
                evidence={"expected": "str or PathLike", "found": type(self.source).__name__},
            ) from None
        fault_point("fetch.open")
        self.descriptor = open_descriptor(self.place)
        self.ledger.enter("descriptor", _Closer(self.descriptor))

    def _transfer(self) -> None:
        from ..gguf.mapped import map_descriptor

        fault_point("transfer.map")
        buffer = map_descriptor(self.descriptor, self.place)
        self.ledger.enter("mapping", lambda: _unmap(buffer))
        self.buffer = buffer
        self.ledger.settle("descriptor")
        self.report(Progress("transfer", len(self.buffer), len(self.buffer), "bytes"))

    def _parse(self) -> None:
        from ..gguf import Mapped, read_header

        fault_point("parse.header")
        self.file = Mapped(read_header(self.buffer), self.buffer, self.place)

    def _tensor(self) -> None:
        from ..admission import admit
        from ..tokenizers import tokenizer_from

        fault_point("tensor.admit")
        self.blueprint = admit(self.file.header)
        fault_point("tensor.vocabulary")
        self.tokenizer = tokenizer_from(self.file.header)

    def _allocation(self) -> None:
        self.blueprint = self.blueprint.with_context(self.n_ctx)
        sizes = self.blueprint.size_bytes()
        self._refuse_too_large(sizes)
        total = len(self.blueprint.tensors)
        prepared = 0

        def poll() -> None:
            nonlocal prepared
            self.poll()
            prepared = min(prepared + 1, total)
            self.report(Progress("allocation", prepared, total, "tensors"))

        try:
            fault_point("allocation.weights")
            self.weights = self.blueprint.prepare(self.file.tensor_bytes, poll)
            self.ledger.enter("weights", lambda: self.__dict__.pop("weights", None))
            fault_point("allocation.workspace")
            self.workspace = self.blueprint.allocate()
            self.ledger.enter("workspace", lambda: self.__dict__.pop("workspace", None))
        except MemoryError as error:
            asked = sum(sizes.values())
            raise LoadError(
                "allocation.out-of-memory",
                f"the system did not give the {asked:,} bytes this model needs",
                evidence={"buffers_bytes": sizes, "asked_bytes": asked,
                          "available_bytes": available_bytes()},
            ) from error  # fmt: skip

    def _refuse_too_large(self, sizes: dict[str, int]) -> None:
        asked = sum(sizes.values())
        limit: int | None
        if self.memory_limit_bytes is not None:
            limit, kept = self.memory_limit_bytes, self.resident_bytes
        else:
            # What is resident already is not in what the system calls available.
            limit, kept = available_bytes(), 0
        if limit is not None and asked + kept > limit:
            raise LoadError(
                "allocation.over-limit",
                f"the model needs {asked:,} bytes"
                f"{f' beside {kept:,} resident ones' if kept else ''}; {limit:,} are available",
                evidence={"buffers_bytes": sizes, "asked_bytes": asked, "resident_bytes": kept,
                          "limit_bytes": limit},
            )  # fmt: skip

    def _provenance(self) -> None:
        fault_point("provenance.check")


class _Closer:
    """Closes a descriptor once, however often it is asked to."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def __call__(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _unmap(buffer: mmap) -> None:
    # Views that an error's traceback still refers to keep the pages; the last one unmaps them.
    with suppress(BufferError):
        buffer.close()


def available_bytes() -> int | None:
    """Return the memory the system could give out now, or None where it does not say."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None
    return None
