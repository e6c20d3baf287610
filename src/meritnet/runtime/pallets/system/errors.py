"""Errors of the System pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "System"

CallFiltered = ErrorDef(
    PALLET,
    5,
    "CallFiltered",
    "This call may not be made here: a batch may not directly contain another batch, and raw writes (set_storage) are "
    "for local chains; send the inner calls in one batch, or use the item's own call.",
)
