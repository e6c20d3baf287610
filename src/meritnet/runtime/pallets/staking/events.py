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
    "Stake was added: coldkey, hotkey, TAO with fee, alpha, netuid, fee in rao of TAO.",
)
StakeRemoved = event(
    PALLET,
    3,
    "StakeRemoved",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, TAO), (None, ALPHA), (None, NET_UID), (None, U64)],
    "Stake was removed: coldkey, hotkey, TAO paid out, alpha sold, netuid, fee in rao of alpha.",
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
    "Stake moved: coldkey, from hotkey and netuid, to hotkey and netuid, its worth in TAO.",
)
ChildKeyTakeSet = event(
    PALLET,
    49,
    "ChildKeyTakeSet",
    [(None, ACCOUNT_ID), (None, PER_U16)],
    "A child's take on its parents' dividends was set: hotkey, fraction of 65535.",
)
TakeDecreased = event(
    PALLET,
    65,
    "TakeDecreased",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, PER_U16)],
    "A delegate lowered its take: coldkey, hotkey, fraction of 65535.",
)
TakeIncreased = event(
    PALLET,
    66,
    "TakeIncreased",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, PER_U16)],
    "A delegate raised its take: coldkey, hotkey, fraction of 65535.",
)
SetChildrenScheduled = event(
    PALLET,
    76,
    "SetChildrenScheduled",
    [(None, ACCOUNT_ID), (None, NET_UID), (None, U64), (None, Vec(Tuple(U64, ACCOUNT_ID)))],
    "Children were scheduled: hotkey, netuid, block of the cooldown's end, children.",
)
SetChildren = event(
    PALLET,
    77,
    "SetChildren",
    [(None, ACCOUNT_ID), (None, NET_UID), (None, Vec(Tuple(U64, ACCOUNT_ID)))],
    "Children took effect: hotkey, netuid, children.",
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
    "Stake changed owners: from coldkey, to coldkey, hotkey, from netuid, to netuid, worth in TAO.",
)
StakeSwapped = event(
    PALLET,
    93,
    "StakeSwapped",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, NET_UID), (None, NET_UID), (None, TAO)],
    "Stake changed subnets: coldkey, hotkey, from netuid, to netuid, worth in TAO.",
)
AlphaRecycled = event(
    PALLET,
    97,
    "AlphaRecycled",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, ALPHA), (None, NET_UID)],
    "Staked alpha was recycled: coldkey, hotkey, alpha, netuid.",
)
AlphaBurned = event(
    PALLET,
    98,
    "AlphaBurned",
    [(None, ACCOUNT_ID), (None, ACCOUNT_ID), (None, ALPHA), (None, NET_UID)],
    "Staked alpha was burned: coldkey, hotkey, alpha, netuid.",
)
AutoStakeDestinationSet = event(
    PALLET,
    113,
    "AutoStakeDestinationSet",
    [("coldkey", ACCOUNT_ID), ("netuid", NET_UID), ("hotkey", ACCOUNT_ID)],
    "A coldkey chose where its mining rewards on a subnet are staked.",
)
AddStakeBurn = event(
    PALLET,
    125,
    "AddStakeBurn",
    [("netuid", NET_UID), ("hotkey", ACCOUNT_ID), ("amount", TAO), ("alpha", ALPHA)],
    "TAO bought alpha that was burned at once.",
)
TransactionFeePaidWithAlpha = event(
    PALLET,
    128,
    "TransactionFeePaidWithAlpha",
    [("who", ACCOUNT_ID), ("netuid", NET_UID), ("alpha_fee", ALPHA), ("tao_amount", TAO)],
    "A transaction fee was paid with stake: the alpha sold and the TAO the author got.",
)
AutoParentDelegationEnabledSet = event(
    PALLET,
    131,
    "AutoParentDelegationEnabledSet",
    [("hotkey", ACCOUNT_ID), ("enabled", BOOL)],
    "A root validator chose whether it becomes a parent on new subnets.",
)
StakeAndHotkeyTransferred = event(
    PALLET,
    143,
    "StakeAndHotkeyTransferred",
    [
        ("origin_coldkey", ACCOUNT_ID),
        ("destination_coldkey", ACCOUNT_ID),
        ("origin_hotkey", ACCOUNT_ID),
        ("destination_hotkey", ACCOUNT_ID),
        ("origin_netuid", NET_UID),
        ("destination_netuid", NET_UID),
        ("amount", TAO),
    ],
    "Stake changed its owner and its hotkey; `amount` is its worth in TAO as it was moved.",
)
