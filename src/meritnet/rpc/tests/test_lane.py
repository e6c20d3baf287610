"""The lane runs calls in order in one thread, carries results and errors back, and bounds what waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from meritnet.rpc.errors import SERVER_BUSY, RpcError
from meritnet.rpc.interfaces import PoolRejection
from meritnet.rpc.lane import SubmitLane
from meritnet.rpc.mailbox import Mailbox
from meritnet.rpc.tests.rpc_client import TIMEOUT_S, until


@pytest.fixture
async def lane() -> Iterator[SubmitLane]:
    opened = SubmitLane(Mailbox(asyncio.get_running_loop()), waiting_limit=3)
    yield opened
    opened.close()


async def test_result_and_error_come_back(lane: SubmitLane) -> None:
    def refuse() -> None:
        raise PoolRejection(1012, "Transaction is temporarily banned")

    assert await lane.run(partial(int, "7")) == 7
    with pytest.raises(PoolRejection, match="banned"):
        await lane.run(refuse)
    assert await lane.run(threading.get_ident) != threading.get_ident()


async def test_calls_beyond_the_limit_are_refused_and_the_others_keep_their_order(lane: SubmitLane) -> None:
    started, gate = threading.Event(), threading.Event()
    seen: list[int] = []

    def block() -> None:
        started.set()
        gate.wait(TIMEOUT_S)

    first = asyncio.create_task(lane.run(block))
    await until(started.is_set)
    waiting = [asyncio.create_task(lane.run(partial(seen.append, number))) for number in range(4)]
    with pytest.raises(RpcError) as refused:
        await waiting[3]
    assert refused.value.code == SERVER_BUSY
    gate.set()
    await asyncio.gather(first, *waiting[:3])
    assert seen == [0, 1, 2]


async def test_a_caller_that_gave_up_does_not_disturb_the_lane(lane: SubmitLane) -> None:
    started, gate = threading.Event(), threading.Event()

    def block() -> None:
        started.set()
        gate.wait(TIMEOUT_S)

    first = asyncio.create_task(lane.run(block))
    await until(started.is_set)
    first.cancel()
    gate.set()
    assert await lane.run(partial(int, "1")) == 1
