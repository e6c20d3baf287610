"""What a node asks the public beacon's servers, and what it believes."""

import socket
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from meritnet.node.beacon.client import (
    ENDPOINTS,
    MAX_ANSWER_BYTES,
    BadAnswer,
    BeaconClient,
    BeaconUnreachable,
    parse,
)
from meritnet.testing.beacon import MadeBeacon

from .fake_beacon import FakeBeacon, serving

MADE = MadeBeacon()


@pytest.fixture
def fake() -> Iterator[FakeBeacon]:
    with serving(FakeBeacon(MADE)) as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as opened:
        yield opened


def nobody() -> str:
    """Return an address on this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


async def test_the_newest_and_any_other_round(fake: FakeBeacon, session: aiohttp.ClientSession) -> None:
    client = BeaconClient(session, [fake.url])
    assert await client.latest(fake.beacon) == MADE.pulse(100)
    assert await client.round(fake.beacon, 7) == MADE.pulse(7)
    chain = fake.beacon.chain_hash().hex()
    assert fake.asked == [f"/{chain}/public/latest", f"/{chain}/public/7"]


@pytest.mark.parametrize("broken", ["status", "text", "huge", "forged", "randomness", "other"])
async def test_what_is_no_round_of_the_beacon_is_not_believed(
    broken: str, fake: FakeBeacon, session: aiohttp.ClientSession
) -> None:
    fake.broken = broken
    with pytest.raises(BeaconUnreachable, match=fake.url):
        await BeaconClient(session, [fake.url]).round(fake.beacon, 7)


async def test_one_honest_server_is_enough(fake: FakeBeacon, session: aiohttp.ClientSession) -> None:
    liar = FakeBeacon(MADE)
    liar.broken = "forged"
    with serving(liar):
        client = BeaconClient(session, [nobody(), liar.url, fake.url])
        assert await client.latest(fake.beacon) == MADE.pulse(100)
        assert await client.round(fake.beacon, 99) == MADE.pulse(99)
        # The one that answered is asked alone from then on.
        assert not any(path.endswith("/99") for path in liar.asked)


async def test_another_server_steps_in_for_the_one_that_was_preferred(
    fake: FakeBeacon, session: aiohttp.ClientSession
) -> None:
    second = FakeBeacon(MADE)
    with serving(second):
        client = BeaconClient(session, [fake.url, second.url])
        fake.missing.add(50)
        assert await client.round(fake.beacon, 50) == MADE.pulse(50)


async def test_nobody_answers(session: aiohttp.ClientSession) -> None:
    with pytest.raises(BeaconUnreachable):
        await BeaconClient(session, [nobody(), nobody()]).latest(FakeBeacon(MADE).beacon)
    with pytest.raises(BeaconUnreachable, match="no server is named"):
        await BeaconClient(session, []).latest(FakeBeacon(MADE).beacon)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"round": 1, "randomness": "zz", "signature": ""}',
        b'{"round": -1, "randomness": "", "signature": ""}',
        b'{"round": "1", "randomness": "", "signature": ""}',
        b'{"round": 1, "randomness": 5, "signature": ""}',
        b'{"round": 1, "randomness": "", "signature": "' + b"00" * 145 + b'"}',
        b'{"round": 18446744073709551616, "randomness": "", "signature": ""}',
    ],
)
def test_malformed_answers(body: bytes) -> None:
    with pytest.raises(BadAnswer, match=f"{len(body)} bytes"):
        parse(body)


def test_the_public_servers_are_five() -> None:
    assert len(ENDPOINTS) == 5
    assert all(url.startswith("https://") and not url.endswith("/") for url in ENDPOINTS)
    assert MAX_ANSWER_BYTES < 10_000
