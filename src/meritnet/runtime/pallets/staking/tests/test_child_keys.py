"""set_children: checks in order, scheduling, applying, both ends of the links, delegation of root validators."""

import pytest

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.pallets.hyperparameters.storage import stake_threshold
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.staking import child_keys, invariants, storage
from meritnet.runtime.pallets.subnets.storage import networks_added, subnet_owner_hotkey, subtoken_enabled
from meritnet.testing.chain import TestChain, account

from .scene import (
    ALICE,
    BOB,
    BOBS_HOT,
    HOT,
    OTHER_HOT,
    PALLET,
    TAO,
    UNKNOWN,
    event_args,
    register,
    scene,
    staked,
)

C1, C2, C3 = sorted((OTHER_HOT, BOBS_HOT, UNKNOWN))


def unstarted() -> TestChain:
    chain = scene()
    subtoken_enabled.set(chain.ctx, 1, False)
    return chain


def later(chain: TestChain, blocks: int = 150) -> None:
    chain.ctx.block_number += blocks


def test_a_change_waits_for_its_cooldown() -> None:
    chain = scene()
    ctx = chain.ctx
    wanted = ((5, C2), (7, C1))
    chain.ok(PALLET, "set_children", HOT, 1, wanted, by="//Alice")
    due = ctx.block_number + storage.pending_child_key_cooldown.get(ctx)
    assert storage.pending_child_keys.get(ctx, 1, HOT) == (wanted, due)
    assert event_args(chain, "SetChildrenScheduled") == [(HOT, 1, due, wanted)]
    ctx.block_number = due
    child_keys.apply_pending_children(ctx, 1)
    assert storage.child_keys.get(ctx, HOT, 1) == ()
    ctx.block_number = due + 1
    child_keys.apply_pending_children(ctx, 1)
    # Stored in account order, the event keeps the caller's.
    assert storage.child_keys.get(ctx, HOT, 1) == ((7, C1), (5, C2))
    assert storage.parent_keys.get(ctx, C1, 1) == ((7, HOT),)
    assert event_args(chain, "SetChildren") == [(HOT, 1, wanted)]
    assert not storage.pending_child_keys.exists(ctx, 1, HOT)
    assert invariants.links(ctx) == []


def test_before_the_start_it_applies_at_once() -> None:
    chain = unstarted()
    ctx = chain.ctx
    chain.ok(PALLET, "set_children", HOT, 1, ((U64_MAX, C1),), by="//Alice")
    assert storage.child_keys.get(ctx, HOT, 1) == ((U64_MAX, C1),)
    assert event_args(chain, "SetChildren") == [(HOT, 1, ((U64_MAX, C1),))]


def test_a_new_list_replaces_the_old_one_at_both_ends() -> None:
    chain = unstarted()
    ctx = chain.ctx
    others = account("//Alice//third")
    hotkeys.associate(ctx, ALICE, others)
    chain.ok(PALLET, "set_children", others, 1, ((9, C1), (9, C2)), by="//Alice")
    chain.ok(PALLET, "set_children", HOT, 1, ((1, C1), (2, C2)), by="//Alice")
    later(chain)
    chain.ok(PALLET, "set_children", HOT, 1, ((3, C2), (4, C3)), by="//Alice")
    assert storage.parent_keys.get(ctx, C1, 1) == ((9, others),)
    # A changed proportion keeps its place, a new parent is appended.
    assert storage.parent_keys.get(ctx, C2, 1) == ((9, others), (3, HOT))
    assert storage.parent_keys.get(ctx, C3, 1) == ((4, HOT),)
    later(chain)
    chain.ok(PALLET, "set_children", HOT, 1, (), by="//Alice")
    assert not storage.child_keys.exists(ctx, HOT, 1)
    assert not storage.parent_keys.exists(ctx, C3, 1)
    assert invariants.links(ctx) == []


def test_own_parents_are_rewritten_in_account_order() -> None:
    chain = unstarted()
    ctx = chain.ctx
    first, second = sorted((account("//Alice//p1"), account("//Alice//p2")))
    for parent in (second, first):
        hotkeys.associate(ctx, ALICE, parent)
        chain.ok(PALLET, "set_children", parent, 1, ((8, HOT),), by="//Alice")
    assert storage.parent_keys.get(ctx, HOT, 1) == ((8, second), (8, first))
    chain.ok(PALLET, "set_children", HOT, 1, ((1, C1),), by="//Alice")
    assert storage.parent_keys.get(ctx, HOT, 1) == ((8, first), (8, second))


def test_refusals_in_order() -> None:
    chain = scene()
    ctx = chain.ctx
    name = "set_children"
    good = ((5, C1),)
    chain.fails("BadOrigin", PALLET, name, HOT, 1, good)
    chain.fails("RegistrationNotPermittedOnRootSubnet", PALLET, name, BOBS_HOT, 0, good, by="//Alice")
    chain.fails("SubnetNotExists", PALLET, name, BOBS_HOT, 99, good, by="//Alice")
    chain.fails("NonAssociatedColdKey", PALLET, name, BOBS_HOT, 1, ((1, C1), (1, C1)), by="//Alice")
    chain.fails("DuplicateChild", PALLET, name, HOT, 1, ((1, HOT), (1, HOT)), by="//Alice")
    six = tuple((U64_MAX, bytes([n]) * 32) for n in range(6))
    chain.fails("InvalidChild", PALLET, name, HOT, 1, (*six, (1, HOT)), by="//Alice")
    chain.fails("TooManyChildren", PALLET, name, HOT, 1, six, by="//Alice")
    chain.fails("ProportionOverflow", PALLET, name, HOT, 1, ((U64_MAX, C1), (1, C2)), by="//Alice")
    stake_threshold.set(ctx, TAO)
    chain.fails("NotEnoughStakeToSetChildkeys", PALLET, name, HOT, 1, good, by="//Alice")
    # Taking everything back needs no stake.
    chain.ok(PALLET, name, HOT, 1, (), by="//Alice")


@pytest.mark.parametrize(("block_time_ms", "blocks"), [(250, 50), (12_000, 150)])
def test_children_change_once_in_a_number_of_blocks(block_time_ms: int, blocks: int) -> None:
    chain = scene(block_time_ms)
    chain.ok(PALLET, "set_children", HOT, 1, (), by="//Alice")
    chain.fails("TxRateLimitExceeded", PALLET, "set_children", HOT, 1, (), by="//Alice")
    later(chain, blocks - 1)
    chain.fails("TxRateLimitExceeded", PALLET, "set_children", HOT, 1, (), by="//Alice")
    later(chain, 1)
    chain.ok(PALLET, "set_children", HOT, 1, (), by="//Alice")


def test_the_threshold_counts_stake_on_all_subnets_or_being_the_owner() -> None:
    chain = scene()
    ctx = chain.ctx
    stake_threshold.set(ctx, TAO)
    # 20 alpha at 0.025 and half a TAO on root, a rao more for the price's cut digits.
    staked(chain, HOT, BOB, 2, 20 * TAO)
    staked(chain, HOT, BOB, 0, TAO // 2)
    chain.fails("NotEnoughStakeToSetChildkeys", PALLET, "set_children", HOT, 1, ((1, C1),), by="//Alice")
    staked(chain, HOT, BOB, 0, 1)
    chain.ok(PALLET, "set_children", HOT, 1, ((1, C1),), by="//Alice")
    subnet_owner_hotkey.set(ctx, 1, OTHER_HOT)
    chain.ok(PALLET, "set_children", OTHER_HOT, 1, ((1, UNKNOWN),), by="//Alice")


def test_a_parent_cannot_be_a_child() -> None:
    chain = unstarted()
    ctx = chain.ctx
    chain.ok(PALLET, "set_children", BOBS_HOT, 1, ((1, HOT),), by="//Bob")
    chain.fails("ChildParentInconsistency", PALLET, "set_children", HOT, 1, ((1, BOBS_HOT),), by="//Alice")
    # On another subnet the same pair may be linked the other way round.
    subtoken_enabled.set(ctx, 2, False)
    chain.ok(PALLET, "set_children", HOT, 2, ((1, BOBS_HOT),), by="//Alice")


def test_a_scheduled_change_that_no_longer_fits_is_dropped_silently() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "set_children", HOT, 1, ((1, BOBS_HOT),), by="//Alice")
    chain.ok(PALLET, "set_children", BOBS_HOT, 1, ((1, HOT),), by="//Bob")
    ctx.block_number += 100_000
    ctx.events.clear()
    child_keys.apply_pending_children(ctx, 1)
    # Whichever stands first in storage wins.
    assert len(event_args(chain, "SetChildren")) == 1
    assert list(storage.pending_child_keys.iter_prefix(ctx, 1)) == []
    assert invariants.links(ctx) == []


def test_everything_pending_applies_while_the_subnet_is_closed() -> None:
    chain = scene()
    ctx = chain.ctx
    chain.ok(PALLET, "set_children", HOT, 1, ((1, C1),), by="//Alice")
    subtoken_enabled.set(ctx, 1, False)
    child_keys.apply_pending_children(ctx, 1)
    assert storage.child_keys.get(ctx, HOT, 1) == ((1, C1),)


def test_root_validators_become_parents_of_a_new_subnets_owner() -> None:
    chain = scene()
    ctx = chain.ctx
    owner_hot = account("//owner//hot")
    networks_added.set(ctx, 5, True)
    subnet_owner_hotkey.set(ctx, 5, owner_hot)
    for hotkey in (HOT, OTHER_HOT, BOBS_HOT, owner_hot):
        register(chain, 0, hotkey)
    storage.auto_parent_delegation_enabled.set(ctx, OTHER_HOT, False)
    child_keys.delegate_root_validators(ctx, 5)
    assert storage.parent_keys.get(ctx, owner_hot, 5) == ((U64_MAX, HOT), (U64_MAX, BOBS_HOT))
    assert [args[0] for args in event_args(chain, "SetChildren")] == [HOT, BOBS_HOT]
    # Who fails a check is passed over: now everybody is within the rate limit.
    child_keys.delegate_root_validators(ctx, 5)
    assert len(event_args(chain, "SetChildren")) == 2
