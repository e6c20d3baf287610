"""The server around the methods: addresses, guards, limits on connections, slow consumers, shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading

import aiohttp
import pytest
import websockets
from aiohttp import web

from meritnet.rpc import connection
from meritnet.rpc.guard import Guard
from meritnet.rpc.limits import Limits
from meritnet.rpc.server import MethodSafety, RpcAddressDenied, RpcConfig, RpcServer, is_loopback
from meritnet.rpc.tests.fake_node import FakeNode
from meritnet.rpc.tests.rpc_client import TIMEOUT_S, RpcClient, connect, until

CALL = {"jsonrpc": "2.0", "id": 1, "method": "system_chain", "params": []}
SLOW_READ = ("state_call", "NeuronInfoRuntimeApi_get_neurons_lite", "0x0100")


def serve(node: FakeNode, config: RpcConfig) -> RpcServer:
    return RpcServer(node, node, node, node, config)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_other_addresses_need_the_external_switch(node: FakeNode, host: str) -> None:
    with pytest.raises(RpcAddressDenied, match="--rpc-external"):
        serve(node, RpcConfig(host=host))
    assert serve(node, RpcConfig(host=host, external=True)).config.host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_addresses_are_known(host: str) -> None:
    assert is_loopback(host)


def test_taken_port_is_reported_to_the_starter(node: FakeNode) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = serve(node, RpcConfig(port=taken.getsockname()[1]))
        with pytest.raises(OSError, match="address already in use"):
            server.start()
        server.stop()
        assert not [thread for thread in threading.enumerate() if thread.name == "rpc"]
    assert node.listeners == []


@pytest.mark.parametrize(
    "host, origin, is_let_in",
    [
        ("127.0.0.1:9944", None, True),
        ("localhost:9944", "http://localhost:3000", True),
        ("[::1]:9944", "http://[::1]", True),
        ("LOCALHOST", "http://127.0.0.1:9944", True),
        ("rebound.example:9944", None, False),
        ("127.0.0.1.example.org", None, False),
        ("127.0.0.1:9944", "https://evil.example", False),
        ("127.0.0.1:9944", "https://localhost.evil.example", False),
        ("127.0.0.1:9944", "null", False),
        ("127.0.0.1:9944", "https://[", False),
        ("127.0.0.1:9944", "https://explorer.example", True),
        (None, None, True),
    ],
)
def test_guard_lets_loopback_and_listed_origins_in(
    host: str | None, origin: str | None, is_let_in: bool
) -> None:
    guard = Guard(is_external=False, origins=frozenset({"https://explorer.example"}))
    assert (guard.refusal(host, origin) is None) is is_let_in
    assert Guard(is_external=True).refusal(host, origin) is None


async def test_guard_holds_for_posts_websockets_and_mounted_routes() -> None:
    async def health(request: web.Request) -> web.Response:
        return web.Response(text="fine")

    node = FakeNode()
    config = RpcConfig(port=0, mount=lambda app: app.router.add_get("/health", health))
    evil = {"Origin": "https://evil.example"}
    with serve(node, config) as server:
        url = f"http://127.0.0.1:{server.port}"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/health") as response:
                assert await response.text() == "fine"
            for headers in (evil, {"Host": "rebound.example"}):
                async with session.get(f"{url}/health", headers=headers) as response:
                    assert response.status == 403
                async with session.post(url, json=CALL, headers=headers) as response:
                    assert response.status == 403
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await session.ws_connect(url, headers=evil)
            local = {"Origin": "http://localhost:8000"}
            async with session.options(url, headers=local) as response:
                assert response.status == 204
                assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
            async with session.post(url, json=CALL, headers=local) as response:
                assert (await response.json())["result"] == "Bittensor"
                assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
        async with connect(server.port, headers=local) as client:
            assert await client.call("system_chain") == "Bittensor"


async def test_oversized_requests_are_refused() -> None:
    node = FakeNode()
    with serve(node, RpcConfig(port=0, limits=Limits(request_bytes=1000))) as server:
        async with connect(server.port) as client:
            await client.socket.send_str("x" * 1001)
            assert await client.close_code() == 1009
        url = f"http://127.0.0.1:{server.port}"
        async with aiohttp.ClientSession() as session, session.post(url, data=b"x" * 1001) as response:
            assert response.status == 413
            assert (await response.json())["error"]["code"] == -32007


async def test_connections_are_bounded_and_freed() -> None:
    node = FakeNode()
    with serve(node, RpcConfig(port=0, limits=Limits(connections=1))) as server:
        async with connect(server.port) as client:
            assert await client.call("system_chain")
            with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
                async with connect(server.port):
                    pass
        await until(lambda: server.connection_count == 0)
        async with connect(server.port) as client:
            assert await client.call("system_chain")


async def test_slow_reads_do_not_hold_up_quick_ones(node: FakeNode, client: RpcClient) -> None:
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    slow = [await client.send(*SLOW_READ) for _ in range(10)]
    assert await client.call("system_chain") == "Bittensor"
    gate.set()
    for request_id in slow:
        assert "result" in await client.answer(request_id)


async def test_one_connection_leaves_worker_threads_for_others() -> None:
    node = FakeNode()
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    limits = Limits(slow_calls_per_connection=1, worker_threads=2)
    with serve(node, RpcConfig(port=0, limits=limits)) as server:
        async with connect(server.port) as greedy, connect(server.port) as modest:
            ids = [await greedy.send(*SLOW_READ) for _ in range(50)]
            await greedy.call("system_chain")
            assert await modest.call("chain_getBlock")
            gate.set()
            for request_id in ids:
                await greedy.answer(request_id)


async def test_requests_in_flight_are_bounded_and_all_answered() -> None:
    node = FakeNode()
    waiting = 0
    most = 0
    lock = threading.Lock()

    def count() -> None:
        nonlocal waiting, most
        with lock:
            waiting += 1
            most = max(most, waiting)
        with lock:
            waiting -= 1

    node.on_call = count
    with serve(node, RpcConfig(port=0, limits=Limits(in_flight_per_connection=4))) as server:
        async with connect(server.port) as client:
            ids = [await client.send(*SLOW_READ) for _ in range(100)]
            for request_id in ids:
                assert "result" in await client.answer(request_id)
    assert 1 <= most <= 4


def stalled_websocket(port: int) -> socket.socket:
    """Open a WebSocket by hand with a small receive buffer, which the test then does not read."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(TIMEOUT_S)
    raw.connect(("127.0.0.1", port))
    raw.sendall(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    reply = b""
    while b"\r\n\r\n" not in reply:
        reply += raw.recv(1)
    return raw


def masked_frame(payload: bytes) -> bytes:
    """Build a text frame of less than 126 bytes with a zero mask."""
    return bytes([0x81, 0x80 | len(payload)]) + bytes(4) + payload


def long_frame(payload: bytes) -> bytes:
    """Build a text frame of 126 to 65535 bytes with a zero mask."""
    return bytes([0x81, 0xFE]) + len(payload).to_bytes(2, "big") + bytes(4) + payload


def request(method: str, params: list[object]) -> bytes:
    """Build a request."""
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()


def first_answer(raw: socket.socket) -> str:
    """Read one short frame and return the result in it."""
    _, length = raw.recv(2)
    body = b""
    while len(body) < length:
        body += raw.recv(length - len(body))
    return str(json.loads(body)["result"])


async def test_consumer_that_does_not_read_is_dropped_and_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "CLOSE_WAIT_S", 0.5)
    node = FakeNode()
    limits = Limits(push_queue_messages=50)
    with serve(node, RpcConfig(port=0, limits=limits)) as server:
        raw = await asyncio.to_thread(stalled_websocket, server.port)
        with contextlib.closing(raw):
            frame = masked_frame(
                b'{"jsonrpc":"2.0","id":1,"method":"state_subscribeStorage","params":[["0x61"]]}'
            )
            raw.sendall(frame)
            async with connect(server.port) as client:
                sub_id = await client.call("chain_subscribeNewHeads")
                await client.push(sub_id)
                assert server.connection_count == 2
                blocks = 0
                async with asyncio.timeout(TIMEOUT_S):
                    while server.connection_count == 2:
                        node.produce({b"a": blocks.to_bytes(4, "little") * 50_000})
                        await client.push(sub_id)
                        blocks += 1
                assert await client.call("system_chain") == "Bittensor"


async def test_consumer_that_falls_behind_learns_it_by_code_1013(monkeypatch: pytest.MonkeyPatch) -> None:
    # The slow one begins to read when all blocks are made, however long that takes.
    monkeypatch.setattr(connection, "CLOSE_WAIT_S", TIMEOUT_S)
    node = FakeNode()
    blocks = 150
    with serve(node, RpcConfig(port=0, limits=Limits(push_queue_messages=20))) as server:
        async with connect(server.port) as slow, connect(server.port) as quick:
            await slow.send("state_subscribeStorage", ["0x61"])
            sub_id = await quick.call("state_subscribeStorage", ["0x61"])
            await quick.push(sub_id)
            for number in range(blocks):
                node.produce({b"a": number.to_bytes(4, "little") * 50_000})
                await quick.push(sub_id)
            assert await slow.close_code() == 1013


@pytest.mark.parametrize("is_archive", [False, True])
async def test_results_for_a_client_that_reads_nothing_are_not_piled_up(is_archive: bool) -> None:
    node = FakeNode()
    size = 500_000
    at = node.produce({b"k" + bytes([n]): bytes(size) for n in range(60)}).hash
    reads = 0
    lock = threading.Lock()

    def counted(
        prefix: bytes, count: int, start: bytes | None, at: bytes | None
    ) -> list[tuple[bytes, bytes]]:
        nonlocal reads
        with lock:
            reads += 1
        return FakeNode.pairs_paged(node, prefix, 1, start, at)

    node.pairs_paged = counted  # type: ignore[method-assign]
    item = {"key": "0x6b", "type": "descendantsValues"}
    limits = Limits(push_queue_bytes=8_000_000, storage_page_items=1, storage_page_bytes=1)
    with serve(node, RpcConfig(port=0, limits=limits)) as server:
        raw = await asyncio.to_thread(stalled_websocket, server.port)
        with contextlib.closing(raw):
            hexed = "0x" + at.hex()
            if is_archive:
                params: list[object] = [hexed, [item], None]
                raw.sendall(long_frame(request("archive_v1_storage", params)) * 8)
            else:
                raw.sendall(masked_frame(request("chainHead_v1_follow", [True])))
                sub_id = await asyncio.to_thread(first_answer, raw)
                frame = long_frame(request("chainHead_v1_storage", [sub_id, hexed, [item], None]))
                raw.sendall(frame * 32)
            async with connect(server.port) as client:
                await until(lambda: reads > 3)
                settled = 0
                while settled < reads:
                    settled = reads
                    for _ in range(200):
                        await client.call("archive_v1_finalizedHeight")
                # A quarter of the queue, what the system's buffers took, and one read for each slow call.
                assert reads <= 2_000_000 // size + 8_000_000 // size + limits.slow_calls_per_connection


async def test_stop_answers_open_requests_and_closes_with_1001() -> None:
    node = FakeNode()
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    server = serve(node, RpcConfig(port=0, limits=Limits(drain_s=TIMEOUT_S)))
    server.start()
    async with connect(server.port) as client:
        await client.call("chain_subscribeNewHeads")
        request_id = await client.send(*SLOW_READ)
        await client.call("system_chain")
        stopping = asyncio.create_task(asyncio.to_thread(server.stop))
        gate.set()
        assert "result" in await client.answer(request_id)
        assert await client.close_code() == 1001
        await stopping
    assert node.listeners == []
    with pytest.raises(aiohttp.ClientConnectorError):
        async with connect(server.port):
            pass
    node.produce()


async def lets_in(port: int) -> bool:
    """Say whether a new connection is accepted."""
    try:
        async with connect(port):
            return True
    except aiohttp.ClientError:
        # Refused; or reset, where it came between the last that was accepted and the end of listening.
        return False


async def test_requests_during_the_grace_period_are_still_answered() -> None:
    node = FakeNode()
    gate = threading.Event()
    node.on_call = lambda: gate.wait(TIMEOUT_S) and None
    server = serve(node, RpcConfig(port=0, limits=Limits(drain_s=TIMEOUT_S)))
    server.start()
    async with connect(server.port) as client:
        request_id = await client.send(*SLOW_READ)
        await client.call("system_chain")
        stopping = asyncio.create_task(asyncio.to_thread(server.stop))
        while await lets_in(server.port):
            pass
        assert await client.call("system_chain") == "Bittensor"
        gate.set()
        assert "result" in await client.answer(request_id)
        assert await client.close_code() == 1001
        await stopping


async def test_body_that_does_not_arrive_is_given_up() -> None:
    node = FakeNode()
    with serve(node, RpcConfig(port=0, limits=Limits(body_timeout_s=0.05))) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        async with asyncio.timeout(TIMEOUT_S):
            assert b" 408 " in await reader.readline()
        writer.close()
        await writer.wait_closed()


async def test_compression_is_agreed_only_when_switched_on() -> None:
    node = FakeNode()
    node.produce({b"a": bytes(100_000)})
    for is_on in (False, True):
        with serve(node, RpcConfig(port=0, compress=is_on)) as server:
            async with connect(server.port, compress=15) as client:
                assert bool(client.socket.compress) is is_on
                assert await client.call("state_getStorage", "0x61") == "0x" + "00" * 100_000


UNSAFE = {
    "author_removeExtrinsic",
    "state_getPairs",
    "state_queryStorage",
    "system_dryRun",
    "system_dryRunAt",
    "system_peers",
}


@pytest.mark.parametrize(
    "methods, external, is_served",
    [
        ("auto", False, True),
        ("auto", True, False),
        ("safe", False, False),
        ("unsafe", True, True),
    ],
)
async def test_unsafe_methods_are_kept_back_from_strangers(
    methods: MethodSafety, external: bool, is_served: bool
) -> None:
    node = FakeNode()
    with serve(node, RpcConfig(port=0, external=external, methods=methods)) as server:
        async with connect(server.port) as client:
            names = set((await client.call("rpc_methods"))["methods"])
            assert names & UNSAFE == (UNSAFE if is_served else set())
            # These two are called by clients of every day and are bounded in what they cost.
            assert {"state_queryStorageAt", "state_getKeys"} <= names
            if is_served:
                assert await client.call("system_peers")
                return
            error = await client.fail("system_peers")
            assert error["code"] == -32601
            assert "--rpc-methods unsafe" in error["message"]


async def test_compression_works_with_the_websockets_library() -> None:
    node = FakeNode()
    node.produce({b"a": bytes(1_000_000)})
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "state_getStorage", "params": ["0x61"]})
    for compress in (False, True):
        with serve(node, RpcConfig(port=0, compress=compress)) as server:
            url = f"ws://127.0.0.1:{server.port}"
            async with websockets.connect(url, compression="deflate", max_size=None) as client:
                agreed = client.response.headers.get("Sec-WebSocket-Extensions", "")
                assert ("permessage-deflate" in agreed) is compress
                for _ in range(3):
                    await client.send(request)
                    assert json.loads(await client.recv())["result"] == "0x" + "00" * 1_000_000


async def test_a_small_message_that_unpacks_to_a_big_one_is_refused() -> None:
    node = FakeNode()
    limits = Limits(request_bytes=10_000)
    with serve(node, RpcConfig(port=0, compress=True, limits=limits)) as server:
        url = f"ws://127.0.0.1:{server.port}"
        async with websockets.connect(url, compression="deflate") as client:
            await client.send("x" * 50_000_000)
            with pytest.raises(websockets.ConnectionClosedError) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009


async def test_many_connections_get_every_head(node: FakeNode, server: RpcServer) -> None:
    async with contextlib.AsyncExitStack() as stack:
        clients: list[RpcClient] = [await stack.enter_async_context(connect(server.port)) for _ in range(20)]
        ids = [await client.call("chain_subscribeNewHeads") for client in clients]
        await asyncio.to_thread(lambda: [node.produce() for _ in range(10)])
        for client, sub_id in zip(clients, ids, strict=True):
            numbers = [int((await client.push(sub_id))["number"], 16) for _ in range(11)]
            assert numbers == list(range(11))
