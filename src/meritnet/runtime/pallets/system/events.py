"""Events of the System pallet."""

from meritnet.codec.common import ACCOUNT_ID, H256
from meritnet.runtime.framework.declarations import event
from meritnet.runtime.framework.types import DISPATCH_ERROR, DISPATCH_EVENT_INFO

PALLET = "System"

ExtrinsicSuccess = event(
    PALLET,
    0,
    "ExtrinsicSuccess",
    [("dispatch_info", DISPATCH_EVENT_INFO)],
    "An extrinsic completed successfully.",
)
ExtrinsicFailed = event(
    PALLET,
    1,
    "ExtrinsicFailed",
    [("dispatch_error", DISPATCH_ERROR), ("dispatch_info", DISPATCH_EVENT_INFO)],
    "An extrinsic failed; only its fee and nonce took effect.",
)
CodeUpdated = event(PALLET, 2, "CodeUpdated", [], "The runtime changed.")
NewAccount = event(PALLET, 3, "NewAccount", [("account", ACCOUNT_ID)], "A new account was created.")
KilledAccount = event(PALLET, 4, "KilledAccount", [("account", ACCOUNT_ID)], "An account was removed.")
Remarked = event(
    PALLET, 5, "Remarked", [("sender", ACCOUNT_ID), ("hash", H256)], "A remark was made on chain."
)
