"""The loop of a miner host: serve every seat on one port, keep every axon record right."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack

from meritnet.neuron.chain import ChainClient, Endpoint
from meritnet.neuron.directory import Directory
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.listener import PortTaken, listening
from meritnet.neuron.message import JsonValue
from meritnet.neuron.metrics import Metrics
from meritnet.neuron.seat import MinerFailed, MinerLate, Seat, try_out
from meritnet.neuron.server import Limits, MinerServer
from meritnet.neuron.serving import publish

log = logging.getLogger(__name__)

PUBLISH_EVERY_BLOCKS = 10
"""Blocks between two looks at the axon records."""


class MinerHost:
    """Several miners of one subnet in one process."""

    def __init__(
        self,
        chain: ChainClient,
        feed: HeadFeed,
        directory: Directory,
        seats: Sequence[Seat],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        public_host: str | None = None,
        metrics: Metrics | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.chain = chain
        self.feed = feed
        self.directory = directory
        self.seats = list(seats)
        self.host = host
        self.port = port
        self.public_host = public_host or host
        self.server = MinerServer(
            {seat.hotkey: seat for seat in self.seats}, metrics, limits, status=self.snapshot
        )
        self.hindrances: dict[str, str] = {}
        self.warnings: dict[str, str] = {}

    async def run(self, ready: Callable[[int], None] | None = None) -> None:
        """Serve until cancelled; `ready` gets the port as soon as requests are taken."""
        async with AsyncExitStack() as stack:
            for seat in self.seats:
                stack.push_async_callback(seat.miner.close)
            self.warnings = await self._warm_up()
            self.port = await self._listen(stack)
            log.info("serving host=%s port=%d miners=%d", self.host, self.port, len(self.seats))
            if ready is not None:
                ready(self.port)
            await self._keep_published()

    async def _listen(self, stack: AsyncExitStack) -> int:
        """Start to listen; without a port of the user's, on the published one if that is free.

        The chain takes a new record only every 50 blocks, so a restart should not need one.
        """
        published = self._published_port()
        if self.port == 0 and published:
            with contextlib.suppress(PortTaken):
                return await stack.enter_async_context(listening(self.server.app, self.host, published))
        return await stack.enter_async_context(listening(self.server.app, self.host, self.port))

    def _published_port(self) -> int:
        """Return the port in the records of the seats, 0 if they name none or another host."""
        rows = (self.directory.metagraph.by_hotkey.get(seat.hotkey) for seat in self.seats)
        endpoints = (row.endpoint for row in rows if row is not None)
        return next((e.port for e in endpoints if e is not None and e.host == self.public_host), 0)

    async def _warm_up(self) -> dict[str, str]:
        """Let every miner answer once before it is asked in earnest; return what went wrong by hotkey."""
        warnings = {}
        for seat in self.seats:
            try:
                await try_out(seat.mechanism, seat.miner)
            except (MinerLate, MinerFailed) as error:
                warnings[seat.hotkey] = str(error)
                log.warning("warm_up_failed miner=%s error=%s", seat.name, error)
        return warnings

    async def _keep_published(self) -> None:
        endpoint = Endpoint(self.public_host, self.port)
        while True:
            results = await asyncio.gather(
                *(publish(self.chain, self.directory, seat.signer, endpoint) for seat in self.seats)
            )
            self.hindrances = {
                seat.hotkey: hindrance
                for seat, hindrance in zip(self.seats, results, strict=True)
                if hindrance
            }
            latest = self.feed.latest
            await self.feed.reached((latest.number if latest else 0) + PUBLISH_EVERY_BLOCKS)

    def snapshot(self) -> dict[str, JsonValue]:
        """Return what the host's miners are and do."""
        rows = self.directory.metagraph.by_hotkey
        latest = self.feed.latest
        miners: list[JsonValue] = []
        for seat in self.seats:
            row = rows.get(seat.hotkey)
            miners.append(
                {
                    "name": seat.name,
                    "hotkey": seat.hotkey,
                    "uid": row.uid if row else None,
                    "incentive": row.incentive if row else 0.0,
                    "stake_rao": row.stake_rao if row else 0,
                    "answered": seat.answered,
                    "failed": seat.failed,
                    "open_commitments": len(seat.book),
                    "hindrance": self.hindrances.get(seat.hotkey, ""),
                    "warning": self.warnings.get(seat.hotkey, ""),
                }
            )
        return {
            "role": "miners",
            "netuid": self.directory.netuid,
            "block": latest.number if latest else 0,
            "port": self.port,
            "miners": miners,
        }
