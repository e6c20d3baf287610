"""State of the Commitments pallet."""

from meritnet.codec import BYTES, U32, U64, BTreeSet, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageValue

from .types import REGISTRATION, USAGE_TRACKER

PALLET = "Commitments"

timelocked_index = StorageValue(
    PALLET,
    "TimelockedIndex",
    BTreeSet(Tuple(NET_UID, ACCOUNT_ID)),
    (),
    doc="Hotkeys by subnet whose commitment has a timelocked field that waits for its round.",
)
commitment_of = StorageDoubleMap(
    PALLET,
    "CommitmentOf",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, TWOX64_CONCAT),
    REGISTRATION,
    doc="Latest commitment of a hotkey on a subnet, with its block; the deposit is always 0.",
)
last_commitment = StorageDoubleMap(
    PALLET,
    "LastCommitment",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, TWOX64_CONCAT),
    U32,
    doc="Block of a hotkey's latest commitment on a subnet.",
)
last_bonds_reset = StorageDoubleMap(
    PALLET,
    "LastBondsReset",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, TWOX64_CONCAT),
    U32,
    doc="Block of the latest commitment that asked to reset the bonds to the hotkey, allowed by the subnet or not.",
)
revealed_commitments = StorageDoubleMap(
    PALLET,
    "RevealedCommitments",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, TWOX64_CONCAT),
    Vec(Tuple(BYTES, U64)),
    doc="Contents of a hotkey's timelocked fields with the block they were opened in, oldest first; the last 10.",
)
used_space_of = StorageDoubleMap(
    PALLET,
    "UsedSpaceOf",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, TWOX64_CONCAT),
    USAGE_TRACKER,
    doc="Space a hotkey has used in the subnet's epoch named beside it. Unit: bytes, at least 100 a call.",
)
max_space = StorageValue(
    PALLET,
    "MaxSpace",
    U32,
    3100,
    doc="Space a hotkey may use in one epoch of a subnet. Unit: bytes; set by root.",
)
