"""Calls of SubtensorModule that change hyperparameters; the rows of the network table are among them."""

from meritnet.codec import U16, U32, U64
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.root_claims.storage import root_claimable_threshold
from meritnet.runtime.pallets.subtensor.errors import InvalidRootClaimThreshold

from . import epochs
from .authority import ensure_owner_or_root
from .network_table import NETWORK_SETTINGS, SUBTENSOR
from .rows import network_call

PALLET = SUBTENSOR
MAX_ROOT_CLAIM_THRESHOLD = 10_000_000
I96F32_FRACTION_BITS = 32

globals().update({row.call: network_call(row) for row in NETWORK_SETTINGS if row.pallet == SUBTENSOR})


@call(
    PALLET,
    139,
    {"netuid": NET_UID, "tempo": U16},
    weight=measured(46_407_000, 4440, reads=6, writes=3),
)
def set_tempo(ctx: Context, origin: Origin, netuid: int, tempo: int) -> None:
    """Change a subnet's tempo, as its owner, and start its epoch cycle anew."""
    epochs.set_tempo(ctx, origin, netuid, tempo)


@call(
    PALLET,
    140,
    {"netuid": NET_UID, "factor_milli": U32},
    weight=measured(39_193_000, 4364, reads=7, writes=2),
)
def set_activity_cutoff_factor(ctx: Context, origin: Origin, netuid: int, factor_milli: int) -> None:
    """Change after how many tempos (in 1/1000) a silent validator counts as inactive, as owner or root."""
    epochs.set_activity_cutoff_factor(ctx, origin, netuid, factor_milli)


@call(PALLET, 141, {"netuid": NET_UID}, weight=measured(42_539_000, 4447, reads=8, writes=2))
def trigger_epoch(ctx: Context, origin: Origin, netuid: int) -> None:
    """Ask for an epoch of a subnet ahead of time, as its owner."""
    epochs.trigger(ctx, origin, netuid)


@call(
    PALLET,
    124,
    {"netuid": NET_UID, "new_value": U64},
    weight=measured(5_681_000, 0, reads=0, writes=1),
)
def sudo_set_root_claim_threshold(ctx: Context, origin: Origin, netuid: int, new_value: int) -> None:
    """Set the least root dividend on a subnet that a claim pays out, as owner or root. Unit: rao of alpha."""
    ensure_owner_or_root(ctx, origin, netuid)
    ensure(
        new_value <= MAX_ROOT_CLAIM_THRESHOLD,
        InvalidRootClaimThreshold,
        value=new_value,
        most=MAX_ROOT_CLAIM_THRESHOLD,
    )
    root_claimable_threshold.set(ctx, netuid, new_value << I96F32_FRACTION_BITS)
