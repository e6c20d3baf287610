"""Shielded transactions on their way into a block: whose turn they are, and what they hold.

The author takes those encrypted with the key whose turn it is and leaves the others in the pool, where their short
era ends them. A taken one stays in the block and pays its fee even if it holds nothing that can run.
"""

from meritnet.codec import Case
from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.mev_shield import envelope as envelopes
from meritnet.runtime.pallets.mev_shield import storage
from meritnet.runtime.pallets.mev_shield.calls import submit_encrypted
from meritnet.runtime.pallets.mev_shield.envelope import Envelope

from .shield_keys import ShieldKeys


def envelope_of(call: Case) -> Envelope | None:
    """Return the envelope that a call carries; None for every call but a well-formed `submit_encrypted`."""
    if call.name != submit_encrypted.pallet:
        return None
    inner = call.args[0]
    return envelopes.parse(inner.args[0]) if inner.name == submit_encrypted.name else None


class Opener:
    """Opens what is meant for one block. Make it once the block's own key announcement is applied."""

    def __init__(self, ctx: Context, keys: ShieldKeys | None) -> None:
        self._ctx = ctx
        self._keys = keys
        self._looked = False
        self._hash: bytes | None = None
        self._secret: bytes | None = None

    def takes(self, envelope: Envelope) -> bool:
        """Whether it is this envelope's turn and its secret is here. The key is looked up at the first envelope."""
        if not self._looked:
            self._looked = True
            current = storage.current_key.get(self._ctx)
            if current is not None and self._keys is not None:
                self._hash = envelopes.key_hash(current)
                self._secret = self._keys.secret(self._hash)
        return self._secret is not None and envelope.key_hash == self._hash

    def open(self, envelope: Envelope) -> Extrinsic | None:
        """Return the signed transaction in an envelope that `takes` accepts; None if there is none.

        An unsigned one is not taken: inherents stand at the head of a block, and nothing else may be unsigned here.
        """
        plaintext = None if self._secret is None else envelopes.unseal(self._secret, envelope)
        inner = None if plaintext is None else envelopes.inner_extrinsic(plaintext)
        return None if inner is None or inner.signed is None else inner
