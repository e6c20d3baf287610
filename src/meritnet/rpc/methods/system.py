"""`system_*` and `rpc_methods`: what node and chain this is and how it does."""

from __future__ import annotations

from meritnet.rpc.backend import Backend
from meritnet.rpc.params import AT, Param, hex_bytes
from meritnet.rpc.registry import Namespace
from meritnet.rpc.shapes import Json, to_hex

SYSTEM = Namespace()


@SYSTEM.method("rpc_methods")
def rpc_methods(node: Backend) -> Json:
    """Return the names of exactly the methods that are served."""
    return {"methods": list(node.method_names)}


@SYSTEM.method("system_chain")
def chain(node: Backend) -> str:
    """Return the chain's name."""
    return node.info.facts.chain_name


@SYSTEM.method("system_name")
def name(node: Backend) -> str:
    """Return the node's name."""
    return node.info.facts.node_name


@SYSTEM.method("system_version")
def version(node: Backend) -> str:
    """Return the node's version."""
    return node.info.facts.version


@SYSTEM.method("system_chainType")
def chain_type(node: Backend) -> str:
    """Return whether this chain is live, for development, or local."""
    return node.info.facts.chain_type


@SYSTEM.method("system_properties")
def properties(node: Backend) -> Json:
    """Return address format, token symbol and decimals."""
    return dict(node.info.facts.properties)


@SYSTEM.method("system_health")
def health(node: Backend) -> Json:
    """Return the number of peers and whether the node is catching up."""
    state = node.info.health()
    return {
        "peers": state.peers,
        "isSyncing": state.is_syncing,
        "shouldHavePeers": state.should_have_peers,
    }


@SYSTEM.method("system_localPeerId")
def local_peer_id(node: Backend) -> str:
    """Return the node's id among its peers."""
    return node.info.facts.local_peer_id


@SYSTEM.method("system_localListenAddresses")
def local_listen_addresses(node: Backend) -> list[str]:
    """Return the addresses at which peers reach the node."""
    return list(node.info.facts.listen_addresses)


@SYSTEM.method("system_nodeRoles")
def node_roles(node: Backend) -> list[str]:
    """Return what the node does for the chain."""
    return list(node.info.facts.roles)


@SYSTEM.method(
    "system_dryRun",
    "system_dryRunAt",
    params=[Param("extrinsic", hex_bytes), AT],
    slow=True,
    unsafe=True,
    requires="BlockBuilder_apply_extrinsic",
)
def dry_run(node: Backend, extrinsic: bytes, at: bytes | None) -> str:
    """Apply an extrinsic to a block's state, keep nothing, and return the SCALE result."""
    return to_hex(node.chain.call("BlockBuilder_apply_extrinsic", extrinsic, at))


@SYSTEM.method("system_peers", unsafe=True)
def peers(node: Backend) -> list[Json]:
    """Return the connected peers."""
    return [
        {
            "peerId": peer.peer_id,
            "roles": peer.roles,
            "bestHash": to_hex(peer.best_hash),
            "bestNumber": peer.best_number,
        }
        for peer in node.info.peers()
    ]


@SYSTEM.method("system_syncState")
def sync_state(node: Backend) -> Json:
    """Return the heights at the start, now and the highest known."""
    current = node.chain.head().number
    highest = max([current, *(peer.best_number for peer in node.info.peers())])
    return {"startingBlock": node.info.starting_block(), "currentBlock": current, "highestBlock": highest}
