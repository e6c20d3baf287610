"""Types of the Scheduler pallet."""

from meritnet.codec import U8, U32, BoundedVec, ByteArray, Option, Struct, Tuple
from meritnet.codec.common import ACCOUNT_ID
from meritnet.runtime.pallets.preimage.types import BOUNDED_CALL
from meritnet.runtime.pallets.system.origins import ORIGIN_CALLER

MAX_PER_BLOCK = 50
"""Calls that one block's agenda holds."""

TASK_NAME = ByteArray(32)
PERIOD = Option(Tuple(U32, U32))
"""Blocks between runs, and how often."""
ADDRESS = Tuple(U32, U32)
"""Block and position in its agenda."""

SCHEDULED = Struct(
    "pallet_scheduler::Scheduled",
    [
        ("maybe_id", Option(TASK_NAME)),
        ("priority", U8),
        ("call", BOUNDED_CALL),
        ("maybe_periodic", PERIOD),
        ("origin", ORIGIN_CALLER),
    ],
    params=(
        ("Name", TASK_NAME),
        ("Call", BOUNDED_CALL),
        ("BlockNumber", U32),
        ("PalletsOrigin", ORIGIN_CALLER),
        ("AccountId", ACCOUNT_ID),
    ),
)
AGENDA = BoundedVec(Option(SCHEDULED), MAX_PER_BLOCK)
RETRY_CONFIG = Struct(
    "pallet_scheduler::RetryConfig",
    [("total_retries", U8), ("remaining", U8), ("period", U32)],
    params=(("Period", U32),),
)
