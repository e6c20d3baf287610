"""Registration price: the recorded run, and how decay and jumps behave for any setting."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.registration import burn_price
from meritnet.testing.vectors import load

VECTORS = load("economics/burn_cost")
HALF_LIFE = 360
BOUNDS = (500_000, 100 * 10**9)
MULTIPLIER = int(VECTORS["bumps"][0]["mult_u64f64_bits"])


@pytest.mark.parametrize("case", VECTORS["decay_factors"])
def test_recorded_factor(case: Any) -> None:
    assert burn_price.decay_factor(case["half_life"]) == int(case["factor_q32"])


def test_recorded_sequence() -> None:
    price = burn_price.INITIAL_PRICE
    for step in VECTORS["sequence"]:
        price = burn_price.decayed(price, HALF_LIFE, *BOUNDS, step["block"])
        assert price == int(step["burn_after_on_initialize"]), step["block"]
        for registration in step["registrations"]:
            assert price == int(registration["price_paid"])
            price = burn_price.after_registration(price, MULTIPLIER, *BOUNDS)
            assert price == int(registration["burn_after"])


def test_recorded_decay() -> None:
    recorded = {row["block"]: int(row["burn"]) for row in VECTORS["pure_decay"]}
    price = burn_price.INITIAL_PRICE
    for block in range(1, max(recorded) + 1):
        price = burn_price.decayed(price, HALF_LIFE, *BOUNDS, block)
        assert price == recorded.get(block, price), block


@pytest.mark.parametrize("case", VECTORS["bumps"])
def test_recorded_jump(case: Any) -> None:
    raised = burn_price.after_registration(int(case["burn"]), int(case["mult_u64f64_bits"]), *BOUNDS)
    assert raised == int(case["result"])


def test_bounds_act_where_nothing_decays() -> None:
    assert burn_price.decayed(1, 0, 5, 10, 99) == 5
    assert burn_price.decayed(11, HALF_LIFE, 5, 10, 1) == 10
    assert burn_price.decayed(7, 0, 5, 10, 99) == 7


@given(half_life=st.integers(1, 2_000))
def test_the_factor_is_the_root_of_one_half(half_life: int) -> None:
    factor = burn_price.decay_factor(half_life)
    half = 1 << (32 * half_life - 1)
    assert (factor + 1) ** half_life > half
    # Powers are floored at every product, 2^-32 each, so the factor may lie above the root by that much.
    assert factor**half_life << 31 <= half * ((1 << 31) + 4 * half_life)


@given(price=st.integers(0, U64_MAX), half_life=st.integers(0, 65_535), block=st.integers(0, 10**9))
def test_decay_never_raises_a_price_within_bounds(price: int, half_life: int, block: int) -> None:
    assert burn_price.decayed(price, half_life, 0, U64_MAX, block) <= price


@given(price=st.integers(0, U64_MAX), multiplier=st.integers(0, (1 << 128) - 1))
def test_a_registration_never_lowers_the_price(price: int, multiplier: int) -> None:
    assert burn_price.after_registration(price, multiplier, 0, U64_MAX) >= price
