"""Events of SubtensorModule declared with locks."""

from meritnet.codec import BOOL
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

StakeLocked = event(
    PALLET,
    132,
    "StakeLocked",
    [("coldkey", ACCOUNT_ID), ("hotkey", ACCOUNT_ID), ("netuid", NET_UID), ("amount", ALPHA)],
    "A coldkey locked `amount` rao of its alpha on a subnet for a hotkey, beside what it had locked before.",
)
StakeUnlocked = event(
    PALLET,
    133,
    "StakeUnlocked",
    [("coldkey", ACCOUNT_ID), ("hotkey", ACCOUNT_ID), ("netuid", NET_UID), ("amount", ALPHA)],
    "Never emitted: locks decay by themselves and no call opens them.",
)
LockMoved = event(
    PALLET,
    134,
    "LockMoved",
    [
        ("coldkey", ACCOUNT_ID),
        ("origin_hotkey", ACCOUNT_ID),
        ("destination_hotkey", ACCOUNT_ID),
        ("netuid", NET_UID),
    ],
    "A coldkey's lock on a subnet is for another hotkey now.",
)
SubnetOwnerChanged = event(
    PALLET,
    139,
    "SubnetOwnerChanged",
    [("netuid", NET_UID), ("old_coldkey", ACCOUNT_ID), ("new_coldkey", ACCOUNT_ID)],
    "A subnet came to the owner of the hotkey with the most conviction on it.",
)
PerpetualLockUpdated = event(
    PALLET,
    140,
    "PerpetualLockUpdated",
    [("coldkey", ACCOUNT_ID), ("netuid", NET_UID), ("enabled", BOOL)],
    "A coldkey chose whether its lock on a subnet keeps its mass (`enabled`) or decays.",
)
RejectLockedAlphaUpdated = event(
    PALLET,
    142,
    "RejectLockedAlphaUpdated",
    [("coldkey", ACCOUNT_ID), ("enabled", BOOL)],
    "A coldkey chose whether it turns away locked alpha that others send (`enabled`, as at first) or takes it.",
)
