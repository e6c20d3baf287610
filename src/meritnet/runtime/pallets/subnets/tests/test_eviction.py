"""Who makes room: price, then age, never an immune subnet."""

from typing import Any

import pytest

from meritnet.primitives.fixed import I96F32, U64F64
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.subnets import eviction, storage
from meritnet.runtime.pallets.subnets.eviction import Standing
from meritnet.testing import vectors
from meritnet.testing.chain import TestChain, account

CHEAP, DEAR = U64F64.from_ratio(1, 100), U64F64.from_ratio(2, 100)


@pytest.mark.parametrize("case", vectors.load("economics/network_prune_and_seed")["prune"])
def test_recorded_evictions(case: dict[str, Any]) -> None:  # Any: parsed JSON
    period = int(case["network_immunity_period"])
    rows = [
        Standing(
            int(row["netuid"]),
            int(row["moving_price_u64f64_bits"]),
            int(row["registered_at"]),
            int(row["registered_at"]) + period,
        )
        for row in case["networks"]
    ]
    now = int(case["now"])
    assert eviction.candidate(rows, now) == case["pruned"]
    first = eviction.in_order(rows, now)[0]
    assert first.is_immune(now) if case["pruned"] is None else first.netuid == case["pruned"]


def test_equal_prices_go_by_age_and_equal_ages_by_the_order_of_storage() -> None:
    rows = [
        Standing(1, DEAR, 1, 2),
        Standing(2, CHEAP, 9, 10),
        Standing(3, CHEAP, 5, 6),
        Standing(4, CHEAP, 5, 6),
    ]
    assert [row.netuid for row in eviction.in_order(rows, 10)] == [3, 4, 2, 1]
    assert eviction.candidate(rows, 10) == 3


def test_immune_subnets_come_last_and_the_oldest_of_them_first() -> None:
    rows = [Standing(1, CHEAP, 50, 60), Standing(2, DEAR, 1, 11), Standing(3, CHEAP, 40, 50)]
    assert [row.netuid for row in eviction.in_order(rows, 20)] == [2, 3, 1]
    assert eviction.candidate(rows, 20) == 2
    assert eviction.candidate(rows, 10) is None


def test_the_moving_price_counts_and_a_stable_subnet_counts_as_one() -> None:
    chain = TestChain()
    ctx = chain.ctx
    chain.ok("SubtensorModule", "register_network", account("//hot"), by="//Bob")
    storage.network_immunity_period.set(ctx, 0)
    emission.subnet_moving_price.set(ctx, 1, I96F32.from_ratio(1, 2))
    emission.subnet_moving_price.set(ctx, 2, I96F32.from_ratio(3, 4))
    assert eviction.order(ctx) == [
        Standing(1, U64F64.from_ratio(1, 2), 0, 0),
        Standing(2, U64F64.from_ratio(3, 4), 1, 1),
    ]
    assert eviction.next_to_go(ctx) == 1
    storage.subnet_mechanism.set(ctx, 1, 0)
    assert eviction.next_to_go(ctx) == 2
    assert {row.netuid: row.price for row in eviction.standings(ctx)}[1] == U64F64.ONE
    storage.network_immunity_period.set(ctx, 1_000)
    assert eviction.next_to_go(ctx) is None
