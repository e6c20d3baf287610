"""Types of the MevShield pallet. Units: bytes."""

from meritnet.codec import BYTES, U8, U32, BoundedVec, ByteArray, Struct
from meritnet.codec.common import ACCOUNT_ID

MAX_KEY_BYTES = 2048
"""What a key on chain may measure; only keys of exactly `ml_kem.PUBLIC_BYTES` are ever stored."""
MAX_ENCRYPTED_BYTES = 8192
MAX_MIGRATION_NAME_BYTES = 128
KEY_HASH_BYTES = 16

ENCRYPTION_KEY = BoundedVec(U8, MAX_KEY_BYTES)
ENCRYPTED = BoundedVec(U8, MAX_ENCRYPTED_BYTES)
MIGRATION_NAME = BoundedVec(U8, MAX_MIGRATION_NAME_BYTES)
KEY_HASH = ByteArray(KEY_HASH_BYTES)

PENDING_EXTRINSIC = Struct(
    "pallet_shield::pallet::PendingExtrinsic",
    [("who", ACCOUNT_ID), ("encrypted_call", ENCRYPTED), ("submitted_at", U32)],
)
SHIELDED_TRANSACTION = Struct(
    "stp_shield::shielded_tx::ShieldedTransaction",
    [("key_hash", KEY_HASH), ("kem_ct", BYTES), ("aead_ct", BYTES), ("nonce", ByteArray(24))],
)
