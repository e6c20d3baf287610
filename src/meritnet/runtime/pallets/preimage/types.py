"""Types of the Preimage pallet, and the bounded call that other pallets store."""

from meritnet.codec import U8, U32, BoundedVec, Enum, Option, Tuple, Variant, Wrapper
from meritnet.codec.common import ACCOUNT_ID, H256, TAO

MAX_SIZE = 4 * 1024 * 1024
"""Most bytes of one preimage."""
INLINE_LIMIT = 128
"""Most bytes of an encoded call that is stored in place."""

OLD_REQUEST_STATUS = Enum(
    "pallet_preimage::OldRequestStatus",
    [
        Variant(0, "Unrequested", [("deposit", Tuple(ACCOUNT_ID, TAO)), ("len", U32)]),
        Variant(
            1,
            "Requested",
            [("deposit", Option(Tuple(ACCOUNT_ID, TAO))), ("count", U32), ("len", Option(U32))],
        ),
    ],
)
TICKET = Tuple(ACCOUNT_ID, Wrapper("frame_support::traits::tokens::fungible::HoldConsideration", TAO))
REQUEST_STATUS = Enum(
    "pallet_preimage::RequestStatus",
    [
        Variant(0, "Unrequested", [("ticket", TICKET), ("len", U32)]),
        Variant(
            1,
            "Requested",
            [("maybe_ticket", Option(TICKET)), ("count", U32), ("maybe_len", Option(U32))],
        ),
    ],
)
PREIMAGE = BoundedVec(U8, MAX_SIZE)

BOUNDED_CALL = Enum(
    "frame_support::traits::preimages::Bounded",
    [
        Variant(0, "Legacy", [("hash", H256)]),
        Variant(1, "Inline", [(None, BoundedVec(U8, INLINE_LIMIT))]),
        Variant(2, "Lookup", [("hash", H256), ("len", U32)]),
    ],
)
"""A call: in place if its encoding is short, else the hash (and length) of its preimage."""
