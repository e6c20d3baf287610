"""State of weight commits."""

from meritnet.codec import U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID_STORAGE_INDEX
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap

PALLET = "SubtensorModule"

weight_commits = StorageDoubleMap(
    PALLET,
    "WeightCommits",
    (NET_UID_STORAGE_INDEX, TWOX64_CONCAT),
    (ACCOUNT_ID, TWOX64_CONCAT),
    Vec(Tuple(H256, U64, U64, U64)),
    doc="Open commits of a hotkey by mechanism: (hash, epoch, block, 0), oldest first; at most 10.",
)
