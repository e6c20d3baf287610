"""Bounds of crowdloans, as the metadata shows them. Amounts in rao, durations in blocks."""

from meritnet.codec import U32
from meritnet.codec.common import PALLET_ID, TAO
from meritnet.primitives.params import Param
from meritnet.runtime.framework.declarations import ConstantDef

from .accounts import CROWDLOAN_PALLET_ID

PALLET = "Crowdloan"

MINIMUM_DEPOSIT = 10 * 10**9
"""Least deposit of a creator. Unit: rao."""
ABSOLUTE_MINIMUM_CONTRIBUTION = 10**9 // 10
"""Least amount that a crowdloan may demand of one contribution. Unit: rao."""
REFUND_CONTRIBUTORS_LIMIT = 50
"""Contributors that one refund call pays back."""
MAX_CONTRIBUTORS = 500
"""Contributors of one crowdloan, its creator included."""

pallet_id = ConstantDef(
    PALLET, "PalletId", PALLET_ID, CROWDLOAN_PALLET_ID, "What the accounts that hold the funds derive from."
)
minimum_deposit = ConstantDef(
    PALLET, "MinimumDeposit", TAO, MINIMUM_DEPOSIT, "Least deposit of a creator. Unit: rao."
)
absolute_minimum_contribution = ConstantDef(
    PALLET,
    "AbsoluteMinimumContribution",
    TAO,
    ABSOLUTE_MINIMUM_CONTRIBUTION,
    "Least amount that a crowdloan may demand of one contribution. Unit: rao.",
)
minimum_block_duration = ConstantDef(
    PALLET,
    "MinimumBlockDuration",
    U32,
    Param("crowdloan_minimum_duration"),
    "Least time between now and the end. Unit: blocks.",
)
maximum_block_duration = ConstantDef(
    PALLET,
    "MaximumBlockDuration",
    U32,
    Param("crowdloan_maximum_duration"),
    "Most time between now and the end. Unit: blocks.",
)
refund_contributors_limit = ConstantDef(
    PALLET,
    "RefundContributorsLimit",
    U32,
    REFUND_CONTRIBUTORS_LIMIT,
    "Contributors that one refund call pays back.",
)
max_contributors = ConstantDef(
    PALLET, "MaxContributors", U32, MAX_CONTRIBUTORS, "Contributors of one crowdloan, its creator included."
)
