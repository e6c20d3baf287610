"""Which subnet makes room for the next one, and why. Prices in rao of TAO per alpha, times in blocks."""

from typing import NamedTuple

from meritnet.primitives.units import RAO_PER_TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.subnets import eviction, registration_cost, storage
from meritnet.runtime.pallets.subnets.queries import non_root, owner


class Candidate(NamedTuple):
    """One subnet in the order of eviction."""

    netuid: int
    owner: bytes
    moving_price_rao: int
    """Average price of its alpha, which decides; a subnet without a pool counts as 1 TAO."""
    registered_at_block: int
    immune_until_block: int
    immunity_left_blocks: int
    place: int | None
    """0 for the subnet that goes next, None for an immune one."""
    reason: str


class Eviction(NamedTuple):
    """What the next registration of a subnet would do in a block."""

    block: int
    subnets: int
    subnet_limit: int
    is_full: bool
    next_netuid: int | None
    """Subnet that the next registration evicts; None where there is room, or where all are immune."""
    cost_rao: int
    """What that registration costs in this block."""
    registration_from_block: int
    """First block in which a subnet may be registered again."""
    order: tuple[Candidate, ...]
    says: str


def explain_eviction(ctx: Context) -> Eviction:
    """Return who would be evicted by a subnet registered in this block, and everybody's place."""
    now, limit = ctx.block_number, int(storage.subnet_limit.get(ctx))
    count = len(non_root(ctx))
    is_full = count >= limit
    chosen = eviction.next_to_go(ctx)
    last, pause = registration_cost.last_registration_block(ctx), int(storage.network_rate_limit.get(ctx))
    opening = int(storage.network_registration_start_block.get(ctx))
    from_block = max(opening, last + pause if last else 0, now)
    order = tuple(_candidate(ctx, place, row) for place, row in enumerate(eviction.order(ctx)))
    return Eviction(
        block=now,
        subnets=count,
        subnet_limit=limit,
        is_full=is_full,
        next_netuid=chosen if is_full else None,
        cost_rao=registration_cost.current_cost(ctx),
        registration_from_block=from_block,
        order=order,
        says=_says(order, count, limit, chosen),
    )


def _candidate(ctx: Context, place: int, row: eviction.Standing) -> Candidate:
    now = ctx.block_number
    immune = row.is_immune(now)
    if immune:
        reason = f"immune until block {row.immune_until}"
    elif place == 0:
        reason = "lowest price of those out of immunity; of equals the oldest"
    else:
        reason = f"{place} subnets out of immunity are cheaper, or as cheap and older"
    return Candidate(
        netuid=row.netuid,
        owner=owner(ctx, row.netuid),
        moving_price_rao=row.price * RAO_PER_TAO >> 64,
        registered_at_block=row.registered_at,
        immune_until_block=row.immune_until,
        immunity_left_blocks=max(row.immune_until - now, 0),
        place=None if immune else place,
        reason=reason,
    )


def _says(order: tuple[Candidate, ...], count: int, limit: int, chosen: int | None) -> str:
    if count < limit:
        free = limit - count
        return f"{count} of {limit} subnets are taken: the next {free} registrations evict nobody"
    if chosen is not None:
        return (
            f"all {limit} places are taken: the next registration evicts subnet {chosen}; "
            "buying its alpha raises its price and moves it back"
        )
    first = min((row.immune_until_block for row in order), default=0)
    return (
        f"all {limit} places are taken and every subnet is immune, so registrations are refused; "
        f"the first immunity ends at block {first}"
    )
