"""Registration of a subnet: each refusal, what it writes, what it announces, what it costs."""

from dataclasses import replace
from typing import Any

import pytest

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import queries, registration_cost, storage
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.params import ChainParams, params_for
from meritnet.testing import vectors
from meritnet.testing.chain import TestChain, account

PALLET, CALL = "SubtensorModule", "register_network"
TAO = 10**9
COST = 1000 * TAO
OWNER, HOTKEY = "//Bob", account("//owner hotkey")
ALICE, BOB = account("//Alice"), account(OWNER)


def identity(name: bytes = b"name", **fields: bytes) -> tuple[bytes, ...]:
    """Return an identity in the order of its fields."""
    order = [
        "github_repo",
        "subnet_contact",
        "subnet_url",
        "discord",
        "description",
        "logo_url",
        "additional",
    ]
    return (name, *(fields.get(field, b"") for field in order))


def test_the_first_free_netuid_gets_the_starting_values() -> None:
    chain = TestChain()
    chain.block(4)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    ctx, netuid, now = chain.ctx, 2, 5
    assert queries.networks(ctx) == [0, 1, 2]
    assert queries.is_owner(ctx, BOB, netuid)
    found = {
        item.name: item.get(ctx, netuid)
        for item in (
            storage.network_registered_at, storage.subnet_mechanism, storage.subnet_locked,
            storage.subnet_owner_hotkey, storage.registered_subnet_counter, storage.subtoken_enabled,
            hyper.tempo, hyper.max_allowed_uids, hyper.max_allowed_validators, hyper.min_allowed_weights,
            hyper.immunity_period, hyper.yuma3_on, hyper.subnet_emission_enabled,
            hyper.network_registration_allowed, emission.last_epoch_block, emission.subnet_tao,
            emission.subnet_alpha_in, emission.subnet_alpha_out, registration.burn,
            registration.rao_recycled_for_registration,
        )
    }  # fmt: skip
    assert found == {
        "NetworkRegisteredAt": now, "SubnetMechanism": 1, "SubnetLocked": COST, "SubnetOwnerHotkey": HOTKEY,
        "RegisteredSubnetCounter": 1, "SubtokenEnabled": False, "Tempo": 10, "MaxAllowedUids": 256,
        "MaxAllowedValidators": 64, "MinAllowedWeights": 1, "ImmunityPeriod": 5_000, "Yuma3On": True,
        "SubnetEmissionEnabled": False, "NetworkRegistrationAllowed": True, "LastEpochBlock": now - 2,
        "SubnetTAO": COST, "SubnetAlphaIn": COST, "SubnetAlphaOut": 0, "Burn": TAO,
        "RAORecycledForRegistration": 0,
    }  # fmt: skip
    assert hyper.kappa.exists(ctx, netuid)
    assert hyper.activity_cutoff.exists(ctx, netuid)
    assert storage.total_networks.get(ctx) == 3
    assert storage.token_symbol.get(ctx, netuid) == "β".encode()
    assert uids.hotkeys(ctx, netuid) == [HOTKEY]
    assert hotkeys.owns(ctx, BOB, HOTKEY)
    assert storage.network_last_lock_cost.get(ctx) == COST
    assert registration_cost.last_registration_block(ctx) == now


def test_the_lock_moves_to_the_subnets_account() -> None:
    chain = TestChain()
    before = balances.free(chain.ctx, BOB)
    issuance = balances_storage.total_issuance.get(chain.ctx)
    stake = staking.total_stake.get(chain.ctx)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    assert balances.free(chain.ctx, BOB) == before - COST
    assert balances.free(chain.ctx, subnet_account(2)) == COST
    assert balances_storage.total_issuance.get(chain.ctx) == issuance
    assert staking.total_stake.get(chain.ctx) == stake + COST


def test_events_come_in_the_order_of_the_reference() -> None:
    chain = TestChain()
    before = len(chain.ctx.events)
    chain.ok(PALLET, "register_network_with_identity", HOTKEY, identity(), by=OWNER)
    own = [r for r in chain.ctx.events[before:] if r.event.name not in ("NewAccount", "Endowed")]
    assert [record.event.name for record in own] == [
        "RegistrationAllowed",
        "MaxAllowedUidsSet",
        "MaxAllowedValidatorsSet",
        "MinAllowedWeightSet",
        "ImmunityPeriodSet",
        "Transfer",
        "SubnetOwnerHotkeySet",
        "SubnetIdentitySet",
        "NetworkAdded",
    ]
    assert own[-1].args == (2, 1)
    assert [record.args[1] for record in own[:5]] == [True, 256, 64, 1, 5_000]


def test_root_validators_become_parents_unless_they_declined() -> None:
    chain = TestChain()
    ctx = chain.ctx
    willing, unwilling = account("//willing"), account("//unwilling")
    for hotkey in (willing, unwilling):
        hotkeys.associate(ctx, ALICE, hotkey)
        uids.append(ctx, 0, hotkey)
    staking.auto_parent_delegation_enabled.set(ctx, unwilling, False)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    assert staking.parent_keys.get(ctx, HOTKEY, 2) == ((2**64 - 1, willing),)
    assert staking.child_keys.get(ctx, willing, 2) == ((2**64 - 1, HOTKEY),)
    assert [record.event.name for record in ctx.events[-2:]] == ["SetChildren", "NetworkAdded"]


def test_only_signed_accounts_register() -> None:
    TestChain().fails("BadOrigin", PALLET, CALL, HOTKEY)


def test_refused_for_a_hotkey_of_somebody_else() -> None:
    chain = TestChain()
    hotkeys.associate(chain.ctx, ALICE, HOTKEY)
    chain.fails("NonAssociatedColdKey", PALLET, CALL, HOTKEY, by=OWNER)
    chain.ok(PALLET, CALL, HOTKEY, by="//Alice")


def test_refused_for_a_subnets_own_account() -> None:
    TestChain().fails("CannotUseSystemAccount", PALLET, CALL, subnet_account(5), by=OWNER)


def test_refused_before_registration_opens() -> None:
    chain = TestChain()
    storage.network_registration_start_block.set(chain.ctx, 2)
    chain.fails("SubNetRegistrationDisabled", PALLET, CALL, HOTKEY, by=OWNER)
    chain.block()
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)


def test_refused_until_the_wait_since_the_last_one_is_over() -> None:
    chain = TestChain()
    storage.network_rate_limit.set(chain.ctx, 100)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    chain.ctx.block_number += 99
    chain.fails("NetworkTxRateLimitExceeded", PALLET, CALL, account("//other"), by=OWNER)
    chain.ctx.block_number += 1
    chain.ok(PALLET, CALL, account("//other"), by=OWNER)
    assert queries.non_root(chain.ctx) == [1, 2, 3]


def test_refused_at_the_limit_of_subnets() -> None:
    chain = TestChain()
    storage.subnet_limit.set(chain.ctx, 1)
    chain.fails("SubnetLimitReached", PALLET, CALL, HOTKEY, by=OWNER)
    storage.subnet_limit.set(chain.ctx, 2)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)


def test_refused_without_the_balance() -> None:
    chain = TestChain()
    poor = account("//poor")
    balances.set_balance(chain.ctx, poor, COST - 1)
    chain.fails("CannotAffordLockCost", PALLET, CALL, HOTKEY, by=poor)
    balances.set_balance(chain.ctx, poor, COST)
    chain.ok(PALLET, CALL, HOTKEY, by=poor)
    # The existential deposit stays behind: 500 rao less are locked, but the pool still counts the floor.
    assert balances.free(chain.ctx, poor) == 500
    assert storage.subnet_locked.get(chain.ctx, 2) == COST - 500
    assert storage.network_last_lock_cost.get(chain.ctx) == COST - 500
    assert emission.subnet_tao.get(chain.ctx, 2) == COST


def test_refused_when_nothing_can_be_moved() -> None:
    chain = TestChain()
    poor = account("//poor")
    balances.set_balance(chain.ctx, poor, 500)
    storage.network_min_lock_cost.set(chain.ctx, 100)
    storage.network_last_lock_cost.set(chain.ctx, 100)
    chain.fails("InsufficientTaoBalance", PALLET, CALL, HOTKEY, by=poor)


def test_an_invalid_identity_undoes_everything() -> None:
    chain = TestChain()
    call = "register_network_with_identity"
    chain.fails("InvalidIdentity", PALLET, call, HOTKEY, identity(b"x" * 257), by=OWNER)
    chain.ok(PALLET, call, HOTKEY, None, by=OWNER)
    assert not storage.subnet_identities_v3.exists(chain.ctx, 2)


# Issuance at which the block emission is the key. Unit: rao.
ISSUANCE = {10**9: 0, 5 * 10**8: 10_500_000 * TAO, 0: 21_000_000 * TAO}


@pytest.mark.parametrize("case", vectors.load("economics/lock_cost")["cases"])
def test_the_cost_over_state_is_the_recorded_one(case: Any) -> None:  # Any: a row of JSON
    inputs = {key: int(value) for key, value in case["inputs"].items()}
    ctx = TestChain().ctx
    storage.network_last_lock_cost.set(ctx, inputs["last_lock"])
    storage.network_min_lock_cost.set(ctx, inputs["min_lock"])
    storage.network_lock_reduction_interval.set(ctx, inputs["interval"])
    hyper.last_rate_limited_block.set(ctx, Case("NetworkLastRegistered"), inputs["last_block"])
    emission.total_issuance.set(ctx, ISSUANCE[inputs["emission"]])
    ctx.block_number = inputs["now"]
    assert registration_cost.current_cost(ctx) == int(case["lock_cost_rao"])


def test_a_registration_leaves_the_tao_emission_behind() -> None:
    chain = TestChain()
    emission.block_emission.set(chain.ctx, 7)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    assert emission.block_emission.get(chain.ctx) == 10**9


def test_the_cost_doubles_and_the_seed_price_is_the_median() -> None:
    chain = TestChain()
    ctx = chain.ctx
    emission.subnet_tao.set(ctx, 1, 20 * TAO)
    emission.subnet_alpha_in.set(ctx, 1, 80 * TAO)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    assert emission.subnet_alpha_in.get(ctx, 2) == 4 * COST
    assert registration_cost.current_cost(ctx) == 2 * COST
    emission.subnet_tao.set(ctx, 2, 4 * COST)
    chain.ok(PALLET, CALL, account("//third"), by=OWNER)
    # Prices 0.25 and 1: their mean is 0.625.
    assert emission.subnet_alpha_in.get(ctx, 3) == 2 * COST * 8 // 5


def meritnet_rules(**changes: int | bool) -> ChainParams:
    """Return local parameters with the extra rules."""
    return replace(params_for("local", 250, rules=True), **changes)  # type: ignore[arg-type]


def test_half_of_the_floor_price_is_burned_for_good() -> None:
    chain = TestChain(meritnet_rules())
    ctx = chain.ctx
    issuance, counted = balances_storage.total_issuance.get(ctx), emission.total_issuance.get(ctx)
    emission.total_issuance.set(ctx, counted + issuance)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    half = COST // 2
    assert balances_storage.total_issuance.get(ctx) == issuance - half
    assert emission.total_issuance.get(ctx) == counted + issuance - half
    assert balances.free(ctx, subnet_account(2)) == half
    assert emission.subnet_tao.get(ctx, 2) == emission.subnet_alpha_in.get(ctx, 2) == half
    assert registration.rao_recycled_for_registration.get(ctx, 2) == half
    assert storage.subnet_locked.get(ctx, 2) == COST
    assert chain.events("Burned")[0].args == (subnet_account(2), half)
    assert registration_cost.current_cost(ctx) == 2 * COST


@pytest.mark.parametrize(
    ("floor", "burned"), [(150 * TAO, 50 * TAO), (100 * TAO, 0), (60 * TAO, 0), (200 * TAO, 100 * TAO)]
)
def test_a_burn_leaves_the_pool_its_least_tao(floor: int, burned: int) -> None:
    chain = TestChain(meritnet_rules())
    storage.network_min_lock_cost.set(chain.ctx, floor)
    storage.network_last_lock_cost.set(chain.ctx, floor)
    chain.ok(PALLET, CALL, HOTKEY, by=OWNER)
    assert registration.rao_recycled_for_registration.get(chain.ctx, 2) == burned
    assert emission.subnet_tao.get(chain.ctx, 2) == floor - burned
    assert balances.free(chain.ctx, subnet_account(2)) == floor - burned
