"""The values that a new subnet starts with; everything not named here reads as its storage default."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.schedule import first_epoch_block
from meritnet.runtime.pallets.hyperparameters import events as hyper_events
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration

from . import storage

MAX_UIDS = 256
MAX_VALIDATORS = 64
MIN_WEIGHTS = 1
IMMUNITY_PERIOD = 5_000
"""Blocks."""
FIRST_BURN = 1_000_000_000
"""Registration price of the first neuron. Unit: rao."""

WRITTEN_DEFAULTS = (hyper.kappa, hyper.activity_cutoff, registration.registrations_this_interval)
"""Items whose default is written out if a former subnet of this netuid left no value."""


def write(ctx: Context, netuid: int) -> None:
    """Create subnet `netuid` with its starting values; its first epoch is staggered by netuid."""
    tempo = ctx.params.initial_tempo
    registration.subnetwork_n.set(ctx, netuid, 0)
    storage.networks_added.set(ctx, netuid, True)
    hyper.tempo.set(ctx, netuid, tempo)
    emission.last_epoch_block.set(ctx, netuid, first_epoch_block(netuid, tempo, ctx.block_number))
    storage.total_networks.set(ctx, min(storage.total_networks.get(ctx) + 1, 2**16 - 1))
    for item, value, event in (
        (hyper.network_registration_allowed, True, hyper_events.RegistrationAllowed),
        (hyper.max_allowed_uids, MAX_UIDS, hyper_events.MaxAllowedUidsSet),
        (hyper.max_allowed_validators, MAX_VALIDATORS, hyper_events.MaxAllowedValidatorsSet),
        (hyper.min_allowed_weights, MIN_WEIGHTS, hyper_events.MinAllowedWeightSet),
        (hyper.immunity_period, IMMUNITY_PERIOD, hyper_events.ImmunityPeriodSet),
    ):
        item.set(ctx, netuid, value)
        ctx.emit(event, netuid, value)
    hyper.yuma3_on.set(ctx, netuid, True)
    registration.burn.set(ctx, netuid, FIRST_BURN)
    for item in WRITTEN_DEFAULTS:
        if not item.exists(ctx, netuid):
            item.set(ctx, netuid, item.get(ctx, netuid))
