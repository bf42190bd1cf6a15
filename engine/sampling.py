"""Sampling: from logits to a token, by settings and a generator everybody can repeat.

What lives here: the settings and their bounds, the generator, the choice of a token. What does
not: who may change settings when, and logits (`evaluation.py`).

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as
1, 2, 3", 2011), a function from a key and a counter to numbers, with no state to carry along. The
key is the seed, low word first; the counter is (token index, low word first; draw within the
token; 0). The uniform number of a draw is its first two words as a 64-bit number, low word first,
shifted right by 11 and divided by 2^53. So the number behind any token can be had by itself,
on any machine, and a request that is repeated meets the same ones.

Temperature 0 is greedy: the largest logit wins, the lowest id among equals, and nothing is drawn.
It is the default, because a first run should be repeatable and say what the model says. Above 0,
a token's probability is its share of exp((logit - largest) / temperature), in float64, and the
token is the first one, in order of id, at which the running sum passes the uniform number.
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from .errors import GenerationError, SettingsError, shown

__all__ = ["Generator", "Settings", "philox", "pick", "uniform"]

SEED_MAX: Final = (1 << 64) - 1

_WORD: Final = 0xFFFFFFFF
_MULTIPLIERS: Final = (0xD2511F53, 0xCD9E8D57)
_KEY_STEPS: Final = (0x9E3779B9, 0xBB67AE85)
_ROUNDS: Final = 10

Counter = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """How tokens are chosen. Checked when made: a Settings object is always valid.

    `temperature` is a finite number from 0 up, 0 being greedy; `seed` a whole number that fits
    in 64 bits. Raises SettingsError `config.value` for anything else.
    """

    temperature: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "temperature", _temperature(self.temperature))
        object.__setattr__(self, "seed", _seed(self.seed))

    def changed(self, **changes: object) -> Settings:
        """Return settings that differ in the ones named; the others stay."""
        known = [setting.name for setting in fields(self)]
        for name, value in changes.items():
            if name not in known:
                raise _rejected(name, value, "one of the settings " + ", ".join(known))
        return replace(self, **changes)  # type: ignore[arg-type]


def _temperature(value: object) -> float:
    allowed = "a finite number from 0 up"
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise _rejected("temperature", value, allowed)
    try:
        number = float(value)
    except OverflowError:
        raise _rejected("temperature", value, allowed) from None
    if not (math.isfinite(number) and number >= 0.0):
        raise _rejected("temperature", value, allowed)
    return abs(number)  # no negative zero


def _seed(value: object) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, numbers.Integral)
        or not 0 <= int(value) <= SEED_MAX
    ):
        raise _rejected("seed", value, f"a whole number of 0 to {SEED_MAX}")
    return int(value)


def _rejected(name: str, value: object, allowed: str) -> SettingsError:
    found = shown(value)
    return SettingsError(
        "config.value",
        f"{name} is {found}; allowed is {allowed}",
        evidence={"name": name, "expected": allowed, "found": found},
    )


def philox(key: int, counter: Counter) -> Counter:
    """Return the four 32-bit words of Philox4x32-10 for a 64-bit key and a counter."""
    a, b, c, d = counter
    low, high = key & _WORD, key >> 32
    for _ in range(_ROUNDS):
        left, right = a * _MULTIPLIERS[0], c * _MULTIPLIERS[1]
        a, b, c, d = (right >> 32) ^ b ^ low, right & _WORD, (left >> 32) ^ d ^ high, left & _WORD
        low, high = (low + _KEY_STEPS[0]) & _WORD, (high + _KEY_STEPS[1]) & _WORD
    return a, b, c, d


def uniform(seed: int, index: int, draw: int = 0) -> float:
    """Return the number in [0, 1) behind a draw of the token at `index`."""
    low, high, _, _ = philox(seed, (index & _WORD, index >> 32, draw, 0))
    bits: int = (high << 32 | low) >> 11
    return bits / (1 << 53)


@dataclass(slots=True)
class Generator:
    """A request's place in the sequence of a seed: `index` tokens have been chosen so far."""

    seed: int
    index: int = 0

    def draw(self) -> float:
        """Return the present token's number in [0, 1)."""
        return uniform(self.seed, self.index)


def pick(logits: npt.NDArray[np.float32], settings: Settings, generator: Generator) -> int:
    """Choose a token and move the generator on by one.

    Raises GenerationError, the generator unmoved, if any logit is infinite or not a number.
    """
    largest = logits.max()
    # NaN spreads to the maximum; of the infinities, +inf is the maximum and -inf the minimum.
    if not (np.isfinite(largest) and np.isfinite(logits.min())):
        index = int(np.argmin(np.isfinite(logits)))
        raise GenerationError(
            "generation.failed",
            f"the logits are not finite: token {index} has {logits[index]}",
            evidence={"expected": "finite logits", "found": str(logits[index]), "token": index},
        )
    if settings.temperature == 0.0:
        token = int(np.argmax(logits))
    else:
        token = _draw(logits, float(largest), settings.temperature, generator.draw())
    generator.index += 1
    return token


def _draw(
    logits: npt.NDArray[np.float32], largest: float, temperature: float, number: float
) -> int:
    with np.errstate(over="ignore"):
        shares = np.exp((logits.astype(np.float64) - largest) / temperature)  # [vocab]
    sums = np.cumsum(shares)  # [vocab]
    # The numbers end at 1 - 2^-53, and that times the total is less than the total in float64 too:
    # there is always a sum beyond, and the first one belongs to a token that has a share.
    return int(np.searchsorted(sums, number * sums[-1], side="right"))
