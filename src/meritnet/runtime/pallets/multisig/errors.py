"""Errors of the Multisig pallet."""

from meritnet.runtime.framework.errors import ErrorDef

from .types import MAX_SIGNATORIES

PALLET = "Multisig"

MinimumThreshold = ErrorDef(
    PALLET,
    0,
    "MinimumThreshold",
    "The threshold is below 2; name 2 or more, or call as_multi_threshold_1 where one approval is enough.",
)
AlreadyApproved = ErrorDef(
    PALLET,
    1,
    "AlreadyApproved",
    "The sender approved this call already, or it has all approvals and only as_multi can run it; wait or send that.",
)
NoApprovalsNeeded = ErrorDef(
    PALLET,
    2,
    "NoApprovalsNeeded",
    "The call needs no more approvals; never raised here, one that has them all fails with AlreadyApproved until "
    "as_multi runs it.",
)
TooFewSignatories = ErrorDef(
    PALLET, 3, "TooFewSignatories", "No other signatory is given; name all signatories but the sender."
)
TooManySignatories = ErrorDef(
    PALLET,
    4,
    "TooManySignatories",
    f"More than {MAX_SIGNATORIES} signatories with the sender; use fewer.",
)
SignatoriesOutOfOrder = ErrorDef(
    PALLET,
    5,
    "SignatoriesOutOfOrder",
    "The other signatories are not in ascending order of their account bytes, or one is given twice; sort them.",
)
SenderInSignatories = ErrorDef(
    PALLET, 6, "SenderInSignatories", "The sender is among the other signatories; leave it out."
)
NotFound = ErrorDef(
    PALLET,
    7,
    "NotFound",
    "No open operation with this account and call hash (Multisig.Multisigs); check signatories, threshold and hash.",
)
NotOwner = ErrorDef(
    PALLET,
    8,
    "NotOwner",
    "Only the signatory who began the operation and paid its deposit may do this; sign with that account.",
)
NoTimepoint = ErrorDef(
    PALLET,
    9,
    "NoTimepoint",
    "The operation is open already and no timepoint was given; pass the block and index of its first approval "
    "(Multisig.Multisigs, when).",
)
WrongTimepoint = ErrorDef(
    PALLET,
    10,
    "WrongTimepoint",
    "The timepoint is not that of the open operation; read it from Multisig.Multisigs (when).",
)
UnexpectedTimepoint = ErrorDef(
    PALLET,
    11,
    "UnexpectedTimepoint",
    "A timepoint is given but no such operation is open (Multisig.Multisigs); leave it out, the first approval has "
    "none.",
)
MaxWeightTooLow = ErrorDef(
    PALLET,
    12,
    "MaxWeightTooLow",
    "The call weighs more than max_weight allows; take its weight from TransactionPaymentApi.query_info.",
)
AlreadyStored = ErrorDef(
    PALLET,
    13,
    "AlreadyStored",
    "The call itself is stored already; never raised here, for only hashes of calls are stored.",
)
