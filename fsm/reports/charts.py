"""A trace drawn: as a sequence chart of who did what, and as a path on the state diagram.

The chart is Mermaid. Processes stand beside the model they act on; where a machine has none, its
caller does. The marked diagram numbers the rows in the order in which they fired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..checker import Trace, TraceStep
from ..checker.trace import shown
from ..diagrams import Drawing, draw
from ..expressions import Value
from ..machine import Machine

__all__ = ["marked_drawing", "sequence_chart"]

MODEL = "m"


def marked_drawing(machine: Machine, trace: Trace, stem: str) -> Drawing:
    """Return the drawing of `machine` with each row that `trace` fires marked by its step."""
    marks: dict[str, list[str]] = {}
    rows = {item.id for item in machine.rows}
    for number, step in enumerate(trace.steps, 1):
        if step.rule in rows:
            marks.setdefault(step.rule, []).append(str(number))
    named = {row: f"step {', '.join(numbers)}" for row, numbers in marks.items()}
    return draw(machine, stem=stem, marks=named)


def sequence_chart(trace: Trace) -> str:
    """Return `trace` as a Mermaid sequence chart."""
    return "\n".join((*_lines(trace), ""))


def _lines(trace: Trace) -> Iterator[str]:
    processes = list(dict.fromkeys(step.process for step in trace.steps)) or [""]
    ids = {process: f"p{number}" for number, process in enumerate(processes, 1)}
    yield "sequenceDiagram"
    for process, name in ids.items():
        yield f"  participant {name} as {_text(process or 'caller')}"
    yield f"  participant {MODEL} as {_text(trace.model)}"
    yield f"  Note over {MODEL}: start<br/>{_values(trace.start)}"
    indent = "  "
    for number, step in enumerate(trace.steps):
        if trace.loop == number:
            yield "  loop for ever"
            indent = "    "
        yield from (f"{indent}{line}" for line in _step(step, ids[step.process], number + 1))
    if trace.loop is not None and trace.loop < len(trace.steps):
        yield "  end"


def _step(step: TraceStep, who: str, number: int) -> Iterator[str]:
    operation, _, outcome = step.label.partition(".")
    assumed = f" assuming {', '.join(step.assumes)}" if step.assumes else ""
    yield f"{who}->>{MODEL}: {number}. {_text(operation + assumed)}"
    changed = {name: step.after[name] for name in step.changed}
    yield f"Note over {MODEL}: {_values(changed) or 'nothing changes'}"
    if step.raises:
        yield f"{MODEL}--x{who}: raises {_text(step.raises)}"
    elif outcome:
        yield f"{MODEL}-->>{who}: {_text(outcome)}"


def _values(values: Mapping[str, Value]) -> str:
    return "<br/>".join(f"{_text(name)} = {_text(shown(value))}" for name, value in values.items())


def _text(text: str) -> str:
    """Write what Mermaid could take for syntax as a numbered entity."""
    kept = re.sub(r"[^\w .,()='/-]", lambda found: f"#{ord(found.group())};", text)
    # A lone `end` closes a block, whatever it stands in.
    return re.sub(r"\bend\b", "#101;nd", kept)
