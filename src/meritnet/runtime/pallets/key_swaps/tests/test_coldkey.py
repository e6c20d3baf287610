"""Swaps of coldkeys: conditions, root's call, and what stays behind."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import rate_limits
from meritnet.runtime.pallets.key_swaps import announcements, storage
from meritnet.runtime.pallets.locks import storage as locks
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.root_claims import index, invariants
from meritnet.runtime.pallets.root_claims import storage as root_claims
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.tests.scene import staked
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain

from .scene import ALICE, BOB, BOBS_HOT, HOT, NEW_COLD, OTHER_HOT, PALLET, TAO, scene


@pytest.fixture
def chain() -> TestChain:
    return scene()


def test_only_root_swaps_without_an_announcement(chain: TestChain) -> None:
    chain.fails("BadOrigin", PALLET, "swap_coldkey", ALICE, NEW_COLD, 0, by=ALICE)
    announcements.announce(chain.ctx, ALICE, bytes(32))
    announcements.dispute(chain.ctx, ALICE)
    balance = balances.free(chain.ctx, ALICE)
    chain.fails("NotEnoughBalanceToPaySwapColdKey", PALLET, "swap_coldkey", ALICE, NEW_COLD, balance - 499)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 7)
    assert balances.free(chain.ctx, NEW_COLD) == balance - 7
    assert balances.free(chain.ctx, ALICE) == 0
    assert not storage.coldkey_swap_announcements.exists(chain.ctx, ALICE)
    assert not storage.coldkey_swap_disputes.exists(chain.ctx, ALICE)
    assert chain.events("ColdkeySwapped")[0].args == (ALICE, NEW_COLD)


def test_the_new_coldkey_must_be_unused(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.fails("ColdKeyAlreadyAssociated", PALLET, "swap_coldkey", ALICE, BOB, 0)
    chain.fails("NewColdKeyIsHotkey", PALLET, "swap_coldkey", ALICE, BOBS_HOT, 0)
    staked(chain, HOT, NEW_COLD, 1, 10 * TAO)
    chain.ok(PALLET, "lock_stake", HOT, 1, TAO, by=NEW_COLD)
    staking.staking_hotkeys.remove(ctx, NEW_COLD)
    chain.fails("ActiveLockExists", PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)


def test_a_choice_of_the_new_coldkey_is_overwritten_but_stays_listed(chain: TestChain) -> None:
    ctx = chain.ctx
    for coldkey, hotkey in ((ALICE, BOBS_HOT), (NEW_COLD, HOT)):
        staking.auto_stake_destination.set(ctx, coldkey, 1, hotkey)
        staking.auto_stake_destination_coldkeys.set(ctx, hotkey, 1, (coldkey,))
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert staking.auto_stake_destination.get(ctx, NEW_COLD, 1) == BOBS_HOT
    assert staking.auto_stake_destination_coldkeys.get(ctx, BOBS_HOT, 1) == (NEW_COLD,)
    assert staking.auto_stake_destination_coldkeys.get(ctx, HOT, 1) == (NEW_COLD,)


def test_what_the_coldkey_owned_is_the_new_ones(chain: TestChain) -> None:
    ctx = chain.ctx
    subnets.subnet_owner.set(ctx, 2, ALICE)
    staked(chain, BOBS_HOT, ALICE, 1, 5 * TAO)
    staked(chain, BOBS_HOT, BOB, 1, 7 * TAO)
    staking.auto_stake_destination.set(ctx, ALICE, 1, BOBS_HOT)
    staking.auto_stake_destination_coldkeys.set(ctx, BOBS_HOT, 1, (ALICE, BOB))
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert hotkeys.owned_by(ctx, NEW_COLD) == (HOT, OTHER_HOT)
    assert hotkeys.owner_of(ctx, HOT) == hotkeys.owner_of(ctx, OTHER_HOT) == NEW_COLD
    assert hotkeys.owned_by(ctx, ALICE) == ()
    assert subnets.subnet_owner.get(ctx, 2) == NEW_COLD
    assert stake.stake_of(ctx, BOBS_HOT, NEW_COLD, 1) == pytest.approx(5 * TAO, abs=1)
    assert stake.stake_of(ctx, BOBS_HOT, BOB, 1) == pytest.approx(7 * TAO, abs=1)
    assert stake.total_of(ctx, BOBS_HOT, 1) == 12 * TAO
    assert staking.auto_stake_destination_coldkeys.get(ctx, BOBS_HOT, 1) == (BOB, NEW_COLD)
    assert rate_limits.last(ctx, rate_limits.key_swap_key(NEW_COLD)) == ctx.block_number


def test_an_identity_moves_only_where_there_is_none(chain: TestChain) -> None:
    ctx = chain.ctx
    identity = registration.identities_v2.value.unwrapped().cls(*(b"x",) * 7)
    registration.identities_v2.set(ctx, ALICE, identity)
    with ctx.scratch():
        chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
        assert registration.identities_v2.get(ctx, NEW_COLD) == identity
        assert not registration.identities_v2.exists(ctx, ALICE)
    other = identity._replace(name=b"y")
    registration.identities_v2.set(ctx, NEW_COLD, other)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert registration.identities_v2.get(ctx, NEW_COLD) == other
    assert registration.identities_v2.get(ctx, ALICE) == identity


def test_flags_and_locks_move(chain: TestChain) -> None:
    ctx = chain.ctx
    staked(chain, HOT, ALICE, 1, 10 * TAO)
    chain.ok(PALLET, "lock_stake", HOT, 1, TAO, by=ALICE)
    chain.ok(PALLET, "set_perpetual_lock", 1, True, by=ALICE)
    locks.account_flags.set(ctx, NEW_COLD, 1)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert locks.lock.get(ctx, NEW_COLD, 1, HOT)[0] == TAO
    assert locks.decaying_lock.get(ctx, NEW_COLD, 1) is False
    assert not locks.account_flags.exists(ctx, NEW_COLD)  # the old account accepts none


def test_a_place_in_the_draw_of_root_claims_goes_to_the_new_name(chain: TestChain) -> None:
    ctx = chain.ctx
    for coldkey in (ALICE, BOB):
        staked(chain, HOT, coldkey, 0, TAO)
        index.ensure_indexed(ctx, coldkey)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert {coldkey for _, coldkey in root_claims.staking_coldkeys_by_index.iter(ctx)} == {BOB, NEW_COLD}
    assert invariants.check(ctx) == []


def test_the_kind_of_claims_and_open_waits_stay(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.ok(PALLET, "set_root_claim_type", Case("Keep"), by=ALICE)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert root_claims.root_claim_type.get(ctx, ALICE).name == "Keep"
    assert root_claims.root_claim_type.get(ctx, NEW_COLD).name == "Swap"


@pytest.mark.parametrize("rules", [False, True], ids=["reference rules", "meritnet rules"])
def test_claims_without_stake_on_the_subnet(rules: bool) -> None:
    chain = scene()
    ctx = chain.ctx
    ctx.params = params_for("local", 250, rules=rules)
    staked(chain, HOT, ALICE, 0, 10 * TAO)
    staked(chain, HOT, ALICE, 1, TAO)
    root_claims.root_claimable.set(ctx, HOT, ((1, 1 << 31), (2, 1 << 31)))
    for netuid in (1, 2):
        root_claims.root_claimed.set(ctx, netuid, HOT, ALICE, 5 * TAO)
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    kept = {netuid: root_claims.root_claimed.get(ctx, netuid, HOT, NEW_COLD) for netuid in (1, 2)}
    # Quirk of the reference: what was claimed on subnet 2 can be claimed once more.
    assert kept == {1: 5 * TAO, 2: 5 * TAO if rules else 0}


def test_deposits_stay_where_they_are(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.ok("Proxy", "add_proxy", Case("Id", (BOB,)), Case("Any"), 0, by=ALICE)
    total = balances.total(ctx, ALICE)
    held = balances.reserved(ctx, ALICE)
    assert held > 0
    chain.ok(PALLET, "swap_coldkey", ALICE, NEW_COLD, 0)
    assert balances.reserved(ctx, ALICE) == held
    assert balances.total(ctx, ALICE) + balances.free(ctx, NEW_COLD) == total
    assert emission.total_issuance.get(ctx) == 10**6 * TAO
