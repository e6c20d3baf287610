"""The two beacons that a chain may follow, and where each keeps its rounds.

The public one is followed everywhere. The local one exists on development chains only, so that timelocks work
without a network; both count their rounds alike, so a round means the same moment in both.
"""

from typing import Any, NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.state.items import StorageMap, StorageValue

from . import storage

LOCAL_PRESET = "local"


class Book(NamedTuple):
    """Where a beacon's rounds are kept."""

    config: StorageValue
    pulses: StorageMap
    last: StorageValue
    oldest: StorageValue


PUBLIC = Book(storage.beacon_config, storage.pulses, storage.last_stored_round, storage.oldest_stored_round)
LOCAL = Book(
    storage.local_beacon_config,
    storage.local_pulses,
    storage.last_stored_local_round,
    storage.oldest_stored_local_round,
)


def has_local(ctx: Context) -> bool:
    """Return whether the chain follows a local beacon: a development chain that began with one."""
    return ctx.params.preset == LOCAL_PRESET and storage.local_beacon_config.exists(ctx)


def followed(ctx: Context) -> tuple[Book, ...]:
    """Return the books of the beacons that the chain follows, the public one first."""
    return (PUBLIC, LOCAL) if has_local(ctx) else (PUBLIC,)


def newest_round(ctx: Context) -> int:
    """Return the newest round that is stored of any beacon, 0 before the first."""
    return max(int(book.last.get(ctx)) for book in followed(ctx))


def newest_public_round(ctx: Context) -> int:
    """Return the newest round that is stored of the public beacon, 0 before the first."""
    return int(PUBLIC.last.get(ctx))


def pulse_of(ctx: Context, book: Book, round_: int) -> Any:  # Any: a value of PULSE, or None
    """Return a stored round of a beacon, None if it is not stored."""
    # No round beyond the newest is stored; asking for one would read the disk in vain in every block.
    return book.pulses.get(ctx, round_) if round_ <= book.last.get(ctx) else None
