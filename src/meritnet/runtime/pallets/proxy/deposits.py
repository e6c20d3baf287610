"""Entries that cost a deposit, kept by account together with what was paid for them: proxies, announcements."""

from typing import Any, NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import reserves
from meritnet.state.items import StorageMap

from . import storage

Entries = tuple[Any, ...]
"""Any: values of PROXY_DEFINITION or ANNOUNCEMENT."""


class Priced(NamedTuple):
    """Where entries are kept, and what it costs to have any and each of them. Unit: rao."""

    item: StorageMap
    base: int
    each: int


PROXIES = Priced(storage.proxies, storage.PROXY_BASE, storage.PROXY_FACTOR)
ANNOUNCEMENTS = Priced(storage.announcements, storage.ANNOUNCEMENT_BASE, storage.ANNOUNCEMENT_FACTOR)


def deposit(kind: Priced, count: int) -> int:
    """Return the deposit for `count` entries. Unit: rao."""
    return kind.base + kind.each * count if count else 0


def entries_of(ctx: Context, kind: Priced, account: bytes) -> Entries:
    """Return an account's entries, in order."""
    found: Entries = kind.item.get(ctx, account)[0]
    return found


def replace(ctx: Context, kind: Priced, account: bytes, entries: Entries) -> tuple[int, int]:
    """Give an account these entries at their price; return its deposit before and after. Unit: rao.

    Raises: InsufficientBalance.
    """
    _, old = kind.item.get(ctx, account)
    new = deposit(kind, len(entries))
    reserves.change_reserve(ctx, account, old, new)
    if entries:
        kind.item.set(ctx, account, (entries, new))
    else:
        kind.item.remove(ctx, account)
    return old, new
