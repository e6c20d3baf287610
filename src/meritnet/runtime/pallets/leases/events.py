"""Events of leases."""

from meritnet.codec import U32, Option
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID
from meritnet.runtime.framework.declarations import event

PALLET = "SubtensorModule"

SubnetLeaseCreated = event(
    PALLET,
    104,
    "SubnetLeaseCreated",
    [("beneficiary", ACCOUNT_ID), ("lease_id", U32), ("netuid", NET_UID), ("end_block", Option(U32))],
    "A crowdloan registered a subnet that its creator runs and its contributors earn from.",
)
SubnetLeaseTerminated = event(
    PALLET,
    105,
    "SubnetLeaseTerminated",
    [("beneficiary", ACCOUNT_ID), ("netuid", NET_UID)],
    "A lease ended and its beneficiary owns the subnet.",
)
SubnetLeaseDividendsDistributed = event(
    PALLET,
    124,
    "SubnetLeaseDividendsDistributed",
    [("lease_id", U32), ("contributor", ACCOUNT_ID), ("alpha", ALPHA)],
    "A contributor or the beneficiary received its part of a leased subnet's owner cut as stake.",
)
