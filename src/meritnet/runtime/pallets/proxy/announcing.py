"""Announcements: what a proxy with a delay will call, so that the real account can object in time."""

from collections.abc import Callable
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure

from . import delegates, deposits
from .deposits import ANNOUNCEMENTS
from .errors import NotFound, NotProxy, TooMany
from .events import Announced
from .types import ANNOUNCEMENT, MAX_PENDING


def announce(ctx: Context, proxy: bytes, real: bytes, call_hash: bytes) -> None:
    """Note at this block what `proxy` will call for `real`. Raises: NotProxy, TooMany, InsufficientBalance."""
    ensure(any(one.delegate == proxy for one in delegates.of(ctx, real)), NotProxy, real=real, delegate=proxy)
    pending = deposits.entries_of(ctx, ANNOUNCEMENTS, proxy)
    ensure(len(pending) < MAX_PENDING, TooMany, announcements=len(pending), limit=MAX_PENDING)
    deposits.replace(
        ctx, ANNOUNCEMENTS, proxy, (*pending, ANNOUNCEMENT.cls(real, call_hash, ctx.block_number))
    )
    ctx.emit(Announced, real, proxy, call_hash)


def withdraw(ctx: Context, proxy: bytes, gone: Callable[[Any], bool]) -> None:
    """Drop the announcements of `proxy` for which `gone` holds, their deposit going back. Raises: NotFound."""
    pending = deposits.entries_of(ctx, ANNOUNCEMENTS, proxy)
    after = tuple(one for one in pending if not gone(one))
    ensure(len(after) < len(pending), NotFound, proxy=proxy, announcements=len(pending))
    deposits.replace(ctx, ANNOUNCEMENTS, proxy, after)
