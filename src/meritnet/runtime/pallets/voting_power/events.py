"""Events of voting power."""

from meritnet.codec import U64
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

VotingPowerTrackingEnabled = event(
    PALLET,
    120,
    "VotingPowerTrackingEnabled",
    [("netuid", NET_UID)],
    "A subnet's epochs update voting power from now on.",
)
VotingPowerTrackingDisableScheduled = event(
    PALLET,
    121,
    "VotingPowerTrackingDisableScheduled",
    [("netuid", NET_UID), ("disable_at_block", U64)],
    "A subnet's voting power is to be tracked until the named block and then forgotten.",
)
VotingPowerTrackingDisabled = event(
    PALLET,
    122,
    "VotingPowerTrackingDisabled",
    [("netuid", NET_UID)],
    "A subnet's voting power is no longer tracked and was forgotten.",
)
VotingPowerEmaAlphaSet = event(
    PALLET,
    123,
    "VotingPowerEmaAlphaSet",
    [("netuid", NET_UID), ("alpha", U64)],
    "Root set the weight of new stake in a subnet's voting power.",
)
