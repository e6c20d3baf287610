"""Types of SubtensorModule declared with root_claims."""

from meritnet.codec import BTreeSet, Case, Enum, Variant
from meritnet.codec.common import NET_UID

ROOT_CLAIM_TYPE = Enum(
    "pallet_subtensor::pallet::RootClaimTypeEnum",
    [
        Variant(0, "Swap"),
        Variant(1, "Keep"),
        Variant(2, "KeepSubnets", [("subnets", BTreeSet(NET_UID), "BTreeSet<NetUid>")]),
    ],
)
"""What claims do with the alpha: sell it for root stake, keep it as stake, or keep it on the named subnets only."""

SWAP = Case("Swap", ())
KEEP = Case("Keep", ())


def keeps(claim_type: Case, netuid: int) -> bool:
    """Return whether a claim of this type keeps a subnet's alpha."""
    return claim_type == KEEP or (claim_type.name == "KeepSubnets" and netuid in claim_type.args[0])
