"""Coldkey swaps: announced, disputed, cleared, reset, made; and what the account may do meanwhile."""

import pytest

from meritnet.codec import Case
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.errors import InvalidTransaction, ModuleError
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.key_swaps import announcements, storage
from meritnet.runtime.pallets.subtensor.errors import ColdkeySwapAnnounced
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.testing.chain import TestChain
from meritnet.testing.signing import sign

from .scene import ALICE, BOB, NEW_COLD, PALLET, TAO, scene

HASH = blake2_256(NEW_COLD)
DELAY, MORE = 50, 10
"""Blocks until an announced swap is due, and then until it may be replaced, on a fast chain."""


@pytest.fixture
def chain() -> TestChain:
    return scene()


@pytest.fixture
def announced(chain: TestChain) -> TestChain:
    chain.ok(PALLET, "announce_coldkey_swap", HASH, by=ALICE)
    chain.ctx.events.clear()
    return chain


def test_the_first_announcement_recycles_a_tenth_of_a_tao(chain: TestChain) -> None:
    ctx = chain.ctx
    balance, issued = balances.free(ctx, ALICE), emission.total_issuance.get(ctx)
    chain.ok(PALLET, "announce_coldkey_swap", HASH, by=ALICE)
    assert balances.free(ctx, ALICE) == balance - TAO // 10
    assert emission.total_issuance.get(ctx) == issued - TAO // 10
    assert storage.coldkey_swap_announcements.get(ctx, ALICE) == (20_000 + DELAY, HASH)
    assert chain.events("ColdkeySwapAnnounced")[0].args == (ALICE, HASH)


def test_announcing_needs_the_cost_above_the_existential_deposit(chain: TestChain) -> None:
    balances.set_balance(chain.ctx, ALICE, TAO // 10 + 499)
    chain.fails("NotEnoughBalanceToPaySwapColdKey", PALLET, "announce_coldkey_swap", HASH, by=ALICE)
    balances.set_balance(chain.ctx, ALICE, TAO // 10 + 500)
    chain.ok(PALLET, "announce_coldkey_swap", HASH, by=ALICE)


def test_announcing_anew_waits_and_is_free(announced: TestChain) -> None:
    ctx = announced.ctx
    other = blake2_256(BOB)
    ctx.block_number = 20_000 + DELAY + MORE - 1
    announced.fails("ColdkeySwapReannouncedTooEarly", PALLET, "announce_coldkey_swap", other, by=ALICE)
    ctx.block_number += 1
    balance = balances.free(ctx, ALICE)
    announced.ok(PALLET, "announce_coldkey_swap", other, by=ALICE)
    assert balances.free(ctx, ALICE) == balance
    assert storage.coldkey_swap_announcements.get(ctx, ALICE) == (20_000 + 2 * DELAY + MORE, other)


def test_the_swap_needs_announcement_hash_and_patience_in_this_order(announced: TestChain) -> None:
    ctx = announced.ctx
    name = "swap_coldkey_announced"
    announced.fails("ColdkeySwapAnnouncementNotFound", PALLET, name, NEW_COLD, by=BOB)
    announced.fails("AnnouncedColdkeyHashDoesNotMatch", PALLET, name, BOB, by=ALICE)
    ctx.block_number = 20_000 + DELAY - 1
    announced.fails("ColdkeySwapTooEarly", PALLET, name, NEW_COLD, by=ALICE)
    ctx.block_number += 1
    announced.ok(PALLET, name, NEW_COLD, by=ALICE)
    assert not storage.coldkey_swap_announcements.exists(ctx, ALICE)
    assert announced.events("ColdkeySwapped")[0].args == (ALICE, NEW_COLD)


def test_a_dispute_freezes_until_root_resets(announced: TestChain) -> None:
    ctx = announced.ctx
    announced.fails("ColdkeySwapAnnouncementNotFound", PALLET, "dispute_coldkey_swap", by=BOB)
    announced.ok(PALLET, "dispute_coldkey_swap", by=ALICE)
    assert storage.coldkey_swap_disputes.get(ctx, ALICE) == 20_000
    assert announced.events("ColdkeySwapDisputed")[0].args == (ALICE,)
    ctx.block_number += 1_000
    for name, args in (
        ("announce_coldkey_swap", (HASH,)),
        ("swap_coldkey_announced", (NEW_COLD,)),
        ("dispute_coldkey_swap", ()),
        ("clear_coldkey_swap_announcement", ()),
    ):
        announced.fails("ColdkeySwapDisputed", PALLET, name, *args, by=ALICE)
    announced.fails("BadOrigin", PALLET, "reset_coldkey_swap", ALICE, by=BOB)
    announced.ok(PALLET, "reset_coldkey_swap", ALICE)
    assert announced.events("ColdkeySwapReset")[0].args == (ALICE,)
    announced.ok("System", "remark", b"", by=ALICE)
    announced.fails("ColdkeySwapAnnouncementNotFound", PALLET, "swap_coldkey_announced", NEW_COLD, by=ALICE)


def test_a_second_dispute_without_the_guard_is_refused(announced: TestChain) -> None:
    # The guard refuses the call first, so that only the rule itself can tell.
    announcements.dispute(announced.ctx, ALICE)
    with pytest.raises(ModuleError, match="ColdkeySwapAlreadyDisputed"):
        announcements.dispute(announced.ctx, ALICE)


def test_clearing_waits_longer_than_the_swap(announced: TestChain) -> None:
    ctx = announced.ctx
    name = "clear_coldkey_swap_announcement"
    announced.fails("ColdkeySwapAnnouncementNotFound", PALLET, name, by=BOB)
    ctx.block_number = 20_000 + DELAY + MORE - 1
    announced.fails("ColdkeySwapClearTooEarly", PALLET, name, by=ALICE)
    ctx.block_number += 1
    announced.ok(PALLET, name, by=ALICE)
    assert announced.events("ColdkeySwapCleared")[0].args == (ALICE,)
    announced.ok("System", "remark", b"", by=ALICE)


def test_an_announced_account_does_nothing_else_not_even_nested(announced: TestChain) -> None:
    remark = announced.call("System", "remark", b"")
    announced.fails("ColdkeySwapAnnounced", "System", "remark", b"", by=ALICE)
    announced.fails("ColdkeySwapAnnounced", "Utility", "batch_all", (remark,), by=ALICE)
    announced.fails("ColdkeySwapAnnounced", PALLET, "add_stake", BOB, 1, TAO, by=ALICE)
    announced.ok("System", "remark", b"", by=BOB)
    # Somebody else may name the account, and a batch of another account's is not held up.
    announced.ok("Utility", "batch_all", (remark,), by=BOB)


def test_a_nested_call_is_checked_with_the_account_it_comes_from(announced: TestChain) -> None:
    sudo_key.set(announced.ctx, BOB)
    remark = announced.call("System", "remark", b"")
    announced.ok("Sudo", "sudo_as", Case("Id", (ALICE,)), remark, by=BOB)
    (told,) = announced.events("SudoAsDone")
    assert told.args[0] == Case("Err", (announced.ctx.chain.error_case(ColdkeySwapAnnounced()),))


def test_the_pool_tells_announced_and_disputed_apart(announced: TestChain) -> None:
    chain = announced
    raw = sign(chain.runtime, chain.call("System", "remark", b""), "//Alice", 0)
    for code in (0, 21):
        with pytest.raises(InvalidTransaction) as refused:
            chain.runtime.validate(chain.ctx, chain.runtime.decode(raw))
        assert (refused.value.variant, refused.value.custom) == ("Custom", code)
        storage.coldkey_swap_disputes.set(chain.ctx, ALICE, chain.ctx.block_number)


def test_delays_are_roots(chain: TestChain) -> None:
    for name, item in (
        ("sudo_set_coldkey_swap_announcement_delay", storage.coldkey_swap_announcement_delay),
        ("sudo_set_coldkey_swap_reannouncement_delay", storage.coldkey_swap_reannouncement_delay),
    ):
        chain.fails("BadOrigin", "AdminUtils", name, 7, by=ALICE)
        chain.ok("AdminUtils", name, 7)
        assert item.get(chain.ctx) == 7
    assert chain.events("ColdkeySwapAnnouncementDelaySet")[0].args == (7,)
    assert chain.events("ColdkeySwapReannouncementDelaySet")[0].args == (7,)


def test_the_older_call_is_deprecated(chain: TestChain) -> None:
    chain.fails("Deprecated", PALLET, "schedule_swap_coldkey", NEW_COLD, by=ALICE)
