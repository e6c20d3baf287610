"""Account records: nonces and reference counts, creation and removal."""

from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ConsumerRemaining, NoProviders, TooManyConsumers

from . import storage
from .events import KilledAccount, NewAccount
from .types import EMPTY_ACCOUNT

MAX_CONSUMERS = 16
"""References an account may have."""


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


def can_lose_provider(record: Any) -> bool:  # Any: a value of ACCOUNT_INFO
    """Whether nothing that refers to the account needs its last reason to exist."""
    return bool(record.consumers == 0 or record.providers > 1)


def remove_provider(ctx: Context, who: bytes) -> bool:
    """Count one reason less; remove the account with the last one. Returns whether it was removed.

    Raises: ConsumerRemaining where the last reason would go while something refers to the account.
    """
    record = info(ctx, who)
    if record.providers <= 1:
        if record.consumers:
            raise ConsumerRemaining(
                f"account {who.hex()} is referred to {record.consumers} times and must keep its existential deposit"
            )
        if record.sufficients == 0:
            storage.account.remove(ctx, who)
            ctx.emit(KilledAccount, who)
            return True
    put(ctx, who, record._replace(providers=max(record.providers - 1, 0)))
    return False


def add_consumer(ctx: Context, who: bytes) -> None:
    """Count one more reference to the account, such as its deposits. Raises: NoProviders, TooManyConsumers."""
    record = info(ctx, who)
    if record.providers == 0:
        raise NoProviders(f"account {who.hex()} does not exist; deposit to it first")
    if record.consumers >= MAX_CONSUMERS:
        raise TooManyConsumers(
            f"account {who.hex()} is referred to {record.consumers} times, the most possible"
        )
    put(ctx, who, record._replace(consumers=record.consumers + 1))


def remove_consumer(ctx: Context, who: bytes) -> None:
    """Count one reference less."""
    record = info(ctx, who)
    put(ctx, who, record._replace(consumers=max(record.consumers - 1, 0)))
