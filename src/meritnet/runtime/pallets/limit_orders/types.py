"""Types of the LimitOrders pallet."""

from meritnet.codec import BOOL, U64, BoundedVec, Enum, Option, Struct, Variant
from meritnet.codec.common import ACCOUNT_ID, H256, MULTI_SIGNATURE, NET_UID, PERBILL

MAX_ORDERS = 100
"""Orders of one call."""
MAX_RELAYERS = 10
"""Accounts that an order may name as the only ones to carry it out."""

ORDER_TYPE = Enum(
    "pallet_limit_orders::OrderType",
    [Variant(0, "LimitBuy"), Variant(1, "TakeProfit"), Variant(2, "StopLoss")],
)
ORDER_SIDE = Enum("pallet_limit_orders::OrderSide", [Variant(0, "Buy"), Variant(1, "Sell")])
LINKED_ASSET = Enum(
    "pallet_limit_orders::v2::LinkedAsset",
    [Variant(0, "Tao"), Variant(1, "Alpha", [("netuid", NET_UID), ("hotkey", ACCOUNT_ID)])],
)
_RELAYERS = Option(BoundedVec(ACCOUNT_ID, MAX_RELAYERS))
ORDER = Struct(
    "pallet_limit_orders::Order",
    [
        ("signer", ACCOUNT_ID),
        ("hotkey", ACCOUNT_ID),
        ("netuid", NET_UID),
        ("order_type", ORDER_TYPE),
        ("amount", U64),
        ("limit_price", U64),
        ("expiry", U64),
        ("fee_rate", PERBILL),
        ("fee_recipient", ACCOUNT_ID),
        ("relayer", _RELAYERS),
        ("max_slippage", Option(PERBILL)),
        ("chain_id", U64),
        ("partial_fills_enabled", BOOL),
    ],
)
ORDER_AMOUNT = Enum(
    "pallet_limit_orders::v2::OrderAmount",
    [
        Variant(0, "Fixed", [(None, U64)]),
        Variant(1, "LinkedPercentage", [("provider", H256), ("pct", PERBILL)]),
    ],
)
ORDER_V2 = Struct(
    "pallet_limit_orders::v2::OrderV2",
    [
        ("signer", ACCOUNT_ID),
        ("hotkey", ACCOUNT_ID),
        ("netuid", NET_UID),
        ("order_type", ORDER_TYPE),
        ("amount", ORDER_AMOUNT),
        ("limit_price", U64),
        ("expiry", U64),
        ("fee_rate", PERBILL),
        ("fee_recipient", ACCOUNT_ID),
        ("relayer", _RELAYERS),
        ("max_slippage", Option(PERBILL)),
        ("chain_id", U64),
        ("partial_fills_enabled", BOOL),
        ("has_linked_order", BOOL),
    ],
)
VERSIONED_ORDER = Enum(
    "pallet_limit_orders::VersionedOrder",
    [Variant(0, "V1", [(None, ORDER)]), Variant(1, "V2", [(None, ORDER_V2)])],
)
SIGNED_ORDER = Struct(
    "pallet_limit_orders::SignedOrder",
    [("order", VERSIONED_ORDER), ("signature", MULTI_SIGNATURE), ("partial_fill", Option(U64))],
)
SIGNED_ORDERS = BoundedVec(SIGNED_ORDER, MAX_ORDERS)
ORDER_STATUS = Enum(
    "pallet_limit_orders::OrderStatus",
    [Variant(0, "Fulfilled"), Variant(1, "PartiallyFilled", [(None, U64)]), Variant(2, "Cancelled")],
)
LINKED_OUTPUT = Struct(
    "pallet_limit_orders::v2::LinkedOutput",
    [("signer", ACCOUNT_ID), ("asset", LINKED_ASSET), ("total", U64), ("expires_at", U64)],
)
