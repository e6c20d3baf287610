"""Checks a signature of any of the three schemes against an account."""

from meritnet.codec import Case
from meritnet.crypto import ecdsa, ed25519, sr25519
from meritnet.primitives.ids import AccountId

SCHEMES = {"Ed25519": ed25519.verify, "Sr25519": sr25519.verify, "Ecdsa": ecdsa.verify}
"""Verifiers by the variants of `MultiSignature`."""


def verify(signature: Case, account: AccountId, message: bytes) -> bool:
    """Return whether a `MultiSignature` signs `message` for `account`; malformed ones do not."""
    scheme = SCHEMES.get(signature.name)
    return scheme is not None and scheme(signature.args[0], message, account)
