"""Settings of subnets and of the network: bounds within which the network goes on, by call."""

from typing import Any

from meritnet.codec import Case
from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count as mechanism_count
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration.hotkeys import owned_by

from .cast import COLD, HOT, SPARE
from .moves import Drawn, move
from .view import TAO, View

Choices = tuple[Any, ...]

OF_SUBNET: dict[str, Choices] = {
    "sudo_set_serving_rate_limit": (0, 1, 5),
    "sudo_set_min_difficulty": (1, 10_000),
    "sudo_set_max_difficulty": (20_000, 2**60),
    "sudo_set_weights_version_key": (0, 1, 7),
    "sudo_set_weights_set_rate_limit": (0, 0, 1, 4),
    "sudo_set_adjustment_interval": (1, 10, 360),
    "sudo_set_adjustment_alpha": (0, 2**62, 2**63),
    "sudo_set_immunity_period": (1, 5, 20),
    "sudo_set_min_allowed_weights": (0, 1, 2),
    "sudo_set_max_allowed_uids": (8, 12, 16, 64),
    "sudo_set_kappa": (0, 20_000, 32_767, 65_535),
    "sudo_set_rho": (0, 10, 30),
    "sudo_set_activity_cutoff": (360, 5_000),
    "sudo_set_network_registration_allowed": (True, True, True, False),
    "sudo_set_network_pow_registration_allowed": (True, False),
    "sudo_set_target_registrations_per_interval": (1, 3, 100),
    "sudo_set_min_burn": (1, 1_000, 500_000),
    "sudo_set_max_burn": (TAO, 10 * TAO, 100 * TAO),
    "sudo_set_difficulty": (1, 10**7),
    "sudo_set_max_allowed_validators": (1, 3, 64),
    "sudo_set_bonds_moving_average": (0, 500_000, 900_000, 975_000),
    "sudo_set_max_registrations_per_block": (1, 3, 20),
    "sudo_set_tempo": (3, 5, 8, 12, 20, 0),
    "sudo_set_rao_recycled": (0, TAO),
    "sudo_set_commit_reveal_weights_enabled": (True, False),
    "sudo_set_liquid_alpha_enabled": (True, False),
    "sudo_set_commit_reveal_weights_interval": (1, 1, 2, 3),
    "sudo_set_bonds_penalty": (0, 30_000, 65_535),
    "sudo_set_toggle_transfer": (True, True, False),
    "sudo_set_ema_price_halving_period": (1, 50, 201_600),
    "sudo_set_subtoken_enabled": (True, True, True, False),
    "sudo_set_alpha_sigmoid_steepness": (-5, 0, 1, 1_000),
    "sudo_set_yuma3_enabled": (True, False),
    "sudo_set_bonds_reset_enabled": (True, False),
    "sudo_set_owner_immune_neuron_limit": (0, 1, 5, 10),
    "sudo_set_mechanism_count": (1, 2, 2, 3),
    "sudo_trim_to_max_allowed_uids": (6, 8, 10, 64),
    "sudo_set_min_allowed_uids": (1, 2, 4),
    "sudo_set_recycle_or_burn": (Case("Burn"), Case("Recycle")),
    "sudo_set_min_non_immune_uids": (0, 1, 10),
    "sudo_set_burn_half_life": (1, 10, 360),
    "sudo_set_burn_increase_mult": (U64F64.ONE, U64F64.ONE * 5 // 4, 3 * U64F64.ONE),
    "sudo_set_collateral_lock_share": (0, 0, 6_553, 32_768, 62_258),
    "sudo_set_collateral_drain_ratio": (1, U64F64.ONE // 2, U64F64.ONE, 10 * U64F64.ONE),
    "sudo_set_owner_cut_enabled": (True, False),
    "sudo_set_min_childkey_take_per_subnet": (0, 500, 5_000),
    "sudo_set_subnet_emission_enabled": (True, True, True, False),
    "sudo_set_owner_cut_auto_lock_enabled": (True, False),
    "sudo_set_activity_cutoff_factor": (1_000, 13_889, 50_000),
}
"""Values of the one setting behind netuid."""

OF_NETWORK: dict[str, Choices] = {
    "sudo_set_default_take": (0, 5_000, 11_796),
    "sudo_set_tx_rate_limit": (0, 0, 1, 3),
    "sudo_set_subnet_owner_cut": (0, 11_796, 30_000),
    "sudo_set_network_rate_limit": (0, 0, 3),
    "sudo_set_network_immunity_period": (5, 60, 150),
    "sudo_set_network_min_lock_cost": (TAO, 100 * TAO, 500 * TAO),
    "sudo_set_subnet_limit": (3, 4, 5, 6),
    "sudo_set_lock_reduction_interval": (10, 200, 1_000),
    "sudo_set_stake_threshold": (0, 0, 0, 1_000, 10 * TAO),
    "sudo_set_nominator_min_required_stake": (0, 10_000_000, TAO, 100 * TAO),
    "sudo_set_tx_delegate_take_rate_limit": (0, 1, 5),
    "sudo_set_min_delegate_take": (0, 100, 5_000),
    "sudo_set_dissolve_network_schedule_duration": (1, 100),
    "sudo_set_evm_chain_id": (42, 945, 964),
    "sudo_set_subnet_moving_alpha": (0, 12_885, 2**31, 2**32),
    "sudo_set_commit_reveal_version": (4,),
    "sudo_set_ck_burn": (0, 2**60, 2**63, 2**64 - 1),
    "sudo_set_admin_freeze_window": (0, 0, 2, 5),
    "sudo_set_owner_hparam_rate_limit": (0, 0, 1),
    "sudo_set_tao_flow_cutoff": (0, 1 << 64, 5 << 64),
    "sudo_set_tao_flow_normalization_exponent": (U64F64.ONE, 3 * U64F64.ONE // 2, 2 * U64F64.ONE),
    "sudo_set_tao_flow_smoothing_factor": (10**15, 3 * 10**14, 10**18),
    "sudo_set_start_call_delay": (0, 2, 5),
    "sudo_set_coldkey_swap_announcement_delay": (1, 6, 12),
    "sudo_set_coldkey_swap_reannouncement_delay": (1, 4),
    "sudo_set_max_mechanism_count": (1, 2, 3, 4),
    "sudo_set_net_tao_flow_enabled": (True, False),
    "sudo_set_max_epochs_per_block": (1, 2, 32),
}
"""Values of the one setting."""

BY_OWNER = 0.35
"""Share of the settings of subnets that the owner makes; not all of them may."""


def _of_subnet(v: View) -> tuple[bytes | None, int]:
    if v.pinned or v.chance(BY_OWNER):
        return v.owned()
    return None, v.netuid()


def _setting(name: str, choices: Choices, *, has_netuid: bool) -> None:
    def draw(v: View) -> Drawn:
        chosen = v.rng.choice(choices)
        if not has_netuid:
            return None, (chosen,)
        who, netuid = _of_subnet(v)
        return who, (netuid, chosen)

    move(name)(draw)


for _name, _choices in OF_SUBNET.items():
    _setting(f"AdminUtils.{_name}", _choices, has_netuid=True)
for _name, _choices in OF_NETWORK.items():
    _setting(f"AdminUtils.{_name}", _choices, has_netuid=False)


@move("AdminUtils.swap_authorities")
def swap_authorities(v: View) -> Drawn:
    return None, (tuple(v.rng.sample(COLD, v.rng.randrange(1, 4))),)


@move("AdminUtils.sudo_set_total_issuance")
def set_total_issuance(v: View) -> Drawn:
    # Another one than the present would not be what was issued; the step's check would say so.
    return None, (emission.total_issuance.get(v.ctx),)


@move("AdminUtils.sudo_set_alpha_values")
def set_alpha_values(v: View) -> Drawn:
    liquid = [n for n in v.subnets if hyper.liquid_alpha_on.get(v.ctx, n)]
    who, netuid = (None, v.one(liquid)) if liquid and not v.pinned else _of_subnet(v)
    return who, (netuid, v.rng.choice([1_638, 20_000]), v.rng.choice([30_000, 65_535]))


@move("AdminUtils.sudo_set_subnet_owner_hotkey", "AdminUtils.sudo_set_sn_owner_hotkey")
def set_owner_hotkey(v: View) -> Drawn:
    who, netuid = _of_subnet(v)
    return who, (netuid, v.hot(who))


@move("AdminUtils.sudo_set_mechanism_emission_split")
def set_mechanism_emission_split(v: View) -> Drawn:
    who, netuid = _of_subnet(v)
    n = mechanism_count(v.ctx, netuid)
    parts = [v.rng.randrange(65_536 // n) for _ in range(n - 1)]
    return who, (netuid, None if v.chance(0.2) else (*parts, 65_535 - sum(parts)))


@move("Swap.set_fee_rate")
def set_fee_rate(v: View) -> Drawn:
    return None, (v.netuid(), v.rng.choice([0, 33, 1_000, 10_000]))


def repairs(v: View) -> list[tuple[str, tuple[Any, ...]]]:
    """Return settings by which root brings a network back that can hardly go on."""
    found: list[tuple[str, tuple[Any, ...]]] = [
        ("AdminUtils.sudo_set_subnet_limit", (5,)),
        ("AdminUtils.sudo_set_stake_threshold", (0,)),
        ("AdminUtils.sudo_set_ck_burn", (0,)),
        ("AdminUtils.sudo_set_nominator_min_required_stake", (10_000_000,)),
        ("AdminUtils.sudo_set_network_min_lock_cost", (100 * TAO,)),
    ]
    for netuid in v.subnets:
        settings: list[tuple[str, Any]] = [
            ("min_allowed_uids", 2),
            ("commit_reveal_weights_enabled", v.chance(0.5)),
            ("toggle_transfer", True),
            ("weights_set_rate_limit", 0),
            ("network_registration_allowed", True),
            ("subtoken_enabled", True),
            ("subnet_emission_enabled", True),
            ("weights_version_key", 0),
        ]
        if int(hyper.tempo.get(v.ctx, netuid)) == 0 or int(hyper.tempo.get(v.ctx, netuid)) > 20:
            settings.append(("tempo", v.rng.choice([5, 8, 12])))
        if int(hyper.max_allowed_uids.get(v.ctx, netuid)) > 64:
            settings.append(("max_allowed_uids", 12))
        found += [(f"AdminUtils.sudo_set_{name}", (netuid, setting)) for name, setting in settings]
    poor = [
        who for who in (*COLD, *HOT, *(one for one in SPARE if owned_by(v.ctx, one))) if v.free(who) < TAO
    ]
    for who in poor:
        found.append(
            ("Balances.force_set_balance", (Case("Id", (who,)), (10 if who in HOT else 20_000) * TAO))
        )
    return found
