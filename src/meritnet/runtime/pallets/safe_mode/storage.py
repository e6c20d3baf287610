"""State and constants of the SafeMode pallet."""

from meritnet.codec import U32, Option
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.state.items import StorageDoubleMap, StorageValue

PALLET = "SafeMode"
ROOT_ENTER_DURATION = 7_200
"""How long safe mode lasts when root enters it. Unit: blocks."""
ROOT_EXTEND_DURATION = 3_600
"""By how much root extends it. Unit: blocks."""

entered_until = StorageValue(
    PALLET, "EnteredUntil", U32, doc="Last block of safe mode; absent while it is off."
)
deposits = StorageDoubleMap(
    PALLET,
    "Deposits",
    (ACCOUNT_ID, TWOX64_CONCAT),
    (U32, TWOX64_CONCAT),
    TAO,
    doc="Deposits of those who entered or extended safe mode, by block; none here, for only root may. Unit: rao.",
)

enter_duration = ConstantDef(
    PALLET, "EnterDuration", U32, 0, "Blocks that anybody may enter safe mode for; nobody may here."
)
extend_duration = ConstantDef(
    PALLET, "ExtendDuration", U32, 0, "Blocks that anybody may extend safe mode by; nobody may here."
)
enter_deposit_amount = ConstantDef(
    PALLET, "EnterDepositAmount", Option(TAO), None, "Deposit to enter safe mode; none: nobody but root may."
)
extend_deposit_amount = ConstantDef(
    PALLET,
    "ExtendDepositAmount",
    Option(TAO),
    None,
    "Deposit to extend safe mode; none: nobody but root may.",
)
release_delay = ConstantDef(
    PALLET, "ReleaseDelay", Option(U32), None, "Blocks until a deposit may be released; none: only by root."
)
