"""Events of the Commitments pallet."""

from meritnet.codec import U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

from .types import REVEAL_FAILURE

PALLET = "Commitments"

Commitment = event(
    PALLET,
    0,
    "Commitment",
    [("netuid", NET_UID), ("who", ACCOUNT_ID)],
    "A hotkey published a commitment on a subnet; it replaces the one before.",
)
TimelockCommitment = event(
    PALLET,
    1,
    "TimelockCommitment",
    [("netuid", NET_UID), ("who", ACCOUNT_ID), ("reveal_round", U64)],
    "A hotkey published a commitment with a timelocked field, which opens with this round of the beacon.",
)
CommitmentRevealed = event(
    PALLET,
    2,
    "CommitmentRevealed",
    [("netuid", NET_UID), ("who", ACCOUNT_ID)],
    "A timelocked field of a commitment was opened; its content stands in RevealedCommitments.",
)
CommitmentRevealFailed = event(
    PALLET,
    3,
    "CommitmentRevealFailed",
    [("netuid", NET_UID), ("who", ACCOUNT_ID), ("reveal_round", U64), ("error", REVEAL_FAILURE)],
    "A timelocked field could not be opened, for the reason named, and never will be; commit again.",
)
