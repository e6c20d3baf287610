"""A local node of a test's own, and the public client library connected to it."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bittensor import BittensorError, Client, ExtrinsicResult, calls
from bittensor.keyfiles import Keypair

from tests.running import HANG_S, running_node

RAO = 10**9
PALLET = "SubtensorModule"
MOST_BLOCKS = 60
"""Blocks after which what is waited for comes no more: several epochs of the subnets of the tests."""


@contextmanager
def fast_node(folder: Path) -> Iterator[str]:
    """Run a node with blocks of 250 ms and give its address."""
    with running_node(folder, "--fast", "1") as node:
        yield node.url


@contextmanager
def waiting_node(folder: Path) -> Iterator[str]:
    """Run a node that makes a block when a transaction comes, and only then, and give its address.

    Nothing on its chain happens between two steps of a test, however long they take.
    """
    with running_node(folder, "--fast", "1", "--mode", "instant") as node:
        yield node.url


@dataclass(frozen=True)
class Person:
    """A wallet as the client library takes it: a coldkey and one hotkey."""

    coldkey: Any  # Any: the library's key type has no stubs
    coldkeypub: Any
    hotkey: Any

    @property
    def cold(self) -> str:
        """Address of the coldkey."""
        return str(self.coldkey.ss58_address)

    @property
    def hot(self) -> str:
        """Address of the hotkey."""
        return str(self.hotkey.ss58_address)


def person(uri: str) -> Person:
    """Return the wallet of a development account, its hotkey derived from it."""
    cold = Keypair.create_from_uri(uri)
    return Person(cold, Keypair(ss58_address=cold.ss58_address), Keypair.create_from_uri(f"{uri}//hot"))


class Chain:
    """The client library's reads and raw calls on one node."""

    def __init__(self, client: Client) -> None:
        self.client = client

    @classmethod
    async def connect(cls, endpoint: str) -> "Chain":
        """Return a connection, as soon as the node answers."""
        ends = time.monotonic() + HANG_S
        while True:
            client = Client(endpoint, fallback_endpoints=[], archive_endpoints=[])
            try:
                await client.connect()
                return cls(client)
            except (BittensorError, OSError):
                await client.close()
                if time.monotonic() > ends:
                    raise
                await asyncio.sleep(0.2)

    async def rpc(self, method: str, *params: object) -> Any:  # Any: JSON
        """Return what a JSON-RPC method answers."""
        answer = await self.client._substrate.raw.rpc_request(method, list(params))
        return answer.get("result", answer) if isinstance(answer, dict) else answer

    async def item(self, name: str, *keys: object, pallet: str = PALLET, at: str | None = None) -> Any:
        """Return a storage item; typed by metadata alone."""
        return await self.client._substrate.query(pallet, name, list(keys), at)

    async def api(self, api: str, method: str, *params: object) -> Any:
        """Return what a runtime API answers; typed by metadata alone."""
        return await self.client.runtime((api, method), list(params))

    async def send(
        self, who: Person, call: str, pallet: str = PALLET, signer: str = "coldkey", **params: object
    ) -> ExtrinsicResult:
        """Send a call and return its outcome once it is finalized."""
        return await self.client.submit_call(
            (pallet, call, params),
            who,
            signer=signer,
            wait_for_finalization=True,
        )

    async def ok(
        self, who: Person, call: str, pallet: str = PALLET, signer: str = "coldkey", **params: object
    ) -> ExtrinsicResult:
        """Send a call that must succeed."""
        result = await self.send(who, call, pallet, signer, **params)
        assert result.success, f"{pallet}.{call}: {result.message}"
        return result

    async def sudo(self, call: str, **params: object) -> None:
        """Send an AdminUtils call as root; it must succeed inside, too."""
        inner = await self.client.compose(("AdminUtils", call, params))
        result = await self.client.submit_call(
            calls.Sudo.sudo(call=inner), person("//Alice"), wait_for_finalization=True
        )
        assert result.success, f"{call}: {result.message}"
        (sudid,) = find(result.events, "Sudo", "Sudid")
        assert "Ok" in repr(sudid), f"{call}: {sudid}"

    async def free(self, address: str, at: str | None = None) -> int:
        """Return a free balance in rao."""
        account = await self.item("Account", address, pallet="System", at=at)
        return int(account["data"]["free"])

    async def stake(self, who: Person, hotkey: str, netuid: int) -> int:
        """Return the alpha that a coldkey holds with a hotkey, in rao."""
        held = await self.client.staking.get(who.cold, hotkey, netuid)
        return int(held.rao)

    async def subnets(self) -> set[int]:
        """Return the netuids of all subnets."""
        return {
            int(netuid)
            for netuid, added in await self.client._substrate.query_map(PALLET, "NetworksAdded", [], None)
            if added
        }

    async def block(self) -> None:
        """Let a node that waits for transactions make one more block."""
        await self.ok(person("//Ferdie"), "remark", pallet="System", remark="0x")

    async def until(self, name: str, *keys: object, holds: Any) -> Any:
        """Return a storage item once `holds(value)`; make a block after each look at it."""
        for _ in range(MOST_BLOCKS):
            value = await self.item(name, *keys)
            if holds(value):
                return value
            await self.block()
        raise AssertionError(f"{name}{list(keys)} is still {value} after {MOST_BLOCKS} blocks")


def find(events: Sequence[Any], pallet: str, name: str) -> list[Mapping[str, Any]]:
    """Return the attributes of the events with this name."""
    flat = [event.get("event", event) for event in events]
    return [
        event["attributes"] for event in flat if (event["module_id"], event["event_id"]) == (pallet, name)
    ]
