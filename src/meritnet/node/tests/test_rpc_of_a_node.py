"""The newer RPC functions against a real chain: storage by trie, differences, dry runs, follows, metadata hash."""

from collections.abc import AsyncIterator
from typing import Any

import bittensor_core
import pytest

from meritnet.codec import Case
from meritnet.codec.era import mortal
from meritnet.codec.extrinsic import ENABLED
from meritnet.crypto.dev_keys import keypair
from meritnet.node.config import NodeConfig
from meritnet.node.service import Node
from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.tests.rpc_client import RpcClient, connect
from meritnet.runtime.runtime import TOKEN_DECIMALS, TOKEN_SYMBOL
from meritnet.testing.signing import sign

CODE = "0x3a636f6465"
NUMBER_KEY = "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac"
"""`System.Number`: every block changes it."""


@pytest.fixture
def node() -> Any:
    made = Node(NodeConfig(port=0, mode="manual", genesis_salt="rpc"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def client(node: Node) -> AsyncIterator[RpcClient]:
    async with connect(node.rpc.port) as connected:
        yield connected


def transfer(node: Node, nonce: int, value: int = 10**9, **options: Any) -> bytes:
    call = node.runtime.assembly.call(
        "Balances", "transfer_keep_alive", Case("Id", (keypair("//Bob").account,)), value
    )
    return sign(node.runtime, call, "//Alice", nonce, **options)


async def operation(client: RpcClient, sub_id: str, method: str, *params: object) -> list[dict[str, Any]]:
    """Return the events of an operation; the client is told to go on whenever it is waited for."""
    started = await client.call(method, sub_id, *params)
    events: list[dict[str, Any]] = []
    while True:
        event = await client.push(sub_id)
        if event.get("operationId") != started["operationId"]:
            continue
        if event["event"] == "operationWaitingForContinue":
            await client.call("chainHead_v1_continue", sub_id, started["operationId"])
            continue
        events.append(event)
        if event["event"] != "operationStorageItems":
            return events


async def test_the_runtime_has_an_identity(node: Node, client: RpcClient) -> None:
    sub_id = await client.call("chainHead_v1_follow", True)
    at = (await client.push(sub_id))["finalizedBlockHashes"][-1]
    pages = await operation(client, sub_id, "chainHead_v1_storage", at, [{"key": CODE, "type": "hash"}], None)
    code = node.store.view().get(b":code")
    assert code is not None
    assert pages[0]["items"] == [{"key": CODE, "hash": "0x" + blake2_256(code).hex()}]
    assert await client.call("state_getStorageHash", CODE) == pages[0]["items"][0]["hash"]


async def test_all_state_can_be_read_in_pages(node: Node, client: RpcClient) -> None:
    node.engine.step()
    sub_id = await client.call("chainHead_v1_follow", True)
    at = (await client.push(sub_id))["finalizedBlockHashes"][-1]
    items = [{"key": "0x", "type": "descendantsValues"}]
    pages = await operation(client, sub_id, "chainHead_v1_storage", at, items, None)
    found = [(item["key"], item["value"]) for page in pages[:-1] for item in page["items"]]
    expected = [("0x" + key.hex(), "0x" + value.hex()) for key, value in node.store.view().iterate()]
    assert found == expected
    assert len(await client.call("state_getPairs", "0x", at)) == len(expected)


async def test_merkle_values_lead_to_the_state_root(node: Node, client: RpcClient) -> None:
    head = node.engine.step().output
    hashed = "0x" + head.block_hash.hex()
    items = [{"key": "0x", "type": "closestDescendantMerkleValue"}]
    answer = await client.call("archive_unstable_storage", hashed, items, None)
    assert answer["result"] == [
        {"key": "0x", "closestDescendantMerkleValue": "0x" + head.header.state_root.hex()}
    ]


async def test_a_block_differs_from_its_parent_by_what_it_changed(node: Node, client: RpcClient) -> None:
    node.engine.step()
    await client.call("author_submitExtrinsic", "0x" + transfer(node, 0).hex())
    hashed = "0x" + node.engine.step().output.block_hash.hex()
    sub_id = await client.call("archive_v1_storageDiff", hashed)
    events: dict[str, Any] = {}
    while (event := await client.push(sub_id))["event"] == "storageDiff":
        events[event["key"]] = event
    assert event == {"event": "storageDiffDone"}
    assert events[NUMBER_KEY] == {
        "event": "storageDiff",
        "key": NUMBER_KEY,
        "type": "modified",
        "value": "0x02000000",
    }
    now, before = node.store.view(2), node.store.view(1)
    state, former = dict(now.iterate()), dict(before.iterate())
    expected = {key for key in state.keys() | former.keys() if state.get(key) != former.get(key)}
    assert set(events) == {"0x" + key.hex() for key in expected}


async def test_a_dry_run_tells_the_outcome_and_keeps_nothing(node: Node, client: RpcClient) -> None:
    head = node.engine.step().output
    before = node.store.state_root(1)
    good = transfer(node, 0, era=mortal(64, 1), birth_hash=head.block_hash)
    assert await client.call("system_dryRun", "0x" + good.hex()) == "0x0000"
    too_much = await client.call("system_dryRun", "0x" + transfer(node, 0, value=2**60).hex())
    assert too_much[:6] == "0x0001"
    stale = await client.call("system_dryRun", "0x" + transfer(node, 7).hex())
    assert stale == "0x010002"
    assert (await client.fail("system_dryRun", "0x00"))["code"] == 4003
    node.engine.step()
    assert node.store.state_root(1) == before
    assert await client.call("author_pendingExtrinsics") == []


async def test_a_transfer_whose_signer_saw_the_metadata_is_included(node: Node, client: RpcClient) -> None:
    runtime = node.runtime
    digest = bittensor_core.metadata_digest(
        runtime.metadata_v15, runtime.params.spec_version, "node-subtensor", 42, 9, "TAO"
    )
    raw = transfer(node, 0, mode=ENABLED, metadata_hash=digest)
    sub_id = await client.call("transactionWatch_v1_submitAndWatch", "0x" + raw.hex())
    assert await client.push(sub_id) == {"event": "validated"}
    block = node.engine.step().output
    event = await client.push(sub_id)
    assert event["block"]["hash"] == "0x" + block.block_hash.hex()
    assert node.store.body(1)[event["block"]["index"]] == raw
    wrong = transfer(node, 1, mode=ENABLED, metadata_hash=bytes(32))
    error = await client.fail("author_submitExtrinsic", "0x" + wrong.hex())
    assert (error["code"], error["data"]) == (1010, "Transaction has a bad signature")


async def test_the_metadata_hash_is_made_of_what_the_node_tells(node: Node, client: RpcClient) -> None:
    assert await client.call("system_properties") == {
        "ss58Format": ss58.PREFIX,
        "tokenDecimals": TOKEN_DECIMALS,
        "tokenSymbol": TOKEN_SYMBOL,
    }


async def test_removed_extrinsics_do_not_come_back(node: Node, client: RpcClient) -> None:
    raw = transfer(node, 0)
    shown = await client.call("author_submitExtrinsic", "0x" + raw.hex())
    assert await client.call("author_removeExtrinsic", [{"hash": shown}]) == [shown]
    assert await client.call("author_removeExtrinsic", [{"hash": shown}]) == []
    node.engine.step()
    assert raw not in node.store.body(1)


async def test_pruned_trie_nodes_are_told(node: Node, client: RpcClient) -> None:
    node.store._proof_blocks = 1
    for _ in range(4):
        node.engine.step()
    first = node.store.hash_of(1)
    assert first is not None
    sub_id = await client.call("chainHead_v1_follow", True)
    await client.push(sub_id)
    items = [{"key": "0x", "type": "closestDescendantMerkleValue"}]
    (event,) = await operation(client, sub_id, "chainHead_v1_storage", "0x" + first.hex(), items, None)
    assert event["event"] == "operationError"
    assert "ask for a newer block" in event["error"]
