"""The hashes of the chain: blake2b for content, xxhash ("twox") for storage prefixes, keccak where EVM keys sign."""

from functools import lru_cache
from hashlib import blake2b

from Crypto.Hash import keccak
from xxhash import xxh64_intdigest


def blake2_64(data: bytes) -> bytes:
    """Return blake2b with 8 bytes of output; identifies runtime APIs."""
    return blake2b(data, digest_size=8).digest()


def blake2_128(data: bytes) -> bytes:
    """Return blake2b with 16 bytes of output."""
    return blake2b(data, digest_size=16).digest()


def blake2_256(data: bytes) -> bytes:
    """Return blake2b with 32 bytes of output."""
    return blake2b(data, digest_size=32).digest()


def blake2_512(data: bytes) -> bytes:
    """Return blake2b with 64 bytes of output."""
    return blake2b(data, digest_size=64).digest()


def keccak_256(data: bytes) -> bytes:
    """Return Keccak with 32 bytes of output and its original padding, as Ethereum uses it (not SHA3-256)."""
    return keccak.new(data=data, digest_bits=256).digest()


def twox_64(data: bytes) -> bytes:
    """Return xxh64 with seed 0, little-endian. Not collision-resistant."""
    return int(xxh64_intdigest(data, 0)).to_bytes(8, "little")


def twox_128(data: bytes) -> bytes:
    """Return xxh64 with the seeds 0 and 1, each little-endian. Not collision-resistant."""
    return b"".join(int(xxh64_intdigest(data, seed)).to_bytes(8, "little") for seed in range(2))


def twox_256(data: bytes) -> bytes:
    """Return xxh64 with the seeds 0 to 3, each little-endian. Not collision-resistant."""
    return b"".join(int(xxh64_intdigest(data, seed)).to_bytes(8, "little") for seed in range(4))


@lru_cache(maxsize=4096)
def storage_prefix(pallet: str, item: str) -> bytes:
    """Return the 32 bytes that every storage key of an item starts with: twox128 of both names."""
    return twox_128(pallet.encode()) + twox_128(item.encode())
