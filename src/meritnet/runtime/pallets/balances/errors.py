"""Errors of the Balances pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Balances"

VestingBalance = ErrorDef(
    PALLET,
    0,
    "VestingBalance",
    "A vesting schedule keeps the balance from being sent; never raised here, for no account has such a schedule.",
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
    "The value is too small to create the account, which takes the existential deposit of 500 rao; never raised here, "
    "such a transfer fails with Token.BelowMinimum.",
)
Expendability = ErrorDef(
    PALLET,
    4,
    "Expendability",
    "The payment would end the sender's account; never raised here, transfer_keep_alive fails with "
    "Token.NotExpendable instead.",
)
ExistingVestingSchedule = ErrorDef(
    PALLET,
    5,
    "ExistingVestingSchedule",
    "The account has a vesting schedule already; never raised here, for no call gives one.",
)
DeadAccount = ErrorDef(
    PALLET,
    6,
    "DeadAccount",
    "The receiving account does not exist; never raised here, a transfer of 500 rao or more creates it.",
)
TooManyReserves = ErrorDef(
    PALLET,
    7,
    "TooManyReserves",
    "The account has as many named reserves as it may have; never raised here, for reserves have no names.",
)
TooManyHolds = ErrorDef(
    PALLET,
    8,
    "TooManyHolds",
    "The account has a hold for every reason that there is already; release one first (Balances.Holds lists them).",
)
TooManyFreezes = ErrorDef(
    PALLET,
    9,
    "TooManyFreezes",
    "The account has as many freezes as it may have; never raised here, for nothing freezes balances.",
)
IssuanceDeactivated = ErrorDef(
    PALLET,
    10,
    "IssuanceDeactivated",
    "The issuance cannot change, for part of it is deactivated; never raised here, nothing deactivates any.",
)
DeltaZero = ErrorDef(
    PALLET,
    11,
    "DeltaZero",
    "The issuance adjustment is zero; give a positive delta.",
)
