"""XChaCha20-Poly1305: authenticated encryption with a nonce long enough to be drawn at random."""

from Crypto.Cipher import ChaCha20_Poly1305

KEY_BYTES = 32
NONCE_BYTES = 24
TAG_BYTES = 16


def seal(key: bytes, nonce: bytes, plaintext: bytes) -> bytes:
    """Return ciphertext ‖ tag, without associated data."""
    ciphertext, tag = ChaCha20_Poly1305.new(key=key, nonce=nonce).encrypt_and_digest(plaintext)
    return ciphertext + tag


def unseal(key: bytes, nonce: bytes, sealed: bytes) -> bytes | None:
    """Return the plaintext of ciphertext ‖ tag, or None unless the tag fits key, nonce and ciphertext."""
    if len(sealed) < TAG_BYTES:
        return None
    cipher = ChaCha20_Poly1305.new(key=key, nonce=nonce)
    try:
        return cipher.decrypt_and_verify(sealed[:-TAG_BYTES], sealed[-TAG_BYTES:])
    except ValueError:
        return None
