"""ShieldApi: shielded transactions as a block builder sees them."""

from meritnet.codec import BOOL, BYTES, Option
from meritnet.codec.extrinsic import Extrinsic
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.framework.extrinsic_type import UNCHECKED_EXTRINSIC
from meritnet.runtime.pallets.mev_shield import envelope, keys
from meritnet.runtime.pallets.mev_shield.calls import submit_encrypted
from meritnet.runtime.pallets.mev_shield.envelope import Envelope
from meritnet.runtime.pallets.mev_shield.types import KEY_HASH, SHIELDED_TRANSACTION


@api("ShieldApi", {"uxt": UNCHECKED_EXTRINSIC}, Option(SHIELDED_TRANSACTION))
def try_decode_shielded_tx(ctx: Context, uxt: Extrinsic) -> Envelope | None:
    """Return the parts of a shielded transaction; None for any other, and where signature or envelope are bad."""
    if uxt.signed is not None:
        try:
            ctx.runtime.extensions.check_signature(ctx, uxt)
        except (InvalidTransaction, UnknownTransaction):
            return None
    definition, args = ctx.chain.find_call(uxt.call)
    return envelope.parse(args[0]) if definition is submit_encrypted else None


@api("ShieldApi", {"key_hash": KEY_HASH}, BOOL)
def is_shielded_using_current_key(ctx: Context, key_hash: bytes) -> bool:
    """Return whether the author of the next block can read what was encrypted for the key with this hash."""
    return keys.is_pending(ctx, key_hash)


@api(
    "ShieldApi",
    {"dec_key_bytes": BYTES, "shielded_tx": SHIELDED_TRANSACTION},
    Option(UNCHECKED_EXTRINSIC),
)
def try_unshield_tx(ctx: Context, dec_key_bytes: bytes, shielded_tx: Envelope) -> Extrinsic | None:
    """Return the transaction in an envelope, opened with a secret key; None if it is none or does not open."""
    plaintext = envelope.unseal(dec_key_bytes, Envelope(*shielded_tx))
    return None if plaintext is None else envelope.inner_extrinsic(plaintext)
