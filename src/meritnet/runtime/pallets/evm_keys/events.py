"""Events of the EVM associations."""

from meritnet.codec import U64
from meritnet.codec.common import ACCOUNT_ID, H160, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

EvmKeyAssociated = event(
    PALLET,
    99,
    "EvmKeyAssociated",
    [("netuid", NET_UID), ("hotkey", ACCOUNT_ID), ("evm_key", H160), ("block_associated", U64)],
    "A neuron proved that it holds the key of an EVM address.",
)
