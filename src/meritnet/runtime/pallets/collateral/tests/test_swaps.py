"""Collateral under other names: it goes with the uid, and with the coldkey."""

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.collateral import bonds, storage
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.key_swaps import coldkey as coldkey_swaps
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, OTHER_HOT, PALLET, register
from meritnet.testing.chain import TestChain, account

from .scene import HELD, NETUID, STAKE, bonded, sound

NEW_HOT, NEW_COLD = account("//New//hot"), account("//New")
ONE = U64F64.ONE


def miner(**bond: int) -> TestChain:
    chain = bonded(**bond)
    register(chain, NETUID, HOT)
    chain.ctx.block_number += 100_000
    return chain


def test_a_swap_on_the_subnet_takes_it_along() -> None:
    chain = miner(floor=3)
    chain.ok(PALLET, "swap_hotkey_v2", HOT, NEW_HOT, NETUID, False, by=ALICE)
    assert bonds.bonded(chain.ctx, NETUID) == {(NEW_HOT, ALICE): Bond(HELD, ONE, 3)}
    assert storage.coldkey_collateral_hotkeys.get(chain.ctx, NETUID, ALICE) == (NEW_HOT,)
    assert bonds.total(chain.ctx, NETUID, ALICE) == HELD
    assert stake.stake_of(chain.ctx, NEW_HOT, ALICE, NETUID) == STAKE
    sound(chain)
    chain.fails("StakeUnavailable", PALLET, "remove_stake", NEW_HOT, NETUID, STAKE, by=ALICE)


def test_a_swap_everywhere_takes_it_along() -> None:
    chain = miner()
    chain.ok(PALLET, "swap_hotkey", HOT, NEW_HOT, None, by=ALICE)
    assert bonds.bonded(chain.ctx, NETUID) == {(NEW_HOT, ALICE): Bond(HELD, ONE)}
    sound(chain)


def test_two_bonds_become_one() -> None:
    chain = miner()
    ctx = chain.ctx
    stake.increase(ctx, OTHER_HOT, ALICE, NETUID, 100)
    bonds.save(ctx, NETUID, OTHER_HOT, ALICE, Bond(50, ONE // 2, 7, 8))
    chain.ok(PALLET, "swap_hotkey_v2", HOT, OTHER_HOT, NETUID, False, by=ALICE)
    assert bonds.bonded(ctx, NETUID) == {(OTHER_HOT, ALICE): Bond(HELD + 50, ONE // 2, 7, 8)}
    assert storage.coldkey_collateral_hotkeys.get(ctx, NETUID, ALICE) == (OTHER_HOT,)
    sound(chain)


@pytest.mark.parametrize("netuid", [NETUID, None])
def test_stake_cannot_stay_behind_collateral(netuid: int | None) -> None:
    chain = miner()
    chain.fails(
        "KeepStakeBlockedByCollateral", PALLET, "swap_hotkey_v2", HOT, NEW_HOT, netuid, True, by=ALICE
    )
    bonds.save(chain.ctx, NETUID, HOT, ALICE, None)
    chain.ok(PALLET, "swap_hotkey_v2", HOT, NEW_HOT, netuid, True, by=ALICE)


def test_collateral_elsewhere_does_not_stop_a_swap_on_one_subnet() -> None:
    chain = miner()
    register(chain, 2, HOT)
    chain.ok(PALLET, "swap_hotkey_v2", HOT, NEW_HOT, 2, True, by=ALICE)
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) == HELD


def test_a_full_list_is_in_nobody_s_way() -> None:
    chain = miner()
    ctx = chain.ctx
    others = [account(f"//{number}") for number in range(31)]
    for hotkey in others:
        bonds.save(ctx, NETUID, hotkey, ALICE, Bond(0, 1, 1))
    chain.ok(PALLET, "swap_hotkey_v2", HOT, NEW_HOT, NETUID, False, by=ALICE)
    assert storage.coldkey_collateral_hotkeys.get(ctx, NETUID, ALICE) == (NEW_HOT, *others)
    sound(chain)


def test_a_coldkey_s_swap_takes_all_of_it_along() -> None:
    chain = miner(floor=9)
    ctx = chain.ctx
    # A floor alone is carried along as well, though nothing is counted for it.
    bonds.save(ctx, 2, OTHER_HOT, ALICE, Bond(0, ONE, 5))
    coldkey_swaps.swap(ctx, ALICE, NEW_COLD)
    assert bonds.bonded(ctx, NETUID) == {(HOT, NEW_COLD): Bond(HELD, ONE, 9)}
    assert bonds.bonded(ctx, 2) == {(OTHER_HOT, NEW_COLD): Bond(0, ONE, 5)}
    assert (bonds.total(ctx, NETUID, ALICE), bonds.total(ctx, NETUID, NEW_COLD)) == (0, HELD)
    assert not storage.coldkey_collateral_hotkeys.exists(ctx, NETUID, ALICE)
    assert storage.coldkey_collateral_hotkeys.get(ctx, NETUID, NEW_COLD) == (HOT,)
    sound(chain)


def test_a_row_that_no_list_names_stops_a_coldkey_s_swap() -> None:
    chain = miner()
    storage.coldkey_collateral_hotkeys.remove(chain.ctx, NETUID, ALICE)
    chain.fails("ColdkeyCollateralIncomplete", PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) == HELD


def test_swaps_without_collateral_write_nothing_of_it() -> None:
    chain = bonded()
    ctx = chain.ctx
    bonds.save(ctx, NETUID, HOT, ALICE, None)
    register(chain, NETUID, HOT)
    ctx.block_number += 100_000
    chain.ok(PALLET, "swap_hotkey_v2", HOT, NEW_HOT, NETUID, False, by=ALICE)
    coldkey_swaps.swap(ctx, ALICE, NEW_COLD)
    assert not list(storage.miner_collateral.iter_prefix(ctx))
    assert not list(storage.coldkey_collateral_hotkeys.iter(ctx))
    assert stake.stake_of(ctx, NEW_HOT, NEW_COLD, NETUID) == STAKE
