"""`transaction_v1` and `transactionWatch_v1`: silent broadcasts that try again, and watches with positions."""

from __future__ import annotations

import asyncio

from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.interfaces import TxState, TxStatus
from meritnet.rpc.limits import Limits
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import TIMEOUT_S, RpcClient, connect, until

ALICE = bytes(range(32))


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


async def test_a_broadcast_brings_a_transaction_into_a_block_and_is_stopped_once(
    node: FakeNode, client: RpcClient
) -> None:
    raw = extrinsic(ALICE, 0, b"k", b"v")
    operation = await client.call("transaction_v1_broadcast", hexed(raw))
    assert isinstance(operation, str)
    await until(lambda: node.pending() == [raw])
    ref = node.produce()
    assert node.body(ref.hash) == [raw]
    assert await client.call("transaction_v1_stop", operation) is None
    assert (await client.fail("transaction_v1_stop", operation))["code"] == -32602


async def test_an_invalid_transaction_is_tried_again_in_silence(node: FakeNode, client: RpcClient) -> None:
    raw = extrinsic(ALICE, 0, b"k", b"v")
    node.nonces[ALICE] = 1
    await client.call("transaction_v1_broadcast", hexed(raw))
    await client.call("transaction_v1_broadcast", "0x00")
    node.produce()
    assert await client.call("author_pendingExtrinsics") == []
    node.nonces[ALICE] = 0

    # The pause between tries doubles, so it takes some blocks.
    async with asyncio.timeout(TIMEOUT_S):
        while not any(block.body == [raw] for block in node.blocks):
            node.produce()
            await client.call("system_name")


async def test_a_dropped_transaction_is_tried_again_and_a_stopped_one_is_not(
    node: FakeNode, client: RpcClient
) -> None:
    raw = extrinsic(ALICE, 0, b"k", b"v")
    operation = await client.call("transaction_v1_broadcast", hexed(raw))
    await until(lambda: node.pending() == [raw])
    node.drop(blake2_256(raw), TxStatus(TxState.DROPPED))
    # Answered after the broadcast's own try has come back from the pool.
    await client.fail("author_submitExtrinsic", "0x00")
    node.produce({b"other": b"1"})
    await until(lambda: node.pending() == [raw])
    assert await client.call("transaction_v1_stop", operation) is None
    # It stays in the pool, but is not brought back once it has left.
    node.drop(blake2_256(raw), TxStatus(TxState.DROPPED))
    for _ in range(10):
        node.produce({b"other": b"2"})
        await client.call("system_name")
    assert node.pending() == []


async def test_broadcasts_are_bounded_and_end_with_their_connection() -> None:
    node = FakeNode()
    limits = Limits(broadcasts_per_connection=2)
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=limits)) as server:
        async with connect(server.port) as client, connect(server.port) as other:
            ids = [await client.call("transaction_v1_broadcast", "0x00") for _ in range(3)]
            assert ids[2] is None
            assert (await other.fail("transaction_v1_stop", ids[0]))["code"] == -32602
            assert await client.call("transaction_v1_stop", ids[0]) is None
            assert await client.call("transaction_v1_broadcast", "0x00")
            # Each was tried once; there is no block yet to try it again.
            await until(lambda: len(node.submissions) == 3)
        await until(lambda: server.connection_count == 0)
        for _ in range(5):
            node.produce({b"other": b"1"})
        async with connect(server.port) as client:
            await client.call("system_name")
        assert len(node.submissions) == 3


async def test_a_watch_tells_block_and_position(node: FakeNode, client: RpcClient) -> None:
    before = extrinsic(ALICE, 0, b"a", b"v")
    raw = extrinsic(ALICE, 1, b"k", b"v")
    node.submit(before, "external")
    sub_id = await client.call("transactionWatch_v1_submitAndWatch", hexed(raw))
    assert await client.push(sub_id) == {"event": "validated"}
    ref = node.produce()
    block = {"hash": hexed(ref.hash), "index": 1}
    assert await client.push(sub_id) == {"event": "bestChainBlockIncluded", "block": block}
    assert await client.push(sub_id) == {"event": "finalized", "block": block}
    assert client.push_methods(sub_id) == {"transactionWatch_v1_watchEvent"}
    # It is over, so there is nothing to end.
    assert (await client.fail("transactionWatch_v1_unwatch", sub_id))["code"] == -32602


async def test_a_refused_transaction_is_an_event(node: FakeNode, client: RpcClient) -> None:
    node.nonces[ALICE] = 1
    for raw, word in ((b"\x00", "invalid"), (extrinsic(ALICE, 0, b"k", b"v"), "invalid")):
        sub_id = await client.call("transactionWatch_v1_submitAndWatch", hexed(raw))
        event = await client.push(sub_id)
        assert event["event"] == word
        assert event["error"]
    twice = extrinsic(ALICE, 1, b"k", b"v")
    node.submit(twice, "external")
    sub_id = await client.call("transactionWatch_v1_submitAndWatch", hexed(twice))
    assert (await client.push(sub_id))["event"] == "dropped"
    assert (await client.fail("transactionWatch_v1_submitAndWatch", "0x0"))["code"] == -32602


async def test_later_failures_are_told_and_an_unwatched_one_is_silent(
    node: FakeNode, client: RpcClient
) -> None:
    for state, word in (
        (TxState.INVALID, "invalid"),
        (TxState.USURPED, "dropped"),
        (TxState.DROPPED, "dropped"),
        (TxState.FINALITY_TIMEOUT, "dropped"),
    ):
        raw = extrinsic(ALICE, 0, b"k", state.value.encode())
        sub_id = await client.call("transactionWatch_v1_submitAndWatch", hexed(raw))
        assert (await client.push(sub_id))["event"] == "validated"
        node.drop(blake2_256(raw), TxStatus(state))
        assert (await client.push(sub_id))["event"] == word
    raw = extrinsic(ALICE, 0, b"k", b"v")
    sub_id = await client.call("transactionWatch_v1_submitAndWatch", hexed(raw))
    await client.push(sub_id)
    assert await client.call("transactionWatch_v1_unwatch", sub_id) is None
    assert node.pending() == [raw]
    node.produce()
    assert await client.is_silent(sub_id)
