"""The methods by namespace, one file each."""

from meritnet.rpc.methods import author, chain, chain_spec, custom, payment, state, system
from meritnet.rpc.registry import Namespace

NAMESPACES: tuple[Namespace, ...] = (
    author.AUTHOR,
    chain.CHAIN,
    chain_spec.CHAIN_SPEC,
    custom.CUSTOM,
    payment.PAYMENT,
    state.STATE,
    system.SYSTEM,
)
"""Everything that can be served; what a runtime lacks is left out when the server starts."""
