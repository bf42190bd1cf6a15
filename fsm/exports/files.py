"""Keeps the files of an export: writes what differs, or says what is stale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..form import Form
from .names import module_name
from .prism import prism_texts
from .promela import promela_text
from .tla import tla_texts

__all__ = ["Stale", "Written", "files", "stale", "write"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a `write` did: the files that changed, and those that were right."""

    changed: tuple[Path, ...]
    unchanged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A file that is not what the declaration says, and why."""

    path: Path
    why: str


def files(form: Form) -> dict[str, str]:
    """Return every file of `form` by its name: Promela, TLA+ and PRISM."""
    return {
        f"{module_name(form)}.pml": promela_text(form),
        **tla_texts(form),
        **prism_texts(form),
    }


def write(form: Form, directory: Path) -> Written:
    """Write what differs into `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    changed, unchanged = [], []
    for name, text in files(form).items():
        path = directory / name
        if _read(path) == text:
            unchanged.append(path)
        else:
            path.write_bytes(text.encode())
            changed.append(path)
    return Written(tuple(changed), tuple(unchanged))


def stale(form: Form, directory: Path) -> tuple[Stale, ...]:
    """Return the files in `directory` that are missing or not this export."""
    found = []
    for name, text in files(form).items():
        present = _read(directory / name)
        if present != text:
            found.append(Stale(directory / name, "missing" if present is None else "differs"))
    return tuple(found)


def _read(path: Path) -> str | None:
    """Return the text of `path` with its line ends as they are, or None when there is none."""
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None
