"""Settings, the generator everybody can repeat, and the choice of a token."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import GenerationError, SettingsError
from engine.sampling import Generator, Settings, _draw, philox, pick, uniform


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", math.nan),
        ("temperature", math.inf),
        ("temperature", -math.inf),
        ("temperature", -0.1),
        ("temperature", np.float32("nan")),
        ("temperature", True),
        ("temperature", "0.5"),
        ("temperature", None),
        pytest.param("temperature", 10**5000, id="a temperature of 5000 digits"),
        ("temperature", 1j),
        ("seed", -1),
        ("seed", 1 << 64),
        pytest.param("seed", 10**5000, id="a seed of 5000 digits"),
        ("seed", 1.0),
        ("seed", math.nan),
        ("seed", False),
        ("seed", "1"),
        ("seed", None),
        ("top_k", 3),
        ("no such setting", "x" * 10_000),
    ],
)
def test_a_bad_value_names_itself_and_what_is_allowed(name, value):
    before = Settings(0.5, 7)
    with pytest.raises(SettingsError) as raised:
        before.changed(**{name: value})
    error = raised.value
    assert error.slug == "config.value"
    assert error.evidence["name"] == name
    assert name in str(error)
    assert error.evidence["expected"] in str(error)
    assert len(str(error)) < 300
    assert before == Settings(0.5, 7)


def test_what_is_not_named_stays():
    first = Settings()
    assert first == Settings(temperature=0.0, seed=0)
    assert first.changed(temperature=0.5) == Settings(0.5, 0)
    assert first.changed(temperature=0.5).changed(seed=3) == Settings(0.5, 3)
    assert first.changed() == first


@pytest.mark.parametrize("value", [np.float32(0.5), np.float64(0.5), Fraction(1, 2)])
def test_numbers_of_other_kinds_are_taken_as_plain_ones(value):
    found = Settings(temperature=value, seed=np.uint64(2**64 - 1))
    assert type(found.temperature) is float
    assert found == Settings(0.5, 2**64 - 1)
    assert type(found.seed) is int
    assert math.copysign(1.0, Settings(temperature=-0.0).temperature) == 1.0


def test_the_generator_is_the_published_one():
    """Known answers of Philox4x32-10 from its authors' library."""
    ones = 0xFFFFFFFF
    assert philox(0, (0, 0, 0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    assert philox(ones << 32 | ones, (ones,) * 4) == (
        0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD,
    )  # fmt: skip
    pi = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
    assert philox(0x299F31D0A4093822, pi) == (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)


def test_the_first_numbers_are_pinned():
    assert [uniform(0, index).hex() for index in range(3)] == [
        "0x1.c2d38b1acc4fdp-1",
        "0x1.72c8036fe3932p-2",
        "0x1.471cca9813ea8p-2",
    ]
    assert [uniform(1234, index).hex() for index in range(3)] == [
        "0x1.b4f9e15641216p-1",
        "0x1.cbe137c9eeed8p-4",
        "0x1.f80df4707f939p-1",
    ]
    generator = Generator(1234)
    assert generator.draw() == generator.draw() == uniform(1234, 0)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**40), st.integers(0, 3))
def test_numbers_lie_in_the_unit_interval_and_depend_on_all_of_the_counter(seed, index, draw):
    number = uniform(seed, index, draw)
    assert 0.0 <= number < 1.0
    others = {uniform(seed ^ 1, index, draw), uniform(seed, index ^ 1, draw)}
    others |= {uniform(seed, index, draw ^ 1), uniform(seed ^ (1 << 63), index, draw)}
    assert number not in others


def test_numbers_are_uniform_and_independent_of_their_neighbours():
    numbers = np.array([uniform(5, index) for index in range(4000)])
    assert abs(numbers.mean() - 0.5) < 0.02
    counts, _ = np.histogram(numbers, bins=20, range=(0, 1))
    assert ((counts - 200) ** 2 / 200).sum() < 45
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.05


def test_greedy_takes_the_largest_and_the_lowest_id_among_equals():
    generator = Generator(0)
    logits = np.array([1, 3, 2, 3], dtype=np.float32)
    assert pick(logits, Settings(), generator) == 1
    assert generator.index == 1


def test_a_temperature_samples_by_share():
    logits = np.log(np.array([1, 2, 3, 4], dtype=np.float32))
    generator = Generator(11)
    counts = np.zeros(4)
    for _ in range(4000):
        counts[pick(logits, Settings(1.0, 11), generator)] += 1
    expected = np.array([400, 800, 1200, 1600])
    assert ((counts - expected) ** 2 / expected).sum() < 16
    assert generator.index == 4000


def test_low_temperatures_sharpen_and_high_ones_flatten():
    logits = np.array([0.0, 1.0], dtype=np.float32)

    def share(temperature: float) -> float:
        generator = Generator(2)
        return sum(pick(logits, Settings(temperature), generator) for _ in range(500)) / 500

    assert share(5e-324) == share(1e-300) == share(0.01) == 1.0
    assert 0.65 < share(1.0) < 0.8
    assert 0.42 < share(1e300) < 0.58


@given(
    st.lists(st.floats(-(2.0**100), 2.0**100, width=32), min_size=1, max_size=50),
    st.floats(0, 1e308),
    st.integers(0, 2**64 - 1),
)
def test_any_finite_logits_give_a_token_of_the_vocabulary(values, temperature, seed):
    logits = np.array(values, dtype=np.float32)
    before = logits.tobytes()
    settings = Settings(temperature, seed)
    tokens = {pick(logits, settings, Generator(seed, 5)) for _ in range(2)}
    assert len(tokens) == 1
    assert 0 <= tokens.pop() < len(values)
    assert logits.tobytes() == before


@given(st.lists(st.floats(-1000, 4, width=32), max_size=40), st.integers(0, 2**53 - 1))
def test_no_number_chooses_a_token_without_a_share(values, bits):
    # Tokens that can never be drawn, before, between and after those that can.
    never = [-(2.0**100)]
    logits = np.array(never + values + [0.0] + values + never, dtype=np.float32)
    for number in (0.0, bits / 2**53, 1 - 2**-53):
        token = _draw(logits, float(logits.max()), 1.0, number)
        assert np.exp(float(logits[token]) - float(logits.max())) > 0


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_logits_that_are_no_numbers_fail_and_draw_nothing(value, temperature):
    generator = Generator(3)
    logits = np.array([0.0, value, 1.0], dtype=np.float32)
    with pytest.raises(GenerationError) as raised:
        pick(logits, Settings(temperature), generator)
    assert raised.value.code == 13
    assert raised.value.evidence["token"] == 1
    assert generator.index == 0
