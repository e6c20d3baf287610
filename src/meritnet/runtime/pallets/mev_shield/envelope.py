"""The envelope of a shielded transaction: taken apart, sealed, opened.

Layout: twox-128 of the public key (16) ‖ u16 little-endian length of the KEM ciphertext ‖ KEM ciphertext ‖
nonce (24) ‖ XChaCha20-Poly1305 ciphertext and tag. The AEAD's key is the KEM's shared secret, there is no
associated data, the plaintext is a whole signed extrinsic with its length in front.
"""

from typing import NamedTuple

from meritnet.codec import InvalidEncoding
from meritnet.codec.extrinsic import Extrinsic
from meritnet.crypto import ml_kem
from meritnet.crypto import xchacha20_poly1305 as aead
from meritnet.primitives.hashing import twox_128
from meritnet.runtime.framework.extrinsic_type import UNCHECKED_EXTRINSIC

from .types import KEY_HASH_BYTES

LENGTH_BYTES = 2


class Envelope(NamedTuple):
    """A shielded transaction in its parts, in the order of the reference's struct."""

    key_hash: bytes
    kem_ct: bytes
    aead_ct: bytes
    nonce: bytes

    @property
    def plaintext_bytes(self) -> int:
        """How long the plaintext is, if there is one."""
        return max(len(self.aead_ct) - aead.TAG_BYTES, 0)


def key_hash(public: bytes) -> bytes:
    """Return the 16 bytes by which an envelope names the key it was made for."""
    return twox_128(public)


def parse(data: bytes) -> Envelope | None:
    """Return the parts of an envelope, or None if it is too short for them.

    Quirk: nothing is said about the length of the KEM ciphertext or of the sealed part; even none will do.
    """
    kem_start = KEY_HASH_BYTES + LENGTH_BYTES
    if len(data) < kem_start:
        return None
    kem_end = kem_start + int.from_bytes(data[KEY_HASH_BYTES:kem_start], "little")
    nonce_end = kem_end + aead.NONCE_BYTES
    if len(data) < nonce_end:
        return None
    return Envelope(data[:KEY_HASH_BYTES], data[kem_start:kem_end], data[nonce_end:], data[kem_end:nonce_end])


def unseal(secret: bytes, envelope: Envelope) -> bytes | None:
    """Return the plaintext, or None where the secret key does not open the envelope."""
    shared = ml_kem.decapsulate(secret, envelope.kem_ct)
    return None if shared is None else aead.unseal(shared, envelope.nonce, envelope.aead_ct)


def inner_extrinsic(plaintext: bytes) -> Extrinsic | None:
    """Return the extrinsic at the start of a plaintext, or None if there is none.

    Quirk: bytes behind the extrinsic are ignored.
    """
    try:
        extrinsic, _ = UNCHECKED_EXTRINSIC.read(plaintext, 0)
    except InvalidEncoding:
        return None
    found: Extrinsic = extrinsic
    return found


def seal(public: bytes, nonce: bytes, plaintext: bytes) -> bytes | None:
    """Return the envelope of a plaintext for a public key, as clients make it; None if it is no such key."""
    agreed = ml_kem.encapsulate(public)
    if agreed is None:
        return None
    shared, kem_ct = agreed
    length = len(kem_ct).to_bytes(LENGTH_BYTES, "little")
    return key_hash(public) + length + kem_ct + nonce + aead.seal(shared, nonce, plaintext)
