"""State and constants of the Balances pallet. Balances themselves live in `System.Account`."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.pallets.system.types import ACCOUNT_DATA, EMPTY_ACCOUNT
from meritnet.state.items import StorageMap, StorageValue

from .types import FREEZES, HOLDS, LOCKS, RESERVES

PALLET = "Balances"
EXISTENTIAL_DEPOSIT = 500
"""Least balance an account may hold. Unit: rao."""

total_issuance = StorageValue(PALLET, "TotalIssuance", TAO, 0, doc="Sum of all balances. Unit: rao.")
inactive_issuance = StorageValue(
    PALLET, "InactiveIssuance", TAO, 0, doc="Issuance that does not count as active. Unit: rao."
)
account = StorageMap(
    PALLET,
    "Account",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ACCOUNT_DATA,
    EMPTY_ACCOUNT.data,
    doc="Always empty: balances are part of `System.Account`.",
)
locks = StorageMap(
    PALLET,
    "Locks",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    LOCKS,
    (),
    doc="Locks on an account's balance; nothing of this chain locks balances.",
)
reserves = StorageMap(
    PALLET,
    "Reserves",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    RESERVES,
    (),
    doc="Named reserves of an account; deposits of this chain have no name and count in its record alone.",
)
holds = StorageMap(
    PALLET,
    "Holds",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    HOLDS,
    (),
    doc="What an account has on hold, by reason; part of its reserved balance. Unit: rao.",
)
freezes = StorageMap(
    PALLET,
    "Freezes",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    FREEZES,
    (),
    doc="Freezes of an account's balance; this chain has no reason to freeze any.",
)

existential_deposit = ConstantDef(
    PALLET, "ExistentialDeposit", TAO, EXISTENTIAL_DEPOSIT, "Least balance an account may hold. Unit: rao."
)
max_locks = ConstantDef(PALLET, "MaxLocks", U32, 50, "Locks an account may have.")
max_reserves = ConstantDef(PALLET, "MaxReserves", U32, 50, "Named reserves an account may have.")
max_freezes = ConstantDef(PALLET, "MaxFreezes", U32, 50, "Freezes an account may have.")
