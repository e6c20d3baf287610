"""State of key swaps: announcements, disputes, delays, when a coldkey last swapped a hotkey."""

from meritnet.codec import U32, U64, Tuple
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY, TWOX64_CONCAT
from meritnet.primitives.params import Param
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageValue

PALLET = "SubtensorModule"

last_hotkey_swap_on_netuid = StorageDoubleMap(
    PALLET,
    "LastHotkeySwapOnNetuid",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    U64,
    0,
    doc="Block in which a coldkey last swapped a hotkey on a subnet; forgotten some time after the wait is over.",
)
coldkey_swap_announcement_delay = StorageValue(
    PALLET,
    "ColdkeySwapAnnouncementDelay",
    U32,
    Param("coldkey_swap_announcement_delay"),
    doc="Blocks between the announcement of a coldkey swap and the first block that may make it.",
)
coldkey_swap_reannouncement_delay = StorageValue(
    PALLET,
    "ColdkeySwapReannouncementDelay",
    U32,
    Param("coldkey_swap_reannouncement_delay"),
    doc="Blocks after that first block before the announcement may be replaced or cleared.",
)
coldkey_swap_announcements = StorageMap(
    PALLET,
    "ColdkeySwapAnnouncements",
    (ACCOUNT_ID, TWOX64_CONCAT),
    Tuple(U32, H256),
    doc="A coldkey's announced swap: the first block that may make it, blake2-256 of the new coldkey.",
)
coldkey_swap_disputes = StorageMap(
    PALLET,
    "ColdkeySwapDisputes",
    (ACCOUNT_ID, TWOX64_CONCAT),
    U32,
    doc="Block in which a coldkey disputed its announced swap; the account can do nothing until root resets it.",
)
