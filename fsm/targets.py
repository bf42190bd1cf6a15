"""Finds the machine a command is asked about.

What lives here: names to machines. What does not: what is done with one. A target is

    lifecycle                  an entry point of the group `turnstile.machines`
    package.module:attribute   an attribute, dotted where it lies deeper
    path/to/file.py:attribute  the same in a file that is in no package
    package.module             a module, or path/to/file.py, that holds exactly one machine

A machine is a `fsm.Machine` or a flat `transitions.Machine`, which is read by `bridge.py`; nothing
here imports `transitions` unless the target itself did.

Every failure is a `TargetError` of one line: what was looked for, and what is there. A declaration
that contradicts itself is no failure to find it: its `MachineError` passes.

The working directory is looked in last, so that a file there never shadows what is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Final

from .errors import MachineError
from .machine import Machine

__all__ = [
    "GROUP",
    "Target",
    "TargetError",
    "attribute_at",
    "every",
    "file_at",
    "find",
    "is_file",
    "is_stock",
    "module_at",
]

GROUP: Final = "turnstile.machines"


class TargetError(ValueError):
    """No machine is found at a target; one line says what was looked for and what is there."""


@dataclass(frozen=True, slots=True)
class Target:
    """A machine that was found: the name to call it by, and where it comes from."""

    name: str
    machine: Machine
    origin: str


def find(target: str) -> Target:
    """Return the machine that `target` names."""
    entries = [entry for entry in _entries() if entry.name == target]
    if entries:
        return _entered(entries)
    where, _, attribute = target.partition(":")
    if is_file(where):
        module = file_at(where)
    elif not all(part.isidentifier() for part in where.split(".")):
        raise TargetError(
            f"no machine {target!r}: it is neither {_known()}, nor module:attribute, "
            "nor path/to/file.py:attribute"
        )
    else:
        module = module_at(where, target)
    if attribute:
        return _read(attribute_at(module, attribute), attribute.rpartition(".")[2], target)
    return _only(module, target)


def every() -> tuple[Target, ...]:
    """Return the machine of every entry point, by name."""
    names = sorted({entry.name for entry in _entries()})
    return tuple(_entered([entry for entry in _entries() if entry.name == name]) for name in names)


# -- entry points ----------------------------------------------------------------------------------


def _entries() -> tuple[EntryPoint, ...]:
    """Return the entry points, each once: an editable install may list one twice."""
    found = {(entry.name, entry.value): entry for entry in entry_points(group=GROUP)}
    return tuple(found[key] for key in sorted(found))


def _entered(entries: list[EntryPoint]) -> Target:
    if len(entries) > 1:
        values = " and ".join(entry.value for entry in entries)
        raise TargetError(
            f"machine {entries[0].name!r} is declared by {len(entries)} entry points, {values}: "
            "name one of those instead"
        )
    (entry,) = entries
    module = module_at(entry.module, f"{entry.name} ({entry.value})")
    if not entry.attr:
        found = _only(module, entry.value)
        return Target(entry.name, found.machine, entry.value)
    return Target(
        entry.name,
        _read(attribute_at(module, entry.attr), entry.name, entry.value).machine,
        entry.value,
    )


def _known() -> str:
    names = ", ".join(sorted({entry.name for entry in _entries()}))
    return f"an installed machine ({names})" if names else "an installed machine (there is none)"


# -- modules and files -----------------------------------------------------------------------------


def is_file(where: str) -> bool:
    return where.endswith(".py") or "/" in where or "\\" in where


def module_at(name: str, target: str) -> ModuleType:
    _look_in(Path.cwd())
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if name != missing and not name.startswith(missing + "."):
            raise TargetError(f"importing {name} failed: {error}") from error
        plain = "." not in name and ":" not in target
        hint = f"; and it is not {_known()}" if plain else ""
        raise TargetError(f"no machine {target!r}: there is no module {missing}{hint}") from error
    except MachineError:
        raise
    except (Exception, SystemExit) as error:
        raise TargetError(f"importing {name} failed: {_line(error)}") from error


def file_at(where: str) -> ModuleType:
    path = Path(where).resolve()
    if not path.is_file():
        kind = "it is a directory" if path.is_dir() else "there is no such file"
        raise TargetError(f"no machine in {where}: {kind}")
    name = f"turnstile target {path}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise TargetError(f"no machine in {where}: it is not a Python file")
    _look_in(path.parent)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, MachineError | KeyboardInterrupt):
            raise
        raise TargetError(f"reading {where} failed: {_line(error)}") from error
    return module


def _look_in(directory: Path) -> None:
    if str(directory) not in sys.path:
        sys.path.append(str(directory))


def _line(error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


# -- what is found there ---------------------------------------------------------------------------


def attribute_at(module: ModuleType, dotted: str) -> object:
    found: object = module
    for name in dotted.split("."):
        if not hasattr(found, name):
            machines = ", ".join(key for key, _ in _machines(module)) or "none"
            raise TargetError(f"{_called(module)} has no {dotted!r}; machines there: {machines}")
        found = getattr(found, name)
    return found


def _only(module: ModuleType, target: str) -> Target:
    found = list(_machines(module))
    if not found:
        raise TargetError(
            f"{_called(module)} holds no machine: neither a fsm.Machine nor a transitions.Machine"
        )
    if len(found) > 1:
        names = ", ".join(name for name, _ in found)
        raise TargetError(
            f"{_called(module)} holds {len(found)} machines: name one as {target}:<attribute> "
            f"({names})"
        )
    ((name, value),) = found
    return _read(value, name, f"{target}:{name}")


def _machines(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield every machine that `module` holds, each object once."""
    seen: list[object] = []
    for name, value in vars(module).items():
        if (isinstance(value, Machine) or is_stock(value)) and not any(
            value is other for other in seen
        ):
            seen.append(value)
            yield name, value


def is_stock(value: object) -> bool:
    return any(
        kind.__name__ == "Machine" and kind.__module__.partition(".")[0] == "transitions"
        for kind in type(value).__mro__
    )


def _read(value: object, name: str, origin: str) -> Target:
    if isinstance(value, Machine):
        return Target(value.name, value, origin)
    if is_stock(value):
        from .bridge import read_machine

        # `transitions` puts ": " behind a name, for its log.
        own = str(getattr(value, "name", "") or "").removesuffix(": ")
        machine = read_machine(value, own or name)  # type: ignore[arg-type]
        return Target(machine.name, machine, origin)
    kind = f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
    raise TargetError(
        f"{origin} is no machine but {kind}: name a fsm.Machine or a transitions.Machine object"
    )


def _called(module: ModuleType) -> str:
    return getattr(module, "__file__", None) or module.__name__
