"""Voting power on a chain: switched on and off, updated by epochs, gone with permit or uid."""

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.inheritance import stake_weights
from meritnet.runtime.pallets.staking.tests import scene as stakes
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.voting_power import invariants, storage, tracking
from meritnet.runtime.pallets.voting_power.average import ONE
from meritnet.runtime.pallets.voting_power.tracking import Standing
from meritnet.testing.chain import TestChain

PALLET = "SubtensorModule"
ALICE, HOT, BOBS_HOT, OTHER_HOT = stakes.ALICE, stakes.HOT, stakes.BOBS_HOT, stakes.OTHER_HOT
NETUID = 1
STAKE = 1_000_000


@pytest.fixture
def chain() -> TestChain:
    chain = stakes.scene()
    ctx = chain.ctx
    subnets.subnet_owner.set(ctx, NETUID, ALICE)
    for hotkey in (HOT, BOBS_HOT):
        uids.append(ctx, NETUID, hotkey)
    tracking.set_alpha(ctx, NETUID, ONE // 10)
    tracking.enable(ctx, NETUID)
    ctx.events.clear()
    return chain


def update(ctx: Context, *standings: tuple[bytes, bool, int]) -> None:
    tracking.update(ctx, NETUID, [Standing(*standing) for standing in standings])
    assert invariants.check(ctx) == []


def power(ctx: Context, hotkey: bytes) -> int:
    return int(storage.voting_power.get(ctx, NETUID, hotkey))


def test_the_owner_and_root_switch_it_and_root_sets_the_weight(chain: TestChain) -> None:
    ctx = chain.ctx
    for name in ("enable_voting_power_tracking", "disable_voting_power_tracking"):
        chain.fails("BadOrigin", PALLET, name, NETUID, by="//Bob")
    chain.ok(PALLET, "disable_voting_power_tracking", NETUID, by=ALICE)
    block = ctx.block_number + 100_800
    assert storage.voting_power_disable_at_block.get(ctx, NETUID) == block
    assert chain.events("VotingPowerTrackingDisableScheduled")[0].args == (NETUID, block)
    chain.ok(PALLET, "enable_voting_power_tracking", NETUID)
    assert not storage.voting_power_disable_at_block.exists(ctx, NETUID)
    assert chain.events("VotingPowerTrackingEnabled")[0].args == (NETUID,)
    chain.fails("VotingPowerTrackingNotEnabled", PALLET, "disable_voting_power_tracking", 2)
    chain.fails("BadOrigin", PALLET, "sudo_set_voting_power_ema_alpha", NETUID, 1, by=ALICE)
    chain.fails("InvalidVotingPowerEmaAlpha", PALLET, "sudo_set_voting_power_ema_alpha", NETUID, ONE + 1)
    chain.ok(PALLET, "sudo_set_voting_power_ema_alpha", NETUID, ONE)
    assert chain.events("VotingPowerEmaAlphaSet")[0].args == (NETUID, ONE)


def test_validators_build_it_up_and_miners_have_none(chain: TestChain) -> None:
    ctx = chain.ctx
    update(ctx, (HOT, True, STAKE), (BOBS_HOT, True, 10 * STAKE))
    update(ctx, (HOT, True, STAKE), (BOBS_HOT, True, 10 * STAKE))
    assert (power(ctx, HOT), power(ctx, BOBS_HOT)) == (190_000, 1_900_000)
    assert storage.total_voting_power.get(ctx, NETUID) == 2_090_000
    update(ctx, (HOT, True, STAKE), (BOBS_HOT, False, 10 * STAKE))
    assert (power(ctx, HOT), power(ctx, BOBS_HOT)) == (271_000, 0)


def test_it_goes_when_it_falls_below_the_threshold_and_with_the_uid(chain: TestChain) -> None:
    ctx = chain.ctx
    update(ctx, (HOT, True, STAKE))
    hyper.stake_threshold.set(ctx, 100_000)
    update(ctx, (HOT, True, 0))
    assert power(ctx, HOT) == 0
    update(ctx, (HOT, True, 10_000))  # below the threshold, and on the way up
    assert power(ctx, HOT) == 1_000
    storage.voting_power.set(ctx, NETUID, OTHER_HOT, 7)
    storage.total_voting_power.set(ctx, NETUID, 1_007)
    update(ctx, (HOT, True, 10_000))
    assert (power(ctx, HOT), power(ctx, OTHER_HOT)) == (1_900, 0)


def test_a_power_that_ends_at_0_stays_without_a_threshold(chain: TestChain) -> None:
    ctx = chain.ctx
    update(ctx, (HOT, True, STAKE))
    tracking.set_alpha(ctx, NETUID, ONE)
    update(ctx, (HOT, True, 0))
    assert power(ctx, HOT) == 100_000  # a quirk of the reference


def test_it_ends_with_the_first_epoch_after_the_grace(chain: TestChain) -> None:
    ctx = chain.ctx
    update(ctx, (HOT, True, STAKE))
    chain.ok(PALLET, "disable_voting_power_tracking", NETUID)
    ctx.block_number += 100_799
    update(ctx, (HOT, True, STAKE))
    assert power(ctx, HOT) == 190_000
    ctx.block_number += 1
    update(ctx, (HOT, True, STAKE))
    assert not tracking.is_tracked(ctx, NETUID)
    assert list(storage.voting_power.iter(ctx)) == []
    assert not storage.voting_power_disable_at_block.exists(ctx, NETUID)
    assert chain.events("VotingPowerTrackingDisabled")[0].args == (NETUID,)


@pytest.mark.parametrize("mechanisms", [1, 2])
def test_an_epoch_updates_it_with_stake_weight_once_a_mechanism(chain: TestChain, mechanisms: int) -> None:
    ctx = chain.ctx
    consensus.mechanism_count_current.set(ctx, NETUID, mechanisms)
    assert mechanisms_state.count(ctx, NETUID) == mechanisms
    stakes.staked(chain, HOT, ALICE, NETUID, 500 * STAKE)
    hyper.max_allowed_validators.set(ctx, NETUID, 1)
    for index in range(mechanisms):
        consensus.last_update.set(ctx, index * 4096 + NETUID, bytes(16))
    run_subnet_epoch(ctx, NETUID, 0)
    weight = stake_weights(ctx, NETUID, [HOT])[2][0] >> 64
    assert weight >= 500 * STAKE
    assert power(ctx, HOT) == mechanisms * weight // 10
    assert power(ctx, BOBS_HOT) == 0
    before = ctx.changes()
    tracking.rename_hotkey(ctx, NETUID, HOT, HOT)
    assert ctx.changes() == before


def test_an_untracked_subnet_has_none(chain: TestChain) -> None:
    ctx = chain.ctx
    storage.voting_power_tracking_enabled.remove(ctx, NETUID)
    stakes.staked(chain, HOT, ALICE, NETUID, 500 * STAKE)
    run_subnet_epoch(ctx, NETUID, 0)
    assert list(storage.voting_power.iter(ctx)) == []


def test_a_swap_adds_it_to_the_new_hotkeys(chain: TestChain) -> None:
    ctx = chain.ctx
    update(ctx, (HOT, True, STAKE), (BOBS_HOT, True, STAKE))
    tracking.rename_hotkey(ctx, NETUID, HOT, BOBS_HOT)
    assert (power(ctx, HOT), power(ctx, BOBS_HOT)) == (0, 200_000)
    tracking.rename_hotkey(ctx, NETUID, OTHER_HOT, HOT)
    assert not storage.voting_power.exists(ctx, NETUID, HOT)
    assert invariants.check(ctx) == []
