"""Where `meritnet explain` gets its answers: a running node over RPC, or the folder of a chain."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from meritnet.neuron import networks
from meritnet.neuron.networks import NetworkNotFound
from meritnet.operator.chain_folder import local_chain
from meritnet.operator.explain_answer import Answer, Source, known
from meritnet.operator.up.plan import SUBNET
from meritnet.primitives.errors import Denied, Invalid, MeritnetError, NotFound

TIMEOUT_S = 60.0


class NodeUnreachable(NotFound):
    """No node answers at the address."""


class NodeRefused(Denied):
    """The node answers with an error."""


@dataclass(frozen=True, slots=True)
class RpcSource:
    """A node at a ws:// or http:// address."""

    url: str

    def ask(self, method: str, *params: object) -> Answer:
        """Return a method's answer."""
        answer: Answer = self._call(method, list(params))
        return answer

    def block_hash(self, number: int | None) -> str | None:
        """Return a block's hash."""
        if number is None:
            return None
        found: str | None = self._call("chain_getBlockHash", [number])
        return known(found, number)

    def _call(self, method: str, params: list[object]) -> Any:  # Any: a JSON value
        try:
            answer = asyncio.run(_post(self.url, method, params))
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise NodeUnreachable(
                f"no node answers at {self.url} ({error or type(error).__name__}); start it (`meritnet up`, "
                "`meritnet node`), name another with --node, or read a chain's folder with --state"
            ) from error
        if "error" in answer:
            raise NodeRefused(str(answer["error"].get("message", answer["error"])))
        return answer.get("result")


async def _post(url: str, method: str, params: list[object]) -> Any:  # Any: a JSON value
    address = "http" + url.removeprefix("ws") if url.startswith("ws") else url
    request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.post(address, json=request) as got:
        got.raise_for_status()
        return await got.json(content_type=None)


@contextmanager
def source(node: str | None, folder: Path | None) -> Iterator[Source]:
    """Give the source that the options name: a node, a folder, or the local network's node or else its folder.

    Raises: NodeUnreachable if a named node does not answer; what opening a folder raises.
    """
    if node is not None and folder is not None:
        raise Invalid("--node and --state name two sources; give one of them")
    if folder is None and node is None:
        node = _local_node()
    if node is not None:
        yield RpcSource(node)
        return
    # Reading a folder needs the chain's rules; asking a node does without them.
    from meritnet.operator.explain_folder import FolderSource

    opened = FolderSource(local_chain() if folder is None else folder)
    try:
        yield opened
    finally:
        opened.close()


def _local_node() -> str | None:
    """Return the address of the local network's node if it runs."""
    try:
        endpoint = networks.load("local").endpoint
        RpcSource(endpoint).block_hash(0)
    except (NetworkNotFound, NodeUnreachable, NodeRefused):
        return None
    return endpoint


def default_netuid(node: str | None, folder: Path | None) -> int:
    """Return the subnet of the local market. Raises: NotFound where another chain is asked."""
    hint = "give it with --netuid (`meritnet chain state` lists them)"
    if folder is not None and folder != local_chain():
        raise NotFound(f"which subnet of {folder}? {hint[0].upper()}{hint[1:]}")
    try:
        local = networks.load("local")
    except MeritnetError as error:
        raise NotFound(f"which subnet? {hint[0].upper()}{hint[1:]}") from error
    if node is not None and node != local.endpoint:
        raise NotFound(f"which subnet of the chain at {node}? {hint[0].upper()}{hint[1:]}")
    return local.netuid(SUBNET)
