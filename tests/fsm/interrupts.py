"""Interrupts that come at a chosen line or instruction, and threads that must come back."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any


def in_thread(function: Callable[[], object], timeout_s: float = 5.0) -> object:
    """Return what `function` returns or raises in another thread; it must not take long."""
    answer: list[object] = []

    def run() -> None:
        try:
            answer.append(function())
        except BaseException as error:
            answer.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout_s)
    assert answer, "it never came back"
    return answer[0]


class Interrupt:
    """Raises `error` when the `at`-th line (or instruction) of the watched files is reached."""

    def __init__(
        self, error: BaseException, at: int, files: tuple[str, ...], *, opcodes: bool = False
    ) -> None:
        self.error, self.at, self.files, self.opcodes = error, at, files, opcodes
        self.seen = 0
        self.armed = True
        self.raised = False

    def __call__(self, frame: Any, event: str, _: object) -> Any:
        code = frame.f_code
        if not code.co_filename.endswith(self.files) and code.co_name not in BENCHWORK:
            return None
        frame.f_trace_opcodes = self.opcodes
        if event == ("opcode" if self.opcodes else "line"):
            self.seen += self.armed
            if self.seen == self.at:
                self.raised = True
                raise self.error
        return self


class TwoInterrupts(Interrupt):
    """Raises a second time, `after` lines behind the first.

    The interpreter forgets a tracer that raised. A profiler is told of the next call or return,
    and puts the tracer back.
    """

    def __init__(self, error: BaseException, at: int, after: int, files: tuple[str, ...]) -> None:
        super().__init__(error, at, files)
        self.after = after
        self.second = Interrupt(type(error)("again"), after, files)

    def rearm(self, frame: Any, event: str, _: object) -> None:
        if self.raised and sys.gettrace() is None and self.second.seen == 0:
            sys.settrace(self.second)
            while frame is not None:
                frame.f_trace = self.second
                frame = frame.f_back


def interrupted(tracer: Interrupt, function: Callable[[], object]) -> BaseException | None:
    """Return what `function` raised under `tracer`."""
    before = sys.gettrace(), sys.getprofile()
    try:
        if isinstance(tracer, TwoInterrupts):
            sys.setprofile(tracer.rearm)
        sys.settrace(tracer)
        function()
    except BaseException as error:
        return error
    finally:
        sys.setprofile(before[1])
        sys.settrace(before[0])
    return None


def apart(test: Callable[..., None]) -> Callable[..., None]:
    """Run `test` in a thread that ends with it.

    An exception that a tracer raises within a handler stays in the thread as one being handled.
    """

    @wraps(test)
    def run(*arguments: Any) -> None:
        answer = in_thread(lambda: test(*arguments), timeout_s=60)
        if isinstance(answer, BaseException):
            raise answer

    return run


WATCHED = ("fsm/gate.py", "fsm/turns.py", "fsm/prepared.py", "fsm/bridge.py")
BENCHWORK = ("perform_start", "perform_work", "perform_reset", "act", "spoiled_work", "observe")
