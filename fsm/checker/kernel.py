"""The compiled search's inner loops, written out for one model.

What lives here: the text of the module that Numba compiles. What does not: compiling and keeping
it (`compiling.py`), driving it (`search_numba.py`).

A thread takes a batch of the frontier and writes down its successors. Most of them it met a moment
ago, by another order of the same steps: it knows them by a small table of its own, which stays in
the cache, and drops them. For the others it asks the memory for their places in the large table,
all at once; then it enters those that are new.

The large table is open-addressed and shared. For one-word states it holds the state plus one, and
zero is empty. For wider ones it holds the place of the state in a queue under some bits of its
hash; the state is written before its place is entered, so who finds the place can read it.
"""

from __future__ import annotations

from typing import Final

from .conditions import Both, Condition
from .source import Writer, split
from .steps import Copied, Fixed, Model, Step

__all__ = ["RECENT_BITS", "kernel_text", "step_type"]

# Half of what the second-level cache of a small core holds, for one word a state.
RECENT_BITS: Final = 15
# A test of this few bits is true once in eight states or more.
UNFORESEEABLE_BITS_MAX: Final = 3

_HEAD = '''"""Generated for one model; see fsm/checker/kernel.py."""

import numpy as np
from numba import njit

from fsm.checker.atomics import add, fetch, swap

U = np.uint64
I = np.int64
'''

_HASHES = """
@njit(inline="always")
def spread(x):
    x = (x ^ (x >> U(32))) * U(0x9E3779B97F4A7C15)
    return x ^ (x >> U(29))


@njit(inline="always")
def shift_of(table):
    # The high bits of a hash depend on every bit of the state.
    bits = U(0)
    while (U(1) << bits) < U(table.shape[0]):
        bits += U(1)
    return U(64) - bits


@njit(inline="always")
def put(table, place, key, alone):
    if alone:
        table[place] = key
        return U(0)
    return swap(table, np.intp(place), U(0), key)


@njit(inline="always")
def lately(recent, slot, batch, b, fresh):
    # Without a branch: moved down in any case, to be overwritten when it is known.
    known = True
    for word in range(batch.shape[0]):
        packed = batch[U(word), U(b)]
        known &= recent[U(word), slot] == packed
        recent[U(word), slot] = packed
        batch[U(word), U(fresh)] = packed
    return known


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
def entered(table, place, queues, thread, number, batch, b, h, mask, alone):
    key = batch[U(0), U(b)] + U(1)
    while True:
        seen = table[place]
        if seen == key:
            return False
        if seen == U(0):
            seen = put(table, place, key, alone)
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
def entered(table, place, queues, thread, number, batch, b, h, mask, alone):
    for word in range(batch.shape[0]):
        queues[thread, word, number] = batch[word, b]
    key = entry_of(queues, thread, number, h)
    while True:
        seen = table[place]
        if seen == U(0):
            seen = put(table, place, key, alone)
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
TOGETHER = 256


@njit("(uint64[::1], uint64[:,:,::1], i8, i8, i8)", nogil=True, cache=True)
def enter_all(table, queues, thread, begin, end):
    """Enter the states of a queue, known to be distinct, into a table that has none of them."""
    mask = U(table.shape[0] - 1)
    shift = shift_of(table)
    hashes = np.empty(TOGETHER, dtype=np.uint64)
    while begin < end:
        size = min(TOGETHER, end - begin)
        for b in range(size):
            h = mixed(queues[thread], begin + b)
            hashes[U(b)] = h
            fetch(table, np.intp(h >> shift))
        for b in range(size):
            h = hashes[U(b)]
            key = entry_of(queues, thread, begin + b, h)
            place = h >> shift
            while swap(table, np.intp(place), U(0), key) != U(0):
                place = (place + U(1)) & mask
        begin += size


@njit(
    "void(i8, b1, uint64[::1], uint64[:,:,::1], uint32[:,::1], {step_type}[:,::1], i8[::1], "
    "i8[::1], i8[:,::1], i8[:,::1], i8[::1], i8, i8, uint64[:,::1], {step_type}[::1], uint32[::1], "
    "uint64[::1], uint64[:,::1])",
    nogil=True,
    cache=True,
)
def work(
    thread, alone, table, queues, parents, by_steps, heads, ends, counts, stuck, control, size,
    room, batch, taken, sources, hashes, recent,
):
    """Expand batches of the frontier until none is left, the table is full, or told to stop.

    `alone` says that no other thread works meanwhile, so nothing needs to be atomic.
    `counts[thread]`: states entered, successors generated, whether it was full, stuck states.
    """
    threads = queues.shape[0]
    mask = U(table.shape[0] - 1)
    shift = shift_of(table)
    number = counts[thread, 0]
    for turn in range(threads):
        owner = (thread + turn) % threads
        while True:
            if add(control, 0, 0) != 0:
                return
            entered_count = I(0)
            for other in range(threads):
                entered_count += add(counts[other], 0, 0)
            if entered_count + threads * size * STEPS_MAX > room:
                counts[thread, 2] = 1
                return
            begin = add(heads, owner * 8, size)
            if begin >= ends[owner]:
                break
            end = min(begin + size, ends[owner])
            k = 0
            for a in range(begin, end):
                before = k
                k = expand({state}, batch, taken, k)
                counts[thread, 1] += k - before
                if k == before and not final({state}):
                    if counts[thread, 3] < stuck.shape[1]:
                        stuck[thread, counts[thread, 3]] = a * threads + owner
                    counts[thread, 3] += 1
                fresh = before
                for b in range(before, k):
                    h = mixed(batch, b)
                    known = lately(recent, h & U({recent_mask}), batch, b, fresh)
                    taken[U(fresh)] = taken[U(b)]
                    hashes[U(fresh)] = h
                    sources[U(fresh)] = a * threads + owner
                    fresh += I(not known)
                k = fresh
            for b in range(k):
                fetch(table, np.intp(hashes[U(b)] >> shift))
            for b in range(k):
                h = hashes[U(b)]
                if entered(
                    table, h >> shift, queues, thread, number, batch, b, h, mask, alone
                ):
                    parents[U(thread), U(number)] = sources[U(b)]
                    by_steps[U(thread), U(number)] = taken[U(b)]
                    number += 1
            add(counts[thread], 0, number - counts[thread, 0])
    return
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
        .replace("{recent_mask}", hex((1 << RECENT_BITS) - 1))
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
    """Return the lines of one step.

    Where it is often enabled the state after it is written always and counted only when it is: a
    branch that nobody can foretell costs more than a few writes.
    """
    step = model.steps[number]
    always = _is_unforeseeable(step)
    margin = "    " if always else "        "
    lines = []
    for word in range(model.layout.words):
        after = writer.after(step, word) or f"w{word}"
        lines.append(f"{margin}batch[U({word}), U(k)] = {after}")
    lines.append(f"{margin}taken[U(k)] = {number}")
    test = _cheapest_first(step.condition, writer)
    if always:
        return [*lines, f"    k += I({test})"]
    return [f"    if {test}:", *lines, "        k += 1"]


def _is_unforeseeable(step: Step) -> bool:
    cube, rest = split(step.condition)
    bits = sum(member.place.field.width for member in cube)
    cheap = all(isinstance(item, Fixed | Copied) for item in step.updates)
    return cheap and not rest and bits <= UNFORESEEABLE_BITS_MAX


def _cheapest_first(condition: Condition, writer: Writer) -> str:
    cube, rest = split(condition)
    if not cube:
        return writer.condition(condition)
    return writer.condition(Both((*cube, *rest)))
