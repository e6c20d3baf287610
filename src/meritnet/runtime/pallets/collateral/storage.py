"""State of miners' collateral: a subnet's two settings, the bonds, and two ways to find a coldkey's bonds.

Newer than runtime 425: items, types and defaults are those that runtime 461 shows.
"""

from meritnet.codec import U16, BoundedVec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, U64F64_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.primitives.fixed import U64F64
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageNMap

from .types import MINER_COLLATERAL_STATE

PALLET = "SubtensorModule"

MAX_HOTKEYS = 32
"""Hotkeys of one coldkey that may hold collateral on a subnet."""

collateral_lock_share = StorageMap(
    PALLET,
    "CollateralLockShare",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Part of a registration's price that is staked and held as collateral, at most 95 %. Unit: 1/65535; 0: none.",
)
collateral_drain_ratio = StorageMap(
    PALLET,
    "CollateralDrainRatio",
    (NET_UID, IDENTITY),
    U64F64_T,
    U64F64.ONE,
    doc="Alpha of collateral that is released for an alpha earned, above 0, at most 10; each bond keeps the value that "
    "it was registered with. Unit: U64F64 bits.",
)
miner_collateral = StorageNMap(
    PALLET,
    "MinerCollateral",
    ((NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT)),
    MINER_COLLATERAL_STATE,
    doc="What a coldkey's stake with a hotkey on a subnet holds as collateral, with its terms; it outlives the uid.",
)
coldkey_miner_collateral = StorageDoubleMap(
    PALLET,
    "ColdkeyMinerCollateral",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ALPHA,
    0,
    doc="Alpha of a coldkey on a subnet that is held as collateral, over all its hotkeys. Unit: rao.",
)
coldkey_collateral_hotkeys = StorageDoubleMap(
    PALLET,
    "ColdkeyCollateralHotkeys",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    BoundedVec(ACCOUNT_ID, MAX_HOTKEYS),
    (),
    doc="Hotkeys of a coldkey with a row of MinerCollateral on a subnet, in the order in which the rows began; at most "
    "32.",
)
