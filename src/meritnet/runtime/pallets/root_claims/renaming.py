"""Root dividends under another name: what swaps of keys do to books and claims."""

from meritnet.primitives.fixed import U128_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.staking.root_claims_math import add_to_rate

from . import storage

Staker = tuple[bytes, bytes]
"""(hotkey, coldkey)"""


def has_claimed(ctx: Context, netuid: int, hotkey: bytes, coldkey: bytes) -> bool:
    """Return whether anything is stored about what a coldkey claimed."""
    return storage.root_claimed.exists(ctx, netuid, hotkey, coldkey)


def move_claimed(ctx: Context, netuid: int, old: Staker, new: Staker) -> None:
    """Add what one staker claimed on a subnet to what another claimed. Quirk: a row of 0 is written for nothing."""
    moved = storage.root_claimed.get(ctx, netuid, *old)
    storage.root_claimed.remove(ctx, netuid, *old)
    there = storage.root_claimed.get(ctx, netuid, *new)
    storage.root_claimed.set(ctx, netuid, *new, min(moved + there, U128_MAX))


def claimants(ctx: Context, netuid: int, hotkey: bytes) -> list[bytes]:
    """Return the coldkeys with a row of claims for a hotkey on a subnet, in storage order."""
    return [coldkey for (coldkey,), _ in storage.root_claimed.iter_prefix(ctx, netuid, hotkey)]


def move_book(ctx: Context, old: bytes, new: bytes) -> list[int]:
    """Add a hotkey's rates to another's book and return the netuids that are in it then.

    Quirk: a book without entries is stored too.
    """
    moved = storage.root_claimable.get(ctx, old)
    rates = dict(storage.root_claimable.get(ctx, new))
    storage.root_claimable.remove(ctx, old)
    for netuid, rate in moved:
        rates[netuid] = add_to_rate(rates.get(netuid, 0), rate)
    storage.root_claimable.set(ctx, new, tuple(sorted(rates.items())))
    return sorted(rates)


def is_clean(ctx: Context, hotkey: bytes, root: int = 0) -> bool:
    """Return whether a hotkey has neither a book nor claims on root."""
    return not storage.root_claimable.get(ctx, hotkey) and not claimants(ctx, root, hotkey)
