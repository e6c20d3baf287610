"""Orders sized by what another one brought in: the record of it, spending it, removing it.

An order that was signed with `has_linked_order` records what it brought in, once. One linked order of the same signer
may spend a percentage of it within a week; the record is gone with that. Amounts in rao.
"""

from meritnet.codec import Case
from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.timestamp.storage import now

from . import errors, events, storage
from .constants import LINKED_OUTPUT_TTL
from .orders import Order, input_asset, parts_of
from .types import LINKED_OUTPUT


def amount_of(ctx: Context, order: Order) -> tuple[int, bytes | None]:
    """Return how much an order trades, and the id of the order it is linked to.

    Raises: NoLinkedOutput, LinkedOutputSignerMismatch, LinkedOutputAssetMismatch, LinkedOutputExpired,
    LinkedAmountResolvedToZero.
    """
    if order.amount.name == "Fixed":
        return int(order.amount.args[0]), None
    provider, percentage = order.amount.args
    record = storage.linked_outputs.get(ctx, provider)
    ensure(record is not None, errors.NoLinkedOutput, provider=provider)
    ensure(record.signer == order.signer, errors.LinkedOutputSignerMismatch, signer=record.signer)
    ensure(record.asset == input_asset(order), errors.LinkedOutputAssetMismatch, asset=record.asset.name)
    moment = now.get(ctx)
    ensure(moment <= record.expires_at, errors.LinkedOutputExpired, now=moment, expires_at=record.expires_at)
    amount = parts_of(percentage, record.total)
    ensure(amount > 0, errors.LinkedAmountResolvedToZero, total=record.total)
    return amount, provider


def spend(ctx: Context, provider: bytes, consumer: bytes, amount: int) -> None:
    """Remove a record because an order spent its part of it. Raises: NoLinkedOutput."""
    record = storage.linked_outputs.get(ctx, provider)
    ensure(record is not None, errors.NoLinkedOutput, provider=provider)
    storage.linked_outputs.remove(ctx, provider)
    ctx.emit(events.LinkedOutputConsumed, provider, consumer, amount, sat_sub64(record.total, amount))


def record(ctx: Context, order_id: bytes, signer: bytes, asset: Case, amount: int) -> None:
    """Record what an order brought in after fees."""
    if amount:
        expires_at = sat_add64(now.get(ctx), LINKED_OUTPUT_TTL)
        storage.linked_outputs.set(ctx, order_id, LINKED_OUTPUT.cls(signer, asset, amount, expires_at))
        ctx.emit(events.LinkedOutputRecorded, order_id, signer, asset, amount, expires_at)


def prune(ctx: Context, who: bytes, order_id: bytes) -> None:
    """Remove a record: its signer at any time, anybody once it has expired.

    Raises: NoLinkedOutput, LinkedOutputNotPrunable.
    """
    found = storage.linked_outputs.get(ctx, order_id)
    ensure(found is not None, errors.NoLinkedOutput, order_id=order_id)
    moment = now.get(ctx)
    ensure(
        found.signer == who or moment > found.expires_at,
        errors.LinkedOutputNotPrunable,
        now=moment,
        expires_at=found.expires_at,
    )
    storage.linked_outputs.remove(ctx, order_id)
    ctx.emit(events.LinkedOutputPruned, order_id, found.total)
