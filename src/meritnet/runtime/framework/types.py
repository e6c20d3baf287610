"""SCALE types of transaction validity, beside the shared ones of `codec.common` that rules use by the same
name.
"""

from meritnet.codec import U8, Enum, Variant
from meritnet.codec.common import (
    DISPATCH_CLASS,
    DISPATCH_ERROR,
    DISPATCH_RESULT,
    FEE_DETAILS,
    INCLUSION_FEE,
    MODULE_ERROR,
    PAYS,
    PHASE,
    RUNTIME_DISPATCH_INFO,
    RUNTIME_VERSION,
    TRANSACTION_SOURCE,
    VALID_TRANSACTION,
    WEIGHT,
)
from meritnet.codec.common import DISPATCH_INFO as DISPATCH_EVENT_INFO

__all__ = [
    "DISPATCH_CLASS",
    "DISPATCH_ERROR",
    "DISPATCH_EVENT_INFO",
    "DISPATCH_RESULT",
    "FEE_DETAILS",
    "INCLUSION_FEE",
    "INVALID_TRANSACTION",
    "MODULE_ERROR",
    "PAYS",
    "PHASE",
    "RUNTIME_DISPATCH_INFO",
    "RUNTIME_VERSION",
    "TRANSACTION_SOURCE",
    "TRANSACTION_VALIDITY_ERROR",
    "UNKNOWN_TRANSACTION",
    "VALID_TRANSACTION",
    "WEIGHT",
]

INVALID_TRANSACTION = Enum(
    "sp_runtime::transaction_validity::InvalidTransaction",
    [
        Variant(0, "Call"),
        Variant(1, "Payment"),
        Variant(2, "Future"),
        Variant(3, "Stale"),
        Variant(4, "BadProof"),
        Variant(5, "AncientBirthBlock"),
        Variant(6, "ExhaustsResources"),
        Variant(7, "Custom", [(None, U8)]),
        Variant(8, "BadMandatory"),
        Variant(9, "MandatoryValidation"),
        Variant(10, "BadSigner"),
        Variant(11, "IndeterminateImplicit"),
        Variant(12, "UnknownOrigin"),
    ],
)
UNKNOWN_TRANSACTION = Enum(
    "sp_runtime::transaction_validity::UnknownTransaction",
    [Variant(0, "CannotLookup"), Variant(1, "NoUnsignedValidator"), Variant(2, "Custom", [(None, U8)])],
)
TRANSACTION_VALIDITY_ERROR = Enum(
    "sp_runtime::transaction_validity::TransactionValidityError",
    [
        Variant(0, "Invalid", [(None, INVALID_TRANSACTION)]),
        Variant(1, "Unknown", [(None, UNKNOWN_TRANSACTION)]),
    ],
)
