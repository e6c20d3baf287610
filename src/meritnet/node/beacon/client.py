"""Asks the public beacon's servers for rounds and believes none of them: what an answer says is checked."""

import asyncio
import logging
from collections.abc import Sequence

import aiohttp
import orjson

from meritnet.codec import InvalidValue
from meritnet.crypto.beacon import Beacon
from meritnet.crypto.bls import InvalidPoint
from meritnet.primitives.errors import MeritnetError
from meritnet.runtime.pallets.drand.recording import Pulse, is_genuine
from meritnet.runtime.pallets.drand.types import PULSE

log = logging.getLogger(__name__)

ENDPOINTS = (
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
    "https://api.drand.secureweb3.com:6875",
)
"""Servers of the public beacon."""
MAX_ANSWER_BYTES = 4_096


class BeaconUnreachable(MeritnetError):
    """No server gave the round that was asked for."""


class BadAnswer(MeritnetError):
    """A server answered with something that is no round of the beacon."""


class BeaconClient:
    """Asks all servers at once for the newest round, and the one that was fastest for the others."""

    def __init__(self, session: aiohttp.ClientSession, endpoints: Sequence[str]) -> None:
        self._session = session
        self._endpoints = list(endpoints)

    async def latest(self, beacon: Beacon) -> Pulse:
        """Return the newest round. Raises: BeaconUnreachable."""
        return await self._from_any(beacon, "latest")

    async def round(self, beacon: Beacon, round_: int) -> Pulse:
        """Return one round. Raises: BeaconUnreachable."""
        try:
            return await self._ask(self._endpoints[0], beacon, str(round_))
        except (aiohttp.ClientError, TimeoutError, BadAnswer, OSError):
            return await self._from_any(beacon, str(round_))

    async def _from_any(self, beacon: Beacon, name: str) -> Pulse:
        tasks = {asyncio.create_task(self._ask(url, beacon, name)): url for url in self._endpoints}
        reasons = []
        try:
            pending = set(tasks)
            while pending:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    reason = task.exception()
                    if reason is None:
                        self._prefer(tasks[task])
                        return task.result()
                    if not isinstance(reason, aiohttp.ClientError | TimeoutError | BadAnswer | OSError):
                        raise reason
                    reasons.append(f"{tasks[task]}: {reason or type(reason).__name__}")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        raise BeaconUnreachable("; ".join(reasons) or "no server is named")

    def _prefer(self, url: str) -> None:
        self._endpoints.remove(url)
        self._endpoints.insert(0, url)

    async def _ask(self, url: str, beacon: Beacon, name: str) -> Pulse:
        """Raises: aiohttp.ClientError, TimeoutError, BadAnswer."""
        path = f"{url}/{beacon.chain_hash().hex()}/public/{name}"
        async with self._session.get(path) as response:
            if response.status != 200:
                raise BadAnswer(f"status {response.status}")
            body = await response.content.read(MAX_ANSWER_BYTES)
        pulse = parse(body)
        if name not in ("latest", str(pulse.round)):
            raise BadAnswer(f"round {pulse.round} instead of {name}")
        try:
            genuine = is_genuine(beacon.public_key, pulse)
        except InvalidPoint as error:
            raise BadAnswer(str(error)) from error
        if not genuine:
            raise BadAnswer(f"round {pulse.round} does not carry the beacon's signature")
        return pulse


def parse(body: bytes) -> Pulse:
    """Return the round in an answer, unchecked. Raises: BadAnswer."""
    try:
        answer = orjson.loads(body)
        pulse = PULSE(
            answer["round"], bytes.fromhex(answer["randomness"]), bytes.fromhex(answer["signature"])
        )
        PULSE.encode(pulse)
    except (ValueError, KeyError, TypeError, InvalidValue) as error:
        raise BadAnswer(f"no round in an answer of {len(body)} bytes") from error
    return pulse
