"""State of the AlphaAssets pallet."""

from meritnet.codec.common import ALPHA, NET_UID
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageMap

PALLET = "AlphaAssets"

total_alpha_issuance = StorageMap(PALLET, "TotalAlphaIssuance", (NET_UID, TWOX64_CONCAT), ALPHA, 0, doc="")
alpha_burned = StorageMap(PALLET, "AlphaBurned", (NET_UID, TWOX64_CONCAT), ALPHA, 0, doc="")
alpha_recycled = StorageMap(PALLET, "AlphaRecycled", (NET_UID, TWOX64_CONCAT), ALPHA, 0, doc="")
