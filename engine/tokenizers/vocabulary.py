"""A vocabulary: tokens, their kinds and scores, and the special ones, checked for consistency.

What lives here: reading and checking the keys every tokenizer shares. What does not: how text is
cut into tokens.

A vocabulary is refused where it contradicts itself: arrays of different lengths, an id that is in
no vocabulary of this length, a token listed twice, a byte token that names no byte. Values that
nobody reads are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from ..errors import LoadError
from ..gguf import Header

__all__ = ["TokenKind", "Vocabulary"]

_KEY = "tokenizer.ggml."
_BYTE: Final = re.compile(r"<0x([0-9A-Fa-f]{2})>")

_END_TEXTS: Final = frozenset(
    {
        "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>",
        "<end_of_turn>", "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]",
        "[EOS]", "<|end_of_text|>", "<end_of_utterance>", "<eos>", "<turn|>",
        "<｜end▁of▁sentence｜>",
        # Fill-in-the-middle separators: nothing a model says after one belongs to the answer.
        "<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]", "<|fim_repo|>",
        "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>", "<|file_sep|>",
    }
)  # fmt: skip
"""Tokens that end a generation whatever the file's keys say, as llama.cpp has it by their text."""


class TokenKind(IntEnum):
    """What a token is, numbered as in the file."""

    UNDEFINED = 0
    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER_DEFINED = 4
    UNUSED = 5
    BYTE = 6


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The tokens of a file.

    `texts` are as in the file; bytes that are not UTF-8 stand in them as surrogates, so no valid
    text matches them. `bytes_of` gives the byte behind each byte token.
    """

    texts: tuple[str, ...]
    kinds: tuple[TokenKind, ...]
    scores: npt.NDArray[np.floating]
    id_of: Mapping[str, int]
    bytes_of: Mapping[int, int]
    begin_id: int | None
    end_id: int | None
    unknown_id: int | None
    end_ids: frozenset[int]
    adds_begin: bool
    adds_end: bool
    adds_space: bool


def read_vocabulary(
    header: Header, *, begin_id: int | None, end_id: int | None, unknown_id: int | None
) -> Vocabulary:
    """Return a header's vocabulary. The ids are what a kind of tokenizer has when no key says."""
    texts = tuple(
        raw.decode("utf-8", "surrogateescape") or f"[EMPTY_{token}]"
        for token, raw in enumerate(header.raws(_KEY + "tokens"))
    )
    count = len(texts)
    kinds = _kinds(header, count)
    bytes_of = _bytes_of(texts, kinds)
    begin = _special(header, "bos", count, begin_id)
    end = _special(header, "eos", count, end_id)
    # A token that ends a generation is a control token, even in files that forgot to say so.
    ends = {token for token, text in enumerate(texts) if text in _END_TEXTS}
    for token in ends:
        kinds[token] = TokenKind.CONTROL
    named = (end, _special(header, "eot", count, None), _special(header, "eom", count, None))
    adds_begin = header.flag(_KEY + "add_bos_token", True)
    adds_end = header.flag(_KEY + "add_eos_token", False)
    _check_added(adds_begin, begin, "add_bos_token", "bos_token_id")
    _check_added(adds_end, end, "add_eos_token", "eos_token_id")
    return Vocabulary(
        texts=texts,
        kinds=tuple(kinds),
        scores=_scores(header, count),
        id_of=MappingProxyType(_ids(texts)),
        bytes_of=MappingProxyType(bytes_of),
        begin_id=begin,
        end_id=end,
        unknown_id=_special(header, "unknown", count, unknown_id),
        end_ids=frozenset(ends.union(token for token in named if token is not None)),
        adds_begin=adds_begin,
        adds_end=adds_end,
        adds_space=header.flag(_KEY + "add_space_prefix", True),
    )


def _ids(texts: tuple[str, ...]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for token, text in enumerate(texts):
        first = ids.setdefault(text, token)
        if first != token:
            raise _inconsistent(
                "tokens", f"token {token} is {text!r}, as token {first} is", "distinct tokens",
                text.encode("unicode_escape").decode(),
            )  # fmt: skip
    return ids


def _kinds(header: Header, count: int) -> list[TokenKind]:
    key = _KEY + "token_type"
    if key not in header:
        return [TokenKind.NORMAL] * count
    numbers = header.integers(key, count=count, low=0, high=max(TokenKind))
    return [TokenKind(number) for number in numbers]


def _scores(header: Header, count: int) -> npt.NDArray[np.floating]:
    key = _KEY + "scores"
    if key not in header:
        return np.zeros(count, dtype=np.float32)
    return header.numbers(key, count=count)


def _special(header: Header, name: str, count: int, default: int | None) -> int | None:
    key = f"{_KEY}{name}_token_id"
    if key in header:
        return header.integer(key, low=0, high=count - 1)
    return default if default is not None and default < count else None


def _bytes_of(texts: tuple[str, ...], kinds: list[TokenKind]) -> dict[int, int]:
    found = {}
    for token, kind in enumerate(kinds):
        if kind is TokenKind.BYTE:
            match = _BYTE.fullmatch(texts[token])
            if match is None:
                raise _inconsistent(
                    "tokens", f"byte token {token} is {texts[token]!r}", "<0x00> to <0xFF>",
                    texts[token].encode("unicode_escape").decode(),
                )  # fmt: skip
            found[token] = int(match[1], 16)
    return found


def _check_added(added: bool, token: int | None, flag: str, key: str) -> None:
    if added and token is None:
        raise _inconsistent(key, f"{_KEY}{flag} is set, but there is no such token", "an id", None)


def _inconsistent(name: str, message: str, expected: object, found: object) -> LoadError:
    evidence = {"key": _KEY + name, "expected": expected, "found": found}
    return LoadError("tensor.vocabulary", message, evidence=evidence)
