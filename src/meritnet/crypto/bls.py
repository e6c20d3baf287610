"""BLS signatures on BLS12-381 as randomness beacons make them: signatures in G1, public keys in G2.

The one module that knows the curve library. All results are exact; nothing here draws random figures.
Source: RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_; consensus facts section 12.
"""

import hashlib
from functools import cache

from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

from meritnet.primitives.errors import Invalid

SIGNATURE_BYTES = 48
PUBLIC_KEY_BYTES = 96
SEED_BYTES = 32
SCALAR_BYTES = 32
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"

Secret = Scalar
"""A secret key: a number below the group order. Its repr shows the number, so it is never logged."""


class InvalidPoint(Invalid):
    """Bytes that are no point of the curve's subgroup."""


def signature_point(signature: bytes) -> G1Point:
    """Return the point of a compressed signature. Raises: InvalidPoint."""
    try:
        return G1Point.from_compressed_bytes(bytes(signature))
    except ValueError as error:
        raise InvalidPoint(
            f"a signature of {len(signature)} bytes is no point of G1; its compressed form has {SIGNATURE_BYTES}"
        ) from error


def public_key_point(public_key: bytes) -> G2Point:
    """Return the point of a compressed public key. Raises: InvalidPoint."""
    try:
        return G2Point.from_compressed_bytes(bytes(public_key))
    except ValueError as error:
        raise InvalidPoint(
            f"a public key of {len(public_key)} bytes is no point of G2; it has {PUBLIC_KEY_BYTES} bytes in compressed "
            "form"
        ) from error


def hash_to_point(message: bytes) -> G1Point:
    """Return the point of G1 that stands for a message."""
    return G1Point.hash_to_curve(bytes(message), DOMAIN)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether a signature fits message and key, by one check of two pairings. Raises: InvalidPoint."""
    key, point = public_key_point(public_key), signature_point(signature)
    return GT.pairing_check([-point, hash_to_point(message)], [G2Point(), key])


def secret_of(seed: bytes) -> Secret:
    """Return the secret key of 32 secret bytes. Raises: Invalid for another length."""
    if len(seed) != SEED_BYTES:
        raise Invalid(f"a seed has {SEED_BYTES} bytes, {len(seed)} were given; draw new ones")
    # 64 bytes reduced by the group order of 255 bits: no number is noticeably more likely than another.
    return Scalar.from_be_bytes_mod_order(hashlib.sha512(b"bls12-381 secret" + seed).digest())


def public_key(secret: Secret) -> bytes:
    """Return the compressed public key of a secret key."""
    return (G2Point() * secret).to_compressed_bytes()


def sign(secret: Secret, message: bytes) -> bytes:
    """Return the compressed signature over a message; there is exactly one."""
    return (hash_to_point(message) * secret).to_compressed_bytes()


@cache
def _generator_table() -> tuple[tuple[G2Point, ...], ...]:
    """Return, for each byte of a scalar from the lowest on, the generator of G2 times each value of that byte.

    Bound: 32 rows of 256 points, 2.5 MB; made once, at the first use, in about 20 ms.
    """
    rows, base = [], G2Point()
    for _ in range(SCALAR_BYTES):
        row = [G2Point.identity()]
        for _ in range(255):
            row.append(row[-1] + base)
        rows.append(tuple(row))
        base = row[-1] + base
    return tuple(rows)


def generator_times(scalar: Scalar) -> G2Point:
    """Return the generator of G2 times a public scalar: as a sum of known multiples, a fifth of a multiplication.

    Not for secrets: which multiples are looked up shows in the time it takes.
    """
    total = G2Point.identity()
    for row, value in zip(_generator_table(), scalar.to_le_bytes(), strict=True):
        if value:
            total = total + row[value]
    return total


def pairing_bytes(left: G1Point, right: G2Point) -> bytes:
    """Return the pairing of two points as 576 bytes: twelve field elements, each 48 bytes little endian."""
    return bytes.fromhex(str(GT.pairing(left, right)))
