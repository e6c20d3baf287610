"""Errors of the Balances pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Balances"

VestingBalance = ErrorDef(
    PALLET,
    0,
    "VestingBalance",
    "A vesting schedule keeps the balance from being sent; wait until it has vested.",
)
LiquidityRestrictions = ErrorDef(
    PALLET,
    1,
    "LiquidityRestrictions",
    "Frozen balance (System.Account frozen) would have to be used; use less or wait until it is thawed.",
)
InsufficientBalance = ErrorDef(
    PALLET,
    2,
    "InsufficientBalance",
    "The free balance (System.Account) is too low to send this value and pay the fee; send less or deposit first.",
)
ExistentialDeposit = ErrorDef(
    PALLET,
    3,
    "ExistentialDeposit",
    "The value is too small to create the account; send at least the existential deposit of 500 rao.",
)
Expendability = ErrorDef(
    PALLET,
    4,
    "Expendability",
    "The payment would end the sender's account; keep 500 rao or use a call that allows death.",
)
ExistingVestingSchedule = ErrorDef(
    PALLET,
    5,
    "ExistingVestingSchedule",
    "The account has a vesting schedule already; choose another account.",
)
DeadAccount = ErrorDef(
    PALLET, 6, "DeadAccount", "The receiving account does not exist; send it at least 500 rao first."
)
TooManyReserves = ErrorDef(
    PALLET, 7, "TooManyReserves", "The account has 50 named reserves already; free one first."
)
TooManyHolds = ErrorDef(
    PALLET, 8, "TooManyHolds", "The account has a hold for every reason already; release one first."
)
TooManyFreezes = ErrorDef(
    PALLET, 9, "TooManyFreezes", "The account has as many freezes as it may have; thaw one first."
)
IssuanceDeactivated = ErrorDef(
    PALLET,
    10,
    "IssuanceDeactivated",
    "The issuance cannot change, for part of it is deactivated; reactivate it first.",
)
DeltaZero = ErrorDef(
    PALLET,
    11,
    "DeltaZero",
    "The issuance adjustment is zero; give a positive delta.",
)
