"""Types of leases."""

from meritnet.codec import U32, Option, Struct
from meritnet.codec.common import ACCOUNT_ID, NET_UID, PERCENT, TAO

SUBNET_LEASE = Struct(
    "pallet_subtensor::subnets::leasing::SubnetLease",
    [
        ("beneficiary", ACCOUNT_ID),
        ("coldkey", ACCOUNT_ID),
        ("hotkey", ACCOUNT_ID),
        ("emissions_share", PERCENT),
        ("end_block", Option(U32)),
        ("netuid", NET_UID),
        ("cost", TAO),
    ],
)
