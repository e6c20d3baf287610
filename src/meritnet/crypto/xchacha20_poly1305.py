"""XChaCha20-Poly1305: authenticated encryption with a nonce long enough to be drawn at random."""

from importlib import import_module
from typing import Any

KEY_BYTES = 32
NONCE_BYTES = 24
TAG_BYTES = 16


def _cipher(key: bytes, nonce: bytes) -> Any:  # Any: the library has no type for it
    """Return a fresh cipher. Loaded when the first envelope needs it: a node's start need not wait for the library."""
    return import_module("Crypto.Cipher.ChaCha20_Poly1305").new(key=key, nonce=nonce)


def seal(key: bytes, nonce: bytes, plaintext: bytes) -> bytes:
    """Return ciphertext ‖ tag, without associated data."""
    ciphertext, tag = _cipher(key, nonce).encrypt_and_digest(plaintext)
    return bytes(ciphertext + tag)


def unseal(key: bytes, nonce: bytes, sealed: bytes) -> bytes | None:
    """Return the plaintext of ciphertext ‖ tag, or None unless the tag fits key, nonce and ciphertext."""
    if len(sealed) < TAG_BYTES:
        return None
    try:
        return bytes(_cipher(key, nonce).decrypt_and_verify(sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]))
    except ValueError:
        return None
