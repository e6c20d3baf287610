"""Events of SubtensorModule declared with miners' collateral."""

from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

CollateralLocked = event(
    PALLET,
    144,
    "CollateralLocked",
    [("netuid", NET_UID), ("hotkey", ACCOUNT_ID), ("locked", ALPHA), ("total_locked", ALPHA)],
    "`locked` rao of alpha staked with a hotkey became collateral, by a registration or on top; `total_locked` is all "
    "of it now.",
)
MinCollateralSet = event(
    PALLET,
    145,
    "MinCollateralSet",
    [("netuid", NET_UID), ("hotkey", ACCOUNT_ID), ("min_locked", ALPHA)],
    "The owner of a hotkey chose the collateral below which nothing is released and earnings fill it up. Unit: rao.",
)
