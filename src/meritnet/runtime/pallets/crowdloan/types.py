"""Types of the Crowdloan pallet."""

from meritnet.codec import BOOL, U32, Option, Struct
from meritnet.codec.common import ACCOUNT_ID, TAO
from meritnet.runtime.pallets.preimage.types import BOUNDED_CALL

CROWDLOAN_INFO = Struct(
    "pallet_crowdloan::CrowdloanInfo",
    [
        ("creator", ACCOUNT_ID),
        ("deposit", TAO),
        ("min_contribution", TAO),
        ("end", U32),
        ("cap", TAO),
        ("funds_account", ACCOUNT_ID),
        ("raised", TAO),
        ("target_address", Option(ACCOUNT_ID)),
        ("call", Option(BOUNDED_CALL)),
        ("finalized", BOOL),
        ("contributors_count", U32),
    ],
)
