"""Finds what a command checks: a machine, a system, a form, or a spec of a manifest.

What lives here: targets to forms. What does not: machines by name, modules and files
(`targets.py`), and checking. Beside the targets of `targets.py`,

    package.module:attribute(seats=3)   a function that declares something, called with these
                                        values; or a declaration, bound to these parameters
    package.module:MANIFEST/name        a spec of a manifest, or a variant of one
    name                                the same, of a manifest that is installed

An installed manifest is an entry point of the group `turnstile.manifests`. A `transitions.Machine`
of which nothing more is known is read with its conditions as free choices.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from .errors import MachineError
from .form import Form
from .machine import Machine
from .manifest import Entry, Manifest, Variant
from .targets import GROUP, TargetError, attribute_at, file_at, is_file, is_stock, module_at
from .targets import find as find_machine
from .variants import vary

__all__ = ["MANIFESTS", "Subject", "every", "find", "manifest_at"]

MANIFESTS: Final = "turnstile.manifests"


@dataclass(frozen=True, eq=False)
class Subject:
    """Something to check: what to call it, its form, and where it comes from.

    `target` finds it again. `machine` is there where the form is a machine's, so that it can be
    drawn; `path` is the file that declares it; `entry` and `variant` are its manifest's.
    """

    name: str
    form: Form
    target: str
    machine: Machine | None = None
    path: Path | None = None
    entry: Entry | None = None
    variant: Variant | None = None


def find(target: str) -> Subject:
    """Return what `target` names. Raises `TargetError`, of one line, and `MachineError`."""
    where, _, attribute = target.partition(":")
    if "/" in attribute.partition("(")[0]:
        holder, _, name = attribute.partition("/")
        place = f"{where}:{holder}"
        manifest = manifest_at(place)
        if manifest is None:
            raise TargetError(f"{place} is no manifest, so it has no {name!r}")
        return _of_manifest(manifest, place, name)
    if ":" not in target and not _is_machine(target):
        for place, manifest in _manifests():
            try:
                manifest.entry(target)
            except KeyError:
                continue
            return _of_manifest(manifest, place, target)
    if ":" not in target:
        return _machine(target)
    return _declared(target)


def manifest_at(target: str) -> Manifest | None:
    """Return the manifest at `target`, or None when something else is there."""
    attribute = target.partition(":")[2]
    if not attribute or "(" in attribute or "/" in attribute:
        return None
    found, _ = _object(target)
    return found if isinstance(found, Manifest) else None


def every(target: str | None = None) -> Iterator[Subject]:
    """Yield each spec and each variant of the manifest at `target`, or of all that are installed.

    Raises `TargetError` when there is none.
    """
    if target is not None:
        manifest = manifest_at(target)
        if manifest is None:
            raise TargetError(f"{target} is no manifest")
        places = [(target, manifest)]
    else:
        places = list(_manifests())
    if not places:
        raise TargetError(f"no manifest is installed: no entry point in the group {MANIFESTS}")
    for place, manifest in places:
        for entry in manifest.entries:
            yield _of_manifest(manifest, place, entry.name)
            for name, _ in entry.named():
                yield _of_manifest(manifest, place, name)


# -- manifests -------------------------------------------------------------------------------------


def _manifests() -> Iterator[tuple[str, Manifest]]:
    for value in sorted({entry.value for entry in entry_points(group=MANIFESTS)}):
        manifest = manifest_at(value)
        if manifest is None:
            raise TargetError(f"the entry point {value} is no manifest")
        yield value, manifest


def _is_machine(target: str) -> bool:
    return any(entry.name == target for entry in entry_points(group=GROUP))


def _of_manifest(manifest: Manifest, place: str, name: str) -> Subject:
    try:
        entry, variant = manifest.entry(name)
    except KeyError:
        listed = ", ".join(manifest.names())
        raise TargetError(f"{place} has no {name!r}; it has {listed}, and their variants") from None
    declared = _declared(entry.target if variant is None else variant.of or entry.target)
    form = declared.form if variant is None else vary(declared.form, *variant.changes)
    machine = declared.machine if variant is None else None
    return Subject(name, form, f"{place}/{name}", machine, declared.path, entry, variant)


# -- declarations ----------------------------------------------------------------------------------


def _machine(target: str) -> Subject:
    found = find_machine(target)
    module = sys.modules.get(found.origin.partition(":")[0])
    path = getattr(module, "__file__", None)
    return Subject(
        found.name,
        found.machine.bind(),
        target,
        found.machine,
        Path(path) if path else None,
    )


def _declared(target: str) -> Subject:
    found, module = _object(target)
    name = target.partition(":")[2].rpartition(".")[2]
    path = _path(found, module)
    given = _arguments(target)
    if inspect.isfunction(found):
        try:
            found = found(**given)
        except MachineError:
            raise
        except Exception as error:
            said = f"{type(error).__name__}: {error}".partition("\n")[0]
            raise TargetError(f"calling {target} failed: {said}") from error
        given = {}
    machine: Machine | None = None
    if is_stock(found):
        from .bridge import read_machine
        from .strangers.front import model

        # Only pictures need the declaration; a check says itself what is wrong with the machine.
        with suppress(MachineError):
            machine = read_machine(found, name)  # type: ignore[arg-type]
        return Subject(name, model(found, name=name), target, machine, path)
    if isinstance(found, Machine):
        machine = found
    form = _bound(found, target, given)
    return Subject(form.name, form, target, machine, path)


def _bound(found: object, target: str, given: dict[str, Any]) -> Form:
    if isinstance(found, Form):
        if given:
            raise TargetError(f"{target}: a form is bound already and takes no parameters")
        return found
    bind = getattr(found, "bind", None)
    if bind is None or isinstance(found, type):
        kind = f"the class {found.__name__}" if isinstance(found, type) else type(found).__name__
        raise TargetError(
            f"{target} is nothing to check but {kind}: name a Machine, a System, a Form, "
            "a function that returns one, or a transitions.Machine"
        )
    known = {item.name for item in getattr(found, "parameters", ())}
    if unknown := sorted(set(given) - known):
        listed = ", ".join(sorted(known)) or "none"
        raise TargetError(f"{target}: no parameter {', '.join(unknown)}; it has {listed}")
    form = bind(**given)
    if not isinstance(form, Form):
        raise TargetError(f"{target} has a bind() that gives no form but {type(form).__name__}")
    return form


def _object(target: str) -> tuple[object, ModuleType]:
    where, _, attribute = target.partition(":")
    dotted = attribute.partition("(")[0]
    if not dotted:
        raise TargetError(f"{target!r} names no attribute: write {where}:<attribute>")
    if is_file(where):
        module = file_at(where)
    elif all(part.isidentifier() for part in where.split(".")):
        module = module_at(where, target)
    else:
        raise TargetError(
            f"no module {where!r}: write module:attribute or path/to/file.py:attribute"
        )
    return attribute_at(module, dotted), module


def _arguments(target: str) -> dict[str, Any]:
    """Return the values in the parentheses of `target`."""
    call = target.partition(":")[2]
    if "(" not in call:
        return {}
    try:
        tree = ast.parse(call, mode="eval").body
        if (
            not isinstance(tree, ast.Call)
            or tree.args
            or any(key.arg is None for key in tree.keywords)
        ):
            raise ValueError
        return {str(key.arg): ast.literal_eval(key.value) for key in tree.keywords}
    except (SyntaxError, ValueError):
        raise TargetError(
            f"{call!r} is not understood: write attribute(name=value, ...) with plain values"
        ) from None


def _path(found: object, module: ModuleType) -> Path | None:
    source = inspect.getsourcefile(found) if inspect.isfunction(found) else None
    source = source or getattr(module, "__file__", None)
    return Path(source) if source else None
