"""Accept and reject as llama.cpp's own parser does, but where we mean to be stricter."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from gguf_cases import CASES
from test_gguf_mutants import mutant

from engine.errors import LoadError
from engine.gguf import read_header

pytestmark = pytest.mark.oracle

STRICTER = frozenset(
    {case.slug for case in CASES if case.reference_accepts}
    | {"parse.key-count", "parse.tensor-count"}
)


def test_malformed_cases(tmp_path: Path) -> None:
    from gguf_oracle import accepts

    path = tmp_path / "case.gguf"
    wrong = []
    for case in CASES:
        path.write_bytes(case.data)
        if accepts(path) != case.reference_accepts:
            wrong.append(case.name)
    assert not wrong


def test_mutants(tmp_path: Path) -> None:
    from gguf_oracle import accepts

    chance = random.Random(11)
    path = tmp_path / "mutant.gguf"
    both = {True: 0, False: 0}
    for index in range(3000):
        data = mutant(chance)
        path.write_bytes(data)
        reference = accepts(path)
        try:
            read_header(data)
            ours, slug = True, "accepted"
        except LoadError as error:
            ours, slug = False, error.slug
        assert ours == reference or slug in STRICTER, (index, slug, reference)
        # Whatever we accept, the reference does: strictness goes one way.
        assert reference or not ours, (index, slug)
        both[ours and reference] += 1
    assert min(both.values()) > 100, both
