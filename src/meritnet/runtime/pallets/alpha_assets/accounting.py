"""Counts a subnet's alpha as it is minted, recycled and burned.

The counters are statistics: no formula reads them. `SubnetAlphaOut` is what formulas read; only recycling lowers it.
Units: rao of alpha.
"""

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.storage import subnet_alpha_out

from . import storage


def minted(ctx: Context, netuid: int, amount: int) -> None:
    """Count new alpha; the caller puts it into the pool or into `SubnetAlphaOut`."""
    if amount:
        issued = storage.total_alpha_issuance.get(ctx, netuid)
        storage.total_alpha_issuance.set(ctx, netuid, sat_add64(issued, amount))


def recycled(ctx: Context, netuid: int, amount: int) -> None:
    """Count alpha that ceased to exist and may be emitted again."""
    if amount:
        issued = storage.total_alpha_issuance.get(ctx, netuid)
        storage.total_alpha_issuance.set(ctx, netuid, sat_sub64(issued, amount))
        before = storage.alpha_recycled.get(ctx, netuid)
        storage.alpha_recycled.set(ctx, netuid, sat_add64(before, amount))


def burned(ctx: Context, netuid: int, amount: int) -> None:
    """Count alpha that nobody owns any more but that stays in the issuance."""
    if amount:
        before = storage.alpha_burned.get(ctx, netuid)
        storage.alpha_burned.set(ctx, netuid, sat_add64(before, amount))


def recycle_alpha(ctx: Context, netuid: int, amount: int) -> None:
    """Destroy outstanding alpha: `SubnetAlphaOut` falls, so emission and root proportion react."""
    if amount:
        outstanding = subnet_alpha_out.get(ctx, netuid)
        subnet_alpha_out.set(ctx, netuid, sat_sub64(outstanding, amount))
        recycled(ctx, netuid, amount)


def burn_alpha(ctx: Context, netuid: int, amount: int) -> None:
    """Take outstanding alpha out of reach.

    Quirk: `SubnetAlphaOut` keeps burned alpha for good; only the statistics tell it apart.
    """
    burned(ctx, netuid, amount)
