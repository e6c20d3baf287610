"""Neurons as clients read them."""

from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import (
    ALICE,
    BOB,
    LATE,
    MINER,
    NETUID,
    TAO,
    UNKNOWN_NETUID,
    VALIDATOR,
    column,
    scene,
)
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.registration import storage as registration

API = "NeuronInfoRuntimeApi"
ENDPOINT = (3, 11, 0x7F000002, 8091, 4, 4, 0, 0)


def test_a_neuron_lite_carries_its_scores_endpoint_and_the_whole_stake_of_its_hotkey():
    chain = scene()
    registration.axons.set(chain.ctx, NETUID, MINER, registration.axons.value(*ENDPOINT))
    validator, miner = ask(chain, API, "get_neurons_lite", NETUID)
    assert (validator.hotkey, validator.coldkey, validator.uid, validator.netuid) == (
        VALIDATOR,
        ALICE,
        0,
        NETUID,
    )
    assert validator.stake == ((ALICE, 400 * TAO),)
    assert (validator.active, validator.validator_permit, validator.last_update) == (True, True, 3)
    assert (validator.emission, validator.dividends, validator.validator_trust) == (5 * TAO, 65535, 65000)
    assert tuple(validator.axon_info) == (0,) * 8
    assert (miner.hotkey, miner.coldkey, miner.uid) == (MINER, BOB, 1)
    assert tuple(miner.axon_info) == ENDPOINT
    assert tuple(miner.prometheus_info) == (0,) * 5
    assert (miner.incentive, miner.consensus, miner.active, miner.validator_permit) == (
        65535,
        60000,
        False,
        False,
    )


def test_what_consensus_no_longer_computes_has_fixed_values():
    for neuron in ask(scene(), API, "get_neurons_lite", NETUID):
        assert (neuron.rank, neuron.trust, neuron.pruning_score) == (0, 0, 65535)


def test_a_full_neuron_has_the_weights_and_bonds_that_are_not_zero():
    chain = scene()
    yuma.weights.set(chain.ctx, NETUID, 0, column("<u2", 0, 0, 1, 65535))
    yuma.bonds.set(chain.ctx, NETUID, 0, column("<u2", 1, 9, 0, 0))
    validator, miner = ask(chain, API, "get_neurons", NETUID)
    assert (validator.weights, validator.bonds) == (((1, 65535),), ((1, 9),))
    assert (miner.weights, miner.bonds) == ((), ())
    assert ask(chain, API, "get_neuron", NETUID, 0) == validator


def test_one_neuron_is_the_one_of_the_list():
    chain = scene()
    neurons = ask(chain, API, "get_neurons_lite", NETUID)
    assert [ask(chain, API, "get_neuron_lite", NETUID, uid) for uid in (0, 1)] == list(neurons)


def test_unknown_subnets_and_uids_give_nothing():
    chain = scene()
    for method in ("get_neuron", "get_neuron_lite"):
        assert ask(chain, API, method, NETUID, 2) is None
        assert ask(chain, API, method, UNKNOWN_NETUID, 0) is None
    for method in ("get_neurons", "get_neurons_lite"):
        assert ask(chain, API, method, UNKNOWN_NETUID) == ()
        assert ask(chain, API, method, LATE) == ()
