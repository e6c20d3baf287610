"""The numbers of collateral, against the rule in exact fractions."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.collateral.arithmetic import (
    Bond,
    Charge,
    charge,
    cost_of,
    held_part,
    merged,
    purchase_limit,
    requirement,
    settle,
)

TAO = 10**9
ONE = U64F64.ONE
U64_MAX = 2**64 - 1
AMOUNTS = st.integers(0, 10**17)
RATIOS = st.integers(1, 10 * ONE)


@given(AMOUNTS, st.integers(0, 62_258))
def test_the_requirement_is_the_share_of_the_price_floored(price: int, share: int) -> None:
    exact = Fraction(price * share, 65_535)
    # The share itself is cut at 64 bits, which is less than a rao of any price here.
    assert exact - 2 < requirement(price, share) <= exact


def test_without_a_share_nothing_is_required() -> None:
    assert charge(5 * TAO, 0, 0, ONE) == Charge(5 * TAO, 0)


def test_what_is_held_counts_at_the_moving_price() -> None:
    price, half = 4 * TAO, 32_768
    required = requirement(price, half)
    assert (required, charge(price, half, 0, ONE)) == (2_000_030_518, Charge(price - required, required))
    assert charge(price, half, 32 * TAO, ONE // 32) == Charge(price - required, required - TAO)
    assert charge(price, half, 100 * TAO, ONE // 32) == Charge(price - required, 0)
    # A moving price of nothing credits nothing.
    assert charge(price, half, 100 * TAO, 0).bonded == required


@given(st.integers(0, 1_000 * ONE))
def test_a_purchase_may_raise_the_price_by_a_twentieth(spot: int) -> None:
    exact = Fraction(spot * 105 * 10**9, 100 * ONE)
    # Cut at 64 bits first, then to a rao.
    assert exact - 2 < purchase_limit(spot) <= exact


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_both_parts_of_a_payment_are_proportional(alpha: int, burned: int, held: int) -> None:
    part = held_part(alpha, Charge(burned, held))
    assert part == (alpha * held // (burned + held) if burned + held else 0)
    assert part <= alpha


def test_the_cost_of_alpha_is_floored() -> None:
    assert cost_of(3, ONE // 2) == 1
    assert cost_of(10**18, 0) == 0


def test_earnings_release_in_the_bond_s_ratio_down_to_the_floor() -> None:
    bond = Bond(1_000, ONE // 2, floor=700, earned=5)
    assert settle(bond, 100, 100) == (Bond(950, ONE // 2, 700, 105), 0)
    assert settle(bond, 10_000, 10_000) == (Bond(700, ONE // 2, 700, 10_005), 0)
    assert settle(bond, 0, 0) == (bond, 0)


def test_earnings_fill_up_to_the_floor_and_release_nothing_then() -> None:
    bond = Bond(100, 10 * ONE, floor=700)
    assert settle(bond, 400, 400) == (Bond(500, 10 * ONE, 700, 400), 400)
    assert settle(bond, 9_000, 9_000) == (Bond(700, 10 * ONE, 700, 9_000), 600)
    # Of dividends only the take is the owner's.
    assert settle(bond, 9_000, 50) == (Bond(150, 10 * ONE, 700, 9_000), 50)
    assert settle(bond, 9_000, 0) == (Bond(100, 10 * ONE, 700, 9_000), 0)


def test_a_bond_that_was_earned_back_is_over() -> None:
    assert settle(Bond(100, ONE), 100, 100) == (None, 0)
    assert settle(Bond(100, ONE), 99, 99) == (Bond(1, ONE, 0, 99), 0)


@given(AMOUNTS, RATIOS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_settling_neither_makes_nor_loses_alpha(
    locked: int, ratio: int, floor: int, emission: int, capturable: int
) -> None:
    bond = Bond(locked, ratio, floor)
    after, captured = settle(bond, emission, min(capturable, emission))
    held = after.locked if after else 0
    assert 0 <= captured <= min(capturable, emission)
    if captured:
        assert held == locked + captured <= floor
    elif emission and locked >= floor:
        assert locked - held == min(emission * ratio >> 64, locked - floor)
    else:
        assert held == locked
    assert after is None or after.earned == emission


def test_joined_bonds_add_up_and_keep_the_slower_ratio() -> None:
    there, coming = Bond(10, 2 * ONE, 3, 4), Bond(20, ONE, 5, 6)
    assert merged(None, coming) == coming
    assert merged(there, coming) == merged(coming, there) == Bond(30, ONE, 8, 10)
    assert merged(Bond(U64_MAX, ONE), coming).locked == U64_MAX
