"""State and constants of the Aura pallet. Authorship itself is decided by the engine."""

from meritnet.codec import U64, BoundedVec, ByteArray, Wrapper
from meritnet.primitives.params import Param
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.state.items import StorageValue

PALLET = "Aura"
MAX_AUTHORITIES = 32

PUBLIC = Wrapper("sp_consensus_aura::sr25519::app_sr25519::Public", ByteArray(32))
SLOT = Wrapper("sp_consensus_slots::Slot", U64)

authorities = StorageValue(
    PALLET, "Authorities", BoundedVec(PUBLIC, MAX_AUTHORITIES), (), doc="Block authors, in slot order."
)
current_slot = StorageValue(
    PALLET, "CurrentSlot", SLOT, 0, doc="Slot of the current block: moment / slot duration."
)

slot_duration = ConstantDef(
    PALLET,
    "SlotDuration",
    U64,
    Param("slot_duration_ms"),
    "Expected time between blocks. Unit: milliseconds.",
)
