"""Who is replaced next on a subnet, what pushing a neuron out would cost, and how long it is safe. Amounts in rao."""

from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.schedule_state import next_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage
from meritnet.runtime.pallets.registration.burn_price import after_registration
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.prune_order import Rank, prune_order
from meritnet.runtime.pallets.registration.uids import count
from meritnet.runtime.pallets.subnets.queries import ensure_exists


class Slot(NamedTuple):
    """One neuron and its place in the order of replacement."""

    uid: int
    hotkey: bytes
    coldkey: bytes
    emission_rao: int
    """Alpha in the last epoch: the lowest goes first."""
    registered_at_block: int
    age_blocks: int
    immune_until_block: int
    immunity_left_blocks: int
    place: int | None
    """0 for the next to go; None for who cannot be pushed out now."""
    newcomers_needed: int | None
    """Registrations, one after the other in this block, of which the last takes this slot."""
    attack_price_rao: int | None
    """TAO that these registrations cost together, as the price rises with each."""
    reason: str


class Pruning(NamedTuple):
    """The slots of a subnet in the order in which newcomers would take them."""

    netuid: int
    block: int
    uids: int
    max_uids: int
    free_uids: int
    registration_allowed: bool
    registration_price_rao: int
    """What the next registration costs."""
    immunity_period_blocks: int
    next_epoch_block: int | None
    """When emissions, and with them the order, are counted anew; a forecast. None if no epoch ever runs."""
    next_uid: int | None
    """The uid that a registration in this block would take from somebody; None if it takes nobody's."""
    slots: tuple[Slot, ...]


def explain_pruning(ctx: Context, netuid: int) -> Pruning:
    """Return everybody's place on a subnet as a registration in this block would find it.

    Raises: SubnetNotExists.
    """
    ensure_exists(ctx, netuid)
    taken, most = count(ctx, netuid), int(hyper.max_allowed_uids.get(ctx, netuid))
    free = max(most - taken, 0)
    ranks = prune_order(ctx, netuid, free)
    costs = attack_prices(ctx, netuid, free + len(ranks))
    is_open = bool(hyper.network_registration_allowed.get(ctx, netuid)) and most > 0
    slots = tuple(_slot(ctx, rank, free, costs, is_open=is_open) for rank in ranks)
    first = next((slot.uid for slot in slots if slot.place == 0), None)
    return Pruning(
        netuid=netuid,
        block=ctx.block_number,
        uids=taken,
        max_uids=most,
        free_uids=free,
        registration_allowed=is_open,
        registration_price_rao=int(storage.burn.get(ctx, netuid)),
        immunity_period_blocks=int(hyper.immunity_period.get(ctx, netuid)),
        next_epoch_block=next_epoch(ctx, netuid),
        next_uid=first if is_open and not free else None,
        slots=slots,
    )


def attack_prices(ctx: Context, netuid: int, most: int) -> list[int]:
    """Return what 0, 1, ... `most` registrations in this block cost together. Unit: rao."""
    price = int(storage.burn.get(ctx, netuid))
    rule = (
        hyper.burn_increase_mult.get(ctx, netuid),
        hyper.min_burn.get(ctx, netuid),
        hyper.max_burn.get(ctx, netuid),
    )
    sums = [0]
    for _ in range(most):
        sums.append(sums[-1] + price)
        price = after_registration(price, *rule)
    return sums


def _slot(ctx: Context, rank: Rank, free: int, costs: list[int], *, is_open: bool) -> Slot:
    needed = free + rank.place + 1 if is_open and rank.place is not None else None
    now = ctx.block_number
    return Slot(
        uid=rank.uid,
        hotkey=rank.hotkey,
        coldkey=owner_of(ctx, rank.hotkey),
        emission_rao=rank.emission,
        registered_at_block=rank.registered_at,
        age_blocks=now - rank.registered_at,
        immune_until_block=rank.immune_until,
        immunity_left_blocks=max(rank.immune_until - now, 0),
        place=rank.place,
        newcomers_needed=needed,
        attack_price_rao=None if needed is None else costs[needed],
        reason=rank.reason if is_open else "registrations are closed, so nobody is replaced",
    )
