"""Events of SubtensorModule declared with subnets."""

from meritnet.codec import BYTES, U16, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

NetworkAdded = event(
    PALLET,
    0,
    "NetworkAdded",
    [(None, NET_UID), (None, U16)],
    "A subnet was registered: netuid, mechanism (always 1).",
)
NetworkRemoved = event(
    PALLET,
    1,
    "NetworkRemoved",
    [(None, NET_UID)],
    "A subnet was dissolved, by root or to make room for a newcomer: netuid.",
)
SubnetIdentitySet = event(
    PALLET, 79, "SubnetIdentitySet", [(None, NET_UID)], "The owner of a subnet described it: netuid."
)
SubnetIdentityRemoved = event(
    PALLET,
    80,
    "SubnetIdentityRemoved",
    [(None, NET_UID)],
    "The description of a dissolved subnet was deleted: netuid.",
)
SubnetOwnerHotkeySet = event(
    PALLET,
    95,
    "SubnetOwnerHotkeySet",
    [(None, NET_UID), (None, ACCOUNT_ID)],
    "A subnet has a new owner hotkey: netuid, hotkey.",
)
FirstEmissionBlockNumberSet = event(
    PALLET,
    96,
    "FirstEmissionBlockNumberSet",
    [(None, NET_UID), (None, U64)],
    "A subnet was started: netuid, first block of emission.",
)
SymbolUpdated = event(
    PALLET,
    106,
    "SymbolUpdated",
    [("netuid", NET_UID), ("symbol", BYTES)],
    "A subnet has a new symbol (UTF-8).",
)
