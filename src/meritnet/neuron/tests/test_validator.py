"""A validator's loop against real miners on loopback and a fake chain."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from meritnet.neuron import validator as validator_module
from meritnet.neuron.directory import Directory
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.mechanism import Standing
from meritnet.neuron.message import JsonValue
from meritnet.neuron.rounds import Caller
from meritnet.neuron.score_store import ScoreStore
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key
from meritnet.neuron.tests.market import (
    PATIENCE_S,
    VALIDATOR,
    Clock,
    Honest,
    Misfit,
    Reverse,
    ReverseNow,
    following,
    serving,
)
from meritnet.neuron.validator import FIRST_ROUNDS, Validator

GOOD, BAD = Key("good").ss58_address, Key("bad").ss58_address


async def made(
    chain: FakeChain, feed: HeadFeed, store: ScoreStore, mechanism: Reverse | None = None
) -> Validator:  # type: ignore[type-arg]
    directory = Directory(chain, NETUID, every_blocks=1)
    await directory.refresh()
    return Validator(chain, feed, directory, VALIDATOR, mechanism or ReverseNow(), store, name="judge")


async def run_until(validator: Validator, done: Callable[[], bool]) -> None:  # type: ignore[type-arg]
    """Run the loop until `done`; a loop that ends by itself fails the test with its error."""
    task = asyncio.create_task(validator.run())
    renew = asyncio.create_task(validator.directory.run(validator.feed))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not done():
                if task.done():
                    task.result()
                await asyncio.sleep(0.01)
    finally:
        for job in (task, renew):
            job.cancel()
        await asyncio.gather(task, renew, return_exceptions=True)


async def test_good_miners_get_the_weight_and_the_scores_outlive_the_process(tmp_path: object) -> None:
    chain, path = FakeChain(), f"{tmp_path}/s.sqlite"
    async with serving(chain, {"good": Honest(), "bad": Misfit()}, ReverseNow()), following(chain) as feed:
        with ScoreStore(path, "test") as store:
            validator = await made(chain, feed, store)
            await run_until(validator, lambda: bool(chain.calls))
            call, params, signer = chain.calls[0]
            assert (call, signer) == ("set_weights", VALIDATOR.ss58_address)
            assert (params["uids"], params["weights"]) == ([1], [65_535])
            assert params["version_key"] == ReverseNow.version
            assert validator.rounds >= FIRST_ROUNDS
            found = validator.snapshot()
            seen = sorted((m["uid"], m["score"], m["weight"], m["missing"]) for m in rows_of(found))
            assert seen == [(1, 1.0, 1.0, ""), (2, 0.0, 0.0, "invalid")]
            rounds_before = validator.standings[GOOD].rounds
        with ScoreStore(path, "test") as store:
            again = await made(chain, feed, store)
            # A round that was being written when the loop ended may be there already.
            assert again.standings[GOOD].rounds in (rounds_before, rounds_before + 1)
            assert again.standings[BAD].score == 0.0
            assert again.setter.last_set > 0


def rows_of(snapshot: dict[str, JsonValue]) -> list[dict[str, JsonValue]]:
    found = snapshot["miners"]
    assert isinstance(found, list)
    return found


async def test_rounds_with_commitments_keep_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(validator_module, "Caller", partial(Caller, now=clock, sleep=clock.sleep))
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with serving(chain, {"good": Honest()}, clock=clock), following(chain) as feed:
        validator = await made(chain, feed, store, Reverse())
        await run_until(validator, lambda: validator.rounds >= 1)
    evidence = store.evidence(1)
    assert evidence is not None
    assert evidence["scores"] == {GOOD: [1.0, 1.0]}
    assert set(evidence["receipts"]) == {GOOD}  # type: ignore[call-overload]


async def test_no_weights_before_enough_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validator_module, "FIRST_ROUNDS", 10**6)
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with serving(chain, {"good": Honest()}, ReverseNow()), following(chain) as feed:
        validator = await made(chain, feed, store)
        await run_until(validator, lambda: validator.rounds >= 3)
    assert chain.calls == []


async def test_a_node_that_goes_away_voids_rounds_and_nothing_else() -> None:
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with serving(chain, {"good": Honest()}, ReverseNow()), following(chain) as feed:
        validator = await made(chain, feed, store)
        chain.down = True
        await run_until(validator, lambda: "node is down" in validator.trouble)
        assert validator.standings == {}
        chain.down = False
        await run_until(validator, lambda: validator.rounds >= 1)
    assert validator.standings[GOOD].score == 1.0


async def test_with_nobody_to_ask_it_waits_and_says_so() -> None:
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with serving(chain, {"good": Honest()}, ReverseNow()), following(chain) as feed:
        endpoint = chain.rows[1].endpoint
        chain.set_row(1, endpoint=None)
        validator = await made(chain, feed, store)
        await run_until(validator, lambda: "no miner" in validator.trouble)
        chain.set_row(1, endpoint=endpoint)
        await run_until(validator, lambda: validator.rounds >= 1)


async def test_the_longest_unasked_are_asked_first_and_the_unasked_keep_their_standing() -> None:
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with (
        serving(chain, {"a": Honest(), "b": Honest(), "c": Honest()}, ReverseNow()),
        following(chain) as feed,
    ):
        validator = await made(chain, feed, store)
        validator.most_asked = 2
        kept = Standing(9.0, 9.0, 9.0, 9)
        names = sorted(Key(name).ss58_address for name in "abc")
        store.record_round(store.next_round(), 1, names[:2], {names[0]: kept}, {})
        validator.standings[names[0]] = kept
        chosen = [target.hotkey for target in validator.choose(validator.directory.metagraph)]
        assert chosen == [names[2], names[0]]


async def test_a_miner_that_lost_its_uid_gets_no_weight() -> None:
    chain, store = FakeChain(), ScoreStore(":memory:", "test")
    async with serving(chain, {"good": Honest()}, ReverseNow()), following(chain) as feed:
        validator = await made(chain, feed, store)
        validator.standings["gone"] = Standing(9.0, 9.0, 9.0, 9)
        assert set(validator.registered(validator.directory.metagraph)) == set()
        await run_until(validator, lambda: bool(chain.calls))
    assert chain.calls[0][1]["uids"] == [1]
