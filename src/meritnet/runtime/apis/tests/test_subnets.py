"""Subnets as clients read them: settings of the first form, pools, epochs, accounts, cost of the next one."""

import pytest

from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import (
    ALICE,
    LATE,
    MINER,
    NETUID,
    POOL_ALPHA,
    POOL_TAO,
    TAO,
    UNKNOWN_NETUID,
    VALIDATOR,
    scene,
)
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.vectors import load

API = "SubnetInfoRuntimeApi"
EVERY = (0, 1, NETUID, LATE)


def named(chain, netuid: int, name: bytes) -> None:
    identity = subnets.subnet_identities_v3.value(name, b"repo", *[b""] * 6)
    subnets.subnet_identities_v3.set(chain.ctx, netuid, identity)


@pytest.mark.parametrize("method", ["get_subnets_info", "get_subnets_info_v2", "get_all_dynamic_info"])
def test_lists_hold_every_subnet_and_root(method):
    assert tuple(one.netuid for one in ask(scene(), API, method)) == EVERY


@pytest.mark.parametrize(
    "one, every",
    [
        ("get_subnet_info", "get_subnets_info"),
        ("get_subnet_info_v2", "get_subnets_info_v2"),
        ("get_dynamic_info", "get_all_dynamic_info"),
    ],
)
def test_one_subnet_is_the_one_of_the_list_and_unknown_ones_are_nothing(one, every):
    chain = scene()
    assert tuple(ask(chain, API, one, netuid) for netuid in EVERY) == ask(chain, API, every)
    assert ask(chain, API, one, UNKNOWN_NETUID) is None


def test_the_first_form_shows_settings_count_and_owner():
    chain = scene()
    hyper.immunity_period.set(chain.ctx, NETUID, 17)
    registration.burn.set(chain.ctx, NETUID, 123)
    emission.blocks_since_last_step.set(chain.ctx, NETUID, 9)
    info = ask(chain, API, "get_subnet_info", NETUID)
    assert (info.tempo, info.immunity_period, info.burn, info.blocks_since_last_step) == (360, 17, 123, 9)
    assert (info.subnetwork_n, info.max_allowed_uids, info.owner) == (2, 256, ALICE)
    # Stored defaults as recorded, and what no longer exists.
    assert (info.kappa, info.rho, info.max_weights_limit, info.scaling_law_power) == (32767, 10, 65535, 50)
    assert (info.network_modality, info.network_connect, info.emission_values) == (0, (), 0)


def test_the_second_form_has_the_identity():
    chain = scene()
    assert ask(chain, API, "get_subnet_info_v2", NETUID).identity is None
    named(chain, NETUID, b"prices")
    assert ask(chain, API, "get_subnet_info_v2", NETUID).identity.subnet_name == b"prices"


def test_a_pool_with_its_reserves_and_last_emissions():
    chain = scene()
    ctx = chain.ctx
    for item, value in (
        (emission.subnet_tao_in_emission, 11),
        (emission.subnet_alpha_in_emission, 12),
        (emission.subnet_alpha_out_emission, 13),
        (emission.pending_server_emission, 20),
        (emission.pending_validator_emission, 22),
        (emission.subnet_alpha_out, 407 * TAO),
        (emission.subnet_volume, 2**70),
        (emission.subnet_moving_price, 2**31),
        (emission.last_mechansim_step_block, 1),
        (subnets.network_registered_at, 2),
    ):
        item.set(ctx, NETUID, value)
    info = ask(chain, API, "get_dynamic_info", NETUID)
    assert (info.tao_in, info.alpha_in, info.alpha_out) == (POOL_TAO, POOL_ALPHA, 407 * TAO)
    assert (info.tao_in_emission, info.alpha_in_emission, info.alpha_out_emission) == (11, 12, 13)
    assert (info.pending_alpha_emission, info.pending_root_emission, info.emission) == (42, 0, 0)
    assert (info.subnet_volume, info.moving_price, info.network_registered_at) == (2**70, 2**31, 2)
    assert (info.last_step, info.blocks_since_last_step) == (1, 3)
    assert (info.owner_coldkey, info.owner_hotkey) == (ALICE, VALIDATOR)


def test_names_come_from_the_identity_else_from_the_chain():
    chain = scene()

    def name(netuid: int) -> bytes:
        return bytes(ask(chain, API, "get_dynamic_info", netuid).subnet_name)

    assert [name(0), name(1), name(LATE)] == [b"root", b"apex", b"unknown"]
    named(chain, 1, b"")
    assert name(1) == b"apex"
    named(chain, 1, "märkte".encode())
    assert name(1) == "märkte".encode()


def test_a_symbol_that_was_never_set_is_that_of_tao():
    info = ask(scene(), API, "get_dynamic_info", NETUID)
    assert bytes(info.token_symbol) == "𝜏".encode()


def test_the_next_epoch_is_a_tempo_after_the_last_or_when_the_owner_asked():
    chain = scene()
    emission.last_epoch_block.set(chain.ctx, NETUID, 100)
    assert ask(chain, API, "get_next_epoch_start_block", NETUID) == 460
    emission.pending_epoch_at.set(chain.ctx, NETUID, 300)
    assert ask(chain, API, "get_next_epoch_start_block", NETUID) == 300
    hyper.tempo.set(chain.ctx, NETUID, 0)
    assert ask(chain, API, "get_next_epoch_start_block", NETUID) is None


@pytest.mark.parametrize(("now", "following"), [(15, 20), (16, 20), (19, 20), (20, 30), (1_000, 1_010)])
def test_a_client_that_waits_for_roots_epoch_gets_a_block_to_come(now, following):
    chain = scene()
    emission.last_epoch_block.set(chain.ctx, 0, 10)
    hyper.tempo.set(chain.ctx, 0, 10)
    chain.ctx.block_number = now
    assert ask(chain, API, "get_next_epoch_start_block", 0) == following


def test_accounts_of_subnets():
    chain = scene()
    assert ask(chain, API, "get_subnet_account_id", NETUID) == b"modlsubtensr\x02".ljust(32, b"\0")
    assert ask(chain, API, "get_subnet_account_id", 0) == b"modlsubtensr".ljust(32, b"\0")
    assert ask(chain, API, "get_subnet_account_id", UNKNOWN_NETUID) is None


def test_where_rewards_are_staked():
    chain = scene()
    assert ask(chain, API, "get_coldkey_auto_stake_hotkey", ALICE, NETUID) is None
    staking.auto_stake_destination.set(chain.ctx, ALICE, NETUID, MINER)
    assert ask(chain, API, "get_coldkey_auto_stake_hotkey", ALICE, NETUID) == MINER
    assert ask(chain, API, "get_coldkey_auto_stake_hotkey", ALICE, LATE) is None


def test_the_cost_of_the_first_subnet_is_the_least_lock():
    cost = ask(scene(), "SubnetRegistrationRuntimeApi", "get_network_registration_cost")
    least = next(
        one
        for one in load("wire/wire-pallets")["pallets"][7]["storage"]
        if one["name"] == "NetworkMinLockCost"
    )
    assert cost == int.from_bytes(bytes.fromhex(least["default"][2:]), "little") == 1_000 * TAO


def test_the_subnet_to_prune_is_the_cheapest_out_of_immunity():
    chain = scene()
    assert ask(chain, API, "get_subnet_to_prune") is None
    subnets.network_immunity_period.set(chain.ctx, 0)
    emission.subnet_moving_price.set(chain.ctx, 1, 3 << 32)
    emission.subnet_moving_price.set(chain.ctx, NETUID, 2 << 32)
    emission.subnet_moving_price.set(chain.ctx, LATE, 4 << 32)
    for netuid in EVERY[1:]:
        subnets.subnet_mechanism.set(chain.ctx, netuid, 1)
    assert ask(chain, API, "get_subnet_to_prune") == NETUID
