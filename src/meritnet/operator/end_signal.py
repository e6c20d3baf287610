"""Waits for SIGTERM or Ctrl-C without a lock: a handler runs between two steps of the very thread that waits.

An `Event` set by a handler can stop that thread for good, when the signal comes while it holds the event's own lock.
"""

import os
import select
import signal
from types import FrameType


class EndSignal:
    """Told once SIGTERM or SIGINT arrived. Made in the main thread, since only that one gets signals."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        try:
            os.write(self._write, b".")
        except BlockingIOError:
            return  # the pipe is full of earlier signals, which say the same

    def wait(self, seconds: float) -> bool:
        """Wait up to `seconds`; return whether the end was asked for."""
        readable, _, _ = select.select([self._read], [], [], seconds)
        return bool(readable)
