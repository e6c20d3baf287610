"""The start of a subnet: from then on its alpha can be staked and it takes part in emission."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.pallets.admin_utils.events import SubnetEmissionEnabledSet
from meritnet.runtime.pallets.hyperparameters.authority import ensure_owner
from meritnet.runtime.pallets.hyperparameters.storage import subnet_emission_enabled
from meritnet.runtime.pallets.subtensor.errors import (
    FirstEmissionBlockNumberAlreadySet,
    NeedWaitingMoreBlocksToStarCall,
)

from . import events, storage
from .queries import ensure_exists


def start(ctx: Context, origin: Origin, netuid: int) -> None:
    """Start a subnet with the next block, as its owner.

    With `emission_from_start` this also lets the subnet earn TAO, which otherwise waits for root.
    Raises: SubnetNotExists, BadOrigin, FirstEmissionBlockNumberAlreadySet, NeedWaitingMoreBlocksToStarCall.
    """
    ensure_exists(ctx, netuid)
    ensure_owner(ctx, origin, netuid)
    first = storage.first_emission_block_number
    ensure(not first.exists(ctx, netuid), FirstEmissionBlockNumberAlreadySet, netuid=netuid)
    earliest = storage.network_registered_at.get(ctx, netuid) + storage.start_call_delay.get(ctx)
    ensure(
        ctx.block_number >= earliest,
        NeedWaitingMoreBlocksToStarCall,
        block=ctx.block_number,
        earliest=earliest,
    )
    first.set(ctx, netuid, ctx.block_number + 1)
    storage.subtoken_enabled.set(ctx, netuid, True)
    ctx.emit(events.FirstEmissionBlockNumberSet, netuid, ctx.block_number + 1)
    if ctx.params.emission_from_start:
        subnet_emission_enabled.set(ctx, netuid, True)
        ctx.emit(SubnetEmissionEnabledSet, netuid, True)
