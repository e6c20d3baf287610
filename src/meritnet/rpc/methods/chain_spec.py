"""`chainSpec_v1_*`: the chain's name, genesis and properties under their newer names."""

from __future__ import annotations

from meritnet.rpc.backend import Backend
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, to_hex

CHAIN_SPEC = Namespace()


@CHAIN_SPEC.method("chainSpec_v1_chainName")
def chain_name(node: Backend) -> str:
    """Return the chain's name."""
    return node.info.facts.chain_name


@CHAIN_SPEC.method("chainSpec_v1_genesisHash")
def genesis_hash(node: Backend) -> str:
    """Return the hash of block 0."""
    return to_hex(node.chain.genesis_hash())


@CHAIN_SPEC.method("chainSpec_v1_properties")
def properties(node: Backend) -> Json:
    """Return address format, token symbol and decimals."""
    return dict(node.info.facts.properties)
