"""State of the System pallet."""

from meritnet.codec import BOOL, BYTES, U32, Vec
from meritnet.codec.common import ACCOUNT_ID, H256
from meritnet.codec.header import DIGEST
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, TWOX64_CONCAT
from meritnet.runtime.framework.types import PHASE, WEIGHT
from meritnet.state.items import StorageMap, StorageValue

from .types import ACCOUNT_INFO, CONSUMED_WEIGHT, EMPTY_ACCOUNT, EVENT_RECORD, LAST_RUNTIME_UPGRADE

PALLET = "System"
ZERO_HASH = bytes(32)

account = StorageMap(
    PALLET,
    "Account",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ACCOUNT_INFO,
    EMPTY_ACCOUNT,
    doc="Nonce, reference counts and balance of an account.",
)
extrinsic_count = StorageValue(PALLET, "ExtrinsicCount", U32, doc="Extrinsics applied in this block so far.")
inherents_applied = StorageValue(
    PALLET, "InherentsApplied", BOOL, False, doc="Whether the block's inherents have run."
)
block_weight = StorageValue(
    PALLET,
    "BlockWeight",
    CONSUMED_WEIGHT,
    CONSUMED_WEIGHT(WEIGHT(0, 0), WEIGHT(0, 0), WEIGHT(0, 0)),
    doc="Weight used in the block, by dispatch class.",
)
all_extrinsics_len = StorageValue(
    PALLET, "AllExtrinsicsLen", U32, doc="Bytes of extrinsics in this block so far."
)
block_hash = StorageMap(
    PALLET,
    "BlockHash",
    (U32, TWOX64_CONCAT),
    H256,
    ZERO_HASH,
    doc="Hashes of the last 2400 blocks, by number.",
)
extrinsic_data = StorageMap(
    PALLET,
    "ExtrinsicData",
    (U32, TWOX64_CONCAT),
    BYTES,
    b"",
    doc="Extrinsics of the block being executed, by index.",
)
number = StorageValue(PALLET, "Number", U32, 0, doc="Number of the current block.")
parent_hash = StorageValue(PALLET, "ParentHash", H256, ZERO_HASH, doc="Hash of the previous block.")
digest = StorageValue(PALLET, "Digest", DIGEST, (), doc="Digest of the current block.")
events = StorageValue(PALLET, "Events", Vec(EVENT_RECORD), (), doc="Events deposited in the current block.")
event_count = StorageValue(PALLET, "EventCount", U32, 0, doc="How many events `Events` holds.")
last_runtime_upgrade = StorageValue(
    PALLET, "LastRuntimeUpgrade", LAST_RUNTIME_UPGRADE, doc="Version that last migrated the state."
)
execution_phase = StorageValue(PALLET, "ExecutionPhase", PHASE, doc="Phase of block execution.")
