"""State of the Crowdloan pallet."""

from meritnet.codec import BOOL, U8, U32, BoundedVec
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageValue

from .types import CROWDLOAN_INFO

PALLET = "Crowdloan"
MIGRATION_KEY_BYTES = 128

crowdloans = StorageMap(
    PALLET,
    "Crowdloans",
    (U32, TWOX64_CONCAT),
    CROWDLOAN_INFO,
    doc="Crowdloans by id; a finalized one stays, a dissolved one goes. Amounts in rao, `end` in blocks.",
)
next_crowdloan_id = StorageValue(
    PALLET, "NextCrowdloanId", U32, 0, doc="Id of the next crowdloan; ids are never used again."
)
contributions = StorageDoubleMap(
    PALLET,
    "Contributions",
    (U32, TWOX64_CONCAT),
    (ACCOUNT_ID, IDENTITY),
    TAO,
    doc="What an account has contributed to a crowdloan, the creator's deposit included. Unit: rao.",
)
max_contributions = StorageMap(
    PALLET,
    "MaxContributions",
    (U32, TWOX64_CONCAT),
    TAO,
    doc="The most that one account may contribute to a crowdloan in total; none means no bound. Unit: rao.",
)
current_crowdloan_id = StorageValue(
    PALLET,
    "CurrentCrowdloanId",
    U32,
    doc="Id of the crowdloan being finalized; set only while its stored call runs.",
)
has_migration_run = StorageMap(
    PALLET,
    "HasMigrationRun",
    (BoundedVec(U8, MIGRATION_KEY_BYTES), IDENTITY),
    BOOL,
    False,
    doc="Names of storage migrations of the reference that are done; this chain has none.",
)
