"""Errors of the MevShield pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "MevShield"

BadEncKeyLen = ErrorDef(
    PALLET,
    0,
    "BadEncKeyLen",
    "A block author announced a key that is no ML-KEM-768 public key of 1184 bytes; the block keeps the author's old "
    "key, and its node must announce a whole key in its next block.",
)
Unreachable = ErrorDef(
    PALLET,
    1,
    "Unreachable",
    "A key was announced in a block without an author; only a chain with block authors has shielded transactions.",
)
TooManyPendingExtrinsics = ErrorDef(
    PALLET,
    2,
    "TooManyPendingExtrinsics",
    "As many stored calls wait as MevShield.MaxPendingExtrinsicsLimit allows; wait for the next block, which works "
    "them off, and store the call again.",
)
WeightExceedsAbsoluteMax = ErrorDef(
    PALLET,
    3,
    "WeightExceedsAbsoluteMax",
    "The weight is above 2,000,000,000,000 ps, half of a block; set at most that.",
)
