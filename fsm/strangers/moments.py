"""Moments: what callbacks of a machine with `send_event=True` see of the event.

What lives here: the stand-ins for `EventData` and its keyword arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .recording import Run, place

__all__ = ["Arguments", "EventMoment"]


class EventMoment:
    """What callbacks of a machine with `send_event=True` take for their `EventData`."""

    __slots__ = ("_run", "held", "looked_at")

    held: dict[str, Any]
    looked_at: bool

    def __init__(self, run: Run, **held: Any) -> None:
        object.__setattr__(self, "_run", run)
        object.__setattr__(self, "held", held)
        object.__setattr__(self, "looked_at", False)

    def __getattr__(self, name: str) -> Any:
        if name in self.held:
            if name not in ("model", "state"):
                object.__setattr__(self, "looked_at", True)
            return self.held[name]
        fix = "use event.model, state, event.name, transition, kwargs, error or result"
        if name == "args":
            fix = "pass arguments by name, declare them in args=, and read event.kwargs"
        self._run.halt(f"{place()} reads event.{name}, which is not modelled: {fix}", certain=True)

    def __setattr__(self, name: str, value: object) -> None:
        self._run.halt(
            f"{place()} writes event.{name}: keep it in an attribute of self", certain=True
        )


class Arguments(dict[str, Any]):
    """The keyword arguments of a trigger; one that is not declared cannot be looked for."""

    def __init__(self, run: Run, trigger: str, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self._run, self._trigger = run, trigger

    def _declared(self, key: object) -> None:
        if not super().__contains__(key):
            self._run.halt(
                f"{place()} reads the argument {key!r} of {self._trigger}, which is not declared: "
                f"add args={{{self._trigger!r}: {{{key!r}: (1, 2)}}}} with the values it can have",
                certain=True,
            )

    def __getitem__(self, key: str) -> Any:
        self._declared(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._declared(key)
        return True

    def get(self, key: str, default: Any = None) -> Any:
        """Return the argument `key`, which must be declared."""
        return self[key]
