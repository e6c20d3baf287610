"""Events of SubtensorModule declared with weights."""

from meritnet.codec import Compact, U16, Vec
from meritnet.codec.common import ACCOUNT_ID, DISPATCH_ERROR, H256, NET_UID, NET_UID_STORAGE_INDEX
from meritnet.runtime.framework.declarations import event


PALLET = "SubtensorModule"

WeightsSet = event(PALLET, 5, "WeightsSet", [(None, NET_UID_STORAGE_INDEX), (None, U16)], "")
WeightsCommitted = event(
    PALLET, 86, "WeightsCommitted", [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256)], ""
)
WeightsRevealed = event(
    PALLET, 87, "WeightsRevealed", [(None, ACCOUNT_ID), (None, NET_UID_STORAGE_INDEX), (None, H256)], ""
)
WeightsBatchRevealed = event(
    PALLET, 88, "WeightsBatchRevealed", [(None, ACCOUNT_ID), (None, NET_UID), (None, Vec(H256))], ""
)
BatchWeightsCompleted = event(
    PALLET, 89, "BatchWeightsCompleted", [(None, Vec(Compact(NET_UID))), (None, ACCOUNT_ID)], ""
)
BatchCompletedWithErrors = event(PALLET, 90, "BatchCompletedWithErrors", [], "")
BatchWeightItemFailed = event(
    PALLET, 91, "BatchWeightItemFailed", [(None, NET_UID), (None, DISPATCH_ERROR)], ""
)
