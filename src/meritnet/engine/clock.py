"""Time as the engine sees it: the wall clock, or one that tests move."""

import time
from typing import Protocol


class Clock(Protocol):
    """Milliseconds since 1970."""

    def now_ms(self) -> int:
        """Return the moment."""
        ...


class WallClock:
    """The machine's clock. It may go backwards; the state machine then goes on by one millisecond a block."""

    def now_ms(self) -> int:
        """Return the moment."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now_ms: int = 1_700_000_000_000) -> None:
        self._now = now_ms

    def now_ms(self) -> int:
        """Return the moment."""
        return self._now

    def advance(self, milliseconds: int) -> None:
        """Move the clock."""
        self._now += milliseconds
