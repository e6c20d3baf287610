"""Types of SubtensorModule declared with locks."""

from meritnet.codec import U64, Struct
from meritnet.codec.common import ALPHA, U64F64_T

LOCK_STATE = Struct(
    "pallet_subtensor::staking::lock::LockState",
    [("locked_mass", ALPHA), ("conviction", U64F64_T), ("last_update", U64)],
)
"""A lock or a sum of locks as of `last_update`: mass in rao of alpha, conviction in rao as U64F64 bits."""
