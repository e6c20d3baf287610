"""Registrations on a subnet that takes collateral: what is burned, what is held, and on which terms."""

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.collateral import bonds, storage
from meritnet.runtime.pallets.collateral.arithmetic import Bond, requirement
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    AUTHOR,
    BOB,
    HOT,
    PALLET,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
)
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap.amm import Pool, Side, swap
from meritnet.testing.chain import TestChain, account

from .scene import HALF, NETUID, PRICE, RATIO, sound, taking

REQUIRED = requirement(PRICE, HALF)


def register(chain: TestChain, hotkey: bytes = HOT, by: bytes = ALICE) -> None:
    chain.ok(PALLET, "burned_register", NETUID, hotkey, by=by)


def test_a_part_of_the_price_is_staked_and_held() -> None:
    chain = taking()
    ctx = chain.ctx
    bought = swap(Pool(POOL_TAO, POOL_ALPHA), Side.BUY, PRICE, 10**15)
    held = bought.paid_out * REQUIRED // PRICE
    before, flow = balances.free(ctx, ALICE), emission.subnet_tao_flow.get(ctx, NETUID)
    register(chain)
    assert balances.free(ctx, ALICE) == before - PRICE
    assert stake.stake_of(ctx, HOT, ALICE, NETUID) == held
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(held, RATIO)
    assert bonds.total(ctx, NETUID, ALICE) == held
    assert storage.coldkey_collateral_hotkeys.get(ctx, NETUID, ALICE) == (HOT,)
    # What is burned leaves the outstanding alpha, what is held stays in it.
    assert emission.subnet_alpha_out.get(ctx, NETUID) == held
    assert emission.subnet_alpha_in.get(ctx, NETUID) == POOL_ALPHA - bought.paid_out
    assert emission.subnet_tao_flow.get(ctx, NETUID) == flow + bought.paid_in
    assert registration.rao_recycled_for_registration.get(ctx, NETUID) == PRICE - REQUIRED
    assert registration.burn.get(ctx, NETUID) == PRICE * 126 // 100
    assert uids.uid_of(ctx, NETUID, HOT) == 1
    assert staking.last_coldkey_hotkey_stake_block.get(ctx, ALICE, HOT) == ctx.block_number
    assert HOT in staking.staking_hotkeys.get(ctx, ALICE)
    sound(chain)


def test_events_tell_of_stake_and_collateral() -> None:
    chain = taking()
    register(chain)
    held = bonds.locked(chain.ctx, NETUID, HOT, ALICE)
    names = [record.event.name for record in chain.ctx.events]
    tail = ["StakeAdded", "CollateralLocked", "RAORecycledForRegistrationSet", "NeuronRegistered"]
    assert [name for name in names if name in tail] == tail
    assert chain.events("CollateralLocked")[0].args == (NETUID, HOT, held, held)
    (added,) = chain.events("StakeAdded")
    assert added.args[:5] == (ALICE, HOT, REQUIRED, held, NETUID)
    assert chain.events("RAORecycledForRegistrationSet")[0].args == (NETUID, PRICE - REQUIRED)


def test_the_pool_s_fee_goes_to_the_author() -> None:
    chain = taking()
    ctx = chain.ctx
    ctx.author = AUTHOR
    before = balances.free(ctx, AUTHOR)
    fee = swap(Pool(POOL_TAO, POOL_ALPHA), Side.BUY, PRICE, 10**15).fee_to_block_author
    register(chain)
    assert fee > 0
    assert balances.free(ctx, AUTHOR) == before + fee


def test_who_comes_back_pays_what_is_missing_on_the_present_terms() -> None:
    chain = taking()
    ctx = chain.ctx
    register(chain)
    first = bonds.locked(ctx, NETUID, HOT, ALICE)
    # The uid is gone, the collateral is not.
    uids.replace(ctx, NETUID, 1, account("//Newcomer"))
    assert bonds.locked(ctx, NETUID, HOT, ALICE) == first
    storage.collateral_drain_ratio.set(ctx, NETUID, U64F64.ONE // 4)
    price = registration.burn.get(ctx, NETUID)
    required = requirement(price, HALF)
    topup = required - first // 32
    before = balances.free(ctx, ALICE)
    register(chain)
    assert abs(before - balances.free(ctx, ALICE) - (price - required + topup)) <= 1
    bond = bonds.bond_of(ctx, NETUID, HOT, ALICE)
    assert bond is not None
    assert bond.locked > first
    assert bond.drain_ratio == U64F64.ONE // 4
    assert chain.events("CollateralLocked")[-1].args == (NETUID, HOT, bond.locked - first, bond.locked)
    sound(chain)


def test_who_holds_enough_pays_the_burned_part_alone() -> None:
    chain = taking()
    ctx = chain.ctx
    staked = 1_000 * TAO
    stake.increase(ctx, HOT, ALICE, NETUID, staked)
    emission.subnet_alpha_out.set(ctx, NETUID, staked)
    bonds.save(ctx, NETUID, HOT, ALICE, Bond(staked, 1, 0, 9))
    before = balances.free(ctx, ALICE)
    register(chain)
    assert before - balances.free(ctx, ALICE) == PRICE - REQUIRED
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(staked, RATIO, 0, 9)
    assert stake.stake_of(ctx, HOT, ALICE, NETUID) == staked
    assert chain.events("CollateralLocked") == []
    sound(chain)


def test_without_a_share_standing_collateral_gets_the_present_terms() -> None:
    chain = taking(share=0)
    ctx = chain.ctx
    bonds.save(ctx, NETUID, HOT, ALICE, Bond(5, 1))
    before = balances.free(ctx, ALICE)
    register(chain)
    assert before - balances.free(ctx, ALICE) == PRICE
    assert bonds.bond_of(ctx, NETUID, HOT, ALICE) == Bond(5, RATIO)


def test_with_default_settings_nothing_of_collateral_is_written() -> None:
    chain = taking(share=0)
    register(chain)
    assert not list(storage.miner_collateral.iter_prefix(chain.ctx))
    assert not list(storage.coldkey_miner_collateral.iter(chain.ctx))
    assert not list(storage.coldkey_collateral_hotkeys.iter(chain.ctx))
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == 0
    assert chain.events("StakeAdded") == []


@pytest.mark.parametrize(("spare", "works"), [(499, False), (500, True)])
def test_the_whole_charge_is_paid_beside_the_existential_deposit(spare: int, works: bool) -> None:
    chain = taking()
    poor = account("//Poor")
    balances.set_balance(chain.ctx, poor, PRICE + spare)
    hotkey = account("//Poor//hot")
    if works:
        register(chain, hotkey, poor)
        assert balances.free(chain.ctx, poor) == 500
    else:
        chain.fails("NotEnoughBalanceToStake", PALLET, "burned_register", NETUID, hotkey, by=poor)


def test_a_small_pool_is_not_bought_up_beyond_five_percent() -> None:
    chain = taking()
    ctx = chain.ctx
    emission.subnet_tao.set(ctx, NETUID, 100 * TAO)
    emission.subnet_alpha_in.set(ctx, NETUID, 4_000 * TAO)
    chain.fails("SlippageTooHigh", PALLET, "burned_register", NETUID, HOT, by=ALICE)
    # A pool of 100 TAO moves by 5 % with 100 * (sqrt(1.05) - 1) = 2.47 TAO.
    registration.burn.set(ctx, NETUID, 2_400_000_000)
    register(chain)
    sound(chain)


def test_on_a_stable_subnet_an_alpha_is_a_tao() -> None:
    chain = taking()
    subnets.subnet_mechanism.set(chain.ctx, NETUID, 0)
    register(chain)
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) == REQUIRED


def test_thirty_two_hotkeys_of_a_coldkey_hold_collateral() -> None:
    chain = taking()
    ctx = chain.ctx
    for number in range(32):
        bonds.save(ctx, NETUID, account(f"//{number}"), ALICE, Bond(1, 1))
    before = ctx.events[:]
    chain.fails("ColdkeyCollateralPositionsFull", PALLET, "burned_register", NETUID, HOT, by=ALICE)
    assert uids.uid_of(ctx, NETUID, HOT) is None
    assert bonds.total(ctx, NETUID, ALICE) == 32
    assert [r.event.name for r in ctx.events[len(before) :] if r.event.name == "NeuronRegistered"] == []
    register(chain, account("//Bob//first"), BOB)


def test_a_price_limit_counts_the_whole_price() -> None:
    chain = taking()
    chain.fails("RegistrationPriceLimitExceeded", PALLET, "register_limit", NETUID, HOT, PRICE - 1, by=ALICE)
    chain.ok(PALLET, "register_limit", NETUID, HOT, PRICE, by=ALICE)
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) > 0
