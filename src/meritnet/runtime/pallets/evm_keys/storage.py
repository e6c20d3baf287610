"""State of the EVM associations."""

from meritnet.codec import U16, U64, Tuple
from meritnet.codec.common import H160, NET_UID
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap

from .types import UIDS

PALLET = "SubtensorModule"

associated_evm_address = StorageDoubleMap(
    PALLET,
    "AssociatedEvmAddress",
    (NET_UID, TWOX64_CONCAT),
    (U16, TWOX64_CONCAT),
    Tuple(H160, U64),
    doc="EVM address of a uid on a subnet, and the block in which it was proved.",
)
associated_uids_by_evm_address = StorageDoubleMap(
    PALLET,
    "AssociatedUidsByEvmAddress",
    (NET_UID, TWOX64_CONCAT),
    (H160, TWOX64_CONCAT),
    UIDS,
    (),
    doc="Uids of an EVM address on a subnet with their blocks, in order of first association; at most 32.",
)
