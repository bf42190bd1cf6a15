"""Writes a machine as Markdown: the table of states and operations, and the legend of its ids.

The table answers "what happens when I call this there"; the legend says of every row and refusal
what it asks for, what it changes and why, and lists what the machine promises. Guards in a cell
are shown as they read in its state, in the legend as declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote

from ..cells import answers, guard_in
from ..expressions import TRUE, Value
from ..machine import Machine, Row

__all__ = ["table_text"]


def table_text(machine: Machine, stem: str, marks: Mapping[str, str]) -> str:
    """Return the Markdown page of `machine`, the same bytes for the same machine.

    Its pictures lie beside it under `stem`; `marks` are shown with the rows they mark.
    """
    return "\n".join((*_sections(machine, quote(stem), marks), ""))


def _sections(machine: Machine, stem: str, marks: Mapping[str, str]) -> Iterator[str]:
    yield "<!-- Drawn by turnstile from the declaration; edits are lost. -->"
    yield ""
    yield f"# {_text(machine.name)}"
    yield ""
    counts = (
        _counted(machine.states, "state"),
        _counted(machine.rows, "row"),
        _counted(machine.refusals, "refusal"),
        _counted(machine.properties, "property", "properties"),
    )
    yield (
        f"{', '.join(counts)}. "
        f"Sources of the picture: [Graphviz]({stem}.dot), [Mermaid]({stem}.mmd)."
    )
    yield ""
    yield f"![{_text(machine.name)}, drawn where Graphviz is installed]({stem}.svg)"
    yield from _section("What happens where", _cells(machine))
    yield ""
    yield "✗ failure, ◇ interruption, ⊘ refused: nothing moves."
    for state, operation in machine.lazily.items():
        first = machine.rows_of(state, operation)[0]
        yield ""
        yield (
            f"In **{_text(state)}**: {_code(operation)} {_outcome(machine, state, first)}. Every "
            f"other operation first does that, and is then answered as in "
            f"{_text(first.lands(state))}."
        )
    yield from _section("States", _states(machine))
    yield from _section("Rows", _rows(machine, marks))
    yield from _section("Refusals", _refusals(machine))
    yield from _section("Variables", _variables(machine))
    yield from _section("Properties", _properties(machine))


def _section(title: str, lines: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a heading and a table whose first line is its head; nothing when there are no rows."""
    head, *body = lines
    if not body:
        return
    yield from ("", f"## {title}", "")
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for line in body:
        yield f"| {' | '.join(line)} |"


# -- the table of cells ----------------------------------------------------------------------------


def _cells(machine: Machine) -> list[list[str]]:
    """Return the table, the shorter of states and operations across: pages are narrow.

    A state in which one operation always comes first is a sentence, not a column of repetitions.
    """
    states = [state for state in machine.states if state not in machine.lazily]
    if len(machine.operations) < len(states):
        head = ["", *(_code(operation) for operation in machine.operations)]
        body = [
            [f"**{_text(state)}**", *(_cell(machine, state, one) for one in machine.operations)]
            for state in states
        ]
    else:
        head = ["", *(_text(state) for state in states)]
        body = [
            [f"**{_code(one)}**", *(_cell(machine, state, one) for state in states)]
            for one in machine.operations
        ]
    return [head, *body]


def _cell(machine: Machine, state: str, operation: str) -> str:
    answer = answers(machine, state, operation)
    lines: list[str] = []
    for condition, rows in groupby(answer.rows, lambda item: str(guard_in(item.guard, state))):
        together = list(rows)
        if guard_in(together[0].guard, state) is not TRUE:
            lines.append(f"when {_code(condition)}:")
        elif lines:
            lines.append("always:")
        lines.extend(_outcome(machine, state, item) for item in together)
    for item in answer.refusals:
        guard = guard_in(item.guard, state)
        when = f" when {_code(str(guard))}" if guard is not TRUE else " otherwise" if lines else ""
        lines.append(f"⊘ {_text(item.slug)} ({item.id}){when}")
    return "<br>".join(lines)


def _outcome(machine: Machine, state: str, item: Row) -> str:
    sign = {"success": "", "failure": "✗ ", "interruption": "◇ "}[machine.kind(item.outcome)]
    target = item.lands(state)
    return (
        f"{sign}{_text(item.outcome)} "
        f"{'stays' if target == state else f'→ {_text(target)}'} ({item.id})"
    )


# -- the legend ------------------------------------------------------------------------------------


def _states(machine: Machine) -> list[list[str]]:
    return [
        ["state", "meaning", ""],
        *(
            [
                _text(state),
                _text(machine.describes.get(state, "")),
                ", ".join(
                    word
                    for word, holds in (
                        ("start", state == machine.initial),
                        ("final", state in machine.final),
                    )
                    if holds
                ),
            ]
            for state in machine.states
        ),
    ]


def _rows(machine: Machine, marks: Mapping[str, str]) -> list[list[str]]:
    return [
        ["id", "operation", "outcome", "in", "leads to", "when", "effect", "why"],
        *(
            [
                item.id + (f" [{_text(marks[item.id])}]" if item.id in marks else ""),
                _code(item.operation),
                _text(item.outcome) + _kind(machine, item),
                _listed(item.sources),
                "stays" if item.target is None else _text(item.target),
                "" if item.guard is TRUE else _code(str(item.guard)),
                "<br>".join(_code(str(effect)) for effect in item.effects),
                _text(item.why),
            ]
            for item in machine.rows
        ),
    ]


def _kind(machine: Machine, item: Row) -> str:
    kind = machine.kind(item.outcome)
    return "" if kind == "success" else f"<br>*{kind}*"


def _refusals(machine: Machine) -> list[list[str]]:
    return [
        ["id", "refused as", "operations", "in", "when", "why"],
        *(
            [
                item.id,
                _text(item.slug),
                "<br>".join(map(_code, item.operations)),
                _listed(item.sources),
                "" if item.guard is TRUE else _code(str(item.guard)),
                _text(item.why),
            ]
            for item in machine.refusals
        ),
    ]


def _variables(machine: Machine) -> list[list[str]]:
    return [
        ["variable", "values", "at the start", "kept by"],
        *(
            [
                _code(item.name),
                _text(item.describe()),
                _value(item.initial),
                "the machine" if item.held else "what it observes",
            ]
            for item in machine.variables
        ),
        *(
            [_code(item.name), "a parameter", f"{item.small} when checked", "whoever binds it"]
            for item in machine.parameters
        ),
    ]


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _text(str(value))


def _properties(machine: Machine) -> list[list[str]]:
    return [
        ["flavour", "promise", "formula", "why"],
        *(
            [item.flavour, _text(item.name), _code(str(item.formula)), _text(item.why)]
            for item in machine.properties
        ),
    ]


def _counted(things: Sequence[object], one: str, many: str = "") -> str:
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"


# -- Markdown --------------------------------------------------------------------------------------


def _listed(names: Iterable[str]) -> str:
    return "<br>".join(map(_text, names))


def _text(text: str) -> str:
    """Return `text` so that no character of it is Markdown or HTML."""
    shown = escape(" ".join(text.split()), quote=False)
    for character in "\\|`*[]~":
        shown = shown.replace(character, "\\" + character)
    # An underscore inside a word is plain in every flavour that has tables.
    return " ".join(
        word.replace("_", "\\_") if word.startswith("_") or word.endswith("_") else word
        for word in shown.split(" ")
    )


def _code(text: str) -> str:
    """Return `text` as code; a bar ends a cell even inside code, so it is escaped."""
    shown = " ".join(text.split()).replace("|", "\\|")
    fence = "`"
    while fence in shown:
        fence += "`"
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
