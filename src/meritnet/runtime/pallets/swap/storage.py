"""State of the Swap pallet."""

from meritnet.codec import BOOL, U16
from meritnet.codec.common import NET_UID
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageMap

from .types import BALANCER

PALLET = "Swap"

fee_rate = StorageMap(PALLET, "FeeRate", (NET_UID, TWOX64_CONCAT), U16, 33, doc="")
swap_balancer = StorageMap(
    PALLET, "SwapBalancer", (NET_UID, TWOX64_CONCAT), BALANCER, 500_000_000_000_000_000, doc=""
)
pal_swap_initialized = StorageMap(PALLET, "PalSwapInitialized", (NET_UID, TWOX64_CONCAT), BOOL, False, doc="")
