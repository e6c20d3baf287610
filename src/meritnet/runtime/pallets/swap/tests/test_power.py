"""Powers against exact integer comparison and against the decimal library."""

from decimal import Context, Decimal
from math import gcd

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meritnet.runtime.pallets.swap import power
from meritnet.runtime.pallets.swap.power import SCALE, pow_scaled

U64_MAX = (1 << 64) - 1
WIDE = Context(prec=120)
amounts = st.integers(1, U64_MAX)


def decimal_floor(num: int, den: int, exp_num: int, exp_den: int) -> int:
    """Return the floor of the scaled power from the decimal library with 120 digits."""
    base = WIDE.divide(Decimal(num), Decimal(den))
    exponent = WIDE.divide(Decimal(exp_num), Decimal(exp_den))
    return int(WIDE.multiply(WIDE.power(base, exponent), Decimal(SCALE)))


def is_exact_floor(value: int, num: int, den: int, a: int, b: int) -> bool:
    """Return whether value <= 10^18 · (num/den)^(a/b) < value + 1, decided in integers."""
    bound = SCALE**b * num**a
    return value**b * den**a <= bound < (value + 1) ** b * den**a


@pytest.mark.parametrize(
    "num, den, a, b, expected",
    [
        (7, 7, 3, 5, SCALE),
        (0, 7, 3, 5, 0),
        (1, 4, 1, 2, SCALE // 2),
        (4, 1, 1, 2, 2 * SCALE),
        (1, 3, 1, 1, 333333333333333333),
        # Whole results, which no enclosure can settle: (p/q)^(a/b) with perfect powers.
        (8, 27, 1, 3, SCALE * 2 // 3),
        (1, 32, 2, 5, SCALE // 4),
        (32, 1, 2, 5, 4 * SCALE),
        (1, 1024, 9, 10, SCALE // 512),
        (1 << 40, 1, 3, 8, (1 << 15) * SCALE),
    ],
)
def test_known_powers(num: int, den: int, a: int, b: int, expected: int) -> None:
    assert pow_scaled(num, den, a, b) == expected


@pytest.mark.parametrize("a, b", [(2, 3), (3, 2), (7, 3), (99, 1), (1, 99)])
@given(num=amounts, den=amounts)
def test_small_exponents_are_exact_floors(num: int, den: int, a: int, b: int) -> None:
    low, high = min(num, den), max(num, den)
    assert is_exact_floor(pow_scaled(low, high, a, b), low, high, a, b)


@given(num=amounts, den=amounts, weight=st.integers(SCALE // 100, SCALE * 99 // 100))
@example(num=1, den=U64_MAX, weight=SCALE // 100)
@example(num=U64_MAX - 1, den=U64_MAX, weight=SCALE // 100)
@example(num=U64_MAX - 1, den=U64_MAX, weight=SCALE * 99 // 100)
def test_any_weights_agree_with_the_decimal_library(num: int, den: int, weight: int) -> None:
    low, high = min(num, den), max(num, den)
    assert pow_scaled(low, high, weight, SCALE - weight) == decimal_floor(low, high, weight, SCALE - weight)


@given(
    num=st.integers(1, 1 << 90),
    den=st.integers(1, 1 << 90),
    weight=st.integers(SCALE // 100, SCALE * 99 // 100),
)
@example(num=1 << 100, den=1, weight=SCALE * 99 // 100)
def test_roots_of_prices_agree_with_the_decimal_library_up_to_the_ceiling(
    num: int, den: int, weight: int
) -> None:
    expected = min(decimal_floor(num, den, weight, SCALE), U64_MAX)
    assert pow_scaled(num, den, weight, SCALE, U64_MAX) == expected


@given(num=amounts, den=amounts, weight=st.integers(SCALE // 100, SCALE * 99 // 100))
def test_the_first_enclosure_holds_the_second(num: int, den: int, weight: int) -> None:
    low, high = min(num, den), max(num, den)
    wide = power._bounds(low, high, weight, SCALE - weight, 128)
    narrow = power._bounds(low, high, weight, SCALE - weight, 1024)
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


def test_a_doubtful_enclosure_is_refined(monkeypatch: pytest.MonkeyPatch) -> None:
    # With 40 bits the first enclosure spans many integers, so the later steps must find the floor.
    monkeypatch.setattr(power, "_PRECISIONS", (40, 1024))
    assert is_exact_floor(pow_scaled(5, 7, 2, 3), 5, 7, 2, 3)
    weight = 412345678901234567
    assert gcd(weight, SCALE) == 1
    assert pow_scaled(5, 7, weight, SCALE - weight) == decimal_floor(5, 7, weight, SCALE - weight)


def test_ln2_is_the_decimal_librarys() -> None:
    for bits in (128, 256):
        expected = int(WIDE.multiply(WIDE.ln(Decimal(2)), Decimal(1 << bits)))
        assert abs(power._ln2(bits) - expected) <= 1
