"""A chain as neurons see it, over the public client library.

State is read item by item under the hash of one block, so that a metagraph never mixes two blocks.
"""

import asyncio
import ipaddress
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from meritnet.neuron.chain import (
    MAX_U16,
    ChainUnreachable,
    CommitEnd,
    Endpoint,
    Head,
    Metagraph,
    NeuronRow,
    OpenCommits,
    SubnetNotFound,
    SubnetRules,
)
from meritnet.neuron.live_calls import LiveCalls
from meritnet.neuron.live_connection import library_errors
from meritnet.neuron.networks import check_genesis_text

log = logging.getLogger(__name__)

SILENCE_S = 60.0
"""Without a head for so long, the subscription counts as lost."""
MOST_BACKOFF_S = 8.0


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


class LiveChain(LiveCalls):
    """A `ChainClient` over one connection."""

    async def head(self) -> Head:
        """Return the best block."""
        client = await self._connected()
        number = await self._ask(client.block())
        return Head(number, await self.block_hash(number))

    async def finalized(self) -> Head:
        """Return the last finalized block."""
        client = await self._connected()
        number = await self._ask(client.finalized_block())
        return Head(number, await self.block_hash(number))

    async def heads(self) -> AsyncIterator[Head]:
        """Yield finalized blocks as they come, through lost connections and restarts of the node."""
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
            except library_errors() as error:
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

    async def open_commits(self, netuid: int, hotkey: str) -> OpenCommits:
        """Return the timelocked commits of a hotkey that are not opened yet."""
        head = await self.head()
        found = await self._map("TimelockedWeightCommits", [netuid], "0x" + head.hash.hex())
        return OpenCommits(
            head.number,
            {
                int(block): int(round_)
                for _, entries in found
                for who, block, _, round_ in entries
                if str(who) == hotkey
            },
        )

    async def commit_ends(self, netuid: int, hotkey: str, first: int, last: int) -> list[CommitEnd]:
        """Return which commits of a hotkey were revealed or dropped in the blocks `first` to `last`."""
        client = await self._connected()
        ends = []
        for number in range(first, last + 1):
            at = "0x" + (await self.block_hash(number)).hex()
            records = await self._ask(client._substrate.events(at))
            ends += [end for record in records if (end := read_end(record, netuid, hotkey, number))]
        return ends

    async def balance_rao(self, account: str) -> int:
        """Return the free balance of an account."""
        client = await self._connected()
        found = await self._ask(client.query(("System", "Account"), [account]))
        return int(found["data"]["free"])


# Any: events are typed by the chain's metadata, which no type checker sees.
def read_end(record: Any, netuid: int, hotkey: str, block: int) -> CommitEnd | None:
    """Return what an event says of a commit of this hotkey, None if it speaks of something else."""
    event = record.get("event", record)
    name, values = event.get("event_id"), event.get("attributes")
    if name not in ("TimelockedWeightsRevealed", "TimelockedWeightsDropped"):
        return None
    fields = list(values.values()) if isinstance(values, Mapping) else list(values)
    if int(fields[0]) != netuid or str(fields[1]) != hotkey:
        return None
    if name == "TimelockedWeightsRevealed":
        return CommitEnd(block, None, "")
    return CommitEnd(block, int(fields[2]), str(fields[4]))


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
