"""Nothing takes stake below its collateral: not out of the subnet, not to another key, not as a fee."""

import pytest

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.collateral.covering import free
from meritnet.runtime.pallets.limit_orders import trading
from meritnet.runtime.pallets.locks.available import available
from meritnet.runtime.pallets.staking import calls_stake, stake
from meritnet.runtime.pallets.staking.fees_in_alpha import pay_fee_in_alpha
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    AUTHOR,
    BOB,
    BOBS_HOT,
    HOT,
    PALLET,
    TAO,
    staked,
    ways_out,
    ways_within,
)
from meritnet.runtime.pallets.staking.transition import Place

from .scene import HELD, NETUID, STAKE, bonded, sound

FREE = STAKE - HELD


def ways_off(amount: int) -> list[tuple[object, ...]]:
    """Return the calls that take `amount` off the position, within the subnet or out of it."""
    return [*ways_out(amount), *ways_within(amount)]


def shown(call: tuple[object, ...]) -> str:
    return str(call[0])


@pytest.mark.parametrize("call", ways_off(FREE + 1), ids=shown)
def test_no_more_than_is_free_leaves_even_with_free_stake_elsewhere(call: tuple[object, ...]) -> None:
    chain = bonded()
    staked(chain, BOBS_HOT, ALICE, NETUID, STAKE)
    chain.fails("StakeUnavailable", PALLET, str(call[0]), *call[1:], by=ALICE)


@pytest.mark.parametrize("call", ways_off(FREE), ids=shown)
def test_all_that_is_free_leaves(call: tuple[object, ...]) -> None:
    chain = bonded()
    chain.ok(PALLET, str(call[0]), *call[1:], by=ALICE)
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == HELD
    assert bonds.locked(chain.ctx, NETUID, HOT, ALICE) == HELD
    sound(chain)


def test_a_whole_position_stays_where_it_holds_collateral() -> None:
    chain = bonded()
    staked(chain, HOT, ALICE, 2, STAKE)
    chain.fails("StakeUnavailable", PALLET, "remove_stake_full_limit", HOT, NETUID, None, by=ALICE)
    chain.ok(PALLET, "unstake_all", HOT, by=ALICE)
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == STAKE
    assert stake.stake_of(chain.ctx, HOT, ALICE, 2) == 0


def test_others_who_stake_with_the_hotkey_are_free() -> None:
    chain = bonded()
    staked(chain, HOT, BOB, NETUID, STAKE)
    chain.ok(PALLET, "remove_stake", HOT, NETUID, STAKE, by=BOB)


def test_what_is_available_leaves_out_lock_and_collateral() -> None:
    chain = bonded()
    staked(chain, BOBS_HOT, ALICE, NETUID, STAKE)
    chain.ok(PALLET, "lock_stake", BOBS_HOT, NETUID, 300 * TAO, by=ALICE)
    assert available(chain.ctx, ALICE, NETUID) == 2 * STAKE - 300 * TAO - HELD
    assert free(chain.ctx, ALICE, HOT, NETUID) == FREE


def _fee(chain_held: int, fee: int) -> object:
    chain = bonded(chain_held)
    chain.ctx.author = AUTHOR
    definition = calls_stake.remove_stake
    assert isinstance(definition, CallDef)
    return pay_fee_in_alpha(chain.ctx, ALICE, definition, (HOT, NETUID, 1), fee)


def test_a_fee_is_taken_from_what_is_free() -> None:
    # 25 TAO are the worth of all 1000 alpha.
    assert _fee(0, 20 * TAO) is not None
    assert _fee(HELD, 20 * TAO) is None
    assert _fee(HELD, 9 * TAO) is not None
    assert _fee(STAKE, 1_000) is None


def test_orders_stop_at_collateral() -> None:
    chain = bonded()
    place, dest = Place(ALICE, HOT, NETUID), Place(BOB, BOBS_HOT, NETUID)
    with chain.ctx.scratch(), pytest.raises(ModuleError, match="StakeUnavailable"):
        trading.hand_over(chain.ctx, place, dest, FREE + 1, from_user=True)
    with chain.ctx.scratch(), pytest.raises(ModuleError, match="StakeUnavailable"):
        trading.sell(chain.ctx, place, FREE + 1, 0, checked=False)
    trading.hand_over(chain.ctx, place, dest, FREE, from_user=True)
    assert stake.stake_of(chain.ctx, HOT, ALICE, NETUID) == HELD


def test_a_position_worth_less_than_its_collateral_gives_nothing() -> None:
    chain = bonded()
    bonds.save(chain.ctx, NETUID, HOT, ALICE, Bond(STAKE + 5, 1))
    assert free(chain.ctx, ALICE, HOT, NETUID) == 0
    chain.fails("StakeUnavailable", PALLET, "remove_stake", HOT, NETUID, TAO, by=ALICE)
