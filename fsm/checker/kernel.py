"""The compiled search's inner loops: written out for one model, compiled, kept on disk.

What lives here: the text of the module that Numba compiles, and the cache of such modules. What
does not: driving it (`search_numba.py`).

A thread takes a batch of the frontier, writes down all its successors, hashes them and touches
their places in the table, so that the memory answers many at once; then it enters those that are
new. The table is open-addressed and shared. For one-word states it holds the state plus one, and
zero is empty. For wider ones it holds the place of the state in a queue under some bits of its
hash; the state is written before its place is entered, so who finds the place can read it.

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

from .conditions import Both, Condition
from .source import Writer, split
from .steps import Model

__all__ = [
    "KEPT_MODULES",
    "compile_apart",
    "is_compiled",
    "kernel",
    "kernel_text",
    "load",
    "prepare",
    "step_type",
]

# A module takes some hundred kilobytes; the ones used longest ago are dropped.
KEPT_MODULES: Final = 64
_COMPILED: Final = "compiled"

_HEAD = '''"""Generated for one model; see fsm/checker/kernel.py."""

import numpy as np
from numba import njit

from fsm.checker.atomics import add, swap

U = np.uint64
I = np.int64
'''

_HASHES = """
@njit(inline="always")
def spread(x):
    x = (x ^ (x >> U(32))) * U(0x9E3779B97F4A7C15)
    return x ^ (x >> U(29))


@njit(inline="always")
def mixed(states, at):
    h = spread(states[U(0), U(at)])
{further_words}
    return h
"""

_FURTHER_WORD = "    h = spread((h * U(0xC2B2AE3D27D4EB4F)) ^ states[U({word}), U(at)])"

# What the table holds for a state, and how an entry is recognised.
_NARROW = """
@njit(inline="always")
def entered(table, place, queues, thread, number, batch, b, h, mask):
    key = batch[U(0), U(b)] + U(1)
    while True:
        seen = table[place]
        if seen == key:
            return False
        if seen == U(0):
            seen = swap(table, np.intp(place), U(0), key)
            if seen == U(0):
                queues[U(thread), U(0), U(number)] = batch[U(0), U(b)]
                return True
            if seen == key:
                return False
        place = (place + U(1)) & mask


@njit(inline="always")
def entry_of(queues, thread, number, h):
    return queues[thread, 0, number] + U(1)
"""

_WIDE = """
@njit(inline="always")
def same(queues, seen, batch, b):
    thread = np.intp((seen >> U(39)) & U(1))
    number = np.intp((seen & U(0x7FFFFFFFFF)) - U(1))
    for word in range(batch.shape[0]):
        if queues[thread, word, number] != batch[word, b]:
            return False
    return True


@njit(inline="always")
def entered(table, place, queues, thread, number, batch, b, h, mask):
    for word in range(batch.shape[0]):
        queues[thread, word, number] = batch[word, b]
    key = entry_of(queues, thread, number, h)
    while True:
        seen = table[place]
        if seen == U(0):
            seen = swap(table, np.intp(place), U(0), key)
            if seen == U(0):
                return True
        if (seen >> U(40)) == (key >> U(40)) and same(queues, seen, batch, b):
            return False
        place = (place + U(1)) & mask


@njit(inline="always")
def entry_of(queues, thread, number, h):
    return (h >> U(40) << U(40)) | (U(thread) << U(39)) | (U(number) + U(1))
"""

_LOOPS = '''
STEPS_MAX = {steps_max}


@njit("(uint64[::1], uint64[:,:,::1], i8, i8, i8)", nogil=True, cache=True)
def enter_all(table, queues, thread, begin, end):
    """Enter the states of a queue, known to be distinct, into an empty table."""
    mask = U(table.shape[0] - 1)
    for number in range(begin, end):
        h = mixed(queues[thread], number)
        key = entry_of(queues, thread, number, h)
        place = h & mask
        while swap(table, np.intp(place), U(0), key) != U(0):
            place = (place + U(1)) & mask


@njit(
    "i8(i8, uint64[::1], uint64[:,:,::1], uint32[:,::1], {step_type}[:,::1], i8[::1], i8[::1], "
    "i8[:,::1], i8[:,::1], i8[::1], i8, i8, uint64[:,::1], {step_type}[::1], uint32[::1], "
    "uint64[::1])",
    nogil=True,
    cache=True,
)
def work(
    thread, table, queues, parents, by_steps, heads, ends, counts, stuck, control, size, room,
    batch, taken, sources, hashes,
):
    """Expand batches of the frontier until none is left, the table is full, or told to stop.

    `counts[thread]`: states entered, successors generated, whether it was full, stuck states.
    """
    threads = queues.shape[0]
    mask = U(table.shape[0] - 1)
    number = counts[thread, 0]
    touched = U(0)
    for turn in range(threads):
        owner = (thread + turn) % threads
        while True:
            if add(control, 0, 0) != 0:
                return I(touched >> U(63))
            entered_count = I(0)
            for other in range(threads):
                entered_count += add(counts[other], 0, 0)
            if entered_count + threads * size * STEPS_MAX > room:
                counts[thread, 2] = 1
                return I(touched >> U(63))
            begin = add(heads, owner * 8, size)
            if begin >= ends[owner]:
                break
            end = min(begin + size, ends[owner])
            k = 0
            for a in range(begin, end):
                before = k
                k = expand({state}, batch, taken, k)
                if k == before and not final({state}):
                    if counts[thread, 3] < stuck.shape[1]:
                        stuck[thread, counts[thread, 3]] = a * threads + owner
                    counts[thread, 3] += 1
                for b in range(before, k):
                    sources[U(b)] = a * threads + owner
            counts[thread, 1] += k
            for b in range(k):
                h = mixed(batch, b)
                hashes[U(b)] = h
                touched ^= table[h & mask]
            for b in range(k):
                h = hashes[U(b)]
                if entered(table, h & mask, queues, thread, number, batch, b, h, mask):
                    parents[U(thread), U(number)] = sources[U(b)]
                    by_steps[U(thread), U(number)] = taken[U(b)]
                    number += 1
            add(counts[thread], 0, number - counts[thread, 0])
    return I(touched >> U(63))
'''


def kernel_text(model: Model) -> str:
    """Return the module of `model`: its successor function between the fixed loops."""
    words = model.layout.words
    writer = Writer("numba")
    names = ", ".join(f"w{word}" for word in range(words))
    body = ["", "@njit", f"def expand({names}, batch, taken, k):"]
    for number, step in enumerate(model.steps):
        body += _step(model, number, writer)
        assert step.command >= 0
    body += ["    return k", "", ""]
    body += ["@njit", f"def final({names}):", f"    return {writer.condition(model.final)}", ""]
    tables = [
        f"{name} = np.array({values.tolist()}, dtype=np.{values.dtype.name})"
        for name, values in writer.tables.items()
    ]
    state = ", ".join(f"queues[U(owner), U({word}), U(a)]" for word in range(words))
    loops = (
        _LOOPS.replace("{steps_max}", str(max(1, len(model.steps))))
        .replace("{state}", state)
        .replace("{step_type}", step_type(model))
    )
    entries = _NARROW if words == 1 else _WIDE
    further = [_FURTHER_WORD.format(word=word) for word in range(1, words)]
    hashes = _HASHES.replace("{further_words}", "\n".join(further))
    return "\n".join([_HEAD, *tables, *body]) + hashes + entries + loops


def step_type(model: Model) -> str:
    """Return the type that the number of a step fits, as NumPy and Numba both call it."""
    count = len(model.steps)
    return "uint8" if count <= 1 << 8 else "uint16" if count <= 1 << 16 else "uint32"


def _step(model: Model, number: int, writer: Writer) -> list[str]:
    step = model.steps[number]
    lines = [f"    if {_cheapest_first(step.condition, writer)}:"]
    for word in range(model.layout.words):
        after = writer.after(step, word)
        lines.append(f"        batch[U({word}), U(k)] = {f'w{word}' if after is None else after}")
    return [*lines, f"        taken[U(k)] = {number}", "        k += 1"]


def _cheapest_first(condition: Condition, writer: Writer) -> str:
    cube, rest = split(condition)
    if not cube:
        return writer.condition(condition)
    return writer.condition(Both((*cube, *rest)))


# -- the cache -----------------------------------------------------------------------------------


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
