"""What an epoch reads and writes: weights, bonds, consensus vectors, permits."""

from meritnet.codec import BOOL, U16, U64, Case, Enum, Packed, Tuple, Variant, Vec
from meritnet.codec.common import ALPHA, MECH_ID, NET_UID, NET_UID_STORAGE_INDEX, PER_U16
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageMap

PALLET = "SubtensorModule"

EPOCH_CONSENSUS = Enum("pallet_subtensor::EpochConsensus", [Variant(0, "Yuma")])
"""How a subnet comes to its incentives. Absent: null consensus (1), in which one validator alone decides."""

stake_weight = StorageMap(
    PALLET,
    "StakeWeight",
    (NET_UID, IDENTITY),
    Packed(U16),
    b"",
    doc="Share of the subnet's stake weight by uid in the last epoch; 1/65535, rounded down.",
)
active = StorageMap(
    PALLET,
    "Active",
    (NET_UID, IDENTITY),
    Packed(BOOL),
    b"",
    doc="Whether a uid set weights or committed within the activity cutoff of the last epoch, by uid.",
)
consensus = StorageMap(
    PALLET,
    "Consensus",
    (NET_UID, IDENTITY),
    Packed(PER_U16),
    b"",
    doc="Score of a miner that a kappa share of active stake supports, by uid; 1/65535.",
)
incentive = StorageMap(
    PALLET,
    "Incentive",
    (NET_UID_STORAGE_INDEX, IDENTITY),
    Packed(PER_U16),
    b"",
    doc="Share of the miners' half of an epoch, by uid and mechanism; 1/65535.",
)
dividends = StorageMap(
    PALLET,
    "Dividends",
    (NET_UID, IDENTITY),
    Packed(PER_U16),
    b"",
    doc="Share of the validators' half of an epoch, by uid; 1/65535.",
)
emission = StorageMap(
    PALLET,
    "Emission",
    (NET_UID, IDENTITY),
    Packed(ALPHA),
    b"",
    doc="Alpha of the last epoch by uid, incentive and dividend together; rao. Pruning reads it.",
)
last_update = StorageMap(
    PALLET,
    "LastUpdate",
    (NET_UID_STORAGE_INDEX, IDENTITY),
    Packed(U64),
    b"",
    doc="Block of the last weights or commit, by uid and mechanism; for a newcomer its registration.",
)
validator_trust = StorageMap(
    PALLET,
    "ValidatorTrust",
    (NET_UID, IDENTITY),
    Packed(PER_U16),
    b"",
    doc="Part of a validator's weights that consensus accepted, by uid; 1/65535.",
)
validator_permit = StorageMap(
    PALLET,
    "ValidatorPermit",
    (NET_UID, IDENTITY),
    Packed(BOOL),
    b"",
    doc="Whether a uid's weights count in the next epoch, by uid.",
)
weights = StorageDoubleMap(
    PALLET,
    "Weights",
    (NET_UID_STORAGE_INDEX, IDENTITY),
    (U16, IDENTITY),
    Packed(Tuple(U16, U16)),
    b"",
    doc="Row of (uid, weight) pairs that a validator set, by mechanism and uid; its largest weight is 65535.",
)
bonds = StorageDoubleMap(
    PALLET,
    "Bonds",
    (NET_UID_STORAGE_INDEX, IDENTITY),
    (U16, IDENTITY),
    Packed(Tuple(U16, U16)),
    b"",
    doc="Row of (uid, bond) pairs of a validator after the last epoch, by mechanism and uid; 1/65535.",
)
mechanism_count_current = StorageMap(
    PALLET,
    "MechanismCountCurrent",
    (NET_UID, TWOX64_CONCAT),
    MECH_ID,
    1,
    doc="Number of mechanisms of a subnet; 1 to 16.",
)
mechanism_emission_split = StorageMap(
    PALLET,
    "MechanismEmissionSplit",
    (NET_UID, TWOX64_CONCAT),
    Vec(U16),
    doc="Share of the alpha by mechanism; 1/65535, summing to 65535. Missing: equal parts.",
)
subnet_epoch_consensus = StorageMap(
    PALLET,
    "SubnetEpochConsensus",
    (NET_UID, IDENTITY),
    EPOCH_CONSENSUS,
    Case("Yuma"),
    doc="How a subnet comes to its incentives: by Yuma, always. SDK 11.3 reads it before it sets weights.",
)
