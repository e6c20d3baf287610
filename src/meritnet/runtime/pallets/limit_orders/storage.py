"""State of the LimitOrders pallet."""

from meritnet.codec import BOOL, U8, BoundedVec
from meritnet.codec.common import H256
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageMap, StorageValue

from .types import LINKED_OUTPUT, ORDER_STATUS

PALLET = "LimitOrders"
MIGRATION_KEY_BYTES = 128

orders = StorageMap(
    PALLET,
    "Orders",
    (H256, BLAKE2_128_CONCAT),
    ORDER_STATUS,
    doc="What became of an order, by its id: filled, filled in part (rao so far), or cancelled. Unknown ones may run.",
)
limit_orders_enabled = StorageValue(
    PALLET,
    "LimitOrdersEnabled",
    BOOL,
    False,
    doc="Whether orders are executed; genesis switches it on, root sets it.",
)
linked_outputs = StorageMap(
    PALLET,
    "LinkedOutputs",
    (H256, BLAKE2_128_CONCAT),
    LINKED_OUTPUT,
    doc="What an order brought in after fees, for the one order that may spend a part of it. Rao, milliseconds.",
)
has_migration_run = StorageMap(
    PALLET,
    "HasMigrationRun",
    (BoundedVec(U8, MIGRATION_KEY_BYTES), IDENTITY),
    BOOL,
    False,
    doc="Names of storage migrations of the reference that are done; this chain has none.",
)
