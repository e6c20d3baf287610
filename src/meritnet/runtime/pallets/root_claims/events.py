"""Events of SubtensorModule declared with root_claims."""

from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import event

from .types import ROOT_CLAIM_TYPE

PALLET = "SubtensorModule"

RootClaimed = event(
    PALLET,
    115,
    "RootClaimed",
    [("coldkey", ACCOUNT_ID), ("tao", TAO)],
    "A coldkey's root dividends were claimed; `tao` was added to its root stake, 0 if nothing was due.",
)
RootClaimTypeSet = event(
    PALLET,
    150,
    "RootClaimTypeSet",
    [("coldkey", ACCOUNT_ID), ("root_claim_type", ROOT_CLAIM_TYPE)],
    "A coldkey chose what its claims of root dividends do with the alpha.",
)
"""Runtime 425 has it at 115, where 461 has `RootClaimed`; no later table names it, so it stands behind them all."""
