"""The call that changes the chain's id among EVM chains."""

from meritnet.codec import U64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.origin import Origin, ensure_root
from meritnet.runtime.framework.weights import measured

from .storage import chain_id as stored


@call("AdminUtils", 58, {"chain_id": U64}, weight=measured(27_199_000, reads=1, writes=1))
def sudo_set_evm_chain_id(ctx: Context, origin: Origin, chain_id: int) -> None:
    """Set the chain's id among EVM chains; root only. Orders signed for the old one can no longer be executed."""
    ensure_root(origin)
    stored.set(ctx, chain_id)
