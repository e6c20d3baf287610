"""The recorded requests of unmodified clients, replayed against the server: each method is there and fits its shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meritnet.primitives import ss58
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import CODE_KEY, FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect

VECTORS = Path(__file__).parent / "vectors" / "wire" / "wire-transcripts.json"
ALICE = bytes(range(32))
HASH = re.compile("0x[0-9a-f]{64}")
BYTES = re.compile("0x([0-9a-f]{2})*")
ABSENT = ("chainHead_", "transaction_v1_")
"""Left out of this server on purpose; a client that finds none of them uses the other methods."""


def load_transcripts() -> dict[str, list[tuple[str, list[Any]]]]:
    """Return each client's requests as (method, params), placeholders still in them."""
    transcripts = {}
    for transcript in json.loads(VECTORS.read_text())["transcripts"]:
        calls = [call for step in transcript["steps"] for call in step["calls"] if not call.startswith("--")]
        parsed = [(call.split(" ", 1)[0], json.loads(call.split(" ", 1)[1])) for call in calls]
        if not any(name.startswith(ABSENT) for name, _ in parsed):
            transcripts[f"{transcript['client']} {transcript['version']}"] = parsed
    return transcripts


TRANSCRIPTS = load_transcripts()


class Replay:
    """Fills a transcript's placeholders with values of the fake chain, and checks the answers' shapes."""

    def __init__(self, node: FakeNode, client: RpcClient) -> None:
        self.node = node
        self.client = client
        self.watches: list[str] = []
        self.nonce = 0
        # The recorded clients ask for block numbers up to 148.
        for _ in range(150):
            node.produce()
        self.head = node.produce({b"\x26\xaa" + ALICE: b"account", b"\x26\xab": b"events"})

    async def run(self, calls: list[tuple[str, list[Any]]]) -> None:
        for name, params in calls:
            self.head = self.node.produce()
            filled = [self._fill(name, value, place) for place, value in enumerate(params)]
            answer = await self.client.answer(await self.client.send(name, *filled))
            assert "error" not in answer, (name, filled, answer)
            await self._check(name, filled, answer["result"])

    def _fill(self, name: str, value: Any, place: int = 0) -> Any:
        if isinstance(value, list):
            return [self._fill(name, item) for item in value]
        if not isinstance(value, str):
            return value
        if value == "<hash>":
            # An account as argument of a runtime call has the length of a hash.
            is_account = name == "state_call" and place == 1
            return "0x" + (ALICE if is_account else self.head.hash).hex()
        if value == "<ss58>":
            return ss58.encode(ALICE)
        if value.startswith("sub"):
            return self.watches.pop()
        if "bytes" in value:
            return self._bytes(name, value)
        return "0x" + (b"\x26\xaa" + ALICE).hex() if "." in value else value

    def _bytes(self, name: str, placeholder: str) -> str:
        if name == "state_call":
            # Arguments of query_info: the extrinsic and its length.
            raw = extrinsic(ALICE, self.nonce, b"key", b"value")
            raw += len(raw).to_bytes(4, "little")
        else:
            raw = extrinsic(ALICE, self.nonce, b"key", b"value")
            self.nonce += 1
        return raw.hex() if "no 0x" in placeholder else "0x" + raw.hex()

    async def _check(self, name: str, params: list[Any], result: Any) -> None:
        if name == "author_submitAndWatchExtrinsic":
            assert await self.client.push(result) == "ready"
            block = "0x" + self.node.produce().hash.hex()
            assert await self.client.push(result) == {"inBlock": block}
            assert await self.client.push(result) == {"finalized": block}
            assert params[0] in (await self.client.call("chain_getBlock", block))["block"]["extrinsics"]
            self.watches.append(result)
        elif "subscribe" in name:
            assert isinstance(result, str)
            assert await self.client.push(result)
        elif name == "chain_getBlock":
            assert set(result) == {"block", "justifications"}
            assert set(result["block"]) == {"header", "extrinsics"}
        elif name == "chain_getHeader":
            assert set(result) == {"parentHash", "number", "stateRoot", "extrinsicsRoot", "digest"}
        elif name == "state_getRuntimeVersion":
            assert {"specVersion", "transactionVersion", "specName", "apis"} <= set(result)
        elif name == "state_queryStorageAt":
            assert [key for key, _ in result[0]["changes"]] == params[0]
        elif name == "state_getKeysPaged":
            assert len(result) <= params[1]
        elif name in ("account_nextIndex", "state_getStorageSize"):
            assert type(result) is int
        elif name == "author_unwatchExtrinsic":
            assert type(result) is bool
        elif name in HASH_METHODS:
            assert HASH.fullmatch(result)
        elif name in ("state_call", "state_getMetadata", "state_getStorage", "state_getStorageAt"):
            assert BYTES.fullmatch(result)
        else:
            assert name in ("rpc_methods", "system_chain", "system_chainType", "system_properties") or (
                name.startswith("chainSpec_v1_")
            )


HASH_METHODS = frozenset(
    {
        "chain_getHead",
        "chain_getFinalizedHead",
        "chain_getBlockHash",
        "author_submitExtrinsic",
        "state_getStorageHash",
    }
)


@pytest.fixture
def node() -> FakeNode:
    return FakeNode()


@pytest.fixture
def port(node: FakeNode) -> Iterator[int]:
    with RpcServer(node, node, node, node, RpcConfig(port=0)) as server:
        yield server.port


def test_six_clients_are_recorded_without_chain_head() -> None:
    assert len(TRANSCRIPTS) == 6
    assert all(TRANSCRIPTS.values())


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_client_transcript_is_answered(name: str, node: FakeNode, port: int) -> None:
    async with connect(port) as client:
        await Replay(node, client).run(TRANSCRIPTS[name])


async def test_code_key_has_a_hash_in_every_block(node: FakeNode, port: int) -> None:
    async with connect(port) as client:
        for ref in (node.head(), node.produce()):
            code = await client.call("state_getStorageHash", "0x" + CODE_KEY.hex(), "0x" + ref.hash.hex())
            assert HASH.fullmatch(code)
