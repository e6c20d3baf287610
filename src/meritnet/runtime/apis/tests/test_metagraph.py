"""Metagraphs whole and in part, mechanisms, and the older state of a subnet."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import (
    ALICE,
    BOB,
    CHARLIE,
    LATE,
    MINER,
    NETUID,
    TAO,
    UNKNOWN_NETUID,
    VALIDATOR,
    column,
    scene,
)
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.commitments.storage import commitment_of
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.subnets import storage as subnets

API = "SubnetInfoRuntimeApi"
MECHANISM_STRIDE = 4096
TAO_WEIGHT = 971_718_665_099_567_868
"""Of 2^64 - 1, the recorded default."""
NAME, IDENTITY, HOTKEYS, LAST_UPDATE, INCENTIVES, VALIDATORS, COMMITMENTS = 1, 3, 52, 59, 62, 72, 73


def second_mechanism(chain) -> None:
    ctx = chain.ctx
    yuma.mechanism_count_current.set(ctx, NETUID, 2)
    yuma.incentive.set(ctx, NETUID + MECHANISM_STRIDE, column("<u2", 7, 8))
    yuma.last_update.set(ctx, NETUID + MECHANISM_STRIDE, column("<u8", 1, 1))


def test_a_metagraph_has_keys_scores_and_settings_by_uid():
    graph = ask(scene(), API, "get_metagraph", NETUID)
    assert (graph.netuid, graph.block, graph.num_uids, graph.max_uids, graph.tempo) == (
        NETUID,
        4,
        2,
        256,
        360,
    )
    assert (graph.hotkeys, graph.coldkeys) == ((VALIDATOR, MINER), (ALICE, BOB))
    assert (graph.active, graph.validator_permit) == ((True, False), (True, False))
    assert (graph.emission, graph.incentives, graph.dividends) == ((5 * TAO, 4 * TAO), (0, 65535), (65535, 0))
    assert (graph.consensus, graph.last_update) == ((1, 60000), (3, 2))
    assert graph.block_at_registration == (4, 4)
    assert (graph.pruning_score, graph.trust, graph.rank) == ((), (), ())
    assert (graph.collateral_locked, graph.collateral_min, graph.collateral_earned) == ((0, 0),) * 3


def test_collateral_is_that_of_the_uid_s_own_coldkey():
    chain = scene()
    bonds.save(chain.ctx, NETUID, MINER, BOB, Bond(5, 1, 6, 7))
    bonds.save(chain.ctx, NETUID, VALIDATOR, BOB, Bond(8, 1))
    graph = ask(chain, API, "get_metagraph", NETUID)
    assert (graph.collateral_locked, graph.collateral_min, graph.collateral_earned) == (
        (0, 5),
        (0, 6),
        (0, 7),
    )
    chosen = ask(chain, API, "get_selective_metagraph", NETUID, (0, 74, 75, 76))
    assert (chosen.collateral_locked, chosen.collateral_min, chosen.collateral_earned) == (
        (0, 5),
        (0, 6),
        (0, 7),
    )


def test_stake_is_alpha_tao_and_their_weighted_sum():
    graph = ask(scene(), API, "get_metagraph", NETUID)
    assert graph.alpha_stake == (400 * TAO, 7 * TAO)
    assert graph.tao_stake == (2_000 * TAO, 0)
    weighed = 400 * TAO + 2_000 * TAO * TAO_WEIGHT // (2**64 - 1)
    # The weight is truncated to 32 binary places, so that 2000 TAO may weigh 2e12 / 2^32 = 466 rao less.
    assert weighed - 466 <= graph.total_stake[0] <= weighed
    assert graph.total_stake[1] == 7 * TAO


def test_dividends_identities_and_axons_by_neuron():
    chain = scene()
    ctx = chain.ctx
    emission.alpha_dividends_per_subnet.set(ctx, NETUID, VALIDATOR, 77)
    registration.identities_v2.set(ctx, BOB, registration.identities_v2.value(b"bob", *[b""] * 6))
    registration.axons.set(ctx, NETUID, MINER, registration.axons.value(1, 2, 3, 4, 4, 0, 0, 0))
    graph = ask(chain, API, "get_metagraph", NETUID)
    assert graph.alpha_dividends_per_hotkey == ((VALIDATOR, 77), (MINER, 0))
    assert graph.tao_dividends_per_hotkey == ((VALIDATOR, 0), (MINER, 0))
    assert graph.identities[0] is None
    assert graph.identities[1].name == b"bob"
    assert [one.ip for one in graph.axons] == [0, 3]


def test_all_metagraphs_hold_every_subnet():
    chain = scene()
    graphs = ask(chain, API, "get_all_metagraphs")
    assert [graph.netuid for graph in graphs] == [0, 1, NETUID, LATE]
    assert graphs[2] == ask(chain, API, "get_metagraph", NETUID)


def test_a_mechanism_has_its_own_updates_and_incentives_under_its_storage_index():
    chain = scene()
    second_mechanism(chain)
    plain, second = (ask(chain, API, "get_mechagraph", NETUID, mechid) for mechid in (0, 1))
    assert plain == ask(chain, API, "get_metagraph", NETUID)
    assert second.netuid == NETUID + MECHANISM_STRIDE
    assert (second.incentives, second.last_update) == ((7, 8), (1, 1))
    same = ("hotkeys", "emission", "consensus", "dividends")
    assert [getattr(second, name) for name in same] == [getattr(plain, name) for name in same]
    assert ask(chain, API, "get_mechagraph", NETUID, 2) is None
    every = ask(chain, API, "get_all_mechagraphs")
    assert [graph.netuid for graph in every] == [0, 1, NETUID, NETUID + MECHANISM_STRIDE, LATE]


@pytest.mark.parametrize("method", ["get_metagraph", "get_subnet_state"])
def test_an_unknown_subnet_gives_nothing(method):
    assert ask(scene(), API, method, UNKNOWN_NETUID) is None
    assert ask(scene(), API, "get_mechagraph", UNKNOWN_NETUID, 0) is None
    assert ask(scene(), API, "get_selective_metagraph", UNKNOWN_NETUID, (0,)) is None
    assert ask(scene(), API, "get_selective_mechagraph", UNKNOWN_NETUID, 0, (0,)) is None


def test_a_part_has_the_asked_fields_only_and_passes_over_unknown_numbers():
    graph = ask(scene(), API, "get_selective_metagraph", NETUID, (0, HOTKEYS, 999))
    given = {name for name in graph._fields if getattr(graph, name) is not None}
    assert given == {"netuid", "hotkeys"}
    assert (graph.netuid, graph.hotkeys) == (NETUID, (VALIDATOR, MINER))


def test_the_netuid_of_a_part_is_zero_unless_asked_for():
    assert ask(scene(), API, "get_selective_metagraph", NETUID, (HOTKEYS,)).netuid == 0


def test_all_parts_together_are_the_metagraph():
    chain = scene()
    identity = subnets.subnet_identities_v3.value(b"prices", *[b""] * 7)
    subnets.subnet_identities_v3.set(chain.ctx, NETUID, identity)
    whole = ask(chain, API, "get_metagraph", NETUID)
    part = ask(chain, API, "get_selective_metagraph", NETUID, tuple(range(80)))
    for name in whole._fields:
        expected = getattr(whole, name)
        expected = Case("Some", (expected,)) if name == "identity" else expected
        assert getattr(part, name) == expected, name


def test_an_identity_that_was_asked_for_and_is_missing_differs_from_one_that_was_not():
    chain = scene()
    assert ask(chain, API, "get_selective_metagraph", NETUID, (IDENTITY,)).identity == Case("Some", (None,))
    assert ask(chain, API, "get_selective_metagraph", NETUID, (NAME,)).identity is None


def test_validators_have_a_permit_and_more_than_the_least_stake_lightest_first():
    chain = scene()
    ctx = chain.ctx

    def validators() -> tuple[int, ...]:
        found: tuple[int, ...] = ask(chain, API, "get_selective_metagraph", NETUID, (VALIDATORS,)).validators
        return found

    assert validators() == (0,)
    yuma.validator_permit.set(ctx, NETUID, bytes((1, 1)))
    assert validators() == (1, 0)
    hyper.stake_threshold.set(ctx, 7 * TAO)
    assert validators() == (0,)


def test_commitments_are_the_encoded_records():
    chain = scene()
    record = commitment_of.value(0, 3, (Case("Raw5", (b"hello",)),))
    commitment_of.set(chain.ctx, NETUID, MINER, record)
    ((hotkey, raw),) = ask(chain, API, "get_selective_metagraph", NETUID, (COMMITMENTS,)).commitments
    assert hotkey == MINER
    # Deposit 8 bytes, block 4, one field, its variant: clients cut these 14 bytes off.
    assert bytes(raw[14:]) == b"hello"
    assert bytes(raw[:14]) == bytes(8) + (3).to_bytes(4, "little") + bytes((1 << 2, 6))


def test_a_part_of_a_mechanism_always_has_the_plain_netuid():
    chain = scene()
    second_mechanism(chain)
    part = ask(chain, API, "get_selective_mechagraph", NETUID, 1, (LAST_UPDATE, INCENTIVES))
    assert (part.netuid, part.last_update, part.incentives) == (NETUID, (1, 1), (7, 8))
    unknown = ask(chain, API, "get_selective_mechagraph", NETUID, 5, (LAST_UPDATE, HOTKEYS))
    assert (unknown.last_update, unknown.hotkeys) == ((), (VALIDATOR, MINER))


def test_the_state_of_a_subnet_has_the_metagraphs_vectors_and_what_was_earned_everywhere():
    chain = scene()
    emission.last_hotkey_emission_on_netuid.set(chain.ctx, MINER, LATE, 5)
    state, graph = ask(chain, API, "get_subnet_state", NETUID), ask(chain, API, "get_metagraph", NETUID)
    for name in state._fields[:-1]:
        assert getattr(state, name) == getattr(graph, name), name
    assert state.emission_history == ((0, 0), (0, 0), (0, 0), (0, 5))


def test_a_staker_without_a_neuron_is_in_no_metagraph():
    assert CHARLIE not in ask(scene(), API, "get_metagraph", NETUID).coldkeys
