"""Events of the Drand pallet."""

from meritnet.codec import U64, Vec
from meritnet.runtime.framework.declarations import event

PALLET = "Drand"

BeaconConfigChanged = event(
    PALLET, 0, "BeaconConfigChanged", [], "Root changed the public beacon that the chain follows."
)
NewPulse = event(
    PALLET, 1, "NewPulse", [("rounds", Vec(U64))], "Rounds of the public beacon were checked and stored."
)
SetOldestStoredRound = event(
    PALLET, 2, "SetOldestStoredRound", [(None, U64)], "Root set from which round on old rounds are removed."
)
NewLocalPulse = event(
    PALLET, 100, "NewLocalPulse", [("round", U64)], "A round of the local beacon was checked and stored."
)
