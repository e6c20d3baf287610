"""Timelocks are looked at before the block that opens them, so that many of them hold up no block.

What a block opens, and when, is the chain's rule and does not change: here their keys are found and remembered while
the node waits for its next block. A key that is not found by then is found by the block itself.
"""

import threading

from meritnet.crypto import timelock

Waiting = tuple[bytes, bytes]
"""A ciphertext and the signature that may open it."""


class OpeningAhead:
    """A thread that exists only while there is something to look at."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def look(self, waiting: list[Waiting]) -> None:
        """Look at these, in the block's order; whatever was left of earlier ones is forgotten."""
        with self._lock:
            self._waiting = waiting
            if waiting and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="opening-ahead", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when all has been looked at."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def stop(self) -> None:
        """Leave the rest to the block and end the thread."""
        with self._lock:
            self._waiting = []
        self.wait()

    def _run(self) -> None:
        while (one := self._next()) is not None:
            timelock.prepare(*one)

    def _next(self) -> Waiting | None:
        with self._lock:
            if not self._waiting:
                self._thread = None
                return None
            # From the end: a block that comes too early begins at the other one, and they meet.
            return self._waiting.pop()
