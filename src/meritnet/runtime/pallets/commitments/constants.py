"""Constants of the Commitments pallet."""

from meritnet.codec import U32
from meritnet.codec.common import TAO
from meritnet.runtime.framework.declarations import ConstantDef

from .types import MAX_FIELDS

PALLET = "Commitments"

max_fields = ConstantDef(PALLET, "MaxFields", U32, MAX_FIELDS, "Fields that one commitment may have.")
initial_deposit = ConstantDef(
    PALLET, "InitialDeposit", TAO, 0, "Deposit for a commitment. Unit: rao; none is taken."
)
field_deposit = ConstantDef(
    PALLET, "FieldDeposit", TAO, 0, "Deposit for each field of a commitment. Unit: rao; none is taken."
)
