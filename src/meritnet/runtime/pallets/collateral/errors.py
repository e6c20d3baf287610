"""Errors of miners' collateral."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

KeepStakeBlockedByCollateral = ErrorDef(
    PALLET,
    96,
    "KeepStakeBlockedByCollateral",
    "The old hotkey holds collateral, which must go with the uid; swap without keep_stake, or earn the collateral back "
    "first.",
)
ColdkeyCollateralIncomplete = ErrorDef(
    PALLET,
    153,
    "ColdkeyCollateralIncomplete",
    "Collateral of the old coldkey would be left behind: ColdkeyMinerCollateral counts more than the listed hotkeys "
    "hold; the coldkey stays as it is, report it.",
)
ColdkeyCollateralPositionsFull = ErrorDef(
    PALLET,
    154,
    "ColdkeyCollateralPositionsFull",
    "32 hotkeys of the coldkey hold collateral on this subnet already; use one of them, or another coldkey.",
)
