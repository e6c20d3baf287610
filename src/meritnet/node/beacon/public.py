"""Follows the public beacon: fetches its rounds in a thread of its own, checks them and hands them to block building.

Nothing waits for the network: a block takes what has arrived. Rounds are fetched from the chain's newest on, so that
none is left out, at most 50 ahead. Without a network it tries ever less often, and says so once.
"""

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import aiohttp

from meritnet.codec import Case
from meritnet.crypto import sr25519
from meritnet.crypto.beacon import Beacon
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.drand import books
from meritnet.runtime.pallets.drand.constants import HTTP_TIMEOUT_MS
from meritnet.runtime.pallets.drand.recording import Pulse
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD, beacon_of, sr25519_signer
from meritnet.runtime.runtime import Runtime

from .client import BeaconClient, BeaconUnreachable

log = logging.getLogger(__name__)

MAX_AHEAD = 50
"""Rounds that wait for a block at most."""
AT_ONCE = 5
"""Rounds that are asked for at the same time."""
LONGEST_PAUSE_S = 60.0
"""Between two tries without a network."""
FIRST_BLOCK_S = 0.5
"""Between two looks whether a first block has been made."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the chain has: which beacon it follows and its newest round, 0 before the first."""

    beacon: Beacon
    last: int


class PublicRounds:
    """Rounds of the public beacon. Implements `engine.round_source.RoundSource`."""

    def __init__(self, runtime: Runtime, endpoints: Sequence[str], seed: bytes) -> None:
        self._runtime = runtime
        self._endpoints = tuple(endpoints)
        self._public, self._secret = sr25519.public_and_secret(seed)
        self._lock = threading.Lock()
        self._wanted: _Wanted | None = None
        self._waiting: dict[int, Pulse] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.reached: bool | None = None
        """Whether the last try reached the beacon, None before the first."""

    # --- for block building ---------------------------------------------------------------------------

    def rounds(self, ctx: Context, moment_ms: int) -> Iterator[bytes]:
        """Yield what has arrived behind the chain's newest round, without a gap."""
        last = int(books.PUBLIC.last.get(ctx))
        beacon = beacon_of(books.PUBLIC.config.get(ctx))
        with self._lock:
            if self._wanted is None or self._wanted.beacon != beacon:
                self._waiting.clear()
            self._wanted = _Wanted(beacon, last)
            for round_ in [one for one in self._waiting if one <= last]:
                del self._waiting[round_]
            pulses = dict(sorted(self._waiting.items()))
        following = last + 1 if last else next(iter(pulses), 0)
        for round_, pulse in pulses.items():
            if round_ != following:
                return
            yield self._signed(pulse, ctx.block_number)
            following += 1

    def _signed(self, pulse: Pulse, height: int) -> bytes:
        payload = PULSES_PAYLOAD(height, (pulse,), sr25519_signer(self._public))
        signature = sr25519.sign(self._public, self._secret, PULSES_PAYLOAD.encode(payload))
        return self._runtime.bare("Drand", "write_pulse", payload, Case("Sr25519", (signature,)))

    # --- thread ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to fetch."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="beacon", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is under way is given up."""
        self._stopping.set()
        loop, ended = self._loop, self._ended
        if loop is not None and ended is not None and not loop.is_closed():
            loop.call_soon_threadsafe(ended.set)
        if self._thread is not None:
            self._thread.join()

    async def _run(self) -> None:
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        pause = 0.0
        timeout = aiohttp.ClientTimeout(total=HTTP_TIMEOUT_MS / 1000)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            client = BeaconClient(session, self._endpoints)
            while not self._stopping.is_set() and not await self._ends_within(pause):
                pause = await self._try(client, pause)

    async def _ends_within(self, seconds: float) -> bool:
        ended = self._ended
        if ended is None:
            return True
        try:
            async with asyncio.timeout(seconds):
                await ended.wait()
        except TimeoutError:
            return False
        return True

    async def _try(self, client: BeaconClient, pause: float) -> float:
        """Fetch what is missing; return how many seconds to wait before the next try."""
        with self._lock:
            wanted = self._wanted
        if wanted is None:
            return FIRST_BLOCK_S  # the first block tells which beacon the chain follows
        try:
            await self.fetch(client, wanted)
        except BeaconUnreachable as error:
            following = min(max(pause, wanted.beacon.period_s) * 2, LONGEST_PAUSE_S)
            self._note_unreachable(error)
            return following
        self._note_reached()
        return float(wanted.beacon.period_s)

    async def fetch(self, client: BeaconClient, wanted: _Wanted) -> None:
        """Fetch the rounds behind the chain's newest that do not wait yet. Raises: BeaconUnreachable."""
        latest = await client.latest(wanted.beacon)
        with self._lock:
            first = wanted.last + 1 if wanted.last else min(self._waiting, default=latest.round)
            newest = min(latest.round, first + MAX_AHEAD - 1)
            missing = [round_ for round_ in range(first, newest + 1) if round_ not in self._waiting]
        if latest.round in missing:
            self._take(wanted, latest)
            missing.remove(latest.round)
        for start in range(0, len(missing), AT_ONCE):
            await asyncio.gather(
                *(self._fetch_one(client, wanted, round_) for round_ in missing[start : start + AT_ONCE])
            )

    async def _fetch_one(self, client: BeaconClient, wanted: _Wanted, round_: int) -> None:
        self._take(wanted, await client.round(wanted.beacon, round_))

    def _take(self, wanted: _Wanted, pulse: Pulse) -> None:
        with self._lock:
            present = self._wanted
            if present is None or present.beacon == wanted.beacon:
                self._waiting[pulse.round] = pulse

    # --- log ------------------------------------------------------------------------------------------

    def _note_unreachable(self, error: BeaconUnreachable) -> None:
        if self.reached is not False:
            log.warning(
                "beacon_unreachable reason=%s timelocked commits stay closed until it answers; tried again at least "
                "every %d s, --beacon none ends that",
                error,
                LONGEST_PAUSE_S,
            )
        self.reached = False

    def _note_reached(self) -> None:
        if self.reached is not True:
            log.info("beacon_reached waiting_rounds=%d", len(self._waiting))
        self.reached = True
