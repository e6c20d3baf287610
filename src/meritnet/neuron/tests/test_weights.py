"""Weights on chain: when, in which form, and again after each kind of failure."""

import dataclasses

import pytest

from meritnet.neuron.chain import ChainRefused, ChainUnreachable, NotIncluded
from meritnet.neuron.directory import Directory
from meritnet.neuron.score_store import ScoreStore
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key
from meritnet.neuron.tests.market import VALIDATOR, rows
from meritnet.neuron.weights import MOST_WAIT, WeightSetter, interval_blocks

MINERS = {Key("a").ss58_address: 0.75, Key("b").ss58_address: 0.25}


@pytest.fixture
def chain() -> FakeChain:
    return FakeChain(rows=rows("a", "b"))


@pytest.fixture
def store() -> ScoreStore:
    return ScoreStore(":memory:", "test")


async def setter_on(chain: FakeChain, store: ScoreStore) -> WeightSetter:
    directory = Directory(chain, NETUID)
    await directory.refresh()
    return WeightSetter(chain, VALIDATOR, directory, store, 4)


async def step(setter: WeightSetter, chain: FakeChain) -> bool:
    await setter.directory.refresh()
    return await setter.step(chain.number, MINERS)


async def test_plain_weights_land_with_a_receipt(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    assert await step(setter, chain)
    call, params, signer = chain.calls[0]
    assert (call, signer) == ("set_weights", VALIDATOR.ss58_address)
    assert params == {"netuid": NETUID, "uids": [1, 2], "weights": [65_535, 21_845], "version_key": 4}
    (receipt,) = store.submissions()
    assert receipt["form"] == "plain"
    assert (receipt["block"], receipt["uids"], receipt["values"]) == (100, [1, 2], [65_535, 21_845])
    assert receipt["extrinsic"] == f"0x{1:064x}"


async def test_the_next_row_waits_for_half_a_tempo(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    await step(setter, chain)
    chain.advance(interval_blocks(chain.subnet) - 1)
    assert not await step(setter, chain)
    assert "from block 110" in setter.waiting
    chain.advance()
    assert await step(setter, chain)


async def test_a_restart_remembers_when_weights_were_set(chain: FakeChain, store: ScoreStore) -> None:
    await step(await setter_on(chain, store), chain)
    assert (await setter_on(chain, store)).last_set == 100


async def test_the_rate_limit_counts_from_the_registration(chain: FakeChain, store: ScoreStore) -> None:
    chain.set_row(0, last_update=98)
    setter = await setter_on(chain, store)
    assert not await step(setter, chain)
    assert "from block 103" in setter.waiting
    chain.advance(3)
    assert await step(setter, chain)


async def test_reasons_that_need_the_user(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    chain.set_row(0, validator_permit=False)
    assert not await step(setter, chain)
    assert "no validator permit" in setter.waiting
    chain.set_rules(owner_hotkey=VALIDATOR.ss58_address)
    assert await step(setter, chain)
    chain.rows = chain.rows[1:]
    chain.advance(50)
    assert not await step(setter, chain)
    assert "not registered" in setter.waiting
    assert len(chain.calls) == 1


async def test_without_scores_nothing_is_sent(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    assert not await setter.step(chain.number, dict.fromkeys(MINERS, 0.0))
    assert "no registered miner" in setter.waiting


@pytest.mark.parametrize(
    "failure",
    [
        ChainUnreachable("gone"),
        NotIncluded("no block"),
        ChainRefused("set_weights", "SettingWeightsTooFast", "wait"),
    ],
)
async def test_passing_failures_are_tried_again_soon(
    chain: FakeChain, store: ScoreStore, failure: Exception
) -> None:
    setter = await setter_on(chain, store)
    chain.refusals.append(failure)
    assert not await step(setter, chain)
    assert str(failure) in setter.waiting
    assert "next attempt at block 102" in setter.waiting
    chain.advance()
    assert not await step(setter, chain)
    chain.advance()
    assert await step(setter, chain)
    assert setter.waiting == ""


async def test_the_wait_doubles_up_to_a_bound(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    chain.refusals += [ChainUnreachable("gone")] * 7
    waits = []
    for _ in range(7):
        await step(setter, chain)
        waits.append(setter._next_try - chain.number)
        chain.number = setter._next_try
    assert waits == [2, 4, 8, 16, 32, 32, 32]


async def test_lasting_refusals_are_tried_rarely(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    chain.refusals.append(ChainRefused("set_weights", "NotEnoughStakeToSetWeights", "stake more"))
    await step(setter, chain)
    assert setter._next_try == chain.number + MOST_WAIT
    assert "stake more" in setter.waiting


async def test_a_commit_is_followed_until_the_chain_opens_it(chain: FakeChain, store: ScoreStore) -> None:
    chain.set_rules(commit_reveal=True)
    setter = await setter_on(chain, store)
    assert await step(setter, chain)
    assert [call for call, _, _ in chain.calls] == ["set_weights"]
    assert setter.reveals.waiting == {100: 1_000}
    chain.advance(2)
    assert not await step(setter, chain)
    chain.advance()
    chain.open(VALIDATOR.ss58_address, 100)
    chain.advance()
    assert not await step(setter, chain)
    commit, reveal = store.submissions()
    assert (commit["form"], commit["block"], commit["reveal_round"]) == ("commit", 100, 1_000)
    assert (reveal["form"], reveal["committed"], reveal["block"]) == ("reveal", 100, 103)
    # Nothing was sent for it.
    assert len(chain.calls) == 1


async def test_after_a_restart_the_chain_says_what_still_waits(chain: FakeChain, store: ScoreStore) -> None:
    chain.set_rules(commit_reveal=True)
    await step(await setter_on(chain, store), chain)
    again = await setter_on(chain, store)
    chain.advance()
    await step(again, chain)
    chain.advance()
    chain.open(VALIDATOR.ss58_address, 100)
    await step(again, chain)
    assert [receipt["form"] for receipt in store.submissions()] == ["commit", "reveal"]


async def test_a_dropped_commit_is_kept_with_its_reason(chain: FakeChain, store: ScoreStore) -> None:
    chain.set_rules(commit_reveal=True)
    setter = await setter_on(chain, store)
    await step(setter, chain)
    chain.advance()
    chain.open(VALIDATOR.ss58_address, 100, dropped="Expired")
    await step(setter, chain)
    assert store.submissions()[-1]["dropped"] == "Expired"
    assert str(setter.reveals.last) == "committed at block 100, dropped: Expired"


async def test_with_stake_a_commit_does_not_wait_for_the_permit(chain: FakeChain, store: ScoreStore) -> None:
    setter = await setter_on(chain, store)
    chain.set_row(0, validator_permit=False, stake_rao=5)
    assert not await step(setter, chain)
    # The row is opened an epoch later, and permits are given in between.
    chain.set_rules(commit_reveal=True)
    assert await step(setter, chain)
    chain.advance(50)
    chain.set_row(0, stake_rao=0)
    assert not await step(setter, chain)
    assert "no validator permit" in setter.waiting


async def test_a_subnet_that_turns_commit_reveal_on_is_served_at_once(
    chain: FakeChain, store: ScoreStore
) -> None:
    setter = await setter_on(chain, store)
    # The setting changed after the directory was read; the library looks itself before it sends.
    chain.subnet = dataclasses.replace(chain.subnet, commit_reveal=True)
    assert await setter.step(chain.number, MINERS)
    assert setter.reveals.waiting == {100: 1_000}
    chain.open(VALIDATOR.ss58_address, 100)
    chain.advance(50)
    await step(setter, chain)
    assert [receipt["form"] for receipt in store.submissions()][:2] == ["commit", "reveal"]
