"""Association of hotkeys with coldkeys."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.testing.chain import TestChain, account

COLD, OTHER, HOT, HOT2 = (account(uri) for uri in ("//Cold", "//Other", "//Hot", "//Hot2"))


def test_an_unknown_hotkey_belongs_to_nobody() -> None:
    ctx = TestChain().ctx
    assert hotkeys.owner_of(ctx, HOT) == bytes(32)
    assert not hotkeys.exists(ctx, HOT)
    assert not hotkeys.owns(ctx, bytes(32), HOT)


def test_association_lists_the_hotkey_in_order_once() -> None:
    ctx = TestChain().ctx
    for hotkey in (HOT2, HOT, HOT2):
        hotkeys.associate(ctx, COLD, hotkey)
    assert hotkeys.owned_by(ctx, COLD) == (HOT2, HOT)
    assert staking.staking_hotkeys.get(ctx, COLD) == (HOT2, HOT)
    assert hotkeys.owns(ctx, COLD, HOT)


def test_a_known_hotkey_stays_with_its_owner() -> None:
    ctx = TestChain().ctx
    hotkeys.associate(ctx, COLD, HOT)
    hotkeys.associate(ctx, OTHER, HOT)
    assert hotkeys.owner_of(ctx, HOT) == COLD
    assert hotkeys.owned_by(ctx, OTHER) == ()


def test_a_subnet_account_is_never_a_hotkey() -> None:
    ctx = TestChain().ctx
    with pytest.raises(ModuleError, match="CannotUseSystemAccount"):
        hotkeys.associate(ctx, COLD, subnet_account(7))


def test_the_call_associates_for_the_signer() -> None:
    chain = TestChain()
    chain.ok("SubtensorModule", "try_associate_hotkey", HOT, by=COLD)
    assert hotkeys.owner_of(chain.ctx, HOT) == COLD
    chain.ok("SubtensorModule", "try_associate_hotkey", HOT, by=OTHER)
    assert hotkeys.owner_of(chain.ctx, HOT) == COLD
    chain.fails("BadOrigin", "SubtensorModule", "try_associate_hotkey", HOT)
    chain.fails(
        "CannotUseSystemAccount", "SubtensorModule", "try_associate_hotkey", subnet_account(0), by=COLD
    )
