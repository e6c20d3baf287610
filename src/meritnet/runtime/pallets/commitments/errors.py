"""Errors of the Commitments pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Commitments"

TooManyFieldsInCommitmentInfo = ErrorDef(
    PALLET,
    0,
    "TooManyFieldsInCommitmentInfo",
    "The commitment has more than the 3 fields that it may have; join some of them into one BigRaw field.",
)
AccountNotAllowedCommit = ErrorDef(
    PALLET,
    1,
    "AccountNotAllowedCommit",
    "Only a hotkey with a uid on the subnet may commit there; register it (burned_register) or sign with the hotkey.",
)
SpaceLimitExceeded = ErrorDef(
    PALLET,
    2,
    "SpaceLimitExceeded",
    "The hotkey's commitments in this epoch would exceed Commitments.MaxSpace bytes (each counts at least 100); wait "
    "for the subnet's next epoch or commit less.",
)
UnexpectedUnreserveLeftover = ErrorDef(
    PALLET,
    3,
    "UnexpectedUnreserveLeftover",
    "A deposit could not be given back in full; never raised here, for commitments take no deposit.",
)
TimelockRevealFailedNotAllowed = ErrorDef(
    PALLET,
    4,
    "TimelockRevealFailedNotAllowed",
    "A field TimelockRevealFailed cannot be committed, the chain writes it where a timelock did not open; commit "
    "TimelockEncrypted, Raw or BigRaw.",
)
