"""A beacon whose rounds a test makes, for chains that follow it instead of the public one."""

from typing import Any

from meritnet.crypto import beacon, bls, timelock
from meritnet.crypto.beacon import QUICKNET
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.origin import NONE
from meritnet.runtime.pallets.drand import books, storage
from meritnet.runtime.pallets.drand.books import PUBLIC, Book
from meritnet.runtime.pallets.drand.genesis import follow_local
from meritnet.runtime.pallets.drand.types import PULSE, PULSES_PAYLOAD, configuration_of, sr25519_signer

from .chain import TestChain


class MadeBeacon:
    """A beacon with a known secret. Each name is another beacon."""

    def __init__(self, name: str = "public") -> None:
        self.secret = bls.secret_of(name.encode().ljust(bls.SEED_BYTES, b"."))
        self.public_key = bls.public_key(self.secret)

    def follow(self, ctx: Context) -> None:
        """Make a chain follow this beacon as its public one."""
        storage.beacon_config.set(ctx, configuration_of(QUICKNET._replace(public_key=self.public_key)))

    def follow_as_local(self, ctx: Context) -> None:
        """Make a development chain follow this beacon as its local one."""
        follow_local(ctx, self.public_key)

    def signature(self, round_: int) -> bytes:
        """Return a round's signature."""
        return bls.sign(self.secret, beacon.message_of(round_))

    def pulse(self, round_: int) -> Any:  # Any: a value of PULSE
        """Return a round as the chain stores it."""
        signature = self.signature(round_)
        return PULSE(round_, beacon.randomness_of(signature), signature)

    def lock(self, plaintext: bytes, round_: int) -> bytes:
        """Return a plaintext under the lock of a round."""
        return timelock.encrypt(plaintext, round_, self.public_key, bytes(32))

    def publish(self, chain: TestChain, *rounds: int, book: Book = PUBLIC) -> None:
        """Let the chain check and store rounds in the present block."""
        calls = chain.runtime.assembly
        for round_ in rounds:
            if book is books.LOCAL:
                call = calls.call("Drand", "write_local_pulse", self.pulse(round_))
            else:
                payload = PULSES_PAYLOAD(0, (self.pulse(round_),), sr25519_signer(bytes(32)))
                call = calls.call("Drand", "write_pulse", payload, None)
            chain.ctx.dispatch(NONE, call)
