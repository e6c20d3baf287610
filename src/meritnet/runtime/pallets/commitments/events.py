"""Events of the Commitments pallet."""

from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "Commitments"

Commitment = event(
    PALLET,
    0,
    "Commitment",
    [("netuid", NET_UID), ("who", ACCOUNT_ID)],
    "A hotkey published a commitment on a subnet; it replaces the one before.",
)
# Absent: the events of timelocked commitments (1 to 3).
