"""Events of SubtensorModule declared with emission."""

from meritnet.codec import U64, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, NET_UID_STORAGE_INDEX
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

AutoStakeAdded = event(
    PALLET,
    110,
    "AutoStakeAdded",
    [
        ("netuid", NET_UID),
        ("destination", ACCOUNT_ID),
        ("hotkey", ACCOUNT_ID),
        ("owner", ACCOUNT_ID),
        ("incentive", ALPHA),
    ],
    "A miner's incentive was staked where its owner asked for it.",
)
IncentiveAlphaEmittedToMiners = event(
    PALLET,
    111,
    "IncentiveAlphaEmittedToMiners",
    [("netuid", NET_UID_STORAGE_INDEX), ("emissions", Vec(ALPHA))],
    "An epoch's alpha of the miners, by uid of one mechanism.",
)
EpochDeferred = event(
    PALLET,
    137,
    "EpochDeferred",
    [("netuid", NET_UID), ("from_block", U64), ("to_block", U64)],
    "Too many epochs were due in the block; this one waits for the next.",
)
EpochSkipped = event(
    PALLET,
    138,
    "EpochSkipped",
    [("netuid", NET_UID), ("block", U64)],
    "An epoch did not run because two slots name the same hotkey.",
)
