"""Events of the LimitOrders pallet. Amounts in rao of TAO or alpha, moments in milliseconds since 1970."""

from meritnet.codec import BOOL, U32, U64
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID
from meritnet.runtime.framework.declarations import event
from meritnet.runtime.framework.types import DISPATCH_ERROR

from .types import LINKED_ASSET, ORDER_SIDE, ORDER_TYPE

PALLET = "LimitOrders"

OrderExecuted = event(
    PALLET,
    0,
    "OrderExecuted",
    [
        ("order_id", H256),
        ("signer", ACCOUNT_ID),
        ("netuid", NET_UID),
        ("order_type", ORDER_TYPE),
        ("amount_in", U64),
        ("amount_out", U64),
    ],
    "An order was carried out: it gave amount_in (TAO to buy, alpha to sell) and received amount_out after fees.",
)
OrderSkipped = event(
    PALLET,
    1,
    "OrderSkipped",
    [("order_id", H256), ("reason", DISPATCH_ERROR)],
    "An order of a best-effort batch was not carried out, for the given reason.",
)
OrderCancelled = event(
    PALLET,
    2,
    "OrderCancelled",
    [("order_id", H256), ("signer", ACCOUNT_ID)],
    "The signer cancelled an order; it can never be carried out.",
)
GroupExecutionSummary = event(
    PALLET,
    3,
    "GroupExecutionSummary",
    [
        ("netuid", NET_UID),
        ("net_side", ORDER_SIDE),
        ("net_amount", U64),
        ("actual_out", U64),
        ("executed_count", U32),
    ],
    "A netted batch was carried out; only its difference, net_amount, was traded with the pool for actual_out.",
)
LimitOrdersPalletStatusChanged = event(
    PALLET,
    4,
    "LimitOrdersPalletStatusChanged",
    [("enabled", BOOL)],
    "Root switched the execution of orders on or off.",
)
LinkedOutputRecorded = event(
    PALLET,
    5,
    "LinkedOutputRecorded",
    [
        ("order_id", H256),
        ("signer", ACCOUNT_ID),
        ("asset", LINKED_ASSET),
        ("total", U64),
        ("expires_at", U64),
    ],
    "What an order brought in was recorded; one linked order may spend a part of it until expires_at.",
)
LinkedOutputConsumed = event(
    PALLET,
    6,
    "LinkedOutputConsumed",
    [("provider", H256), ("consumer", H256), ("amount", U64), ("undrawn", U64)],
    "A linked order spent its part of what its provider brought in; the record is gone, the rest stays the signer's.",
)
LinkedOutputPruned = event(
    PALLET,
    7,
    "LinkedOutputPruned",
    [("order_id", H256), ("total", U64)],
    "The record of what an order brought in was removed unspent; the money stays the signer's.",
)
