"""State, constants and event of the TransactionPayment pallet."""

from meritnet.codec import U8, U128, Case, Enum, Variant, Wrapper
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import ConstantDef, event
from meritnet.state.items import StorageValue

PALLET = "TransactionPayment"
ONE_E18 = 10**18

next_fee_multiplier = StorageValue(
    PALLET,
    "NextFeeMultiplier",
    Wrapper("sp_arithmetic::fixed_point::FixedU128", U128),
    ONE_E18,
    doc="Multiplier of the weight fee; always 1 here. Unit: 1e-18.",
)
storage_version = StorageValue(
    PALLET,
    "StorageVersion",
    Enum("pallet_transaction_payment::Releases", [Variant(0, "V1Ancient", []), Variant(1, "V2", [])]),
    Case("V1Ancient"),
    doc="Layout of this pallet's state.",
)

operational_fee_multiplier = ConstantDef(
    PALLET, "OperationalFeeMultiplier", U8, 5, "How much more priority an operational extrinsic buys."
)

TransactionFeePaid = event(
    PALLET,
    0,
    "TransactionFeePaid",
    [("who", ACCOUNT_ID), ("actual_fee", TAO), ("tip", TAO)],
    "The fee of an extrinsic was paid.",
)
