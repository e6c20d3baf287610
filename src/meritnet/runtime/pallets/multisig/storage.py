"""State and constants of the Multisig pallet."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, TWOX64_CONCAT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.pallets.balances.deposits import deposit_of
from meritnet.state.items import StorageDoubleMap

from .types import CALL_HASH, MAX_SIGNATORIES, MULTISIG

PALLET = "Multisig"
DEPOSIT_BASE, DEPOSIT_FACTOR = deposit_of(items=1, size=112), deposit_of(items=0, size=32)

multisigs = StorageDoubleMap(
    PALLET,
    "Multisigs",
    (ACCOUNT_ID, TWOX64_CONCAT),
    (CALL_HASH, BLAKE2_128_CONCAT),
    MULTISIG,
    doc="Open operations by account and call hash: when begun, by whom, approvals in order, deposit. Unit: rao.",
)

deposit_base = ConstantDef(
    PALLET, "DepositBase", TAO, DEPOSIT_BASE, "Deposit for an open operation. Unit: rao."
)
deposit_factor = ConstantDef(
    PALLET, "DepositFactor", TAO, DEPOSIT_FACTOR, "Deposit for each approval of the threshold. Unit: rao."
)
max_signatories = ConstantDef(
    PALLET, "MaxSignatories", U32, MAX_SIGNATORIES, "Signatories that an account may have."
)
