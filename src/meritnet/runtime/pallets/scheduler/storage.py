"""State and constants of the Scheduler pallet."""

from meritnet.codec import U32
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, TWOX64_CONCAT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.framework.weights import Weight
from meritnet.state.items import StorageMap, StorageValue

from .types import ADDRESS, AGENDA, MAX_PER_BLOCK, RETRY_CONFIG, TASK_NAME

PALLET = "Scheduler"
MAXIMUM_WEIGHT = Weight(3_200_000_000_000, 14_757_395_258_967_641_292)
"""Four fifths of a block."""

incomplete_since = StorageValue(
    PALLET, "IncompleteSince", U32, doc="First block whose agenda may still hold calls that are due."
)
agenda = StorageMap(
    PALLET,
    "Agenda",
    (U32, TWOX64_CONCAT),
    AGENDA,
    (),
    doc="Calls due at a block, by position; gaps are those cancelled or done.",
)
retries = StorageMap(
    PALLET,
    "Retries",
    (ADDRESS, BLAKE2_128_CONCAT),
    RETRY_CONFIG,
    doc="How often and after how many blocks a call that fails is tried again, by block and position.",
)
lookup = StorageMap(
    PALLET, "Lookup", (TASK_NAME, TWOX64_CONCAT), ADDRESS, doc="Block and position of a named call."
)

maximum_weight = ConstantDef(
    PALLET, "MaximumWeight", WEIGHT, MAXIMUM_WEIGHT, "Weight that scheduled calls may take of a block."
)
max_scheduled_per_block = ConstantDef(
    PALLET, "MaxScheduledPerBlock", U32, MAX_PER_BLOCK, "Calls that one block's agenda holds."
)
