"""Events of the Balances pallet. Amounts in rao."""

from meritnet.codec import Type
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import EventDef, event

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
Unreserved = _who_amount(5, "Unreserved", "Reserved balance became free.")
Deposit = _who_amount(7, "Deposit", "An amount was deposited.")
Withdraw = _who_amount(8, "Withdraw", "An amount was withdrawn, for example for fees.")
Burned = _who_amount(11, "Burned", "An amount was burned from an account.")
Upgraded = event(
    PALLET, 14, "Upgraded", [("who", ACCOUNT_ID)], "An account record was rewritten in the current layout."
)
Issued = event(PALLET, 15, "Issued", [("amount", TAO)], "Total issuance grew, making a credit to be placed.")
Rescinded = event(
    PALLET, 16, "Rescinded", [("amount", TAO)], "Total issuance shrank, making a debt to be placed."
)
TotalIssuanceForced = event(
    PALLET, 21, "TotalIssuanceForced", [("old", TAO), ("new", TAO)], "Root forced the total issuance."
)
