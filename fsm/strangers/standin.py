"""The stand-in: what a stranger's methods take for `self`.

What lives here: an instance of a subclass of the stranger's class, made without calling its
`__init__`, whose attributes are answered by the run in progress. What does not: forks and problems,
which are the run's.

An attribute is, in this order: a declared variable; what the world answers (`env`); the state; a
trigger, `may_x` or `is_X` that the machine bound; what the class has (methods, properties,
constants). Anything else is undeclared, and an error, never silence: above all an attribute of the
live object, whose value would otherwise be taken for a constant. A class attribute that a method
changes in place is found by comparing it with its copy.

A callable that holds the live object (a bound method, a closure, a global) is made anew around the
stand-in; one that holds any other object cannot be followed and is refused.
"""

from __future__ import annotations

import copy
import functools
import inspect
import types
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from .declared import Declared
from .recording import Run, place
from .stock import label_of

__all__ = ["Puppeteer", "Speaker"]

_MISSING: Final = object()
_SLOTS: Final = (types.MemberDescriptorType, types.GetSetDescriptorType)
_IN_PLACE: Final = (list, dict, set, bytearray)
_STILL: Final = (
    str, bytes, int, float, complex, type(None), tuple, frozenset, range,
    types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type,
)  # fmt: skip


class Speaker(Protocol):
    """What the stand-in asks the machine for."""

    def state_value(self) -> Any:
        """Return what the state attribute holds."""

    def set_state_value(self, value: object) -> None:
        """Take a value written to the state attribute."""

    def convenience(self, kind: str, name: str, args: tuple[Any, ...], kwargs: Any) -> Any:
        """Call what the machine has bound to the model."""


class Puppeteer:
    """Makes the stand-in for one class, and moves it through one run after another."""

    run: Run

    def __init__(
        self,
        cls: type,
        live: object,
        stock: object,
        attribute: str,
        declared: Declared,
        conveniences: Mapping[str, tuple[str, str]],
        speaker: Speaker,
    ) -> None:
        self.cls, self.live, self.stock = cls, live, stock
        self.attribute, self.declared = attribute, declared
        self.conveniences, self.speaker = conveniences, speaker
        self._prefixes = {
            key[:end] for key in declared.world for end, sign in enumerate(key) if sign == "."
        }
        self._statics: dict[str, Any] = {}
        self._called: dict[str, bool] = {}
        self._watched: dict[str, tuple[Any, Any]] = {}
        self._fresh: dict[int, tuple[Any, Any]] = {}
        held = object.__getattribute__(live, "__dict__") if hasattr(live, "__dict__") else {}
        self._held: Mapping[str, Any] = held
        self.puppet = self._made()

    def _made(self) -> Any:
        def get(puppet: Any, name: str) -> Any:
            return self.get(puppet, name)

        def put(puppet: Any, name: str, value: object) -> None:
            self.put(puppet, name, value)

        def delete(puppet: Any, name: str) -> None:
            self._undeclared(f"deletes {name}", name)

        cls = self.cls

        def fill(namespace: dict[str, Any]) -> None:
            namespace["__getattribute__"] = get
            namespace["__setattr__"] = put
            namespace["__delattr__"] = delete
            namespace["__module__"] = cls.__module__
            namespace["__qualname__"] = cls.__qualname__

        subclass = types.new_class(cls.__name__, (cls,), {}, fill)
        self._subclass = subclass
        self._names = frozenset(vars(subclass))
        return object.__new__(subclass)

    # -- reading ----------------------------------------------------------------------------------

    def get(self, puppet: Any, name: str) -> Any:
        """Answer the read of an attribute."""
        run = self.run
        run.checkpoint()
        declared = self.declared
        if name in declared.domains:
            return run.read(name)
        if name in declared.world:
            return self._world(name)
        if name == self.attribute:
            return self.speaker.state_value()
        if name in self.conveniences:
            kind, about = self.conveniences[name]
            return lambda *args, **kwargs: self.speaker.convenience(kind, about, args, kwargs)
        if name == "__class__":
            return self.cls
        if name in self._prefixes:
            return _Outside(self, name)
        return self._of_class(puppet, name)

    def _of_class(self, puppet: Any, name: str) -> Any:
        static = self._static(name)
        if name == "__dict__" or static is _MISSING or isinstance(static, _SLOTS):
            if not name.startswith("__") and self._computes_attributes():
                raise AttributeError(name)
            if name.startswith("__") and name != "__dict__":
                return object.__getattribute__(puppet, name)
            self._undeclared(f"reads {name}", name)
        if name in self._held and not hasattr(type(static), "__set__"):
            self._undeclared(f"reads {name}", name)
        value = object.__getattribute__(puppet, name)
        if isinstance(value, _IN_PLACE) and value is static:
            self._watched.setdefault(name, (value, copy.deepcopy(value)))
        if isinstance(value, types.MethodType) and value.__self__ is puppet:
            function = self.fresh(value.__func__)
            if function is not value.__func__:
                value = types.MethodType(function, puppet)
        if name in self.declared.raisers and callable(value):
            return self._watching(name, value)
        return value

    def _static(self, name: str) -> Any:
        """Return what the class has under `name`, unbound and not computed."""
        if name not in self._statics:
            self._statics[name] = inspect.getattr_static(self.cls, name, _MISSING)
        return self._statics[name]

    def _computes_attributes(self) -> bool:
        """Whether the class has a `__getattr__` of its own, which is then to answer."""
        static = inspect.getattr_static(self.cls, "__getattr__", None)
        return static is not None and static.__module__.partition(".")[0] != "transitions"

    def _watching(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def watching(*args: Any, **kwargs: Any) -> Any:
            if self.run.methods and self.run.methods[-1] == name:
                return function(*args, **kwargs)
            self.run.methods.append(name)
            try:
                self.run.strike()
                return function(*args, **kwargs)
            except Exception as error:
                kind = type(error).__name__
                self.run.excused.setdefault(id(error), (error, f"{kind} in {name}"))
                raise
            finally:
                self.run.methods.pop()

        return watching

    def _world(self, name: str) -> Any:
        answers = self.declared.world[name]
        called = self._called.get(name)
        if called is None:
            called = self._called[name] = self._is_called(name)
        if called:
            return lambda *args, **kwargs: self.run.ask(name, answers, f"{name}()")
        return self.run.ask(name, answers, name)

    def _is_called(self, name: str) -> bool:
        """Whether `name` is a method, so that the world answers its calls; else it answers reads.

        A name that nothing has is taken for a method when it is dotted.
        """
        first, _, rest = name.partition(".")
        found = inspect.getattr_static(self.cls, first, _MISSING)
        found = self._held.get(first, found)
        if rest:
            for part in rest.split("."):
                found = inspect.getattr_static(found, part, _MISSING)
            return found is _MISSING or callable(found)
        if isinstance(found, staticmethod | classmethod):
            return True
        return callable(found)

    # -- writing ----------------------------------------------------------------------------------

    def put(self, puppet: Any, name: str, value: object) -> None:
        """Take the write of an attribute."""
        self.run.checkpoint()
        if name in self.declared.domains:
            self.run.write(name, value)
        elif name == self.attribute:
            self.speaker.set_state_value(value)
        elif name not in self.declared.world:
            static = self._static(name)
            if isinstance(static, _SLOTS) or not hasattr(type(static), "__set__"):
                self._undeclared(f"writes {name}", name)
            type(static).__set__(static, puppet, value)

    def changed_unseen(self) -> str | None:
        """Return what the last run changed without the stand-in's knowledge, if anything."""
        name = self.cls.__name__
        puppet = self.puppet
        if getattr(type(puppet), "__dictoffset__", 0):
            unseen = object.__getattribute__(puppet, "__dict__")
            if unseen:
                names = ", ".join(unseen)
                unseen.clear()
                return f"a method writes {names} past the attributes of self: assign self.x"
        if added := frozenset(vars(self._subclass)) - self._names:
            for item in added:
                delattr(self._subclass, item)
            return f"a method changes {', '.join(sorted(added))} of its class: make it vars="
        for attribute, (value, before) in self._watched.items():
            if value != before:
                value.clear()
                value.extend(before) if hasattr(value, "extend") else value.update(before)
                return (
                    f"a method changes {name}.{attribute} in place, which all objects share: "
                    "assign a new value to self, and declare it in vars="
                )
        return None

    # -- what nobody declared ---------------------------------------------------------------------

    def _undeclared(self, what: str, name: str) -> None:
        text = f"{place()} {what} of self, which is not declared: "
        if name == "__dict__":
            text += "read and write attributes by name"
        elif self._held.get(name) is self.stock:
            text += "the machine itself is no variable: use self.state, self.is_X() or a trigger"
        elif name in self._held:
            held = self._held[name]
            text += f"add it to vars= if it decides anything (now {held!r}: "
            if isinstance(held, bool):
                text += f"vars={{{name!r}: (False, True)}})"
            elif isinstance(held, int | str | None):
                text += f"a constant is vars={{{name!r}: ({held!r},)}})"
            else:
                text += f"env={{'{name}.method': (True, False)}} answers for an object)"
            text += ", or to env= if the world decides it"
        else:
            text += "add it to vars= with its values, or to env= if the world answers"
        self.run.halt(text, certain=True)

    def outside(self, name: str) -> Any:
        """Answer an attribute of an object that the world answers for, by its dotted name."""
        self.run.checkpoint()
        if name in self.declared.world:
            return self._world(name)
        if name in self._prefixes:
            return _Outside(self, name)
        self.run.halt(
            f"{place()} uses {name} of self, which is not declared: add {name!r} to env= with the "
            "answers the world can give",
            certain=True,
        )

    # -- callables --------------------------------------------------------------------------------

    def fresh(self, function: Any) -> Any:
        """Return `function` with the stand-in in place of the live object."""
        known = self._fresh.get(id(function))
        if known is None:
            known = self._fresh[id(function)] = function, self._made_fresh(function)
        return known[1]

    def _made_fresh(self, function: Any) -> Any:
        match function:
            case functools.partial():
                args = [self._instead(value) for value in function.args]
                kwargs = {key: self._instead(value) for key, value in function.keywords.items()}
                return functools.partial(self.fresh(function.func), *args, **kwargs)
            case types.MethodType(__self__=owner, __func__=inner):
                if owner is self.live:
                    return types.MethodType(self.fresh(inner), self.puppet)
                if isinstance(owner, type):
                    return function
                self._unfollowed(function, type(owner).__name__)
            case types.FunctionType():
                return self._fresh_function(function)
            case types.BuiltinFunctionType(__self__=owner):
                if owner is not None and not isinstance(owner, types.ModuleType):
                    self._unfollowed(function, type(owner).__name__)
            case type():
                pass
            case _:
                self._unfollowed(function, type(function).__name__)
        return function

    def _fresh_function(self, function: types.FunctionType) -> types.FunctionType:
        code = function.__code__
        cells = function.__closure__ or ()
        held: list[Any] = []
        for cell in cells:
            try:
                held.append(cell.cell_contents)
            except ValueError:
                held.append(None)
        for name, value in zip(code.co_freevars, held, strict=True):
            if value is not self.live and value is not self.stock and not isinstance(value, _STILL):
                self._unfollowed(function, f"{type(value).__name__} {name}")
        spaces = function.__globals__
        living = {
            name: self._instead(spaces[name])
            for name in code.co_names
            if name in spaces and (spaces[name] is self.live or spaces[name] is self.stock)
        }
        if not living and not any(value is self.live or value is self.stock for value in held):
            return function
        closure = tuple(
            types.CellType(self._instead(value)) if value is not None else cell
            for cell, value in zip(cells, held, strict=True)
        )
        made = types.FunctionType(
            code, {**spaces, **living}, function.__name__, function.__defaults__, closure
        )
        made.__kwdefaults__ = function.__kwdefaults__
        made.__qualname__ = function.__qualname__
        return made

    def _instead(self, value: Any) -> Any:
        if value is self.live:
            return self.puppet
        return _Outside(self, "machine") if value is self.stock else value

    def _unfollowed(self, function: object, held: str) -> None:
        name = label_of(function)
        self.run.halt(
            f"{name} works on another object ({held}), whose state cannot be followed: make it a "
            f"method of {self.cls.__name__}, or name {name!r} in env= with the answers it can give",
            certain=True,
        )


class _Outside:
    """An object some of whose attributes the world answers: `self.gateway` of `gateway.charge`."""

    __slots__ = ("_name", "_puppeteer")

    def __init__(self, puppeteer: Puppeteer, name: str) -> None:
        object.__setattr__(self, "_puppeteer", puppeteer)
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> Any:
        return self._puppeteer.outside(f"{self._name}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        if f"{self._name}.{name}" not in self._puppeteer.declared.world:
            self._puppeteer.outside(f"{self._name}.{name}")
