"""State of the Commitments pallet."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageValue

from .types import REGISTRATION, USAGE_TRACKER

PALLET = "Commitments"

commitment_of = StorageDoubleMap(
    PALLET, "CommitmentOf", (NET_UID, IDENTITY), (ACCOUNT_ID, TWOX64_CONCAT), REGISTRATION, doc=""
)
last_commitment = StorageDoubleMap(
    PALLET, "LastCommitment", (NET_UID, IDENTITY), (ACCOUNT_ID, TWOX64_CONCAT), U32, doc=""
)
last_bonds_reset = StorageDoubleMap(
    PALLET, "LastBondsReset", (NET_UID, IDENTITY), (ACCOUNT_ID, TWOX64_CONCAT), U32, doc=""
)
used_space_of = StorageDoubleMap(
    PALLET, "UsedSpaceOf", (NET_UID, IDENTITY), (ACCOUNT_ID, TWOX64_CONCAT), USAGE_TRACKER, doc=""
)
max_space = StorageValue(PALLET, "MaxSpace", U32, 3100, doc="")
