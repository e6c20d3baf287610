"""Events of the SafeMode pallet."""

from meritnet.codec import U32, Type
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import event

from .types import EXIT_REASON

PALLET = "SafeMode"
_DEPOSIT: list[tuple[str | None, Type]] = [("account", ACCOUNT_ID), ("amount", TAO)]

Entered = event(PALLET, 0, "Entered", [("until", U32)], "Safe mode began and lasts until this block.")
Extended = event(PALLET, 1, "Extended", [("until", U32)], "Safe mode was extended until this block.")
Exited = event(PALLET, 2, "Exited", [("reason", EXIT_REASON)], "Safe mode ended.")
DepositPlaced = event(PALLET, 3, "DepositPlaced", _DEPOSIT, "A deposit for safe mode was taken.")
DepositReleased = event(PALLET, 4, "DepositReleased", _DEPOSIT, "A deposit for safe mode was given back.")
DepositSlashed = event(PALLET, 5, "DepositSlashed", _DEPOSIT, "A deposit for safe mode was burned.")
CannotDeposit = event(PALLET, 6, "CannotDeposit", [], "A deposit for safe mode could not be taken.")
CannotRelease = event(PALLET, 7, "CannotRelease", [], "A deposit for safe mode could not be given back.")
