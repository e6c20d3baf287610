"""Types of the subnets part."""

from meritnet.codec import BYTES, Struct

SUBNET_IDENTITY_V3 = Struct(
    "pallet_subtensor::pallet::SubnetIdentityV3",
    [
        ("subnet_name", BYTES),
        ("github_repo", BYTES),
        ("subnet_contact", BYTES),
        ("subnet_url", BYTES),
        ("discord", BYTES),
        ("description", BYTES),
        ("logo_url", BYTES),
        ("additional", BYTES),
    ],
)
