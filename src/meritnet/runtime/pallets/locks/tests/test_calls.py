"""lock_stake, move_lock, set_perpetual_lock, set_reject_locked_alpha: effects, events, every refusal."""

from meritnet.runtime.pallets.locks import available, conviction, invariants, positions, storage
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
    UNKNOWN,
    event_args,
    staked,
)
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey

from .scene import HALF, LOCKED, NINETY_DAYS, STAKE, holder, lock_of, locker, skip

ONE = 1 << 64


def test_locking_holds_stake_back() -> None:
    chain = holder()
    ctx = chain.ctx
    chain.ok(PALLET, "lock_stake", OTHER_HOT, 1, LOCKED, by="//Alice")
    assert lock_of(chain, ALICE, OTHER_HOT) == Lock(LOCKED, 0, ctx.block_number)
    assert storage.locking_coldkeys.exists(ctx, 1, OTHER_HOT, ALICE)
    assert storage.decaying_hotkey_lock.get(ctx, 1, OTHER_HOT) == (LOCKED, 0, ctx.block_number)
    assert event_args(chain, "StakeLocked") == [(ALICE, OTHER_HOT, 1, LOCKED)]
    assert available.available(ctx, ALICE, 1) == STAKE - LOCKED
    # The stake itself stays where it is, with another hotkey.
    assert stake.stake_of(ctx, HOT, ALICE, 1) == STAKE
    assert invariants.check(ctx) == []


def test_more_can_be_locked_up_to_all_that_is_staked_with_any_hotkey() -> None:
    chain = locker()
    staked(chain, BOBS_HOT, ALICE, 1, 50 * TAO)
    chain.fails("InsufficientStakeForLock", PALLET, "lock_stake", HOT, 1, 450 * TAO + 1, by="//Alice")
    chain.ok(PALLET, "lock_stake", HOT, 1, 450 * TAO, by="//Alice")
    assert available.available(chain.ctx, ALICE, 1) == 0
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == STAKE + 50 * TAO


def test_a_lock_tops_up_what_decay_left() -> None:
    chain = locker(STAKE)
    skip(chain, NINETY_DAYS)
    assert positions.locked(chain.ctx, ALICE, 1) == HALF
    chain.ok(PALLET, "lock_stake", HOT, 1, STAKE - HALF, by="//Alice")
    found = lock_of(chain, ALICE, HOT)
    assert found is not None
    assert (found.locked_mass, found.conviction >> 64) == (STAKE, 346_573_634_246)


def test_refused_locks() -> None:
    chain = holder()
    chain.fails("BadOrigin", PALLET, "lock_stake", HOT, 1, 5)
    chain.fails("AmountTooLow", PALLET, "lock_stake", UNKNOWN, 1, 0, by="//Alice")
    chain.fails("HotKeyAccountNotExists", PALLET, "lock_stake", UNKNOWN, 1, 5, by="//Alice")
    chain.fails("InsufficientStakeForLock", PALLET, "lock_stake", HOT, 1, STAKE + 1, by="//Alice")
    chain.fails("InsufficientStakeForLock", PALLET, "lock_stake", HOT, 2, 1, by="//Alice")
    chain.ok(PALLET, "lock_stake", HOT, 1, LOCKED, by="//Alice")
    chain.fails("LockHotkeyMismatch", PALLET, "lock_stake", OTHER_HOT, 1, 5, by="//Alice")


def test_dust_is_not_kept_but_counted() -> None:
    # Quirk: the event comes and, beside other locks, the sum counts it.
    chain = locker()
    staked(chain, HOT, BOB, 1, TAO)
    chain.ok(PALLET, "lock_stake", HOT, 1, 99, by="//Bob")
    assert lock_of(chain, BOB, HOT) is None
    assert event_args(chain, "StakeLocked") == [(BOB, HOT, 1, 99)]
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == LOCKED + 99


def test_a_lock_for_the_owner_hotkey_is_whole_conviction_at_once() -> None:
    chain = holder()
    subnet_owner_hotkey.set(chain.ctx, 1, HOT)
    chain.ok(PALLET, "lock_stake", HOT, 1, LOCKED, by="//Alice")
    assert lock_of(chain, ALICE, HOT) == Lock(LOCKED, LOCKED * ONE, chain.ctx.block_number)
    assert storage.decaying_owner_lock.get(chain.ctx, 1).locked_mass == LOCKED
    assert not storage.decaying_hotkey_lock.exists(chain.ctx, 1, HOT)
    assert conviction.of_hotkey(chain.ctx, 1, HOT) == LOCKED * ONE


def test_moving_between_hotkeys_of_one_owner_keeps_conviction() -> None:
    chain = locker(STAKE)
    skip(chain, NINETY_DAYS)
    before = positions.current(chain.ctx, ALICE, 1)
    chain.ok(PALLET, "move_lock", OTHER_HOT, 1, by="//Alice")
    assert before is not None
    assert lock_of(chain, ALICE, HOT) is None
    assert lock_of(chain, ALICE, OTHER_HOT) == before.lock
    assert event_args(chain, "LockMoved") == [(ALICE, HOT, OTHER_HOT, 1)]
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, HOT) is None
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, OTHER_HOT) == tuple(before.lock)
    assert invariants.check(chain.ctx) == []


def test_moving_to_somebody_elses_hotkey_starts_conviction_over() -> None:
    chain = locker(STAKE)
    skip(chain, NINETY_DAYS)
    chain.ok(PALLET, "move_lock", BOBS_HOT, 1, by="//Alice")
    assert lock_of(chain, ALICE, BOBS_HOT) == Lock(HALF, 0, chain.ctx.block_number)
    assert conviction.of_hotkey(chain.ctx, 1, HOT) == conviction.of_hotkey(chain.ctx, 1, BOBS_HOT) == 0


def test_refused_moves_of_a_lock() -> None:
    chain = locker()
    chain.fails("BadOrigin", PALLET, "move_lock", OTHER_HOT, 1)
    chain.fails("HotKeyAccountNotExists", PALLET, "move_lock", UNKNOWN, 1, by="//Alice")
    chain.fails("NoExistingLock", PALLET, "move_lock", OTHER_HOT, 2, by="//Alice")
    chain.fails("NoExistingLock", PALLET, "move_lock", OTHER_HOT, 1, by="//Bob")


def test_a_perpetual_lock_keeps_its_mass_and_counts_in_another_sum() -> None:
    chain = locker(STAKE)
    ctx = chain.ctx
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Alice")
    assert event_args(chain, "PerpetualLockUpdated") == [(ALICE, 1, True)]
    assert storage.decaying_lock.get(ctx, ALICE, 1) is False
    assert storage.decaying_hotkey_lock.get(ctx, 1, HOT) is None
    assert storage.hotkey_lock.get(ctx, 1, HOT).locked_mass == STAKE
    skip(chain, NINETY_DAYS)
    assert positions.locked(ctx, ALICE, 1) == STAKE
    # Recorded: half the mass less the part above e^-0.6931.
    assert conviction.of_hotkey(ctx, 1, HOT) >> 64 == 500_000_143_281
    chain.ok(PALLET, "set_perpetual_lock", 1, False, by="//Alice")
    assert not storage.decaying_lock.exists(ctx, ALICE, 1)
    assert not storage.hotkey_lock.exists(ctx, 1, HOT)
    assert storage.decaying_hotkey_lock.get(ctx, 1, HOT).locked_mass == STAKE
    assert conviction.of_hotkey(ctx, 1, HOT) >> 64 == 500_000_143_281
    skip(chain, NINETY_DAYS)
    assert positions.locked(ctx, ALICE, 1) == HALF


def test_the_choice_can_come_before_the_lock_and_twice() -> None:
    chain = holder()
    chain.fails("BadOrigin", PALLET, "set_perpetual_lock", 1, True)
    for _ in range(2):
        chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Alice")
    chain.ok(PALLET, "lock_stake", HOT, 1, LOCKED, by="//Alice")
    assert storage.hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == LOCKED
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Alice")
    assert storage.hotkey_lock.get(chain.ctx, 1, HOT).locked_mass == LOCKED


def test_rejecting_is_the_default_and_a_bit() -> None:
    chain = holder()
    flags = storage.account_flags
    chain.fails("BadOrigin", PALLET, "set_reject_locked_alpha", False)
    chain.ok(PALLET, "set_reject_locked_alpha", False, by="//Alice")
    assert flags.get(chain.ctx, ALICE) == 1
    flags.set(chain.ctx, ALICE, 1 | 1 << 100)
    chain.ok(PALLET, "set_reject_locked_alpha", True, by="//Alice")
    assert flags.get(chain.ctx, ALICE) == 1 << 100
    chain.ok(PALLET, "set_reject_locked_alpha", False, by="//Bob")
    chain.ok(PALLET, "set_reject_locked_alpha", True, by="//Bob")
    assert not flags.exists(chain.ctx, BOB)
    assert event_args(chain, "RejectLockedAlphaUpdated")[-1] == (BOB, True)


def test_a_decayed_lock_goes_with_the_next_stake() -> None:
    chain = locker(1_000)
    skip(chain, 10 * NINETY_DAYS)
    assert lock_of(chain, ALICE, HOT) is not None
    chain.ok(PALLET, "add_stake", HOT, 1, TAO, by="//Alice")
    assert lock_of(chain, ALICE, HOT) is None
    assert storage.decaying_hotkey_lock.get(chain.ctx, 1, HOT) is None
    assert invariants.check(chain.ctx) == []
