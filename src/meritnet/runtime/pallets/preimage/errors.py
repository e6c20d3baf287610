"""Errors of the Preimage pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Preimage"

TooBig = ErrorDef(
    PALLET, 0, "TooBig", "The preimage is longer than 4,194,304 bytes; shorten it to at most that."
)
AlreadyNoted = ErrorDef(
    PALLET,
    1,
    "AlreadyNoted",
    "These bytes are stored already (Preimage.RequestStatusFor); use their hash.",
)
NotAuthorized = ErrorDef(
    PALLET,
    2,
    "NotAuthorized",
    "Only the account that paid the deposit, or root, may remove this preimage; sign with that account.",
)
NotNoted = ErrorDef(
    PALLET,
    3,
    "NotNoted",
    "No bytes are stored or asked for under this hash (Preimage.RequestStatusFor); check the hash, blake2-256 of the "
    "bytes.",
)
Requested = ErrorDef(
    PALLET,
    4,
    "Requested",
    "The preimage is still requested (Preimage.RequestStatusFor); never raised here, its payer gets the deposit back "
    "and the bytes stay.",
)
NotRequested = ErrorDef(
    PALLET,
    5,
    "NotRequested",
    "Nothing requests this preimage, so no request can be withdrawn; check the hash.",
)
TooMany = ErrorDef(PALLET, 6, "TooMany", "More than 1,024 hashes in one call; split them into several calls.")
TooFew = ErrorDef(PALLET, 7, "TooFew", "The list of hashes is empty; give at least one.")
