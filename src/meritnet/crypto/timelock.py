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
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from meritnet.primitives.errors import Invalid

from . import beacon, bls

OVERHEAD_BYTES = 244
REMEMBERED = 16_384
"""Keys of contents that are remembered, about 10 MB: as many commits as 64 validators make on 256 subnets."""
ROUNDS = 64
"""Signatures whose points are remembered."""
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
    """A ciphertext taken apart; `u` is not yet checked to be a point."""

    u: bytes
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
    if signature_point(bytes(signature)) is None:
        raise CannotOpen(Failure.SIGNATURE)
    sealed = parse(bytes(ciphertext))
    key = content_key(sealed.u, sealed.v, sealed.w, bytes(signature))
    if isinstance(key, Failure):
        raise CannotOpen(key)
    return _content(sealed.body, key)


def prepare(ciphertext: bytes, signature: bytes) -> None:
    """Do and remember what costs most of `decrypt`, which will say what it has to say when its turn comes."""
    try:
        sealed = parse(bytes(ciphertext))
    except CannotOpen:
        return
    content_key(sealed.u, sealed.v, sealed.w, bytes(signature))


def parse(ciphertext: bytes) -> Sealed:
    """Take a ciphertext apart. Raises: CannotOpen.

    Quirk: bytes behind the end are not looked at, nor is the name of the cipher.
    """
    u, rest = ciphertext[: bls.PUBLIC_KEY_BYTES], ciphertext[bls.PUBLIC_KEY_BYTES :]
    v, rest = _take(rest, Failure.CIPHERTEXT)
    w, rest = _take(rest, Failure.CIPHERTEXT)
    body, rest = _take(rest, Failure.CIPHERTEXT)
    _take(rest, Failure.CIPHERTEXT)
    return Sealed(u, v, w, body)


@lru_cache(maxsize=ROUNDS)
def signature_point(signature: bytes) -> G1Point | None:
    """Return the point of a round's signature, None if it is none; all ciphertexts of a round share it."""
    try:
        return bls.signature_point(signature)
    except bls.InvalidPoint:
        return None


@lru_cache(maxsize=REMEMBERED)
def content_key(u: bytes, v: bytes, w: bytes, signature: bytes) -> bytes | Failure:
    """Return the key of a ciphertext's content, or why there is none. This is what opening costs: one pairing.

    Remembered, because what waits for another beacon is tried in every block, and because a key may be looked for
    before the block that needs it.
    """
    point = signature_point(signature)
    if point is None:
        return Failure.SIGNATURE
    try:
        # Its subgroup is checked before anything is paired: what lies outside may have no pairing at all.
        blinded = bls.public_key_point(u)
    except bls.InvalidPoint:
        return Failure.CIPHERTEXT
    if len(v) != KEY_BYTES or len(w) != KEY_BYTES:
        return Failure.DECRYPT
    sigma = _xor(v, _hash(bls.pairing_bytes(point, blinded)))
    key = _xor(w, _hash(sigma))
    # The ciphertext must be the one that this key and sigma make.
    return key if bls.generator_times(_blind(sigma, key)) == blinded else Failure.DECRYPT


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
