"""The proof that a hotkey's holder holds an EVM key too: a personal message signed as wallets do (EIP-191).

The message is the hotkey followed by keccak-256 of a block number, which nobody compares with the chain.
"""

from coincurve import PublicKey

from meritnet.codec import U64
from meritnet.crypto import ecdsa
from meritnet.primitives.hashing import keccak_256

ADDRESS_BYTES = 20


def message(hotkey: bytes, block_number: int) -> bytes:
    """Return the 64 bytes that the EVM key signs."""
    return hotkey + keccak_256(U64.encode(block_number))


def digest(text: bytes) -> bytes:
    """Return what a wallet signs for a personal message."""
    return keccak_256(b"\x19Ethereum Signed Message:\n" + str(len(text)).encode() + text)


def signer(signature: bytes, text: bytes) -> bytes | None:
    """Return the compressed public key that signed a personal message, None if the signature is malformed.

    The recovery id may be written as 0..3 or as 27..30.
    """
    return ecdsa.recover(signature, digest(text))


def address_of(public: bytes) -> bytes | None:
    """Return the EVM address of a compressed public key, None if the bytes are no point of the curve."""
    try:
        point = PublicKey(public).format(compressed=False)
    except ValueError:
        return None
    return keccak_256(point[1:])[-ADDRESS_BYTES:]
