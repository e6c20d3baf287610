"""State of root dividends: rates, claims, the index of auto claims."""

from meritnet.codec import BYTES, U64, U128, BTreeMap, Option
from meritnet.codec.common import ACCOUNT_ID, I96F32_T, NET_UID
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageMap, StorageNMap, StorageValue

from .types import ROOT_CLAIM_TYPE, SWAP

PALLET = "SubtensorModule"

root_claimable_threshold = StorageMap(
    PALLET,
    "RootClaimableThreshold",
    (NET_UID, BLAKE2_128_CONCAT),
    I96F32_T,
    2_147_483_648_000_000,
    doc="Alpha below which a claim on a subnet does nothing, I96F32. Unit: rao.",
)
root_claimable = StorageMap(
    PALLET,
    "RootClaimable",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    BTreeMap(NET_UID, I96F32_T),
    (),
    doc="A hotkey's book: alpha owed by subnet for every rao of root stake since ever, I96F32.",
)
root_claim_type = StorageMap(
    PALLET,
    "RootClaimType",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ROOT_CLAIM_TYPE,
    SWAP,
    doc="What a coldkey's claims do with the alpha: sell it, keep it, or keep it on some subnets.",
)
num_root_claim = StorageValue(
    PALLET,
    "NumRootClaim",
    U64,
    5,
    doc="Draws of a block from the list of root stakers, for automatic claims; at most 50.",
)
root_claimed = StorageNMap(
    PALLET,
    "RootClaimed",
    ((NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT)),
    U128,
    0,
    doc="Alpha that a coldkey has had, or never earned, of rate times root stake. Unit: rao.",
)
staking_coldkeys_by_index = StorageMap(
    PALLET,
    "StakingColdkeysByIndex",
    (U64, IDENTITY),
    ACCOUNT_ID,
    doc="Root stakers by number, for the draw of automatic claims; numbers have no gaps.",
)
staking_coldkeys = StorageMap(
    PALLET,
    "StakingColdkeys",
    (ACCOUNT_ID, IDENTITY),
    U64,
    doc="The number of a root staker in the draw of automatic claims.",
)
num_staking_coldkeys = StorageValue(
    PALLET,
    "NumStakingColdkeys",
    U64,
    0,
    doc="How many root stakers take part in the draw of automatic claims.",
)
alpha_map_last_key = StorageValue(
    PALLET,
    "AlphaMapLastKey",
    Option(BYTES),
    doc="Where the background scan of `Alpha` stands; nothing: at the beginning.",
    nullable=True,
)
alpha_v2_map_last_key = StorageValue(
    PALLET,
    "AlphaV2MapLastKey",
    Option(BYTES),
    doc="Where the background scan of `AlphaV2` stands; nothing: at the beginning.",
    nullable=True,
)
