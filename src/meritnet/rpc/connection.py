"""One WebSocket connection: reads messages, answers them, pushes subscriptions, and bounds all of it.

Back-pressure: a connection with too many open requests or unsent bytes is read no further until answers have
left. Its pushes cannot wait like that: a consumer that lets them pile up is closed with code 1013 (try again
later), since clients take 1008 as final.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Iterator

from aiohttp import ClientConnectionResetError, WSCloseCode, WSMsgType, web

from meritnet.rpc.dispatcher import Answer, Dispatcher, Pending
from meritnet.rpc.errors import TOO_MANY_SUBSCRIPTIONS, RpcError
from meritnet.rpc.sink import Sink

CLOSE_WAIT_S = 5.0
"""How long a peer may take to answer a close frame before the connection is cut."""

SUB_IDS: Iterator[int] = itertools.count(1)


class Connection:
    """A client's WebSocket; everything here runs on the event loop."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, dispatcher: Dispatcher
    ) -> None:
        limits = dispatcher.backend.limits
        self.slow_calls = asyncio.Semaphore(limits.slow_calls_per_connection)
        self._socket = socket
        self._transport = transport
        self._dispatcher = dispatcher
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._sinks: dict[str, Sink] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._outgoing: deque[tuple[bytes, bool]] = deque()
        self._outgoing_bytes = 0
        self._open_requests = 0
        self._has_outgoing = asyncio.Event()
        self._has_room = asyncio.Event()
        self._sending_since: float | None = None
        self._is_closing = False
        self._farewell: tuple[int, bytes] | None = None
        self._writer: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Serve the connection until either side closes it."""
        self._writer = self._loop.create_task(self._write())
        try:
            while not self._is_closing:
                message = await self._socket.receive()
                if message.type is not WSMsgType.TEXT and message.type is not WSMsgType.BINARY:
                    break
                self._handle(message.data)
                # Bound: answers leave, or the peer is cut off after `send_timeout_s`.
                while self._is_full() and not self._is_closing:
                    self._has_room.clear()
                    await self._has_room.wait()
        finally:
            self._is_closing = True
            if self._farewell is not None:
                await asyncio.wait({self._writer}, timeout=CLOSE_WAIT_S)
            self._writer.cancel()
            for task in self._tasks:
                task.cancel()
            for sink in tuple(self._sinks.values()):
                sink.end()

    def open_sink(self, notification: str) -> Sink:
        """Start a subscription.

        Raises: RpcError beyond the limit.
        """
        limit = self._limits.subscriptions_per_connection
        if len(self._sinks) >= limit:
            raise RpcError(
                TOO_MANY_SUBSCRIPTIONS,
                f"Too many subscriptions on the connection: {limit} is the limit; end some first",
            )
        sink = Sink(f"s{next(SUB_IDS)}", notification, self._push, self._forget_sink)
        self._sinks[sink.id] = sink
        return sink

    def close_sink(self, sub_id: str, notification: str) -> bool:
        """End a subscription and say whether there was one of that kind."""
        sink = self.find_sink(sub_id, notification)
        if sink is None:
            return False
        sink.end()
        return True

    def find_sink(self, sub_id: str, notification: str) -> Sink | None:
        """Return a live subscription of that kind."""
        sink = self._sinks.get(sub_id)
        return sink if sink is not None and sink.notification == notification else None

    def count_sinks(self, notification: str) -> int:
        """Return the number of live subscriptions of one kind."""
        return sum(sink.notification == notification for sink in self._sinks.values())

    async def wait_for_room(self) -> None:
        """Wait until most of what was sent has left, or the connection ends."""
        # Bound: answers leave, or the peer is cut off after `send_timeout_s`.
        while self._outgoing_bytes > self._limits.push_queue_bytes // 4 and not self._is_closing:
            self._has_room.clear()
            await self._has_room.wait()

    async def drain(self, grace_s: float) -> None:
        """Wait until no request is open, but not longer than a grace period; new ones are still answered."""
        deadline = self._loop.time() + grace_s
        while (self._open_requests or self._outgoing) and self._loop.time() < deadline:
            await asyncio.sleep(0.01)

    async def close(self, code: int, reason: str) -> None:
        """Send a close frame after the frame under way, and cut the connection if that takes too long."""
        self._say_farewell(code, reason)
        if self._writer is not None:
            await asyncio.wait({self._writer}, timeout=CLOSE_WAIT_S)
        self.cut()

    def _say_farewell(self, code: int, reason: str) -> None:
        """Let the writer send a close frame next, and nothing after it."""
        self._is_closing = True
        self._farewell = (code, reason.encode())
        self._has_room.set()
        self._has_outgoing.set()

    def cut(self) -> None:
        """Drop the connection without a word."""
        if self._transport is not None:
            self._transport.abort()

    def is_stuck(self, now: float) -> bool:
        """Say whether the peer has taken nothing for longer than it may."""
        since = self._sending_since
        return since is not None and now - since > self._limits.send_timeout_s

    def _is_full(self) -> bool:
        return (
            self._open_requests >= self._limits.in_flight_per_connection
            or self._outgoing_bytes > self._limits.response_bytes
        )

    def _handle(self, data: str | bytes) -> None:
        outcome = self._dispatcher.dispatch(data, self)
        self._open_requests += 1
        if isinstance(outcome, Answer):
            self._reply(outcome)
        else:
            task = self._loop.create_task(self._reply_later(outcome))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _reply_later(self, outcome: Pending) -> None:
        self._reply(await outcome)

    def _reply(self, answer: Answer) -> None:
        if answer.body is None:
            self._open_requests -= 1
            self._has_room.set()
        else:
            self._enqueue(answer.body, is_reply=True)
        for sink in answer.opened:
            sink.release()

    def _push(self, message: bytes) -> None:
        limits = self._limits
        if self._is_closing:
            return
        if (
            len(self._outgoing) >= limits.push_queue_messages
            or self._outgoing_bytes > limits.push_queue_bytes
        ):
            # Set here and not in the task: reading may end before it runs, and would close without a reason.
            reason = "too slow: subscription messages piled up"
            self._say_farewell(WSCloseCode.TRY_AGAIN_LATER, reason)
            task = self._loop.create_task(self.close(WSCloseCode.TRY_AGAIN_LATER, reason))
            # The connection's own tasks are cancelled when reading ends; this one must outlive them.
            CLOSING.add(task)
            task.add_done_callback(CLOSING.discard)
            return
        self._enqueue(message, is_reply=False)

    def _enqueue(self, message: bytes, *, is_reply: bool) -> None:
        self._outgoing.append((message, is_reply))
        self._outgoing_bytes += len(message)
        self._has_outgoing.set()

    def _forget_sink(self, sink: Sink) -> None:
        self._sinks.pop(sink.id, None)

    async def _write(self) -> None:
        try:
            while self._farewell is None:
                while self._outgoing and self._farewell is None:
                    message, is_reply = self._outgoing[0]
                    self._sending_since = self._loop.time()
                    await self._socket.send_frame(message, WSMsgType.TEXT)
                    self._sending_since = None
                    self._outgoing.popleft()
                    self._outgoing_bytes -= len(message)
                    if is_reply:
                        self._open_requests -= 1
                    self._has_room.set()
                if self._farewell is None:
                    self._has_outgoing.clear()
                    await self._has_outgoing.wait()
            code, reason = self._farewell
            await self._socket.close(code=code, message=reason)
        except ClientConnectionResetError:
            # The peer went away; reading ends by itself.
            self._is_closing = True
            self._has_room.set()


CLOSING: set[asyncio.Task[None]] = set()
"""Closings under way; the event loop itself keeps only weak references to tasks."""
