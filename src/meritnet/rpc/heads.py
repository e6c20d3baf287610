"""Passes every new and every final block to all who subscribed, in order."""

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


class HeaderPushes:
    """Subscriptions to a run of headers, whose JSON is encoded once for all."""

    def __init__(self, chain: ChainReader, current: BlockRef) -> None:
        self._chain = chain
        self._sinks: dict[str, Sink] = {}
        self.current = current

    def add_sink(self, sink: Sink) -> None:
        """Push the current header to a subscription, then every later one."""
        self._sinks[sink.id] = sink
        sink.cancel = partial(self._forget, sink.id)
        sink.push_json(self._header_json(self.current))

    def _forget(self, sub_id: str) -> None:
        self._sinks.pop(sub_id, None)

    def _push(self, ref: BlockRef) -> None:
        self.current = ref
        if self._sinks:
            header = self._header_json(ref)
            for sink in tuple(self._sinks.values()):
                sink.push_json(header)

    def _header_json(self, ref: BlockRef) -> bytes:
        header = self._chain.header(ref.hash)
        if header is None:
            raise Bug(f"block {ref.number} was announced but its header 0x{ref.hash.hex()} cannot be read")
        return orjson.dumps(header_shape(header))


class HeadHub(HeaderPushes):
    """The server's one listener at the head feed."""

    def __init__(self, chain: ChainReader, feed: HeadFeed, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._calls: dict[HeadCall, None] = {}
        # Subscribed before the head is read: a block between the two arrives twice, and `_publish` drops it.
        self._unsubscribe = feed.subscribe(lambda ref: mailbox.post(partial(self._publish, ref)))
        super().__init__(chain, chain.head())

    def close(self) -> None:
        """Leave the feed."""
        self._unsubscribe()

    def on_head(self, call: HeadCall) -> Callable[[], None]:
        """Call back on the event loop for each new block; the result ends that."""
        self._calls[call] = None
        return partial(self._calls.pop, call, None)

    def _publish(self, ref: BlockRef) -> None:
        if ref.number <= self.current.number:
            return
        self._push(ref)
        for call in tuple(self._calls):
            call(ref)


class FinalizedHub(HeaderPushes):
    """Follows the heads and passes on each block that has become final."""

    def __init__(self, chain: ChainReader, heads: HeadHub) -> None:
        super().__init__(chain, chain.finalized(heads.current))
        heads.on_head(self._on_head)

    def _on_head(self, head: BlockRef) -> None:
        final = self._chain.finalized(head)
        for number in range(self.current.number + 1, final.number):
            between = self._chain.block_hash(number)
            if between is not None:
                self._push(BlockRef(number, between))
        if final.number > self.current.number:
            self._push(final)
