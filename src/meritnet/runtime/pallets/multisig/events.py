"""Events of the Multisig pallet."""

from meritnet.codec.common import ACCOUNT_ID, DISPATCH_RESULT, TAO, TIMEPOINT
from meritnet.runtime.framework.declarations import event

from .types import CALL_HASH

PALLET = "Multisig"

NewMultisig = event(
    PALLET,
    0,
    "NewMultisig",
    [("approving", ACCOUNT_ID), ("multisig", ACCOUNT_ID), ("call_hash", CALL_HASH)],
    "A first signatory approved a call of a shared account.",
)
MultisigApproval = event(
    PALLET,
    1,
    "MultisigApproval",
    [("approving", ACCOUNT_ID), ("timepoint", TIMEPOINT), ("multisig", ACCOUNT_ID), ("call_hash", CALL_HASH)],
    "One more signatory approved a call of a shared account.",
)
MultisigExecuted = event(
    PALLET,
    2,
    "MultisigExecuted",
    [
        ("approving", ACCOUNT_ID),
        ("timepoint", TIMEPOINT),
        ("multisig", ACCOUNT_ID),
        ("call_hash", CALL_HASH),
        ("result", DISPATCH_RESULT),
    ],
    "The last approval came in and the call was made.",
)
MultisigCancelled = event(
    PALLET,
    3,
    "MultisigCancelled",
    [
        ("cancelling", ACCOUNT_ID),
        ("timepoint", TIMEPOINT),
        ("multisig", ACCOUNT_ID),
        ("call_hash", CALL_HASH),
    ],
    "An open operation was given up.",
)
DepositPoked = event(
    PALLET,
    4,
    "DepositPoked",
    [("who", ACCOUNT_ID), ("call_hash", CALL_HASH), ("old_deposit", TAO), ("new_deposit", TAO)],
    "A deposit was brought to what it costs now.",
)
