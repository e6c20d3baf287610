"""Events of the MevShield pallet."""

from meritnet.codec import U32, U64
from meritnet.codec.common import ACCOUNT_ID, DISPATCH_ERROR, H256
from meritnet.runtime.framework.declarations import event

PALLET = "MevShield"

EncryptedSubmitted = event(
    PALLET,
    0,
    "EncryptedSubmitted",
    [("id", H256), ("who", ACCOUNT_ID)],
    "An encrypted transaction is in the block; what it held follows as a transaction of its own, if it could be read.",
)
ExtrinsicStored = event(
    PALLET,
    1,
    "ExtrinsicStored",
    [("index", U32), ("who", ACCOUNT_ID)],
    "An encrypted call was stored, to be run at the start of a later block.",
)
ExtrinsicDecodeFailed = event(
    PALLET,
    2,
    "ExtrinsicDecodeFailed",
    [("index", U32)],
    "A stored call could not be decrypted and decoded; it was removed without running.",
)
ExtrinsicDispatchFailed = event(
    PALLET,
    3,
    "ExtrinsicDispatchFailed",
    [("index", U32), ("error", DISPATCH_ERROR)],
    "A stored call ran and failed; it was removed and changed nothing.",
)
ExtrinsicDispatched = event(
    PALLET, 4, "ExtrinsicDispatched", [("index", U32)], "A stored call ran and succeeded; it was removed."
)
ExtrinsicExpired = event(
    PALLET,
    5,
    "ExtrinsicExpired",
    [("index", U32)],
    "A stored call waited longer than MevShield.ExtrinsicLifetime blocks; it was removed without running.",
)
ExtrinsicPostponed = event(
    PALLET,
    6,
    "ExtrinsicPostponed",
    [("index", U32)],
    "The block's weight for stored calls is used up; this call and those behind it wait for the next block.",
)
MaxPendingExtrinsicsNumberSet = event(
    PALLET, 7, "MaxPendingExtrinsicsNumberSet", [("value", U32)], "Root set how many stored calls may wait."
)
OnInitializeWeightSet = event(
    PALLET,
    8,
    "OnInitializeWeightSet",
    [("value", U64)],
    "Root set what the stored calls of one block may weigh together, in picoseconds.",
)
ExtrinsicLifetimeSet = event(
    PALLET, 9, "ExtrinsicLifetimeSet", [("value", U32)], "Root set how many blocks a stored call may wait."
)
MaxExtrinsicWeightSet = event(
    PALLET,
    10,
    "MaxExtrinsicWeightSet",
    [("value", U64)],
    "Root set what one stored call may weigh, in picoseconds.",
)
ExtrinsicWeightExceeded = event(
    PALLET,
    11,
    "ExtrinsicWeightExceeded",
    [("index", U32)],
    "A stored call weighs more than MevShield.MaxExtrinsicWeight allows; it was removed without running.",
)
