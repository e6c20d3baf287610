"""Takes of delegates and of children, and the destination of mining rewards."""

import pytest

from meritnet.runtime.pallets.staking import auto_stake, storage
from meritnet.runtime.pallets.staking.child_keys import childkey_take

from .scene import ALICE, BOB, BOBS_HOT, HOT, OTHER_HOT, PALLET, UNKNOWN, event_args, register, scene

MOST = 11_796


def test_decrease_take() -> None:
    chain = scene()
    ctx = chain.ctx
    # Without a stored take any value within bounds is a "decrease".
    chain.ok(PALLET, "decrease_take", HOT, 9_000, by="//Alice")
    chain.ok(PALLET, "decrease_take", HOT, 8_999, by="//Alice")
    assert storage.delegates.get(ctx, HOT) == 8_999
    assert event_args(chain, "TakeDecreased") == [(ALICE, HOT, 9_000), (ALICE, HOT, 8_999)]
    chain.fails("DelegateTakeTooLow", PALLET, "decrease_take", HOT, 8_999, by="//Alice")
    storage.min_delegate_take.set(ctx, 8_000)
    chain.fails("DelegateTakeTooLow", PALLET, "decrease_take", HOT, 7_999, by="//Alice")
    chain.ok(PALLET, "decrease_take", HOT, 8_000, by="//Alice")


def test_increase_take() -> None:
    chain = scene()
    ctx = chain.ctx
    limit = storage.tx_delegate_take_rate_limit.get(ctx)
    storage.delegates.set(ctx, HOT, 5_000)
    chain.fails("DelegateTakeTooLow", PALLET, "increase_take", HOT, 5_000, by="//Alice")
    chain.fails("DelegateTakeTooHigh", PALLET, "increase_take", HOT, MOST + 1, by="//Alice")
    chain.ok(PALLET, "increase_take", HOT, 6_000, by="//Alice")
    assert event_args(chain, "TakeIncreased") == [(ALICE, HOT, 6_000)]
    start = ctx.block_number
    ctx.block_number = start + limit
    chain.fails("DelegateTxRateLimitExceeded", PALLET, "increase_take", HOT, 7_000, by="//Alice")
    # Going down is always allowed, but counts as a change.
    ctx.block_number = start + limit + 1
    chain.ok(PALLET, "decrease_take", HOT, 1, by="//Alice")
    chain.fails("DelegateTxRateLimitExceeded", PALLET, "increase_take", HOT, MOST, by="//Alice")
    storage.tx_delegate_take_rate_limit.set(ctx, 0)
    chain.ok(PALLET, "increase_take", HOT, MOST, by="//Alice")


@pytest.mark.parametrize("name", ["decrease_take", "increase_take"])
def test_takes_belong_to_the_owner(name: str) -> None:
    chain = scene()
    chain.fails("BadOrigin", PALLET, name, HOT, 5)
    chain.fails("HotKeyAccountNotExists", PALLET, name, UNKNOWN, 5, by="//Alice")
    chain.fails("NonAssociatedColdKey", PALLET, name, BOBS_HOT, 5, by="//Alice")


def test_childkey_take() -> None:
    chain = scene()
    ctx = chain.ctx
    name = "set_childkey_take"
    chain.ok(PALLET, name, HOT, 1, 5_000, by="//Alice")
    assert childkey_take(ctx, HOT, 1) == 5_000
    assert event_args(chain, "ChildKeyTakeSet") == [(HOT, 5_000)]
    limit = storage.tx_childkey_take_rate_limit.get(ctx)
    start = ctx.block_number
    ctx.block_number = start + limit - 1
    chain.fails("TxChildkeyTakeRateLimitExceeded", PALLET, name, HOT, 1, 5_001, by="//Alice")
    # Another subnet has a row of its own.
    chain.ok(PALLET, name, HOT, 2, 5_001, by="//Alice")
    ctx.block_number = start + limit
    chain.ok(PALLET, name, HOT, 1, 5_001, by="//Alice")
    # A decrease is free of the limit and starts it anew.
    chain.ok(PALLET, name, HOT, 1, 10, by="//Alice")
    chain.fails("TxChildkeyTakeRateLimitExceeded", PALLET, name, HOT, 1, 11, by="//Alice")


def test_bounds_of_childkey_take() -> None:
    chain = scene()
    ctx = chain.ctx
    name = "set_childkey_take"
    chain.fails("BadOrigin", PALLET, name, HOT, 1, 5)
    chain.fails("NonAssociatedColdKey", PALLET, name, BOBS_HOT, 1, MOST + 1, by="//Alice")
    chain.fails("NonAssociatedColdKey", PALLET, name, UNKNOWN, 1, 5, by="//Alice")
    chain.fails("InvalidChildkeyTake", PALLET, name, HOT, 1, MOST + 1, by="//Alice")
    storage.min_childkey_take.set(ctx, 100)
    storage.min_childkey_take_per_subnet.set(ctx, 1, 200)
    chain.fails("InvalidChildkeyTake", PALLET, name, HOT, 1, 199, by="//Alice")
    # A stored take below the minimum in force counts as the minimum.
    assert (childkey_take(ctx, HOT, 1), childkey_take(ctx, HOT, 2)) == (200, 100)
    chain.ok(PALLET, name, HOT, 1, 200, by="//Alice")


def test_auto_stake_destination() -> None:
    chain = scene()
    ctx = chain.ctx
    name = "set_coldkey_auto_stake_hotkey"
    chain.fails("BadOrigin", PALLET, name, 1, HOT)
    chain.fails("SubnetNotExists", PALLET, name, 99, HOT, by="//Alice")
    chain.fails("HotKeyNotRegisteredInSubNet", PALLET, name, 1, HOT, by="//Alice")
    register(chain, 1, HOT)
    register(chain, 1, BOBS_HOT)
    chain.ok(PALLET, name, 1, HOT, by="//Alice")
    chain.fails("SameAutoStakeHotkeyAlreadySet", PALLET, name, 1, HOT, by="//Alice")
    chain.ok(PALLET, name, 1, HOT, by="//Bob")
    assert storage.auto_stake_destination_coldkeys.get(ctx, HOT, 1) == (ALICE, BOB)
    chain.ok(PALLET, name, 1, BOBS_HOT, by="//Alice")
    assert auto_stake.destination_of(ctx, ALICE, 1) == BOBS_HOT
    assert auto_stake.destination_of(ctx, ALICE, 2) is None
    assert storage.auto_stake_destination_coldkeys.get(ctx, HOT, 1) == (BOB,)
    assert storage.auto_stake_destination_coldkeys.get(ctx, BOBS_HOT, 1) == (ALICE,)
    assert event_args(chain, "AutoStakeDestinationSet")[-1] == (ALICE, 1, BOBS_HOT)


def test_auto_parent_delegation() -> None:
    chain = scene()
    ctx = chain.ctx
    name = "set_auto_parent_delegation_enabled"
    chain.fails("BadOrigin", PALLET, name, HOT, False)
    chain.fails("NonAssociatedColdKey", PALLET, name, BOBS_HOT, False, by="//Alice")
    chain.fails("HotKeyNotRegisteredInSubNet", PALLET, name, HOT, False, by="//Alice")
    register(chain, 0, HOT)
    chain.ok(PALLET, name, HOT, False, by="//Alice")
    assert storage.auto_parent_delegation_enabled.get(ctx, HOT) is False
    assert storage.auto_parent_delegation_enabled.get(ctx, OTHER_HOT) is True
    assert event_args(chain, "AutoParentDelegationEnabledSet") == [(HOT, False)]
