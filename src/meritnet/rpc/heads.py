"""Passes every new block to all who subscribed, in order; its JSON header is encoded once for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import orjson

from meritnet.primitives.errors import Bug
from meritnet.rpc.interfaces import BlockRef, ChainReader, HeadFeed
from meritnet.rpc.mailbox import Mailbox
from meritnet.rpc.shapes import header_shape
from meritnet.rpc.sink import Sink

HeadCall = Callable[[BlockRef], None]


class HeadHub:
    """The server's one listener at the head feed."""

    def __init__(self, chain: ChainReader, feed: HeadFeed, mailbox: Mailbox) -> None:
        self._chain = chain
        self._mailbox = mailbox
        self._sinks: dict[str, Sink] = {}
        self._calls: dict[HeadCall, None] = {}
        # Subscribed before the head is read: a block between the two arrives twice, and `_publish` drops it.
        self._unsubscribe = feed.subscribe(lambda ref: mailbox.post(partial(self._publish, ref)))
        self.current = chain.head()

    def close(self) -> None:
        """Leave the feed."""
        self._unsubscribe()

    def add_sink(self, sink: Sink) -> None:
        """Push the current header to a subscription, then every later one."""
        self._sinks[sink.id] = sink
        sink.cancel = partial(self._forget, sink.id)
        sink.push_json(self._header_json(self.current))

    def on_head(self, call: HeadCall) -> Callable[[], None]:
        """Call back on the event loop for each new block; the result ends that."""
        self._calls[call] = None
        return partial(self._calls.pop, call, None)

    def _forget(self, sub_id: str) -> None:
        self._sinks.pop(sub_id, None)

    def _publish(self, ref: BlockRef) -> None:
        if ref.number <= self.current.number:
            return
        self.current = ref
        if self._sinks:
            header = self._header_json(ref)
            for sink in tuple(self._sinks.values()):
                sink.push_json(header)
        for call in tuple(self._calls):
            call(ref)

    def _header_json(self, ref: BlockRef) -> bytes:
        header = self._chain.header(ref.hash)
        if header is None:
            raise Bug(f"block {ref.number} was announced but its header 0x{ref.hash.hex()} cannot be read")
        return orjson.dumps(header_shape(header))
