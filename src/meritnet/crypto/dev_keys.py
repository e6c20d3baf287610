"""Development key pairs: //Alice, //Bob and every other path below the public development phrase.

Everybody knows their secrets, so they are worth nothing outside a local network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from meritnet.codec import STR, Case
from meritnet.crypto import ecdsa, ed25519, sr25519
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid
from meritnet.primitives.hashing import blake2_256
from meritnet.primitives.ids import AccountId

ROOT_SEED = bytes.fromhex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e")
"""Seed of the development phrase that every Substrate tool publishes."""

NAMES = ("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two")

_PATH = re.compile(r"(//?)([^/]+)")
_DERIVATION_TAGS = {"Ed25519": "Ed25519HDKD", "Ecdsa": "Secp256k1HDKD"}


class InvalidUri(Invalid):
    """Text is not a derivation path of a development key."""


@dataclass(frozen=True, slots=True)
class Keypair:
    """A key pair of one of the three schemes, named as in `MultiSignature`; `secret` never prints."""

    scheme: str
    public: bytes
    secret: bytes = field(repr=False)

    @property
    def account(self) -> AccountId:
        """Return the account that the key controls."""
        return ecdsa.account_of(self.public) if self.scheme == "Ecdsa" else self.public

    @property
    def address(self) -> str:
        """Return the SS58 address of the account."""
        return ss58.encode(self.account)

    def sign(self, message: bytes) -> Case:
        """Return the `MultiSignature` over `message`."""
        if self.scheme == "Sr25519":
            raw = sr25519.sign(self.public, self.secret, message)
        elif self.scheme == "Ed25519":
            raw = ed25519.sign(self.secret, message)
        else:
            raw = ecdsa.sign(self.secret, message)
        return Case(self.scheme, (raw,))


@cache
def keypair(uri: str, scheme: str = "Sr25519") -> Keypair:
    """Return the development key pair of a path such as `//Alice` or `//Alice//stash`.

    Raises: InvalidUri for a malformed path, an unknown scheme, or a soft junction outside sr25519.
    """
    junctions = _junctions(uri)
    if scheme == "Sr25519":
        public, secret = sr25519.public_and_secret(ROOT_SEED)
        for hard, chain_code in junctions:
            derive = sr25519.derive_hard if hard else sr25519.derive_soft
            public, secret = derive(public, secret, chain_code)
        return Keypair(scheme, public, secret)
    if scheme not in _DERIVATION_TAGS:
        raise InvalidUri(f"scheme {scheme} is unknown; use Sr25519, Ed25519 or Ecdsa")
    seed = ROOT_SEED
    for hard, chain_code in junctions:
        if not hard:
            raise InvalidUri(f"{uri} has a soft junction, which {scheme} does not offer; use // throughout")
        seed = blake2_256(STR.encode(_DERIVATION_TAGS[scheme]) + seed + chain_code)
    public = ed25519.public_key(seed) if scheme == "Ed25519" else ecdsa.public_key(seed)
    return Keypair(scheme, public, seed)


def _junctions(uri: str) -> list[tuple[bool, bytes]]:
    matches = _PATH.findall(uri)
    if "".join(slashes + name for slashes, name in matches) != uri:
        raise InvalidUri(
            f"{uri!r:.80} is no derivation path; write //Name, optionally followed by more parts"
        )
    return [(slashes == "//", _chain_code(name)) for slashes, name in matches]


def _chain_code(name: str) -> bytes:
    # Numbers count as u64, everything else as SCALE text; too long ones are hashed.
    if name.isascii() and name.isdigit() and int(name) < 2**64:
        encoded = int(name).to_bytes(8, "little")
    else:
        encoded = STR.encode(name)
    return blake2_256(encoded) if len(encoded) > 32 else encoded.ljust(32, b"\x00")
