"""Constants of the Drand pallet."""

from meritnet.codec import U64
from meritnet.runtime.framework.declarations import ConstantDef

PALLET = "Drand"

UNSIGNED_PRIORITY = 1 << 20
HTTP_TIMEOUT_MS = 1_000

unsigned_priority = ConstantDef(
    PALLET, "UnsignedPriority", U64, UNSIGNED_PRIORITY, "Least priority of an unsigned round in the pool."
)
http_fetch_timeout = ConstantDef(
    PALLET,
    "HttpFetchTimeout",
    U64,
    HTTP_TIMEOUT_MS,
    "How long a node waits for an answer of the beacon. Unit: milliseconds.",
)
