"""Fingerprints: everything a thing holds, as leaves that can be compared and named.

    fingerprint_of(order)   {"": "Order", ".lines": "list of 2", ".lines[0]": 3, ...}

What lives here: reading any object without help from it, and showing a difference. What does not:
deciding what may move.

Containers and objects are followed by attribute, key and index; arrays become type, shape and a
digest of their bytes; floats their repr, so that NaN equals itself and -0.0 is not 0.0. An object
that keeps what Python does not see is asked for its pickled state (a random generator, a deque);
one that has none (a lock, a function, a file) stands for itself and equals nothing else. Looking
changes nothing, and a thing that holds itself is met once.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence, Set
from enum import Enum
from hashlib import blake2b
from typing import Any, Final

__all__ = ["difference", "fingerprint_of"]

_PLAIN: Final = (bool, int, complex, str, bytes, type(None), type(Ellipsis), Enum)
_ITSELF: Final = (
    type,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.GeneratorType,
)
# Pickled state at this protocol is plain parts; later protocols may hand out buffers.
_PROTOCOL: Final = 2


class _Same:
    """A leaf that equals only itself. It holds its object, so that no other takes its address."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)

    def __repr__(self) -> str:
        return f"<{type(self.value).__qualname__} at {id(self.value):#x}>"


def fingerprint_of(thing: object, *, ignoring: Sequence[str] = ()) -> dict[str, object]:
    """Return every leaf of `thing` by its path; equal fingerprints mean nothing moved.

    `ignoring` names attributes that a refusal may touch (`".refusals"`), what they hold included.
    """
    return {
        path: leaf
        for path, leaf in _leaves(thing, "", {})
        if not any(_within(path, name) for name in ignoring)
    }


def _within(path: str, attribute: str) -> bool:
    return path.startswith(attribute) and path[len(attribute) :][:1] in ("", *".[{<")


def difference(before: object, after: object) -> list[str]:
    """Return what differs, one line each; paths where both are mappings."""
    if before == after:
        return []
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return [f"{before!r} became {after!r}"]
    lines = []
    for path in dict.fromkeys((*before, *after)):
        if path not in after:
            lines.append(f"{path} is gone: it was {before[path]!r}")
        elif path not in before:
            lines.append(f"{path} is new: {after[path]!r}")
        elif before[path] != after[path]:
            lines.append(f"{path} moved from {before[path]!r} to {after[path]!r}")
    return lines


def _leaves(
    value: Any, path: str, met: dict[int, tuple[str, object]]
) -> Iterator[tuple[str, object]]:
    if isinstance(value, _PLAIN):
        yield path, value
        return
    if isinstance(value, float):
        yield path, repr(value)
        return
    if isinstance(value, _ITSELF):
        yield path, _Same(value)
        return
    if isinstance(value, types.MethodType):
        yield path, value.__func__.__qualname__
        yield from _leaves(value.__self__, f"{path}.__self__", met)
        return
    if id(value) in met:
        yield path, f"the same as {met[id(value)][0] or 'the whole'}"
        return
    # The object is kept beside its path: a temporary must not lend its address to a later one.
    met[id(value)] = (path, value)
    if hasattr(value, "tobytes") and hasattr(value, "shape"):
        yield path, _array(value)
        return
    followed = False
    for part, inner in _parts(value):
        if not followed:
            yield path, _kind(value)
            followed = True
        yield from _leaves(inner, f"{path}{part}", met)
    if not followed:
        yield path, _kind(value) if hasattr(value, "__len__") else _empty(value)


def _array(value: Any) -> str:
    digest = blake2b(value.tobytes(), digest_size=16).hexdigest()
    return f"{getattr(value, 'dtype', value.__class__.__name__)}{list(value.shape)} {digest}"


def _kind(value: object) -> str:
    name = type(value).__qualname__
    return f"{name} of {len(value)}" if hasattr(value, "__len__") else name


def _empty(value: object) -> object:
    """A thing nothing could be read from: comparable by kind if it has attributes, else itself."""
    return _kind(value) if hasattr(value, "__dict__") else _Same(value)


def _parts(value: Any) -> Iterator[tuple[str, object]]:
    attributes = dict(_attributes(value))
    for name, inner in attributes.items():
        yield f".{name}", inner
    match value:
        case Mapping():
            for key, inner in value.items():
                yield f"[{key!r}]", inner
        case bytearray():
            yield "[:]", bytes(value)
        case list() | tuple():
            for index, inner in enumerate(value):
                yield f"[{index}]", inner
        case Set():
            for inner in sorted(value, key=repr):
                yield f"{{{inner!r}}}", inner
        case _ if not attributes or _pickles_itself(value):
            yield from _pickled(value)


def _attributes(value: Any) -> Iterator[tuple[str, object]]:
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            mangled = f"_{kind.__name__.lstrip('_')}{name}" if name.startswith("__") else name
            if name not in ("__dict__", "__weakref__") and hasattr(value, mangled):
                yield name, getattr(value, mangled)
    yield from getattr(value, "__dict__", {}).items()


def _pickles_itself(value: object) -> bool:
    """Whether its kind has a pickled state of its own, and so may hold more than attributes."""
    usual: object = object.__reduce__
    return getattr(type(value), "__reduce__", usual) is not usual


def _pickled(value: Any) -> Iterator[tuple[str, object]]:
    try:
        reduced = value.__reduce_ex__(_PROTOCOL)
    except Exception:
        # A lock, a file, a socket: it has no state to show.
        return
    if isinstance(reduced, str):
        return
    for index, part in enumerate(reduced):
        if index == 0 or part is None:
            continue
        is_items = index in (3, 4)
        yield f"<{index}>", list(part) if is_items else part
