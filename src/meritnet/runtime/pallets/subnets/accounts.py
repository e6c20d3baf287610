"""Returns the accounts without a key that the chain itself uses: 32 bytes of tags, numbers and zeros.

Source: vectors/economics/accounts.json
"""

ACCOUNT_BYTES = 32

_SUBNET_PREFIX = b"modlsubtensr"


def _padded(text: bytes) -> bytes:
    return text.ljust(ACCOUNT_BYTES, b"\0")


DEFAULT_ACCOUNT = bytes(ACCOUNT_BYTES)
"""Stands for "nobody" where storage knows no account."""
BURN_ACCOUNT = _padded(b"modlburntnsr")
"""TAO sent here is out of reach but still counted in the issuance."""
SWAP_PROTOCOL_ACCOUNT = _padded(b"modlten/swap")


def pallet_account(pallet_id: bytes, sub: bytes = b"") -> bytes:
    """Return the account of a pallet's 8-byte id, or one of those it derives by a number's bytes."""
    return _padded(b"modl" + pallet_id + sub)


def subnet_account(netuid: int) -> bytes:
    """Return the account that holds a subnet's pool TAO; for root, the TAO staked there."""
    return _padded(_SUBNET_PREFIX + netuid.to_bytes(2, "little"))


def netuid_of_account(account: bytes) -> int | None:
    """Return the netuid whose account this is, None for any other account."""
    netuid = int.from_bytes(account[len(_SUBNET_PREFIX) : len(_SUBNET_PREFIX) + 2], "little")
    return netuid if account == subnet_account(netuid) else None
