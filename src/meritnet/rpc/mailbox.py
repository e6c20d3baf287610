"""Hands work from other threads to the server's event loop, in order, with one wake-up for many items."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

DRAINED_AT_ONCE = 256
"""Items run before the loop may do other things."""


class Mailbox:
    """A queue of calls that run on the event loop in the order in which they were posted."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._items: deque[Callable[[], None]] = deque()
        self._is_scheduled = False

    def post(self, call: Callable[[], None]) -> None:
        """Queue a call from any thread; it is dropped when the loop has ended."""
        self._items.append(call)
        if not self._is_scheduled:
            # Two threads may both come here; the second drain then finds nothing to do.
            self._is_scheduled = True
            try:
                self._loop.call_soon_threadsafe(self._drain)
            except RuntimeError:
                self._items.clear()

    def _drain(self) -> None:
        # Cleared first: whoever posts from here on schedules again.
        self._is_scheduled = False
        try:
            for _ in range(min(DRAINED_AT_ONCE, len(self._items))):
                self._items.popleft()()
        finally:
            # Also after a call that raised: what is behind it must not wait for the next post.
            if self._items and not self._is_scheduled:
                self._is_scheduled = True
                self._loop.call_soon(self._drain)
