"""secp256k1 signatures: the key is recovered from the signature and compared with the account."""

from coincurve import PrivateKey, PublicKey

from meritnet.primitives.hashing import blake2_256
from meritnet.primitives.ids import AccountId

SIGNATURE_BYTES = 65


def verify(signature: bytes, message: bytes, account: AccountId) -> bool:
    """Return whether `signature` signs the blake2b-256 of `message` with the key behind `account`."""
    public = recover(signature, blake2_256(message))
    return public is not None and account_of(public) == account


def recover(signature: bytes, digest: bytes) -> bytes | None:
    """Return the compressed public key that signed `digest`, None if the signature is malformed.

    Quirk: the recovery id is accepted as 0..3 and, as Ethereum writes it, as 27..30.
    """
    if len(signature) != SIGNATURE_BYTES:
        return None
    recovery_id = signature[64] - 27 if signature[64] > 26 else signature[64]
    if recovery_id > 3:
        return None
    plain = bytes(signature[:64]) + bytes([recovery_id])
    try:
        public = PublicKey.from_signature_and_message(plain, digest, hasher=None)
    except ValueError:
        # r or s out of range, or no point on the curve: not a signature by anybody.
        return None
    return bytes(public.format(compressed=True))


def account_of(public: bytes) -> AccountId:
    """Return the account of a compressed public key."""
    return blake2_256(public)


def public_key(seed: bytes) -> bytes:
    """Return the compressed public key of a 32-byte secret."""
    return bytes(PrivateKey(seed).public_key.format(compressed=True))


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the recoverable signature over the blake2b-256 of `message`."""
    return bytes(PrivateKey(seed).sign_recoverable(blake2_256(message), hasher=None))
