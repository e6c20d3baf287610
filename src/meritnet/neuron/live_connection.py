"""One WebSocket connection to a node through the public client library, renewed when it breaks.

The library is imported when a connection is made: it takes about a second.
"""

import asyncio
import re
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from meritnet.neuron.chain import ChainUnreachable
from meritnet.neuron.networks import UnknownGenesis
from meritnet.neuron.refusals import CLIENT_CODES, POOL_CODES

if TYPE_CHECKING:
    from bittensor import Client

T = TypeVar("T")

PALLET = "SubtensorModule"
READ_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = 20.0
DEVELOPMENT_TYPES = ("Development", "Local")

_POOL_CODE = re.compile(r"custom error:\s*(\d+)|'Custom':\s*(\d+)", re.IGNORECASE)


class LiveConnection:
    """Reads of single items; whoever inherits makes sense of them."""

    def __init__(self, endpoint: str, expected: str | None) -> None:
        self.endpoint = endpoint
        self.expected = expected
        self._client: Client | None = None
        self._opening = asyncio.Lock()
        self._genesis = ""
        self._development = False

    @property
    def genesis(self) -> str:
        """Hash of block 0."""
        return self._genesis

    @property
    def development(self) -> bool:
        """Whether the node calls its chain a local one."""
        return self._development

    async def open(self) -> None:
        """Connect and make sure that the chain is the expected one."""
        await self._connected()

    async def close(self) -> None:
        """Close the connection."""
        await self._drop()

    # What storage gives is typed by the chain's metadata, which no type checker sees.
    async def _item(self, name: str, keys: Sequence[object], at: str | None) -> Any:
        client = await self._connected()
        return await self._ask(client._substrate.query(PALLET, name, list(keys), at))

    async def _map(self, name: str, keys: Sequence[object], at: str) -> list[tuple[Any, Any]]:
        client = await self._connected()
        return list(await self._ask(client._substrate.query_map(PALLET, name, list(keys), at)))

    async def _batch(self, name: str, keys: Sequence[list[object]], at: str) -> list[Any]:
        if not keys:
            return []
        client = await self._connected()
        return list(await self._ask(client._substrate.query_batch(PALLET, name, list(keys), at)))

    async def _ask(self, work: Awaitable[T]) -> T:
        """Return the answer of a read; a connection that fails is dropped, so that the next read renews it."""
        try:
            async with asyncio.timeout(READ_TIMEOUT_S):
                return await work
        except library_errors() as error:
            await self._drop()
            raise ChainUnreachable(
                f"{self.endpoint} did not answer: {error or 'time is up'}; check that the node runs"
            ) from error

    async def _connected(self) -> "Client":
        if self._client is not None:
            return self._client
        async with self._opening:
            if self._client is None:
                self._client = await self._connect()
            return self._client

    async def _connect(self) -> "Client":
        from bittensor import Client

        client = Client(self.endpoint, fallback_endpoints=[], archive_endpoints=[])
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await client.connect()
                genesis = str(await client._substrate.block_hash(0))
                kind = await client._substrate.raw.rpc_request("system_chainType", [])
        except library_errors() as error:
            await client.close()
            raise ChainUnreachable(
                f"no chain answers at {self.endpoint} ({error or 'time is up'}); start a node (`make up`) "
                "or give another address with --network"
            ) from error
        if self.expected is not None and genesis != self.expected:
            await client.close()
            raise UnknownGenesis(
                f"the chain at {self.endpoint} has genesis {genesis}, expected {self.expected}; "
                "it is another chain or was reset: check the address, or write the network's file anew"
            )
        self._genesis = genesis
        self._development = (kind.get("result") if isinstance(kind, dict) else kind) in DEVELOPMENT_TYPES
        return client

    async def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()


def library_errors(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what the client library raises for a broken connection, an answer overdue or a refused request."""
    from bittensor import BittensorError
    from bittensor._transport.errors import SubstrateRequestException

    # TimeoutError is an OSError; a subscription that ends is a lost connection too.
    return BittensorError, SubstrateRequestException, OSError, StopAsyncIteration, ChainUnreachable, *more


def refusal(error: object) -> str | None:
    """Return the on-chain name of a refusal, or None if `error` is none but a broken connection."""
    from bittensor import BittensorError, ChainError
    from bittensor.result import PolicyError

    code = _POOL_CODE.search(str(error))
    if code is not None:
        number = int(code.group(1) or code.group(2))
        return POOL_CODES.get(number, f"custom error {number}")
    if isinstance(error, ChainError):
        if error.name:
            return str(error.name)[:200]
        if isinstance(error.__cause__, OSError):
            return None
        # What the library finds before it signs has a code, and no name.
        return CLIENT_CODES.get(error.code.value, str(error)[:200])
    if isinstance(error, PolicyError) or type(error) is BittensorError:
        return str(error)[:200]
    return None
