"""Edwards-curve signatures under the ZIP-215 rules that the reference applies.

Quirk: ZIP-215 multiplies by the cofactor, so a few public keys of small order verify signatures that stricter
libraries refuse. Every node must agree, so the same library family is used.
"""

import ed25519_zebra

SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32


def verify(signature: bytes, message: bytes, public: bytes) -> bool:
    """Return whether `signature` signs `message` under `public`."""
    if len(signature) != SIGNATURE_BYTES or len(public) != PUBLIC_BYTES:
        return False
    return bool(ed25519_zebra.ed_verify(bytes(signature), bytes(message), bytes(public)))


def public_key(seed: bytes) -> bytes:
    """Return the 32-byte public key of a 32-byte seed."""
    _, public = ed25519_zebra.ed_from_seed(seed)
    return bytes(public)


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature over `message`."""
    signature: bytes = ed25519_zebra.ed_sign(seed, message)
    return signature
