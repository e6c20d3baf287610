"""State of conviction locks: each coldkey's lock, sums by hotkey and for the owner hotkey, flags, rates."""

from meritnet.codec import BOOL, U64, U128, UNIT
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageNMap, StorageValue

from .types import LOCK_STATE

PALLET = "SubtensorModule"

DEFAULT_RATE = 934_866
"""Blocks in which what is left falls to 1/e: half of it goes in ninety days of twelve-second blocks."""

account_flags = StorageMap(
    PALLET,
    "AccountFlags",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    U128,
    0,
    doc="Choices of an account as bits. Bit 0: it accepts locked alpha from others.",
)
lock = StorageNMap(
    PALLET,
    "Lock",
    ((ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT)),
    LOCK_STATE,
    doc="A coldkey's lock on a subnet for a hotkey, as of its last update; one hotkey a coldkey and subnet.",
)
locking_coldkeys = StorageNMap(
    PALLET,
    "LockingColdkeys",
    ((NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), (ACCOUNT_ID, BLAKE2_128_CONCAT)),
    UNIT,
    doc="Who has a lock on a subnet for a hotkey: the rows of `Lock`, found from their other end.",
)
hotkey_lock = StorageDoubleMap(
    PALLET,
    "HotkeyLock",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    LOCK_STATE,
    doc="Sum of the perpetual locks for a hotkey that is not the subnet's owner hotkey, about exact.",
)
decaying_hotkey_lock = StorageDoubleMap(
    PALLET,
    "DecayingHotkeyLock",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    LOCK_STATE,
    doc="Sum of the decaying locks for a hotkey that is not the subnet's owner hotkey, about exact.",
)
owner_lock = StorageMap(
    PALLET,
    "OwnerLock",
    (NET_UID, IDENTITY),
    LOCK_STATE,
    doc="Sum of the perpetual locks for the subnet's owner hotkey, about exact.",
)
decaying_owner_lock = StorageMap(
    PALLET,
    "DecayingOwnerLock",
    (NET_UID, IDENTITY),
    LOCK_STATE,
    doc="Sum of the decaying locks for the subnet's owner hotkey, about exact.",
)
decaying_lock = StorageDoubleMap(
    PALLET,
    "DecayingLock",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    BOOL,
    doc="False where the coldkey's lock on the subnet is perpetual; nothing is stored for one that decays.",
)
owner_cut_auto_lock_enabled = StorageMap(
    PALLET,
    "OwnerCutAutoLockEnabled",
    (NET_UID, IDENTITY),
    BOOL,
    False,
    doc="Whether the owner's cut of every epoch is locked as soon as it is staked.",
)
maturity_rate = StorageValue(
    PALLET,
    "MaturityRate",
    U64,
    DEFAULT_RATE,
    doc="Blocks in which conviction comes within 1/e of what the locked mass holds it to; 0: at once.",
)
unlock_rate = StorageValue(
    PALLET,
    "UnlockRate",
    U64,
    DEFAULT_RATE,
    doc="Blocks in which a decaying lock's mass falls to 1/e; 0: at once.",
)
