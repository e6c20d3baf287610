"""The announcement before a coldkey swap: a stolen key shows itself, and its owner can stop the swap.

announced -> due after the announcement delay -> made, or cleared after a further delay; disputed at any time, which
freezes the account until root resets it. Delays and times in blocks.
"""

from typing import NamedTuple

from meritnet.codec.common import ACCOUNT_ID
from meritnet.primitives.fixed import U32_MAX
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.subtensor import errors

from . import events, storage

SWAP_COST = 100_000_000
"""What a swap of a coldkey, or of a hotkey on all subnets, recycles. Unit: rao."""


class Announcement(NamedTuple):
    """An announced swap: the first block that may make it, the hash of the new coldkey."""

    due: int
    new_coldkey_hash: bytes


def find(ctx: Context, coldkey: bytes) -> Announcement | None:
    """Return a coldkey's announced swap."""
    stored = storage.coldkey_swap_announcements.get(ctx, coldkey)
    return None if stored is None else Announcement(*stored)


def _announced(ctx: Context, coldkey: bytes) -> Announcement:
    announced = find(ctx, coldkey)
    if announced is None:
        raise errors.ColdkeySwapAnnouncementNotFound(coldkey=coldkey)
    return announced


def is_disputed(ctx: Context, coldkey: bytes) -> bool:
    """Return whether a coldkey's announced swap is disputed."""
    return storage.coldkey_swap_disputes.exists(ctx, coldkey)


def charge(ctx: Context, coldkey: bytes, cost: int) -> None:
    """Recycle the price of a coldkey swap. Raises: NotEnoughBalanceToPaySwapColdKey."""
    paid = money.recycle(ctx, coldkey, cost)
    ensure(paid, errors.NotEnoughBalanceToPaySwapColdKey, cost=cost, movable=money.movable(ctx, coldkey))


def announce(ctx: Context, coldkey: bytes, new_coldkey_hash: bytes) -> None:
    """Announce a swap; the first announcement costs, one that replaces it does not.

    Raises: ColdkeySwapReannouncedTooEarly, NotEnoughBalanceToPaySwapColdKey.
    """
    before = find(ctx, coldkey)
    if before is None:
        charge(ctx, coldkey, SWAP_COST)
    else:
        open_from = replaceable_from(ctx, before)
        ensure(ctx.block_number >= open_from, errors.ColdkeySwapReannouncedTooEarly, from_block=open_from)
    due = min(ctx.block_number + storage.coldkey_swap_announcement_delay.get(ctx), U32_MAX)
    storage.coldkey_swap_announcements.set(ctx, coldkey, (due, new_coldkey_hash))
    ctx.emit(events.ColdkeySwapAnnounced, coldkey, new_coldkey_hash)


def replaceable_from(ctx: Context, announcement: Announcement) -> int:
    """Return the first block in which an announced swap may be announced anew or cleared."""
    return min(announcement.due + int(storage.coldkey_swap_reannouncement_delay.get(ctx)), U32_MAX)


def take_due(ctx: Context, coldkey: bytes, new_coldkey: bytes) -> None:
    """Use up the announcement of the swap to `new_coldkey`.

    Raises: ColdkeySwapAnnouncementNotFound, AnnouncedColdkeyHashDoesNotMatch, ColdkeySwapTooEarly.
    """
    announced = _announced(ctx, coldkey)
    storage.coldkey_swap_announcements.remove(ctx, coldkey)
    matches = announced.new_coldkey_hash == blake2_256(ACCOUNT_ID.encode(new_coldkey))
    ensure(matches, errors.AnnouncedColdkeyHashDoesNotMatch, announced=announced.new_coldkey_hash)
    ensure(ctx.block_number >= announced.due, errors.ColdkeySwapTooEarly, due=announced.due)


def dispute(ctx: Context, coldkey: bytes) -> None:
    """Freeze the account. Raises: ColdkeySwapAnnouncementNotFound, ColdkeySwapAlreadyDisputed."""
    _announced(ctx, coldkey)
    ensure(not is_disputed(ctx, coldkey), errors.ColdkeySwapAlreadyDisputed, coldkey=coldkey)
    storage.coldkey_swap_disputes.set(ctx, coldkey, ctx.block_number)
    ctx.emit(events.ColdkeySwapDisputed, coldkey)


def clear(ctx: Context, coldkey: bytes) -> None:
    """Take an announcement back. Raises: ColdkeySwapAnnouncementNotFound, ColdkeySwapClearTooEarly."""
    announced = _announced(ctx, coldkey)
    open_from = replaceable_from(ctx, announced)
    ensure(ctx.block_number >= open_from, errors.ColdkeySwapClearTooEarly, from_block=open_from)
    storage.coldkey_swap_announcements.remove(ctx, coldkey)
    ctx.emit(events.ColdkeySwapCleared, coldkey)


def forget(ctx: Context, coldkey: bytes) -> None:
    """Remove a coldkey's announcement and dispute, if there are any."""
    storage.coldkey_swap_announcements.remove(ctx, coldkey)
    storage.coldkey_swap_disputes.remove(ctx, coldkey)
