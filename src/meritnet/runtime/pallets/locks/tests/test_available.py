"""Every way out of a subnet stops at the lock; ways within it do not."""

import pytest

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.pallets.hyperparameters.storage import nominator_min_required_stake
from meritnet.runtime.pallets.locks import positions, storage
from meritnet.runtime.pallets.staking import calls_stake, stake
from meritnet.runtime.pallets.staking.fees_in_alpha import pay_fee_in_alpha
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    BOB,
    BOBS_HOT,
    HOT,
    OTHER_HOT,
    PALLET,
    TAO,
    staked,
    ways_out,
)

from .scene import LOCKED, STAKE, holder, lock_of, locker, skip

FREE = STAKE - LOCKED


@pytest.mark.parametrize("call", ways_out(FREE + 1), ids=lambda call: str(call[0]))
def test_no_more_than_is_available_leaves(call: tuple[object, ...]) -> None:
    chain = locker()
    chain.fails("StakeUnavailable", PALLET, str(call[0]), *call[1:], by="//Alice")


@pytest.mark.parametrize("call", ways_out(FREE), ids=lambda call: str(call[0]))
def test_all_that_is_available_leaves(call: tuple[object, ...]) -> None:
    chain = locker()
    chain.ok(PALLET, str(call[0]), *call[1:], by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == LOCKED
    assert positions.locked(chain.ctx, ALICE, 1) == LOCKED


def test_a_whole_position_stays_where_it_is_locked() -> None:
    chain = locker()
    staked(chain, HOT, ALICE, 2, STAKE)
    chain.fails("StakeUnavailable", PALLET, "remove_stake_full_limit", HOT, 1, None, by="//Alice")
    chain.ok(PALLET, "unstake_all", HOT, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == STAKE
    assert stake.stake_of(chain.ctx, HOT, ALICE, 2) == 0


def test_stake_with_another_hotkey_counts_as_well() -> None:
    chain = locker()
    staked(chain, BOBS_HOT, ALICE, 1, LOCKED)
    chain.ok(PALLET, "remove_stake", HOT, 1, STAKE, by="//Alice")
    chain.fails("StakeUnavailable", PALLET, "remove_stake", BOBS_HOT, 1, LOCKED, by="//Alice")


def test_within_the_subnet_and_from_others_the_lock_is_not_asked() -> None:
    chain = locker()
    chain.ok(PALLET, "move_stake", HOT, OTHER_HOT, 1, 1, STAKE, by="//Alice")
    assert stake.stake_of(chain.ctx, OTHER_HOT, ALICE, 1) == STAKE
    assert lock_of(chain, ALICE, HOT) is not None
    staked(chain, HOT, ALICE, 2, STAKE)
    chain.ok(PALLET, "remove_stake", HOT, 2, STAKE, by="//Alice")


def test_what_is_bought_and_burned_at_once_is_not_locked() -> None:
    chain = locker(STAKE)
    chain.ok(PALLET, "add_stake_burn", HOT, 1, TAO, None, by="//Alice")
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) == STAKE


def test_decay_frees_stake() -> None:
    chain = locker(STAKE)
    chain.fails("StakeUnavailable", PALLET, "remove_stake", HOT, 1, 100 * TAO, by="//Alice")
    skip(chain, 100_000)
    # Recorded: 10^12 rolled 100,000 blocks leave 898,555,143,573.
    chain.fails("StakeUnavailable", PALLET, "remove_stake", HOT, 1, STAKE - 898_555_143_572, by="//Alice")
    chain.ok(PALLET, "remove_stake", HOT, 1, STAKE - 898_555_143_573, by="//Alice")


def test_a_fee_in_alpha_is_taken_from_locked_stake() -> None:
    # Quirk: pinned.
    chain = locker(STAKE)
    call: CallDef = calls_stake.remove_stake
    assert pay_fee_in_alpha(chain.ctx, ALICE, call, (HOT, 1, STAKE), 10**6) is not None
    assert stake.stake_of(chain.ctx, HOT, ALICE, 1) < STAKE == positions.locked(chain.ctx, ALICE, 1)


def test_a_cleared_nomination_takes_its_part_out_of_the_lock() -> None:
    chain = holder()
    ctx = chain.ctx
    staked(chain, HOT, BOB, 1, STAKE)
    chain.ok(PALLET, "lock_stake", HOT, 1, 50, by="//Bob")
    chain.ok(PALLET, "lock_stake", HOT, 1, 100 * TAO, by="//Bob")
    skip(chain, 1_000)
    before = positions.current(ctx, BOB, 1)
    assert before is not None
    mass, conviction, _ = before.lock
    # The minimum is 30 TAO, 1200 alpha at the pool's price: what is left after the first removal is below it.
    nominator_min_required_stake.set(ctx, 15_000_000_000)
    chain.ok(PALLET, "remove_stake", HOT, 1, 960 * TAO - mass, by="//Bob")
    assert stake.stake_of(ctx, HOT, BOB, 1) == 0
    # The whole lock went, since 40 alpha and the mass were cleared at once.
    assert lock_of(chain, BOB, HOT) is None
    assert mass < 100 * TAO
    assert conviction
    total = storage.decaying_hotkey_lock.get(ctx, 1, HOT)
    assert total is None or total.locked_mass < 100
