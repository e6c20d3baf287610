"""Locks after a swap of a hotkey or a coldkey, and after the end of their subnet."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.locks import clearing, conviction, invariants, positions, renaming, storage
from meritnet.runtime.pallets.locks.arithmetic import Lock
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
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.testing.chain import TestChain, account

from .scene import LOCKED, STAKE, holder, lock_of, locker, skip

NEW_HOT, NEW_COLD = account("//new//hot"), account("//new")
ONE = 1 << 64


def several() -> TestChain:
    """Return a chain with a decaying and a perpetual lock for one hotkey on subnet 1 and one on subnet 2."""
    chain = locker()
    staked(chain, HOT, BOB, 1, STAKE)
    staked(chain, HOT, ALICE, 2, STAKE)
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Bob")
    chain.ok(PALLET, "lock_stake", HOT, 1, 7 * TAO, by="//Bob")
    chain.ok(PALLET, "lock_stake", HOT, 2, 9 * TAO, by="//Alice")
    skip(chain, 1_000)
    return chain


def test_a_hotkeys_locks_and_sums_take_its_new_name() -> None:
    chain = several()
    ctx = chain.ctx
    held = {netuid: conviction.of_hotkey(ctx, netuid, HOT) for netuid in (1, 2)}
    mass = {(who, netuid): positions.locked(ctx, who, netuid) for who in (ALICE, BOB) for netuid in (1, 2)}
    assert renaming.rename_hotkey(ctx, HOT, NEW_HOT, None) == (3 * 5 + 3, 3 * 2 + 2 * 6)
    for netuid in (1, 2):
        assert conviction.of_hotkey(ctx, netuid, NEW_HOT) == held[netuid] > 0
        assert conviction.of_hotkey(ctx, netuid, HOT) == 0
        assert list(storage.locking_coldkeys.iter_prefix(ctx, netuid, HOT)) == []
    for (who, netuid), before in mass.items():
        assert positions.locked(ctx, who, netuid) == before
        assert lock_of(chain, who, HOT, netuid) is None
    assert lock_of(chain, BOB, NEW_HOT) is not None
    assert invariants.check(ctx) == []


def test_on_one_subnet_the_others_keep_the_name() -> None:
    chain = several()
    renaming.rename_hotkey(chain.ctx, HOT, NEW_HOT, 2)
    assert lock_of(chain, ALICE, HOT, 1) is not None
    assert lock_of(chain, ALICE, NEW_HOT, 2) is not None
    assert renaming.rename_hotkey(chain.ctx, OTHER_HOT, BOBS_HOT, 1) == (5, 0)


def test_a_new_owner_hotkey_keeps_the_owners_sums() -> None:
    chain = holder()
    ctx = chain.ctx
    subnet_owner_hotkey.set(ctx, 1, HOT)
    chain.ok(PALLET, "lock_stake", HOT, 1, LOCKED, by="//Alice")
    renaming.rename_hotkey(ctx, HOT, NEW_HOT, 1)
    subnet_owner_hotkey.set(ctx, 1, NEW_HOT)
    assert storage.decaying_owner_lock.get(ctx, 1).locked_mass == LOCKED
    assert lock_of(chain, ALICE, NEW_HOT) == Lock(LOCKED, LOCKED * ONE, ctx.block_number)


def test_what_the_new_name_had_is_overwritten_in_the_sum_only() -> None:
    # Quirk: pinned.
    chain = several()
    ctx = chain.ctx
    carol = account("//Charlie")
    staked(chain, OTHER_HOT, carol, 1, STAKE)
    chain.ok(PALLET, "lock_stake", OTHER_HOT, 1, 5 * TAO, by="//Charlie")
    renaming.rename_hotkey(ctx, HOT, OTHER_HOT, 1)
    assert storage.decaying_hotkey_lock.get(ctx, 1, OTHER_HOT).locked_mass == positions.locked(ctx, ALICE, 1)
    assert positions.locked(ctx, carol, 1) == 5 * TAO


def test_a_stale_row_of_the_index_is_dropped() -> None:
    chain = locker()
    storage.locking_coldkeys.set(chain.ctx, 1, HOT, BOB, ())
    assert renaming.rename_hotkey(chain.ctx, HOT, NEW_HOT, 1) == (5 + 2, 1 + 2 + 6)
    assert not storage.locking_coldkeys.exists(chain.ctx, 1, HOT, BOB)
    assert not storage.locking_coldkeys.exists(chain.ctx, 1, NEW_HOT, BOB)


def test_a_coldkeys_locks_marks_and_flags_take_its_new_name() -> None:
    chain = several()
    ctx = chain.ctx
    chain.ok(PALLET, "set_reject_locked_alpha", False, by="//Bob")
    before = positions.current(ctx, BOB, 1)
    assert before is not None
    total = conviction.of_hotkey(ctx, 1, HOT)
    renaming.rename_coldkey(ctx, BOB, NEW_COLD)
    assert lock_of(chain, NEW_COLD, HOT) == before.lock
    assert lock_of(chain, BOB, HOT) is None
    assert storage.decaying_lock.get(ctx, NEW_COLD, 1) is False
    assert not storage.decaying_lock.exists(ctx, BOB, 1)
    assert (storage.account_flags.get(ctx, NEW_COLD), storage.account_flags.get(ctx, BOB)) == (1, 0)
    assert conviction.of_hotkey(ctx, 1, HOT) == total
    assert storage.hotkey_lock.get(ctx, 1, HOT).locked_mass == 7 * TAO
    assert invariants.check(ctx) == []


def test_flags_of_the_new_name_do_not_survive() -> None:
    chain = several()
    storage.account_flags.set(chain.ctx, NEW_COLD, 3)
    renaming.rename_coldkey(chain.ctx, ALICE, NEW_COLD)
    assert not storage.account_flags.exists(chain.ctx, NEW_COLD)


def test_a_new_name_with_locked_alpha_is_refused() -> None:
    chain = several()
    with pytest.raises(ModuleError, match="ActiveLockExists"):
        renaming.rename_coldkey(chain.ctx, BOB, ALICE)
    for netuid in (1, 2):
        storage.lock.set(chain.ctx, ALICE, netuid, HOT, Lock(0, 500 * ONE, chain.ctx.block_number))
    # Conviction without mass is no obstacle.
    renaming.rename_coldkey(chain.ctx, BOB, ALICE)


def test_the_end_of_a_subnet_ends_its_locks() -> None:
    chain = several()
    ctx = chain.ctx
    subnet_owner_hotkey.set(ctx, 1, OTHER_HOT)
    staked(chain, OTHER_HOT, account("//Charlie"), 1, STAKE)
    chain.ok(PALLET, "lock_stake", OTHER_HOT, 1, TAO, by="//Charlie")
    kept = lock_of(chain, ALICE, HOT, 2)
    chain.ok(PALLET, "set_perpetual_lock", 2, True, by="//Bob")
    clearing.clear_subnet(ctx, 1)
    assert [parts for parts, _ in storage.lock.iter_prefix(ctx)] == [(ALICE, 2, HOT)]
    assert [parts for parts, _ in storage.locking_coldkeys.iter_prefix(ctx)] == [(2, HOT, ALICE)]
    assert [netuid for netuid, _, _ in storage.decaying_hotkey_lock.iter(ctx)] == [2]
    assert [*storage.hotkey_lock.iter(ctx), *storage.owner_lock.iter(ctx)] == []
    assert list(storage.decaying_owner_lock.iter(ctx)) == []
    assert list(storage.decaying_lock.iter(ctx)) == [(BOB, 2, False)]
    assert lock_of(chain, ALICE, HOT, 2) == kept
