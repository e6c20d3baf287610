"""The values of the whole network that root sets, one call each."""

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.admin_utils import errors as admin
from meritnet.runtime.pallets.key_swaps import events as key_swap_events
from meritnet.runtime.pallets.key_swaps import storage as key_swaps
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.staking.nominations import clear_all_small
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subtensor.errors import InvalidValue

from . import events, parked, storage
from .rows import NetworkSetting as Setting

ADMIN = "AdminUtils"
SUBTENSOR = "SubtensorModule"
UNMEASURED = measured(14_000_000, 0, 0, 1)
"""What the reference charges for setters that it never measured."""
FLOW_WEIGHT = measured(7_343_000, 0, 0, 1)
MOST_MECHANISMS = 16


def _epochs(value: int) -> None:
    ensure(value >= 1, admin.ValueNotInBounds, value=value, least=1)


def _exponent(bits: int) -> None:
    ensure(U64F64.ONE <= bits <= 2 * U64F64.ONE, admin.InvalidValue, bits=bits, bounds="1.0 to 2.0")


def _mechanisms(value: int) -> None:
    ensure(1 <= value <= MOST_MECHANISMS, InvalidValue, value=value, bounds=f"1..{MOST_MECHANISMS}")


def _clear_nominations(ctx: Context, before: int, after: int) -> None:
    """Unstake what has become too small when the minimum rose."""
    if after > before:
        clear_all_small(ctx)


REGISTRATION_SETTINGS = (
    Setting(
        ADMIN,
        29,
        "sudo_set_network_rate_limit",
        subnets.network_rate_limit,
        "rate_limit",
        UNMEASURED,
        events.NetworkRateLimitSet,
    ),
    Setting(
        ADMIN,
        35,
        "sudo_set_network_immunity_period",
        subnets.network_immunity_period,
        "immunity_period",
        UNMEASURED,
        events.NetworkImmunityPeriodSet,
    ),
    Setting(
        ADMIN,
        36,
        "sudo_set_network_min_lock_cost",
        subnets.network_min_lock_cost,
        "lock_cost",
        UNMEASURED,
        events.NetworkMinLockCostSet,
    ),
    Setting(
        ADMIN,
        37,
        "sudo_set_subnet_limit",
        subnets.subnet_limit,
        "max_subnets",
        UNMEASURED,
        events.SubnetLimitSet,
    ),
    Setting(
        ADMIN,
        38,
        "sudo_set_lock_reduction_interval",
        subnets.network_lock_reduction_interval,
        "interval",
        UNMEASURED,
        events.NetworkLockCostReductionIntervalSet,
    ),
    Setting(
        ADMIN,
        85,
        "sudo_set_start_call_delay",
        subnets.start_call_delay,
        "delay",
        UNMEASURED,
        events.StartCallDelaySet,
    ),
    Setting(
        ADMIN,
        74,
        "sudo_set_admin_freeze_window",
        storage.admin_freeze_window,
        "window",
        measured(5_450_000, 0, 0, 1),
        events.AdminFreezeWindowSet,
    ),
    Setting(
        ADMIN,
        75,
        "sudo_set_owner_hparam_rate_limit",
        storage.owner_hyperparam_rate_limit,
        "epochs",
        measured(5_471_000, 0, 0, 1),
        events.OwnerHyperparamRateLimitSet,
    ),
    Setting(
        ADMIN,
        2,
        "sudo_set_tx_rate_limit",
        storage.tx_rate_limit,
        "tx_rate_limit",
        measured(5_440_000, 0, 0, 1),
        events.TxRateLimitSet,
    ),
    Setting(
        ADMIN,
        86,
        "sudo_set_coldkey_swap_announcement_delay",
        key_swaps.coldkey_swap_announcement_delay,
        "duration",
        measured(5_370_000, 0, 0, 1),
        key_swap_events.ColdkeySwapAnnouncementDelaySet,
    ),
    Setting(
        ADMIN,
        87,
        "sudo_set_coldkey_swap_reannouncement_delay",
        key_swaps.coldkey_swap_reannouncement_delay,
        "duration",
        measured(5_360_000, 0, 0, 1),
        key_swap_events.ColdkeySwapReannouncementDelaySet,
    ),
)

EMISSION_SETTINGS = (
    Setting(
        ADMIN,
        28,
        "sudo_set_subnet_owner_cut",
        storage.subnet_owner_cut,
        "subnet_owner_cut",
        UNMEASURED,
        events.SubnetOwnerCutSet,
    ),
    Setting(
        ADMIN,
        63,
        "sudo_set_subnet_moving_alpha",
        storage.subnet_moving_alpha,
        "alpha",
        measured(2_955_000, 0, 0, 1),
    ),
    Setting(ADMIN, 73, "sudo_set_ck_burn", storage.ck_burn, "burn", measured(15_650_000, 0, 1, 1)),
    Setting(
        ADMIN,
        96,
        "sudo_set_max_epochs_per_block",
        storage.max_epochs_per_block,
        "max_epochs_per_block",
        measured(5_530_000, 0, 0, 1),
        events.MaxEpochsPerBlockSet,
        "≥ 1",
        _epochs,
    ),
    Setting(
        ADMIN,
        88,
        "sudo_set_max_mechanism_count",
        storage.max_mechanism_count,
        "max_mechanism_count",
        measured(15_000_000, 0, 1, 1),
        bound=f"1 to {MOST_MECHANISMS}",
        check=_mechanisms,
    ),
    Setting(
        ADMIN,
        71,
        "sudo_set_commit_reveal_version",
        storage.commit_reveal_weights_version,
        "version",
        measured(6_052_000, 0, 0, 1),
        events.CommitRevealVersionSet,
    ),
)

STAKE_SETTINGS = (
    Setting(
        ADMIN,
        1,
        "sudo_set_default_take",
        staking.max_delegate_take,
        "default_take",
        measured(5_400_000, 0, 0, 1),
        events.MaxDelegateTakeSet,
    ),
    Setting(
        ADMIN,
        46,
        "sudo_set_min_delegate_take",
        staking.min_delegate_take,
        "take",
        measured(5_490_000, 0, 0, 1),
        events.MinDelegateTakeSet,
    ),
    Setting(
        ADMIN,
        45,
        "sudo_set_tx_delegate_take_rate_limit",
        staking.tx_delegate_take_rate_limit,
        "tx_rate_limit",
        measured(5_420_000, 0, 0, 1),
        events.TxDelegateTakeRateLimitSet,
    ),
    Setting(
        ADMIN,
        42,
        "sudo_set_stake_threshold",
        storage.stake_threshold,
        "min_stake",
        measured(5_500_000, 0, 0, 1),
        events.StakeThresholdSet,
    ),
    Setting(
        ADMIN,
        43,
        "sudo_set_nominator_min_required_stake",
        storage.nominator_min_required_stake,
        "min_stake",
        measured(30_697_000, 6890, 5, 1),
        then=_clear_nominations,
    ),
    Setting(
        SUBTENSOR,
        69,
        "sudo_set_tx_childkey_take_rate_limit",
        staking.tx_childkey_take_rate_limit,
        "tx_rate_limit",
        measured(5_760_000, 0, 0, 1),
        events.TxChildKeyTakeRateLimitSet,
    ),
    Setting(
        SUBTENSOR,
        76,
        "sudo_set_min_childkey_take",
        staking.min_childkey_take,
        "take",
        measured(6_000, 0, 1, 1),
        events.MinChildKeyTakeSet,
    ),
    Setting(
        SUBTENSOR,
        77,
        "sudo_set_max_childkey_take",
        staking.max_childkey_take,
        "take",
        measured(6_000, 0, 1, 1),
        events.MaxChildKeyTakeSet,
    ),
    Setting(
        SUBTENSOR,
        109,
        "set_pending_childkey_cooldown",
        staking.pending_child_key_cooldown,
        "cooldown",
        measured(2_805_000, 0, 0, 1),
    ),
)

PARKED_SETTINGS = (
    Setting(
        ADMIN,
        55,
        "sudo_set_dissolve_network_schedule_duration",
        parked.dissolve_network_schedule_duration,
        "duration",
        measured(5_591_000, 0, 0, 1),
        events.DissolveNetworkScheduleDurationSet,
    ),
    Setting(ADMIN, 81, "sudo_set_tao_flow_cutoff", parked.tao_flow_cutoff, "flow_cutoff", FLOW_WEIGHT),
    Setting(
        ADMIN,
        82,
        "sudo_set_tao_flow_normalization_exponent",
        parked.flow_norm_exponent,
        "exponent",
        FLOW_WEIGHT,
        bound="1.0 to 2.0",
        check=_exponent,
    ),
    Setting(
        ADMIN,
        83,
        "sudo_set_tao_flow_smoothing_factor",
        parked.flow_ema_smoothing_factor,
        "smoothing_factor",
        FLOW_WEIGHT,
    ),
    Setting(ADMIN, 91, "sudo_set_net_tao_flow_enabled", parked.net_tao_flow_enabled, "enabled", FLOW_WEIGHT),
)
"""Values that no rule reads; the reference lets root set them all the same."""

NETWORK_SETTINGS = (*REGISTRATION_SETTINGS, *EMISSION_SETTINGS, *STAKE_SETTINGS, *PARKED_SETTINGS)
