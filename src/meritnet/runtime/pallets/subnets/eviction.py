"""Which subnet makes room for a newcomer when the chain is full: the cheapest one that is out of its immunity.

Prices are U64F64 bits of TAO per alpha, times are blocks.
Source: vectors/economics/network_prune_and_seed.json
"""

from collections.abc import Iterable
from typing import NamedTuple

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.emission.shares import price_of

from . import storage
from .queries import non_root


class Standing(NamedTuple):
    """A subnet's place among those that may be evicted, and what put it there."""

    netuid: int
    price: int
    """Moving price of its alpha; a subnet without a pool counts as 1."""
    registered_at: int
    immune_until: int
    """First block in which it may be evicted."""

    def is_immune(self, now: int) -> bool:
        """Return whether the subnet is still too young to be evicted."""
        return now < self.immune_until


def candidate(standings: Iterable[Standing], now: int) -> int | None:
    """Return the netuid to evict at `now`; None if every subnet is immune.

    The lowest price goes first, then the earliest registration, then the order given.
    """
    grown = [standing for standing in standings if not standing.is_immune(now)]
    return min(grown, key=_cheapest).netuid if grown else None


def in_order(standings: Iterable[Standing], now: int) -> list[Standing]:
    """Return the subnets in the order of their eviction as things stand: the immune ones last, oldest first."""
    given = list(standings)
    grown = sorted((s for s in given if not s.is_immune(now)), key=_cheapest)
    young = sorted((s for s in given if s.is_immune(now)), key=lambda s: (s.immune_until, s.price))
    return grown + young


def standings(ctx: Context) -> list[Standing]:
    """Return the standing of every subnet but root, in storage order."""
    period = storage.network_immunity_period.get(ctx)
    rows = []
    for netuid in non_root(ctx):
        stable = storage.subnet_mechanism.get(ctx, netuid) == 0
        registered_at = storage.network_registered_at.get(ctx, netuid)
        rows.append(
            Standing(
                netuid,
                price_of(emission.subnet_moving_price.get(ctx, netuid), stable=stable),
                registered_at,
                sat_add64(registered_at, period),
            )
        )
    return rows


def next_to_go(ctx: Context) -> int | None:
    """Return the subnet that a registration would evict in this block; None while all are immune."""
    return candidate(standings(ctx), ctx.block_number)


def order(ctx: Context) -> list[Standing]:
    """Return all subnets in the order of their eviction, each with its price, age and immunity."""
    return in_order(standings(ctx), ctx.block_number)


def _cheapest(standing: Standing) -> tuple[int, int]:
    return standing.price, standing.registered_at
