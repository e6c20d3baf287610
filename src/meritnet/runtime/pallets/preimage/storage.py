"""State of the Preimage pallet."""

from meritnet.codec import U32, Tuple
from meritnet.codec.common import H256
from meritnet.codec.storage_key import IDENTITY
from meritnet.state.items import StorageMap

from .types import OLD_REQUEST_STATUS, PREIMAGE, REQUEST_STATUS

PALLET = "Preimage"

status_for = StorageMap(
    PALLET,
    "StatusFor",
    (H256, IDENTITY),
    OLD_REQUEST_STATUS,
    doc="Status of a preimage in the layout before holds; rewritten when it is touched. Nothing writes it here.",
)
request_status_for = StorageMap(
    PALLET,
    "RequestStatusFor",
    (H256, IDENTITY),
    REQUEST_STATUS,
    doc="Who paid for a preimage (account and rao held), how often it is requested, and its length in bytes.",
)
preimage_for = StorageMap(
    PALLET,
    "PreimageFor",
    (Tuple(H256, U32), IDENTITY),
    PREIMAGE,
    doc="The bytes, by blake2b-256 hash and length.",
)
