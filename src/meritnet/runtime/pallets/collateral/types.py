"""Types of SubtensorModule declared with miners' collateral."""

from meritnet.codec import Struct
from meritnet.codec.common import ALPHA, U64F64_T

MINER_COLLATERAL_STATE = Struct(
    "pallet_subtensor::pallet::MinerCollateralState",
    [("locked", ALPHA), ("drain_ratio", U64F64_T), ("min_locked", ALPHA), ("earned", ALPHA)],
)
"""A bond: alpha held, alpha released per alpha earned (U64F64 bits), its floor, all that was earned since it began."""
