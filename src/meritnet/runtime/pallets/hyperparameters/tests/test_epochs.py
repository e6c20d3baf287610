"""An owner's tempo, activity cutoff and epoch ahead of time; the root claim threshold."""

import pytest

from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage
from meritnet.runtime.pallets.root_claims.storage import root_claimable_threshold
from meritnet.testing.chain import account

from .settings import NETUID, OWNER, STRANGER, freeze, later, owned_chain

PALLET = "SubtensorModule"


def test_tempo_changes_and_the_cycle_begins_anew() -> None:
    chain = owned_chain()
    later(chain, 30)
    emission.last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number - 30)
    chain.ok(PALLET, "set_tempo", NETUID, 720, by=OWNER)
    assert storage.tempo.get(chain.ctx, NETUID) == 720
    assert emission.last_epoch_block.get(chain.ctx, NETUID) == chain.ctx.block_number
    assert chain.events("TempoSet")[0].args == (NETUID, 720)


def test_tempo_is_the_owners_alone() -> None:
    chain = owned_chain()
    chain.fails("BadOrigin", PALLET, "set_tempo", NETUID, 720, by=STRANGER)
    chain.fails("BadOrigin", PALLET, "set_tempo", NETUID, 720)


@pytest.mark.parametrize("tempo", [0, 359, 50_401])
def test_tempo_out_of_bounds(tempo: int) -> None:
    owned_chain().fails("TempoOutOfBounds", PALLET, "set_tempo", NETUID, tempo, by=OWNER)


@pytest.mark.parametrize("tempo", [360, 50_400])
def test_tempo_at_the_bounds(tempo: int) -> None:
    owned_chain().ok(PALLET, "set_tempo", NETUID, tempo, by=OWNER)


def test_tempo_waits_for_the_epoch_and_360_blocks() -> None:
    chain = owned_chain()
    chain.ok(PALLET, "set_tempo", NETUID, 400, by=OWNER)
    later(chain, 359)
    chain.fails("TxRateLimitExceeded", PALLET, "set_tempo", NETUID, 500, by=OWNER)
    later(chain, 1)
    chain.ok(PALLET, "set_tempo", NETUID, 500, by=OWNER)
    later(chain, 500)
    emission.last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number - 491)
    chain.fails("AdminActionProhibitedDuringWeightsWindow", PALLET, "set_tempo", NETUID, 500, by=OWNER)


def test_cutoff_factor_is_free_for_root_and_limited_for_the_owner() -> None:
    chain = owned_chain()
    chain.ok(PALLET, "set_activity_cutoff_factor", NETUID, 1_000, by=OWNER)
    assert chain.events("ActivityCutoffFactorMilliSet")[0].args == (NETUID, 1_000)
    chain.fails("TxRateLimitExceeded", PALLET, "set_activity_cutoff_factor", NETUID, 2_000, by=OWNER)
    freeze(chain)
    frozen = "AdminActionProhibitedDuringWeightsWindow"
    chain.fails(frozen, PALLET, "set_activity_cutoff_factor", NETUID, 2_000, by=OWNER)
    chain.ok(PALLET, "set_activity_cutoff_factor", NETUID, 50_000)
    assert storage.activity_cutoff_factor_milli.get(chain.ctx, NETUID) == 50_000


@pytest.mark.parametrize("factor", [999, 50_001])
def test_cutoff_factor_out_of_bounds(factor: int) -> None:
    error = "ActivityCutoffFactorMilliOutOfBounds"
    owned_chain().fails(error, PALLET, "set_activity_cutoff_factor", NETUID, factor)


def test_cutoff_factor_is_not_for_strangers() -> None:
    owned_chain().fails("BadOrigin", PALLET, "set_activity_cutoff_factor", NETUID, 2_000, by=STRANGER)


def test_epoch_fires_after_the_freeze_window() -> None:
    chain = owned_chain()
    storage.commit_reveal_weights_enabled.set(chain.ctx, NETUID, False)
    chain.ok(PALLET, "trigger_epoch", NETUID, by=OWNER)
    fires_at = chain.ctx.block_number + 10
    assert emission.pending_epoch_at.get(chain.ctx, NETUID) == fires_at
    assert chain.events("EpochTriggered")[0].args == (NETUID, account(OWNER), fires_at)
    chain.block(10)
    assert emission.last_epoch_block.get(chain.ctx, NETUID) == fires_at
    assert emission.pending_epoch_at.get(chain.ctx, NETUID) == 0


def test_trigger_is_refused_in_order() -> None:
    chain = owned_chain()
    chain.fails("BadOrigin", PALLET, "trigger_epoch", NETUID)
    chain.fails("BadOrigin", PALLET, "trigger_epoch", NETUID, by=STRANGER)
    chain.fails("DynamicTempoBlockedByCommitReveal", PALLET, "trigger_epoch", NETUID, by=OWNER)
    storage.commit_reveal_weights_enabled.set(chain.ctx, NETUID, False)
    freeze(chain)
    chain.fails("AutoEpochAlreadyImminent", PALLET, "trigger_epoch", NETUID, by=OWNER)
    later(chain, 1)
    chain.ok(PALLET, "trigger_epoch", NETUID, by=OWNER)
    chain.fails("EpochTriggerAlreadyPending", PALLET, "trigger_epoch", NETUID, by=OWNER)
    emission.pending_epoch_at.set(chain.ctx, NETUID, 0)
    later(chain, 719)
    chain.fails("TxRateLimitExceeded", PALLET, "trigger_epoch", NETUID, by=OWNER)
    later(chain, 1)
    chain.ok(PALLET, "trigger_epoch", NETUID, by=OWNER)


def test_a_pending_epoch_freezes_the_settings() -> None:
    chain = owned_chain()
    emission.pending_epoch_at.set(chain.ctx, NETUID, chain.ctx.block_number + 1)
    frozen = "AdminActionProhibitedDuringWeightsWindow"
    chain.fails(frozen, "AdminUtils", "sudo_set_rho", NETUID, 5)
    emission.pending_epoch_at.set(chain.ctx, NETUID, chain.ctx.block_number)
    chain.ok("AdminUtils", "sudo_set_rho", NETUID, 5)


@pytest.mark.parametrize(("left", "frozen"), [(10, False), (9, True), (0, True)])
def test_freeze_window_edges(left: int, frozen: bool) -> None:
    chain = owned_chain()
    chain.ctx.block_number = 1_000
    emission.last_epoch_block.set(chain.ctx, NETUID, 1_000 - 360 + left)
    if frozen:
        chain.fails("AdminActionProhibitedDuringWeightsWindow", "AdminUtils", "sudo_set_rho", NETUID, 5)
    else:
        chain.ok("AdminUtils", "sudo_set_rho", NETUID, 5)


def test_no_tempo_no_freeze() -> None:
    chain = owned_chain()
    freeze(chain)
    storage.tempo.set(chain.ctx, NETUID, 0)
    chain.ok("AdminUtils", "sudo_set_rho", NETUID, 5)


def test_root_claim_threshold_is_stored_as_fixed_point() -> None:
    chain, call = owned_chain(), "sudo_set_root_claim_threshold"
    chain.fails("BadOrigin", PALLET, call, NETUID, 1, by=STRANGER)
    chain.fails("InvalidRootClaimThreshold", PALLET, call, NETUID, 10_000_001, by=OWNER)
    chain.ok(PALLET, call, NETUID, 10_000_000, by=OWNER)
    assert root_claimable_threshold.get(chain.ctx, NETUID) == 10_000_000 * 2**32
    chain.ok(PALLET, call, NETUID, 0)
    assert root_claimable_threshold.get(chain.ctx, NETUID) == 0
