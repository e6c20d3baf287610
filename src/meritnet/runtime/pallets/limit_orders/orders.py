"""Reads orders of either version, and their ids, sides, limits and fees. Amounts in rao, fees in parts of 10^9."""

from typing import Any

from meritnet.codec import Case
from meritnet.primitives.fixed import U64_MAX, sat_add64, sat_sub64
from meritnet.primitives.hashing import blake2_256

from .types import ORDER_V2, VERSIONED_ORDER

Order = Any  # the named tuple of ORDER_V2
SignedOrder = Any  # the named tuple of SIGNED_ORDER
PARTS = 10**9
"""The whole of a fee or slippage."""
TAO = Case("Tao")
"""TAO, as what an order spends or brings in."""


def order_id(order: Case) -> bytes:
    """Return the id of a versioned order: the hash of the bytes that were signed."""
    return blake2_256(VERSIONED_ORDER.encode(order))


def terms_of(order: Case) -> Order:
    """Return what a versioned order says, in the form of the newest version."""
    inner = order.args[0]
    if order.name == "V2":
        return inner
    fields = inner._asdict()
    fields["amount"] = Case("Fixed", (inner.amount,))
    return ORDER_V2(**fields, has_linked_order=False)


def is_buy(order: Order) -> bool:
    """Return whether the order gives TAO for alpha."""
    return bool(order.order_type.name == "LimitBuy")


def price_is_right(order: Order, price: int) -> bool:
    """Return whether a price (rao per whole alpha) lets the order run: a take-profit from its own on."""
    if order.order_type.name == "TakeProfit":
        return bool(price >= order.limit_price)
    return bool(price <= order.limit_price)


def parts_of(rate: int, amount: int) -> int:
    """Return `rate` parts of 10^9 of an amount, floored."""
    return min(amount * rate // PARTS, U64_MAX)


def trade_limit(order: Order) -> int:
    """Return the worst price that the trade itself may reach; without a slippage any. Unit: rao per whole alpha."""
    if order.max_slippage is None:
        return U64_MAX if is_buy(order) else 0
    slack = parts_of(order.max_slippage, order.limit_price)
    if is_buy(order):
        return sat_add64(order.limit_price, slack)
    return sat_sub64(order.limit_price, slack)


def input_asset(order: Order) -> Case:
    """Return what the order spends."""
    return TAO if is_buy(order) else _alpha(order)


def output_asset(order: Order) -> Case:
    """Return what the order brings in."""
    return _alpha(order) if is_buy(order) else TAO


def _alpha(order: Order) -> Case:
    return Case("Alpha", (order.netuid, order.hotkey))
