"""Events of SubtensorModule declared with weights."""

from meritnet.codec import U16, U64, Compact, Enum, Variant, Vec
from meritnet.codec.common import ACCOUNT_ID, DISPATCH_ERROR, H256, NET_UID, NET_UID_STORAGE_INDEX
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

WeightsSet = event(
    PALLET,
    5,
    "WeightsSet",
    [(None, NET_UID_STORAGE_INDEX), (None, U16)],
    "A validator's weights were set: storage index of the mechanism, uid.",
)
WeightsCommitted = event(
    PALLET,
    86,
    "WeightsCommitted",
    [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256)],
    "A hotkey committed to weights: hotkey, storage index, hash.",
)
WeightsRevealed = event(
    PALLET,
    87,
    "WeightsRevealed",
    [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256)],
    "A hotkey revealed committed weights: hotkey, storage index, hash of the commit.",
)
WeightsBatchRevealed = event(
    PALLET,
    88,
    "WeightsBatchRevealed",
    [(None, ACCOUNT_ID), (None, NET_UID), (None, Vec(H256))],
    "A hotkey revealed several commits at once: hotkey, netuid, hashes in the order given.",
)
BatchWeightsCompleted = event(
    PALLET,
    89,
    "BatchWeightsCompleted",
    [(None, Vec(Compact(NET_UID))), (None, ACCOUNT_ID)],
    "A batch of weights or commits ended: netuids in the order given, hotkey.",
)
BatchCompletedWithErrors = event(
    PALLET,
    90,
    "BatchCompletedWithErrors",
    [],
    "An item of a batch of weights or commits failed; the item's event follows.",
)
BatchWeightItemFailed = event(
    PALLET,
    91,
    "BatchWeightItemFailed",
    [(None, NET_UID), (None, DISPATCH_ERROR)],
    "What failed in a batch of weights or commits: netuid, error.",
)
CRV3WeightsCommitted = event(
    PALLET,
    85,
    "CRV3WeightsCommitted",
    [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256)],
    "Of an older form of timelocked commits, not emitted any more: hotkey, storage index, hash.",
)
CRV3WeightsRevealed = event(
    PALLET,
    100,
    "CRV3WeightsRevealed",
    [(None, NET_UID), (None, ACCOUNT_ID)],
    "Of an older form of timelocked commits, not emitted any more: netuid, hotkey.",
)
TimelockedWeightsCommitted = event(
    PALLET,
    108,
    "TimelockedWeightsCommitted",
    [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256), (None, U64)],
    "A hotkey committed to encrypted weights: hotkey, storage index, hash of the ciphertext, round that opens it.",
)
TimelockedWeightsRevealed = event(
    PALLET,
    109,
    "TimelockedWeightsRevealed",
    [(None, NET_UID_STORAGE_INDEX), (None, ACCOUNT_ID)],
    "A timelocked commit was opened and its weights were set: storage index, hotkey.",
)
DROP_REASON = Enum(
    "pallet_subtensor::timelock::DropReason",
    [
        Variant(0, "Expired"),
        Variant(1, "Signature"),
        Variant(2, "Ciphertext"),
        Variant(3, "Decrypt"),
        Variant(4, "Payload"),
        Variant(5, "Hotkey"),
        Variant(6, "Rejected", [(None, DISPATCH_ERROR)]),
    ],
)
"""Why a timelocked commit set no weights: its epoch of reveal is over; the stored round is no signature; the bytes are
no ciphertext; it was encrypted to another round or beacon; no row was in it; the row names another hotkey; the row was
refused, with the error of `set_weights`.
"""
TimelockedWeightsDropped = event(
    PALLET,
    200,
    "TimelockedWeightsDropped",
    [
        ("index", NET_UID_STORAGE_INDEX),
        ("who", ACCOUNT_ID),
        ("commit_block", U64),
        ("reveal_round", U64),
        ("reason", DROP_REASON),
    ],
    "A timelocked commit was given up without setting weights, for the reason named; commit again.",
)
