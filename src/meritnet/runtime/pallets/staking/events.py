"""Events of SubtensorModule declared with staking."""

from meritnet.codec import BOOL, U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, PER_U16, TAO
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

StakeAdded = event(
    PALLET,
    2,
    "StakeAdded",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, TAO), (None, ALPHA), (None, NET_UID), (None, U64)],
    "",
)
StakeRemoved = event(
    PALLET,
    3,
    "StakeRemoved",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, TAO), (None, ALPHA), (None, NET_UID), (None, U64)],
    "",
)
StakeMoved = event(
    PALLET,
    4,
    "StakeMoved",
    [
        (None, ACCOUNT_ID),
        (None, ACCOUNT_ID),
        (None, NET_UID),
        (None, ACCOUNT_ID),
        (None, NET_UID),
        (None, TAO),
    ],
    "",
)
ChildKeyTakeSet = event(PALLET, 49, "ChildKeyTakeSet", [(None, ACCOUNT_ID), (None, PER_U16)], "")
TakeDecreased = event(
    PALLET, 65, "TakeDecreased", [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, PER_U16)], ""
)
TakeIncreased = event(
    PALLET, 66, "TakeIncreased", [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, PER_U16)], ""
)
SetChildrenScheduled = event(
    PALLET,
    76,
    "SetChildrenScheduled",
    [(None, ACCOUNT_ID), (None, NET_UID), (None, U64), (None, Vec(Tuple(U64, ACCOUNT_ID)))],
    "",
)
SetChildren = event(
    PALLET, 77, "SetChildren", [(None, ACCOUNT_ID), (None, NET_UID), (None, Vec(Tuple(U64, ACCOUNT_ID)))], ""
)
StakeTransferred = event(
    PALLET,
    92,
    "StakeTransferred",
    [
        (None, ACCOUNT_ID),
        (None, ACCOUNT_ID),
        (None, ACCOUNT_ID),
        (None, NET_UID),
        (None, NET_UID),
        (None, TAO),
    ],
    "",
)
StakeSwapped = event(
    PALLET,
    93,
    "StakeSwapped",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, NET_UID), (None, NET_UID), (None, TAO)],
    "",
)
AlphaRecycled = event(
    PALLET, 97, "AlphaRecycled", [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, ALPHA), (None, NET_UID)], ""
)
AlphaBurned = event(
    PALLET, 98, "AlphaBurned", [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, ALPHA), (None, NET_UID)], ""
)
AutoStakeDestinationSet = event(
    PALLET,
    113,
    "AutoStakeDestinationSet",
    [("coldkey", ACCOUNT_ID), ("netuid", NET_UID), ("hotkey", ACCOUNT_ID)],
    "",
)
AddStakeBurn = event(
    PALLET,
    125,
    "AddStakeBurn",
    [("netuid", NET_UID), ("hotkey", ACCOUNT_ID), ("amount", TAO), ("alpha", ALPHA)],
    "",
)
TransactionFeePaidWithAlpha = event(
    PALLET,
    128,
    "TransactionFeePaidWithAlpha",
    [("who", ACCOUNT_ID), ("netuid", NET_UID), ("alpha_fee", ALPHA), ("tao_amount", TAO)],
    "",
)
AutoParentDelegationEnabledSet = event(
    PALLET, 131, "AutoParentDelegationEnabledSet", [("hotkey", ACCOUNT_ID), ("enabled", BOOL)], ""
)
