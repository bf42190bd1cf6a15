"""The synthetic models' vocabulary: a small SPM tokenizer trained on a built-in word list.

Order of ids, as sentencepiece has it: the three special tokens, 256 byte tokens, merged pieces by
rank, single characters. The first merges are learned from the words (most frequent pair first),
so ordinary text comes out in pieces of several letters; when the words are used up, made-up
syllables follow, enough for vocabularies of any published size. Capitals are not in the alphabet:
they take the way over byte tokens. Everything is a function of the size alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, pairwise, product
from typing import Final

__all__ = ["BOS", "BYTE_BASE", "EOS", "PIECE_BASE", "UNKNOWN", "Vocabulary", "spm_vocabulary"]

UNKNOWN, BOS, EOS = 0, 1, 2
BYTE_BASE: Final = 3
PIECE_BASE: Final = BYTE_BASE + 256
SPACE: Final = "\u2581"

NORMAL_TYPE, UNKNOWN_TYPE, CONTROL_TYPE, BYTE_TYPE = 1, 2, 3, 6
"""The format's numbers of token types."""

_LETTERS: Final = "etaoinshrdlucmfwygpbvkxqjz"
_MARKS: Final = ".,'!?-0123456789"
_ALPHABET: Final = SPACE + _LETTERS + _MARKS

_WORDS: Final = (
    "the of and to in is that it was for on are as with his they at be this from have or by one "
    "had not but what all were when we there can an your which their said if do will each about "
    "how up out them then she many some so these would other into has more her two like him see "
    "time could no make than first been its who now people my made over did down only way find "
    "use may water long little very after words called just where most know gate turn state "
    "token ready model load free reset error pass call open close begin end key lock door hall "
    "stone light house garden river morning evening old new small great young quiet green white "
    "winter summer walk wait speak listen answer question story night again under never always "
    "before because through between another machine engine"
)

_SYLLABLES: Final = tuple(first + second for first in "tnshrdlcmwfgypbvkjxqz" for second in "eaoiu")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Token texts, scores and types, by id."""

    tokens: tuple[str, ...]
    scores: tuple[float, ...]
    types: tuple[int, ...]


@cache
def spm_vocabulary(size: int) -> Vocabulary:
    """Return the vocabulary of `size` tokens; ValueError if that leaves no room for a piece."""
    room = size - PIECE_BASE
    if room < 1:
        raise ValueError(f"a vocabulary needs at least {PIECE_BASE + 1} tokens, not {size}")
    letters = _ALPHABET[:room]
    merged = islice(_distinct(chain(_merges(), _made_up())), room - len(letters))
    pieces = (*merged, *letters)
    specials = ("<unk>", "<s>", "</s>")
    octets = tuple(f"<0x{octet:02X}>" for octet in range(256))
    return Vocabulary(
        tokens=(*specials, *octets, *pieces),
        # Merges happen in the order of score: the earlier learned, the higher.
        scores=(0.0,) * PIECE_BASE + tuple(-float(rank) for rank in range(room)),
        types=(UNKNOWN_TYPE, CONTROL_TYPE, CONTROL_TYPE)
        + (BYTE_TYPE,) * 256
        + (NORMAL_TYPE,) * room,
    )


def _merges() -> Iterator[str]:
    """Learn pairs from the words until every word is one piece."""
    split = {word: [SPACE, *word] for word in _WORDS.split()}
    # Earlier words of the list are the more frequent ones of the language.
    weight = {word: len(split) - place for place, word in enumerate(split)}
    while True:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, parts in split.items():
            for pair in pairwise(parts):
                pairs[pair] += weight[word]
        if not pairs:
            return
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        for word, parts in split.items():
            split[word] = _merge(parts, best)
        yield "".join(best)


def _merge(parts: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for part in parts:
        if merged and (merged[-1], part) == pair:
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def _made_up() -> Iterator[str]:
    for length in (1, 2, 3, 4):
        for syllables in product(_SYLLABLES, repeat=length):
            yield "".join(syllables)
            yield SPACE + "".join(syllables)


def _distinct(pieces: Iterator[str]) -> Iterator[str]:
    seen = set(_ALPHABET)
    for piece in pieces:
        if piece not in seen:
            seen.add(piece)
            yield piece
