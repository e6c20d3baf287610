"""Events of SubtensorModule declared with registration."""

from meritnet.codec import U16
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

NeuronRegistered = event(
    PALLET, 7, "NeuronRegistered", [(None, NET_UID), (None, U16), (None, ACCOUNT_ID)], ""
)
AxonServed = event(PALLET, 29, "AxonServed", [(None, NET_UID), (None, ACCOUNT_ID)], "")
PrometheusServed = event(PALLET, 30, "PrometheusServed", [(None, NET_UID), (None, ACCOUNT_ID)], "")
ChainIdentitySet = event(PALLET, 78, "ChainIdentitySet", [(None, ACCOUNT_ID)], "")
