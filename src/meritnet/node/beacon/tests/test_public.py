"""Following the public beacon: what is fetched, what a block takes, and life without a network."""

import asyncio
import logging
from collections.abc import Iterator

import aiohttp
import pytest

from meritnet.node.beacon.client import BeaconClient, BeaconUnreachable
from meritnet.node.beacon.public import LONGEST_PAUSE_S, MAX_AHEAD, PublicRounds
from meritnet.runtime.pallets.drand import storage
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain

from .fake_beacon import FakeBeacon, serving, until

MADE = MadeBeacon()


@pytest.fixture
def chain() -> TestChain:
    made = TestChain()
    MADE.follow(made.ctx)
    return made


@pytest.fixture
def fake() -> Iterator[FakeBeacon]:
    with serving(FakeBeacon(MADE)) as server:
        yield server


def source(chain: TestChain, *urls: str) -> PublicRounds:
    made = PublicRounds(chain.runtime, urls, b"k" * 32)
    assert take(chain, made) == []  # tells what the chain has
    return made


def take(chain: TestChain, rounds: PublicRounds) -> list[int]:
    """Put what waits into the chain's present block as an engine does; return the rounds."""
    before = storage.last_stored_round.get(chain.ctx)
    for index, raw in enumerate(rounds.rounds(chain.ctx, 0)):
        extrinsic = chain.runtime.decode(raw)
        applied = chain.runtime.executive.apply(chain.ctx, extrinsic, index, signature_known=True)
        assert applied.error is None
    last = storage.last_stored_round.get(chain.ctx)
    return [one for one in range(before + 1, last + 1) if storage.pulses.get(chain.ctx, one) is not None]


def fetch(rounds: PublicRounds, *urls: str) -> None:
    async def once() -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            wanted = rounds._wanted
            assert wanted is not None
            await rounds.fetch(BeaconClient(session, urls), wanted)

    asyncio.run(once())


def test_a_chain_begins_with_the_newest_round(chain: TestChain, fake: FakeBeacon) -> None:
    rounds = source(chain, fake.url)
    fetch(rounds, fake.url)
    assert take(chain, rounds) == [100]
    fetch(rounds, fake.url)
    assert take(chain, rounds) == []


def test_rounds_in_between_are_filled(chain: TestChain, fake: FakeBeacon) -> None:
    rounds = source(chain, fake.url)
    MADE.publish(chain, 93)
    assert take(chain, rounds) == []
    fetch(rounds, fake.url)
    assert take(chain, rounds) == list(range(94, 101))


def test_at_most_fifty_are_ahead_and_the_rest_follows(chain: TestChain, fake: FakeBeacon) -> None:
    rounds = source(chain, fake.url)
    MADE.publish(chain, 20)
    take(chain, rounds)
    fetch(rounds, fake.url)
    fetch(rounds, fake.url)  # nothing more is fetched while nothing is taken
    assert take(chain, rounds) == list(range(21, 21 + MAX_AHEAD))
    take(chain, rounds)
    fetch(rounds, fake.url)
    assert take(chain, rounds) == list(range(71, 101))


def test_a_chain_that_makes_no_blocks_does_not_gather_rounds_without_end(
    chain: TestChain, fake: FakeBeacon
) -> None:
    rounds = source(chain, fake.url)
    for newest in (100, 130, 400):
        fake.newest = newest
        fetch(rounds, fake.url)
    assert take(chain, rounds) == list(range(100, 100 + MAX_AHEAD))


def test_a_missing_round_holds_up_those_behind_it(chain: TestChain, fake: FakeBeacon) -> None:
    rounds = source(chain, fake.url)
    MADE.publish(chain, 93)
    take(chain, rounds)
    fake.missing.add(96)
    with pytest.raises(BeaconUnreachable):
        fetch(rounds, fake.url)
    assert take(chain, rounds) == [94, 95]
    take(chain, rounds)
    fake.missing.clear()
    fetch(rounds, fake.url)
    assert take(chain, rounds) == [96, 97, 98, 99, 100]


def test_another_beacon_makes_what_waits_worthless(chain: TestChain, fake: FakeBeacon) -> None:
    rounds = source(chain, fake.url)
    fetch(rounds, fake.url)
    MadeBeacon("another").follow(chain.ctx)
    assert take(chain, rounds) == []
    assert not rounds._waiting


def test_the_thread_fetches_and_ends(
    chain: TestChain, fake: FakeBeacon, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = source(chain, fake.url)
    with caplog.at_level(logging.INFO):
        rounds.start()
        until(lambda: rounds.reached is True)
        rounds.stop()
    assert take(chain, rounds) == [100]
    assert [record.message for record in caplog.records if "beacon_reached" in record.message]


def test_without_a_network_it_says_so_once_and_tries_ever_less_often(
    chain: TestChain, fake: FakeBeacon, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = source(chain, fake.url)
    fake.broken = "status"
    pauses = []

    async def tries() -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            client = BeaconClient(session, [fake.url])
            pause = 0.0
            for _ in range(7):
                pause = await rounds._try(client, pause)
                pauses.append(pause)
            fake.broken = None
            pauses.append(await rounds._try(client, pause))

    with caplog.at_level(logging.INFO):
        asyncio.run(tries())
    assert pauses == [6.0, 12.0, 24.0, 48.0, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S, 3.0]
    words = [record.message.split()[0] for record in caplog.records if record.message.startswith("beacon")]
    assert words == ["beacon_unreachable", "beacon_reached"]


def test_it_can_be_stopped_before_the_first_block(chain: TestChain) -> None:
    rounds = PublicRounds(chain.runtime, ["http://127.0.0.1:9"], b"k" * 32)
    rounds.start()
    rounds.stop()
    rounds = PublicRounds(chain.runtime, [], b"k" * 32)
    rounds.stop()
