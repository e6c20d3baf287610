"""Errors of the Swap pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Swap"

FeeRateTooHigh = ErrorDef(
    PALLET, 0, "FeeRateTooHigh", "The pool fee exceeds 10000 of 65535; choose a lower one."
)
InsufficientInputAmount = ErrorDef(
    PALLET,
    1,
    "InsufficientInputAmount",
    "The amount is too small to trade; trade more. Nothing raises it at present.",
)
InsufficientLiquidity = ErrorDef(
    PALLET,
    2,
    "InsufficientLiquidity",
    "The pool (SubnetTAO, SubnetAlphaIn) holds less than the trade would pay out; trade less.",
)
PriceLimitExceeded = ErrorDef(
    PALLET,
    3,
    "PriceLimitExceeded",
    "The price (current_alpha_price) is already beyond the limit; move the limit or wait.",
)
InsufficientBalance = ErrorDef(
    PALLET, 4, "InsufficientBalance", "The account cannot cover the liquidity. Nothing raises it at present."
)
InvalidTickRange = ErrorDef(
    PALLET,
    5,
    "InvalidTickRange",
    "The ticks of a retired user position are out of order. Nothing raises it at present.",
)
InvalidLiquidityValue = ErrorDef(
    PALLET,
    6,
    "InvalidLiquidityValue",
    "The liquidity of a retired user position is out of range. Nothing raises it at present.",
)
ReservesTooLow = ErrorDef(
    PALLET,
    7,
    "ReservesTooLow",
    "The side paid out holds under 1000000 rao, or the input buys nothing; trade more or wait.",
)
MechanismDoesNotExist = ErrorDef(
    PALLET, 8, "MechanismDoesNotExist", "No subnet has this netuid; choose an existing one."
)
SubtokenDisabled = ErrorDef(
    PALLET, 9, "SubtokenDisabled", "The subnet has not started. Nothing raises it here at present."
)
ReservesOutOfBalance = ErrorDef(
    PALLET,
    10,
    "ReservesOutOfBalance",
    "The pool's weights would leave 1 to 99 percent. Nothing raises it at present.",
)
SwapInputTooLarge = ErrorDef(
    PALLET, 11, "SwapInputTooLarge", "The input is over 1000 times the pool's reserve; trade less."
)
Deprecated = ErrorDef(PALLET, 12, "Deprecated", "Liquidity of users is retired; stake instead.")
