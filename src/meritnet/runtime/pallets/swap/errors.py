"""Errors of the Swap pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Swap"

FeeRateTooHigh = ErrorDef(PALLET, 0, "FeeRateTooHigh", "")
InsufficientInputAmount = ErrorDef(PALLET, 1, "InsufficientInputAmount", "")
InsufficientLiquidity = ErrorDef(PALLET, 2, "InsufficientLiquidity", "")
PriceLimitExceeded = ErrorDef(PALLET, 3, "PriceLimitExceeded", "")
InsufficientBalance = ErrorDef(PALLET, 4, "InsufficientBalance", "")
InvalidTickRange = ErrorDef(PALLET, 5, "InvalidTickRange", "")
InvalidLiquidityValue = ErrorDef(PALLET, 6, "InvalidLiquidityValue", "")
ReservesTooLow = ErrorDef(PALLET, 7, "ReservesTooLow", "")
MechanismDoesNotExist = ErrorDef(PALLET, 8, "MechanismDoesNotExist", "")
SubtokenDisabled = ErrorDef(PALLET, 9, "SubtokenDisabled", "")
ReservesOutOfBalance = ErrorDef(PALLET, 10, "ReservesOutOfBalance", "")
SwapInputTooLarge = ErrorDef(PALLET, 11, "SwapInputTooLarge", "")
Deprecated = ErrorDef(PALLET, 12, "Deprecated", "")
