"""The calls of miners about collateral: success with events, every error once."""

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds, storage
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import ALICE, BOBS_HOT, HOT, PALLET, TAO, UNKNOWN
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import account

from .scene import HELD, NETUID, STAKE, bonded, sound, taking

LIMIT = 2**63
FREE = STAKE - HELD


def test_free_stake_is_held_first() -> None:
    chain = bonded()
    ctx = chain.ctx
    before = balances.free(ctx, ALICE)
    chain.ok(PALLET, "add_collateral", NETUID, HOT, FREE, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(STAKE, U64F64.ONE)
    assert balances.free(ctx, ALICE) == before
    assert stake.stake_of(ctx, HOT, ALICE, NETUID) == STAKE
    assert chain.events("CollateralLocked")[0].args == (NETUID, HOT, FREE, STAKE)
    sound(chain)


def test_what_is_missing_is_bought_at_the_moving_price() -> None:
    chain = bonded()
    ctx = chain.ctx
    before = balances.free(ctx, ALICE)
    chain.ok(PALLET, "add_collateral", NETUID, HOT, FREE + 32 * TAO, LIMIT, by=ALICE)
    # 32 alpha are a TAO at the moving price; the pool gives a little less than 40 for it.
    assert before - balances.free(ctx, ALICE) == TAO
    bought = stake.stake_of(ctx, HOT, ALICE, NETUID) - STAKE
    assert 39 * TAO < bought < 40 * TAO
    assert bonds.locked(ctx, NETUID, HOT, ALICE) == STAKE + bought
    assert chain.events("CollateralLocked")[0].args == (NETUID, HOT, FREE + bought, STAKE + bought)
    sound(chain)


def test_more_collateral_keeps_the_terms_and_new_collateral_takes_the_present_ones() -> None:
    chain = bonded(ratio=7)
    ctx = chain.ctx
    storage.collateral_drain_ratio.set(ctx, NETUID, 9)
    chain.ok(PALLET, "add_collateral", NETUID, HOT, 1, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(HELD + 1, 7)
    bonds.save(ctx, NETUID, HOT, ALICE, None)
    chain.ok(PALLET, "add_collateral", NETUID, HOT, 5, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(5, 9)


def test_a_hotkey_without_a_uid_may_hold_collateral() -> None:
    chain = taking(share=0)
    chain.ok(PALLET, "add_collateral", NETUID, HOT, 400 * TAO, LIMIT, by=ALICE)
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) == stake.stake_of(chain.ctx, HOT, ALICE, NETUID) > 0
    sound(chain)


@pytest.mark.parametrize(
    ("error", "netuid", "hotkey", "alpha", "limit"),
    [
        ("RegistrationNotPermittedOnRootSubnet", 0, HOT, 1, 0),
        ("SubnetNotExists", 77, HOT, 1, 0),
        ("HotKeyAccountNotExists", 1, UNKNOWN, 1, 0),
        ("NonAssociatedColdKey", 1, BOBS_HOT, 1, 0),
        ("AmountTooLow", 1, HOT, 0, LIMIT),
        # Less than the least stake is missing.
        ("AmountTooLow", 1, HOT, FREE + 1_000_000, LIMIT),
        # Less than a rao's worth is bought without a trade, and there is nothing else.
        ("InsufficientLiquidity", 1, HOT, 2**63, LIMIT),
        ("NotEnoughBalanceToStake", 1, HOT, 10**8 * TAO, LIMIT),
        ("SlippageTooHigh", 1, HOT, FREE + 400_000 * TAO, 25_100_000),
    ],
)
def test_refused(error: str, netuid: int, hotkey: bytes, alpha: int, limit: int) -> None:
    chain = bonded()
    chain.fails(error, PALLET, "add_collateral", netuid, hotkey, alpha, limit, by=ALICE)
    assert bonds.bond_of(chain.ctx, NETUID, HOT, ALICE) == Bond(HELD, U64F64.ONE)


def test_refused_before_the_subnet_has_started_or_has_a_moving_price() -> None:
    chain = bonded()
    emission.subnet_moving_price.set(chain.ctx, NETUID, 0)
    chain.fails("InsufficientLiquidity", PALLET, "add_collateral", NETUID, HOT, FREE + 1, LIMIT, by=ALICE)
    subnets.subtoken_enabled.set(chain.ctx, NETUID, False)
    chain.fails("SubtokenDisabled", PALLET, "add_collateral", NETUID, HOT, 1, LIMIT, by=ALICE)


def test_dust_that_costs_nothing_is_nothing() -> None:
    chain = bonded(held=STAKE)
    chain.fails("AmountTooLow", PALLET, "add_collateral", NETUID, HOT, 1, LIMIT, by=ALICE)


def test_the_account_is_kept_alive() -> None:
    chain = bonded(held=STAKE)
    balances.set_balance(chain.ctx, ALICE, TAO + 499)
    chain.fails("NotEnoughBalanceToStake", PALLET, "add_collateral", NETUID, HOT, 32 * TAO, LIMIT, by=ALICE)


def test_a_floor_costs_nothing_and_can_be_taken_back() -> None:
    chain = bonded()
    ctx = chain.ctx
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 2 * STAKE, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(HELD, U64F64.ONE, 2 * STAKE)
    assert chain.events("MinCollateralSet")[0].args == (NETUID, HOT, 2 * STAKE)
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(HELD, U64F64.ONE)
    sound(chain)


def test_a_floor_alone_is_a_bond_until_it_is_cleared() -> None:
    chain = taking()
    ctx = chain.ctx
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) is None
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 7, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(
        0, storage.collateral_drain_ratio.get(ctx, NETUID), 7
    )
    assert storage.coldkey_collateral_hotkeys.get(ctx, NETUID, ALICE) == (HOT,)
    assert not storage.coldkey_miner_collateral.exists(ctx, NETUID, ALICE)
    sound(chain)
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 0, by=ALICE)
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) is None
    assert not storage.coldkey_collateral_hotkeys.exists(ctx, NETUID, ALICE)
    sound(chain)


@pytest.mark.parametrize(
    ("error", "netuid", "hotkey"),
    [
        ("RegistrationNotPermittedOnRootSubnet", 0, HOT),
        ("SubnetNotExists", 77, HOT),
        ("HotKeyAccountNotExists", 1, UNKNOWN),
        ("NonAssociatedColdKey", 1, BOBS_HOT),
    ],
)
def test_a_floor_is_refused(error: str, netuid: int, hotkey: bytes) -> None:
    bonded().fails(error, PALLET, "set_min_collateral", netuid, hotkey, 1, by=ALICE)


def test_a_thirty_third_floor_is_refused() -> None:
    chain = taking()
    for number in range(32):
        bonds.save(chain.ctx, NETUID, account(f"//{number}"), ALICE, Bond(1, 1))
    chain.fails("ColdkeyCollateralPositionsFull", PALLET, "set_min_collateral", NETUID, HOT, 1, by=ALICE)
    chain.ok(PALLET, "set_min_collateral", NETUID, HOT, 0, by=ALICE)
