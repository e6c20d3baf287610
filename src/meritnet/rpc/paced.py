"""Reads for a client in worker threads, at the pace at which it takes what it was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from meritnet.rpc.backend import Backend
from meritnet.rpc.dispatcher import Session

T = TypeVar("T")

FAULT = "internal error; the node's log has the details"
"""What a client is told of a defect of ours, which the log names."""


async def read_for(session: Session, node: Backend, read: Callable[[], T]) -> T:
    """Return the result of a read, once this client may occupy a thread and has room for an answer."""
    async with session.slow_calls:
        await session.wait_for_room()
        return await node.in_worker(read)
