"""Errors of the AdminUtils pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "AdminUtils"

SubnetDoesNotExist = ErrorDef(PALLET, 0, "SubnetDoesNotExist", "")
MaxValidatorsLargerThanMaxUIds = ErrorDef(PALLET, 1, "MaxValidatorsLargerThanMaxUIds", "")
MaxAllowedUIdsLessThanCurrentUIds = ErrorDef(PALLET, 2, "MaxAllowedUIdsLessThanCurrentUIds", "")
BondsMovingAverageMaxReached = ErrorDef(PALLET, 3, "BondsMovingAverageMaxReached", "")
NegativeSigmoidSteepness = ErrorDef(PALLET, 4, "NegativeSigmoidSteepness", "")
ValueNotInBounds = ErrorDef(PALLET, 5, "ValueNotInBounds", "")
MinAllowedUidsGreaterThanCurrentUids = ErrorDef(PALLET, 6, "MinAllowedUidsGreaterThanCurrentUids", "")
MinAllowedUidsGreaterThanMaxAllowedUids = ErrorDef(PALLET, 7, "MinAllowedUidsGreaterThanMaxAllowedUids", "")
MaxAllowedUidsLessThanMinAllowedUids = ErrorDef(PALLET, 8, "MaxAllowedUidsLessThanMinAllowedUids", "")
MaxAllowedUidsGreaterThanDefaultMaxAllowedUids = ErrorDef(
    PALLET, 9, "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids", ""
)
InvalidValue = ErrorDef(PALLET, 10, "InvalidValue", "")
NotPermittedOnRootSubnet = ErrorDef(PALLET, 11, "NotPermittedOnRootSubnet", "")
POWRegistrationDisabled = ErrorDef(PALLET, 12, "POWRegistrationDisabled", "")
Deprecated = ErrorDef(PALLET, 13, "Deprecated", "")
