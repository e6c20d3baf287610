"""Calls that switch the tracking of voting power."""

from meritnet.codec import U64
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_root
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.hyperparameters.authority import ensure_owner_or_root

from . import tracking

PALLET = "SubtensorModule"


@call(PALLET, 129, {"netuid": NET_UID}, weight=measured(10_000, 0, reads=2, writes=2))
def enable_voting_power_tracking(ctx: Context, origin: Origin, netuid: int) -> None:
    """Track the voting power of a subnet's validators, as its owner or root; a scheduled end is called off."""
    ensure_owner_or_root(ctx, origin, netuid)
    tracking.enable(ctx, netuid)


@call(PALLET, 130, {"netuid": NET_UID}, weight=measured(10_000, 0, reads=2, writes=1))
def disable_voting_power_tracking(ctx: Context, origin: Origin, netuid: int) -> None:
    """End the tracking of a subnet's voting power in 100,800 blocks, as its owner or root."""
    ensure_owner_or_root(ctx, origin, netuid)
    tracking.schedule_disable(ctx, netuid)


@call(PALLET, 131, {"netuid": NET_UID, "alpha": U64}, weight=measured(6_000, 0, reads=1, writes=1))
def sudo_set_voting_power_ema_alpha(ctx: Context, origin: Origin, netuid: int, alpha: int) -> None:
    """Set the weight of new stake in a subnet's voting power, as root. Unit: 10^-18."""
    ensure_root(origin)
    tracking.set_alpha(ctx, netuid, alpha)
