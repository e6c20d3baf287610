"""Settings in their three forms."""

import pytest

from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import NETUID, UNKNOWN_NETUID, scene
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets

API = "SubnetInfoRuntimeApi"
FORMS = ("get_subnet_hyperparams", "get_subnet_hyperparams_v2", "get_subnet_hyperparams_v3")
# Names and variants as clients of runtime 425 know them.
V3_BY_VARIANT = {
    "U16": "kappa immunity_period min_allowed_weights max_weights_limit tempo target_regs_per_interval burn_half_life "
    "max_regs_per_block max_validators alpha_high alpha_low yuma_version min_childkey_take",
    "U32": "activity_cutoff_factor",
    "U64": "weights_version weights_rate_limit activity_cutoff bonds_moving_avg serving_rate_limit "
    "commit_reveal_period",
    "TaoBalance": "min_burn max_burn",
    "U64F64": "burn_increase_mult",
    "I32F32": "alpha_sigmoid_steepness",
    "Bool": "registration_allowed commit_reveal_weights_enabled liquid_alpha_enabled subnet_is_active "
    "transfers_enabled bonds_reset_enabled user_liquidity_enabled owner_cut_enabled owner_cut_auto_lock_enabled",
}


def v3(chain) -> dict[str, tuple[str, object]]:
    rows = ask(chain, API, "get_subnet_hyperparams_v3", NETUID)
    return {row.name.decode(): (row.value.name, row.value.args[0]) for row in rows}


def test_the_open_list_has_the_names_and_variants_that_clients_know():
    found = v3(scene())
    expected = {name: variant for variant, names in V3_BY_VARIANT.items() for name in names.split()}
    assert {name: variant for name, (variant, _) in found.items()} == expected


def test_defaults_are_the_recorded_ones():
    # Of wire.md's table of hyperparameters; 13889 thousandths of 360 blocks are 5000.
    found = {name: value for name, (_, value) in v3(scene()).items()}
    assert (found["kappa"], found["immunity_period"], found["tempo"]) == (32767, 4096, 360)
    assert (found["weights_rate_limit"], found["serving_rate_limit"], found["commit_reveal_period"]) == (
        100,
        50,
        1,
    )
    assert (found["min_burn"], found["max_burn"], found["burn_half_life"]) == (500_000, 100 * 10**9, 360)
    assert (found["activity_cutoff_factor"], found["activity_cutoff"]) == (13889, 5000)
    assert (found["alpha_low"], found["alpha_high"], found["bonds_moving_avg"]) == (45875, 58982, 900_000)
    assert found["alpha_sigmoid_steepness"] == 1000 << 32
    assert found["burn_increase_mult"] == 23242897532874035200
    assert (found["yuma_version"], found["max_weights_limit"]) == (2, 65535)
    assert (found["transfers_enabled"], found["owner_cut_enabled"]) == (True, True)
    assert (found["user_liquidity_enabled"], found["owner_cut_auto_lock_enabled"]) == (False, False)


def test_changed_settings_show_in_every_form():
    chain = scene()
    ctx = chain.ctx
    hyper.yuma3_on.set(ctx, NETUID, True)
    hyper.alpha_values.set(ctx, NETUID, (2000, 3000))
    hyper.alpha_sigmoid_steepness.set(ctx, NETUID, -5)
    hyper.tempo.set(ctx, NETUID, 10)
    subnets.subtoken_enabled.set(ctx, NETUID, False)
    first, second = (ask(chain, API, form, NETUID) for form in FORMS[:2])
    third = {name: value for name, (_, value) in v3(chain).items()}
    assert (first.alpha_low, second.alpha_low, third["alpha_low"]) == (2000,) * 3
    assert (first.alpha_high, second.alpha_high, third["alpha_high"]) == (3000,) * 3
    assert (first.activity_cutoff, second.activity_cutoff, third["activity_cutoff"]) == (
        13889 * 10 // 1000,
    ) * 3
    assert (second.yuma_version, third["yuma_version"]) == (3, 3)
    assert (second.alpha_sigmoid_steepness, third["alpha_sigmoid_steepness"]) == (-5 << 32,) * 2
    assert (second.subnet_is_active, third["subnet_is_active"]) == (False, False)


def test_the_first_form_is_the_beginning_of_the_second():
    chain = scene()
    first, second = (ask(chain, API, form, NETUID) for form in FORMS[:2])
    assert tuple(second)[: len(first)] == tuple(first)


def test_the_least_child_take_is_the_higher_of_the_chains_and_the_subnets():
    chain = scene()
    staking.min_childkey_take.set(chain.ctx, 5)
    assert v3(chain)["min_childkey_take"] == ("U16", 5)
    staking.min_childkey_take_per_subnet.set(chain.ctx, NETUID, 9)
    assert v3(chain)["min_childkey_take"] == ("U16", 9)


@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_subnet_has_none(form):
    assert ask(scene(), API, form, UNKNOWN_NETUID) is None
