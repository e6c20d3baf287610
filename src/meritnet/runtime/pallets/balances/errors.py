"""Errors of the Balances pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Balances"

InsufficientBalance = ErrorDef(
    PALLET, 2, "InsufficientBalance", "The balance is too low to send this value; send less or deposit first."
)
DeltaZero = ErrorDef(PALLET, 11, "DeltaZero", "The issuance adjustment is zero; give a positive delta.")
