"""State of the EVMChainId pallet."""

from meritnet.codec import U64
from meritnet.state.items import StorageValue

PALLET = "EVMChainId"

chain_id = StorageValue(
    PALLET,
    "ChainId",
    U64,
    0,
    doc="The chain's id among EVM chains; a signed limit order names it, so that it counts on one chain only.",
)
