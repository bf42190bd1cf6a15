"""What an architecture file declares, and how it asks a header for its hyperparameters.

What lives here: the shape of an architecture (a module with `NAME`, `configure`, `needs` and
`program`), the tensors it needs, and bounded questions to a header. What does not: any one
architecture, and the comparison of needs with a file (`admission.py`).

Every question has bounds, so a number that reaches a Config is one that can be computed with.
Faults are LoadErrors that name the key: the header's own (`tensor.key-range` and the like),
`tensor.hyperparameter` where two keys contradict each other, `tensor.unsupported` where a file
asks for something this runtime does not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ..errors import LoadError
from ..gguf import Header
from ..lifetimes import Config
from ..operations import Program

__all__ = ["Architecture", "Keys", "Need"]

TOKENS_KEY = "tokenizer.ggml.tokens"


@dataclass(frozen=True, slots=True)
class Need:
    """A tensor the program reads. `shape` is rows first, as NumPy has it."""

    name: str
    shape: tuple[int, ...]
    optional: bool = False


class Architecture(Protocol):
    """What an architecture's module holds."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The value of `general.architecture`."""

    def configure(self, keys: Keys) -> Config:
        """Return the blueprint; raise LoadError for numbers that cannot be."""

    def needs(self, config: Config) -> list[Need]:
        """List the tensors, each once."""

    def program(self, config: Config, present: frozenset[str]) -> Program:
        """List the operations over the tensors present."""


class Keys:
    """Questions to a header about the keys of one architecture."""

    def __init__(self, header: Header, architecture: str) -> None:
        self._header = header
        self._prefix = f"{architecture}."

    def has(self, name: str) -> bool:
        """Whether the file has the key."""
        return self._prefix + name in self._header

    def count(
        self, name: str, default: int | None = None, *, high: int, blocks: int | None = None
    ) -> int:
        """Return a whole number of 1..high.

        With `blocks` given, the file may hold one number per block; they must all be equal.
        """
        key = self._prefix + name
        if blocks is None:
            return self._header.integer(key, default, low=1, high=high)
        numbers = self._header.integers(key, default, count=blocks, low=1, high=high)
        if len(set(numbers)) > 1:
            raise LoadError(
                "tensor.unsupported",
                f"{key} differs from block to block ({min(numbers)} to {max(numbers)}); "
                "only equal blocks are supported",
                evidence={"key": key, "expected": "equal numbers", "found": sorted(set(numbers))},
            )
        return numbers[0]

    def number(self, name: str, default: float | None = None, *, low: float, high: float) -> float:
        """Return a floating-point number of low..high."""
        return self._header.number(self._prefix + name, default, low=low, high=high)

    def vocab_count(self, *, high: int) -> int:
        """Return the number of tokens in the vocabulary; `vocab_size` must agree if it is there."""
        tokens = self._header.metadata.get(TOKENS_KEY)
        if tokens is None:
            raise LoadError(
                "tensor.missing-key",
                f"the file has no key {TOKENS_KEY}: it carries no vocabulary",
                evidence={"key": TOKENS_KEY, "expected": "present", "found": "absent"},
            )
        if not 1 <= tokens.count <= high:
            raise LoadError(
                "tensor.vocabulary",
                f"the vocabulary has {tokens.count} tokens; 1 to {high} are possible",
                evidence={"key": TOKENS_KEY, "expected": f"1 to {high}", "found": tokens.count},
            )
        key = self._prefix + "vocab_size"
        declared = self._header.integer(key, 0, low=0)
        if declared not in (0, tokens.count):
            raise LoadError(
                "tensor.vocabulary",
                f"{key} is {declared}, but {TOKENS_KEY} has {tokens.count} tokens",
                evidence={"key": key, "expected": tokens.count, "found": declared},
            )
        return tokens.count

    def rope_scale(self) -> float:
        """Return what angles are multiplied by: 1/factor of linear scaling, or 1."""
        key = self._prefix + "rope.scaling.type"
        kind = self._header.text(key, "linear")
        if kind not in ("none", "linear"):
            raise LoadError(
                "tensor.unsupported",
                f"{key} is {kind!r}; supported are 'none' and 'linear'",
                evidence={"key": key, "expected": ["none", "linear"], "found": kind},
            )
        self._refuse_attention_factor()
        # Files hold a factor of 0 where they mean that there is none; the second key is older.
        older = self.number("rope.scale_linear", 0.0, low=0.0, high=1e6)
        factor = self.number("rope.scaling.factor", older, low=0.0, high=1e6)
        return 1.0 if kind == "none" or factor == 0.0 else 1.0 / factor

    def _refuse_attention_factor(self) -> None:
        factor = self.number("rope.scaling.attn_factor", 1.0, low=0.0, high=1e6)
        if factor not in (0.0, 1.0):
            key = self._prefix + "rope.scaling.attn_factor"
            raise LoadError(
                "tensor.unsupported",
                f"{key} is {factor}; only 1 is supported",
                evidence={"key": key, "expected": 1.0, "found": factor},
            )

    def refuse_if_set(self, name: str, feature: str) -> None:
        """Refuse a file that asks for a feature this runtime does not have."""
        key = self._prefix + name
        number = self._header.integer(key, 0)
        if number:
            raise LoadError(
                "tensor.unsupported",
                f"{key} is {number}: {feature} is not supported",
                evidence={"key": key, "expected": 0, "found": number},
            )

    def divides(self, part: str, part_count: int, whole: str, whole_count: int) -> None:
        """Require that one number divides another."""
        if whole_count % part_count:
            self._contradiction(
                part, f"must divide {self._prefix}{whole} ({whole_count})", part_count
            )

    def even(self, name: str, number: int) -> None:
        """Require an even number."""
        if number % 2:
            self._contradiction(name, "must be even", number)

    def _contradiction(self, name: str, rule: str, found: int) -> None:
        key = self._prefix + name
        raise LoadError(
            "tensor.hyperparameter",
            f"{key} is {found}; it {rule}",
            evidence={"key": key, "expected": rule, "found": found},
        )
