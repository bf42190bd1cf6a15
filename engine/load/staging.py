"""A load: the stages `specs/loading.py` declares, walked in order, undone in reverse.

What lives here: the transaction that turns a source into a `StagedModel` with no Runtime at all.
What does not: parsing, admission and arrays themselves, and installing, which is one assignment
of whoever takes the staged model.

Each stage returns a value to the next, enters what it holds into the ledger, leaves a line in the
log, reports progress, and passes named fault points. Whatever is raised, by a stage or at a poll
between two chunks, the ledger is released before it leaves here.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from mmap import mmap
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from specs.loading import STAGES

from ..contents import Model
from ..errors import LoadError
from .faultpoints import fault_point
from .ledger import Ledger, drop_frames

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ..admission import Blueprint
    from ..gguf import Mapped
    from ..lifetimes import Weights, Workspace
    from ..tokenizers import Tokenizer

__all__ = ["Progress", "StageEvent", "StagedModel", "stage_model"]

Poll = Callable[[], None]
Source = str | os.PathLike[str]

_log = logging.getLogger("turnstile.load")


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
        # A list, because taking from it is one step: of two threads, one gets the model.
        self._content = [(model, workspace)]
        self._ledger = ledger
        self.log = log

    @property
    def taken(self) -> bool:
        """Whether it was installed or closed."""
        return not self._content

    @property
    def size_bytes(self) -> int:
        """Memory it holds beside the mapped file."""
        return sum(sum(model.blueprint.size_bytes().values()) for model, _ in self._content)

    def take(self) -> tuple[Model, Workspace]:
        """Hand the model over for good; a second call raises LoadError."""
        try:
            content = self._content.pop()
        except IndexError:
            raise LoadError(
                "allocation.taken",
                "this staged model was installed or closed before; stage the source again",
            ) from None
        self._ledger.hand_over()
        self.log.append(StageEvent("install", "ok", (), 0.0))
        return content

    def close(self) -> None:
        """Release everything, if nobody took it."""
        self._content.clear()
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
    when the load fails. What `report` raises is logged and disturbs nothing.
    """
    return _Load(source, n_ctx, memory_limit_bytes, resident_bytes, report, poll, log).run()


_LAST_BEFORE_INSTALL: Final = STAGES[:-1]


class _Load:
    """One transaction. Each stage is a method; what it leaves for the next is an attribute."""

    place: Path
    opened: FileIO
    buffer: mmap
    file: Mapped
    blueprint: Blueprint
    tokenizer: Tokenizer

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
        self.reporter = report
        self.poll = poll
        # In lists, so that giving back is `clear`, and no undo refers to this load.
        self.weights: list[Weights] = []
        self.workspace: list[Workspace] = []
        self.ledger = Ledger()
        self.log: list[StageEvent] = [] if log is None else log

    def run(self) -> StagedModel:
        try:
            for name in _LAST_BEFORE_INSTALL:
                self._stage(name)
            (weights,), (workspace,) = self.weights, self.workspace
            model = Model(str(self.place), self.file, self.blueprint, weights, self.tokenizer)
            return StagedModel(model, workspace, self.ledger, self.log)
        except BaseException:
            self.ledger.release()
            raise

    def _stage(self, name: str) -> None:
        started_s = perf_counter()
        known = sys.exception()
        try:
            self.poll()
            _WALK[name](self)
        except BaseException as error:
            outcome = "failed" if isinstance(error, LoadError | MemoryError) else "interrupted"
            drop_frames(error, known)
            self.ledger.release()
            self.log.append(StageEvent(name, outcome, (), perf_counter() - started_s))
            if isinstance(error, MemoryError):
                raise LoadError(
                    "allocation.out-of-memory",
                    f"memory ran out at stage {name}",
                    evidence={"at": name, "available_bytes": available_bytes()},
                ) from error
            raise
        self.log.append(StageEvent(name, "ok", self.ledger.held, perf_counter() - started_s))

    def report(self, progress: Progress) -> None:
        if self.reporter is not None:
            try:
                self.reporter(progress)
            except Exception:
                _log.exception("a progress reporter failed on %s", progress)

    def _fetch(self) -> None:
        from ..gguf.mapped import open_file

        try:
            self.place = Path(self.source)
        except TypeError:
            raise LoadError(
                "fetch.source",
                f"a model source is a path; {type(self.source).__name__} is none",
                evidence={"expected": "str or PathLike", "found": type(self.source).__name__},
            ) from None
        fault_point("fetch.open")
        self.opened = open_file(self.place)
        self.ledger.enter("descriptor", self.opened.close)

    def _transfer(self) -> None:
        from ..gguf.mapped import map_file

        fault_point("transfer.map")
        buffer = map_file(self.opened, self.place)
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
        begun = 0

        def tensor_bytes(name: str) -> npt.NDArray[np.uint8]:
            nonlocal begun
            self.report(Progress("allocation", begun, total, "tensors"))
            begun += 1
            return self.file.tensor_bytes(name)

        try:
            fault_point("allocation.weights")
            self.ledger.enter("weights", self.weights.clear)
            self.weights.append(self.blueprint.prepare(tensor_bytes, self.poll))
            self.report(Progress("allocation", total, total, "tensors"))
            fault_point("allocation.workspace")
            self.ledger.enter("workspace", self.workspace.clear)
            self.workspace.append(self.blueprint.allocate())
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


# Functions and not bound methods: a load that referred to itself would keep its model as garbage.
_WALK: Final[Mapping[str, Callable[[_Load], None]]] = {
    "fetch": _Load._fetch,
    "transfer": _Load._transfer,
    "parse": _Load._parse,
    "tensor": _Load._tensor,
    "allocation": _Load._allocation,
    "provenance": _Load._provenance,
}


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
