"""Share pools: the recorded run, and what must hold whatever happens to a pool."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.staking.safe_float import ZERO, SafeFloat
from meritnet.runtime.pallets.staking.share_pool import (
    as_signed,
    is_precise_enough,
    shares_for,
    stake_of,
    update_all,
    update_one,
)
from meritnet.testing.vectors import load

U64_MAX = (1 << 64) - 1


class Model:
    """A pool with the shares of all its coldkeys."""

    def __init__(self) -> None:
        self.value = 0
        self.denominator = ZERO
        self.shares: dict[str, SafeFloat] = {}

    def stake(self, coldkey: str) -> int:
        return stake_of(self.value, self.denominator, self.shares.get(coldkey, ZERO))

    def update(self, coldkey: str, amount: int) -> None:
        share = self.shares.get(coldkey, ZERO)
        self.value, self.denominator, share = update_one(self.value, self.denominator, share, amount)
        self.shares[coldkey] = share

    def recorded_form(self) -> dict[str, Any]:
        def plain(a: SafeFloat) -> dict[str, Any]:
            return {"mantissa": str(a.mantissa), "exponent": a.exponent}

        return {
            "total_value": str(self.value),
            "denominator": plain(self.denominator),
            "shares": {coldkey: plain(share) for coldkey, share in self.shares.items()},
            "values": {coldkey: str(self.stake(coldkey)) for coldkey in self.shares},
        }


def test_recorded_run() -> None:
    pool = Model()
    for number, step in enumerate(load("economics/share_pool")["steps"]):
        arguments = step["args"]
        if step["op"] == "update_all":
            pool.value = update_all(pool.value, int(arguments[0]))
        elif step["op"] == "update_one_full":
            pool.update(arguments[0], -pool.stake(arguments[0]))
        else:
            pool.update(arguments[0], int(arguments[1]))
        ours = pool.recorded_form()
        for key in ("total_value", "denominator"):
            assert ours[key] == step[key], (number, key)
        for coldkey, value in step["values"].items():
            assert pool.stake(coldkey) == int(value), (number, coldkey)
        for coldkey, share in step["shares"].items():
            assert ours["shares"][coldkey] == share, (number, coldkey)


amounts = st.integers(1, 10**16)
operations = st.lists(
    st.one_of(
        st.tuples(st.just("one"), st.sampled_from("ABCD"), amounts),
        st.tuples(st.just("all"), st.just(""), amounts),
        st.tuples(st.just("out"), st.sampled_from("ABCD"), st.integers(1, 100)),
    ),
    max_size=30,
)


@given(operations=operations)
def test_stakes_never_exceed_the_value(operations: list[tuple[str, str, int]]) -> None:
    pool = Model()
    for kind, coldkey, amount in operations:
        if kind == "one":
            if is_precise_enough(pool.value, pool.denominator, amount):
                pool.update(coldkey, amount)
        elif kind == "all":
            # A pool nobody has a share of is never paid.
            if pool.denominator != ZERO:
                pool.value = update_all(pool.value, amount)
        else:
            pool.update(coldkey, -(pool.stake(coldkey) * amount // 100))
        total = sum(pool.stake(name) for name in pool.shares)
        # Shares and denominator are cut apart from each other, a unit in the 20th digit each time.
        assert total <= pool.value + len(operations) * (pool.value // 10**19 + 1)


@given(first=amounts, second=amounts, gain=amounts)
def test_payouts_are_in_proportion_and_others_keep_theirs(first: int, second: int, gain: int) -> None:
    pool = Model()
    pool.update("A", first)
    pool.update("B", second)
    assert abs(pool.stake("A") - first) <= 1
    assert abs(pool.stake("B") - second) <= 1
    pool.value = update_all(pool.value, gain)
    assert abs(pool.stake("A") - first * pool.value // (first + second)) <= 1
    before = pool.stake("A")
    pool.update("B", 10**9)
    assert abs(pool.stake("A") - before) <= 1


@given(amount=amounts, gain=amounts)
def test_all_can_leave(amount: int, gain: int) -> None:
    pool = Model()
    pool.update("A", amount)
    pool.value = update_all(pool.value, gain)
    pool.update("A", -pool.stake("A"))
    assert pool.value == 0
    assert pool.stake("A") == 0


def test_first_update_of_an_empty_pool_counts_its_size_even_when_negative() -> None:
    value, denominator, share = update_one(0, ZERO, ZERO, -5)
    assert value == 0
    assert denominator == share == SafeFloat(5 * 10**20, -20)


def test_shares_without_value_cost_nothing() -> None:
    denominator = SafeFloat(10**21, -12)
    assert shares_for(0, denominator, 10**9) == ZERO
    assert not is_precise_enough(0, denominator, 10**9)
    assert is_precise_enough(0, ZERO, 0)
    assert update_one(0, denominator, ZERO, 10**9) == (10**9, denominator, ZERO)


def test_value_saturates() -> None:
    assert update_all(U64_MAX, 1) == U64_MAX
    assert update_all(3, -4) == 0


@pytest.mark.parametrize("amount, signed", [(0, 0), (2**63 - 1, 2**63 - 1), (2**63, -(2**63)), (U64_MAX, -1)])
def test_amounts_are_cast_bit_by_bit(amount: int, signed: int) -> None:
    assert as_signed(amount) == signed
