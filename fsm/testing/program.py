"""A run as a Python program: what a failing test hands to whoever repairs it.

What lives here: writing calls, remarks and conditions as source. What does not: running anything,
and how a particular thing is called (its adapter knows).

A condition is written over `before` and `after`, two snapshots taken around the last call, so it
holds no value that would differ in another process (a serial number). A remark becomes a comment.
"""

from __future__ import annotations

from typing import Final

from ..expressions import (
    BEFORE,
    OPERATION,
    OUTCOME,
    STATE,
    All,
    Among,
    Arithmetic,
    At,
    Comparison,
    Constant,
    Either,
    Expression,
    Implies,
    Not,
    On,
    Reference,
    Value,
)

__all__ = ["comment", "expect", "python", "remarked"]

LINE_LENGTH: Final = 100
_TRUE, _FALSE = "True", "False"


def comment(text: str) -> str:
    """Return `text` as comment lines."""
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def remarked(source: str, remark: str) -> str:
    """Return `source` with `remark` beside it where that fits, else above it."""
    beside = f"{source}  # {remark}"
    if "\n" in beside or "#" in source or len(beside) > LINE_LENGTH:
        return f"{comment(remark)}\n{source}"
    return beside


def expect(call: str, error: str, slug: str = "", *, reads: str = "error.slug") -> str:
    """Return the lines that make `call` and fail unless it raises `error`, with `slug` if given.

    `reads` is the expression that reads the slug off `error`.
    """
    caught = f"except {error} as error:\n    assert {reads} == {slug!r}, {reads}"
    return (
        f"try:\n    {call}\n"
        f"{caught if slug else f'except {error}:{chr(10)}    pass'}\n"
        f"else:\n    raise AssertionError({f'{call} raised nothing; {error} was declared'!r})"
    )


def python(expression: Expression, operation: str = "", outcome: str = "") -> str:
    """Return `expression`, a condition on a step of `operation.outcome`, as Python source.

    What depends on the label alone is decided here and left out.
    """
    named: dict[str, Value] = {OPERATION: operation, OUTCOME: outcome}
    write = _Writer(named).write
    return write(expression)


class _Writer:
    def __init__(self, named: dict[str, Value]) -> None:
        self._named = named

    def write(self, expression: Expression) -> str:
        match expression:
            case Constant(value=value):
                return repr(value)
            case Reference(name=name):
                return _looked_up(name)
            case Arithmetic(sign=sign, left=left, right=right):
                inner = self.write(right)
                closed = f"({inner})" if isinstance(right, Arithmetic) else inner
                first = self.write(left)
                opened = f"({first})" if sign == "%" and isinstance(left, Arithmetic) else first
                return f"{opened} {sign} {closed}"
            case Comparison(sign=sign, left=left, right=right):
                return f"{self.write(left)} {sign} {self.write(right)}"
            case Among(term=term, values=values):
                return _among(self.write(term), values)
            case At(states=states):
                return _among(_looked_up(STATE), states)
            case On():
                return repr(expression(self._named))
            case Not(guard=guard):
                return _negated(self.write(guard))
            case All(guards=guards):
                return _joined("and", [self.write(guard) for guard in guards])
            case Either(guards=guards):
                return _joined("or", [self.write(guard) for guard in guards])
            case Implies(premise=premise, conclusion=conclusion):
                parts = [_negated(self.write(premise)), self.write(conclusion)]
                return _joined("or", parts)
            case _:
                # Whatever is left has no parts and no names: the guard that is always true.
                return _TRUE


def _looked_up(name: str) -> str:
    if name.startswith(BEFORE):
        return f'before["{name.removeprefix(BEFORE)}"]'
    return f'after["{name}"]'


def _among(term: str, values: tuple[Value, ...]) -> str:
    if len(values) == 1:
        return f"{term} == {values[0]!r}"
    return f"{term} in ({', '.join(map(repr, values))})"


def _negated(text: str) -> str:
    opposite = {_TRUE: _FALSE, _FALSE: _TRUE}
    return opposite.get(text, f"not ({text})")


def _joined(word: str, parts: list[str]) -> str:
    """Join with `and` or `or`, deciding what is decided."""
    neutral, decisive = (_TRUE, _FALSE) if word == "and" else (_FALSE, _TRUE)
    if decisive in parts:
        return decisive
    open_parts = [part for part in parts if part != neutral]
    if len(open_parts) < 2:
        return open_parts[0] if open_parts else neutral
    return f" {word} ".join(
        f"({part})" if " and " in part or " or " in part else part for part in open_parts
    )
