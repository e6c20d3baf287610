"""State of the Timestamp pallet."""

from meritnet.codec import BOOL, U64
from meritnet.primitives.params import Param
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.state.items import StorageValue

PALLET = "Timestamp"

now = StorageValue(
    PALLET, "Now", U64, 0, doc="The moment of the current block. Unit: milliseconds since 1970."
)
did_update = StorageValue(PALLET, "DidUpdate", BOOL, False, doc="Whether the moment was set in this block.")

minimum_period = ConstantDef(
    PALLET,
    "MinimumPeriod",
    U64,
    Param("minimum_period_ms"),
    "Half the expected block time. Unit: milliseconds.",
)
