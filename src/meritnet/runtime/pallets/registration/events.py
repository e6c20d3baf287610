"""Events of SubtensorModule declared with registration."""

from meritnet.codec import U16
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

NeuronRegistered = event(
    PALLET,
    7,
    "NeuronRegistered",
    [(None, NET_UID), (None, U16), (None, ACCOUNT_ID)],
    "A hotkey got a uid: netuid, uid, hotkey.",
)
AxonServed = event(
    PALLET,
    29,
    "AxonServed",
    [(None, NET_UID), (None, ACCOUNT_ID)],
    "A neuron announced its axon: netuid, hotkey.",
)
PrometheusServed = event(
    PALLET,
    30,
    "PrometheusServed",
    [(None, NET_UID), (None, ACCOUNT_ID)],
    "A neuron announced where it serves metrics: netuid, hotkey.",
)
ChainIdentitySet = event(PALLET, 78, "ChainIdentitySet", [(None, ACCOUNT_ID)], "A coldkey set its identity.")
