"""`archive_v1`: blocks of any height, calls, and the two streams of storage."""

from __future__ import annotations

from typing import Any

import pytest

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.limits import Limits
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect, until

UNKNOWN = "0x" + "ab" * 32
ALICE = bytes(range(32))


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


async def stream(client: RpcClient, method: str, *params: object) -> list[dict[str, Any]]:
    """Return all events of a stream, the last one included."""
    sub_id = await client.call(method, *params)
    events = [await client.push(sub_id)]
    while not events[-1]["event"].endswith(("Done", "Error")):
        events.append(await client.push(sub_id))
    assert client.push_methods(sub_id) == {f"{method}Event"}
    return events


async def test_blocks_are_found_by_height_and_hash(node: FakeNode, client: RpcClient) -> None:
    raw = extrinsic(ALICE, 0, b"k", b"v")
    node.submit(raw, "external")
    ref = node.produce()
    assert await client.call("archive_v1_finalizedHeight") == 1
    assert await client.call("archive_v1_genesisHash") == hexed(node.genesis_hash())
    assert await client.call("archive_v1_hashByHeight", 1) == [hexed(ref.hash)]
    for beyond in (2, 2**32, 2**64 - 1):
        assert await client.call("archive_v1_hashByHeight", beyond) == []
    assert await client.call("archive_v1_header", hexed(ref.hash)) == hexed(node.blocks[1].header)
    assert await client.call("archive_v1_body", hexed(ref.hash)) == [hexed(raw)]
    for method in ("header", "body"):
        assert await client.call(f"archive_v1_{method}", UNKNOWN) is None
    for bad in (-1, 1.5, "1", None):
        assert (await client.fail("archive_v1_hashByHeight", bad))["code"] == -32602


async def test_calls_tell_success_failure_and_unknown_blocks(node: FakeNode, client: RpcClient) -> None:
    ref = node.produce()
    at = hexed(ref.hash)
    answer = await client.call("archive_v1_call", at, "Metadata_metadata_versions", "0x")
    assert answer == {"success": True, "value": hexed(node.call("Metadata_metadata_versions", b"", None))}
    assert await client.call("archive_v1_call", UNKNOWN, "Metadata_metadata_versions", "0x") is None
    failed = await client.call("archive_v1_call", at, "No_such", "0x")
    assert failed == {"success": False, "error": "Exported method No_such is not found"}
    node.produce()
    node.discard_state(ref.number)
    pruned = await client.call("archive_v1_call", at, "Metadata_metadata_versions", "0x")
    assert pruned["success"] is False


async def test_storage_streams_an_event_for_each_item(node: FakeNode, client: RpcClient) -> None:
    at = hexed(node.produce({b"a": b"1", b"ab": b"22"}).hash)
    items = [
        {"key": "0x61", "type": "value"},
        {"key": "0x62", "type": "value"},
        {"key": "0x61", "type": "descendantsHashes"},
        {"key": "0x61", "type": "descendantsValues", "paginationStartKey": "0x61"},
    ]
    assert await stream(client, "archive_v1_storage", at, items, None) == [
        {"event": "storage", "key": "0x61", "value": "0x31"},
        {"event": "storage", "key": "0x61", "hash": hexed(blake2_256(b"1"))},
        {"event": "storage", "key": "0x6162", "hash": hexed(blake2_256(b"22"))},
        {"event": "storage", "key": "0x6162", "value": "0x3232"},
        {"event": "storageDone"},
    ]
    assert await stream(client, "archive_v1_storage", at, items, "0x01") == [{"event": "storageDone"}]
    (error,) = await stream(client, "archive_v1_storage", UNKNOWN, items, None)
    assert error["event"] == "storageError"
    assert UNKNOWN[2:] in error["error"]


async def test_a_long_stream_arrives_whole(node: FakeNode, client: RpcClient) -> None:
    state: dict[bytes, bytes | None] = {b"k" + n.to_bytes(2, "big"): bytes(200) for n in range(5000)}
    at = hexed(node.produce(state).hash)
    events = await stream(
        client, "archive_v1_storage", at, [{"key": "0x6b", "type": "descendantsValues"}], None
    )
    assert [event["key"] for event in events[:-1]] == [hexed(key) for key in sorted(state)]


async def test_the_former_shape_answers_at_once_page_by_page() -> None:
    node = FakeNode()
    at = hexed(node.produce({b"k" + bytes([n]): bytes([n]) for n in range(15)}).hash)
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=Limits(storage_page_items=10))) as server:
        async with connect(server.port) as client:
            item: dict[str, Any] = {"key": "0x6b", "type": "descendantsValues"}
            first = await client.call("archive_unstable_storage", at, [item], None)
            assert (len(first["result"]), first["discardedItems"]) == (10, 1)
            item["paginationStartKey"] = first["result"][-1]["key"]
            second = await client.call("archive_unstable_storage", at, [item], None)
            assert (len(second["result"]), second["discardedItems"]) == (5, 0)
            assert await client.call("archive_unstable_storage", UNKNOWN, [item], None) is None


async def test_differences_between_blocks(node: FakeNode, client: RpcClient) -> None:
    first = node.produce({b"a": b"1", b"b": b"2", b"c": b"3"})
    second = node.produce({b"a": b"9", b"d": b"4"})
    third = node.produce({b"b": None, b"a": b"1"})
    added = {"event": "storageDiff", "key": "0x64", "type": "added", "value": "0x34"}
    modified = {"event": "storageDiff", "key": "0x61", "type": "modified", "value": "0x39"}
    done = {"event": "storageDiffDone"}
    assert await stream(client, "archive_v1_storageDiff", hexed(second.hash)) == [modified, added, done]
    between = (hexed(third.hash), None, hexed(first.hash))
    deleted = {"event": "storageDiff", "key": "0x62", "type": "deleted"}
    # `a` was changed and changed back.
    assert await stream(client, "archive_v1_storageDiff", *between) == [deleted, added, done]
    items = [{"key": "0x64", "returnType": "hash"}, {"returnType": "value", "childTrieKey": "0x01"}]
    hashed = {"event": "storageDiff", "key": "0x64", "type": "added", "hash": hexed(blake2_256(b"4"))}
    assert await stream(client, "archive_v1_storageDiff", hexed(second.hash), items) == [hashed, done]


async def test_what_has_no_difference_is_an_error_event(node: FakeNode, client: RpcClient) -> None:
    first, second = node.produce(), node.produce()
    for params, text in (
        ((UNKNOWN,), UNKNOWN[2:]),
        ((hexed(first.hash), None, UNKNOWN), UNKNOWN[2:]),
        ((hexed(first.hash), None, hexed(second.hash)), "no ancestor"),
        ((hexed(node.genesis_hash()),), "genesis"),
    ):
        (error,) = await stream(client, "archive_v1_storageDiff", *params)
        assert error["event"] == "storageDiffError"
        assert text in error["error"]
    for items in ([{}], [{"returnType": "both"}], [{"returnType": "value", "key": 1}], {}):
        assert (await client.fail("archive_v1_storageDiff", hexed(first.hash), items))["code"] == -32602


@pytest.mark.parametrize(
    "start, stop, params",
    [
        (
            "archive_v1_storage",
            "archive_v1_stopStorage",
            ([{"key": "0x6b", "type": "descendantsValues"}], None),
        ),
        ("archive_v1_storageDiff", "archive_v1_stopStorageDiff", ()),
    ],
)
async def test_streams_can_be_stopped_and_are_bounded(
    start: str, stop: str, params: tuple[object, ...]
) -> None:
    node = FakeNode()
    at = hexed(node.produce({b"k" + n.to_bytes(2, "big"): bytes(2000) for n in range(3000)}).hash)
    limits = Limits(archive_streams_per_connection=1, push_queue_bytes=8_000_000)
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=limits)) as server:
        async with connect(server.port) as client:
            sub_id = await client.call(start, at, *params)
            assert (await client.fail(start, at, *params))["code"] == -32006
            assert await client.call(stop, sub_id) is None
            assert await client.call(stop, sub_id) is None
            assert (await stream(client, start, at, *params))[-1]["event"].endswith("Done")
        await until(lambda: server.connection_count == 0)
