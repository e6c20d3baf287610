"""Signed responses: a miner's receipt for what it answered to whom.

The signature covers the request's nonce and sender, the responder, the status and the body's hash, so that
neither the validator can invent an answer nor the miner deny one.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from meritnet.neuron.auth import SCHEME_NAMES, SCHEMES, AuthFailed, public_key
from meritnet.neuron.chain import Signer

TAG = "meritnet-response/1"
RESPONDER = "X-Meritnet-Responder"
CRYPTO = "X-Meritnet-Crypto"
SIGNATURE = "X-Meritnet-Signature"
_SIGNATURE_LETTERS = 2 + 128


@dataclass(frozen=True, slots=True)
class Receipt:
    """All that is needed to prove a response to a third party, beside its body."""

    nonce: int
    sender: str
    responder: str
    scheme: str
    status: int
    body_sha256: bytes
    signature: bytes

    def payload(self) -> bytes:
        """Return the signed bytes."""
        return "\n".join(
            (
                TAG,
                self.scheme,
                str(self.nonce),
                self.sender,
                self.responder,
                str(self.status),
                self.body_sha256.hex(),
            )
        ).encode()

    def holds(self) -> bool:
        """Return whether the responder signed this."""
        verify = SCHEMES.get(self.scheme)
        return verify is not None and verify(self.signature, self.payload(), public_key(self.responder))


def sign_response(signer: Signer, nonce: int, sender: str, status: int, body: bytes) -> dict[str, str]:
    """Return the headers that sign a response."""
    scheme = SCHEME_NAMES[signer.crypto_type]
    digest = hashlib.sha256(body).digest()
    draft = Receipt(nonce, sender, signer.ss58_address, scheme, status, digest, b"")
    headers = {
        RESPONDER: signer.ss58_address,
        SIGNATURE: "0x" + bytes(signer.sign(draft.payload())).hex(),
    }
    if scheme != "sr25519":
        headers[CRYPTO] = scheme
    return headers


def read_response(
    headers: Mapping[str, str], nonce: int, sender: str, responder: str, status: int, body: bytes
) -> Receipt:
    """Return the receipt of a response.

    Raises: AuthFailed if another key or nobody signed it, or it answers another request.
    """
    if headers.get(RESPONDER) != responder:
        raise AuthFailed("receiver", f"the response does not come from {responder}")
    text = headers.get(SIGNATURE, "")
    digits = text[2:]
    if (
        len(text) != _SIGNATURE_LETTERS
        or not text.startswith("0x")
        or not set(digits) <= set("0123456789abcdef")
    ):
        raise AuthFailed("malformed", f"{SIGNATURE} must be 0x and 128 lower-case hex digits")
    scheme = headers.get(CRYPTO, "sr25519")
    receipt = Receipt(
        nonce, sender, responder, scheme, status, hashlib.sha256(body).digest(), bytes.fromhex(digits)
    )
    if not receipt.holds():
        raise AuthFailed("signature", f"the response is not signed by {responder}")
    return receipt
