"""Errors of the Swap pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Swap"

FeeRateTooHigh = ErrorDef(
    PALLET, 0, "FeeRateTooHigh", "The pool fee exceeds MaxFeeRate, 10000 of 65535; choose a lower one."
)
InsufficientInputAmount = ErrorDef(
    PALLET,
    1,
    "InsufficientInputAmount",
    "The amount is too small to trade; never raised here, an input that buys nothing fails with ReservesTooLow.",
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
    PALLET,
    4,
    "InsufficientBalance",
    "The account cannot cover the liquidity that it adds; never raised here, for users add none any more.",
)
InvalidTickRange = ErrorDef(
    PALLET,
    5,
    "InvalidTickRange",
    "The ticks of a user's position are out of order; never raised here, for users hold no positions any more.",
)
InvalidLiquidityValue = ErrorDef(
    PALLET,
    6,
    "InvalidLiquidityValue",
    "The liquidity of a user's position is out of range; never raised here, for positions of users are retired.",
)
ReservesTooLow = ErrorDef(
    PALLET,
    7,
    "ReservesTooLow",
    "The side paid out holds under 1000000 rao, or the input buys nothing; trade more or wait.",
)
MechanismDoesNotExist = ErrorDef(
    PALLET,
    8,
    "MechanismDoesNotExist",
    "No subnet has this netuid (SubtensorModule.NetworksAdded); choose an existing one.",
)
SubtokenDisabled = ErrorDef(
    PALLET,
    9,
    "SubtokenDisabled",
    "The subnet has not started; never raised here, stake calls fail with SubtensorModule.SubtokenDisabled.",
)
ReservesOutOfBalance = ErrorDef(
    PALLET,
    10,
    "ReservesOutOfBalance",
    "The pool's weights would leave 1 to 99 percent; never raised here, liquidity that would do so is left out of the "
    "pool instead.",
)
SwapInputTooLarge = ErrorDef(
    PALLET,
    11,
    "SwapInputTooLarge",
    "The input is over 1000 times the pool's reserve of the same token (SubnetTAO, SubnetAlphaIn); trade less.",
)
Deprecated = ErrorDef(
    PALLET,
    12,
    "Deprecated",
    "Positions of users in pools are retired and this call changes nothing; stake with add_stake instead.",
)
