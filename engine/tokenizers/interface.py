"""What every tokenizer can do, and the streaming of its pieces.

What lives here: the surface, and what follows from it for all kinds (decoding, streaming). What
does not: any one algorithm, and the checks of a vocabulary (`vocabulary.py`).

Untrusted text never turns into control tokens: `encode` reads them in a text only when asked
with `parse_special`. Pieces are bytes, because a token may end inside a character; text is made
of them by decoders that hold incomplete characters back, and show U+FFFD for what is none.
"""

from __future__ import annotations

import codecs
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable

from ..errors import PromptError
from ..gguf import open_mapped

__all__ = ["Streamer", "Tokenizer", "utf8"]


class Tokenizer(ABC):
    """Text to token ids and back, as one model file has it. Immutable.

    `end_ids` are the tokens that end a generation.
    """

    vocab_count: int
    begin_id: int | None
    end_ids: frozenset[int]

    @classmethod
    def from_gguf(cls, path: str | os.PathLike[str]) -> Tokenizer:
        """Return the tokenizer of the model file at `path`; LoadError if it cannot be had."""
        from . import tokenizer_from

        with open_mapped(path) as file:
            return tokenizer_from(file.header)

    @abstractmethod
    def encode(
        self, text: str, add_special: bool = False, parse_special: bool = False
    ) -> list[int]:
        """Return the ids of a text.

        `add_special` adds the begin and end tokens the file asks for; `parse_special` reads
        control tokens written out in the text. PromptError `prompt.encoding` for lone surrogates.
        """

    @abstractmethod
    def piece(self, token: int) -> bytes:
        """Return what a token adds to the text: UTF-8, perhaps a part of a character.

        Control tokens add nothing. IndexError for a token not in the vocabulary.
        """

    @abstractmethod
    def pieces(self, tokens: Iterable[int]) -> Iterable[bytes]:
        """Yield the pieces of a whole text, without the spaces that encoding put in front."""

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of whole encoded ids.

        It is the text that was encoded, where the vocabulary can spell it.
        """
        return b"".join(self.pieces(ids)).decode("utf-8", "replace")

    def streamer(self) -> Streamer:
        """Return a decoder for the tokens of one continuation."""
        return Streamer(self)


class Streamer:
    """Text from tokens one at a time: never half a character, nothing lost or taken back."""

    __slots__ = ("_decoder", "_tokenizer")

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, token: int) -> str:
        """Return the text that has become certain with this token; often empty."""
        return self._decoder.decode(self._tokenizer.piece(token))

    def finish(self) -> str:
        """Return what was held back: U+FFFD for a character that will not be completed."""
        return self._decoder.decode(b"", final=True)


def utf8(text: object) -> str:
    """Return a text that can be encoded, or raise the PromptError that says why it cannot."""
    if not isinstance(text, str):
        raise PromptError(
            "prompt.value",
            f"a text is a str, not {type(text).__name__}",
            evidence={"expected": "str", "found": type(text).__name__},
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"U+{ord(text[error.start]):04X}"
        raise PromptError(
            "prompt.encoding",
            f"the text has a lone surrogate {found} at position {error.start}",
            evidence={"position": error.start, "expected": "valid Unicode", "found": found},
        ) from None
    return text
