"""Whether an order may run now, in the order in which it is asked. Amounts in rao."""

from meritnet.codec import Case
from meritnet.crypto import sr25519
from meritnet.primitives.fixed import U64_MAX, sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.runtime.pallets.subnets.queries import ROOT
from meritnet.runtime.pallets.swap.pool import alpha_price_rao
from meritnet.runtime.pallets.timestamp.storage import now

from . import errors, linked, storage
from .orders import Order, SignedOrder, price_is_right
from .types import VERSIONED_ORDER

FULFILLED, CANCELLED = Case("Fulfilled"), Case("Cancelled")


def validate(
    ctx: Context, signed: SignedOrder, order: Order, order_id: bytes, relayer: bytes
) -> tuple[int, bytes | None]:
    """Return the order's full amount and the order that it is linked to.

    Raises: RootNetUidNotAllowed, ChainIdMismatch, InvalidSignature, OrderAlreadyProcessed, OrderCancelled,
    OrderExpired, PriceConditionNotMet, RelayerMissMatch, then those of a linked amount, then
    PartialFillNotSupportedForLinkedAmount, PartialFillNotSupportedForProvider, RelayerRequiredForPartialFill,
    PartialFillsNotEnabled, IncorrectPartialFillAmount.
    """
    ensure(order.netuid != ROOT, errors.RootNetUidNotAllowed)
    ours = chain_id.get(ctx)
    ensure(order.chain_id == ours, errors.ChainIdMismatch, chain_id=order.chain_id, ours=ours)
    ensure(_is_signed(signed, order.signer), errors.InvalidSignature, signer=order.signer)
    status = storage.orders.get(ctx, order_id)
    ensure(status != FULFILLED, errors.OrderAlreadyProcessed, order_id=order_id)
    ensure(status != CANCELLED, errors.OrderCancelled, order_id=order_id)
    moment = now.get(ctx)
    ensure(moment <= order.expiry, errors.OrderExpired, now=moment, expiry=order.expiry)
    price = min(alpha_price_rao(ctx, order.netuid), U64_MAX)
    ensure(price_is_right(order, price), errors.PriceConditionNotMet, price=price, limit=order.limit_price)
    ensure(order.relayer is None or relayer in order.relayer, errors.RelayerMissMatch, relayer=relayer)
    amount, provider = linked.amount_of(ctx, order)
    _check_fill(signed.partial_fill, order, amount, status)
    return amount, provider


def status_after(ctx: Context, order_id: bytes, fill: int | None, amount: int) -> Case:
    """Return an order's status once `fill` of it, or with None all of it, was carried out."""
    if fill is None:
        return FULFILLED
    filled = sat_add64(_filled(storage.orders.get(ctx, order_id)), fill)
    return FULFILLED if filled >= amount else Case("PartiallyFilled", (filled,))


def _check_fill(fill: int | None, order: Order, amount: int, status: Case | None) -> None:
    filled = _filled(status)
    if fill is None:
        # An order filled in part would be filled anew in full; what is left of it must be stated.
        ensure(status is None, errors.IncorrectPartialFillAmount, filled=filled)
        return
    ensure(order.amount.name == "Fixed", errors.PartialFillNotSupportedForLinkedAmount)
    ensure(not order.has_linked_order, errors.PartialFillNotSupportedForProvider)
    ensure(order.relayer is not None, errors.RelayerRequiredForPartialFill)
    ensure(order.partial_fills_enabled, errors.PartialFillsNotEnabled)
    left = sat_sub64(amount, filled)
    ensure(0 < fill <= left, errors.IncorrectPartialFillAmount, fill=fill, left=left)


def _filled(status: Case | None) -> int:
    return int(status.args[0]) if status is not None and status.name == "PartiallyFilled" else 0


def _is_signed(signed: SignedOrder, signer: bytes) -> bool:
    """Whether the signer's sr25519 key signed exactly the order's bytes; other schemes do not count."""
    if signed.signature.name != "Sr25519":
        return False
    return sr25519.verify(signed.signature.args[0], VERSIONED_ORDER.encode(signed.order), signer)
