"""SPM, `tokenizer.ggml.model` = "llama": pieces merged by score, with bytes to fall back on.

A space is written U+2581, and one is put in front of a text and after every special token. Then
the text is its characters, and again and again the two neighbours are merged whose union is the
token with the highest score, the leftmost among equals, until no union is a token. What is left
and no token becomes the bytes of its UTF-8. A heap of candidates makes that O(n log n): merging
two symbols can only make two new candidates, and candidates whose parts have changed are
recognised by their length when they come up.

Ids equal llama.cpp's, with one difference that is meant: control tokens and byte tokens are never
the result of a merge, so plain text cannot spell one even in a vocabulary that has all its parts.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Final

from ..errors import PromptError
from ..gguf import Header
from .interface import Tokenizer, utf8
from .vocabulary import TokenKind, read_vocabulary

__all__ = ["Spm"]

SPACE: Final = "\u2581"

_HIDDEN: Final = (TokenKind.CONTROL, TokenKind.UNKNOWN)
_SPECIAL: Final = (*_HIDDEN, TokenKind.USER_DEFINED)
_UNMERGED: Final = (*_HIDDEN, TokenKind.BYTE)


class Spm(Tokenizer):
    """The tokenizer of Llama 1 and 2, Mistral, TinyLlama and Gemma."""

    def __init__(self, header: Header) -> None:
        vocabulary = read_vocabulary(header, begin_id=1, end_id=2, unknown_id=0)
        texts, kinds = vocabulary.texts, vocabulary.kinds
        self.vocab_count = len(texts)
        self.begin_id = vocabulary.begin_id
        self.end_ids = vocabulary.end_ids
        self._vocabulary = vocabulary
        self._id_of = {
            text: token for text, token in vocabulary.id_of.items() if kinds[token] not in _UNMERGED
        }
        # Negated: the heap gives the smallest first.
        self._costs: list[float] = (-vocabulary.scores).tolist()
        self._byte_ids = [self._byte_id(byte) for byte in range(256)]
        self._special = sorted(
            (token for token, kind in enumerate(kinds) if kind in _SPECIAL),
            key=lambda token: (-len(texts[token].encode("utf-8", "surrogateescape")), token),
        )
        self._pieces = tuple(self._piece(token) for token in range(self.vocab_count))

    def encode(
        self, text: str, add_special: bool = False, parse_special: bool = False
    ) -> list[int]:
        """See `Tokenizer.encode`."""
        vocabulary = self._vocabulary
        ids: list[int] = []
        if add_special and vocabulary.adds_begin and vocabulary.begin_id is not None:
            ids.append(vocabulary.begin_id)
        after_special = True
        for part in self._split(utf8(text), parse_special):
            if isinstance(part, int):
                ids.append(part)
                after_special = True
            else:
                lead = " " if vocabulary.adds_space and after_special else ""
                self._merge((lead + part).replace(" ", SPACE), ids)
                after_special = False
        if add_special and vocabulary.adds_end and vocabulary.end_id is not None:
            ids.append(vocabulary.end_id)
        return ids

    def piece(self, token: int) -> bytes:
        """See `Tokenizer.piece`."""
        if token < 0:
            raise IndexError(f"token {token} is not in the vocabulary of {self.vocab_count}")
        return self._pieces[token]

    def pieces(self, tokens: Iterable[int]) -> Iterator[bytes]:
        """See `Tokenizer.pieces`."""
        vocabulary = self._vocabulary
        after_special = True
        for token in tokens:
            piece = self.piece(token)
            if vocabulary.adds_space and after_special and piece.startswith(b" "):
                piece = piece[1:]
            after_special = vocabulary.kinds[token] in _SPECIAL
            yield piece

    def _split(self, text: str, parse_special: bool) -> list[str | int]:
        # Special tokens written out in the text, longest first; the rest stays text.
        parts: list[str | int] = [text] if text else []
        for token in self._special:
            if not parse_special and self._vocabulary.kinds[token] in _HIDDEN:
                continue
            written = self._vocabulary.texts[token]
            if any(isinstance(part, str) and written in part for part in parts):
                parts = [cut for part in parts for cut in _cut(part, written, token)]
        return parts

    def _merge(self, text: str, ids: list[int]) -> None:
        id_of, costs = self._id_of, self._costs
        count = len(text)
        # Symbol i is text[i:ends[i]]; ends[i] == i where it was merged into one before it.
        ends = list(range(1, count + 1))
        before = list(range(-1, count - 1))
        heap: list[tuple[float, int, int, int]] = []

        def consider(left: int, right: int) -> None:
            end = ends[right]
            token = id_of.get(text[left:end])
            if token is not None:
                heapq.heappush(heap, (costs[token], left, right, end))

        for right in range(1, count):
            consider(right - 1, right)
        while heap:
            _, left, right, end = heapq.heappop(heap)
            # Symbols only grow or vanish: a candidate is current if its borders still are.
            if ends[left] != right or ends[right] != end or right == end:
                continue
            ends[left] = end
            ends[right] = right
            if end < count:
                before[end] = left
                consider(left, end)
            if before[left] >= 0:
                consider(before[left], left)

        position = 0
        while position < count:
            symbol = text[position : ends[position]]
            token = id_of.get(symbol)
            if token is None:
                ids.extend(self._fall_back(symbol))
            else:
                ids.append(token)
            position = ends[position]

    def _fall_back(self, symbol: str) -> Iterator[int]:
        for byte in symbol.encode("utf-8"):
            token = self._byte_ids[byte]
            if token is None:
                raise PromptError(
                    "prompt.encoding",
                    f"the vocabulary has no token for {symbol!r}, and none for its bytes",
                    evidence={"expected": "text the vocabulary can spell", "found": symbol},
                )
            yield token

    def _byte_id(self, byte: int) -> int | None:
        id_of = self._vocabulary.id_of
        alone = bytes([byte]).decode("utf-8", "surrogateescape")
        return id_of.get(f"<0x{byte:02X}>", id_of.get(alone, self._vocabulary.unknown_id))

    def _piece(self, token: int) -> bytes:
        vocabulary = self._vocabulary
        kind, text = vocabulary.kinds[token], vocabulary.texts[token]
        if kind in _HIDDEN:
            return b""
        if kind is TokenKind.BYTE:
            return bytes([vocabulary.bytes_of[token]])
        if kind is not TokenKind.USER_DEFINED:
            text = text.replace(SPACE, " ")
        return text.encode("utf-8", "surrogateescape")


def _cut(part: str | int, written: str, token: int) -> Iterator[str | int]:
    if isinstance(part, int):
        yield part
        return
    for index, text in enumerate(part.split(written)):
        if index:
            yield token
        if text:
            yield text
