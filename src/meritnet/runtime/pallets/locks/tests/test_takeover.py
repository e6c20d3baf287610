"""Who is the most convicted hotkey, and when it takes its subnet over."""

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.locks import conviction, invariants, storage, takeover
from meritnet.runtime.pallets.locks.arithmetic import Lock
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.storage import block_at_registration
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
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import TestChain

from .scene import STAKE, holder, skip

ONE = 1 << 64
YEAR = 2_629_800


def subnet(age: int = YEAR, mass: int = STAKE) -> TestChain:
    """Return a chain on which Alice's subnet is so old and Bob has locked so much for his hotkey, perpetually."""
    chain = holder()
    ctx = chain.ctx
    subnets.subnet_owner.set(ctx, 1, ALICE)
    subnets.subnet_owner_hotkey.set(ctx, 1, HOT)
    uids.append(ctx, 1, HOT)
    subnets.network_registered_at.set(ctx, 1, ctx.block_number)
    staked(chain, BOBS_HOT, BOB, 1, mass)
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by="//Bob")
    chain.ok(PALLET, "lock_stake", BOBS_HOT, 1, mass, by="//Bob")
    skip(chain, age)
    ctx.events.clear()
    return chain


def test_the_subnet_comes_to_the_owner_of_the_most_convicted_hotkey() -> None:
    chain = subnet()
    ctx = chain.ctx
    chain.ok(PALLET, "lock_stake", HOT, 1, STAKE // 100, by="//Alice")
    ctx.events.clear()
    taken = uids.count(ctx, 1)
    takeover.change_owner_if_due(ctx, 1)
    assert subnets.subnet_owner.get(ctx, 1) == BOB
    assert subnets.subnet_owner_hotkey.get(ctx, 1) == BOBS_HOT
    assert event_args(chain, "SubnetOwnerChanged") == [(1, ALICE, BOB)]
    assert chain.events("SubnetOwnerHotkeySet") == []
    # The king had no uid; it has the next one now.
    assert uids.uid_of(ctx, 1, BOBS_HOT) == taken
    assert block_at_registration.get(ctx, 1, taken) == ctx.block_number
    # Sums changed their places; the new owner's conviction is its mass.
    assert storage.owner_lock.get(ctx, 1) == (STAKE, STAKE * ONE, ctx.block_number)
    assert not storage.hotkey_lock.exists(ctx, 1, BOBS_HOT)
    assert not storage.decaying_owner_lock.exists(ctx, 1)
    assert storage.decaying_hotkey_lock.get(ctx, 1, HOT).locked_mass == STAKE // 100
    assert invariants.check(ctx) == []
    takeover.change_owner_if_due(ctx, 1)
    assert len(chain.events("SubnetOwnerChanged")) == 1


def owner_after(chain: TestChain) -> bytes:
    takeover.change_owner_if_due(chain.ctx, 1)
    return bytes(subnets.subnet_owner.get(chain.ctx, 1))


def test_not_a_block_before_the_year_is_over() -> None:
    chain = subnet(YEAR - 1)
    assert owner_after(chain) == ALICE
    skip(chain, 1)
    assert owner_after(chain) == BOB


def test_a_tenth_of_the_outstanding_alpha_is_needed() -> None:
    chain = subnet()
    held = conviction.total(chain.ctx, 1) * 10 >> 64
    emission.subnet_alpha_out.set(chain.ctx, 1, held + 1)
    assert owner_after(chain) == ALICE
    emission.subnet_alpha_out.set(chain.ctx, 1, held)
    assert owner_after(chain) == BOB


def test_without_outstanding_alpha_or_locks_nothing_changes() -> None:
    chain = subnet()
    alpha = emission.subnet_alpha_out.get(chain.ctx, 1)
    emission.subnet_alpha_out.set(chain.ctx, 1, 0)
    assert owner_after(chain) == ALICE
    emission.subnet_alpha_out.set(chain.ctx, 1, alpha)
    storage.hotkey_lock.remove(chain.ctx, 1, BOBS_HOT)
    assert owner_after(chain) == ALICE
    assert conviction.most_convicted(chain.ctx, 1) is None


def test_the_owner_stays_where_its_own_hotkey_or_an_unknown_one_leads() -> None:
    chain = subnet()
    now = chain.ctx.block_number
    storage.hotkey_lock.set(chain.ctx, 1, UNKNOWN, Lock(STAKE, 2 * STAKE * ONE, now))
    assert owner_after(chain) == ALICE
    storage.hotkey_lock.set(chain.ctx, 1, OTHER_HOT, Lock(STAKE, 3 * STAKE * ONE, now))
    assert owner_after(chain) == ALICE
    assert chain.events("SubnetOwnerChanged") == []


def test_a_full_subnet_without_anybody_to_replace_keeps_its_owner() -> None:
    chain = subnet()
    hyper.max_allowed_uids.set(chain.ctx, 1, 1)
    assert owner_after(chain) == ALICE
    assert storage.hotkey_lock.exists(chain.ctx, 1, BOBS_HOT)
    assert chain.events("SubnetOwnerChanged") == []


def test_the_last_in_account_order_wins_a_tie_and_sums_of_both_kinds_count() -> None:
    chain = holder()
    ctx = chain.ctx
    low, high = sorted((OTHER_HOT, BOBS_HOT))
    lock = Lock(STAKE, 7 * ONE * TAO, ctx.block_number)
    storage.hotkey_lock.set(ctx, 1, low, lock)
    storage.decaying_hotkey_lock.set(ctx, 1, high, lock)
    assert conviction.most_convicted(ctx, 1) == high
    storage.decaying_hotkey_lock.set(ctx, 1, low, Lock(STAKE, ONE * TAO, ctx.block_number))
    assert conviction.most_convicted(ctx, 1) == low
    assert conviction.of_hotkey(ctx, 1, low) == 8 * ONE * TAO
    assert conviction.total(ctx, 1) == 15 * ONE * TAO


def test_it_happens_in_the_subnets_epoch() -> None:
    chain = subnet()
    ctx = chain.ctx
    hyper.tempo.set(ctx, 1, 10)
    emission.last_epoch_block.set(ctx, 1, ctx.block_number - 5)
    chain.block(4)
    assert subnets.subnet_owner.get(ctx, 1) == ALICE
    chain.block()
    assert subnets.subnet_owner.get(ctx, 1) == BOB
    assert emission.last_epoch_block.get(ctx, 1) == ctx.block_number


def test_an_owner_hotkey_that_the_owner_names_leaves_the_sums() -> None:
    # Quirk: pinned. The old hotkey's locks count for the new one, whose own count for nothing until they roll.
    chain = subnet()
    ctx = chain.ctx
    chain.ok(PALLET, "lock_stake", HOT, 1, STAKE // 2, by="//Alice")
    uids.append(ctx, 1, OTHER_HOT)
    chain.ok("AdminUtils", "sudo_set_sn_owner_hotkey", 1, OTHER_HOT, by="//Alice")
    assert subnets.subnet_owner_hotkey.get(ctx, 1) == OTHER_HOT
    assert storage.decaying_owner_lock.get(ctx, 1).locked_mass == STAKE // 2
    assert conviction.of_hotkey(ctx, 1, OTHER_HOT) == STAKE // 2 * ONE
    assert conviction.of_hotkey(ctx, 1, HOT) == 0
