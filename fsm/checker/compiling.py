"""Compiling: the module of one model, compiled once and kept on disk.

What lives here: the cache of compiled modules, and a process that fills it. What does not: the text
(`kernel.py`).

A module is kept in a directory named by a digest of its text, the two compilers' versions and the
atomics it uses: a changed model or a changed checker never meets an old compilation.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Final

from .kernel import kernel_text
from .steps import Model

__all__ = ["KEPT_MODULES", "compile_apart", "is_compiled", "kernel", "load", "prepare"]

# A module takes some hundred kilobytes; the ones used longest ago are dropped.
KEPT_MODULES: Final = 64
_COMPILED: Final = "compiled"


def kernel(model: Model) -> ModuleType:
    """Return the compiled module of `model`; compiling takes seconds, once."""
    return load(prepare(model))


def prepare(model: Model) -> Path:
    """Return the file of the module of `model`, written if it was not there."""
    text = kernel_text(model)
    directory = _directory() / _digest(text)
    file = directory / "kernel.py"
    if not file.exists():
        _write(file, text)
        _drop_old(directory.parent)
    os.utime(directory)
    return file


def is_compiled(file: Path) -> bool:
    """Whether loading `file` needs no compiler."""
    return file.with_name(_COMPILED).exists()


def load(file: Path) -> ModuleType:
    """Return the module in `file`, compiling what is not compiled yet."""
    name = f"turnstile_kernel_{file.parent.name}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Numba finds the globals of a kept function by the name of its module.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    file.with_name(_COMPILED).touch()
    return module


def compile_apart(file: Path) -> subprocess.Popen[bytes]:
    """Start a process that compiles `file`; in a thread it would hold up the search here."""
    text = "import sys; sys.path[:] = sys.argv[2:]; "
    text += f"from pathlib import Path; from {__name__} import load; load(Path(sys.argv[1]))"
    return subprocess.Popen(
        [sys.executable, "-c", text, str(file), *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _digest(text: str) -> str:
    import numba
    import numpy

    atomics = Path(__file__).with_name("atomics.py").read_text(encoding="utf-8")
    whole = "\0".join([text, atomics, numba.__version__, numpy.__version__])
    return hashlib.sha256(whole.encode()).hexdigest()[:24]


def _directory() -> Path:
    """Return where modules are kept: the user's cache, or a private place when that is closed."""
    base = os.environ.get("TURNSTILE_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    root = Path(base) if base else Path.home() / ".cache"
    directory = root / "turnstile" / "checker"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if os.access(directory, os.W_OK):
            return directory
    except OSError:
        pass
    private = Path(tempfile.gettempdir()) / f"turnstile-checker-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    return private


def _write(file: Path, text: str) -> None:
    """Write the module at once: another process sees all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(name, file)


def _drop_old(directory: Path) -> None:
    kept = sorted(directory.iterdir(), key=lambda item: item.stat().st_mtime, reverse=True)
    for item in kept[KEPT_MODULES:]:
        shutil.rmtree(item, ignore_errors=True)
