"""The moving price by exact numbers and its bounds; block by block in the recorded coinbase traces."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import I96F32, U64F64
from meritnet.runtime.pallets.emission.moving_price import DEFAULT_MOVING_ALPHA, next_moving_price, smoothing


def test_the_weight_ramps_up_to_half_at_the_half_life() -> None:
    full = U64F64.convert(DEFAULT_MOVING_ALPHA, I96F32)
    assert smoothing(1000, 1001, 201_600, DEFAULT_MOVING_ALPHA) == 0
    assert smoothing(1000 + 201_600, 1001, 201_600, DEFAULT_MOVING_ALPHA) == full // 2
    assert smoothing(1001, 1001, 0, DEFAULT_MOVING_ALPHA) == full


def test_a_young_subnet_without_half_life_follows_the_price_at_once() -> None:
    assert next_moving_price(0, U64F64.ONE // 4, U64F64.ONE) == I96F32.ONE // 4


def test_the_price_counts_at_most_as_one() -> None:
    assert next_moving_price(0, 50 * U64F64.ONE, U64F64.ONE) == I96F32.ONE


def test_truncation_keeps_the_average_below_a_steady_price() -> None:
    # Weight 2^-20: the average stalls where weight · gap falls below one bit, a gap of 2^-12 or less.
    price, weight = U64F64.ONE // 2, U64F64.ONE >> 20
    gap = I96F32.ONE >> 12
    stalled = I96F32.ONE // 2 - gap + 1
    assert next_moving_price(stalled, price, weight) == stalled
    assert next_moving_price(stalled - 1, price, weight) == stalled


@given(st.integers(0, I96F32.ONE), st.integers(0, 2 * U64F64.ONE), st.integers(0, U64F64.ONE))
@settings(max_examples=100)
def test_the_average_stays_between_old_and_spot(old: int, spot: int, weight: int) -> None:
    capped = I96F32.convert(min(spot, U64F64.ONE), U64F64)
    assert min(old, capped) - 1 <= next_moving_price(old, spot, weight) <= max(old, capped + 1)


def test_default_weight_is_the_nearest_number_to_three_millionths() -> None:
    assert round(Fraction(3, 10**6) * I96F32.ONE) == DEFAULT_MOVING_ALPHA


def test_a_price_beyond_all_prices_is_averaged_as_it_is() -> None:
    # What test programs of SDK 10 write: sixteen ASCII digits read as a number.
    written = int.from_bytes(b"003665c4ffc99a3b", "little")
    assert written > 2**64 << 32
    assert next_moving_price(written, 0, 0) == written
    assert next_moving_price(written, 0, U64F64.ONE // 2) == written // 2
    assert next_moving_price(-I96F32.ONE, 0, 0) == 0
