"""State of stake: share pools, delegation, child keys."""

from meritnet.codec import BOOL, U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, PER_U16, TAO, U64F64_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives.params import Param
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageNMap, StorageValue

from .types import SAFE_FLOAT

PALLET = "SubtensorModule"

staking_hotkeys = StorageMap(
    PALLET, "StakingHotkeys", (ACCOUNT_ID, BLAKE2_128_CONCAT), Vec(ACCOUNT_ID), (), doc=""
)
delegates = StorageMap(PALLET, "Delegates", (ACCOUNT_ID, BLAKE2_128_CONCAT), PER_U16, 11796, doc="")
max_delegate_take = StorageValue(PALLET, "MaxDelegateTake", PER_U16, 11796, doc="")
min_delegate_take = StorageValue(PALLET, "MinDelegateTake", PER_U16, 0, doc="")
tx_delegate_take_rate_limit = StorageValue(PALLET, "TxDelegateTakeRateLimit", U64, 216_000, doc="")
last_tx_block_delegate_take = StorageMap(
    PALLET, "LastTxBlockDelegateTake", (ACCOUNT_ID, IDENTITY), U64, 0, doc=""
)
total_stake = StorageValue(PALLET, "TotalStake", TAO, 0, doc="")
total_hotkey_alpha = StorageDoubleMap(
    PALLET, "TotalHotkeyAlpha", (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), ALPHA, 0, doc=""
)
total_hotkey_alpha_last_epoch = StorageDoubleMap(
    PALLET,
    "TotalHotkeyAlphaLastEpoch",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="",
)
total_hotkey_shares = StorageDoubleMap(
    PALLET, "TotalHotkeyShares", (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), U64F64_T, 0, doc=""
)
total_hotkey_shares_v2 = StorageDoubleMap(
    PALLET,
    "TotalHotkeySharesV2",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    SAFE_FLOAT,
    (0, 0),
    doc="",
)
alpha = StorageNMap(
    PALLET,
    "Alpha",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY)),
    U64F64_T,
    0,
    doc="",
)
alpha_v2 = StorageNMap(
    PALLET,
    "AlphaV2",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY)),
    SAFE_FLOAT,
    (0, 0),
    doc="",
)
last_coldkey_hotkey_stake_block = StorageDoubleMap(
    PALLET,
    "LastColdkeyHotkeyStakeBlock",
    (ACCOUNT_ID, TWOX64_CONCAT),
    (ACCOUNT_ID, TWOX64_CONCAT),
    U64,
    doc="",
)
auto_stake_destination = StorageDoubleMap(
    PALLET, "AutoStakeDestination", (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), ACCOUNT_ID, doc=""
)
auto_stake_destination_coldkeys = StorageDoubleMap(
    PALLET,
    "AutoStakeDestinationColdkeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(ACCOUNT_ID),
    (),
    doc="",
)
childkey_take = StorageDoubleMap(
    PALLET, "ChildkeyTake", (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), PER_U16, 0, doc=""
)
max_childkey_take = StorageValue(PALLET, "MaxChildkeyTake", PER_U16, 11796, doc="")
min_childkey_take = StorageValue(PALLET, "MinChildkeyTake", PER_U16, 0, doc="")
min_childkey_take_per_subnet = StorageMap(
    PALLET, "MinChildkeyTakePerSubnet", (NET_UID, IDENTITY), PER_U16, 0, doc=""
)
tx_childkey_take_rate_limit = StorageValue(
    PALLET, "TxChildkeyTakeRateLimit", U64, Param("childkey_take_rate_limit"), doc=""
)
last_tx_block_child_key_take = StorageMap(
    PALLET, "LastTxBlockChildKeyTake", (ACCOUNT_ID, IDENTITY), U64, 0, doc=""
)
pending_child_keys = StorageDoubleMap(
    PALLET,
    "PendingChildKeys",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    Tuple(Vec(Tuple(U64, ACCOUNT_ID)), U64),
    ((), 0),
    doc="",
)
child_keys = StorageDoubleMap(
    PALLET,
    "ChildKeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(Tuple(U64, ACCOUNT_ID)),
    (),
    doc="",
)
parent_keys = StorageDoubleMap(
    PALLET,
    "ParentKeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(Tuple(U64, ACCOUNT_ID)),
    (),
    doc="",
)
pending_child_key_cooldown = StorageValue(
    PALLET, "PendingChildKeyCooldown", U64, Param("pending_childkey_cooldown"), doc=""
)
auto_parent_delegation_enabled = StorageMap(
    PALLET, "AutoParentDelegationEnabled", (ACCOUNT_ID, BLAKE2_128_CONCAT), BOOL, True, doc=""
)
tao_weight = StorageValue(PALLET, "TaoWeight", U64, 971_718_665_099_567_868, doc="")
