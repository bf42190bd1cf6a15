"""Reads a trace that somebody saved, and judges whether it is a behaviour of a form.

What lives here: complaints about such a file. What does not: what a trace is (`checker/trace.py`).
"""

from __future__ import annotations

from ..checker import Trace
from ..form import Form

__all__ = ["TraceRejected", "read_trace"]


class TraceRejected(ValueError):
    """A file holds no trace, or one of another model; the message says where."""


def read_trace(text: str, form: Form) -> Trace:
    """Return the trace written in `text`, every step of which is a step of `form`.

    Raises `TraceRejected`. The text is what `Trace.dumps` writes.
    """
    import json

    try:
        trace = Trace.from_json(json.loads(text))
    except ValueError as error:
        raise TraceRejected(f"it is no JSON: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise TraceRejected(
            f"it is JSON but no trace ({type(error).__name__}: {error}); a trace is what the "
            '"trace" of a finding holds in `turnstile check --json`'
        ) from error
    _judge(trace, form)
    return trace


def _judge(trace: Trace, form: Form) -> None:
    names = [slot.name for slot in form.slots]
    if list(trace.start) != names:
        raise TraceRejected(
            f"it is a trace of {trace.model}, over {', '.join(trace.start)}; {form.name} has "
            f"{', '.join(names)}"
        )
    now = form.valuation(trace.start)
    if now not in form.initial:
        raise TraceRejected(f"{form.name} does not start as it does: were other parameters bound?")
    passed = [now]
    for number, step in enumerate(trace.steps, 1):
        wanted = step.rule, step.label, step.process
        after = form.valuation(step.after)
        if not any(
            found == after and (command.rule, command.label, command.process) == wanted
            for command, found in form.successors(now)
        ):
            raise TraceRejected(
                f"step {number}, {step}, is no step of {form.name} from where it is taken"
            )
        now = after
        passed.append(now)
    if trace.loop is not None and not (
        0 <= trace.loop < len(trace) and passed[trace.loop] == passed[-1]
    ):
        raise TraceRejected(f"its last step does not lead back to where loop {trace.loop} begins")
