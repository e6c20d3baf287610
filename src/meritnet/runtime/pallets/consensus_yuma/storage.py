"""What an epoch reads and writes: weights, bonds, consensus vectors, permits."""

from meritnet.codec import BOOL, Packed, Tuple, U16, U64, Vec
from meritnet.codec.common import ALPHA, MECH_ID, NET_UID, NET_UID_STORAGE_INDEX, PER_U16
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageMap

PALLET = "SubtensorModule"

stake_weight = StorageMap(PALLET, "StakeWeight", (NET_UID, IDENTITY), Packed(U16), b"", doc="")
active = StorageMap(PALLET, "Active", (NET_UID, IDENTITY), Packed(BOOL), b"", doc="")
consensus = StorageMap(PALLET, "Consensus", (NET_UID, IDENTITY), Packed(PER_U16), b"", doc="")
incentive = StorageMap(PALLET, "Incentive", (NET_UID_STORAGE_INDEX, IDENTITY), Packed(PER_U16), b"", doc="")
dividends = StorageMap(PALLET, "Dividends", (NET_UID, IDENTITY), Packed(PER_U16), b"", doc="")
emission = StorageMap(PALLET, "Emission", (NET_UID, IDENTITY), Packed(ALPHA), b"", doc="")
last_update = StorageMap(PALLET, "LastUpdate", (NET_UID_STORAGE_INDEX, IDENTITY), Packed(U64), b"", doc="")
validator_trust = StorageMap(PALLET, "ValidatorTrust", (NET_UID, IDENTITY), Packed(PER_U16), b"", doc="")
validator_permit = StorageMap(PALLET, "ValidatorPermit", (NET_UID, IDENTITY), Packed(BOOL), b"", doc="")
weights = StorageDoubleMap(
    PALLET,
    "Weights",
    (NET_UID_STORAGE_INDEX, IDENTITY),
    (U16, IDENTITY),
    Packed(Tuple(U16, U16)),
    b"",
    doc="",
)
bonds = StorageDoubleMap(
    PALLET, "Bonds", (NET_UID_STORAGE_INDEX, IDENTITY), (U16, IDENTITY), Packed(Tuple(U16, U16)), b"", doc=""
)
mechanism_count_current = StorageMap(
    PALLET, "MechanismCountCurrent", (NET_UID, TWOX64_CONCAT), MECH_ID, 1, doc=""
)
mechanism_emission_split = StorageMap(
    PALLET, "MechanismEmissionSplit", (NET_UID, TWOX64_CONCAT), Vec(U16), doc=""
)
