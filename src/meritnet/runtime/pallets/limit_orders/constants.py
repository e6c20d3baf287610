"""Bounds of limit orders, as the metadata shows them."""

from meritnet.codec import U32, U64
from meritnet.codec.common import ACCOUNT_ID, PALLET_ID
from meritnet.runtime.framework.declarations import ConstantDef

from .accounts import ORDERS_PALLET_ID, POOL_HOTKEY
from .types import MAX_ORDERS

PALLET = "LimitOrders"

LINKED_OUTPUT_TTL = 7 * 24 * 3600 * 1000
"""How long what an order brought in may be spent by a linked one. Unit: milliseconds."""

max_orders_per_batch = ConstantDef(PALLET, "MaxOrdersPerBatch", U32, MAX_ORDERS, "Orders of one call.")
pallet_id = ConstantDef(
    PALLET, "PalletId", PALLET_ID, ORDERS_PALLET_ID, "What the account derives from that nets batches."
)
pallet_hotkey = ConstantDef(
    PALLET,
    "PalletHotkey",
    ACCOUNT_ID,
    POOL_HOTKEY,
    "The hotkey that a batch's alpha is staked with meanwhile.",
)
linked_output_ttl = ConstantDef(
    PALLET,
    "LinkedOutputTtl",
    U64,
    LINKED_OUTPUT_TTL,
    "How long what an order brought in may be spent by a linked one. Unit: milliseconds.",
)
