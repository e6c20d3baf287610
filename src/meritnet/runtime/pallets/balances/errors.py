"""Errors of the Balances pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Balances"

InsufficientBalance = ErrorDef(
    PALLET,
    2,
    "InsufficientBalance",
    "The free balance (System.Account) is too low to send this value and pay the fee; send less or deposit first.",
)
DeltaZero = ErrorDef(PALLET, 11, "DeltaZero", "The issuance adjustment is zero; give a positive delta.")
