"""The emission curve against its recorded values, the exact rule, and the cap."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import I96F32
from meritnet.runtime.pallets.emission import curve
from meritnet.testing import vectors

VECTORS = vectors.load("economics/block_emission")


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda c: c["issuance_rao"])
def test_recorded_emission(case: dict[str, str]) -> None:
    assert curve.block_emission(int(case["issuance_rao"])) == int(case["block_emission_rao"])


@pytest.mark.parametrize("case", VECTORS["thresholds"], ids=lambda c: f"k={c['k']}")
def test_halving_applies_from_its_threshold(case: dict[str, str]) -> None:
    first = int(case["first_issuance_rao"])
    assert curve.block_emission(first) == int(case["emission_rao"])
    assert curve.halvings(first) == int(case["k"])
    assert curve.halvings(first - 1) == int(case["k"]) - 1


def halvings_by_the_ratio(issuance: int) -> int:
    """The rule as the reference computes it: the logarithm of a ratio of 32 fraction bits."""
    left = I96F32.sub(I96F32.ONE, I96F32.from_ratio(issuance, curve.SUPPLY_CAP))
    return I96F32.div(I96F32.ONE, left).bit_length() - 1 - I96F32.frac_bits


NEAR_A_THRESHOLD = st.builds(
    lambda k, by: min(max(curve.SUPPLY_CAP - (curve.SUPPLY_CAP >> k) + by, 0), curve.SUPPLY_CAP - 1),
    st.integers(0, 55),
    st.integers(-2, 2),
)


@given(st.one_of(NEAR_A_THRESHOLD, st.integers(0, curve.SUPPLY_CAP - 1)))
@settings(max_examples=300)
def test_halvings_are_those_of_the_ratio(issuance: int) -> None:
    assert curve.halvings(issuance) == halvings_by_the_ratio(issuance)


@given(st.integers(1, 29))
@settings(max_examples=29)
def test_thresholds_are_exact(k: int) -> None:
    first = ceil(curve.SUPPLY_CAP * (1 - Fraction(1, 2**k)))
    assert curve.block_emission(first) == 10**9 // 2**k
    assert curve.block_emission(first - 1) == 10**9 // 2 ** (k - 1)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**40))
@settings(max_examples=60)
def test_emission_never_rises_with_issuance(issuance: int, more: int) -> None:
    assert curve.block_emission(issuance) >= curve.block_emission(issuance + more)


def test_nothing_is_emitted_from_the_cap_on() -> None:
    assert curve.block_emission(curve.SUPPLY_CAP) == 0
    assert curve.block_emission(2**64 - 1) == 0


def test_minting_stops_at_the_cap() -> None:
    assert curve.mintable(500, curve.SUPPLY_CAP - 476) == 476
    assert curve.mintable(500, curve.SUPPLY_CAP + 1) == 0
    assert curve.mintable(500, 0) == 500
