"""Returns the accounts without a key that own a leased subnet.

Source: vectors/economics/accounts.json
"""

from meritnet.codec import STR, U32
from meritnet.primitives.hashing import blake2_256


def lease_coldkey(lease_id: int) -> bytes:
    """Return the coldkey that owns a leased subnet."""
    return _derived("leasing/coldkey", lease_id)


def lease_hotkey(lease_id: int) -> bytes:
    """Return the hotkey that stands for a leased subnet's owner."""
    return _derived("leasing/hotkey", lease_id)


def _derived(purpose: str, lease_id: int) -> bytes:
    return blake2_256(STR.encode(purpose) + U32.encode(lease_id))
