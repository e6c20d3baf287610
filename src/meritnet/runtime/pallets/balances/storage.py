"""State and constants of the Balances pallet. Balances themselves live in `System.Account`."""

from meritnet.codec import U32
from meritnet.codec.common import TAO
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.state.items import StorageValue

PALLET = "Balances"
EXISTENTIAL_DEPOSIT = 500
"""Least balance an account may hold. Unit: rao."""

total_issuance = StorageValue(PALLET, "TotalIssuance", TAO, 0, doc="Sum of all balances. Unit: rao.")
inactive_issuance = StorageValue(
    PALLET, "InactiveIssuance", TAO, 0, doc="Issuance that does not count as active. Unit: rao."
)

existential_deposit = ConstantDef(
    PALLET, "ExistentialDeposit", TAO, EXISTENTIAL_DEPOSIT, "Least balance an account may hold. Unit: rao."
)
max_locks = ConstantDef(PALLET, "MaxLocks", U32, 50, "Locks an account may have.")
max_reserves = ConstantDef(PALLET, "MaxReserves", U32, 50, "Named reserves an account may have.")
max_freezes = ConstantDef(PALLET, "MaxFreezes", U32, 50, "Freezes an account may have.")
