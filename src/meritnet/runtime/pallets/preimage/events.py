"""Events of the Preimage pallet."""

from meritnet.codec.common import H256
from meritnet.runtime.framework.declarations import event

PALLET = "Preimage"

Noted = event(PALLET, 0, "Noted", [("hash", H256)], "The bytes behind a hash were stored.")
Requested = event(PALLET, 1, "Requested", [("hash", H256)], "The bytes behind a hash were asked for.")
Cleared = event(PALLET, 2, "Cleared", [("hash", H256)], "The bytes behind a hash were removed.")
