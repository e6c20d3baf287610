"""One thread through which all extrinsics reach the pool, in the order in which they arrived.

Checking a signature takes longer than the event loop should be held up, and a pool of threads would let
nonce n + 1 overtake nonce n. One thread keeps the order; it takes whatever has gathered at once, so the cost
of waking it up is shared when many arrive.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from meritnet.rpc.errors import SERVER_BUSY, RpcError
from meritnet.rpc.mailbox import Mailbox

T = TypeVar("T")


class SubmitLane:
    """Runs calls one after the other in a thread of its own and brings the results back to the loop."""

    def __init__(self, mailbox: Mailbox, waiting_limit: int) -> None:
        self._mailbox = mailbox
        self._waiting_limit = waiting_limit
        self._jobs: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition()
        self._is_open = True
        self._thread = threading.Thread(target=self._work, name="rpc-submit", daemon=True)
        self._thread.start()

    async def run(self, call: Callable[[], T]) -> T:
        """Return the result of a call made in the lane's thread.

        Raises: RpcError if too many calls wait; whatever the call raises.
        """
        if len(self._jobs) >= self._waiting_limit:
            raise RpcError(
                SERVER_BUSY,
                f"{self._waiting_limit} extrinsics wait for the pool; try again in a second",
            )
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        with self._wake:
            self._jobs.append(partial(self._perform, call, future))
            self._wake.notify()
        return await future

    def close(self) -> None:
        """Finish the waiting calls and end the thread."""
        with self._wake:
            self._is_open = False
            self._wake.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._wake:
                while self._is_open and not self._jobs:
                    self._wake.wait()
                if not self._jobs:
                    return
            # Bound: only this thread takes jobs out, and the waiting limit bounds what goes in.
            while self._jobs:
                self._jobs.popleft()()

    def _perform(self, call: Callable[[], T], future: asyncio.Future[T]) -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - carried to the caller, who decides
            self._mailbox.post(partial(_fail, future, error))
        else:
            self._mailbox.post(partial(_resolve, future, result))


def _resolve(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
