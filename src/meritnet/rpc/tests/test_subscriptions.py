"""Heads, storage, runtime version and watched extrinsics: answer first, then every push in order."""

from __future__ import annotations

import asyncio

import pytest

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.interfaces import TxState, TxStatus
from meritnet.rpc.limits import Limits
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect, until

ALICE = bytes(range(32))
KEY = b"\x26\xaa"
OTHER = b"\x26\xab"

HEADS = [
    ("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", "chain_newHead"),
    ("chain_subscribeNewHead", "chain_unsubscribeNewHead", "chain_newHead"),
    ("chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads", "chain_finalizedHead"),
    ("chain_subscribeAllHeads", "chain_unsubscribeAllHeads", "chain_allHead"),
]


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


@pytest.mark.parametrize("subscribe, unsubscribe, name", HEADS)
async def test_heads_start_with_the_current_one_and_leave_none_out(
    node: FakeNode, client: RpcClient, subscribe: str, unsubscribe: str, name: str
) -> None:
    node.produce()
    sub_id = await client.call(subscribe)
    assert isinstance(sub_id, str)
    # A burst from another thread, faster than the server's loop can wake up for each.
    await asyncio.to_thread(lambda: [node.produce() for _ in range(50)])
    numbers = [int((await client.push(sub_id))["number"], 16) for _ in range(51)]
    assert numbers == list(range(1, 52))
    assert client.push_methods(sub_id) == {name}
    assert await client.call(unsubscribe, sub_id) is True
    assert await client.call(unsubscribe, sub_id) is False
    node.produce()
    assert await client.is_silent(sub_id)


async def test_answer_comes_before_the_first_push(node: FakeNode, client: RpcClient) -> None:
    sub_id = await client.call("chain_subscribeNewHeads")
    await client.push(sub_id)
    kinds = ["push" if "method" in message else "answer" for message in client.log]
    assert kinds == ["answer", "push"]


async def test_pushed_header_is_the_header(node: FakeNode, client: RpcClient) -> None:
    sub_id = await client.call("chain_subscribeFinalizedHeads")
    await client.push(sub_id)
    head = node.produce()
    assert await client.push(sub_id) == await client.call("chain_getHeader", hexed(head.hash))


async def test_finality_may_trail_the_head(node: FakeNode, client: RpcClient) -> None:
    node.finality_lag = 2
    for _ in range(4):
        node.produce()
    assert await client.call("chain_getFinalizedHead") == hexed(node.blocks[2].ref.hash)
    assert await client.call("archive_v1_finalizedHeight") == 2
    sub_id = await client.call("chain_subscribeFinalizedHeads")
    for _ in range(3):
        node.produce()
    assert [int((await client.push(sub_id))["number"], 16) for _ in range(4)] == [2, 3, 4, 5]
    assert await client.is_silent(sub_id)


async def test_storage_starts_with_the_values_and_then_tells_changes_only(
    node: FakeNode, client: RpcClient
) -> None:
    start = node.produce({KEY: b"a"})
    sub_id = await client.call("state_subscribeStorage", [hexed(KEY), hexed(OTHER)])
    assert await client.push(sub_id) == {
        "block": hexed(start.hash),
        "changes": [[hexed(KEY), hexed(b"a")], [hexed(OTHER), None]],
    }
    node.produce({b"else": b"1"})
    second = node.produce({OTHER: b"b"})
    third = node.produce({KEY: None})
    assert await client.push(sub_id) == {
        "block": hexed(second.hash),
        "changes": [[hexed(OTHER), hexed(b"b")]],
    }
    assert await client.push(sub_id) == {"block": hexed(third.hash), "changes": [[hexed(KEY), None]]}
    assert client.push_methods(sub_id) == {"state_storage"}
    assert await client.call("state_unsubscribeStorage", sub_id) is True
    node.produce({KEY: b"c"})
    assert await client.is_silent(sub_id)


async def test_pruned_block_is_skipped_and_the_next_one_tells_the_change(
    node: FakeNode, client: RpcClient
) -> None:
    sub_id = await client.call("state_subscribeStorage", [hexed(KEY)])
    await client.push(sub_id)
    listeners, node.listeners = node.listeners, []
    pruned = node.produce({KEY: b"a"})
    last = node.produce()
    node.blocks[pruned.number].state = None
    for ref in (pruned, last):
        listeners[0](ref)
    node.listeners = listeners
    assert await client.push(sub_id) == {"block": hexed(last.hash), "changes": [[hexed(KEY), hexed(b"a")]]}


async def test_watched_keys_are_bounded() -> None:
    node = FakeNode()
    config = RpcConfig(port=0, limits=Limits(watched_keys=2))
    with RpcServer(node, node, node, node, config) as server:
        async with connect(server.port) as client:
            error = await client.fail("state_subscribeStorage", ["0x01", "0x02", "0x03"])
            assert error["code"] == -32602
            assert await client.call("state_subscribeStorage", ["0x01", "0x02"])


async def test_runtime_version_is_pushed_at_once_and_after_an_upgrade(
    node: FakeNode, client: RpcClient
) -> None:
    sub_id = await client.call("state_subscribeRuntimeVersion")
    assert (await client.push(sub_id))["specVersion"] == 461
    node.produce()
    node.spec_version = 462
    node.produce()
    assert (await client.push(sub_id))["specVersion"] == 462
    node.produce()
    assert await client.call("state_unsubscribeRuntimeVersion", sub_id) is True
    assert await client.is_silent(sub_id)


async def test_watched_extrinsic_goes_ready_in_block_finalized(node: FakeNode, client: RpcClient) -> None:
    raw = extrinsic(ALICE, 0, KEY, b"v")
    sub_id = await client.call("author_submitAndWatchExtrinsic", hexed(raw))
    assert await client.push(sub_id) == "ready"
    head = await asyncio.to_thread(node.produce)
    assert await client.push(sub_id) == {"inBlock": hexed(head.hash)}
    assert await client.push(sub_id) == {"finalized": hexed(head.hash)}
    assert client.push_methods(sub_id) == {"author_extrinsicUpdate"}
    # The stream ended by itself; clients unwatch all the same.
    assert await client.call("author_unwatchExtrinsic", sub_id) is False
    block = await client.call("chain_getBlock", hexed(head.hash))
    hashes = [blake2_256(bytes.fromhex(each[2:])) for each in block["block"]["extrinsics"]]
    assert hashes == [blake2_256(raw)]


@pytest.mark.parametrize(
    "status, shape",
    [
        (TxStatus(TxState.DROPPED), "dropped"),
        (TxStatus(TxState.INVALID), "invalid"),
        (TxStatus(TxState.USURPED, bytes(32)), {"usurped": "0x" + "00" * 32}),
        (TxStatus(TxState.FINALITY_TIMEOUT, bytes(32)), {"finalityTimeout": "0x" + "00" * 32}),
    ],
)
async def test_failed_extrinsic_ends_the_watch(
    node: FakeNode, client: RpcClient, status: TxStatus, shape: object
) -> None:
    raw = extrinsic(ALICE, 0, KEY, b"v")
    sub_id = await client.call("author_submitAndWatchExtrinsic", hexed(raw))
    assert await client.push(sub_id) == "ready"
    node.drop(blake2_256(raw), status)
    assert await client.push(sub_id) == shape
    assert await client.call("author_unwatchExtrinsic", sub_id) is False


@pytest.mark.parametrize(
    "status, shape",
    [
        (TxStatus(TxState.FUTURE), "future"),
        (TxStatus(TxState.BROADCAST, peers=("12D3",)), {"broadcast": ["12D3"]}),
        (TxStatus(TxState.RETRACTED, bytes(32)), {"retracted": "0x" + "00" * 32}),
    ],
)
async def test_other_steps_keep_the_watch_open(
    node: FakeNode, client: RpcClient, status: TxStatus, shape: object
) -> None:
    raw = extrinsic(ALICE, 0, KEY, b"v")
    sub_id = await client.call("author_submitAndWatchExtrinsic", hexed(raw))
    assert await client.push(sub_id) == "ready"
    listener = node.pool[blake2_256(raw)][2]
    assert listener is not None
    listener(status)
    assert await client.push(sub_id) == shape
    assert await client.call("author_unwatchExtrinsic", sub_id) is True
    assert node.pool[blake2_256(raw)][2] is None


async def test_unsubscribing_needs_the_method_of_the_same_kind(client: RpcClient) -> None:
    sub_id = await client.call("chain_subscribeNewHeads")
    assert await client.call("state_unsubscribeStorage", sub_id) is False
    assert await client.call("chain_unsubscribeFinalizedHeads", sub_id) is False
    assert await client.call("chain_unsubscribeNewHead", sub_id) is True


async def test_ids_are_unique_over_connections_and_not_shared(server: RpcServer, client: RpcClient) -> None:
    async with connect(server.port) as other:
        mine = await client.call("chain_subscribeNewHeads")
        theirs = await other.call("chain_subscribeNewHeads")
        assert mine != theirs
        assert await client.call("chain_unsubscribeNewHeads", theirs) is False


async def test_disconnect_frees_every_source(node: FakeNode, server: RpcServer) -> None:
    raw = extrinsic(ALICE, 0, KEY, b"v")
    async with connect(server.port) as client:
        for method in ("chain_subscribeNewHeads", "state_subscribeRuntimeVersion"):
            await client.call(method)
        await client.call("state_subscribeStorage", [hexed(KEY)])
        await client.call("author_submitAndWatchExtrinsic", hexed(raw))
        assert node.pool[blake2_256(raw)][2] is not None
    await until(lambda: server.connection_count == 0)
    assert node.pool[blake2_256(raw)][2] is None
    node.produce()


async def test_subscriptions_are_bounded() -> None:
    node = FakeNode()
    config = RpcConfig(port=0, limits=Limits(subscriptions_per_connection=3))
    with RpcServer(node, node, node, node, config) as server:
        async with connect(server.port) as client:
            ids = [await client.call("chain_subscribeNewHeads") for _ in range(3)]
            assert (await client.fail("chain_subscribeNewHeads"))["code"] == -32006
            raw = hexed(extrinsic(ALICE, 0, KEY, b"v"))
            assert (await client.fail("author_submitAndWatchExtrinsic", raw))["code"] == -32006
            assert node.pending() == []
            assert await client.call("chain_unsubscribeNewHeads", ids[0]) is True
            assert await client.call("chain_subscribeNewHeads")


async def test_submissions_of_one_connection_keep_their_order(node: FakeNode, client: RpcClient) -> None:
    raws = [extrinsic(ALICE, nonce, KEY, b"v") for nonce in range(200)]
    ids = [await client.send("author_submitExtrinsic", hexed(raw)) for raw in raws]
    for request_id, raw in zip(ids, raws, strict=True):
        assert (await client.answer(request_id))["result"] == hexed(blake2_256(raw))
    assert node.pending() == raws
    assert len(node.submit_threads) == 1
