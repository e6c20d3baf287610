"""The invariants notice what they are for."""

from meritnet.runtime.pallets.locks import invariants, storage
from meritnet.runtime.pallets.locks.arithmetic import Lock
from meritnet.runtime.pallets.staking import invariants as staking
from meritnet.runtime.pallets.staking.tests.scene import ALICE, BOB, HOT, OTHER_HOT, TAO

from .scene import locker


def test_a_sound_state() -> None:
    assert invariants.check(locker().ctx) == []


def test_a_lock_at_one_end_only() -> None:
    ctx = locker().ctx
    storage.locking_coldkeys.set(ctx, 1, HOT, BOB, ())
    (text,) = staking.check(ctx)
    assert BOB.hex() in text


def test_two_locks_of_one_coldkey() -> None:
    ctx = locker().ctx
    storage.lock.set(ctx, ALICE, 1, OTHER_HOT, Lock(TAO, 0, 1))
    storage.locking_coldkeys.set(ctx, 1, OTHER_HOT, ALICE, ())
    assert invariants.check(ctx) == [f"{ALICE.hex()} has 2 locks on subnet 1"]


def test_rows_of_nothing() -> None:
    ctx = locker().ctx
    storage.lock.set(ctx, ALICE, 1, HOT, Lock(99, 0, 1))
    storage.hotkey_lock.set(ctx, 1, HOT, Lock(0, 0, 1))
    storage.owner_lock.set(ctx, 1, Lock(0, 0, 1))
    assert len(invariants.check(ctx)) == 3
