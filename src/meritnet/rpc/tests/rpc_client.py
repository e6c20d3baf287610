"""A minimal JSON-RPC client for tests, over a real socket: numbered requests, pushes by subscription."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

TIMEOUT_S = 60.0
"""Bound of what hangs; no test waits for it to pass."""


class RpcClient:
    """One WebSocket connection; `log` keeps every message in the order of arrival."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.log: list[dict[str, Any]] = []
        self._next_id = 0
        self._answers: dict[object, Any] = {}
        self._pushes: dict[str, list[Any]] = defaultdict(list)
        self._methods: dict[str, set[str]] = defaultdict(set)

    async def send(self, method: str, *params: object) -> int:
        """Send a request and return its id."""
        self._next_id += 1
        request = {"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": list(params)}
        await self.socket.send_str(orjson.dumps(request).decode())
        return self._next_id

    async def answer(self, request_id: object) -> dict[str, Any]:
        """Return the whole answer to a request."""
        while request_id not in self._answers:
            await self._receive()
        answer: dict[str, Any] = self._answers.pop(request_id)
        return answer

    async def call(self, method: str, *params: object) -> Any:
        """Return the result of a call that succeeds."""
        answer = await self.answer(await self.send(method, *params))
        assert "error" not in answer, answer
        return answer["result"]

    async def fail(self, method: str, *params: object) -> dict[str, Any]:
        """Return the error object of a call that fails."""
        answer = await self.answer(await self.send(method, *params))
        assert "result" not in answer, answer
        error: dict[str, Any] = answer["error"]
        return error

    async def raw(self, text: str | bytes) -> Any:
        """Send a message as it is and return the next one."""
        if isinstance(text, bytes):
            await self.socket.send_bytes(text)
        else:
            await self.socket.send_str(text)
        return await self.next_message()

    async def next_message(self) -> Any:
        """Return the next message, decoded."""
        message = await self.socket.receive(timeout=TIMEOUT_S)
        assert message.type is WSMsgType.TEXT, message
        return orjson.loads(message.data)

    async def push(self, sub_id: str) -> Any:
        """Return the next push of a subscription."""
        while not self._pushes[sub_id]:
            await self._receive()
        return self._pushes[sub_id].pop(0)

    def push_methods(self, sub_id: str) -> set[str]:
        """Return the notification names under which a subscription's pushes came."""
        return self._methods[sub_id]

    async def is_silent(self, sub_id: str) -> bool:
        """Say whether a subscription has pushed nothing before a later request's answer."""
        await self.call("system_name")
        return not self._pushes[sub_id]

    async def close_code(self) -> int | None:
        """Read until the server closes and return its code."""
        while True:
            message = await self.socket.receive(timeout=TIMEOUT_S)
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                return self.socket.close_code

    async def _receive(self) -> None:
        message = await self.next_message()
        self.log.append(message)
        if "method" in message:
            params = message["params"]
            self._pushes[params["subscription"]].append(params["result"])
            self._methods[params["subscription"]].add(message["method"])
        else:
            self._answers[message["id"]] = message


@asynccontextmanager
async def connect(port: int, **options: Any) -> AsyncIterator[RpcClient]:  # Any: aiohttp's own options
    """Open a WebSocket to a server on loopback."""
    url = f"ws://127.0.0.1:{port}/"
    async with ClientSession() as session, session.ws_connect(url, max_msg_size=0, **options) as socket:
        yield RpcClient(socket)


async def until(condition: Any) -> None:
    """Give other tasks and threads turns until a condition holds."""
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():
            await asyncio.sleep(0.002)
