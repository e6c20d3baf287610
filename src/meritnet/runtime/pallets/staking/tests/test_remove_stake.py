"""remove_stake, its limit variants and unstake_all: effects with the recorded numbers, and every refusal."""

import pytest

from meritnet.runtime.pallets.alpha_assets.storage import alpha_burned
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters.storage import stake_threshold
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import stake, storage
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap.amm import Pool, Side, pool_after, swap
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

from .scene import (
    ALICE,
    AUTHOR,
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

ALPHA, FEE, TAO_OUT = 400 * TAO, 201_419_089, 9_992_966_935
"""Recorded for a sale of 400 alpha into the worked pool."""


def fee_sale() -> int:
    """Return the TAO that the alpha fee gives, sold without a fee after the main sale."""
    pool = Pool(POOL_TAO, POOL_ALPHA)
    pool = pool_after(pool, Side.SELL, swap(pool, Side.SELL, ALPHA, 1_000))
    return swap(pool, Side.SELL, FEE, 1_000, drop_fees=True).paid_out


def holder(alpha: int = ALPHA, netuid: int = 1) -> TestChain:
    chain = scene()
    staked(chain, HOT, ALICE, netuid, alpha)
    return chain


def test_recorded_numbers() -> None:
    cases = {case["name"]: case["outputs"] for case in load("economics/swap")["cases"]}
    outputs = cases["sell_400_alpha_even_weights"]
    assert [int(outputs[k]) for k in ("fee_paid", "amount_paid_out")] == [FEE, TAO_OUT]


@pytest.mark.parametrize(
    "name", ["remove_stake", "remove_stake_limit", "remove_stake_full_limit", "full_any_price"]
)
def test_a_whole_position(name: str) -> None:
    chain = holder()
    ctx = chain.ctx
    before, author = balances.free(ctx, ALICE), balances.free(ctx, AUTHOR)
    if name == "remove_stake":
        # More than is staked means all of it.
        chain.ok(PALLET, name, HOT, 1, ALPHA + 1, by="//Alice")
    elif name == "remove_stake_limit":
        chain.ok(PALLET, name, HOT, 1, ALPHA, 24_000_000, False, by="//Alice")
    else:
        limit = 24_000_000 if name == "remove_stake_full_limit" else None
        chain.ok(PALLET, "remove_stake_full_limit", HOT, 1, limit, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0
    assert balances.free(ctx, ALICE) == before + TAO_OUT
    assert balances.free(ctx, AUTHOR) == author + fee_sale()
    assert (
        emission.subnet_tao.get(ctx, 1)
        == POOL_TAO - TAO_OUT - fee_sale()
        == balances.free(ctx, subnet_account(1))
    )
    assert emission.subnet_alpha_in.get(ctx, 1) == POOL_ALPHA + ALPHA
    assert emission.subnet_alpha_out.get(ctx, 1) == 0
    assert emission.subnet_tao_flow.get(ctx, 1) == -(TAO_OUT + fee_sale())
    assert storage.last_coldkey_hotkey_stake_block.get(ctx, ALICE, HOT) == ctx.block_number
    assert event_args(chain, "StakeRemoved") == [(ALICE, HOT, TAO_OUT, ALPHA - FEE, 1, FEE)]


def test_without_an_author_the_alpha_fee_is_burned() -> None:
    chain = holder()
    chain.ctx.author = None
    chain.ok(PALLET, "remove_stake", HOT, 1, ALPHA, by="//Alice")
    assert alpha_burned.get(chain.ctx, 1) == FEE
    assert emission.subnet_alpha_out.get(chain.ctx, 1) == FEE
    assert emission.subnet_tao.get(chain.ctx, 1) == POOL_TAO - TAO_OUT


def test_leaving_root_leaves_the_index() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOT, 0, 10 * TAO, by="//Alice")
    chain.ok(PALLET, "remove_stake", HOT, 0, 4 * TAO, by="//Alice")
    assert root_claims.num_staking_coldkeys.get(ctx) == 1
    # Quirk: unstaking fills root's alpha reserve, staking only lowers it to 0.
    assert emission.subnet_alpha_in.get(ctx, 0) == 4 * TAO
    chain.ok(PALLET, "remove_stake", HOT, 0, 6 * TAO, by="//Alice")
    assert root_claims.num_staking_coldkeys.get(ctx) == 0
    assert not root_claims.staking_coldkeys.exists(ctx, ALICE)
    assert emission.subnet_tao.get(ctx, 0) == 0


def test_refusals_of_remove_stake() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.fails("BadOrigin", PALLET, "remove_stake", HOT, 1, ALPHA)
    chain.fails("SubtokenDisabled", PALLET, "remove_stake", HOT, 99, ALPHA, by="//Alice")
    chain.fails("AmountTooLow", PALLET, "remove_stake", OTHER_HOT, 1, ALPHA, by="//Alice")
    # A part must give the minimum stake in TAO: 80,000,000 alpha are worth just under it after slippage and fee.
    chain.fails("AmountTooLow", PALLET, "remove_stake", HOT, 1, 80_000_000, by="//Alice")
    chain.ok(PALLET, "remove_stake", HOT, 1, 80_100_000, by="//Alice")
    subnets.networks_added.remove(ctx, 2)
    chain.fails("SubnetNotExists", PALLET, "remove_stake", HOT, 2, ALPHA, by="//Alice")


def test_more_than_the_pool_takes() -> None:
    chain = holder()
    ctx = chain.ctx
    emission.subnet_alpha_in.set(ctx, 1, ALPHA // 1_000 - 1)
    chain.fails("InsufficientLiquidity", PALLET, "remove_stake", HOT, 1, ALPHA, by="//Alice")
    limited = ("remove_stake_limit", HOT, 1, ALPHA, 24_000_000, True)
    chain.fails("InsufficientLiquidity", PALLET, *limited, by="//Alice")


def test_a_pool_that_cannot_pay_is_illiquid() -> None:
    chain = holder()
    emission.subnet_tao.set(chain.ctx, 1, 999_999)
    chain.fails("InsufficientLiquidity", PALLET, "remove_stake", HOT, 1, ALPHA, by="//Alice")


def test_a_hotkey_nobody_owns() -> None:
    chain = scene()
    staked(chain, UNKNOWN, ALICE, 1, ALPHA)
    chain.fails("HotKeyAccountNotExists", PALLET, "remove_stake", UNKNOWN, 1, ALPHA, by="//Alice")


def test_a_fee_too_small_to_sell_fails_the_whole() -> None:
    # 2,000 rao of alpha pay a fee of 1 rao of alpha, which is worth no rao of TAO.
    chain = holder(2_000)
    chain.fails("ReservesTooLow", PALLET, "remove_stake", HOT, 1, 2_000, by="//Alice")
    # 1,985 rao pay no fee at all, and leaving altogether has no minimum.
    chain = holder(1_985)
    chain.ok(PALLET, "remove_stake", HOT, 1, 1_985, by="//Alice")


def test_remove_stake_limit_takes_what_the_limit_allows() -> None:
    alpha = 100_000 * TAO
    chain = holder(alpha)
    ctx = chain.ctx
    case = next(c for c in load("economics/swap")["cases"] if c["name"] == "sell_max_probe_for_limit")[
        "outputs"
    ]
    most = int(case["amount_paid_in"]) + int(case["fee_paid"])
    chain.ok(PALLET, "remove_stake_limit", HOT, 1, alpha, 24_000_000, True, by="//Alice")
    ((_, _, _, paid_in, _, fee),) = event_args(chain, "StakeRemoved")
    assert isinstance(paid_in, int)
    assert isinstance(fee, int)
    assert most - 2 <= paid_in + fee <= most + 2
    assert stake.stake_of(ctx, HOT, ALICE, 1) >= alpha - most - 2


def test_refusals_of_remove_stake_limit() -> None:
    alpha = 100_000 * TAO
    chain = holder(alpha)
    name = "remove_stake_limit"
    chain.fails("BadOrigin", PALLET, name, HOT, 1, ALPHA, 24_000_000, True)
    chain.fails("PriceLimitExceeded", PALLET, name, HOT, 1, ALPHA, 25_000_000, True, by="//Alice")
    chain.fails("SlippageTooHigh", PALLET, name, HOT, 1, alpha, 24_000_000, False, by="//Alice")
    chain.fails("NotEnoughStakeToWithdraw", PALLET, name, HOT, 1, alpha + 1, 24_000_000, True, by="//Alice")
    chain.fails("AmountTooLow", PALLET, name, HOT, 1, 0, 24_000_000, True, by="//Alice")
    chain.fails("SlippageTooHigh", PALLET, "remove_stake_full_limit", HOT, 1, 24_000_000, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, name, HOT, 99, 1, TAO, True, by="//Alice")


def test_remove_stake_limit_works_before_the_start() -> None:
    chain = holder()
    subnets.subtoken_enabled.set(chain.ctx, 1, False)
    chain.ok(PALLET, "remove_stake_limit", HOT, 1, ALPHA, 24_000_000, False, by="//Alice")


def test_a_limit_above_one_on_root_allows_nothing() -> None:
    chain = holder(netuid=0)
    name = "remove_stake_limit"
    chain.fails("SlippageTooHigh", PALLET, name, HOT, 0, ALPHA, TAO + 1, False, by="//Alice")
    chain.ok(PALLET, name, HOT, 0, ALPHA, TAO, False, by="//Alice")


def test_a_hotkey_below_the_threshold_loses_its_scheduled_children() -> None:
    chain = holder()
    ctx = chain.ctx
    for netuid in (1, 2):
        storage.pending_child_keys.set(ctx, netuid, HOT, (((5, OTHER_HOT),), 9))
    chain.ok(PALLET, "remove_stake", HOT, 1, 100 * TAO, by="//Alice")
    assert storage.pending_child_keys.exists(ctx, 1, HOT)
    stake_threshold.set(ctx, 8 * TAO)
    chain.ok(PALLET, "remove_stake", HOT, 1, 100 * TAO, by="//Alice")
    assert not storage.pending_child_keys.exists(ctx, 1, HOT)
    assert not storage.pending_child_keys.exists(ctx, 2, HOT)


def test_unstake_all() -> None:
    chain = holder()
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 2, ALPHA)
    staked(chain, HOT, ALICE, 0, 5 * TAO)
    before = balances.free(ctx, ALICE)
    chain.ok(PALLET, "unstake_all", HOT, by="//Alice")
    assert balances.free(ctx, ALICE) == before + 2 * TAO_OUT + 5 * TAO
    assert [args[4] for args in event_args(chain, "StakeRemoved")] == [0, 1, 2]


def test_unstake_all_passes_over_what_is_closed_or_refused() -> None:
    chain = holder()
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 2, ALPHA)
    subnets.subtoken_enabled.set(ctx, 1, False)
    emission.subnet_tao.set(ctx, 2, 999_999)
    chain.ok(PALLET, "unstake_all", HOT, by="//Alice")
    assert event_args(chain, "StakeRemoved") == []
    assert stake.stake_of(ctx, HOT, ALICE, 1) == ALPHA == stake.stake_of(ctx, HOT, ALICE, 2)


def test_unstake_all_alpha() -> None:
    chain = holder()
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 2, ALPHA)
    staked(chain, HOT, ALICE, 0, 5 * TAO)
    before = balances.free(ctx, ALICE)
    chain.ok(PALLET, "unstake_all_alpha", HOT, by="//Alice")
    assert balances.free(ctx, ALICE) == before
    assert stake.stake_of(ctx, HOT, ALICE, 0) == 5 * TAO + 2 * TAO_OUT
    assert event_args(chain, "StakeAdded") == [(ALICE, HOT, 2 * TAO_OUT, 2 * TAO_OUT, 0, 0)]


@pytest.mark.parametrize("name", ["unstake_all", "unstake_all_alpha"])
def test_refusals_of_unstaking_all(name: str) -> None:
    chain = scene()
    chain.fails("BadOrigin", PALLET, name, HOT)
    chain.fails("HotKeyAccountNotExists", PALLET, name, UNKNOWN, by="//Alice")
    if name == "unstake_all":
        chain.ok(PALLET, name, HOT, by="//Alice")
    else:
        chain.fails("AmountTooLow", PALLET, name, HOT, by="//Alice")
