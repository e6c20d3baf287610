"""Secret keys of a block author for shielded transactions, held only as long as needed.

An engine announces a public key in each of its own blocks and asks for the secret when the chain has brought that
key to its turn. Checking or replaying a block needs no secret: what was hidden stands in the block as it was read.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from meritnet.crypto import ml_kem
from meritnet.runtime.pallets.mev_shield.envelope import key_hash

MANY = 8
"""Keys that may be held before those that are of no use are looked for; one author needs three."""


class ShieldKeys(Protocol):
    """Holds the secrets of one author, wherever they are kept."""

    def announce(self, height: int) -> bytes | None:
        """Return the public key to announce in this author's block `height`; None announces that there is none."""

    def secret(self, hashed: bytes) -> bytes | None:
        """Return the secret key whose public key has this hash, if it is held here."""

    def keep(self, live: Callable[[], Collection[bytes]]) -> None:
        """Forget, within a few calls, every key but the live ones: what was sent to the others can never be read again.

        `live` returns the hashes of those that are of use; it is asked only when something may be forgotten.
        """


class MemoryShieldKeys:
    """Makes a fresh key for every block and forgets it soon after it is of no use; a restart forgets all."""

    def __init__(self) -> None:
        self._secrets: dict[bytes, bytes] = {}
        self._latest: tuple[int, bytes] | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._secrets)} keys)"

    def announce(self, height: int) -> bytes | None:
        """Return a fresh public key, the same one if a block of this height is built again."""
        if self._latest is None or self._latest[0] != height:
            public, secret = self._fresh()
            self._secrets[key_hash(public)] = secret
            self._latest = (height, public)
        return self._latest[1]

    def secret(self, hashed: bytes) -> bytes | None:
        """Return a secret key that was made here and is not yet forgotten."""
        return self._secrets.get(hashed)

    def keep(self, live: Callable[[], Collection[bytes]]) -> None:
        """Forget every key but the live ones, as soon as there are many."""
        if self._is_time_to_forget():
            hashes = live()
            for hashed in [one for one in self._secrets if one not in hashes]:
                del self._secrets[hashed]

    def _fresh(self) -> tuple[bytes, bytes]:
        return ml_kem.generate()

    def _is_time_to_forget(self) -> bool:
        return len(self._secrets) > MANY
