"""The settings of a subnet that one AdminUtils call each changes: the whole table, and the rows only root changes.

Per row: storage item, call, who may make it, when, bounds, events. Weights are measured ones of the reference.
Source: vectors/economics/table_calls.json, table_weights.json
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.admin_utils import events as admin
from meritnet.runtime.pallets.emission.storage import last_epoch_block
from meritnet.runtime.pallets.registration.storage import rao_recycled_for_registration
from meritnet.runtime.pallets.subnets.storage import subtoken_enabled

from . import bounds, events, storage
from .owner_table import OWNER_CONSENSUS_SETTINGS, OWNER_SETTINGS
from .rows import SubnetSetting as Setting


def _new_cycle(ctx: Context, netuid: int) -> None:
    """Start the epoch cycle anew with the present block."""
    last_epoch_block.set(ctx, netuid, ctx.block_number)


ROOT_SETTINGS = (
    Setting(
        4,
        "sudo_set_min_difficulty",
        storage.min_difficulty,
        "min_difficulty",
        measured(34_554_000, 4383, 5, 1),
        events.MinDifficultySet,
        frozen=True,
        exists=True,
    ),
    Setting(
        7,
        "sudo_set_weights_set_rate_limit",
        storage.weights_set_rate_limit,
        "weights_set_rate_limit",
        measured(16_420_000, 4084, 1, 1),
        events.WeightsSetRateLimitSet,
        exists=True,
    ),
    Setting(
        8,
        "sudo_set_adjustment_interval",
        storage.adjustment_interval,
        "adjustment_interval",
        measured(16_320_000, 4084, 1, 1),
        events.AdjustmentIntervalSet,
        exists=True,
    ),
    Setting(
        16,
        "sudo_set_kappa",
        storage.kappa,
        "kappa",
        measured(16_301_000, 4084, 1, 1),
        events.KappaSet,
        exists=True,
    ),
    Setting(
        19,
        "sudo_set_network_registration_allowed",
        storage.network_registration_allowed,
        "registration_allowed",
        measured(7_113_000, 0, 0, 1),
        events.RegistrationAllowed,
    ),
    Setting(
        21,
        "sudo_set_target_registrations_per_interval",
        storage.target_registrations_per_interval,
        "target_registrations_per_interval",
        measured(34_103_000, 4383, 5, 1),
        events.RegistrationPerIntervalSet,
        frozen=True,
        exists=True,
    ),
    Setting(
        24,
        "sudo_set_difficulty",
        storage.difficulty,
        "difficulty",
        measured(34_434_000, 4383, 5, 1),
        events.DifficultySet,
        frozen=True,
        exists=True,
    ),
    Setting(
        25,
        "sudo_set_max_allowed_validators",
        storage.max_allowed_validators,
        "max_allowed_validators",
        measured(35_896_000, 4383, 6, 1),
        events.MaxAllowedValidatorsSet,
        frozen=True,
        exists=True,
        bounds=bounds.MAX_VALIDATORS,
    ),
    Setting(
        27,
        "sudo_set_max_registrations_per_block",
        storage.max_registrations_per_block,
        "max_registrations_per_block",
        measured(34_604_000, 4383, 5, 1),
        events.MaxRegistrationsPerBlockSet,
        frozen=True,
        exists=True,
    ),
    Setting(
        30,
        "sudo_set_tempo",
        storage.tempo,
        "tempo",
        measured(36_298_000, 4383, 5, 2),
        events.TempoSet,
        frozen=True,
        exists=True,
        then=_new_cycle,
    ),
    Setting(
        39,
        "sudo_set_rao_recycled",
        rao_recycled_for_registration,
        "rao_recycled",
        measured(16_541_000, 4084, 1, 1),
        events.RAORecycledForRegistrationSet,
        exists=True,
    ),
    Setting(
        65,
        "sudo_set_ema_price_halving_period",
        storage.ema_price_halving_blocks,
        "ema_halving",
        measured(4_198_000, 0, 0, 1),
    ),
    Setting(
        66,
        "sudo_set_subtoken_enabled",
        subtoken_enabled,
        "subtoken_enabled",
        measured(25_467_000, 4280, 4, 1),
        frozen=True,
    ),
    Setting(
        79,
        "sudo_set_min_allowed_uids",
        storage.min_allowed_uids,
        "min_allowed_uids",
        measured(37_890_000, 4383, 7, 1),
        events.MinAllowedUidsSet,
        frozen=True,
        exists=True,
        bounds=bounds.MIN_UIDS,
    ),
    Setting(
        84,
        "sudo_set_min_non_immune_uids",
        storage.min_non_immune_uids,
        "min",
        measured(6_783_000, 0, 0, 1),
        events.MinNonImmuneUidsSet,
    ),
    Setting(
        94,
        "sudo_set_subnet_emission_enabled",
        storage.subnet_emission_enabled,
        "enabled",
        measured(16_351_000, 4084, 1, 1),
        admin.SubnetEmissionEnabledSet,
        exists=True,
        root_subnet=False,
    ),
)
"""Settings that only root changes."""

SUBNET_SETTINGS = (*ROOT_SETTINGS, *OWNER_SETTINGS, *OWNER_CONSENSUS_SETTINGS)
