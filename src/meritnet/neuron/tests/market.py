"""Mechanisms, seats and a running server for tests over real loopback HTTP."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import ClassVar

from meritnet.neuron.chain import Endpoint, Metagraph, NeuronRow
from meritnet.neuron.commitment_book import CommitmentBook
from meritnet.neuron.directory import Directory
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.listener import listening
from meritnet.neuron.mechanism import Mechanism, Missing, Schedule, Score
from meritnet.neuron.message import InvalidMessage
from meritnet.neuron.metrics import Metrics
from meritnet.neuron.seat import Seat
from meritnet.neuron.server import Limits, MinerServer
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key, row
from meritnet.neuron.tests.test_message import Pair

VALIDATOR, CONSUMER = Key("validator"), Key("consumer")
STAKE_RAO = 10**12
PATIENCE_S = 60.0
"""Time for an answer, and for whatever else ends by itself: nobody is late because the machine is busy."""
NO_PATIENCE_S = 0.05
"""Time for an answer that never comes."""


class Clock:
    """Time of both sides of a round: it goes on with every look at it, and over a whole sleep at once."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 0.001
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


class Reverse(Mechanism[Pair, str, Pair]):
    """Send the text back reversed, judged against a suffix that only the outcome's block tells."""

    name: ClassVar[str] = "reverse"
    version: ClassVar[int] = 4
    schedule: ClassVar[Schedule] = Schedule(
        answer_timeout_s=PATIENCE_S,
        reveal_timeout_s=PATIENCE_S,
        round_blocks=3,
        commit=True,
        outcome_delay_blocks=2,
    )
    request_type = Pair
    answer_type = Pair

    def challenge(self, seed: bytes) -> Pair:
        return Pair(seed[0] % 10, seed.hex()[:3])

    def outcome(self, request: Pair, challenge_seed: bytes, later_seed: bytes) -> str:
        self.seeds = (challenge_seed, later_seed)
        return request.a[::-1]

    def score_many(
        self, request: Pair, outcome: str, answers: Mapping[str, Pair | Missing]
    ) -> dict[str, Score]:
        return {
            hotkey: Score(float(isinstance(answer, Pair) and answer.a == outcome))
            for hotkey, answer in answers.items()
        }

    def mine(self, request: Pair) -> Pair:
        return Pair(request.b, request.a[::-1])

    def mixture(self, request: Pair, answers: Mapping[str, Pair], weights: Mapping[str, float]) -> Pair:
        return max((weights[hotkey], answer.a, answer) for hotkey, answer in answers.items())[2]

    def check(self, request: Pair, answer: Pair) -> None:
        if answer.b != request.b:
            raise InvalidMessage(f"b is {answer.b}, must be the request's {request.b}")


class ReverseNow(Reverse):
    """The same, judged at once."""

    schedule: ClassVar[Schedule] = Schedule(answer_timeout_s=PATIENCE_S, commit=False, outcome_delay_blocks=0)


class Honest:
    """Answers right."""

    async def answer(self, request: Pair) -> Pair:
        return Pair(request.b, request.a[::-1])

    async def close(self) -> None:
        self.closed = True


class Slow(Honest):
    """Never answers; its host does not wait for it."""

    async def answer(self, request: Pair) -> Pair:
        await asyncio.Event().wait()
        raise AssertionError


class Broken(Honest):
    """Raises something that nobody foresees."""

    async def answer(self, request: Pair) -> Pair:
        raise ZeroDivisionError("secret detail")


class Misfit(Honest):
    """Answers what does not fit the request."""

    async def answer(self, request: Pair) -> Pair:
        return Pair((request.b + 1) % 10, "x")


def impatient(mechanism: Mechanism[Pair, str, Pair]) -> Mechanism[Pair, str, Pair]:
    """The same mechanism with no time to answer."""
    schedule = dataclasses.replace(mechanism.schedule, answer_timeout_s=NO_PATIENCE_S)
    made: Mechanism[Pair, str, Pair] = type("Impatient", (type(mechanism),), {"schedule": schedule})()
    return made


def seat(
    name: str,
    miner: object,
    chain: FakeChain,
    mechanism: Mechanism[Pair, str, Pair] | None = None,
    clock: Clock | None = None,
) -> Seat:
    """A seat whose directory is `chain` as it is now, and whose promises are kept by `clock`."""
    mechanism = mechanism or Reverse()
    if isinstance(miner, Slow):
        mechanism = impatient(mechanism)
    directory = Directory(chain, NETUID)
    directory._metagraph = Metagraph(NETUID, chain.number, tuple(chain.rows))
    directory._rules = chain.subnet
    made = Seat(Key(name), mechanism, miner, directory, name)  # type: ignore[arg-type]
    made.book = CommitmentBook(made.hotkey, mechanism.timeout_s, clock or Clock())
    return made


def rows(*names: str) -> list[NeuronRow]:
    """The validator with stake as uid 0, then a miner per name."""
    return [
        row(0, VALIDATOR, stake_rao=STAKE_RAO, validator_permit=True),
        *(row(uid, Key(name)) for uid, name in enumerate(names, 1)),
    ]


@asynccontextmanager
async def serving(
    chain: FakeChain,
    miners: Mapping[str, object],
    mechanism: Mechanism[Pair, str, Pair] | None = None,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[tuple[MinerServer, Endpoint]]:
    """Serve a miner per name; they are registered in the order given, after the validator, and published."""
    chain.rows = rows(*miners)
    seats = [seat(name, miner, chain, mechanism, clock) for name, miner in miners.items()]
    server = MinerServer({s.hotkey: s for s in seats}, Metrics(), limits)
    async with listening(server.app, "127.0.0.1", 0) as port:
        endpoint = Endpoint("127.0.0.1", port)
        for uid in range(1, len(chain.rows)):
            chain.set_row(uid, endpoint=endpoint)
        yield server, endpoint


@asynccontextmanager
async def following(chain: FakeChain) -> AsyncIterator[HeadFeed]:
    """A feed that follows the chain as long as the block runs."""
    feed = HeadFeed(chain)
    task = asyncio.create_task(feed.run())
    try:
        yield feed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
