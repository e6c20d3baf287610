"""The methods by namespace, one file each."""

from meritnet.rpc.methods import (
    archive,
    author,
    chain,
    chain_head,
    chain_spec,
    custom,
    explain,
    payment,
    state,
    system,
    transaction,
)
from meritnet.rpc.registry import Namespace

NAMESPACES: tuple[Namespace, ...] = (
    archive.ARCHIVE,
    author.AUTHOR,
    chain.CHAIN,
    chain_head.CHAIN_HEAD,
    chain_spec.CHAIN_SPEC,
    custom.CUSTOM,
    explain.EXPLAIN,
    payment.PAYMENT,
    state.STATE,
    system.SYSTEM,
    transaction.TRANSACTION,
)
"""Everything that can be served; what a runtime lacks is left out when the server starts."""
