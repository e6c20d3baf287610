"""Calls from other threads reach the loop once each, in order, whatever one of them does."""

from __future__ import annotations

import asyncio
from functools import partial

from meritnet.rpc.mailbox import DRAINED_AT_ONCE, Mailbox
from meritnet.rpc.tests.rpc_client import until


async def test_calls_of_each_thread_keep_their_order() -> None:
    seen: list[tuple[int, int]] = []
    mailbox = Mailbox(asyncio.get_running_loop())
    count = 3 * DRAINED_AT_ONCE + 1

    def post_all(thread: int) -> None:
        for number in range(count):
            mailbox.post(partial(seen.append, (thread, number)))

    await asyncio.gather(*(asyncio.to_thread(post_all, thread) for thread in range(3)))
    await until(lambda: len(seen) == 3 * count)
    for thread in range(3):
        assert [number for owner, number in seen if owner == thread] == list(range(count))


async def test_a_call_that_raises_does_not_hold_up_the_next() -> None:
    seen: list[int] = []
    problems: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: problems.append(repr(context["exception"])))
    mailbox = Mailbox(loop)
    mailbox.post(partial(int, "x"))
    mailbox.post(partial(seen.append, 1))
    await until(lambda: seen == [1])
    assert len(problems) == 1


def test_posting_after_the_loop_has_ended_is_ignored() -> None:
    loop = asyncio.new_event_loop()
    mailbox = Mailbox(loop)
    loop.close()
    mailbox.post(lambda: None)
    mailbox.post(lambda: None)
