"""The average is what exact fractions say."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.voting_power.average import ONE, is_dropped, next_power

RAO = st.integers(0, 2**64 - 1)


@given(RAO, RAO, st.integers(0, ONE))
def test_it_is_the_weighted_mean_rounded_down(power: int, stake: int, alpha: int) -> None:
    weight = Fraction(alpha, ONE)
    assert next_power(power, stake, alpha) == int(weight * stake + (1 - weight) * power)


def test_worked_numbers() -> None:
    # A tenth of 1000 on top of nothing, then nine tenths of that and a tenth of 1000.
    assert next_power(0, 1_000, ONE // 10) == 100
    assert next_power(100, 1_000, ONE // 10) == 190
    assert next_power(190, 0, ONE) == 0


def test_only_who_reached_the_threshold_can_fall_below_it() -> None:
    assert is_dropped(100, 99, 100)
    assert not is_dropped(99, 98, 100)
    assert not is_dropped(100, 100, 100)
    assert not is_dropped(5, 0, 0)
