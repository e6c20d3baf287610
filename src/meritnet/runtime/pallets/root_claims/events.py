"""Events of SubtensorModule declared with root_claims."""

from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

RootClaimed = event(
    PALLET,
    115,
    "RootClaimed",
    [("coldkey", ACCOUNT_ID), ("tao", TAO)],
    "A coldkey's root dividends were claimed; `tao` was added to its root stake, 0 if nothing was due.",
)
