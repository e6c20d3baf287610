"""add_stake, add_stake_limit, add_stake_burn: effects with the recorded numbers, and every refusal."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.alpha_assets.storage import alpha_burned
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import stake, storage
from meritnet.runtime.pallets.staking.stake_into import stake_into
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import BURN_ACCOUNT, subnet_account
from meritnet.runtime.pallets.swap.amm import Pool, Side, swap
from meritnet.testing.vectors import load

from .scene import (
    ALICE,
    AUTHOR,
    BOB,
    BOBS_HOT,
    HOT,
    PALLET,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
    UNKNOWN,
    event_args,
    scene,
)

FEE, PAID_IN, ALPHA_OUT = 5_035_477, 9_994_964_523, 399_718_677_439
"""Recorded for a buy of 10 TAO from the worked pool."""
LEAST = 2_001_007
"""Minimum stake and the default fee on it."""
MAX_TO_26 = 990_195_135_927 + 498_861_706
"""Recorded: the most a buy takes until the price is 0.026."""


def test_recorded_numbers() -> None:
    recorded = next(c for c in load("economics/swap")["cases"] if c["name"] == "buy_10_tao_even_weights")
    outputs = recorded["outputs"]
    assert [int(outputs[k]) for k in ("fee_paid", "amount_paid_in", "amount_paid_out")] == [
        FEE,
        PAID_IN,
        ALPHA_OUT,
    ]


def test_add_stake() -> None:
    chain = scene()
    ctx = chain.ctx
    before, author = balances.free(ctx, ALICE), balances.free(ctx, AUTHOR)
    chain.ok(PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == ALPHA_OUT == stake.total_of(ctx, HOT, 1)
    assert balances.free(ctx, ALICE) == before - 10 * TAO
    assert balances.free(ctx, AUTHOR) == author + FEE
    assert balances.free(ctx, subnet_account(1)) == POOL_TAO + PAID_IN
    assert emission.subnet_tao.get(ctx, 1) == POOL_TAO + PAID_IN
    assert emission.subnet_alpha_in.get(ctx, 1) == POOL_ALPHA - ALPHA_OUT
    assert emission.subnet_alpha_out.get(ctx, 1) == ALPHA_OUT
    assert emission.subnet_tao_flow.get(ctx, 1) == PAID_IN
    assert storage.total_stake.get(ctx) == 10 * TAO
    assert storage.last_coldkey_hotkey_stake_block.get(ctx, ALICE, HOT) == ctx.block_number
    assert event_args(chain, "StakeAdded") == [(ALICE, HOT, 10 * TAO, ALPHA_OUT, 1, FEE)]
    assert not storage.delegates.exists(ctx, HOT)


def test_add_stake_to_root() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOT, 0, 10 * TAO, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 0) == 10 * TAO
    assert emission.subnet_tao.get(ctx, 0) == 10 * TAO == balances.free(ctx, subnet_account(0))
    assert emission.subnet_alpha_in.get(ctx, 0) == 0
    assert root_claims.staking_coldkeys_by_index.get(ctx, 0) == ALICE
    assert event_args(chain, "StakeAdded") == [(ALICE, HOT, 10 * TAO, 10 * TAO, 0, 0)]


def test_a_stable_subnet_has_no_fee() -> None:
    chain = scene()
    subnets.subnet_mechanism.set(chain.ctx, 1, 0)
    chain.ok(PALLET, "add_stake", HOT, 1, 2_000_000, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == 2_000_000


def test_the_least_amount() -> None:
    chain = scene()
    chain.fails("AmountTooLow", PALLET, "add_stake", HOT, 1, LEAST - 1, by="//Alice")
    chain.ok(PALLET, "add_stake", HOT, 1, LEAST, by="//Alice")


def test_refusals_of_add_stake_in_order() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.fails("BadOrigin", PALLET, "add_stake", HOT, 1, 10 * TAO)
    # Size comes before everything else, then existence, start, amount, balance, hotkey.
    subnets.subtoken_enabled.set(ctx, 1, False)
    too_much = 1_000 * POOL_TAO + 1
    chain.fails("InsufficientLiquidity", PALLET, "add_stake", UNKNOWN, 1, too_much, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, "add_stake", UNKNOWN, 99, 1, by="//Alice")
    chain.fails("SubtokenDisabled", PALLET, "add_stake", UNKNOWN, 1, 1, by="//Alice")
    subnets.subtoken_enabled.set(ctx, 1, True)
    chain.fails("AmountTooLow", PALLET, "add_stake", UNKNOWN, 1, 1, by="//Alice")
    rich = balances.free(ctx, ALICE)
    chain.fails("NotEnoughBalanceToStake", PALLET, "add_stake", UNKNOWN, 1, rich + 1, by="//Alice")
    chain.fails("HotKeyAccountNotExists", PALLET, "add_stake", UNKNOWN, 1, rich, by="//Alice")


def test_a_pool_that_cannot_pay_is_illiquid() -> None:
    chain = scene()
    emission.subnet_alpha_in.set(chain.ctx, 1, 999_999)
    chain.fails("InsufficientLiquidity", PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Alice")


def test_a_share_pool_that_gives_no_shares_is_illiquid() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Alice")
    storage.total_hotkey_alpha.remove(ctx, HOT, 1)
    chain.fails("InsufficientLiquidity", PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Alice")


def test_root_may_be_closed_too() -> None:
    chain = scene()
    subnets.subtoken_enabled.set(chain.ctx, 0, False)
    chain.fails("SubtokenDisabled", PALLET, "add_stake", HOT, 0, 10 * TAO, by="//Alice")


def test_the_existential_deposit_stays() -> None:
    chain = scene()
    ctx = chain.ctx
    balances.set_balance(ctx, BOB, 10 * TAO)
    chain.ok(PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Bob")
    # Up to 500 rao less than asked for are moved.
    assert balances.free(ctx, BOB) == 500
    assert event_args(chain, "StakeAdded")[0][2] == 10 * TAO - 500


def test_nothing_movable_is_a_named_error() -> None:
    ctx = scene().ctx
    balances.set_balance(ctx, BOB, 500)
    with pytest.raises(ModuleError, match="InsufficientTaoBalance"):
        stake_into(ctx, HOT, BOB, 1, 10 * TAO)


def test_without_an_author_the_fee_is_burned() -> None:
    chain = scene()
    chain.ctx.author = None
    chain.ok(PALLET, "add_stake", HOT, 1, 10 * TAO, by="//Alice")
    assert balances.free(chain.ctx, BURN_ACCOUNT) == FEE


def test_a_fee_that_cannot_be_burned_stays() -> None:
    chain = scene()
    chain.ctx.author = None
    # A fee of 402 rao is below the existential deposit, so the burn account cannot be opened with it.
    stake_into(chain.ctx, HOT, ALICE, 1, 800_000)
    assert balances.free(chain.ctx, BURN_ACCOUNT) == 0
    assert balances.free(chain.ctx, subnet_account(1)) == POOL_TAO + 800_000


def test_unused_tao_at_a_limit_is_not_returned() -> None:
    ctx = scene().ctx
    before = balances.free(ctx, ALICE)
    stake_into(ctx, HOT, ALICE, 1, 5_000 * TAO, 26_000_000)
    unused = 5_000 * TAO - MAX_TO_26
    assert balances.free(ctx, ALICE) == before - 5_000 * TAO
    assert balances.free(ctx, subnet_account(1)) == emission.subnet_tao.get(ctx, 1) + unused


def test_too_little_to_buy_anything() -> None:
    ctx = scene().ctx
    with pytest.raises(ModuleError, match="AmountTooLow"):
        stake_into(ctx, HOT, ALICE, 1, 0)


def test_add_stake_limit_takes_what_the_limit_allows() -> None:
    chain = scene()
    ctx = chain.ctx
    expected = swap(Pool(POOL_TAO, POOL_ALPHA), Side.BUY, MAX_TO_26, 26_000_000)
    chain.ok(PALLET, "add_stake_limit", BOBS_HOT, 1, 5_000 * TAO, 26_000_000, True, by="//Alice")
    assert stake.stake_of(ctx, BOBS_HOT, ALICE, 1) == expected.paid_out
    assert event_args(chain, "StakeAdded")[0][2] == MAX_TO_26
    # Somebody else's hotkey becomes a delegate.
    assert storage.delegates.get(ctx, BOBS_HOT) == 11_796
    assert storage.delegates.exists(ctx, BOBS_HOT)


def test_add_stake_limit_within_the_limit_is_add_stake() -> None:
    chain = scene()
    chain.ok(PALLET, "add_stake_limit", HOT, 1, 10 * TAO, 26_000_000, False, by="//Alice")
    assert event_args(chain, "StakeAdded") == [(ALICE, HOT, 10 * TAO, ALPHA_OUT, 1, FEE)]
    assert not storage.delegates.exists(chain.ctx, HOT)


def test_refusals_of_add_stake_limit() -> None:
    chain = scene()
    name = "add_stake_limit"
    chain.fails("BadOrigin", PALLET, name, HOT, 1, 10 * TAO, 26_000_000, True)
    too_much = 1_000 * POOL_TAO + 1
    chain.fails("InsufficientLiquidity", PALLET, name, HOT, 1, too_much, 26_000_000, True, by="//Alice")
    chain.fails("PriceLimitExceeded", PALLET, name, HOT, 1, 10 * TAO, 25_000_000, True, by="//Alice")
    chain.fails("SlippageTooHigh", PALLET, name, HOT, 1, 5_000 * TAO, 26_000_000, False, by="//Alice")
    # A limit a rao above the price leaves room for a million rao only.
    chain.fails("AmountTooLow", PALLET, name, HOT, 1, 10 * TAO, 25_000_001, True, by="//Alice")
    # Root: one TAO is one alpha, so a lower limit allows nothing.
    chain.fails("SlippageTooHigh", PALLET, name, HOT, 0, 10 * TAO, TAO - 1, False, by="//Alice")
    chain.fails("AmountTooLow", PALLET, name, HOT, 0, 10 * TAO, TAO - 1, True, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, name, HOT, 99, 10 * TAO, TAO, True, by="//Alice")
    chain.fails("HotKeyAccountNotExists", PALLET, name, UNKNOWN, 1, TAO, 26_000_000, True, by="//Alice")


@pytest.mark.parametrize("limit", [None, 26_000_000])
def test_add_stake_burn(limit: int | None) -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "add_stake_burn", HOT, 1, 10 * TAO, limit, by="//Alice")
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 0
    assert emission.subnet_alpha_out.get(ctx, 1) == ALPHA_OUT
    assert alpha_burned.get(ctx, 1) == ALPHA_OUT
    assert event_args(chain, "AlphaBurned") == [(ALICE, HOT, ALPHA_OUT, 1)]
    assert event_args(chain, "AddStakeBurn") == [(1, HOT, 10 * TAO, ALPHA_OUT)]
    names = [r.event.name for r in ctx.events if r.event.pallet == PALLET]
    assert names == ["StakeAdded", "AlphaBurned", "AddStakeBurn"]


def test_refusals_of_add_stake_burn() -> None:
    chain = scene()
    chain.fails("BadOrigin", PALLET, "add_stake_burn", HOT, 1, 10 * TAO, None)
    chain.fails("SlippageTooHigh", PALLET, "add_stake_burn", HOT, 1, 5_000 * TAO, 26_000_000, by="//Alice")
    chain.fails("CannotBurnOrRecycleOnRootSubnet", PALLET, "add_stake_burn", HOT, 0, TAO, None, by="//Alice")
