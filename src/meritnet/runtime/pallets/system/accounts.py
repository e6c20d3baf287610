"""Account records: nonces and reference counts, creation and removal."""

from typing import Any

from meritnet.runtime.framework.context import Context

from . import storage
from .events import KilledAccount, NewAccount
from .types import EMPTY_ACCOUNT


def info(ctx: Context, who: bytes) -> Any:  # Any: a value of ACCOUNT_INFO
    """Return the account record of `who`; a fresh one if there is none."""
    return storage.account.get(ctx, who)


def exists(ctx: Context, who: bytes) -> bool:
    """Whether the account has a record."""
    return storage.account.exists(ctx, who)


def put(ctx: Context, who: bytes, record: Any) -> None:
    """Store an account record."""
    storage.account.set(ctx, who, record)


def bump_nonce(ctx: Context, who: bytes) -> None:
    """Add one to the nonce. An account that exists only through its nonce keeps the record, as in the
    reference.
    """
    record = info(ctx, who)
    put(ctx, who, record._replace(nonce=(record.nonce + 1) & 0xFFFF_FFFF))


def add_provider(ctx: Context, who: bytes) -> None:
    """Count one more reason for the account to exist; create it at the first."""
    record = info(ctx, who)
    if record.providers == 0 and record.sufficients == 0:
        if not exists(ctx, who):
            record = EMPTY_ACCOUNT
        put(ctx, who, record._replace(providers=1))
        ctx.emit(NewAccount, who)
        return
    put(ctx, who, record._replace(providers=record.providers + 1))


def remove_provider(ctx: Context, who: bytes) -> bool:
    """Count one reason less; remove the account with the last one. Returns whether it was removed."""
    record = info(ctx, who)
    if record.providers <= 1 and record.sufficients == 0 and record.consumers == 0:
        storage.account.remove(ctx, who)
        ctx.emit(KilledAccount, who)
        return True
    put(ctx, who, record._replace(providers=record.providers - 1))
    return False
