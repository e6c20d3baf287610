"""Calls of AdminUtils that are more than one value: each error, what changes, who waits."""

import pytest

from meritnet.runtime.pallets.aura.authors import author_of
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage
from meritnet.runtime.pallets.hyperparameters.tests.settings import (
    HOTKEY,
    NETUID,
    OWNER,
    STRANGER,
    UNKNOWN,
    freeze,
    later,
    owned_chain,
)
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.testing.chain import TestChain, account

PALLET = "AdminUtils"
FROZEN = "AdminActionProhibitedDuringWeightsWindow"


@pytest.mark.parametrize("by", [None, OWNER, STRANGER])
def test_dead_calls_always_fail(by: str | None) -> None:
    chain = owned_chain()
    chain.fails(
        "POWRegistrationDisabled", PALLET, "sudo_set_network_pow_registration_allowed", NETUID, True, by=by
    )
    chain.fails("Deprecated", PALLET, "sudo_set_total_issuance", 1, by=by)


def test_alpha_values() -> None:
    chain, call = owned_chain(), "sudo_set_alpha_values"
    chain.fails("BadOrigin", PALLET, call, NETUID, 2_000, 3_000, by=STRANGER)
    chain.fails("LiquidAlphaDisabled", PALLET, call, NETUID, 2_000, 3_000)
    storage.liquid_alpha_on.set(chain.ctx, NETUID, True)
    chain.fails("AlphaHighTooLow", PALLET, call, NETUID, 1_638, 1_637)
    chain.fails("AlphaLowOutOfRange", PALLET, call, NETUID, 1_637, 1_638)
    chain.fails("AlphaLowOutOfRange", PALLET, call, NETUID, 1_639, 1_638)
    chain.ok(PALLET, call, NETUID, 1_638, 1_638, by=OWNER)
    assert storage.alpha_values.get(chain.ctx, NETUID) == (1_638, 1_638)
    assert not chain.events("AlphaValuesSet")
    later(chain, 719)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, 2_000, 3_000, by=OWNER)
    later(chain, 1)
    chain.ok(PALLET, call, NETUID, 2_000, 3_000, by=OWNER)
    freeze(chain)
    chain.fails(FROZEN, PALLET, call, NETUID, 2_000, 3_000)


@pytest.mark.parametrize("call", ["sudo_set_sn_owner_hotkey", "sudo_set_subnet_owner_hotkey"])
def test_owner_hotkey_changes_at_most_every_50400_blocks_even_by_root(call: str) -> None:
    chain, new = owned_chain(), account("//never seen")
    chain.fails("BadOrigin", PALLET, call, NETUID, new, by=STRANGER)
    chain.fails("SubnetNotExists", PALLET, call, UNKNOWN, new)
    chain.fails("CannotUseSystemAccount", PALLET, call, NETUID, subnet_account(9))
    chain.ok(PALLET, call, NETUID, new, by=OWNER)
    assert subnet_owner_hotkey.get(chain.ctx, NETUID) == new
    assert chain.events("SubnetOwnerHotkeySet")[-1].args == (NETUID, new)
    later(chain, 50_399)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, HOTKEY, by=OWNER)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, HOTKEY)
    later(chain, 1)
    chain.ok(PALLET, call, NETUID, HOTKEY)


def two_mechanisms() -> TestChain:
    """Return a chain whose subnet has room for a second mechanism."""
    chain = owned_chain()
    storage.max_allowed_uids.set(chain.ctx, NETUID, 128)
    return chain


def test_mechanism_count() -> None:
    chain, call = two_mechanisms(), "sudo_set_mechanism_count"
    chain.fails("BadOrigin", PALLET, call, NETUID, 2, by=STRANGER)
    chain.fails("MechanismDoesNotExist", PALLET, call, UNKNOWN, 1)
    chain.fails("InvalidValue", PALLET, call, NETUID, 0)
    chain.fails("InvalidValue", PALLET, call, NETUID, 3)
    chain.ok(PALLET, call, NETUID, 2, by=OWNER)
    assert consensus.mechanism_count_current.get(chain.ctx, NETUID) == 2
    later(chain, 7_199)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, 1, by=OWNER)
    chain.ok(PALLET, call, NETUID, 1)
    later(chain, 1)
    chain.ok(PALLET, call, NETUID, 2, by=OWNER)
    freeze(chain)
    chain.fails(FROZEN, PALLET, call, NETUID, 2)


def test_mechanism_count_times_uids_stays_within_256() -> None:
    owned_chain().fails("TooManyUIDsPerMechanism", PALLET, "sudo_set_mechanism_count", NETUID, 2)


def test_fewer_mechanisms_lose_their_data_and_their_split() -> None:
    chain, index = two_mechanisms(), 4096 + NETUID
    chain.ok(PALLET, "sudo_set_mechanism_count", NETUID, 2)
    chain.ok(PALLET, "sudo_set_mechanism_emission_split", NETUID, (65_535,))
    for item in (consensus.weights, consensus.bonds):
        item.set(chain.ctx, index, 0, item.value.pack([(0, 1)]))
        item.set(chain.ctx, NETUID, 0, item.value.pack([(0, 1)]))
    chain.ok(PALLET, "sudo_set_mechanism_count", NETUID, 1)
    for item in (consensus.weights, consensus.bonds):
        assert not item.exists(chain.ctx, index, 0)
        assert item.exists(chain.ctx, NETUID, 0)
    assert consensus.mechanism_emission_split.get(chain.ctx, NETUID) is None


def test_mechanism_split() -> None:
    chain, call = two_mechanisms(), "sudo_set_mechanism_emission_split"
    chain.ok(PALLET, "sudo_set_mechanism_count", NETUID, 2)
    chain.fails("BadOrigin", PALLET, call, NETUID, None, by=STRANGER)
    chain.fails("MechanismDoesNotExist", PALLET, call, UNKNOWN, None)
    for wrong in ((), (30_000, 35_534), (30_000, 35_536), (1, 2, 65_532)):
        chain.fails("InvalidValue", PALLET, call, NETUID, wrong)
    chain.ok(PALLET, call, NETUID, (30_000, 35_535), by=OWNER)
    assert consensus.mechanism_emission_split.get(chain.ctx, NETUID) == (30_000, 35_535)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, None, by=OWNER)
    chain.ok(PALLET, call, NETUID, None)
    assert consensus.mechanism_emission_split.get(chain.ctx, NETUID) is None
    freeze(chain)
    chain.fails(FROZEN, PALLET, call, NETUID, None)


def test_trim_bounds_and_wait() -> None:
    chain, call = owned_chain(), "sudo_trim_to_max_allowed_uids"
    chain.fails("BadOrigin", PALLET, call, NETUID, 64, by=STRANGER)
    chain.fails("InvalidValue", PALLET, call, NETUID, 63)
    chain.fails("InvalidValue", PALLET, call, NETUID, 257)
    chain.fails("SubnetNotExists", PALLET, call, UNKNOWN, 64)
    chain.ok(PALLET, call, NETUID, 64, by=OWNER)
    assert storage.max_allowed_uids.get(chain.ctx, NETUID) == 64
    later(chain, 215_999)
    chain.fails("TxRateLimitExceeded", PALLET, call, NETUID, 64, by=OWNER)
    later(chain, 1)
    chain.ok(PALLET, call, NETUID, 64, by=OWNER)
    freeze(chain)
    chain.fails(FROZEN, PALLET, call, NETUID, 64)


def test_trim_removes_the_lowest_emission_and_moves_the_others_up() -> None:
    chain = owned_chain()
    ctx = chain.ctx
    storage.min_allowed_uids.set(ctx, NETUID, 2)
    storage.immunity_period.set(ctx, NETUID, 0)
    keys = [HOTKEY, *(bytes([n]) * 32 for n in range(1, 5))]
    for key in keys[1:]:
        uids.append(ctx, NETUID, key)
    consensus.emission.set(ctx, NETUID, consensus.emission.value.pack([0, 50, 10, 10, 40]))
    chain.ok(PALLET, "sudo_trim_to_max_allowed_uids", NETUID, 3)
    # Uid 3 goes before uid 2, which has the same emission; the owner's uid 0 stays with none.
    assert uids.hotkeys(ctx, NETUID) == [HOTKEY, keys[1], keys[4]]
    assert [uids.uid_of(ctx, NETUID, key) for key in keys] == [0, 1, None, None, 2]
    assert consensus.emission.value.unpack(consensus.emission.get(ctx, NETUID)) == (0, 50, 40)


def test_trim_keeps_a_subnet_of_mostly_immune_neurons() -> None:
    chain = owned_chain()
    storage.min_allowed_uids.set(chain.ctx, NETUID, 2)
    for n in range(1, 5):
        uids.append(chain.ctx, NETUID, bytes([n]) * 32)
    error = "TrimmingWouldExceedMaxImmunePercentage"
    chain.fails(error, PALLET, "sudo_trim_to_max_allowed_uids", NETUID, 4)


def test_new_authorities_take_turns_as_authors() -> None:
    chain, call = owned_chain(), "swap_authorities"
    first, second = account("//One"), account("//Two")
    chain.fails("BadOrigin", PALLET, call, (first, second), by=OWNER)
    chain.ok(PALLET, call, (first, second))
    assert [author_of(chain.ctx, height) for height in (10, 11, 12)] == [first, second, first]
    chain.ok(PALLET, call, ())
    assert author_of(chain.ctx, 11) == second


def test_the_activity_cutoff_factor_has_two_calls_with_one_rule() -> None:
    chain, call = owned_chain(), "sudo_set_activity_cutoff_factor"
    chain.fails("BadOrigin", PALLET, call, NETUID, 2_000, by=STRANGER)
    for outside in (999, 50_001):
        chain.fails("ActivityCutoffFactorMilliOutOfBounds", PALLET, call, NETUID, outside, by=OWNER)
    chain.ok(PALLET, call, NETUID, 2_000, by=OWNER)
    assert storage.activity_cutoff_factor_milli.get(chain.ctx, NETUID) == 2_000
    assert chain.events("ActivityCutoffFactorMilliSet")[0].args == (NETUID, 2_000)
    chain.fails(
        "TxRateLimitExceeded", "SubtensorModule", "set_activity_cutoff_factor", NETUID, 1_000, by=OWNER
    )
    freeze(chain)
    chain.fails(FROZEN, PALLET, call, NETUID, 1_000, by=OWNER)
    chain.ok(PALLET, call, NETUID, 1_000)
