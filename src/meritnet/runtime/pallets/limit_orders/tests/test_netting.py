"""Netting a batch: who is served at the spot price, what the pool gets, floors."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.limit_orders import netting

QUARTER = U64F64.ONE // 4

amounts = st.integers(0, 2**43)
prices = st.integers(1 << 44, 1 << 72)
"""From about 10^-6 to 256: whatever the amounts are worth, 64 bits hold it."""


def test_more_bought_than_sold():
    sums = netting.sums_of(100, 40, QUARTER)
    assert (sums.sells_tao, sums.buys_more) == (10, True)
    assert netting.for_pool(sums) == netting.told_amount(sums) == 90
    assert netting.alpha_for_buyers(sums, 355) == 395
    assert netting.tao_for_sellers(sums, 355) == 10


def test_more_sold_than_bought():
    sums = netting.sums_of(5, 100, QUARTER)
    assert (sums.sells_tao, sums.buys_more) == (25, False)
    assert netting.for_pool(sums) == netting.told_amount(sums) == 80
    assert netting.alpha_for_buyers(sums, 19) == 20
    assert netting.tao_for_sellers(sums, 19) == 24


def test_sides_that_offset_leave_nothing_for_the_pool():
    sums = netting.sums_of(25, 100, QUARTER)
    assert sums.buys_more
    assert netting.for_pool(sums) == 0
    assert netting.alpha_for_buyers(sums, 0) == 100


def test_a_price_too_low_to_express_is_told():
    with pytest.raises(ModuleError, match="ArithmeticOverflow"):
        netting.tao_to_alpha(2**63, 1)
    assert netting.tao_to_alpha(2**63, 0) == 0
    assert netting.tao_to_alpha(1 << 62, 1 << 63) == 1 << 63


def test_numbers_are_cut_to_64_bits():
    assert netting.share_of(2**64 + 5, 1, 1) == 5
    assert netting.share_of(7, 3, 0) == 0
    assert netting.alpha_to_tao(2**70, U64F64.ONE) == 2**64 - 1


@given(amounts, prices)
def test_conversions_floor(amount, price):
    exact = Fraction(price, 1 << 64)
    assert netting.alpha_to_tao(amount, price) == amount * exact // 1
    assert netting.tao_to_alpha(amount, price) == amount / exact // 1


@given(st.lists(amounts, min_size=1, max_size=10), amounts)
def test_shares_never_add_up_to_more_than_the_total(parts, total):
    whole = sum(parts)
    shares = [netting.share_of(total, part, whole) for part in parts]
    assert sum(shares) <= total
    assert not whole or sum(shares) > total - len(parts)


@given(amounts, amounts, prices)
def test_the_pools_part_and_the_smaller_side_add_up(buys, sells, price):
    sums = netting.sums_of(buys, sells, price)
    left = netting.for_pool(sums)
    if sums.buys_more:
        assert left + sums.sells_tao == buys
    else:
        assert left == sells - netting.tao_to_alpha(buys, price)
        assert 0 <= left <= sells
