"""A randomness beacon: a clock of rounds, each with one signature that nobody knows before its moment.

Rounds count from 1 at the beacon's genesis. The signature of a round opens what was encrypted to that round, and its
hash is the round's randomness.
Source: the public description of unchained beacons; consensus facts section 12.
"""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from . import bls

SCHEME = "bls-unchained-g1-rfc9380"
MS = 1_000


class Beacon(NamedTuple):
    """What identifies a beacon. Units: seconds."""

    public_key: bytes
    period_s: int
    genesis_time_s: int
    group_hash: bytes
    beacon_id: str

    def round_at(self, moment_ms: int) -> int:
        """Return the newest round that is out at a moment, 0 before the beacon began."""
        since = moment_ms - self.genesis_time_s * MS
        return 0 if since < 0 else since // (self.period_s * MS) + 1

    def moment_ms(self, round_: int) -> int:
        """Return the moment at which a round comes out."""
        return (self.genesis_time_s + (round_ - 1) * self.period_s) * MS

    def chain_hash(self) -> bytes:
        """Return the hash by which a beacon's rounds are asked for."""
        text = self.period_s.to_bytes(4, "big") + self.genesis_time_s.to_bytes(8, "big", signed=True)
        # The oldest beacon of a group has the name "default", which its hash leaves out.
        name = "" if self.beacon_id == "default" else self.beacon_id
        return hashlib.sha256(text + self.public_key + self.group_hash + name.encode()).digest()


QUICKNET = Beacon(
    bytes.fromhex(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921c"
        "c22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    3,
    1_692_803_367,
    bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"),
    "quicknet",
)
"""The public beacon to which clients encrypt."""


def message_of(round_: int) -> bytes:
    """Return what a beacon signs in a round; the round before does not matter."""
    return hashlib.sha256(round_.to_bytes(8, "big")).digest()


def randomness_of(signature: bytes) -> bytes:
    """Return a round's randomness, which follows from its signature."""
    return hashlib.sha256(signature).digest()


@lru_cache(maxsize=1_024)
def is_signature_of(public_key: bytes, round_: int, signature: bytes) -> bool:
    """Return whether a signature is that of a round. Raises: bls.InvalidPoint.

    Remembered, because the same round is checked when it arrives, when a block is built and when it is executed.
    """
    return bls.verify(public_key, message_of(round_), signature)
