"""State of weight commits."""

from meritnet.codec import U8, U64, BoundedVec, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID_STORAGE_INDEX
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap

PALLET = "SubtensorModule"

MAX_COMMIT_BYTES = 5_000
COMMIT_BYTES = BoundedVec(U8, MAX_COMMIT_BYTES)

weight_commits = StorageDoubleMap(
    PALLET,
    "WeightCommits",
    (NET_UID_STORAGE_INDEX, TWOX64_CONCAT),
    (ACCOUNT_ID, TWOX64_CONCAT),
    Vec(Tuple(H256, U64, U64, U64)),
    doc="Open commits of a hotkey by mechanism: (hash, epoch, block, 0), oldest first; at most 10.",
)

timelocked_weight_commits = StorageDoubleMap(
    PALLET,
    "TimelockedWeightCommits",
    (NET_UID_STORAGE_INDEX, TWOX64_CONCAT),
    (U64, TWOX64_CONCAT),
    Vec(Tuple(ACCOUNT_ID, U64, COMMIT_BYTES, U64)),
    (),
    doc="Encrypted commits of a mechanism by the epoch they were made in: (hotkey, block, ciphertext, round of the "
    "beacon that opens it), oldest first; at most 10 of a hotkey.",
)
crv3_weight_commits = StorageDoubleMap(
    PALLET,
    "CRV3WeightCommits",
    (NET_UID_STORAGE_INDEX, TWOX64_CONCAT),
    (U64, TWOX64_CONCAT),
    Vec(Tuple(ACCOUNT_ID, COMMIT_BYTES, U64)),
    (),
    doc="Older form of TimelockedWeightCommits, without the block; always empty, no rule reads it.",
)
crv3_weight_commits_v2 = StorageDoubleMap(
    PALLET,
    "CRV3WeightCommitsV2",
    (NET_UID_STORAGE_INDEX, TWOX64_CONCAT),
    (U64, TWOX64_CONCAT),
    Vec(Tuple(ACCOUNT_ID, U64, COMMIT_BYTES, U64)),
    (),
    doc="Older place of TimelockedWeightCommits; always empty, no rule reads it.",
)
