"""Encrypts to a round of a beacon; the round's signature opens it. Layout and scheme are those of the public clients.

The content is under AES-256-GCM with a key of its own; the key is under identity-based encryption (Boneh-Franklin,
FullIdent) with the round as identity. Lengths are u64 little endian, the whole is the plaintext and 244 bytes:

    96          U, a point of G2
    8 + 32      V = sigma xor SHA-256(pairing)
    8 + 32      W = key xor SHA-256(sigma)
    8 + body    body = 8 + ciphertext and tag, 8 + 12 nonce
    8 + 8       the name AES_GCM_

Source: consensus facts section 12; vectors/consensus/50_units.json (timelock_ciphertext)
"""

import hashlib
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from Crypto.Cipher import AES
from py_arkworks_bls12381 import G2Point, Scalar

from meritnet.primitives.errors import Invalid

from . import beacon, bls

OVERHEAD_BYTES = 244
KEY_BYTES, NONCE_BYTES, TAG_BYTES, LENGTH_BYTES = 32, 12, 16, 8
ENTROPY_BYTES = 32
SUITE = b"AES_GCM_"


class Failure(Enum):
    """Why a ciphertext does not open."""

    SIGNATURE = "the round's signature is no point of the curve"
    CIPHERTEXT = "the bytes are no timelock ciphertext"
    DECRYPT = "it was encrypted to another round or beacon, or was altered"


class CannotOpen(Invalid):
    """A ciphertext does not open with a signature; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"timelock: {failure.value}")
        self.failure = failure


class Sealed(NamedTuple):
    """A ciphertext taken apart."""

    u: G2Point
    v: bytes
    w: bytes
    body: bytes


def encrypt(plaintext: bytes, round_: int, public_key: bytes, entropy: bytes) -> bytes:
    """Return `plaintext` under the lock of a beacon's round.

    `entropy` are 32 secret bytes, drawn anew for every call: they decide all that is random here.
    Raises: Invalid for entropy of another length, InvalidPoint for a key that is none.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise Invalid(f"entropy has {ENTROPY_BYTES} bytes, {len(entropy)} were given; draw new ones")
    # The content is part of the seed: even entropy that is used twice never puts two contents under one key.
    seed = _hash(entropy + public_key + round_.to_bytes(8, "little") + plaintext)
    key, sigma = _derived(seed, b"key"), _derived(seed, b"sigma")
    nonce = _derived(seed, b"nonce")[:NONCE_BYTES]
    blind = _blind(sigma, key)
    shared = bls.pairing_bytes(
        bls.hash_to_point(beacon.message_of(round_)), bls.public_key_point(public_key) * blind
    )
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    content, tag = cipher.encrypt_and_digest(plaintext)
    body = _counted(content + tag) + _counted(nonce)
    return b"".join(
        (
            (G2Point() * blind).to_compressed_bytes(),
            _counted(_xor(sigma, _hash(shared))),
            _counted(_xor(key, _hash(sigma))),
            _counted(body),
            _counted(SUITE),
        )
    )


def decrypt(ciphertext: bytes, signature: bytes) -> bytes:
    """Return what a round's signature opens. Raises: CannotOpen."""
    found = _attempt(bytes(ciphertext), bytes(signature))
    if isinstance(found, Failure):
        raise CannotOpen(found)
    return found


def parse(ciphertext: bytes) -> Sealed:
    """Take a ciphertext apart. Raises: CannotOpen.

    Quirk: bytes behind the end are not looked at, nor is the name of the cipher.
    """
    rest = ciphertext[bls.PUBLIC_KEY_BYTES :]
    try:
        u = bls.public_key_point(ciphertext[: bls.PUBLIC_KEY_BYTES])
    except bls.InvalidPoint as error:
        raise CannotOpen(Failure.CIPHERTEXT) from error
    v, rest = _take(rest, Failure.CIPHERTEXT)
    w, rest = _take(rest, Failure.CIPHERTEXT)
    body, rest = _take(rest, Failure.CIPHERTEXT)
    _take(rest, Failure.CIPHERTEXT)
    return Sealed(u, v, w, body)


@lru_cache(maxsize=512)
def _attempt(ciphertext: bytes, signature: bytes) -> bytes | Failure:
    """Return the plaintext or why there is none; remembered, as what waits for another beacon is tried every block."""
    try:
        point = bls.signature_point(signature)
    except bls.InvalidPoint:
        return Failure.SIGNATURE
    try:
        sealed = parse(ciphertext)
        key = _key(sealed, bls.pairing_bytes(point, sealed.u))
        return _content(sealed.body, key)
    except CannotOpen as error:
        return error.failure


def _key(sealed: Sealed, shared: bytes) -> bytes:
    """Return the content's key. Raises: CannotOpen unless the ciphertext is what this key and sigma make."""
    if len(sealed.v) != KEY_BYTES or len(sealed.w) != KEY_BYTES:
        raise CannotOpen(Failure.DECRYPT)
    sigma = _xor(sealed.v, _hash(shared))
    key = _xor(sealed.w, _hash(sigma))
    if G2Point() * _blind(sigma, key) != sealed.u:
        raise CannotOpen(Failure.DECRYPT)
    return key


def _content(body: bytes, key: bytes) -> bytes:
    content, rest = _take(body, Failure.DECRYPT)
    nonce, _ = _take(rest, Failure.DECRYPT)
    if len(nonce) != NONCE_BYTES or len(content) < TAG_BYTES:
        raise CannotOpen(Failure.DECRYPT)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce)
    try:
        return bytes(cipher.decrypt_and_verify(content[:-TAG_BYTES], content[-TAG_BYTES:]))
    except ValueError as error:
        raise CannotOpen(Failure.DECRYPT) from error


def _take(data: bytes, failure: Failure) -> tuple[bytes, bytes]:
    """Return counted bytes and what follows them. Raises: CannotOpen."""
    length = int.from_bytes(data[:LENGTH_BYTES], "little")
    end = LENGTH_BYTES + length
    if len(data) < LENGTH_BYTES or len(data) < end:
        raise CannotOpen(failure)
    return data[LENGTH_BYTES:end], data[end:]


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "little") + data


def _blind(sigma: bytes, key: bytes) -> Scalar:
    return Scalar.from_be_bytes_mod_order(_hash(sigma + key))


def _derived(seed: bytes, purpose: bytes) -> bytes:
    return _hash(b"timelock " + purpose + b" " + seed)


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
