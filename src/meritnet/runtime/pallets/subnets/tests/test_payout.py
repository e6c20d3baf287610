"""The split of a dissolved subnet's pool: worked cases, and what holds for every split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U96F32
from meritnet.runtime.pallets.subnets.payout import Payout, Share, lock_refund, split_pot
from meritnet.testing import vectors

U64 = st.integers(0, 2**64 - 1)


@pytest.mark.parametrize("case", vectors.load("economics/dissolve_payout")["cases"])
def test_recorded_splits(case: dict) -> None:  # type: ignore[type-arg]
    stakers = case["stakers_in_order"]
    split = split_pot(int(case["pot_tao"]), [int(s["alpha"]) for s in stakers], int(case["protocol_alpha"]))
    paid = {stakers[share.staker]["coldkey"]: share.tao for share in split.stakers}
    recorded = {who: int(tao) for who, tao in case["payouts"].items()}
    assert split.protocol == recorded.pop("protocol", 0)
    assert paid == recorded


@given(U64, st.lists(U64, max_size=12), U64)
def test_a_pot_is_split_to_the_last_rao_and_in_proportion(pot: int, stakes: list[int], protocol: int) -> None:
    split = split_pot(pot, stakes, protocol)
    total = sum(stakes) + protocol
    paid = {share.staker: share.tao for share in split.stakers}
    assert sum(paid.values()) + split.protocol == (pot if total else 0)
    for staker, stake in enumerate(stakes):
        exact = pot * stake // total if total else 0
        assert paid.get(staker, 0) in (exact, exact + 1)
        assert stake or staker not in paid


def test_of_equal_remainders_the_protocol_comes_last() -> None:
    assert split_pot(2, [1, 1], 1) == Payout([Share(0, 1), Share(1, 1)], 0)


def test_without_a_remainder_stakers_are_paid_in_their_order() -> None:
    assert split_pot(4, [1, 3], 0) == Payout([Share(0, 1), Share(1, 3)], 0)
    assert split_pot(5, [1, 3], 0) == Payout([Share(1, 4), Share(0, 1)], 0)


def test_an_early_owner_gets_the_lock_less_what_its_cut_is_worth() -> None:
    tenth, price = U96F32.from_ratio(1, 10), U96F32.from_ratio(1, 2)
    issued = 10_000
    owners = U96F32.to_u64(U96F32.mul(U96F32.from_int(issued), tenth))
    assert lock_refund(700, issued, tenth, price) == 700 - owners // 2
    assert lock_refund(400, issued, tenth, price) == 0
