"""The hash that binds a validator to weights it will reveal later."""

from collections.abc import Sequence
from hashlib import blake2b


def commit_preimage(
    account: bytes,
    storage_index: int,
    uids: Sequence[int],
    values: Sequence[int],
    salt: Sequence[int],
    version_key: int,
) -> bytes:
    """Return the SCALE encoding of (account, index, uids, values, salt, version_key).

    Units: account 32 bytes, storage_index u16 (netuid + 4096 * mechanism), lists of u16, version_key u64.
    """
    return b"".join(
        (
            account,
            storage_index.to_bytes(2, "little"),
            _u16_list(uids),
            _u16_list(values),
            _u16_list(salt),
            version_key.to_bytes(8, "little"),
        )
    )


def commit_hash(
    account: bytes,
    storage_index: int,
    uids: Sequence[int],
    values: Sequence[int],
    salt: Sequence[int],
    version_key: int,
) -> bytes:
    """Return blake2b-256 of `commit_preimage`."""
    preimage = commit_preimage(account, storage_index, uids, values, salt, version_key)
    return blake2b(preimage, digest_size=32).digest()


def _u16_list(items: Sequence[int]) -> bytes:
    return _compact(len(items)) + b"".join(item.to_bytes(2, "little") for item in items)


def _compact(value: int) -> bytes:
    # A list of u16 has at most 65,536 items in practice, so the two short forms and the four-byte form
    # suffice.
    if value < 1 << 6:
        return (value << 2).to_bytes(1, "little")
    if value < 1 << 14:
        return (value << 2 | 1).to_bytes(2, "little")
    return (value << 2 | 2).to_bytes(4, "little")
