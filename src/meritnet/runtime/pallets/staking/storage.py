"""State of stake: share pools, delegation, child keys."""

from meritnet.codec import BOOL, U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, PER_U16, TAO, U64F64_T
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives.params import Param
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageNMap, StorageValue

from .types import SAFE_FLOAT

PALLET = "SubtensorModule"

staking_hotkeys = StorageMap(
    PALLET,
    "StakingHotkeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    Vec(ACCOUNT_ID),
    (),
    doc="Hotkeys that a coldkey stakes or once staked with, in order of first use; only swaps of keys take one off.",
)
delegates = StorageMap(
    PALLET,
    "Delegates",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    PER_U16,
    11796,
    doc="What a hotkey's owner keeps of its stakers' dividends, a fraction of 65535; an entry makes it a delegate.",
)
max_delegate_take = StorageValue(
    PALLET, "MaxDelegateTake", PER_U16, 11796, doc="Highest take a delegate may set, a fraction of 65535."
)
min_delegate_take = StorageValue(
    PALLET, "MinDelegateTake", PER_U16, 0, doc="Lowest take a delegate may set, a fraction of 65535."
)
tx_delegate_take_rate_limit = StorageValue(
    PALLET,
    "TxDelegateTakeRateLimit",
    U64,
    216_000,
    doc="Blocks that must have passed since a delegate's last change of take before it may rise; 0: none.",
)
last_tx_block_delegate_take = StorageMap(
    PALLET,
    "LastTxBlockDelegateTake",
    (ACCOUNT_ID, IDENTITY),
    U64,
    0,
    doc="Block of a hotkey's last take change on old chains; `LastRateLimitedBlock` replaced it.",
)
total_stake = StorageValue(
    PALLET,
    "TotalStake",
    TAO,
    0,
    doc="TAO counted as staked, fees and TAO left over at limits included on the way in. Unit: rao.",
)
total_hotkey_alpha = StorageDoubleMap(
    PALLET,
    "TotalHotkeyAlpha",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="Alpha that all coldkeys have staked with a hotkey on a subnet; TAO on root. Unit: rao.",
)
total_hotkey_alpha_last_epoch = StorageDoubleMap(
    PALLET,
    "TotalHotkeyAlphaLastEpoch",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ALPHA,
    0,
    doc="`TotalHotkeyAlpha` as it was when the hotkey was last paid. Unit: rao.",
)
total_hotkey_shares = StorageDoubleMap(
    PALLET,
    "TotalHotkeyShares",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    U64F64_T,
    0,
    doc="Sum of a hotkey's shares in the older fixed-point form; read first, moved over when written.",
)
total_hotkey_shares_v2 = StorageDoubleMap(
    PALLET,
    "TotalHotkeySharesV2",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    SAFE_FLOAT,
    (0, 0),
    doc="Sum of the shares of a hotkey's stakers on a subnet, a decimal float.",
)
alpha = StorageNMap(
    PALLET,
    "Alpha",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY)),
    U64F64_T,
    0,
    doc="A coldkey's share in the older fixed-point form, by hotkey and coldkey; read first, moved over when written.",
)
alpha_v2 = StorageNMap(
    PALLET,
    "AlphaV2",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY)),
    SAFE_FLOAT,
    (0, 0),
    doc="A coldkey's share of what is staked with a hotkey on a subnet, a decimal float.",
)
last_coldkey_hotkey_stake_block = StorageDoubleMap(
    PALLET,
    "LastColdkeyHotkeyStakeBlock",
    (ACCOUNT_ID, TWOX64_CONCAT),
    (ACCOUNT_ID, TWOX64_CONCAT),
    U64,
    doc="Block in which a coldkey last staked with or unstaked from a hotkey.",
)
auto_stake_destination = StorageDoubleMap(
    PALLET,
    "AutoStakeDestination",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    ACCOUNT_ID,
    doc="Hotkey with which a coldkey's mining rewards on a subnet are staked.",
)
auto_stake_destination_coldkeys = StorageDoubleMap(
    PALLET,
    "AutoStakeDestinationColdkeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(ACCOUNT_ID),
    (),
    doc="Coldkeys that chose a hotkey for their mining rewards on a subnet, in order of choice.",
)
childkey_take = StorageDoubleMap(
    PALLET,
    "ChildkeyTake",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    PER_U16,
    0,
    doc="What a child keeps of its parents' dividends on a subnet, a fraction of 65535.",
)
max_childkey_take = StorageValue(
    PALLET, "MaxChildkeyTake", PER_U16, 11796, doc="Highest take a child may set, a fraction of 65535."
)
min_childkey_take = StorageValue(
    PALLET,
    "MinChildkeyTake",
    PER_U16,
    0,
    doc="Lowest take of every child, a fraction of 65535; also applied to lower stored takes.",
)
min_childkey_take_per_subnet = StorageMap(
    PALLET,
    "MinChildkeyTakePerSubnet",
    (NET_UID, IDENTITY),
    PER_U16,
    0,
    doc="Lowest take of a subnet's children, a fraction of 65535; the higher of both minimums applies.",
)
tx_childkey_take_rate_limit = StorageValue(
    PALLET,
    "TxChildkeyTakeRateLimit",
    U64,
    Param("childkey_take_rate_limit"),
    doc="Blocks that must have passed since a child's last change of take before it may rise.",
)
last_tx_block_child_key_take = StorageMap(
    PALLET,
    "LastTxBlockChildKeyTake",
    (ACCOUNT_ID, IDENTITY),
    U64,
    0,
    doc="Block of a hotkey's last change of child-key take on old chains; `TransactionKeyLastBlock` replaced it.",
)
pending_child_keys = StorageDoubleMap(
    PALLET,
    "PendingChildKeys",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    Tuple(Vec(Tuple(U64, ACCOUNT_ID)), U64),
    ((), 0),
    doc="A hotkey's scheduled children and the block after which they may take effect.",
)
child_keys = StorageDoubleMap(
    PALLET,
    "ChildKeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(Tuple(U64, ACCOUNT_ID)),
    (),
    doc="A hotkey's children on a subnet: (proportion of 2^64 - 1, hotkey), at most 5, in account order.",
)
parent_keys = StorageDoubleMap(
    PALLET,
    "ParentKeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    Vec(Tuple(U64, ACCOUNT_ID)),
    (),
    doc="A hotkey's parents on a subnet: (proportion of 2^64 - 1, hotkey), the other end of `ChildKeys`.",
)
pending_child_key_cooldown = StorageValue(
    PALLET,
    "PendingChildKeyCooldown",
    U64,
    Param("pending_childkey_cooldown"),
    doc="Blocks between scheduling children and the earliest epoch that applies them.",
)
auto_parent_delegation_enabled = StorageMap(
    PALLET,
    "AutoParentDelegationEnabled",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    BOOL,
    True,
    doc="Whether a root validator becomes a parent of each new subnet's owner hotkey.",
)
tao_weight = StorageValue(
    PALLET,
    "TaoWeight",
    U64,
    971_718_665_099_567_868,
    doc="What a rao of root stake weighs beside a rao of alpha, a fraction of 2^64 - 1.",
)
