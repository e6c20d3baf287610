"""State of the AlphaAssets pallet."""

from meritnet.codec.common import ALPHA, NET_UID
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageMap

PALLET = "AlphaAssets"

total_alpha_issuance = StorageMap(
    PALLET,
    "TotalAlphaIssuance",
    (NET_UID, TWOX64_CONCAT),
    ALPHA,
    0,
    doc="Alpha minted on a subnet less what was recycled; a statistic. Unit: rao.",
)
alpha_burned = StorageMap(
    PALLET,
    "AlphaBurned",
    (NET_UID, TWOX64_CONCAT),
    ALPHA,
    0,
    doc="Alpha burned on a subnet, which stays counted as outstanding; a statistic. Unit: rao.",
)
alpha_recycled = StorageMap(
    PALLET,
    "AlphaRecycled",
    (NET_UID, TWOX64_CONCAT),
    ALPHA,
    0,
    doc="Alpha recycled on a subnet, which may be emitted again; a statistic. Unit: rao.",
)
