"""Errors of the SafeMode pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SafeMode"

Entered = ErrorDef(
    PALLET,
    0,
    "Entered",
    "Safe mode is on already (SafeMode.EnteredUntil); wait until it ends, or let root extend it (force_extend).",
)
Exited = ErrorDef(
    PALLET,
    1,
    "Exited",
    "Safe mode is off (SafeMode.EnteredUntil is empty); enter it first (force_enter, root only).",
)
NotConfigured = ErrorDef(
    PALLET,
    2,
    "NotConfigured",
    "On this chain nobody but root may enter, extend or release safe mode; call force_enter, force_extend or "
    "force_release_deposit as root.",
)
NoDeposit = ErrorDef(
    PALLET,
    3,
    "NoDeposit",
    "The account has no deposit of this block (SafeMode.Deposits); check account and block.",
)
AlreadyDeposited = ErrorDef(
    PALLET,
    4,
    "AlreadyDeposited",
    "The account has a deposit for safe mode already; never raised here, for only root enters and pays nothing.",
)
CannotReleaseYet = ErrorDef(
    PALLET,
    5,
    "CannotReleaseYet",
    "The deposit may not be released yet; never raised here, root alone releases and need not wait.",
)
CurrencyError = ErrorDef(
    PALLET,
    6,
    "CurrencyError",
    "The deposit could not be moved; never raised here, failures of balances keep their own errors.",
)
