"""State of voting power."""

from meritnet.codec import BOOL, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap

PALLET = "SubtensorModule"

voting_power = StorageDoubleMap(
    PALLET,
    "VotingPower",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    U64,
    0,
    doc="Average of a validator's stake weight on a subnet over its epochs. Unit: rao; 0 is not stored.",
)
total_voting_power = StorageMap(
    PALLET,
    "TotalVotingPower",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Sum of a subnet's voting power. Unit: rao.",
)
voting_power_tracking_enabled = StorageMap(
    PALLET,
    "VotingPowerTrackingEnabled",
    (NET_UID, IDENTITY),
    BOOL,
    False,
    doc="Whether a subnet's epochs update voting power; owner and root may switch it.",
)
voting_power_disable_at_block = StorageMap(
    PALLET,
    "VotingPowerDisableAtBlock",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Block from which on the next epoch ends the tracking and forgets all voting power; 0: not scheduled.",
)
voting_power_ema_alpha = StorageMap(
    PALLET,
    "VotingPowerEmaAlpha",
    (NET_UID, IDENTITY),
    U64,
    3_570_000_000_000_000,
    doc="Weight of an epoch's stake in the average, 0 to 10^18 for 1; set by root.",
)
