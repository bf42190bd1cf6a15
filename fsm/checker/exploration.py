"""Exploring: which engine finds the states of a model.

What lives here: `explore`, and the compilation that goes on beside a search that lasts. What does
not: the engines themselves.

"auto" begins with NumPy, which starts at once. A search that is not over after a while gets a
kernel compiled in another process, and when that is ready the compiled search begins again from
the start: it is so much faster that what was found meanwhile is not worth carrying over. The
result is the same either way. A model that was compiled before waits only for loading.
"""

from __future__ import annotations

import logging
import subprocess
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final, Literal

from ..errors import MachineError
from .conditions import FALSE, Condition
from .judges import Answer, trace_to
from .search import Search
from .search_numpy import search_numpy
from .steps import Model
from .verdicts import Limits, Progress, Reporter, silent

__all__ = ["Engine", "explore"]

Engine = Literal["auto", "numpy", "numba"]

# Most models are finished by then; the others may be worth a compilation.
COMPILE_AFTER_S: Final = 0.4

_log = logging.getLogger("turnstile.checker")


def explore(
    model: Model,
    *,
    limits: Limits | None = None,
    reporter: Reporter = silent,
    engine: Engine = "auto",
    broken: Condition = FALSE,
) -> Search:
    """Return what is reachable in `model`, found by the engine named.

    `broken` is where an invariant does not hold; see `Limits.broken_states`. Raises
    `MachineError` with the way to the first state where a value would leave its domain.
    """
    search = _explored(model, limits or Limits(), reporter, engine, broken)
    reporter(
        Progress(
            phase="done",
            engine=search.engine,
            states=search.states,
            frontier=0,
            generated=search.generated,
            depth=search.depth,
            memory_bytes=search.memory_bytes,
            elapsed_s=search.elapsed_s,
        )
    )
    if search.fault is not None:
        state, message = search.fault
        trace = trace_to(search, Answer(state))
        raise MachineError(
            model.form.name,
            [
                f"{message}, in a state that is reached: strengthen the guard or widen the "
                f"domain\n{trace.text()}"
            ],
        )
    return search


def _explored(
    model: Model, limits: Limits, reporter: Reporter, engine: Engine, broken: Condition
) -> Search:
    compiling = _Compiling(model, reporter)
    if engine != "numba":
        never = engine == "numpy"
        try:
            found = search_numpy(
                model,
                limits=limits,
                reporter=compiling.report,
                abandon=(lambda: False) if never else compiling.is_ready,
                broken=broken,
            )
        finally:
            compiling.stop()
        if found is not None:
            return found
    from .search_numba import search_numba

    return search_numba(
        model,
        limits=limits,
        reporter=reporter,
        module=compiling.module,
        started=compiling.started,
        broken=broken,
    )


class _Compiling:
    """Gets a model's kernel ready, in another process, once a search has lasted a while."""

    def __init__(self, model: Model, reporter: Reporter) -> None:
        self.model, self.reporter = model, reporter
        self.started = perf_counter()
        self.module: Any = None
        self._file: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._given_up = False

    def report(self, progress: Progress) -> None:
        """Pass on how far the search is, and that a compilation goes on beside it."""
        running = self._process is not None
        self.reporter(replace(progress, phase="compiling") if running else progress)

    def is_ready(self) -> bool:
        """Whether the kernel is there; starts compiling it when it is time."""
        if self._given_up or perf_counter() - self.started < COMPILE_AFTER_S:
            return False
        try:
            return self._advance()
        except Exception as error:
            # The search goes on without a kernel, only slower.
            self._given_up = True
            _log.warning("the compiled search is not available: %s", error)
            return False

    def _advance(self) -> bool:
        from .compiling import compile_apart, is_compiled, load, prepare

        if self._file is None:
            self._file = prepare(self.model)
        if is_compiled(self._file):
            self.module = load(self._file)
            return True
        if self._process is None:
            self._process = compile_apart(self._file)
        if (code := self._process.poll()) is not None:
            raise RuntimeError(f"the compiling process ended with {code}")
        return False

    def stop(self) -> None:
        """End the compilation: whoever needed it is done."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
