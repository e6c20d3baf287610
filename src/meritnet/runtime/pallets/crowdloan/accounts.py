"""Returns the account without a key that holds what a crowdloan raised.

Source: vectors/economics/accounts.json
"""

from meritnet.runtime.pallets.subnets.accounts import pallet_account

CROWDLOAN_PALLET_ID = b"bt/cloan"


def funds_account(crowdloan_id: int) -> bytes:
    """Return the account that holds a crowdloan's funds."""
    return pallet_account(CROWDLOAN_PALLET_ID, crowdloan_id.to_bytes(4, "little"))
