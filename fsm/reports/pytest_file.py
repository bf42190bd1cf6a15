"""A pytest file of counterexamples: it fails as long as they are possible, and stays as a guard.

Each test replays one trace step by step, against the declaration or, with an adapter, against the
real thing. What has no trace (a promise that something is reached, a row that never fires) is
asked of the checker again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ..checker import Finding, Trace
from ..expressions import Value
from .checked import Checked

__all__ = ["pytest_text"]

LINE_LENGTH: Final = 100


def pytest_text(checks: Sequence[Checked], *, adapter: str | None = None) -> str:
    """Return the file; `adapter` is `module:attribute` of what makes a fresh adapter.

    With nothing violated the file asks that everything goes on holding.
    """
    return "\n".join((*_head(checks, adapter), *_tests(checks, adapter)))


def _violated(item: Checked) -> tuple[Finding, ...]:
    return tuple(finding for finding in item.report.findings if finding.fails)


def _head(checks: Sequence[Checked], adapter: str | None) -> Iterator[str]:
    yield '"""What `turnstile check` found, as tests.'
    yield ""
    yield "A test fails as long as its counterexample is possible. Written by turnstile; once they"
    yield "pass, keep them: they guard what they found. Checked were"
    yield ""
    yield from (f"    {_prose(item.subject.target)}" for item in checks)
    yield '"""'
    yield ""
    found = [finding for item in checks for finding in _violated(item)]
    replays = any(finding.trace is not None for finding in found)
    asks = not found or any(finding.trace is None for finding in found)
    yield "from __future__ import annotations"
    yield ""
    names = [
        name for name, used in (("assert_gone", replays), ("assert_holds", asks)) if used
    ]  # fmt: skip
    lines = [f"from fsm.testing import {', '.join(names)}"]
    if adapter is not None and replays:
        module, _, attribute = adapter.partition(":")
        lines.append(f"from {module} import {attribute.partition('.')[0]}")
    yield from sorted(lines)
    yield ""


def _prose(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'")


def _tests(checks: Sequence[Checked], adapter: str | None) -> Iterator[str]:
    taken: Counter[str] = Counter()
    for item in checks:
        found = _violated(item)
        if not found:
            yield from _test(_name(item.subject.name, "holds", taken))
            yield f"    assert_holds({_literal(item.subject.target)})"
            yield ""
        for finding in found:
            yield from _test(_name(item.subject.name, finding.name, taken))
            if finding.trace is None:
                way = "only" if finding.kind in ("promise", "deadlock") else "free_of"
                yield "    assert_holds("
                yield f"        {_literal(item.subject.target)},"
                yield f"        {way}=[{_literal(finding.name)}],"
                yield "    )"
            else:
                yield from _replay(item.subject.target, finding, finding.trace, adapter)
            yield ""


def _name(model: str, finding: str, taken: Counter[str]) -> str:
    words = "".join(
        letter if letter.isalnum() else "_" for letter in f"{model} {finding}".lower()
    ).strip("_")
    name = "_".join(part for part in words.split("_") if part)
    taken[name] += 1
    number = f"_{taken[name]}" if taken[name] > 1 else ""
    return f"test_{name}{number}"


def _test(name: str) -> Iterator[str]:
    yield ""
    yield f"def {name}() -> None:"


def _replay(target: str, finding: Finding, trace: Trace, adapter: str | None) -> Iterator[str]:
    yield "    assert_gone("
    yield f"        {_literal(target)},"
    yield f"        {_literal(finding.name)},"
    yield from _mapping("        start=", trace.start)
    yield "        steps=["
    for number, step in enumerate(trace.steps):
        if trace.loop == number:
            yield "            # from here the steps repeat for ever"
        changed = {name: step.after[name] for name in step.changed}
        who = f"{step.process}: " if step.process else ""
        yield from _mapping(f"            ({_literal(who + step.label)}, ", changed, end="),")
    yield "        ],"
    if trace.loop is not None:
        yield f"        loop={trace.loop},"
    if adapter is not None:
        yield f"        adapter={adapter.partition(':')[2]},"
    yield "    )"


def _mapping(opening: str, values: Mapping[str, Value], end: str = ",") -> Iterator[str]:
    """Yield a dictionary on one line where it fits, else with an item a line."""
    line = f"{opening}{_literal(values)}{end}"
    if len(line) <= LINE_LENGTH:
        yield line
        return
    indent = " " * (len(opening) - len(opening.lstrip()) + 4)
    yield f"{opening}{{"
    for name, value in values.items():
        yield f"{indent}{_literal(name)}: {_literal(value)},"
    yield f"{indent[4:]}}}{end}"


def _literal(value: Any) -> str:
    """Return `value` as a formatter would write it, words in double quotes."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_literal(key)}: {_literal(each)}" for key, each in value.items())
        return f"{{{inner}}}"
    written = repr(value)
    if isinstance(value, str) and written.startswith("'") and '"' not in value:
        return f'"{written[1:-1]}"'
    return written
