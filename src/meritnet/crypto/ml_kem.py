"""ML-KEM-768 (FIPS 203): a secret is agreed on by one message to a public key.

Units: bytes; keys and ciphertexts in the standard's canonical encodings.
"""

import hashlib

from pqcrypto.kem import ml_kem_768

PUBLIC_BYTES = 1184
SECRET_BYTES = 2400
CIPHERTEXT_BYTES = 1088
SHARED_BYTES = 32
_PUBLIC_AT, _HASH_AT, _REJECTION_AT = 1152, 2336, 2368
"""Where a secret key holds its public key, that key's SHA3-256, and the 32 bytes for implicit rejection."""


def generate() -> tuple[bytes, bytes]:
    """Return a fresh (public key, secret key). Never called by rules: every call gives another pair."""
    public, secret = ml_kem_768.keygen()
    return bytes(public), bytes(secret)


def public_of(secret: bytes) -> bytes | None:
    """Return the public key that a secret key holds, or None where it holds none that its own hash confirms."""
    public = secret[_PUBLIC_AT:_HASH_AT]
    fits = len(secret) == SECRET_BYTES and hashlib.sha3_256(public).digest() == secret[_HASH_AT:_REJECTION_AT]
    return public if fits else None


def encapsulate(public: bytes) -> tuple[bytes, bytes] | None:
    """Return a fresh (shared secret, ciphertext) for a public key, or None if it is no such key."""
    if len(public) != PUBLIC_BYTES:
        return None
    try:
        ciphertext, shared = ml_kem_768.encaps(bytes(public))
    except ValueError:
        return None
    return bytes(shared), bytes(ciphertext)


def decapsulate(secret: bytes, ciphertext: bytes) -> bytes | None:
    """Return the shared secret, or None where the secret key or the ciphertext is no canonical encoding.

    A ciphertext made for another key gives a secret that fits nothing, by the standard's implicit rejection.
    """
    if len(secret) != SECRET_BYTES or len(ciphertext) != CIPHERTEXT_BYTES:
        return None
    try:
        return bytes(ml_kem_768.decaps(bytes(secret), bytes(ciphertext)))
    except ValueError:
        return None
