"""State of the Drand pallet: the beacons that the chain follows and the rounds it has checked."""

from meritnet.codec import BOOL, U32, U64
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.crypto.beacon import QUICKNET
from meritnet.state.items import StorageMap, StorageValue

from .types import BEACON_CONFIGURATION, MIGRATION_KEY, PULSE, configuration_of

PALLET = "Drand"

beacon_config = StorageValue(
    PALLET,
    "BeaconConfig",
    BEACON_CONFIGURATION,
    configuration_of(QUICKNET),
    doc="The public beacon whose rounds are stored. Units: seconds; root may change it.",
)
has_migration_run = StorageMap(
    PALLET,
    "HasMigrationRun",
    (MIGRATION_KEY, IDENTITY),
    BOOL,
    False,
    doc="Whether a migration of this pallet has run; none has, a chain begins in the newest form.",
)
pulses = StorageMap(
    PALLET,
    "Pulses",
    (U64, BLAKE2_128_CONCAT),
    PULSE,
    doc="Checked rounds of the public beacon; the newest 216000 are kept.",
)
last_stored_round = StorageValue(
    PALLET, "LastStoredRound", U64, 0, doc="Newest stored round of the public beacon, 0 before the first."
)
oldest_stored_round = StorageValue(
    PALLET, "OldestStoredRound", U64, 0, doc="Oldest stored round of the public beacon, 0 before the first."
)
next_unsigned_at = StorageValue(
    PALLET, "NextUnsignedAt", U32, 0, doc="First block that takes rounds again after the beacon was changed."
)
local_beacon_config = StorageValue(
    PALLET,
    "LocalBeaconConfig",
    BEACON_CONFIGURATION,
    doc="The beacon that a node of a development chain makes itself; never on another chain. Units: seconds.",
)
local_pulses = StorageMap(
    PALLET,
    "LocalPulses",
    (U64, BLAKE2_128_CONCAT),
    PULSE,
    doc="Checked rounds of the local beacon; the newest 216000 are kept.",
)
last_stored_local_round = StorageValue(
    PALLET, "LastStoredLocalRound", U64, 0, doc="Newest stored round of the local beacon, 0 before the first."
)
oldest_stored_local_round = StorageValue(
    PALLET,
    "OldestStoredLocalRound",
    U64,
    0,
    doc="Oldest stored round of the local beacon, 0 before the first.",
)
