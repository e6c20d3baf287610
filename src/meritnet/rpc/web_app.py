"""The aiohttp application: JSON-RPC by POST and by WebSocket on `/`, and what the node mounts beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import orjson
from aiohttp import WSCloseCode, hdrs, web

from meritnet.rpc import errors
from meritnet.rpc.connection import Connection
from meritnet.rpc.dispatcher import Answer, Dispatcher
from meritnet.rpc.errors import RpcError
from meritnet.rpc.guard import Guard, guard_middleware
from meritnet.rpc.sink import Sink

Mount = Callable[[web.Application], None]
"""Adds routes such as /health to the server's port."""

SWEEP_S = 5.0
"""Interval at which connections whose peer takes nothing are looked for."""


class HttpSession:
    """One HTTP request: it can call, but nothing can be pushed to it."""

    def __init__(self, slow_calls: int) -> None:
        self.slow_calls = asyncio.Semaphore(slow_calls)

    def open_sink(self, notification: str) -> Sink:
        """Refuse: HTTP cannot push."""
        raise RpcError(errors.METHOD_NOT_FOUND, "Subscriptions need a WebSocket connection; HTTP cannot push")

    def close_sink(self, sub_id: str, notification: str) -> bool:
        """Return that there was none."""
        return False

    def find_sink(self, sub_id: str, notification: str) -> Sink | None:
        """Return that there is none."""
        return None

    def count_sinks(self, notification: str) -> int:
        """Return that there are none."""
        return 0

    async def wait_for_room(self) -> None:
        """Return at once: nothing is pushed."""


class RpcApp:
    """The connections of one server and the handlers that create them."""

    def __init__(self, dispatcher: Dispatcher, guard: Guard, compress: bool, mount: Mount | None) -> None:
        self._dispatcher = dispatcher
        self._limits = dispatcher.backend.limits
        self._compress = compress
        self._connections: set[Connection] = set()
        self._http_requests = 0
        self._is_stopping = False
        self.application = web.Application(
            middlewares=[guard_middleware(guard)], client_max_size=self._limits.request_bytes
        )
        self.application.router.add_get("/", self._get, allow_head=False)
        self.application.router.add_post("/", self._post)
        self.application.router.add_options("/", self._get)
        if mount is not None:
            mount(self.application)

    @property
    def connection_count(self) -> int:
        """Return the number of open WebSocket connections."""
        return len(self._connections)

    async def sweep(self) -> None:
        """Cut connections whose peer takes nothing, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_S)
            for connection in tuple(self._connections):
                if connection.is_stuck(loop.time()):
                    connection.cut()

    async def stop(self) -> None:
        """Answer what is open within the grace period, then close every socket with code 1001."""
        self._is_stopping = True
        connections = tuple(self._connections)
        await asyncio.gather(*(connection.drain(self._limits.drain_s) for connection in connections))
        await asyncio.gather(
            *(connection.close(WSCloseCode.GOING_AWAY, "the node is stopping") for connection in connections)
        )

    async def _get(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get(hdrs.UPGRADE, "").lower() != "websocket":
            return web.Response(status=405, text="JSON-RPC is served here by POST and by WebSocket\n")
        if self._is_stopping or len(self._connections) >= self._limits.connections:
            return web.Response(
                status=503, text=f"{len(self._connections)} connections are open; try again\n"
            )
        limits = self._limits
        socket = web.WebSocketResponse(
            max_msg_size=limits.request_bytes, compress=self._compress, heartbeat=limits.heartbeat_s
        )
        await socket.prepare(request)
        connection = Connection(socket, request.transport, self._dispatcher)
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)
        return socket

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if self._is_stopping or self._http_requests >= self._limits.connections:
            problem = RpcError(errors.SERVER_BUSY, "The server is busy; try again in a second")
            return json_response(_error_answer(problem), status=503)
        self._http_requests += 1
        try:
            async with asyncio.timeout(self._limits.body_timeout_s):
                body = await request.read()
            outcome = self._dispatcher.dispatch(body, HttpSession(self._limits.slow_calls_per_connection))
            answer = outcome if isinstance(outcome, Answer) else await outcome
        except web.HTTPRequestEntityTooLarge:
            problem = RpcError(
                errors.REQUEST_TOO_BIG, f"Request is too big: the limit is {self._limits.request_bytes} bytes"
            )
            return json_response(_error_answer(problem), status=413)
        except TimeoutError:
            wait = self._limits.body_timeout_s
            problem = RpcError(errors.INVALID_REQUEST, f"The body did not arrive within {wait:g} seconds")
            return json_response(_error_answer(problem), status=408)
        finally:
            self._http_requests -= 1
        return web.Response(status=204) if answer.body is None else json_response(answer.body)


def json_response(body: bytes, status: int = 200) -> web.Response:
    """Wrap JSON bytes."""
    return web.Response(status=status, body=body, content_type="application/json")


def _error_answer(error: RpcError) -> bytes:
    return orjson.dumps({"jsonrpc": "2.0", "id": None, "error": errors.error_object(error)})
