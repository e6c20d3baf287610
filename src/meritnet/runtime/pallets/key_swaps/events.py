"""Events of key swaps."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID, H256, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

HotkeySwapped = event(
    PALLET,
    67,
    "HotkeySwapped",
    [("coldkey", ACCOUNT_ID), ("old_hotkey", ACCOUNT_ID), ("new_hotkey", ACCOUNT_ID)],
    "A coldkey replaced one of its hotkeys by another on all subnets.",
)
ColdkeySwapAnnounced = event(
    PALLET,
    70,
    "ColdkeySwapAnnounced",
    [("who", ACCOUNT_ID), ("new_coldkey_hash", H256)],
    "A coldkey announced its swap to a coldkey of which it named the hash.",
)
ColdkeySwapReset = event(
    PALLET,
    71,
    "ColdkeySwapReset",
    [("who", ACCOUNT_ID)],
    "Root removed a coldkey's announced swap and its dispute.",
)
ColdkeySwapped = event(
    PALLET,
    72,
    "ColdkeySwapped",
    [("old_coldkey", ACCOUNT_ID), ("new_coldkey", ACCOUNT_ID)],
    "Everything that a coldkey owned went to a new coldkey.",
)
ColdkeySwapDisputed = event(
    PALLET,
    73,
    "ColdkeySwapDisputed",
    [("coldkey", ACCOUNT_ID)],
    "A coldkey's announced swap was disputed: the account is frozen until root resets it.",
)
ColdkeySwapAnnouncementDelaySet = event(
    PALLET,
    82,
    "ColdkeySwapAnnouncementDelaySet",
    [(None, U32)],
    "Root set the blocks between the announcement of a coldkey swap and the swap.",
)
ColdkeySwapReannouncementDelaySet = event(
    PALLET,
    83,
    "ColdkeySwapReannouncementDelaySet",
    [(None, U32)],
    "Root set the blocks after which an announced coldkey swap may be replaced or cleared.",
)
HotkeySwappedOnSubnet = event(
    PALLET,
    103,
    "HotkeySwappedOnSubnet",
    [("coldkey", ACCOUNT_ID), ("old_hotkey", ACCOUNT_ID), ("new_hotkey", ACCOUNT_ID), ("netuid", NET_UID)],
    "A coldkey replaced one of its hotkeys by another on one subnet.",
)
ColdkeySwapCleared = event(
    PALLET,
    127,
    "ColdkeySwapCleared",
    [("who", ACCOUNT_ID)],
    "A coldkey took back its announced swap.",
)
