"""Announcements: what a proxy with a delay will call, so that the real account can object in time."""

from collections.abc import Callable
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import reserves

from . import delegates, storage
from .errors import NotFound, NotProxy, TooMany
from .events import Announced
from .types import ANNOUNCEMENT, MAX_PENDING


def deposit(count: int) -> int:
    """Return the deposit for `count` open announcements. Unit: rao."""
    return storage.ANNOUNCEMENT_BASE + storage.ANNOUNCEMENT_FACTOR * count if count else 0


def announce(ctx: Context, proxy: bytes, real: bytes, call_hash: bytes) -> None:
    """Note at this block what `proxy` will call for `real`. Raises: NotProxy, TooMany, InsufficientBalance."""
    ensure(any(one.delegate == proxy for one in delegates.of(ctx, real)), NotProxy, real=real, delegate=proxy)
    pending, old = storage.announcements.get(ctx, proxy)
    ensure(len(pending) < MAX_PENDING, TooMany, announcements=len(pending), limit=MAX_PENDING)
    after = (*pending, ANNOUNCEMENT.cls(real, call_hash, ctx.block_number))
    reserves.change_reserve(ctx, proxy, old, deposit(len(after)))
    storage.announcements.set(ctx, proxy, (after, deposit(len(after))))
    ctx.emit(Announced, real, proxy, call_hash)


def withdraw(ctx: Context, proxy: bytes, gone: Callable[[Any], bool]) -> None:
    """Drop the announcements of `proxy` for which `gone` holds, their deposit going back. Raises: NotFound."""
    pending, old = storage.announcements.get(ctx, proxy)
    after = tuple(one for one in pending if not gone(one))
    ensure(len(after) < len(pending), NotFound, proxy=proxy, announcements=len(pending))
    reserves.change_reserve(ctx, proxy, old, deposit(len(after)))
    if after:
        storage.announcements.set(ctx, proxy, (after, deposit(len(after))))
    else:
        storage.announcements.remove(ctx, proxy)
