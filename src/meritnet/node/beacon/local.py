"""A beacon of a node's own, for a development chain without a network: a round every three seconds, as the public one.

Its secret lies on this machine, so its rounds hide nothing from whoever runs the node; no other chain takes them.
"""

from collections.abc import Iterator

from meritnet.crypto import beacon as beacons
from meritnet.crypto import bls
from meritnet.primitives.errors import Invalid
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.drand import books
from meritnet.runtime.pallets.drand.genesis import local_beacon
from meritnet.runtime.pallets.drand.types import PULSE
from meritnet.runtime.runtime import Runtime

MAX_PER_BLOCK = 20
"""Rounds that one block takes when the node has been away."""
MAX_BEHIND = 28_800
"""Rounds that are made up for after a longer pause, the ones of a day; older ones are left out."""


class LocalRounds:
    """Makes the rounds that are out at a block's moment. Implements `engine.round_source.RoundSource`."""

    def __init__(self, runtime: Runtime, seed: bytes) -> None:
        self._runtime = runtime
        self._secret = bls.secret_of(seed)
        self.beacon = local_beacon(bls.public_key(self._secret))

    def __repr__(self) -> str:
        return f"LocalRounds(public_key=0x{self.beacon.public_key.hex()[:16]})"

    def ensure_is(self, public_key: str) -> None:
        """Raises: Invalid unless this is the secret of a public key, given in hex."""
        if self.beacon.public_key.hex() != public_key:
            raise Invalid(
                f"the beacon's key file does not fit the chain, which follows the key 0x{public_key[:16]}…; restore "
                "the key file that the chain began with, or start with --beacon none"
            )

    def rounds(self, ctx: Context, moment_ms: int) -> Iterator[bytes]:
        """Yield the rounds that are out and not stored, oldest first."""
        newest, last = self.beacon.round_at(moment_ms), int(books.LOCAL.last.get(ctx))
        first = max(last + 1, newest - MAX_BEHIND + 1) if last else newest
        for round_ in range(max(first, 1), min(newest, first + MAX_PER_BLOCK - 1) + 1):
            yield self._runtime.bare("Drand", "write_local_pulse", self._pulse(round_))

    def _pulse(self, round_: int) -> object:
        signature = bls.sign(self._secret, beacons.message_of(round_))
        return PULSE(round_, beacons.randomness_of(signature), signature)
