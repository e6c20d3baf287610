"""Events of the Crowdloan pallet. Amounts in rao."""

from meritnet.codec import U32, Option, Type
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.framework.declarations import event

PALLET = "Crowdloan"

_ID: tuple[str | None, Type] = ("crowdloan_id", U32)

Created = event(
    PALLET,
    0,
    "Created",
    [_ID, ("creator", ACCOUNT_ID), ("end", U32), ("cap", TAO)],
    "A crowdloan was created and holds its creator's deposit.",
)
Contributed = event(
    PALLET,
    1,
    "Contributed",
    [_ID, ("contributor", ACCOUNT_ID), ("amount", TAO)],
    "An account contributed; the amount is what was taken, which may be less than was offered.",
)
Withdrew = event(
    PALLET,
    2,
    "Withdrew",
    [_ID, ("contributor", ACCOUNT_ID), ("amount", TAO)],
    "A contributor took its contribution back, the creator what it had given above its deposit.",
)
PartiallyRefunded = event(
    PALLET, 3, "PartiallyRefunded", [_ID], "Some contributors were refunded; another call refunds more."
)
AllRefunded = event(PALLET, 4, "AllRefunded", [_ID], "Every contributor but the creator is refunded.")
Finalized = event(
    PALLET, 5, "Finalized", [_ID], "The raised TAO went to the target or the stored call was made."
)
Dissolved = event(
    PALLET, 6, "Dissolved", [_ID], "The crowdloan was removed and its creator has the deposit back."
)
MinContributionUpdated = event(
    PALLET,
    7,
    "MinContributionUpdated",
    [_ID, ("new_min_contribution", TAO)],
    "The least amount of one contribution changed.",
)
EndUpdated = event(
    PALLET, 8, "EndUpdated", [_ID, ("new_end", U32)], "The block at which contributions end changed."
)
CapUpdated = event(
    PALLET, 9, "CapUpdated", [_ID, ("new_cap", TAO)], "The amount that the crowdloan is to raise changed."
)
MaxContributionUpdated = event(
    PALLET,
    10,
    "MaxContributionUpdated",
    [_ID, ("new_max_contribution", Option(TAO))],
    "The most that one account may contribute in total was set or, with None, lifted.",
)
