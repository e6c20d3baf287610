"""The call that ties an EVM address to a neuron."""

from meritnet.codec import U64, ByteArray
from meritnet.codec.common import H160, NET_UID
from meritnet.crypto.ecdsa import SIGNATURE_BYTES
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.subnets.accounts import DEFAULT_ACCOUNT
from meritnet.runtime.pallets.subtensor import errors

from . import associations, proof
from .events import EvmKeyAssociated

PALLET = "SubtensorModule"


@call(
    PALLET,
    93,
    {"netuid": NET_UID, "evm_key": H160, "block_number": U64, "signature": ByteArray(SIGNATURE_BYTES)},
    weight=measured(684_242_000, 4_415, reads=3, writes=1),
    pays=False,
)
def associate_evm_key(
    ctx: Context, origin: Origin, netuid: int, evm_key: bytes, block_number: int, signature: bytes
) -> None:
    """Tie an EVM address to the calling hotkey's uid; its key signed the hotkey and keccak-256 of the block number."""
    hotkey = ensure_signed(origin)
    owner = hotkeys.owner_of(ctx, hotkey)
    ensure(owner != DEFAULT_ACCOUNT, errors.NonAssociatedColdKey, hotkey=hotkey)
    uid = uids.uid_of(ctx, netuid, hotkey)
    if uid is None:
        raise errors.HotKeyNotRegisteredInSubNet(hotkey=hotkey, netuid=netuid)
    associations.ensure_rate(ctx, netuid, uid)
    public = proof.signer(signature, proof.message(hotkey, block_number))
    if public is None:
        raise errors.InvalidIdentity(problem="the signature names no key")
    address = proof.address_of(public)
    ensure(address is not None, errors.UnableToRecoverPublicKey, key=public)
    ensure(address == evm_key, errors.InvalidRecoveredPublicKey, evm_key=evm_key, signer=address)
    associations.associate(ctx, netuid, uid, evm_key)
    ctx.emit(EvmKeyAssociated, netuid, hotkey, evm_key, ctx.block_number)
