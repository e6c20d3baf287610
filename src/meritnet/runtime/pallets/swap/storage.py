"""State of the Swap pallet."""

from meritnet.codec import BOOL, U16
from meritnet.codec.common import NET_UID, U64F64_T
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageMap

from .types import BALANCER

PALLET = "Swap"

fee_rate = StorageMap(
    PALLET,
    "FeeRate",
    (NET_UID, TWOX64_CONCAT),
    U16,
    33,
    doc="Pool fee of a subnet, a fraction of 65535, at most 10000.",
)
swap_balancer = StorageMap(
    PALLET,
    "SwapBalancer",
    (NET_UID, TWOX64_CONCAT),
    BALANCER,
    500_000_000_000_000_000,
    doc="Weight of TAO in a subnet's pool, a fraction of 10^18 from 1 to 99 percent; alpha has the rest.",
)
pal_swap_initialized = StorageMap(
    PALLET,
    "PalSwapInitialized",
    (NET_UID, TWOX64_CONCAT),
    BOOL,
    False,
    doc="Whether the subnet's pool has traded; the first trade starts from even weights.",
)
alpha_sqrt_price = StorageMap(
    PALLET,
    "AlphaSqrtPrice",
    (NET_UID, TWOX64_CONCAT),
    U64F64_T,
    0,
    doc="Square root of a pool's price after its last trade, U64F64 bits; older clients read prices here.",
)
