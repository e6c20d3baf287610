"""move_stake, transfer_stake, swap_stake, swap_stake_limit: within a subnet, across subnets, and every refusal."""

import pytest

from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters.storage import transfer_toggle
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import stake, storage
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT, Pool, Side, swap
from meritnet.testing.chain import TestChain

from .scene import (
    ALICE,
    BOB,
    BOBS_HOT,
    HOT,
    OTHER_HOT,
    PALLET,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
    UNKNOWN,
    event_args,
    scene,
    staked,
)

ALPHA, TAO_OUT = 400 * TAO, 9_992_966_935
"""Recorded: a sale of 400 alpha into the worked pool, fee taken."""
POOL = Pool(POOL_TAO, POOL_ALPHA)


def holder(netuid: int = 1, alpha: int = ALPHA) -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, netuid, alpha)
    return chain


def names(chain: TestChain) -> list[str]:
    return [r.event.name for r in chain.ctx.events if r.event.pallet == PALLET]


def test_to_another_hotkey_on_the_same_subnet() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.ok(PALLET, "move_stake", HOT, OTHER_HOT, 1, 1, 100 * TAO, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 300 * TAO
    assert stake.stake_of(ctx, OTHER_HOT, ALICE, 1) == 100 * TAO
    # 100 alpha at 0.025: the price as 64 fraction bits is a little short of it.
    worth = 2_499_999_999
    assert event_args(chain, "StakeRemoved") == [(ALICE, HOT, worth, 100 * TAO, 1, 0)]
    assert event_args(chain, "StakeAdded") == [(ALICE, OTHER_HOT, worth, 100 * TAO, 1, 0)]
    assert event_args(chain, "StakeMoved") == [(ALICE, HOT, 1, OTHER_HOT, 1, worth)]
    assert names(chain) == ["StakeRemoved", "StakeAdded", "StakeMoved"]
    assert storage.last_coldkey_hotkey_stake_block.get(ctx, ALICE, OTHER_HOT) == ctx.block_number
    assert storage.last_coldkey_hotkey_stake_block.get(ctx, ALICE, HOT) is None
    assert emission.subnet_tao.get(ctx, 1) == POOL_TAO


def test_to_another_coldkey_on_the_same_subnet() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.ok(PALLET, "transfer_stake", BOB, HOT, 1, 1, 2 * ALPHA, by="//Alice")
    assert stake.stake_of(ctx, HOT, BOB, 1) == ALPHA
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0
    assert HOT in storage.staking_hotkeys.get(ctx, BOB)
    assert event_args(chain, "StakeTransferred")[0][:5] == (ALICE, BOB, HOT, 1, 1)
    assert not storage.delegates.exists(ctx, HOT)


def test_root_stake_takes_its_claims_along() -> None:
    chain = holder(netuid=0)
    ctx = chain.ctx
    root_claims.root_claimable.set(ctx, HOT, ((1, 1 << 31),))
    root_claims.root_claimed.set(ctx, 1, HOT, ALICE, 150 * TAO)
    chain.ok(PALLET, "transfer_stake", BOB, HOT, 0, 0, 100 * TAO, by="//Alice")
    # A rate of 1/2: the 100 TAO take claims of 50 alpha with them.
    assert root_claims.root_claimed.get(ctx, 1, HOT, ALICE) == 100 * TAO
    assert root_claims.root_claimed.get(ctx, 1, HOT, BOB) == 50 * TAO


@pytest.mark.parametrize("name", ["move_stake", "swap_stake", "swap_stake_limit", "transfer_stake"])
def test_across_subnets_one_fee_is_taken(name: str) -> None:
    chain = holder()
    ctx = chain.ctx
    gained = swap(POOL, Side.BUY, TAO_OUT, BUY_DEFAULT_LIMIT, drop_fees=True).paid_out
    liquid = balances.free(ctx, ALICE), balances.free(ctx, BOB)
    hotkey, coldkey = HOT, ALICE
    if name == "move_stake":
        hotkey = BOBS_HOT
        chain.ok(PALLET, name, HOT, hotkey, 1, 2, ALPHA, by="//Alice")
        assert event_args(chain, "StakeMoved") == [(ALICE, HOT, 1, BOBS_HOT, 2, TAO_OUT)]
        # Somebody else's hotkey becomes a delegate.
        assert storage.delegates.exists(ctx, BOBS_HOT)
    elif name == "transfer_stake":
        coldkey = BOB
        chain.ok(PALLET, name, BOB, HOT, 1, 2, ALPHA, by="//Alice")
        assert event_args(chain, "StakeTransferred") == [(ALICE, BOB, HOT, 1, 2, TAO_OUT)]
    else:
        limit = () if name == "swap_stake" else (990_000_000, False)
        chain.ok(PALLET, name, HOT, 1, 2, ALPHA, *limit, by="//Alice")
        assert event_args(chain, "StakeSwapped") == [(ALICE, HOT, 1, 2, TAO_OUT)]
    assert stake.stake_of(ctx, hotkey, coldkey, 2) == gained
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0
    assert (balances.free(ctx, ALICE), balances.free(ctx, BOB)) == liquid
    (removed,), (added,) = event_args(chain, "StakeRemoved"), event_args(chain, "StakeAdded")
    assert removed[5] == 201_419_089
    assert added[5] == 0


def test_from_root_the_destination_takes_the_fee() -> None:
    chain = holder(netuid=0, alpha=10 * TAO)
    chain.ok(PALLET, "swap_stake", HOT, 0, 1, 10 * TAO, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 399_718_677_439
    assert event_args(chain, "StakeAdded")[0][5] == 5_035_477


def test_too_little_for_the_destination_stays_liquid() -> None:
    # The sale of 81,000,000 alpha is worth more than the minimum; the partial limit sells less than it is worth.
    chain = holder(alpha=81_000_000)
    ctx = chain.ctx
    before = balances.free(ctx, ALICE)
    # Between two pools alike, a2/2/L − a1/2 at L = 0.99999996 is 40,000,000 alpha, worth a million rao.
    chain.ok(PALLET, "swap_stake_limit", HOT, 1, 2, 81_000_000, 999_999_960, True, by="//Alice")
    ((_, _, _, _, tao),) = event_args(chain, "StakeSwapped")
    assert isinstance(tao, int)
    assert 990_000 < tao < 1_000_000
    assert event_args(chain, "StakeAdded") == []
    assert balances.free(ctx, ALICE) == before + tao


def test_the_limit_only_sizes_the_amount() -> None:
    chain = holder()
    # 999,000,000 is the ratio that a small part of the stake may move within.
    chain.fails(
        "SlippageTooHigh", PALLET, "swap_stake_limit", HOT, 1, 2, ALPHA, 999_999_000, False, by="//Alice"
    )
    chain.ok(PALLET, "swap_stake_limit", HOT, 1, 2, ALPHA, 999_999_000, True, by="//Alice")
    ((_, _, _, paid_in, _, fee),) = event_args(chain, "StakeRemoved")
    assert isinstance(paid_in, int)
    assert isinstance(fee, int)
    # a2/2/L − a1/2 with both pools alike and L = 0.999999.
    assert abs(paid_in + fee - POOL_ALPHA // 2 * 1_000 // 999_999_000) <= 2


def test_refusals_in_order() -> None:
    chain = holder()
    ctx = chain.ctx
    call = ("move_stake", HOT, OTHER_HOT)
    chain.fails("BadOrigin", PALLET, *call, 1, 1, ALPHA)
    chain.fails("SameNetuid", PALLET, "move_stake", HOT, HOT, 99, 99, ALPHA, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, *call, 99, 1, ALPHA, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, *call, 1, 99, ALPHA, by="//Alice")
    for closed in (1, 2):
        subnets.subtoken_enabled.set(ctx, closed, False)
        chain.fails("SubtokenDisabled", PALLET, "move_stake", UNKNOWN, HOT, 1, 2, ALPHA, by="//Alice")
        subnets.subtoken_enabled.set(ctx, closed, True)
    chain.fails("HotKeyAccountNotExists", PALLET, "move_stake", UNKNOWN, HOT, 1, 2, ALPHA, by="//Alice")
    chain.fails("HotKeyAccountNotExists", PALLET, "move_stake", HOT, UNKNOWN, 1, 2, ALPHA, by="//Alice")
    # Nothing staked: worth nothing, on one subnet and across.
    chain.fails("AmountTooLow", PALLET, "move_stake", OTHER_HOT, HOT, 1, 1, ALPHA, by="//Alice")
    chain.fails("AmountTooLow", PALLET, "move_stake", OTHER_HOT, HOT, 1, 2, ALPHA, by="//Alice")
    emission.subnet_tao.set(ctx, 1, 999_999)
    chain.fails("InsufficientLiquidity", PALLET, *call, 1, 2, ALPHA, by="//Alice")


def test_the_minimum_on_one_subnet() -> None:
    chain = holder()
    chain.fails("AmountTooLow", PALLET, "move_stake", HOT, OTHER_HOT, 1, 1, 80_000_000, by="//Alice")
    chain.ok(PALLET, "move_stake", HOT, OTHER_HOT, 1, 1, 80_000_001, by="//Alice")


def test_exactly_the_minimum_across_subnets_is_too_low() -> None:
    chain = holder(netuid=0, alpha=10 * TAO)
    chain.fails("AmountTooLow", PALLET, "swap_stake", HOT, 0, 1, 2_000_000, by="//Alice")
    chain.ok(PALLET, "swap_stake", HOT, 0, 1, 2_002_000, by="//Alice")


@pytest.mark.parametrize("closed", [1, 2])
def test_transfers_may_be_switched_off(closed: int) -> None:
    chain = holder()
    transfer_toggle.set(chain.ctx, closed, False)
    chain.fails("TransferDisallowed", PALLET, "transfer_stake", BOB, HOT, 1, 2, ALPHA, by="//Alice")
    # Moving within one's own coldkey is not a transfer.
    chain.ok(PALLET, "swap_stake", HOT, 1, 2, ALPHA, by="//Alice")


def test_a_limit_of_the_pools_surfaces() -> None:
    chain = holder(netuid=0)
    # From root the limit turns over: 41 alpha for a TAO is a price below the pool's.
    call = ("swap_stake_limit", HOT, 0, 1, 10 * TAO, 41 * TAO, True)
    chain.fails("PriceLimitExceeded", PALLET, *call, by="//Alice")


@pytest.mark.parametrize("name", ["transfer_stake", "swap_stake", "swap_stake_limit"])
def test_root_origin_is_refused(name: str) -> None:
    chain = holder()
    args = {
        "transfer_stake": (BOB, HOT, 1, 2, ALPHA),
        "swap_stake": (HOT, 1, 2, ALPHA),
        "swap_stake_limit": (HOT, 1, 2, ALPHA, 1, True),
    }[name]
    chain.fails("BadOrigin", PALLET, name, *args)
