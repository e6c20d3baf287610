"""Why a validator cannot set weights: the errors named are those the call gives, the blocks those at which it works."""

import pytest

from meritnet.runtime.pallets.consensus_yuma import storage
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.weights.queries import epoch_start, why_no_weights
from meritnet.testing.chain import account

from .subnet import MINER_A, NETUID, PLAIN, STAKE, V1, build, refused, set_epoch

PALLET = "SubtensorModule"


@pytest.fixture
def chain():
    return build()


def why(chain, uri, **given):
    found = why_no_weights(chain.ctx, NETUID, account(uri), **given)
    assert all(obstacle.text for obstacle in found)
    return [(obstacle.error, obstacle.from_block) for obstacle in found]


def test_nothing_keeps_a_permitted_validator(chain):
    assert why(chain, V1) == []
    chain.ok(PALLET, "set_weights", NETUID, (3,), (1,), 0, by=V1)


def test_root_unknown_subnets_and_strangers(chain):
    ctx = chain.ctx
    assert [o.error for o in why_no_weights(ctx, 0, account(V1))] == ["CanNotSetRootNetworkWeights"]
    assert [o.error for o in why_no_weights(ctx, 9, account(V1))] == ["MechanismDoesNotExist"]
    assert [o.error for o in why_no_weights(ctx, NETUID, account(V1), 1)] == ["MechanismDoesNotExist"]
    assert why(chain, "//Stranger") == [("HotKeyNotRegisteredInSubNet", None)]


def test_the_rate_limit_names_the_block_at_which_the_call_works(chain):
    chain.block(2)
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 5)
    assert why(chain, V1) == [("SettingWeightsTooFast", 6)]
    chain.block(2)
    refused(chain, "SettingWeightsTooFast", "set_weights", NETUID, (3,), (1,), 0, by=V1)
    chain.block()
    assert chain.ctx.block_number == 6
    assert why(chain, V1) == []
    chain.ok(PALLET, "set_weights", NETUID, (3,), (1,), 0, by=V1)
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, True)
    assert why(chain, V1) == [("CommittingWeightsTooFast", 11)]


def test_stake_and_version(chain):
    hyper.stake_threshold.set(chain.ctx, STAKE + 1)
    hyper.weights_version_key.set(chain.ctx, NETUID, 3)
    assert why(chain, V1) == [("NotEnoughStakeToSetWeights", None)]
    assert why(chain, V1, version_key=3) == [("NotEnoughStakeToSetWeights", None)]
    assert why(chain, V1, version_key=2)[1] == ("IncorrectWeightVersionKey", None)
    [obstacle] = why_no_weights(chain.ctx, NETUID, account(V1))
    assert str(STAKE) in obstacle.text
    assert str(STAKE + 1) in obstacle.text


def test_enough_stake_without_a_permit_waits_for_the_next_epoch(chain):
    ctx = chain.ctx
    hyper.tempo.set(ctx, NETUID, 100)
    emission.last_epoch_block.set(ctx, NETUID, 1)
    assert why(chain, PLAIN) == [("NeuronNoValidatorPermit", 101)]
    run_subnet_epoch(ctx, NETUID, 0)
    assert why(chain, PLAIN) == []
    chain.ok(PALLET, "set_weights", NETUID, (3,), (1,), 0, by=PLAIN)


def test_too_little_stake_for_a_permit_does_not_end_by_waiting(chain):
    ctx = chain.ctx
    hyper.tempo.set(ctx, NETUID, 100)
    emission.last_epoch_block.set(ctx, NETUID, 1)
    assert why(chain, MINER_A) == [("NeuronNoValidatorPermit", None)]
    hyper.max_allowed_validators.set(ctx, NETUID, 2)
    storage.validator_permit.set(ctx, NETUID, bytes(5))
    # Equal stakes keep the higher uid: of uids 0, 1 and 2, the first goes without.
    assert why(chain, V1) == [("NeuronNoValidatorPermit", None)]
    assert why(chain, PLAIN) == [("NeuronNoValidatorPermit", 101)]
    run_subnet_epoch(ctx, NETUID, 0)
    assert why(chain, PLAIN) == []
    assert why(chain, V1) == [("NeuronNoValidatorPermit", None)]


def test_a_full_queue_empties_when_its_oldest_commit_is_void(chain):
    ctx = chain.ctx
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, True)
    hyper.tempo.set(ctx, NETUID, 100)
    emission.last_epoch_block.set(ctx, NETUID, 1)
    set_epoch(chain, 5)
    for number in range(10):
        chain.ok(PALLET, "commit_weights", NETUID, bytes([number]) * 32, by=V1)
    # Committed in epoch 5, open in 6, void from 7 on, which begins with the second epoch from now.
    assert why(chain, V1) == [("TooManyUnrevealedCommits", 201)]
    assert epoch_start(ctx, NETUID, 6) == 101
    assert epoch_start(ctx, NETUID, 5) == ctx.block_number
    hyper.tempo.set(ctx, NETUID, 0)
    assert epoch_start(ctx, NETUID, 6) is None
    set_epoch(chain, 7)
    assert why(chain, V1) == []
