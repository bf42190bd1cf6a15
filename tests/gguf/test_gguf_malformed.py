"""Malformed files get the code that names what is wrong, and the place."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest
from gguf_cases import CASES
from gguf_forge import Case

from engine.errors import LoadError
from engine.gguf import read_header
from specs.errors import CATALOGUE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_has_its_code_and_place(case: Case) -> None:
    with pytest.raises(LoadError) as caught:
        read_header(case.data)
    error = caught.value
    assert (error.slug, error.evidence["offset_bytes"]) == (case.slug, case.at)
    assert error.code == CATALOGUE[case.slug].number
    assert error.stage == "parse"
    assert {"expected", "found", "around"} <= error.evidence.keys()
    family = case.name.split("/")[0]
    assert "key" in error.evidence or family not in ("arrays", "alignments", "splits")
    assert "tensor" in error.evidence or family != "layouts" or case.slug == "parse.data-missing"
    assert json.loads(json.dumps(error.evidence)) == error.evidence
    assert str(case.at) in str(error)
    assert str(error).isprintable()
    assert len(str(error)) < 600


def test_every_code_of_the_stage_has_a_case() -> None:
    declared = {slug for slug, fault in CATALOGUE.items() if fault.stage == "parse"}
    assert declared == {case.slug for case in CASES}


def test_numbers_of_the_stage_are_unique() -> None:
    numbers = [fault.number for fault in CATALOGUE.values() if fault.stage == "parse"]
    assert len(numbers) == len(set(numbers))
    assert all(300 <= number < 400 for number in numbers)


def test_rejection_is_cheap() -> None:
    tracemalloc.start()
    try:
        for case in CASES:
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            started_s = time.process_time()
            with pytest.raises(LoadError):
                read_header(case.data)
            assert time.process_time() - started_s < 0.5, case.name
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before < 1 << 20, case.name
    finally:
        tracemalloc.stop()


def test_header_only_refuses_the_same_but_for_what_follows_the_header() -> None:
    beyond = {"parse.data-missing", "parse.tensor-past-end", "parse.split"}
    for case in CASES:
        if case.slug in beyond:
            assert read_header(case.data, header_only=True).size_bytes == len(case.data)
        else:
            with pytest.raises(LoadError) as caught:
                read_header(case.data, header_only=True)
            assert caught.value.slug == case.slug


def test_around_shows_the_bytes_at_the_offset() -> None:
    data = b"GGUF" + (9).to_bytes(4, "little") + bytes(16)
    with pytest.raises(LoadError) as caught:
        read_header(data)
    assert caught.value.evidence["around"] == "47 47 55 46 [09] 00 00 00" + " 00" * 12
    assert caught.value.evidence["found"] == 9


def test_names_of_a_stranger_are_escaped() -> None:
    from gguf_forge import key, preamble, u32

    hostile = "\x1b]0;gone\x07\u202e"
    data = preamble(0, 1) + key(hostile, 99, u32(0))
    with pytest.raises(LoadError) as caught:
        read_header(data)
    assert caught.value.slug == "parse.value-type"
    assert str(caught.value).isprintable()
    assert caught.value.evidence["key"] == "\\x1b]0;gone\\x07\\u202e"
