"""State of the MevShield pallet: the keys on their way through three blocks, and the queue of stored calls."""

from meritnet.codec import BOOL, U32, U64
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.runtime.pallets.aura.storage import PUBLIC
from meritnet.state.items import StorageMap, StorageValue

from .types import ENCRYPTION_KEY, MIGRATION_NAME, PENDING_EXTRINSIC

PALLET = "MevShield"

current_key = StorageValue(
    PALLET,
    "CurrentKey",
    ENCRYPTION_KEY,
    doc="Key of this block's author: what the block's shielded transactions were encrypted with. Not for new ones.",
)
pending_key = StorageValue(
    PALLET,
    "PendingKey",
    ENCRYPTION_KEY,
    doc="Key of the next block's author; becomes CurrentKey in the next block.",
)
next_key = StorageValue(
    PALLET,
    "NextKey",
    ENCRYPTION_KEY,
    doc="Key to encrypt with now: of the author two blocks ahead. An ML-KEM-768 public key, 1184 bytes.",
)
author_keys = StorageMap(
    PALLET,
    "AuthorKeys",
    (PUBLIC, TWOX64_CONCAT),
    ENCRYPTION_KEY,
    doc="The key each author announced in its latest block; none after a block without an announcement.",
)
pending_key_expires_at = StorageValue(
    PALLET,
    "PendingKeyExpiresAt",
    U32,
    doc="First block that takes no transaction encrypted with PendingKey any more.",
)
next_key_expires_at = StorageValue(
    PALLET,
    "NextKeyExpiresAt",
    U32,
    doc="First block that takes no transaction encrypted with NextKey any more.",
)
has_migration_run = StorageMap(
    PALLET,
    "HasMigrationRun",
    (MIGRATION_NAME, IDENTITY),
    BOOL,
    False,
    doc="Whether a migration of this pallet's state has run, by its name. Empty on a chain that began with it.",
)
max_pending_extrinsics_limit = StorageValue(
    PALLET,
    "MaxPendingExtrinsicsLimit",
    U32,
    100,
    doc="How many stored calls may wait; set by root.",
)
extrinsic_lifetime = StorageValue(
    PALLET,
    "ExtrinsicLifetime",
    U32,
    10,
    doc="How long a stored call may wait. Unit: blocks; set by root.",
)
on_initialize_weight = StorageValue(
    PALLET,
    "OnInitializeWeight",
    U64,
    500_000_000_000,
    doc="What the stored calls of one block may weigh together. Unit: picoseconds, at most 2,000,000,000,000.",
)
max_extrinsic_weight = StorageValue(
    PALLET,
    "MaxExtrinsicWeight",
    U64,
    50_000_000_000,
    doc="What one stored call may weigh. Unit: picoseconds, at most 2,000,000,000,000.",
)
pending_extrinsics = StorageMap(
    PALLET,
    "PendingExtrinsics",
    (U32, IDENTITY),
    PENDING_EXTRINSIC,
    doc="Stored calls by number: who stored it, its encrypted bytes, the block it was stored in.",
)
counter_for_pending_extrinsics = StorageValue(
    PALLET,
    "CounterForPendingExtrinsics",
    U32,
    0,
    doc="How many stored calls wait.",
)
next_pending_extrinsic_index = StorageValue(
    PALLET,
    "NextPendingExtrinsicIndex",
    U32,
    0,
    doc="Number of the next stored call.",
)
