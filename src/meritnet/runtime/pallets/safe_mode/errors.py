"""Errors of the SafeMode pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SafeMode"

Entered = ErrorDef(
    PALLET, 0, "Entered", "Safe mode is on (SafeMode.EnteredUntil); wait until it ends, or extend it."
)
Exited = ErrorDef(PALLET, 1, "Exited", "Safe mode is off (SafeMode.EnteredUntil is empty); enter it first.")
NotConfigured = ErrorDef(
    PALLET,
    2,
    "NotConfigured",
    "On this chain only root may do this; use the force call through the sudo key.",
)
NoDeposit = ErrorDef(
    PALLET, 3, "NoDeposit", "No deposit of this account and block (SafeMode.Deposits); check both."
)
AlreadyDeposited = ErrorDef(
    PALLET, 4, "AlreadyDeposited", "The account has a deposit for safe mode already; have it released first."
)
CannotReleaseYet = ErrorDef(
    PALLET, 5, "CannotReleaseYet", "The deposit may not be released yet; wait for the release delay."
)
CurrencyError = ErrorDef(
    PALLET, 6, "CurrencyError", "The deposit could not be moved; check the account's held balance."
)
