"""State of leases."""

from meritnet.codec import U32
from meritnet.codec.common import ACCOUNT_ID, ALPHA, NET_UID, U64F64_T
from meritnet.codec.storage_key import IDENTITY, TWOX64_CONCAT
from meritnet.state.items import StorageDoubleMap, StorageMap, StorageValue

from .types import SUBNET_LEASE

PALLET = "SubtensorModule"

subnet_leases = StorageMap(
    PALLET,
    "SubnetLeases",
    (U32, TWOX64_CONCAT),
    SUBNET_LEASE,
    doc="Running leases by id. The contributors' share is in percent of the owner's cut, the cost in rao.",
)
subnet_lease_shares = StorageDoubleMap(
    PALLET,
    "SubnetLeaseShares",
    (U32, TWOX64_CONCAT),
    (ACCOUNT_ID, IDENTITY),
    U64F64_T,
    0,
    doc="A contributor's share of a lease, 0 to 1; the beneficiary has the rest and no entry. U64F64 bits.",
)
subnet_uid_to_lease_id = StorageMap(
    PALLET,
    "SubnetUidToLeaseId",
    (NET_UID, TWOX64_CONCAT),
    U32,
    doc="The lease that a subnet was registered by; stays when the lease is terminated.",
)
next_subnet_lease_id = StorageValue(
    PALLET, "NextSubnetLeaseId", U32, 0, doc="Id of the next lease; ids are never used again."
)
accumulated_lease_dividends = StorageMap(
    PALLET,
    "AccumulatedLeaseDividends",
    (U32, TWOX64_CONCAT),
    ALPHA,
    0,
    doc="The contributors' part of the owner's cut that waits for the next payout. Unit: rao of alpha.",
)
