"""Stake weights and dividends over state equal the recorded families."""

from typing import Any

import pytest

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets.storage import alpha_recycled
from meritnet.runtime.pallets.emission.storage import subnet_alpha_out
from meritnet.runtime.pallets.hyperparameters.storage import ck_burn, stake_threshold
from meritnet.runtime.pallets.registration.storage import owner
from meritnet.runtime.pallets.staking import inheritance, stake, storage
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

from .scene import ALICE, BOB, HOT, OTHER_HOT, register

NETUID = 1
CASES = {case["name"]: case for case in load("economics/parent_child")["cases"]}


def key(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")


def family(case: dict[str, Any]) -> Context:
    """Return a state with the recorded stakes and links."""
    ctx = TestChain().ctx
    given = case["inputs"]
    for item, netuid in ((given["alpha_stake"], NETUID), (given["root_stake"], 0)):
        for name, amount in item.items():
            stake.increase(ctx, key(name), ALICE, netuid, int(amount))
    for edge in given["edges"]:
        parent, child, p = key(edge["parent"]), key(edge["child"]), int(edge["proportion_u64"])
        storage.child_keys.set(
            ctx, parent, NETUID, (*storage.child_keys.get(ctx, parent, NETUID), (p, child))
        )
        storage.parent_keys.set(
            ctx, child, NETUID, (*storage.parent_keys.get(ctx, child, NETUID), (p, parent))
        )
    for name, coldkey in given["owner"].items():
        owner.set(ctx, key(name), key(coldkey))
    for name, take in given["childkey_take_u16"].items():
        storage.childkey_take.set(ctx, key(name), NETUID, take)
    ck_burn.set(ctx, int(given["ck_burn_u64"]))
    bits = int(given["tao_weight_u96f32_bits"])
    # The smallest stored weight that gives these bits.
    storage.tao_weight.set(ctx, -(-bits * U64_MAX >> 32))
    assert inheritance.tao_weight(ctx) == bits
    subnet_alpha_out.set(ctx, NETUID, 10**15)
    return ctx


@pytest.mark.parametrize("name", CASES)
def test_recorded_weights(name: str) -> None:
    case = CASES[name]
    ctx = family(case)
    recorded = case["outputs"]["inherited"]
    found = inheritance.stake_weights(ctx, NETUID, [key(hotkey) for hotkey in recorded])
    assert found == (
        [int(row["alpha"]) for row in recorded.values()],
        [int(row["tao"]) for row in recorded.values()],
        [int(row["total_i64f64_bits"]) for row in recorded.values()],
    )


@pytest.mark.parametrize("name", CASES)
def test_recorded_distribution(name: str) -> None:
    case = CASES[name]
    ctx = family(case)
    given, recorded = case["inputs"], case["outputs"]
    found = inheritance.distribute(ctx, NETUID, key(given["dividend_hotkey"]), int(given["dividend_alpha"]))
    assert found == [(key(row["hotkey"]), int(row["alpha"])) for row in recorded["distribution_in_order"]]
    recycled = int(recorded["recycled_alpha"])
    assert alpha_recycled.get(ctx, NETUID) == recycled
    assert subnet_alpha_out.get(ctx, NETUID) == 10**15 - recycled


def test_root_counts_its_own_stake_only() -> None:
    ctx = TestChain().ctx
    stake.increase(ctx, HOT, ALICE, 0, 1_000)
    storage.parent_keys.set(ctx, HOT, 0, ((U64_MAX, OTHER_HOT),))
    stake.increase(ctx, OTHER_HOT, BOB, 0, 9_000)
    alpha, tao, _ = inheritance.stake_weights(ctx, 0, [HOT])
    assert (alpha, tao) == ([1_000], [1_000])


def test_minimum_stake_for_weights() -> None:
    chain = TestChain()
    ctx = chain.ctx
    stake_threshold.set(ctx, 1_000)
    stake.increase(ctx, HOT, ALICE, NETUID, 999)
    assert not inheritance.has_weight_stake(ctx, NETUID, HOT)
    stake.increase(ctx, HOT, ALICE, NETUID, 1)
    assert inheritance.has_weight_stake(ctx, NETUID, HOT)
    # The owner's hotkey needs none, but a uid.
    subnet_owner_hotkey.set(ctx, NETUID, OTHER_HOT)
    assert not inheritance.has_weight_stake(ctx, NETUID, OTHER_HOT)
    register(chain, NETUID, OTHER_HOT)
    assert inheritance.has_weight_stake(ctx, NETUID, OTHER_HOT)


def test_a_hotkey_without_parents_keeps_its_dividend() -> None:
    ctx = TestChain().ctx
    assert inheritance.distribute(ctx, NETUID, HOT, 12_345) == [(HOT, 12_345)]
