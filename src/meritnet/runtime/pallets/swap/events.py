"""Events of the Swap pallet."""

from meritnet.codec import U16
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "Swap"

FeeRateSet = event(
    PALLET,
    0,
    "FeeRateSet",
    [("netuid", NET_UID), ("rate", U16)],
    "A subnet's pool fee was set, a fraction of 65535.",
)
