"""Events of the Balances pallet. Amounts in rao."""

from meritnet.codec import Type
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import EventDef, event

from .types import BALANCE_STATUS

PALLET = "Balances"


def _who_amount(index: int, name: str, doc: str) -> EventDef:
    return event(PALLET, index, name, [("who", ACCOUNT_ID), ("amount", TAO)], doc)


_FROM_TO: list[tuple[str | None, Type]] = [("from", ACCOUNT_ID), ("to", ACCOUNT_ID), ("amount", TAO)]

Endowed = event(
    PALLET,
    0,
    "Endowed",
    [("account", ACCOUNT_ID), ("free_balance", TAO)],
    "An account was created with a balance.",
)
DustLost = event(
    PALLET,
    1,
    "DustLost",
    [("account", ACCOUNT_ID), ("amount", TAO)],
    "A removed account's rest below the existential deposit was lost.",
)
Transfer = event(PALLET, 2, "Transfer", _FROM_TO, "A transfer succeeded.")
BalanceSet = event(PALLET, 3, "BalanceSet", [("who", ACCOUNT_ID), ("free", TAO)], "Root set a balance.")
Reserved = _who_amount(4, "Reserved", "Free balance was set aside as a deposit.")
Unreserved = _who_amount(5, "Unreserved", "Reserved balance became free.")
ReserveRepatriated = event(
    PALLET,
    6,
    "ReserveRepatriated",
    [*_FROM_TO, ("destination_status", BALANCE_STATUS)],
    "Reserved balance of one account went to another, where it is free or stays reserved.",
)
Deposit = _who_amount(7, "Deposit", "An amount was deposited.")
Withdraw = _who_amount(8, "Withdraw", "An amount was withdrawn, for example for fees.")
Slashed = _who_amount(9, "Slashed", "An amount was taken from an account as a penalty.")
Minted = _who_amount(10, "Minted", "An amount was minted into an account.")
Burned = _who_amount(11, "Burned", "An amount was burned from an account.")
Suspended = _who_amount(12, "Suspended", "An amount left an account and the issuance, to be restored later.")
Restored = _who_amount(13, "Restored", "An amount that had been suspended came back into an account.")
Upgraded = event(
    PALLET, 14, "Upgraded", [("who", ACCOUNT_ID)], "An account record was rewritten in the current layout."
)
Issued = event(PALLET, 15, "Issued", [("amount", TAO)], "Total issuance grew, making a credit to be placed.")
Rescinded = event(
    PALLET, 16, "Rescinded", [("amount", TAO)], "Total issuance shrank, making a debt to be placed."
)
Locked = _who_amount(17, "Locked", "A lock on an account's balance grew by this amount.")
Unlocked = _who_amount(18, "Unlocked", "A lock on an account's balance shrank by this amount.")
Frozen = _who_amount(19, "Frozen", "The frozen part of an account's balance grew by this amount.")
Thawed = _who_amount(20, "Thawed", "The frozen part of an account's balance shrank by this amount.")
TotalIssuanceForced = event(
    PALLET, 21, "TotalIssuanceForced", [("old", TAO), ("new", TAO)], "Root forced the total issuance."
)
