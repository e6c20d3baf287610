"""Events of the Commitments pallet."""

from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "Commitments"

Commitment = event(PALLET, 0, "Commitment", [("netuid", NET_UID), ("who", ACCOUNT_ID)], "")
