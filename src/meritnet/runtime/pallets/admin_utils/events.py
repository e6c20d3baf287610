"""Events of the AdminUtils pallet."""

from meritnet.codec import BOOL, U16
from meritnet.codec.common import NET_UID, U64F64_T
from meritnet.runtime.framework.declarations import event

PALLET = "AdminUtils"

Yuma3EnableToggled = event(
    PALLET,
    1,
    "Yuma3EnableToggled",
    [("netuid", NET_UID), ("enabled", BOOL)],
    "`Yuma3On` of a subnet changed.",
)
BondsResetToggled = event(
    PALLET,
    2,
    "BondsResetToggled",
    [("netuid", NET_UID), ("enabled", BOOL)],
    "`BondsResetOn` of a subnet changed.",
)
BurnHalfLifeSet = event(
    PALLET,
    3,
    "BurnHalfLifeSet",
    [("netuid", NET_UID), ("burn_half_life", U16)],
    "`BurnHalfLife` of a subnet changed. Unit: blocks.",
)
BurnIncreaseMultSet = event(
    PALLET,
    4,
    "BurnIncreaseMultSet",
    [("netuid", NET_UID), ("burn_increase_mult", U64F64_T)],
    "`BurnIncreaseMult` of a subnet changed. Unit: U64F64 bits.",
)
SubnetEmissionEnabledSet = event(
    PALLET,
    5,
    "SubnetEmissionEnabledSet",
    [("netuid", NET_UID), ("enabled", BOOL)],
    "A subnet began or ceased to take part in TAO emission.",
)
CollateralLockShareSet = event(
    PALLET,
    6,
    "CollateralLockShareSet",
    [("netuid", NET_UID), ("lock_share", U16)],
    "`CollateralLockShare` of a subnet changed, for registrations to come. Unit: 1/65535.",
)
CollateralDrainRatioSet = event(
    PALLET,
    7,
    "CollateralDrainRatioSet",
    [("netuid", NET_UID), ("drain_ratio", U64F64_T)],
    "`CollateralDrainRatio` of a subnet changed, for registrations to come. Unit: U64F64 bits.",
)
