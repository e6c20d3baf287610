"""When something was last done, and whether that was long enough ago. Times and limits in blocks.

Two maps hold the last blocks: one keyed by a `RateLimitKey`, one by account, netuid and kind of operation. A row
that was never written, or holds 0, passes any limit.
"""

from enum import IntEnum

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context

from . import storage


class Kind(IntEnum):
    """Kinds of operation in `TransactionKeyLastBlock`."""

    SET_CHILDREN = 0
    SET_CHILDKEY_TAKE = 1
    UNKNOWN = 2
    REGISTER_NETWORK = 3
    WEIGHTS_VERSION_KEY = 4
    OWNER_HOTKEY = 5
    OWNER_HYPERPARAMETER = 6
    MECHANISM_COUNT = 7
    MECHANISM_EMISSION = 8
    MAX_UIDS_TRIMMING = 9
    ADD_STAKE_BURN = 10
    TEMPO = 11


NETWORK_LAST_REGISTERED = Case("NetworkLastRegistered")
"""Key of the last registration of any subnet."""


def owner_hotkey_key(netuid: int) -> Case:
    """Return the key of a subnet's last change of owner hotkey."""
    return Case("SetSNOwnerHotkey", (netuid,))


def hyperparameter_key(netuid: int, parameter: str) -> Case:
    """Return the key of the owner's last change of a hyperparameter (a variant of `HYPERPARAMETER`)."""
    return Case("OwnerHyperparamUpdate", (netuid, Case(parameter)))


def delegate_take_key(hotkey: bytes) -> Case:
    """Return the key of the last change of a hotkey's delegate take."""
    return Case("LastTxBlockDelegateTake", (hotkey,))


def childkey_take_key(hotkey: bytes) -> Case:
    """Return the key of the last change of a hotkey's child-key take, as swaps of hotkeys carry it along."""
    return Case("LastTxBlockChildKeyTake", (hotkey,))


def key_swap_key(account: bytes) -> Case:
    """Return the key of the last swap of a key that an account made."""
    return Case("LastTxBlock", (account,))


def add_stake_burn_key(netuid: int) -> Case:
    """Return the key of the last staking that burned its alpha on a subnet."""
    return Case("AddStakeBurn", (netuid,))


def is_over(now: int, last: int, limit: int) -> bool:
    """Return whether `limit` blocks have passed since `last`; always if `last` is 0, which stands for "never"."""
    return last == 0 or max(now - last, 0) >= limit


def is_over_strictly(now: int, last: int, limit: int) -> bool:
    """Return whether more than `limit` blocks have passed since `last`; always if either is 0."""
    return limit == 0 or last == 0 or max(now - last, 0) > limit


def last(ctx: Context, key: Case) -> int:
    """Return the block recorded under a `RateLimitKey`, 0 for never."""
    return int(storage.last_rate_limited_block.get(ctx, key))


def passed(ctx: Context, key: Case, limit: int) -> bool:
    """Return whether `limit` blocks have passed since the block recorded under a `RateLimitKey`."""
    return is_over(ctx.block_number, last(ctx, key), limit)


def record(ctx: Context, key: Case) -> None:
    """Record the present block under a `RateLimitKey`."""
    storage.last_rate_limited_block.set(ctx, key, ctx.block_number)


def hand_over(ctx: Context, source: Case, dest: Case) -> None:
    """Copy the block recorded under one `RateLimitKey` to another. Quirk: a row of 0 is written for "never"."""
    storage.last_rate_limited_block.set(ctx, dest, last(ctx, source))


def forget(ctx: Context, key: Case) -> None:
    """Delete what is recorded under a `RateLimitKey`."""
    storage.last_rate_limited_block.remove(ctx, key)


def last_of(ctx: Context, account: bytes, netuid: int, kind: Kind) -> int:
    """Return the block of an account's last operation of a kind on a subnet, 0 for never."""
    return int(storage.transaction_key_last_block.get(ctx, account, netuid, int(kind)))


def passed_for(ctx: Context, account: bytes, netuid: int, kind: Kind, limit: int) -> bool:
    """Return whether `limit` blocks have passed since an account's last operation of a kind on a subnet."""
    return is_over(ctx.block_number, last_of(ctx, account, netuid, kind), limit)


def record_for(ctx: Context, account: bytes, netuid: int, kind: Kind) -> None:
    """Record the present block as that of an account's last operation of a kind on a subnet."""
    storage.transaction_key_last_block.set(ctx, account, netuid, int(kind), ctx.block_number)
