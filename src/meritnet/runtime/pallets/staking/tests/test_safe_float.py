"""Decimal floats: recorded conversions, and agreement with exact fractions up to the last of 21 digits."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.staking import safe_float
from meritnet.runtime.pallets.staking.safe_float import ZERO, SafeFloat
from meritnet.testing.vectors import load

U64_MAX = (1 << 64) - 1
ULP = Fraction(1, 10**20)
"""Largest relative weight of the last of 21 digits."""

floats = st.builds(safe_float.normalized, st.integers(0, 10**45), st.integers(-60, 20))


def exact(a: SafeFloat) -> Fraction:
    return a.mantissa * Fraction(10) ** a.exponent


def assert_just_below(ours: SafeFloat, true: Fraction, steps: int = 1) -> None:
    """Check that ours is the true value or up to `steps` last digits less."""
    assert true * (1 - steps * ULP) <= exact(ours) <= true


@pytest.mark.parametrize("case", load("economics/safe_float_from_u64f64")["cases"])
def test_recorded_conversion(case: Any) -> None:
    expected = case["safe_float"]
    converted = safe_float.from_u64f64(int(case["u64f64_bits"]))
    assert converted == (int(expected["mantissa"]), expected["exponent"])


@given(mantissa=st.integers(1, 10**60), exponent=st.integers(-60, 20))
def test_normalizing_is_digit_by_digit_scaling(mantissa: int, exponent: int) -> None:
    digits, places = mantissa, exponent
    while digits > 10**21:
        digits, places = digits // 10, places + 1
    while digits <= 10**20:
        digits, places = digits * 10, places - 1
    assert safe_float.normalized(mantissa, exponent) == (digits, places)


@pytest.mark.parametrize("mantissa", [1, 10**20, 10**21, 10**22, 10**21 + 9, 10**25 + 1])
def test_powers_of_ten_have_the_mantissa_10_to_the_21(mantissa: int) -> None:
    assert safe_float.normalized(mantissa, 0).mantissa == 10**21


@given(a=floats, b=floats)
def test_sum_loses_only_last_digits(a: SafeFloat, b: SafeFloat) -> None:
    # The smaller number is cut at the larger exponent, then the sum to 21 digits.
    assert_just_below(safe_float.add(a, b), exact(a) + exact(b), steps=20)


@given(a=floats, b=floats)
def test_difference_is_at_least_zero_and_loses_only_last_digits(a: SafeFloat, b: SafeFloat) -> None:
    result = safe_float.sub(a, b)
    step = 10 * ULP * max(exact(a), exact(b))
    assert abs(exact(result) - max(exact(a) - exact(b), 0)) <= step


@given(a=floats, b=floats, c=floats)
def test_product_over_quotient_is_floored(a: SafeFloat, b: SafeFloat, c: SafeFloat) -> None:
    result = safe_float.mul_div(a, b, c)
    if c == ZERO:
        assert result is None
        return
    assert result is not None
    # The quotient of mantissas has 20 digits at least: cutting it costs up to ten of the last place.
    assert_just_below(result, exact(a) * exact(b) / exact(c), steps=11)


@given(n=st.integers(0, U64_MAX))
def test_u64_survives(n: int) -> None:
    assert safe_float.to_u64(safe_float.from_int(n)) == n


def test_u64_is_floored_and_saturates() -> None:
    assert safe_float.to_u64(safe_float.normalized(19, -1)) == 1
    assert safe_float.to_u64(safe_float.normalized(10**20, 0)) == U64_MAX
    assert safe_float.to_u64(SafeFloat(10**21, -60)) == 0


def test_zero_is_neutral() -> None:
    # Without the early exits the zero's exponent 0 would cut the other number's digits.
    small = safe_float.normalized(123456789, -30)
    assert safe_float.add(ZERO, small) == safe_float.add(small, ZERO) == small
    assert safe_float.sub(small, ZERO) == small
    assert safe_float.sub(ZERO, small) == ZERO
