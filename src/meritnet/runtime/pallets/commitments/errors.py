"""Errors of the Commitments pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Commitments"

TooManyFieldsInCommitmentInfo = ErrorDef(PALLET, 0, "TooManyFieldsInCommitmentInfo", "")
AccountNotAllowedCommit = ErrorDef(PALLET, 1, "AccountNotAllowedCommit", "")
SpaceLimitExceeded = ErrorDef(PALLET, 2, "SpaceLimitExceeded", "")
UnexpectedUnreserveLeftover = ErrorDef(PALLET, 3, "UnexpectedUnreserveLeftover", "")
