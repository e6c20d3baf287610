"""Remembers extrinsics whose signature was verified, so that each is verified once.

The signature covers version, genesis and birth block, which cannot change under a decided chain, so the raw
bytes identify it.
"""

from collections import OrderedDict
from threading import Lock

from meritnet.primitives.hashing import blake2_256

CAPACITY = 200_000


class SignatureCache:
    """A bounded set of extrinsic hashes, the oldest leaving first. Safe for several threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def knows(self, raw: bytes) -> bool:
        """Whether the signature of these bytes was verified before."""
        return blake2_256(raw) in self._seen

    def add(self, raw: bytes) -> None:
        """Remember a verified extrinsic."""
        with self._lock:
            self._seen[blake2_256(raw)] = None
            if len(self._seen) > self._capacity:
                self._seen.popitem(last=False)

    def clear(self) -> None:
        """Forget everything (after a version change)."""
        with self._lock:
            self._seen.clear()
