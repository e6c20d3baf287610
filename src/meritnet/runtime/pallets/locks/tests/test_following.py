"""A lock follows stake to another coldkey on its subnet: what is free first, then mass with its conviction."""

from meritnet.runtime.pallets.locks import conviction, invariants, positions, storage
from meritnet.runtime.pallets.locks.arithmetic import Lock
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import (
    ALICE,
    BOB,
    BOBS_HOT,
    HOT,
    OTHER_HOT,
    PALLET,
    TAO,
    staked,
)
from meritnet.testing.chain import TestChain

from .scene import HALF, LOCKED, NINETY_DAYS, STAKE, lock_of, locker, skip

FREE = STAKE - LOCKED


def give(amount: int, netuid: int = 1) -> tuple[object, ...]:
    return ("transfer_stake", BOB, HOT, netuid, netuid, amount)


def accepting(chain: TestChain) -> TestChain:
    chain.ok(PALLET, "set_reject_locked_alpha", False, by="//Bob")
    chain.ctx.events.clear()
    return chain


def test_free_stake_goes_without_the_lock() -> None:
    chain = locker()
    chain.ok(PALLET, *give(FREE), by="//Alice")
    assert positions.locked(chain.ctx, ALICE, 1) == LOCKED
    assert storage.lock.get(chain.ctx, BOB, 1, HOT) is None


def test_a_rao_more_needs_consent() -> None:
    chain = locker()
    chain.fails("AccountRejectsLockedAlpha", PALLET, *give(FREE + 1), by="//Alice")
    accepting(chain)
    chain.ok(PALLET, *give(FREE + 500), by="//Alice")
    assert positions.locked(chain.ctx, ALICE, 1) == LOCKED - 500
    assert positions.locked(chain.ctx, BOB, 1) == 500


def test_mass_takes_its_part_of_the_conviction_along() -> None:
    chain = accepting(locker(STAKE))
    ctx = chain.ctx
    skip(chain, NINETY_DAYS)
    before = positions.current(ctx, ALICE, 1)
    assert before is not None
    free = STAKE - HALF
    chain.ok(PALLET, *give(free + HALF // 4), by="//Alice")
    mine, theirs = lock_of(chain, ALICE, HOT), lock_of(chain, BOB, HOT)
    assert mine is not None
    assert theirs is not None
    assert theirs.locked_mass == HALF // 4
    assert mine.locked_mass + theirs.locked_mass == HALF
    assert mine.conviction + theirs.conviction == before.lock.conviction
    assert abs(theirs.conviction * 4 - before.lock.conviction) < before.lock.conviction >> 30
    # The sum is what it was: the locks are for one hotkey and both decay.
    assert storage.decaying_hotkey_lock.get(ctx, 1, HOT) == (HALF, before.lock.conviction, ctx.block_number)
    assert invariants.check(ctx) == []


def test_everything_can_be_given_and_the_lock_goes_whole() -> None:
    chain = accepting(locker())
    chain.ok(PALLET, *give(STAKE), by="//Alice")
    assert lock_of(chain, ALICE, HOT) is None
    assert lock_of(chain, BOB, HOT) == Lock(LOCKED, 0, chain.ctx.block_number)
    assert stake.stake_of(chain.ctx, HOT, BOB, 1) == STAKE


def test_into_a_lock_for_the_same_hotkey_only() -> None:
    chain = accepting(locker())
    staked(chain, HOT, BOB, 1, STAKE)
    chain.ok(PALLET, "lock_stake", HOT, 1, 10 * TAO, by="//Bob")
    chain.ok(PALLET, *give(FREE + 5 * TAO), by="//Alice")
    assert positions.locked(chain.ctx, BOB, 1) == 15 * TAO
    chain.ok(PALLET, "move_lock", OTHER_HOT, 1, by="//Bob")
    chain.fails("LockHotkeyMismatch", PALLET, *give(5 * TAO), by="//Alice")
    staked(chain, HOT, ALICE, 1, 5 * TAO)
    chain.ok(PALLET, *give(5 * TAO), by="//Alice")


def test_a_perpetual_lock_arrives_as_its_new_owner_keeps_it() -> None:
    chain = accepting(locker())
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Alice")
    chain.ok(PALLET, *give(FREE + 100 * TAO), by="//Alice")
    assert storage.hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == LOCKED - 100 * TAO
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == 100 * TAO


def test_with_another_hotkey_the_lock_follows_all_the_same() -> None:
    chain = accepting(locker())
    chain.ok(PALLET, "transfer_stake_and_hotkey", BOB, HOT, BOBS_HOT, 1, 1, STAKE, by="//Alice")
    assert stake.stake_of(chain.ctx, BOBS_HOT, BOB, 1) == STAKE
    assert lock_of(chain, BOB, HOT) == Lock(LOCKED, 0, chain.ctx.block_number)
    assert conviction.most_convicted(chain.ctx, 1) == HOT
