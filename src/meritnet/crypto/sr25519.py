"""Schnorr signatures over Ristretto, the scheme of ordinary accounts.

Strict on purpose: a signature over `<Bytes>` + message + `</Bytes>`, which browser wallets make, does not
verify for the bare message. The chain does not accept it either.
"""

import sr25519

SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32


def verify(signature: bytes, message: bytes, public: bytes) -> bool:
    """Return whether `signature` signs exactly `message` under `public`, in the context `substrate`."""
    if len(signature) != SIGNATURE_BYTES or len(public) != PUBLIC_BYTES:
        return False
    try:
        return bool(sr25519.verify(bytes(signature), bytes(message), bytes(public)))
    except ValueError:
        # The library raises for points and scalars that are no encoding at all; to the chain they are wrong.
        return False


def public_and_secret(seed: bytes) -> tuple[bytes, bytes]:
    """Return the 32-byte public and the 64-byte secret key of a 32-byte seed."""
    public, secret = sr25519.pair_from_seed(seed)
    return public, secret


def derive_hard(public: bytes, secret: bytes, chain_code: bytes) -> tuple[bytes, bytes]:
    """Return the key pair behind a hard junction."""
    _, child_public, child_secret = sr25519.hard_derive_keypair((chain_code, public, secret), b"")
    return child_public, child_secret


def derive_soft(public: bytes, secret: bytes, chain_code: bytes) -> tuple[bytes, bytes]:
    """Return the key pair behind a soft junction."""
    _, child_public, child_secret = sr25519.derive_keypair((chain_code, public, secret), b"")
    return child_public, child_secret


def sign(public: bytes, secret: bytes, message: bytes) -> bytes:
    """Return a signature over `message`; two calls return different ones."""
    signature: bytes = sr25519.sign((public, secret), message)
    return signature
