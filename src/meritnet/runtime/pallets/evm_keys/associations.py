"""Which uid has which EVM address: both directions of the association, kept in step."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.subtensor.errors import (
    EvmKeyAssociateRateLimitExceeded,
    EvmKeyAssociationLimitExceeded,
)

from . import storage

MAX_UIDS = 32
"""Uids of a subnet that one EVM address may have."""


def address_of(ctx: Context, netuid: int, uid: int) -> bytes | None:
    """Return the EVM address of a uid."""
    found = storage.associated_evm_address.get(ctx, netuid, uid)
    return None if found is None else bytes(found[0])


def uids_of(ctx: Context, netuid: int, address: bytes) -> tuple[tuple[int, int], ...]:
    """Return (uid, block of the association) pairs of an EVM address."""
    found: tuple[tuple[int, int], ...] = storage.associated_uids_by_evm_address.get(ctx, netuid, address)
    return found


def ensure_rate(ctx: Context, netuid: int, uid: int) -> None:
    """Raises: EvmKeyAssociateRateLimitExceeded.

    Quirk: a uid without an association counts as if it had got one in block 0, so a young chain refuses everybody.
    """
    found = storage.associated_evm_address.get(ctx, netuid, uid)
    last, limit = 0 if found is None else found[1], ctx.params.evm_key_associate_rate_limit
    passed = max(ctx.block_number - last, 0) >= limit
    ensure(passed, EvmKeyAssociateRateLimitExceeded, last=last, limit=limit)


def associate(ctx: Context, netuid: int, uid: int, address: bytes) -> None:
    """Give a uid an EVM address in place of the one it had. Raises: EvmKeyAssociationLimitExceeded."""
    listed = uids_of(ctx, netuid, address)
    known = any(other == uid for other, _ in listed)
    ensure(known or len(listed) < MAX_UIDS, EvmKeyAssociationLimitExceeded, uids=len(listed), most=MAX_UIDS)
    before = address_of(ctx, netuid, uid)
    if before is not None and before != address:
        _unlist(ctx, netuid, before, uid)
    entry = (uid, ctx.block_number)
    listed = tuple(entry if pair[0] == uid else pair for pair in listed) if known else (*listed, entry)
    storage.associated_uids_by_evm_address.set(ctx, netuid, address, listed)
    storage.associated_evm_address.set(ctx, netuid, uid, (address, ctx.block_number))


def forget(ctx: Context, netuid: int, uid: int) -> None:
    """Remove a uid's association, as somebody else takes the uid."""
    address = address_of(ctx, netuid, uid)
    if address is not None:
        storage.associated_evm_address.remove(ctx, netuid, uid)
        _unlist(ctx, netuid, address, uid)


def move(ctx: Context, netuid: int, new_uids: dict[int, int]) -> None:
    """Give associations the new numbers of their uids; uids without a new number must have been forgotten."""
    rows = dict(storage.associated_evm_address.iter_prefix(ctx, netuid))
    for uid in rows:
        storage.associated_evm_address.remove(ctx, netuid, uid)
    for uid, row in rows.items():
        storage.associated_evm_address.set(ctx, netuid, new_uids[uid], row)
    lists = storage.associated_uids_by_evm_address
    for address, listed in list(lists.iter_prefix(ctx, netuid)):
        lists.set(ctx, netuid, address, tuple((new_uids[uid], block) for uid, block in listed))


def _unlist(ctx: Context, netuid: int, address: bytes, uid: int) -> None:
    others = tuple(pair for pair in uids_of(ctx, netuid, address) if pair[0] != uid)
    if others:
        storage.associated_uids_by_evm_address.set(ctx, netuid, address, others)
    else:
        storage.associated_uids_by_evm_address.remove(ctx, netuid, address)
