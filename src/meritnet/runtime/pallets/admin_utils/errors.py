"""Errors of the AdminUtils pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "AdminUtils"

SubnetDoesNotExist = ErrorDef(
    PALLET,
    0,
    "SubnetDoesNotExist",
    "There is no subnet with this netuid; choose one of SubtensorModule.NetworksAdded.",
)
MaxValidatorsLargerThanMaxUIds = ErrorDef(
    PALLET,
    1,
    "MaxValidatorsLargerThanMaxUIds",
    "A subnet cannot have more validators than `MaxAllowedUids`; choose a lower number.",
)
MaxAllowedUIdsLessThanCurrentUIds = ErrorDef(
    PALLET,
    2,
    "MaxAllowedUIdsLessThanCurrentUIds",
    "The subnet has more neurons (SubnetworkN) than that already; trim it first or choose a higher number.",
)
BondsMovingAverageMaxReached = ErrorDef(
    PALLET, 3, "BondsMovingAverageMaxReached", "The owner may set at most 975000; choose a lower value."
)
NegativeSigmoidSteepness = ErrorDef(
    PALLET, 4, "NegativeSigmoidSteepness", "Only root may set a steepness below 0; choose 0 or more."
)
ValueNotInBounds = ErrorDef(
    PALLET,
    5,
    "ValueNotInBounds",
    "The value is outside of the bounds of this setting, which the call's documentation names; choose one inside.",
)
MinAllowedUidsGreaterThanCurrentUids = ErrorDef(
    PALLET,
    6,
    "MinAllowedUidsGreaterThanCurrentUids",
    "The value must be lower than the number of neurons (SubnetworkN); choose a lower one.",
)
MinAllowedUidsGreaterThanMaxAllowedUids = ErrorDef(
    PALLET,
    7,
    "MinAllowedUidsGreaterThanMaxAllowedUids",
    "The value must be lower than `MaxAllowedUids`; choose a lower one.",
)
MaxAllowedUidsLessThanMinAllowedUids = ErrorDef(
    PALLET,
    8,
    "MaxAllowedUidsLessThanMinAllowedUids",
    "The value must be at least `MinAllowedUids`; choose a higher one.",
)
MaxAllowedUidsGreaterThanDefaultMaxAllowedUids = ErrorDef(
    PALLET,
    9,
    "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids",
    "A subnet has at most 256 neurons; choose 256 or less.",
)
InvalidValue = ErrorDef(
    PALLET,
    10,
    "InvalidValue",
    "The value is outside of the range of this setting, which the call's documentation names; choose one inside.",
)
NotPermittedOnRootSubnet = ErrorDef(
    PALLET,
    11,
    "NotPermittedOnRootSubnet",
    "The root network does not have this setting; name another netuid.",
)
POWRegistrationDisabled = ErrorDef(
    PALLET,
    12,
    "POWRegistrationDisabled",
    "There is no proof-of-work registration; register a neuron by paying the price (burned_register).",
)
Deprecated = ErrorDef(
    PALLET, 13, "Deprecated", "This call changes nothing any more; leave it out of your program."
)
CollateralLockShareTooHigh = ErrorDef(
    PALLET,
    14,
    "CollateralLockShareTooHigh",
    "At most 62258 of 65535 (95 %) of a registration's price can be held as collateral; choose a lower share.",
)
CollateralDrainRatioOutOfBounds = ErrorDef(
    PALLET,
    15,
    "CollateralDrainRatioOutOfBounds",
    "The ratio must be above 0 and at most 10 (as U64F64 bits, 10 * 2^64); choose one inside.",
)
