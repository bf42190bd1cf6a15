"""An adapter for a plain Python object whose methods bear the operations' names.

    class OrderAdapter(ObjectAdapter[Order]):
        make = Order                            # a fresh one
        refusal = NotAllowed                    # what an illegal call raises
        slug = "slug"                           # its attribute that says why; "" is its text
        calls = {"add.ok": st.integers(1, 3)}   # arguments by label; without an entry: none
        good = {"add": 1}                       # arguments of an illegal call, by operation

        @staticmethod
        def observe(order):
            return {"state": order.state, "items": len(order.items)}

What lives here: reading such a class as an `Adapter`, and printing its calls. What does not: any
other way to reach a thing; write an `Adapter` for that, or override a method here.

An argument that is a tuple is several. A label whose outcome arrives as an exception (`outcomes`)
is provoked only by an entry in `calls`; an entry that is None cannot be provoked.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ..expressions import Snapshot
from .adapter import Adapter, Call
from .fingerprints import fingerprint_of
from .program import expect

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["ObjectAdapter"]

T = TypeVar("T")

_NONE: Mapping[str, Any] = MappingProxyType({})


class ObjectAdapter(Adapter, Generic[T]):
    """Binds `make()`'s result; see the head of the file."""

    make: Callable[[], T]
    refusal: ClassVar[type[Exception]]
    slug: ClassVar[str] = "slug"
    calls: ClassVar[Mapping[str, SearchStrategy[Any] | None]] = _NONE
    good: ClassVar[Mapping[str, Any]] = _NONE
    outcomes: ClassVar[Mapping[type[Exception], str]] = MappingProxyType({})
    ignoring: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.thing: T = type(self).make()

    @staticmethod
    @abstractmethod
    def observe(thing: Any) -> Snapshot:
        """Return state, variables and parameters of `thing`."""

    def snapshot(self) -> Snapshot:
        return self.observe(self.thing)

    def fingerprint(self) -> object:
        return fingerprint_of(self.thing, ignoring=self.ignoring)

    def arguments(self, label: str, snapshot: Snapshot) -> SearchStrategy[Any] | None:
        if label in self.calls:
            return self.calls[label]
        if label.partition(".")[2] in self.outcomes.values():
            return None
        from hypothesis import strategies as st

        return st.just(())

    def perform(self, label: str, argument: Any) -> object:
        return self._method(label.partition(".")[0])(*_several(argument))

    def outcome_of(self, call: Call, answer: object) -> str | None:
        if not isinstance(answer, BaseException):
            exceptional = call.outcome in self.outcomes.values()
            return "a returned value" if exceptional else call.outcome
        for kind, outcome in self.outcomes.items():
            if isinstance(answer, kind):
                return outcome
        return None

    def attempt(self, operation: str) -> object:
        return self._method(operation)(*_several(self.good.get(operation, ())))

    def slug_of(self, error: Exception) -> str | None:
        if not isinstance(error, self.refusal):
            return None
        return str(getattr(error, self.slug)) if self.slug else str(error)

    def _method(self, operation: str) -> Callable[..., object]:
        method: Callable[..., object] = getattr(self.thing, operation)
        return method

    # -- printing

    def preamble(self) -> str:
        used = {"fsm.testing": {"fingerprint_of"}}
        for kind in (type(self), self.refusal, *self.outcomes):
            # A nested class comes with the one it stands in.
            used.setdefault(kind.__module__, set()).add(kind.__qualname__.partition(".")[0])
        used.pop("builtins", None)
        lines = [f"from {name} import {', '.join(sorted(used[name]))}" for name in sorted(used)]
        made = f"{self._variable()} = {type(self).__qualname__}.make()"
        return "\n".join([*lines, "", made])

    def source(self, call: Call) -> str:
        argument = self.good.get(call.operation, ()) if call.outcome is None else call.argument
        written = ", ".join(map(repr, _several(argument)))
        line = f"{self._variable()}.{call.operation}({written})"
        if call.outcome is None:
            reads = f"error.{self.slug}" if self.slug else "str(error)"
            return expect(line, self.refusal.__qualname__, call.slug or "", reads=reads)
        for kind, outcome in self.outcomes.items():
            if outcome == call.outcome:
                return expect(line, kind.__qualname__)
        return line

    def snapshot_source(self) -> str:
        return f"{type(self).__qualname__}.observe({self._variable()})"

    def fingerprint_source(self) -> str:
        ignoring = f", ignoring={self.ignoring!r}" if self.ignoring else ""
        return f"fingerprint_of({self._variable()}{ignoring})"

    def _variable(self) -> str:
        kind = type(self.thing).__name__
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).lower()


def _several(argument: Any) -> tuple[Any, ...]:
    return argument if isinstance(argument, tuple) else (argument,)
