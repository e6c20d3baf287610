"""Eras against the recorded ones and against their defining property."""

import bittensor_core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.codec import InvalidEncoding, InvalidValue
from meritnet.codec.era import ERA, FOREVER, IMMORTAL, Era, mortal
from meritnet.codec.tests.recorded import VECTORS, type_of

PERIODS = [1 << power for power in range(2, 17)]


@pytest.mark.parametrize("entry", VECTORS["eras"], ids=lambda entry: f"{entry['period']}@{entry['current']}")
def test_recorded_eras(entry):
    era = mortal(entry["period"], entry["current"])
    assert "0x" + ERA.encode(era).hex() == entry["bytes"]
    assert ERA.decode(bytes.fromhex(entry["bytes"][2:])) == era
    assert era.birth(entry["current"]) == entry["birth"]
    assert era.death(entry["current"]) == entry["birth"] + entry["period"]


def test_the_immortal_era_is_one_zero_byte_and_starts_at_genesis():
    assert ERA.encode(IMMORTAL) == b"\x00"
    assert ERA.decode(b"\x00") == IMMORTAL
    assert (IMMORTAL.birth(5000), IMMORTAL.death(5000)) == (0, FOREVER)
    assert IMMORTAL.is_immortal
    assert not mortal(64, 1).is_immortal


@given(st.sampled_from(PERIODS), st.integers(0, 2**32 - 1), st.data())
def test_the_window_contains_its_making_and_is_found_again_within_it(period, current, data):
    era = mortal(period, current)
    birth, death = era.birth(current), era.death(current)
    assert death - birth == period
    # Long eras start up to period / 4096 blocks before the block they were made at.
    assert birth <= current < birth + max(period >> 12, 1)
    later = data.draw(st.integers(current, death - 1))
    assert era.birth(later) == birth
    assert era.birth(death) == death
    assert ERA.decode(ERA.encode(era)) == era


@given(st.sampled_from(PERIODS), st.integers(0, 2**32 - 1))
def test_birth_agrees_with_the_reference_library(period, current):
    assert mortal(period, current).birth(current) == bittensor_core.era_birth(period, current)


def test_periods_are_rounded_up_and_kept_in_bounds():
    assert [mortal(period, 0).period for period in (0, 1, 4, 5, 100, 65536, 10**6)] == [
        4,
        4,
        4,
        8,
        128,
        65536,
        65536,
    ]


@pytest.mark.parametrize("hexed", ["1000", "4100", "f1ff", "4424"])
def test_bytes_that_are_no_era_are_refused(hexed):
    # A period of 2, then phases that reach or pass the period.
    with pytest.raises(InvalidEncoding, match="no valid pair"):
        ERA.decode(bytes.fromhex(hexed))


@pytest.mark.parametrize("era", [Era(3, 0), Era(2, 0), Era(0, 1), Era(8, 8), Era(65536, 1), (64, 1), None])
def test_values_that_are_no_era_are_refused(era):
    with pytest.raises(InvalidValue, match=r"[Ee]ra"):
        ERA.encode(era)


def test_truncated_eras_are_refused_and_the_shape_is_the_recorded_one():
    for raw in (b"", b"\x15"):
        with pytest.raises(InvalidEncoding):
            ERA.decode(raw)
    assert ERA is type_of(580)
    assert len(ERA.shape().variants) == 256
