"""Turns the bytes of one JSON-RPC message, a request or a batch, into the bytes of its answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

import orjson

from meritnet.primitives.errors import Bug, MeritnetError
from meritnet.rpc import errors
from meritnet.rpc.backend import Backend
from meritnet.rpc.errors import RpcError
from meritnet.rpc.params import Param, read_params, shown, subscription_id
from meritnet.rpc.registry import Method, Mode, Registry, Subscription, Unsubscribe
from meritnet.rpc.sink import Sink

logger = logging.getLogger(__name__)

ID_LIMIT = 2.0**63
UNSUBSCRIBE_PARAMS = (Param("subscription", subscription_id),)


class Answer(NamedTuple):
    """The bytes to send, None for a notification, and the subscriptions to release once they are queued."""

    body: bytes | None
    opened: tuple[Sink, ...] = ()


NOTHING = Answer(None)
Pending = Coroutine[Any, Any, Answer]
"""An answer that is not ready yet."""


class Session(Protocol):
    """One client's connection, or one HTTP request, as the dispatcher sees it."""

    @property
    def slow_calls(self) -> asyncio.Semaphore:
        """Bounds the worker threads that this client occupies."""

    def open_sink(self, notification: str) -> Sink:
        """Start a subscription.

        Raises: RpcError if there are too many, or if the transport cannot push.
        """

    def close_sink(self, sub_id: str, notification: str) -> bool:
        """End a subscription and say whether there was one."""

    def find_sink(self, sub_id: str, notification: str) -> Sink | None:
        """Return a live subscription of this client."""

    def count_sinks(self, notification: str) -> int:
        """Return the number of this client's live subscriptions of one kind."""

    async def wait_for_room(self) -> None:
        """Wait while much of what was sent to the client has not left yet."""


@dataclass(slots=True)
class _Budget:
    """Counts the bytes of a batch's answers, so that a batch stops at the limit and not after it."""

    limit: int
    spent: int = 0

    def spend(self, answer: Answer) -> bool:
        """Count an answer and say whether the limit is passed."""
        self.spent += 0 if answer.body is None else len(answer.body) + 1
        return self.is_overspent

    @property
    def is_overspent(self) -> bool:
        return self.spent > self.limit


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers messages from the registry."""

    registry: Registry
    backend: Backend
    executor: Executor

    def dispatch(self, message: str | bytes, session: Session) -> Answer | Pending:
        """Return the answer to a message, or a coroutine for it when it takes longer; it never raises."""
        limits = self.backend.limits
        try:
            request = orjson.loads(message)
        except orjson.JSONDecodeError as error:
            return Answer(_error_body(None, RpcError(errors.PARSE_ERROR, f"Parse error: {error}")))
        if not isinstance(request, list):
            return self._one(request, session)
        if not request:
            problem = RpcError(errors.INVALID_REQUEST, "Invalid request: the batch is empty")
        elif len(request) > limits.batch_items:
            problem = RpcError(
                errors.BATCH_TOO_BIG,
                f"The batch has {len(request)} requests, at most {limits.batch_items} may be; split it",
            )
        else:
            return self._batch(request, session)
        return Answer(_error_body(None, problem))

    def _batch(self, requests: list[object], session: Session) -> Answer | Pending:
        budget = _Budget(self.backend.limits.response_bytes)
        parts: list[Answer | Pending] = []
        for request in requests:
            part = self._one(request, session)
            parts.append(part)
            if isinstance(part, Answer) and budget.spend(part):
                break
        if all(isinstance(part, Answer) for part in parts):
            return self._join([part for part in parts if isinstance(part, Answer)], budget)
        return self._gather(parts, budget)

    async def _gather(self, parts: list[Answer | Pending], budget: _Budget) -> Answer:
        async def settle(part: Answer | Pending) -> Answer:
            if isinstance(part, Answer):
                return part
            if budget.is_overspent:
                part.close()
                return NOTHING
            answer = await part
            budget.spend(answer)
            return answer

        return self._join(await asyncio.gather(*map(settle, parts)), budget)

    def _join(self, parts: list[Answer], budget: _Budget) -> Answer:
        opened = tuple(sink for part in parts for sink in part.opened)
        if budget.is_overspent:
            for sink in opened:
                sink.end()
            return Answer(_error_body(None, self._too_big(budget.spent)))
        bodies = [part.body for part in parts if part.body is not None]
        return Answer(b"[" + b",".join(bodies) + b"]" if bodies else None, opened)

    def _one(self, request: object, session: Session) -> Answer | Pending:
        if not isinstance(request, dict):
            return _invalid(None, f"{shown(request)} is not a request object")
        request_id = request.get("id")
        if not _is_id(request_id):
            return _invalid(None, f"`id` is {shown(request_id)}: expected a text, a 64-bit number or null")
        name = request.get("method")
        if request.get("jsonrpc") != "2.0":
            return _invalid(request_id, '`jsonrpc` must be "2.0"')
        if not isinstance(name, str):
            return _invalid(request_id, f"`method` is {shown(name)}: expected a method name")
        has_id = "id" in request
        entry = self.registry.find(name)
        try:
            if entry is None:
                raise self._not_found(name)
            params = request.get("params")
            if isinstance(entry, Method):
                arguments = read_params(entry.params, params)
                if entry.needs_session:
                    arguments.insert(0, session)
                if entry.mode is Mode.INLINE:
                    result = entry.handler(self.backend, *arguments)
                    return Answer(self._result_body(request_id, result)) if has_id else NOTHING
                return self._later(entry, arguments, request_id, has_id, session)
            if isinstance(entry, Unsubscribe):
                (sub_id,) = read_params(UNSUBSCRIBE_PARAMS, params)
                was_open = session.close_sink(sub_id, entry.notification)
                return Answer(self._result_body(request_id, was_open)) if has_id else NOTHING
            if not has_id:
                # Absent: a subscription without an id to answer could never be ended.
                return NOTHING
            return self._subscribe(entry, read_params(entry.params, params), request_id, session)
        except Exception as error:  # noqa: BLE001 - one bad request must not end the others; logged in _failure
            return _failure(request_id, error, entry) if has_id else NOTHING

    async def _later(
        self, method: Method, arguments: list[Any], request_id: object, has_id: bool, session: Session
    ) -> Answer:
        try:
            if method.mode is Mode.AWAITED:
                result = await method.handler(self.backend, *arguments)
            else:
                async with session.slow_calls:
                    result = await asyncio.get_running_loop().run_in_executor(
                        self.executor, partial(method.handler, self.backend, *arguments)
                    )
            return Answer(self._result_body(request_id, result)) if has_id else NOTHING
        except Exception as error:  # noqa: BLE001 - as above
            return _failure(request_id, error, method) if has_id else NOTHING

    def _subscribe(
        self, entry: Subscription, arguments: list[Any], request_id: object, session: Session
    ) -> Answer | Pending:
        sink = session.open_sink(entry.notification)
        try:
            if entry.needs_session:
                arguments.insert(0, session)
            waiting = entry.handler(self.backend, sink, *arguments)
        except MeritnetError:
            sink.end()
            raise
        answer = Answer(_result_body(request_id, sink.id), (sink,))
        if waiting is None:
            return answer

        async def settle() -> Answer:
            try:
                await waiting
            except Exception as error:  # noqa: BLE001 - as above
                sink.end()
                return _failure(request_id, error, entry)
            return answer

        return settle()

    def _not_found(self, name: str) -> RpcError:
        if self.registry.withholds(name):
            return RpcError(
                errors.METHOD_NOT_FOUND,
                f"Method {shown(name)} is unsafe and not served; start the node with --rpc-methods unsafe",
            )
        return RpcError(errors.METHOD_NOT_FOUND, f"Method not found: {shown(name)}; see rpc_methods")

    def _result_body(self, request_id: object, result: object) -> bytes:
        body = _result_body(request_id, result)
        if len(body) > self.backend.limits.response_bytes:
            raise self._too_big(len(body))
        return body

    def _too_big(self, size: int) -> RpcError:
        limit = self.backend.limits.response_bytes
        return RpcError(
            errors.RESPONSE_TOO_BIG,
            f"Response is too big: {size} bytes, the limit is {limit}; ask for less, or page by page",
        )


def _is_id(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, float):
        # Integers beyond 64 bits arrive as floats and could not be echoed unchanged.
        return abs(value) < ID_LIMIT
    return value is None or isinstance(value, int | str)


def _result_body(request_id: object, result: object) -> bytes:
    return orjson.dumps({"jsonrpc": "2.0", "id": request_id, "result": result})


def _error_body(request_id: object, error: MeritnetError) -> bytes:
    return orjson.dumps({"jsonrpc": "2.0", "id": request_id, "error": errors.error_object(error)})


def _invalid(request_id: object, message: str) -> Answer:
    problem = RpcError(errors.INVALID_REQUEST, f"Invalid request: {message}")
    return Answer(_error_body(request_id, problem))


def _failure(request_id: object, error: Exception, entry: object) -> Answer:
    name = getattr(entry, "name", "?")
    if not isinstance(error, MeritnetError) or isinstance(error, Bug):
        logger.error("rpc_handler_failed method=%s", name, exc_info=error)
        error = Bug(f"{name} failed")
    elif isinstance(entry, Method) and entry.error_code is not None and not isinstance(error, RpcError):
        error = RpcError(entry.error_code, str(error))
    return Answer(_error_body(request_id, error))
