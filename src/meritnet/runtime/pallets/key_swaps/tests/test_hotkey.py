"""Swaps of hotkeys: who may, how often, for how much; and the quirks that a fresh new hotkey does not show."""

import pytest

from meritnet.runtime.framework.weights import READ_PS, WRITE_PS
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.key_swaps import cooldown, hotkey, storage
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.tests.scene import register, staked
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, BOBS_HOT, HOT, NEW_HOT, OTHER_HOT, PALLET, TAO, scene

SWAP = "swap_hotkey_v2"
COST, SUBNET_COST = TAO // 10, TAO // 1_000


@pytest.fixture
def chain() -> TestChain:
    return scene()


def fails(
    chain: TestChain, error: str, old: bytes, new: bytes, netuid: int | None, by: bytes = ALICE
) -> None:
    chain.fails(error, PALLET, SWAP, old, new, netuid, False, by=by)


@pytest.mark.parametrize("netuid", [None, 1])
def test_both_hotkeys_must_be_the_callers_and_differ(chain: TestChain, netuid: int | None) -> None:
    fails(chain, "NonAssociatedColdKey", HOT, NEW_HOT, netuid, by=BOB)
    fails(chain, "NonAssociatedColdKey", NEW_HOT, HOT, netuid)
    fails(chain, "NonAssociatedColdKey", HOT, BOBS_HOT, netuid)
    fails(chain, "NewHotKeyIsSameWithOld", HOT, HOT, netuid)
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, netuid, False, by=ALICE)


@pytest.mark.parametrize("netuid", [None, 1])
def test_a_coldkey_swaps_one_key_per_rate_limit(chain: TestChain, netuid: int | None) -> None:
    ctx = chain.ctx
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, netuid, False, by=ALICE)
    ctx.block_number += hyper.tx_rate_limit.get(ctx)
    fails(chain, "HotKeySetTxRateLimitExceeded", NEW_HOT, OTHER_HOT, netuid)
    ctx.block_number += 1
    chain.ok(PALLET, SWAP, NEW_HOT, OTHER_HOT, netuid, False, by=ALICE)


def test_the_new_hotkey_must_have_no_uid_where_it_is_to_go(chain: TestChain) -> None:
    register(chain, 2, OTHER_HOT)
    fails(chain, "HotKeyAlreadyRegisteredInSubNet", HOT, OTHER_HOT, None)
    fails(chain, "HotKeyAlreadyRegisteredInSubNet", HOT, OTHER_HOT, 2)
    uid = uids.uid_of(chain.ctx, 1, HOT)
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, 1, False, by=ALICE)
    assert uids.uid_of(chain.ctx, 1, OTHER_HOT) == uid
    assert uids.uid_of(chain.ctx, 2, OTHER_HOT) == 2


@pytest.mark.parametrize("netuid", [None, 0])
def test_root_needs_a_hotkey_that_never_was_there(chain: TestChain, netuid: int | None) -> None:
    ctx = chain.ctx
    root_claims.root_claimable.set(ctx, OTHER_HOT, ((1, 5),))
    fails(chain, "NewHotKeyNotCleanForRootSwap", HOT, OTHER_HOT, netuid)
    root_claims.root_claimable.remove(ctx, OTHER_HOT)
    root_claims.root_claimed.set(ctx, 0, OTHER_HOT, BOB, 1)
    fails(chain, "NewHotKeyNotCleanForRootSwap", HOT, OTHER_HOT, netuid)
    root_claims.root_claimed.remove(ctx, 0, OTHER_HOT, BOB)
    staked(chain, OTHER_HOT, BOB, 0, TAO)
    fails(chain, "NewHotKeyNotCleanForRootSwap", HOT, OTHER_HOT, netuid)
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, 1, False, by=ALICE)


def test_on_one_subnet_even_the_first_swap_waits_out_the_interval() -> None:
    chain = scene(block=7_200)
    slow = params_for("local", 12_000)
    chain.ctx.params = slow
    fails(chain, "HotKeySwapOnSubnetIntervalNotPassed", HOT, NEW_HOT, 1)
    chain.ctx.block_number = 7_201
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, 1, False, by=ALICE)
    assert storage.last_hotkey_swap_on_netuid.get(chain.ctx, 1, ALICE) == 7_201
    # The same coldkey, the same subnet, another hotkey: the wait is the coldkey's.
    chain.ctx.block_number = 7_201 + 7_200
    fails(chain, "HotKeySwapOnSubnetIntervalNotPassed", NEW_HOT, OTHER_HOT, 1)
    chain.ctx.block_number += 1
    chain.ok(PALLET, SWAP, NEW_HOT, OTHER_HOT, 1, False, by=ALICE)


def test_on_all_subnets_the_first_swap_does_not_wait_and_later_ones_do() -> None:
    chain = scene(block=10)
    ctx = chain.ctx
    ctx.params = params_for("local", 12_000)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, None, False, by=ALICE)
    assert [row[0] for row in storage.last_hotkey_swap_on_netuid.iter(ctx)] == [0, 1, 2]
    ctx.block_number = 10 + 7_200
    fails(chain, "HotKeySwapOnSubnetIntervalNotPassed", NEW_HOT, OTHER_HOT, None)
    ctx.block_number += 1
    chain.ok(PALLET, SWAP, NEW_HOT, OTHER_HOT, None, False, by=ALICE)


def test_who_has_children_takes_part_who_is_a_child_does_not(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.child_keys.set(ctx, OTHER_HOT, 2, ((1, BOBS_HOT),))
    staking.parent_keys.set(ctx, BOBS_HOT, 2, ((1, OTHER_HOT),))
    staking.child_keys.set(ctx, BOBS_HOT, 1, ((1, OTHER_HOT),))
    staking.parent_keys.set(ctx, OTHER_HOT, 1, ((1, BOBS_HOT),))
    chain.ok(PALLET, SWAP, OTHER_HOT, NEW_HOT, None, False, by=ALICE)
    assert [row[0] for row in storage.last_hotkey_swap_on_netuid.iter(ctx)] == [2]
    assert staking.parent_keys.get(ctx, BOBS_HOT, 2) == ((1, NEW_HOT),)
    assert staking.child_keys.get(ctx, BOBS_HOT, 1) == ((1, NEW_HOT),)


def test_records_of_waits_that_are_over_are_forgotten_on_the_subnets_turn() -> None:
    chain = scene()
    ctx = chain.ctx
    ctx.params = params_for("local", 12_000)
    for netuid in (1, 2):
        storage.last_hotkey_swap_on_netuid.set(ctx, netuid, ALICE, 100)
    storage.last_hotkey_swap_on_netuid.set(ctx, 2, BOB, 7_203)
    ctx.block_number = 7_202  # turn of subnet 2, too early
    cooldown.forget_old(ctx)
    assert len(list(storage.last_hotkey_swap_on_netuid.iter(ctx))) == 3
    ctx.block_number = 14_402
    cooldown.forget_old(ctx)
    assert [row[:2] for row in storage.last_hotkey_swap_on_netuid.iter(ctx)] == [(1, ALICE), (2, BOB)]


@pytest.mark.parametrize("netuid, cost", [(None, COST), (1, SUBNET_COST)])
def test_the_price_is_recycled_and_the_deposit_must_stay(
    chain: TestChain, netuid: int | None, cost: int
) -> None:
    ctx = chain.ctx
    balances.set_balance(ctx, ALICE, cost - 1)
    fails(chain, "NotEnoughBalanceToPaySwapHotKey", HOT, NEW_HOT, netuid)
    balances.set_balance(ctx, ALICE, cost + 499)
    fails(chain, "InsufficientTaoBalance", HOT, NEW_HOT, netuid)  # a quirk of the reference
    balances.set_balance(ctx, ALICE, cost + 500)
    issued = emission.total_issuance.get(ctx)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, netuid, False, by=ALICE)
    assert balances.free(ctx, ALICE) == 500
    assert emission.total_issuance.get(ctx) == issued - cost


@pytest.mark.parametrize("netuid", [None, 1])
def test_a_subnets_account_is_no_hotkey(chain: TestChain, netuid: int | None) -> None:
    fails(chain, "CannotUseSystemAccount", HOT, subnet_account(1), netuid)


def test_events_tell_where(chain: TestChain) -> None:
    ctx = chain.ctx
    subnets.subnet_owner_hotkey.set(ctx, 1, HOT)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, 1, False, by=ALICE)
    assert chain.events("HotkeySwappedOnSubnet")[0].args == (ALICE, HOT, NEW_HOT, 1)
    assert chain.events("SubnetOwnerHotkeySet")[0].args == (1, NEW_HOT)
    assert chain.events("HotkeySwapped") == []
    ctx.block_number += 2_000
    chain.ok(PALLET, "swap_hotkey", HOT, OTHER_HOT, None, by=ALICE)
    assert chain.events("HotkeySwapped")[0].args == (ALICE, HOT, OTHER_HOT)


def test_on_one_subnet_the_old_hotkey_stays_the_coldkeys(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.delegates.set(ctx, HOT, 7)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, 1, False, by=ALICE)
    assert hotkeys.owned_by(ctx, ALICE) == (HOT, OTHER_HOT, NEW_HOT)
    assert hotkeys.owner_of(ctx, HOT) == hotkeys.owner_of(ctx, NEW_HOT) == ALICE
    assert staking.delegates.get(ctx, HOT) == 7
    assert not staking.delegates.exists(ctx, NEW_HOT)
    assert [uids.uid_of(ctx, n, HOT) for n in (0, 1, 2)] == [0, None, 0]


def test_on_all_subnets_the_new_hotkey_takes_its_place(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.delegates.set(ctx, HOT, 7)
    rate_limits.hand_over(ctx, rate_limits.owner_hotkey_key(1), rate_limits.owner_hotkey_key(2))
    hyper.last_rate_limited_block.set(ctx, rate_limits.delegate_take_key(HOT), 77)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, None, False, by=ALICE)
    assert hotkeys.owned_by(ctx, ALICE) == (OTHER_HOT, NEW_HOT)
    assert not hotkeys.exists(ctx, HOT)
    assert staking.delegates.get(ctx, NEW_HOT) == 7
    assert rate_limits.last(ctx, rate_limits.delegate_take_key(NEW_HOT)) == 77
    assert not hyper.last_rate_limited_block.exists(ctx, rate_limits.delegate_take_key(HOT))


def test_stake_joins_what_the_new_hotkey_has(chain: TestChain) -> None:
    ctx = chain.ctx
    for coldkey, old_alpha, new_alpha in ((ALICE, 300, 30), (BOB, 500, 0)):
        staked(chain, HOT, coldkey, 1, old_alpha * TAO)
        staked(chain, OTHER_HOT, coldkey, 1, new_alpha * TAO)
    emission.alpha_dividends_per_subnet.set(ctx, 1, HOT, 5)
    emission.alpha_dividends_per_subnet.set(ctx, 1, OTHER_HOT, 6)
    staking.total_hotkey_alpha_last_epoch.set(ctx, HOT, 1, 7)
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, 1, False, by=ALICE)
    assert stake.stake_of(ctx, OTHER_HOT, ALICE, 1) == pytest.approx(330 * TAO, abs=1)
    assert stake.stake_of(ctx, OTHER_HOT, BOB, 1) == pytest.approx(500 * TAO, abs=1)
    assert stake.total_of(ctx, OTHER_HOT, 1) == 830 * TAO
    assert stake.total_of(ctx, HOT, 1) == 0
    assert emission.alpha_dividends_per_subnet.get(ctx, 1, OTHER_HOT) == 11
    assert staking.total_hotkey_alpha_last_epoch.get(ctx, OTHER_HOT, 1) == 7
    assert OTHER_HOT in staking.staking_hotkeys.get(ctx, BOB)


def test_stake_in_the_older_form_moves_too(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.alpha.set(ctx, HOT, BOB, 1, 3 << 64)
    staking.alpha.set(ctx, HOT, ALICE, 1, 1 << 64)
    staking.total_hotkey_shares.set(ctx, HOT, 1, 4 << 64)
    staking.total_hotkey_alpha.set(ctx, HOT, 1, 400)
    staking.staking_hotkeys.set(ctx, BOB, (BOBS_HOT, HOT))
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, None, False, by=ALICE)
    assert [stake.stake_of(ctx, NEW_HOT, coldkey, 1) for coldkey in (ALICE, BOB)] == [100, 300]
    assert list(staking.alpha.iter_prefix(ctx)) == []
    assert staking.staking_hotkeys.get(ctx, BOB) == (BOBS_HOT, NEW_HOT)


def test_kept_stake_stays_with_its_root_dividends(chain: TestChain) -> None:
    ctx = chain.ctx
    staked(chain, HOT, BOB, 1, 5 * TAO)
    staked(chain, HOT, BOB, 0, 5 * TAO)
    root_claims.root_claimable.set(ctx, HOT, ((1, 5),))
    uid = uids.uid_of(ctx, 1, HOT)
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, None, True, by=ALICE)
    assert [stake.stake_of(ctx, HOT, BOB, n) for n in (0, 1)] == [5 * TAO, 5 * TAO]
    assert root_claims.root_claimable.get(ctx, HOT) == ((1, 5),)
    assert uids.uid_of(ctx, 1, NEW_HOT) == uid
    assert not hotkeys.exists(ctx, HOT)


def test_links_cannot_point_at_the_new_hotkey_itself(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.child_keys.set(ctx, HOT, 1, ((1, OTHER_HOT),))
    fails(chain, "InvalidChild", HOT, OTHER_HOT, 1)
    staking.child_keys.remove(ctx, HOT, 1)
    staking.pending_child_keys.set(ctx, 1, HOT, (((1, OTHER_HOT),), 9))
    fails(chain, "InvalidChild", HOT, OTHER_HOT, 1)
    staking.pending_child_keys.set(ctx, 1, HOT, (((1, BOBS_HOT),), 9))
    staking.parent_keys.set(ctx, HOT, 1, ((1, BOBS_HOT),))
    fails(chain, "ChildParentInconsistency", HOT, OTHER_HOT, 1)


def test_links_of_the_new_hotkey_give_way(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.child_keys.set(ctx, OTHER_HOT, 1, ((9, BOBS_HOT),))
    staking.parent_keys.set(ctx, BOBS_HOT, 1, ((9, OTHER_HOT),))
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, 1, False, by=ALICE)
    assert staking.child_keys.get(ctx, OTHER_HOT, 1) == ()
    assert not staking.parent_keys.exists(ctx, BOBS_HOT, 1)
    assert staking.child_keys.exists(ctx, HOT, 1)  # a quirk of the reference: an empty row


def test_scheduled_children_are_renamed_at_the_end_of_the_list(chain: TestChain) -> None:
    ctx = chain.ctx
    staking.pending_child_keys.set(ctx, 1, BOBS_HOT, (((3, HOT), (4, OTHER_HOT)), 9))
    chain.ok(PALLET, SWAP, HOT, NEW_HOT, 1, False, by=ALICE)
    assert staking.pending_child_keys.get(ctx, 1, BOBS_HOT) == (((4, OTHER_HOT), (3, NEW_HOT)), 9)


def test_who_had_chosen_the_new_hotkey_drops_out_of_its_list(chain: TestChain) -> None:
    ctx = chain.ctx
    for hotkey_, coldkey in ((HOT, BOB), (OTHER_HOT, ALICE)):
        staking.auto_stake_destination.set(ctx, coldkey, 1, hotkey_)
        staking.auto_stake_destination_coldkeys.set(ctx, hotkey_, 1, (coldkey,))
    chain.ok(PALLET, SWAP, HOT, OTHER_HOT, 1, False, by=ALICE)
    assert staking.auto_stake_destination.get(ctx, BOB, 1) == OTHER_HOT
    assert staking.auto_stake_destination.get(ctx, ALICE, 1) == OTHER_HOT
    assert staking.auto_stake_destination_coldkeys.get(ctx, OTHER_HOT, 1) == (BOB,)  # a quirk


def test_a_hotkey_without_a_uid_is_written_down_as_no_member(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.ok(PALLET, SWAP, OTHER_HOT, NEW_HOT, 1, False, by=ALICE)
    assert registration.is_network_member.exists(ctx, NEW_HOT, 1)  # a quirk of the reference
    assert not registration.is_network_member.get(ctx, NEW_HOT, 1)
    assert emission.alpha_dividends_per_subnet.exists(ctx, 1, NEW_HOT)


def test_the_fee_follows_the_rows_that_were_touched(chain: TestChain) -> None:
    ctx = chain.ctx
    with ctx.scratch():
        few = hotkey.swap(ctx, ALICE, OTHER_HOT, NEW_HOT, 1, keep_stake=True)
    for coldkey in (ALICE, BOB):
        staked(chain, HOT, coldkey, 1, TAO)
    with ctx.scratch():
        many = hotkey.swap(ctx, ALICE, HOT, NEW_HOT, 1, keep_stake=False)
    assert few.weight() == (few.reads * READ_PS + few.writes * WRITE_PS, 0)
    assert many.reads > few.reads
    assert many.writes > few.writes
    # Kept stake, no uid: the checks and waits 4 + 3, the subnet's 7, its owned list 1, locks 5, membership 1,
    # links 2 + 1; written: the three rows 3, the subnet's 4, the list 1, membership 2, links 3.
    assert (few.reads, few.writes) == (4 + 3 + 7 + 1 + 5 + 1 + 3, 3 + 4 + 1 + 2 + 3)
