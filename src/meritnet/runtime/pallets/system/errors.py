"""Errors of the System pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "System"

CallFiltered = ErrorDef(
    PALLET,
    5,
    "CallFiltered",
    "This call may not be made here: a proxy's type does not allow it, a batch directly contains a batch, the chain "
    "is in safe mode, or raw writes (set_storage) were sent to another than a local chain; see the values given, and "
    "use a proxy of another type, one flat batch, or wait for SafeMode.EnteredUntil.",
)
