"""Rounds over real HTTP with a chain and a clock that the test owns."""

from collections.abc import Sequence

import pytest

from meritnet.neuron import rounds
from meritnet.neuron.client import MinerClient
from meritnet.neuron.commitment import challenge_seed, outcome_seed
from meritnet.neuron.mechanism import Missing
from meritnet.neuron.rounds import Caller, Played, Target
from meritnet.neuron.server import MinerServer
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key
from meritnet.neuron.tests.market import (
    VALIDATOR,
    Broken,
    Clock,
    Honest,
    Misfit,
    Reverse,
    ReverseNow,
    Slow,
    following,
    serving,
)
from meritnet.neuron.tests.test_message import Pair

SECRET = b"s" * 32


@pytest.fixture(autouse=True)
def _no_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for reveals right at the deadline: miners then answer 'too early', which rounds must bear."""
    monkeypatch.setattr(rounds, "SEAL_MARGIN_S", 0.0)


def targets(chain: FakeChain) -> list[Target]:
    return [Target(r.uid, r.hotkey, r.endpoint) for r in chain.rows if r.endpoint is not None]


async def play(
    chain: FakeChain, mechanism: Reverse, clock: Clock, asked: Sequence[Target], number: int = 1
) -> Played[Pair]:
    async with following(chain) as feed, MinerClient(VALIDATOR) as client:
        caller = Caller(mechanism, NETUID, client, chain, feed, SECRET, clock, clock.sleep)
        return await caller.play(number, asked)


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_each_kind_of_miner_gets_what_it_deserves(clock: Clock) -> None:
    chain, mechanism = FakeChain(), Reverse()
    miners = {"honest": Honest(), "slow": Slow(), "broken": Broken(), "misfit": Misfit()}
    async with serving(chain, miners, clock=clock):
        played = await play(chain, mechanism, clock, targets(chain))
    by_name = {name: Key(name).ss58_address for name in miners}
    assert played.scores[by_name["honest"]].value == 1.0
    assert [played.scores[by_name[name]].value for name in ("slow", "broken", "misfit")] == [0.0, 0.0, 0.0]
    assert played.missing == {
        by_name["slow"]: Missing.LATE,
        by_name["broken"]: Missing.UNREACHABLE,
        by_name["misfit"]: Missing.INVALID,
    }


async def test_seeds_come_from_the_blocks_that_the_evidence_names(clock: Clock) -> None:
    chain, mechanism = FakeChain(), Reverse()
    async with serving(chain, {"honest": Honest()}, clock=clock):
        played = await play(chain, mechanism, clock, targets(chain), number=9)
    seed = challenge_seed(chain._hash(played.seed_block), NETUID, 9, SECRET)
    later = outcome_seed(chain._hash(played.outcome_block), played.request)
    assert mechanism.seeds == (seed, later)
    assert played.request == mechanism.challenge(seed)
    # Two blocks after a head that was seen once all deadlines had passed.
    assert played.outcome_block >= played.seed_block + 2
    evidence = played.evidence()
    assert evidence["seed"] == seed.hex()
    assert evidence["outcome_block"] == played.outcome_block
    receipt = played.receipts[Key("honest").ss58_address]
    assert receipt.holds()


async def test_a_task_judged_at_once_uses_the_challenges_own_seed(clock: Clock) -> None:
    chain, mechanism = FakeChain(), ReverseNow()
    async with serving(chain, {"honest": Honest(), "misfit": Misfit()}, mechanism, clock=clock):
        played = await play(chain, mechanism, clock, targets(chain))
    assert mechanism.seeds == (played.seed, played.seed)
    assert played.outcome_block == played.seed_block
    assert played.missing == {Key("misfit").ss58_address: Missing.INVALID}


async def test_an_answer_that_was_not_committed_to_does_not_count(clock: Clock) -> None:
    chain = FakeChain()

    def swap(server: MinerServer) -> None:
        """The miner changes its answer between commitment and reveal."""
        book = server.seats[Key("turncoat").ss58_address].book
        commit = book.commit

        def then_change(entry: object, request: object, answer: object) -> bytes:
            commitment = commit(entry, request, answer)  # type: ignore[arg-type]
            entry.answer = Pair(request.b, "new")  # type: ignore[attr-defined]
            return commitment

        book.commit = then_change  # type: ignore[method-assign, assignment]

    async with serving(chain, {"turncoat": Honest()}, clock=clock) as (server, _):
        swap(server)
        played = await play(chain, Reverse(), clock, targets(chain))
    assert played.missing == {Key("turncoat").ss58_address: Missing.NOT_REVEALED}


async def test_a_miner_that_vanishes_before_the_reveal_has_not_revealed(clock: Clock) -> None:
    chain = FakeChain()
    async with serving(chain, {"gone": Honest()}, clock=clock) as (server, _):
        server.seats[Key("gone").ss58_address].book.reveal = _nothing  # type: ignore[method-assign]
        played = await play(chain, Reverse(), clock, targets(chain))
    assert played.missing == {Key("gone").ss58_address: Missing.NOT_REVEALED}


def _nothing(digest: bytes, sender: str) -> tuple[Pair, bytes]:
    from meritnet.neuron.commitment_book import RevealDenied

    raise RevealDenied("lost")


async def test_what_is_no_commitment_is_an_invalid_answer(clock: Clock) -> None:
    chain = FakeChain()
    # A host of the task that is judged at once answers with the answer itself.
    async with serving(chain, {"other": Honest()}, ReverseNow(), clock=clock):
        played = await play(chain, Reverse(), clock, targets(chain))
    assert played.missing == {Key("other").ss58_address: Missing.INVALID}


async def test_nobody_listening_is_unreachable(clock: Clock) -> None:
    chain = FakeChain()
    async with serving(chain, {"away": Honest()}, clock=clock):
        pass
    played = await play(chain, Reverse(), clock, targets(chain))
    assert played.missing == {Key("away").ss58_address: Missing.UNREACHABLE}
