"""Access to a chain through the public client library, over WebSocket RPC.

State is read item by item under the hash of one block, so that a metagraph never mixes two blocks. The
library is imported when a connection is made: it takes about a second.
"""

import asyncio
import hashlib
import ipaddress
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from meritnet.neuron.chain import (
    MAX_U16,
    CallValue,
    ChainRefused,
    ChainUnreachable,
    Endpoint,
    Head,
    Included,
    Metagraph,
    NeuronRow,
    NotIncluded,
    Signer,
    SubnetNotFound,
    SubnetRules,
)
from meritnet.neuron.networks import UnknownGenesis, check_genesis_text
from meritnet.neuron.refusals import POOL_CODES, remedy
from meritnet.primitives.errors import Bug

if TYPE_CHECKING:
    from bittensor import Client

log = logging.getLogger(__name__)
T = TypeVar("T")

READ_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = 20.0
INCLUSION_TIMEOUT_S = 60.0
SILENCE_S = 60.0
"""Without a head for so long, the subscription counts as lost."""
MOST_BACKOFF_S = 8.0
ERA_BLOCKS = 64
NONCE_TAKEN = ("PriorityTooLow", "Stale", "Usurped", "AlreadyImported")
NONCE_ATTEMPTS = 5
NONCE_WAIT_S = 0.5
DEVELOPMENT_TYPES = ("Development", "Local")
PALLET = "SubtensorModule"

_POOL_CODE = re.compile(r"custom error:\s*(\d+)|'Custom':\s*(\d+)", re.IGNORECASE)


async def connect(endpoint: str, genesis: str | None) -> "LiveChain":
    """Return access to the chain at `endpoint`.

    With `genesis` None it can only be read: nothing is signed for a chain that nobody named.
    Raises: UnknownGenesis if another chain is behind the endpoint, ChainUnreachable if nothing is.
    """
    if genesis is not None:
        check_genesis_text(genesis)
    chain = LiveChain(endpoint, genesis)
    await chain.open()
    return chain


class LiveChain:
    """A `ChainClient` over one WebSocket connection that is renewed when it breaks."""

    def __init__(self, endpoint: str, expected: str | None) -> None:
        self.endpoint = endpoint
        self.expected = expected
        self._client: Client | None = None
        self._opening = asyncio.Lock()
        self._turns: dict[str, asyncio.Lock] = {}
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

    async def head(self) -> Head:
        """Return the best block."""
        client = await self._connected()
        number = await self._ask(client.block())
        return Head(number, await self.block_hash(number))

    async def finalised(self) -> Head:
        """Return the last finalised block."""
        client = await self._connected()
        number = await self._ask(client.finalized_block())
        return Head(number, await self.block_hash(number))

    async def heads(self) -> AsyncIterator[Head]:
        """Yield finalised blocks as they come, through lost connections and restarts of the node."""
        backoff = 0.25
        while True:
            try:
                client = await self._connected()
                stream = client.blocks(finalized=True)
                try:
                    while True:
                        async with asyncio.timeout(SILENCE_S):
                            header = await anext(stream)
                        yield Head(header.number, await self.block_hash(header.number))
                        backoff = 0.25
                finally:
                    await stream.aclose()
            except _library_errors() as error:
                log.warning("heads_lost endpoint=%s error=%s", self.endpoint, str(error)[:200])
                await self._drop()
                await asyncio.sleep(backoff)
                backoff = min(2 * backoff, MOST_BACKOFF_S)

    async def block_hash(self, number: int) -> bytes:
        """Return the hash of a block on the best chain."""
        client = await self._connected()
        text = await self._ask(client._substrate.block_hash(number))
        if not text:
            raise ChainUnreachable(f"{self.endpoint} has no block {number} yet; ask again")
        return bytes.fromhex(text.removeprefix("0x"))

    async def metagraph(self, netuid: int) -> Metagraph:
        """Return all uids of a subnet at the best block."""
        head = await self.head()
        at = "0x" + head.hash.hex()
        keys, axons, permits, incentive, dividends, updates = await asyncio.gather(
            self._map("Keys", [netuid], at),
            self._map("Axons", [netuid], at),
            self._item("ValidatorPermit", [netuid], at),
            self._item("Incentive", [netuid], at),
            self._item("Dividends", [netuid], at),
            self._item("LastUpdate", [netuid], at),
        )
        uids = sorted((int(uid), str(hotkey)) for uid, hotkey in keys)
        hotkeys = [hotkey for _, hotkey in uids]
        stakes, owners = await asyncio.gather(
            self._batch("TotalHotkeyAlpha", [[hotkey, netuid] for hotkey in hotkeys], at),
            self._batch("Owner", [[hotkey] for hotkey in hotkeys], at),
        )
        endpoints = {str(hotkey): read_endpoint(info) for hotkey, info in axons}
        rows = tuple(
            NeuronRow(
                uid=uid,
                hotkey=hotkey,
                coldkey=str(owners[place] or ""),
                endpoint=endpoints.get(hotkey),
                stake_rao=int(stakes[place] or 0),
                validator_permit=bool(_at(permits, uid)),
                incentive=int(_at(incentive, uid)) / MAX_U16,
                dividends=int(_at(dividends, uid)) / MAX_U16,
                last_update=int(_at(updates, uid)),
            )
            for place, (uid, hotkey) in enumerate(uids)
        )
        return Metagraph(netuid, head.number, rows)

    async def rules(self, netuid: int) -> SubnetRules:
        """Return the settings of a subnet."""
        head = await self.head()
        at = "0x" + head.hash.hex()
        names = (
            "NetworksAdded",
            "Tempo",
            "WeightsSetRateLimit",
            "CommitRevealWeightsEnabled",
            "RevealPeriodEpochs",
            "WeightsVersionKey",
            "MinAllowedWeights",
            "Burn",
            "NetworkRegistrationAllowed",
            "SubnetEpochIndex",
            "SubnetOwnerHotkey",
        )
        values = await asyncio.gather(*(self._item(name, [netuid], at) for name in names))
        item = dict(zip(names, values, strict=True))
        if not item["NetworksAdded"]:
            raise SubnetNotFound(
                f"netuid {netuid} does not exist at block {head.number}; choose one that exists, "
                "or register a subnet first"
            )
        return SubnetRules(
            tempo=int(item["Tempo"]),
            weights_rate_limit=int(item["WeightsSetRateLimit"]),
            commit_reveal=bool(item["CommitRevealWeightsEnabled"]),
            reveal_period_epochs=int(item["RevealPeriodEpochs"]),
            version_key=int(item["WeightsVersionKey"]),
            min_allowed_weights=int(item["MinAllowedWeights"]),
            burn_rao=int(item["Burn"]),
            registration_allowed=bool(item["NetworkRegistrationAllowed"]),
            epoch_index=int(item["SubnetEpochIndex"]),
            owner_hotkey=str(item["SubnetOwnerHotkey"] or ""),
        )

    async def weight_commits(self, netuid: int, hotkey: str) -> tuple[tuple[bytes, int], ...]:
        """Return the open hash commits of a hotkey, oldest first: hash and epoch."""
        rows = await self._item("WeightCommits", [netuid, hotkey], None) or ()
        return tuple((_bytes(row[0]), int(row[1])) for row in rows)

    async def balance_rao(self, account: str) -> int:
        """Return the free balance of an account."""
        client = await self._connected()
        found = await self._ask(client.query(("System", "Account"), [account]))
        return int(found["data"]["free"])

    async def submit(
        self, pallet: str, call: str, params: Mapping[str, CallValue], signer: Signer
    ) -> Included:
        """Sign a call, send it and wait for the block that includes it."""
        if self.expected is None:
            raise UnknownGenesis(
                f"{pallet}.{call} is not signed: nobody named the chain behind {self.endpoint} "
                f"(genesis {self._genesis}); give that hash with --genesis if it is the right one"
            )
        name = f"{pallet}.{call}"
        # One at a time for an account: two calls must not take the same nonce.
        async with self._turns.setdefault(signer.ss58_address, asyncio.Lock()):
            for attempt in range(1, NONCE_ATTEMPTS + 1):
                try:
                    return await self._send(name, (pallet, call, dict(params)), signer)
                except ChainRefused as error:
                    # Another process signed with the same key at the same moment and took the nonce.
                    if error.reason not in NONCE_TAKEN or attempt == NONCE_ATTEMPTS:
                        raise
                    await asyncio.sleep(NONCE_WAIT_S * attempt)
        raise Bug("the loop over attempts ends by return or raise")

    async def _send(self, name: str, call: tuple[str, str, dict[str, CallValue]], signer: Signer) -> Included:
        client = await self._connected()
        try:
            async with asyncio.timeout(INCLUSION_TIMEOUT_S):
                result = await client.submit_call(
                    call, signer, period=ERA_BLOCKS, wait_for_finalization=False
                )
        except TimeoutError:
            raise NotIncluded(
                f"{name} of {signer.ss58_address} was in no block after {INCLUSION_TIMEOUT_S:g} s; "
                "check that the node makes blocks"
            ) from None
        except ValueError as error:
            # How the library says that the chain's metadata has no such call, or other parameters.
            raise ChainRefused(name, str(error)[:200], "this chain's runtime does not offer it") from error
        except _library_errors() as error:
            reason = refusal(error)
            if reason is not None:
                raise ChainRefused(name, reason, remedy(reason)) from error
            await self._drop()
            raise ChainUnreachable(f"{name} could not be sent to {self.endpoint}: {error}") from error
        if not result.success:
            reason = refusal(result.error) or str(result.message)[:200]
            raise ChainRefused(name, reason, remedy(reason))
        number, _, index = result.extrinsic_id.partition("-")
        return Included(
            int(number),
            str(result.block_hash),
            int(index),
            await self._extrinsic_hash(client, str(result.block_hash), int(index)),
        )

    async def close(self) -> None:
        """Close the connection."""
        await self._drop()

    async def _extrinsic_hash(self, client: "Client", block_hash: str, index: int) -> str:
        answer = await self._ask(client._substrate.raw.rpc_request("chain_getBlock", [block_hash]))
        block = answer.get("result", answer) if isinstance(answer, dict) else {}
        raw = bytes.fromhex(block["block"]["extrinsics"][index].removeprefix("0x"))
        return "0x" + hashlib.blake2b(raw, digest_size=32).hexdigest()

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
        except _library_errors() as error:
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
        except _library_errors() as error:
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


def _library_errors() -> tuple[type[Exception], ...]:
    """Return what the client library raises for a broken connection, an answer overdue or a refused request."""
    from bittensor import BittensorError
    from bittensor._transport.errors import SubstrateRequestException

    # TimeoutError is an OSError; a subscription that ends is a lost connection too.
    return BittensorError, SubstrateRequestException, OSError, StopAsyncIteration, ChainUnreachable


def refusal(error: object) -> str | None:
    """Return the on-chain name of a refusal, or None if `error` is none but a broken connection."""
    from bittensor import ChainError

    code = _POOL_CODE.search(str(error))
    if code is not None:
        number = int(code.group(1) or code.group(2))
        return POOL_CODES.get(number, f"custom error {number}")
    if isinstance(error, ChainError):
        return str(error.name or error)[:200]
    return None


def read_endpoint(info: Mapping[str, Any]) -> Endpoint | None:
    """Return where an axon record points, None if it points nowhere."""
    address, port, kind = int(info.get("ip", 0)), int(info.get("port", 0)), int(info.get("ip_type", 4))
    if not address or not port:
        return None
    if kind != 6:
        return Endpoint(str(ipaddress.IPv4Address(address & 0xFFFF_FFFF)), port)
    host = ipaddress.IPv6Address(address)
    # The chain refuses 127.0.0.1 but not its IPv6 spelling, under which local miners are published.
    return Endpoint(str(host.ipv4_mapped or host), port)


def _at(values: Sequence[Any] | None, place: int) -> Any:
    """Return the item, 0 beyond the end: vectors grow only at the next epoch."""
    return values[place] if values is not None and place < len(values) else 0


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return bytes.fromhex(value.removeprefix("0x"))
    if isinstance(value, bytes | bytearray | list | tuple):
        return bytes(value)
    raise ChainUnreachable(f"the node gave {type(value).__name__} where bytes were expected; update it")
