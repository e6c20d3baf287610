"""Events of SubtensorModule declared with weights."""

from meritnet.codec import U16, Compact, Vec
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
