"""Types of the Multisig pallet."""

from meritnet.codec import U32, BoundedVec, ByteArray, Struct
from meritnet.codec.common import ACCOUNT_ID, TAO, TIMEPOINT

MAX_SIGNATORIES = 100
"""Signatories of one account, the sender included."""

CALL_HASH = ByteArray(32)
MULTISIG = Struct(
    "pallet_multisig::Multisig",
    [
        ("when", TIMEPOINT),
        ("deposit", TAO),
        ("depositor", ACCOUNT_ID),
        ("approvals", BoundedVec(ACCOUNT_ID, MAX_SIGNATORIES)),
    ],
    params=(("BlockNumber", U32), ("Balance", TAO), ("AccountId", ACCOUNT_ID), ("MaxApprovals", None)),
)
