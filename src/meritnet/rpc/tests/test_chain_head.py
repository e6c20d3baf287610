"""`chainHead_v1`: follows, pins, operations and their limits, as the interface specification has them."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.limits import Limits
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode
from meritnet.rpc.tests.rpc_client import TIMEOUT_S, RpcClient, connect, until

CODE = "0x3a636f6465"
LIMIT_REACHED = {"result": "limitReached"}


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


async def follow(client: RpcClient, *, with_runtime: bool = True) -> tuple[str, dict[str, Any]]:
    """Open a follow; return its id and its first event."""
    sub_id = await client.call("chainHead_v1_follow", with_runtime)
    first = await client.push(sub_id)
    assert first["event"] == "initialized"
    best = await client.push(sub_id)
    assert best == {"event": "bestBlockChanged", "bestBlockHash": first["finalizedBlockHashes"][-1]}
    return sub_id, first


async def done(client: RpcClient, sub_id: str, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of a started operation up to its last one, without its id."""
    assert answer["result"] == "started", answer
    events = []
    while True:
        event = await client.push(sub_id)
        if event.get("operationId") != answer["operationId"]:
            continue
        del event["operationId"]
        events.append(event)
        if event["event"] not in ("operationStorageItems", "operationWaitingForContinue"):
            return events


async def all_done(client: RpcClient, sub_id: str, answers: list[dict[str, Any]]) -> None:
    """Read events until each of some started operations has ended, in any order."""
    open_ids = {answer["operationId"] for answer in answers}
    while open_ids:
        event = await client.push(sub_id)
        if event["event"] != "operationStorageItems":
            open_ids.discard(event.get("operationId"))


async def test_a_follow_tells_every_block_as_new_best_and_final(node: FakeNode, client: RpcClient) -> None:
    before = [node.genesis_hash(), node.produce().hash, node.produce().hash]
    sub_id, first = await follow(client)
    assert first["finalizedBlockHashes"] == [hexed(each) for each in before]
    runtime = first["finalizedBlockRuntime"]
    assert runtime["type"] == "valid"
    assert runtime["spec"] == {
        "specName": "node-subtensor",
        "implName": "node-subtensor",
        "specVersion": 461,
        "implVersion": 1,
        "transactionVersion": 1,
        "apis": {"0xdf6acb689907609b": 5},
    }
    refs = await asyncio.to_thread(lambda: [node.produce() for _ in range(20)])
    parent = before[-1]
    for ref in refs:
        new, best, final = [await client.push(sub_id) for _ in range(3)]
        shown = hexed(ref.hash)
        assert new == {
            "event": "newBlock",
            "blockHash": shown,
            "parentBlockHash": hexed(parent),
            "newRuntime": None,
        }
        assert best == {"event": "bestBlockChanged", "bestBlockHash": shown}
        assert final == {"event": "finalized", "finalizedBlockHashes": [shown], "prunedBlockHashes": []}
        parent = ref.hash
    assert client.push_methods(sub_id) == {"chainHead_v1_followEvent"}


async def test_a_new_runtime_comes_with_its_block_and_only_to_who_asked(
    node: FakeNode, client: RpcClient
) -> None:
    with_id, _ = await follow(client)
    without_id, first = await follow(client, with_runtime=False)
    assert "finalizedBlockRuntime" not in first
    node.spec_version = 462
    node.produce()
    assert (await client.push(with_id))["newRuntime"]["spec"]["specVersion"] == 462
    assert "newRuntime" not in await client.push(without_id)


async def test_first_blocks_are_bounded_and_pinned() -> None:
    node = FakeNode()
    hashes = [hexed(node.produce().hash) for _ in range(10)]
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=Limits(follow_first_blocks=3))) as server:
        async with connect(server.port) as client:
            sub_id, first = await follow(client)
            assert first["finalizedBlockHashes"] == hashes[-3:]
            header = await client.call("chainHead_v1_header", sub_id, hashes[-3])
            assert header == hexed(node.blocks[8].header)
            assert hexed(blake2_256(bytes.fromhex(header[2:]))) == hashes[-3]
            assert (await client.fail("chainHead_v1_header", sub_id, hashes[-4]))["code"] == -32801


async def test_unpin_takes_one_or_several_all_or_none(node: FakeNode, client: RpcClient) -> None:
    hashes = [hexed(node.produce().hash) for _ in range(4)]
    sub_id, _ = await follow(client)
    assert await client.call("chainHead_v1_unpin", sub_id, hashes[0]) is None
    assert (await client.fail("chainHead_v1_unpin", sub_id, hashes[0]))["code"] == -32801
    assert (await client.fail("chainHead_v1_unpin", sub_id, [hashes[1], hashes[0]]))["code"] == -32801
    assert (await client.fail("chainHead_v1_unpin", sub_id, [hashes[1], hashes[1]]))["code"] == -32804
    assert (await client.fail("chainHead_v1_unpin", sub_id, ["0x12"]))["code"] == -32602
    assert await client.call("chainHead_v1_unpin", sub_id, hashes[1:3]) is None
    for method, more in (("header", []), ("body", []), ("call", ["Core_version", "0x"]), ("storage", [[]])):
        assert (await client.fail(f"chainHead_v1_{method}", sub_id, hashes[1], *more))["code"] == -32801
    assert await client.call("chainHead_v1_header", sub_id, hashes[3])


async def test_body_call_and_storage_answer_by_events(node: FakeNode, client: RpcClient) -> None:
    ref = node.produce({b"a": b"1", b"ab": b"22", b"b": b"3"})
    at = hexed(ref.hash)
    sub_id, _ = await follow(client)
    body = await client.call("chainHead_v1_body", sub_id, at)
    assert await done(client, sub_id, body) == [{"event": "operationBodyDone", "value": []}]
    call = await client.call("chainHead_v1_call", sub_id, at, "Metadata_metadata_versions", "0x")
    output = hexed(node.call("Metadata_metadata_versions", b"", None))
    assert await done(client, sub_id, call) == [{"event": "operationCallDone", "output": output}]
    items = [
        {"key": "0x61", "type": "value"},
        {"key": "0x7a7a", "type": "value"},
        {"key": CODE, "type": "hash"},
        {"key": "0x61", "type": "descendantsValues"},
        {"key": "0x61", "type": "descendantsHashes"},
        {"key": "0x6162", "type": "closestDescendantMerkleValue"},
        {"key": "0x7a7a", "type": "closestDescendantMerkleValue"},
    ]
    storage = await client.call("chainHead_v1_storage", sub_id, at, items, None)
    assert storage["discardedItems"] == 0
    page, last = await done(client, sub_id, storage)
    assert last == {"event": "operationStorageDone"}
    code = node.storage(b":code", None)
    assert code is not None
    assert page["items"] == [
        {"key": "0x61", "value": "0x31"},
        {"key": CODE, "hash": hexed(blake2_256(code))},
        {"key": "0x61", "value": "0x31"},
        {"key": "0x6162", "value": "0x3232"},
        {"key": "0x61", "hash": hexed(blake2_256(b"1"))},
        {"key": "0x6162", "hash": hexed(blake2_256(b"22"))},
        {
            "key": "0x6162",
            "closestDescendantMerkleValue": hexed(node.closest_merkle_value(b"ab", None) or b""),
        },
    ]


async def test_nothing_is_found_in_child_tries(node: FakeNode, client: RpcClient) -> None:
    at = hexed(node.produce({b"a": b"1"}).hash)
    sub_id, _ = await follow(client)
    answer = await client.call(
        "chainHead_v1_storage", sub_id, at, [{"key": "0x61", "type": "value"}], "0x6368696c64"
    )
    assert await done(client, sub_id, answer) == [{"event": "operationStorageDone"}]


async def test_failures_of_operations_are_events(node: FakeNode, client: RpcClient) -> None:
    ref = node.produce()
    node.produce()
    sub_id, _ = await follow(client)
    at = hexed(ref.hash)
    missing = await client.call("chainHead_v1_call", sub_id, at, "No_such", "0x")
    (event,) = await done(client, sub_id, missing)
    assert event == {"event": "operationError", "error": "Exported method No_such is not found"}
    short = await client.call("chainHead_v1_call", sub_id, at, "AccountNonceApi_account_nonce", "0x00")
    (event,) = await done(client, sub_id, short)
    assert event["event"] == "operationError"
    node.discard_state(ref.number)
    pruned = await client.call("chainHead_v1_storage", sub_id, at, [{"key": "0x61", "type": "value"}], None)
    assert await done(client, sub_id, pruned) == [{"event": "operationInaccessible"}]


async def test_a_fault_in_an_operation_is_told_without_its_details(
    node: FakeNode, client: RpcClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fault() -> None:
        raise ZeroDivisionError("secret")

    sub_id, first = await follow(client)
    node.on_call = fault
    answer = await client.call(
        "chainHead_v1_call", sub_id, first["finalizedBlockHashes"][-1], "Metadata_metadata", "0x"
    )
    (event,) = await done(client, sub_id, answer)
    assert event["event"] == "operationError"
    assert "secret" not in event["error"]
    assert "chain_head_operation_failed" in caplog.text


async def test_calls_need_a_follow_with_runtime(client: RpcClient) -> None:
    sub_id, first = await follow(client, with_runtime=False)
    at = first["finalizedBlockHashes"][-1]
    error = await client.fail("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
    assert error["code"] == -32802
    assert (await client.call("chainHead_v1_body", sub_id, at))["result"] == "started"


async def test_long_storage_waits_for_the_client() -> None:
    node = FakeNode()
    state: dict[bytes, bytes | None] = {b"k" + bytes([n]): bytes([n]) for n in range(25)}
    at = hexed(node.produce(state).hash)
    limits = Limits(storage_page_items=10)
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=limits)) as server:
        async with connect(server.port) as client:
            sub_id, _ = await follow(client)
            items = [{"key": "0x6b", "type": "descendantsValues"}, {"key": CODE, "type": "hash"}]
            started = await client.call("chainHead_v1_storage", sub_id, at, items, None)
            operation = started["operationId"]
            keys: list[str] = []
            for count in (10, 10, 6):
                page = await client.push(sub_id)
                assert page["event"] == "operationStorageItems"
                assert len(page["items"]) == count
                keys += [item["key"] for item in page["items"]]
                if count == 10:
                    waiting = await client.push(sub_id)
                    assert waiting == {"event": "operationWaitingForContinue", "operationId": operation}
                    assert await client.is_silent(sub_id)
                    assert await client.call("chainHead_v1_continue", sub_id, operation) is None
            assert (await client.push(sub_id))["event"] == "operationStorageDone"
            assert keys == [hexed(key) for key in sorted(state)] + [CODE]
            # The operation is over, and so is nothing that could be continued.
            assert await client.call("chainHead_v1_continue", sub_id, operation) is None


async def test_pages_are_bounded_in_bytes_too() -> None:
    node = FakeNode()
    at = hexed(node.produce({bytes([107, n]): bytes(1000) for n in range(250)}).hash)
    limits = Limits(storage_page_bytes=50_000)
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=limits)) as server:
        async with connect(server.port) as client:
            sub_id, _ = await follow(client)
            items = [{"key": "0x6b", "type": "descendantsValues"}]
            started = await client.call("chainHead_v1_storage", sub_id, at, items, None)
            sizes = []
            while (event := await client.push(sub_id))["event"] != "operationStorageDone":
                if event["event"] == "operationStorageItems":
                    sizes.append(len(event["items"]))
                else:
                    await client.call("chainHead_v1_continue", sub_id, started["operationId"])
            assert sum(sizes) == 250
            # A page may pass the bound by the rows that are read at once.
            assert max(sizes) <= 50 + 64


async def test_continue_is_for_operations_that_wait(node: FakeNode, client: RpcClient) -> None:
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    sub_id, first = await follow(client)
    at = first["finalizedBlockHashes"][-1]
    started = await client.call("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
    error = await client.fail("chainHead_v1_continue", sub_id, started["operationId"])
    assert error["code"] == -32803
    gate.set()
    await done(client, sub_id, started)
    assert await client.call("chainHead_v1_continue", sub_id, "no such") is None


async def test_a_stopped_operation_says_nothing_more(node: FakeNode, client: RpcClient) -> None:
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    sub_id, first = await follow(client)
    at = first["finalizedBlockHashes"][-1]
    stopped = await client.call("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
    later = await client.call("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
    assert await client.call("chainHead_v1_stopOperation", sub_id, stopped["operationId"]) is None
    assert await client.call("chainHead_v1_stopOperation", sub_id, "no such") is None
    gate.set()
    await done(client, sub_id, later)
    assert await client.is_silent(sub_id)
    assert not [
        message
        for message in client.log
        if "method" in message and message["params"]["result"].get("operationId") == stopped["operationId"]
    ]


async def test_operations_are_bounded_by_items() -> None:
    node = FakeNode()
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    with RpcServer(
        node, node, node, node, RpcConfig(port=0, limits=Limits(operations_per_follow=4))
    ) as server:
        async with connect(server.port) as client:
            sub_id, first = await follow(client)
            at = first["finalizedBlockHashes"][-1]
            call = ("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
            running = [await client.call(*call) for _ in range(2)]
            items = [{"key": CODE, "type": "hash"}] * 5
            storage = await client.call("chainHead_v1_storage", sub_id, at, items, None)
            assert storage["discardedItems"] == 3
            gate.set()
            await all_done(client, sub_id, [*running, storage])
            gate.clear()
            running = [await client.call(*call) for _ in range(4)]
            assert await client.call(*call) == LIMIT_REACHED
            assert await client.call("chainHead_v1_body", sub_id, at) == LIMIT_REACHED
            assert await client.call("chainHead_v1_storage", sub_id, at, items, None) == LIMIT_REACHED
            gate.set()
            await all_done(client, sub_id, running)
            assert (await client.call("chainHead_v1_body", sub_id, at))["result"] == "started"


async def test_a_follow_with_too_many_pins_is_stopped() -> None:
    node = FakeNode()
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=Limits(pinned_blocks=3))) as server:
        async with connect(server.port) as client:
            sub_id, _ = await follow(client)
            kept, _ = await follow(client)
            for _ in range(2):
                node.produce()
                hashes = [(await client.push(sub_id)).get("blockHash") for _ in range(3)]
                for _ in range(3):
                    await client.push(kept)
            await client.call("chainHead_v1_unpin", kept, hashes[0])
            node.produce()
            assert await client.push(sub_id) == {"event": "stop"}
            assert (await client.push(kept))["event"] == "newBlock"
            assert await client.call("chainHead_v1_header", sub_id, hashes[0]) is None
            assert await client.call("chainHead_v1_body", sub_id, hashes[0]) == LIMIT_REACHED
            assert await client.call("chainHead_v1_unpin", sub_id, hashes[0]) is None
            assert await client.call("chainHead_v1_unfollow", sub_id) is None
            again, _ = await follow(client)
            assert again != sub_id


async def test_a_gap_in_the_heads_stops_follows(node: FakeNode, client: RpcClient) -> None:
    sub_id, _ = await follow(client)
    listeners, node.listeners = node.listeners, []
    node.produce()
    node.listeners = listeners
    node.produce()
    assert await client.push(sub_id) == {"event": "stop"}


async def test_follows_are_bounded_by_connection() -> None:
    node = FakeNode()
    with RpcServer(
        node, node, node, node, RpcConfig(port=0, limits=Limits(follows_per_connection=2))
    ) as server:
        async with connect(server.port) as client, connect(server.port) as other:
            first, _ = await follow(client)
            await follow(client)
            assert (await client.fail("chainHead_v1_follow", True))["code"] == -32800
            await follow(other)
            assert await client.call("chainHead_v1_unfollow", first) is None
            await follow(client)


async def test_a_follow_belongs_to_its_connection(node: FakeNode, server: RpcServer) -> None:
    async with connect(server.port) as owner, connect(server.port) as other:
        sub_id, first = await follow(owner)
        at = first["finalizedBlockHashes"][-1]
        assert await other.call("chainHead_v1_header", sub_id, at) is None
        assert await other.call("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x") == LIMIT_REACHED
        assert await other.call("chainHead_v1_unfollow", sub_id) is None
        assert await owner.call("chainHead_v1_header", sub_id, at)


async def test_everything_of_a_follow_goes_with_its_connection(node: FakeNode, server: RpcServer) -> None:
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    async with connect(server.port) as client:
        sub_id, first = await follow(client)
        at = first["finalizedBlockHashes"][-1]
        await client.call("chainHead_v1_call", sub_id, at, "Metadata_metadata", "0x")
    await until(lambda: server.connection_count == 0)
    gate.set()
    node.produce()
    async with connect(server.port) as client:
        await follow(client)


@pytest.mark.parametrize(
    "items",
    [
        None,
        "0x",
        [1],
        [{}],
        [{"key": "0x61"}],
        [{"key": "0x61", "type": "values"}],
        [{"key": "61z", "type": "value"}],
        [{"key": "0x61", "type": "value", "paginationStartKey": "0x61"}],
        [{"key": ["0x61"], "type": "hash"}],
    ],
)
async def test_items_must_have_key_and_type(client: RpcClient, items: object) -> None:
    sub_id, first = await follow(client)
    at = first["finalizedBlockHashes"][-1]
    assert (await client.fail("chainHead_v1_storage", sub_id, at, items, None))["code"] == -32602
