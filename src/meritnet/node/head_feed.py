"""Tells listeners of each durable block, in order."""

from collections.abc import Callable
from threading import Lock

from meritnet.rpc.interfaces import BlockRef, HeadListener


class HeadFeed:
    """Implements `rpc.interfaces.HeadFeed`."""

    def __init__(self) -> None:
        self._listeners: list[HeadListener] = []
        self._lock = Lock()

    def subscribe(self, listener: HeadListener) -> Callable[[], None]:
        """Call `listener` for every new block from now on; the result ends it."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def publish(self, number: int, block_hash: bytes) -> None:
        """Report a block."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(BlockRef(number, block_hash))
