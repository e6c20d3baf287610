"""One subscription to finalized blocks, shared by everything in a process."""

import asyncio

from meritnet.neuron.chain import ChainClient, Head
from meritnet.neuron.metrics import Metrics


class HeadFeed:
    """The last finalized block, and waiting for a later one."""

    def __init__(self, chain: ChainClient, metrics: Metrics | None = None) -> None:
        self.chain = chain
        self._metrics = metrics
        self._latest: Head | None = None
        self._news = asyncio.Condition()

    @property
    def latest(self) -> Head | None:
        """The last block seen; None until the first came."""
        return self._latest

    async def run(self) -> None:
        """Follow the chain until cancelled."""
        async for head in self.chain.heads():
            if self._latest is not None and head.number <= self._latest.number:
                continue
            self._latest = head
            if self._metrics is not None:
                self._metrics.head.set(head.number)
            async with self._news:
                self._news.notify_all()

    async def reached(self, number: int) -> Head:
        """Return the last finalized block as soon as its number is at least `number`."""
        async with self._news:
            await self._news.wait_for(lambda: self._latest is not None and self._latest.number >= number)
        assert self._latest is not None
        return self._latest
