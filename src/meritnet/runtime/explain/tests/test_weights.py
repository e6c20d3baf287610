"""What is said about weights is what the chain then answers, block by block."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.explain.next_block import next_block
from meritnet.runtime.explain.weights import HIDDEN, PLAIN, Check, WeightsAnswer, explain_weights
from meritnet.runtime.pallets.consensus_yuma import columns, storage
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.runtime.pallets.drand.books import newest_round
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.key_swaps.storage import coldkey_swap_announcements
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey
from meritnet.runtime.pallets.weights.tests.subnet import (
    MINER_A,
    NETUID,
    NEURONS,
    STAKE,
    V1,
    build,
)
from meritnet.runtime.pallets.weights.tests.subnet import (
    PLAIN as UNPERMITTED,
)
from meritnet.testing.chain import TestChain, account

PALLET = "SubtensorModule"


@pytest.fixture
def chain() -> TestChain:
    return build()


def ask(chain: TestChain, uri: str, **given: Any) -> WeightsAnswer:
    before = chain.ctx.changes()
    answer = explain_weights(chain.ctx, NETUID, account(uri), **given)
    assert chain.ctx.changes() == before
    assert all(check.text for check in (*answer.checks, *answer.at_reveal))
    assert answer.says
    return answer


def failed(answer: WeightsAnswer) -> list[tuple[str | None, int | None]]:
    return [(check.error, check.from_block) for check in answer.checks if check.passed is False]


def named(answer: WeightsAnswer, name: str) -> Check:
    return next(check for check in (*answer.checks, *answer.at_reveal) if check.name == name)


def test_a_permitted_validator_passes_every_check(chain: TestChain) -> None:
    answer = ask(chain, V1)
    assert (answer.error, answer.works_from_block, answer.uid) == (None, chain.ctx.block_number, 0)
    assert all(check.passed for check in answer.checks)
    assert (answer.commit_reveal, answer.call, answer.at_reveal) == (False, PLAIN, ())


def test_checks_stand_in_the_order_of_the_chain(chain: TestChain) -> None:
    names = [check.name for check in ask(chain, V1).checks]
    assert names[:5] == ["open chain", "no key swap", "stake", "rate limit", "weights in the open"]
    rest = ["not root", "equal lists", "mechanism", "not too long", "registered", "version key", "permit"]
    assert names[5:] == [*rest, "no uid twice", "known uids", "long enough"]


def test_what_depends_on_a_failed_check_is_left_open(chain: TestChain) -> None:
    answer = ask(chain, "//Stranger")
    assert failed(answer) == [("HotKeyNotRegisteredInSubNet", None)]
    assert (named(answer, "registered").passed, named(answer, "permit").passed) == (False, None)
    hyper.stake_threshold.set(chain.ctx, 1)
    answer = ask(chain, "//Stranger")
    assert failed(answer) == [("NotEnoughStakeToSetWeights", None), ("HotKeyNotRegisteredInSubNet", None)]
    assert answer.works_from_block is None


def test_the_rate_limit_names_the_very_block(chain: TestChain) -> None:
    chain.block(2)
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 5)
    assert failed(ask(chain, V1)) == [("SettingWeightsTooFast", 6)]
    assert ask(chain, V1).works_from_block == 6
    while chain.ctx.block_number < 6:
        chain.fails("SettingWeightsTooFast", PALLET, "set_weights", NETUID, (3,), (1,), 0, by=V1)
        assert "works from block 6" in ask(chain, V1).says
        chain.block()
    assert ask(chain, V1).error is None
    chain.ok(PALLET, "set_weights", NETUID, (3,), (1,), 0, by=V1)


def test_stake_version_and_row(chain: TestChain) -> None:
    hyper.stake_threshold.set(chain.ctx, STAKE + 1)
    hyper.weights_version_key.set(chain.ctx, NETUID, 3)
    answer = ask(chain, V1)
    assert failed(answer) == [("NotEnoughStakeToSetWeights", None)]
    assert (named(answer, "stake").value, named(answer, "stake").bound) == (STAKE, STAKE + 1)
    subnet_owner_hotkey.set(chain.ctx, NETUID, account(V1))
    assert "owner" in named(ask(chain, V1), "stake").text
    old = ask(chain, V1, version_key=2)
    assert failed(old) == [("IncorrectWeightVersionKey", None)]
    assert (named(old, "version key").value, named(old, "version key").bound) == (2, 3)
    assert failed(ask(chain, V1, row=((3, 3), (1, 1)))) == [("DuplicateUids", None)]
    assert failed(ask(chain, V1, row=((3, 9), (1, 1)))) == [("UidVecContainInvalidOne", None)]
    assert failed(ask(chain, V1, row=((3, 4), (1,)))) == [("WeightVecNotEqualSize", None)]
    hyper.min_allowed_weights.set(chain.ctx, NETUID, 3)
    assert failed(ask(chain, V1, row=((3, 4), (1, 1)))) == [("WeightVecLengthIsLow", None)]
    assert failed(ask(chain, V1)) == []


def test_an_announced_key_swap_is_the_first_answer(chain: TestChain) -> None:
    coldkey_swap_announcements.set(chain.ctx, account(V1), (1, bytes(32)))
    answer = ask(chain, V1)
    assert answer.error == failed(answer)[0][0] == "ColdkeySwapAnnounced"


def test_an_unknown_mechanism_is_too_fast_for_the_guard(chain: TestChain) -> None:
    answer = ask(chain, V1, mechanism=1)
    # Quirk of the reference: its guard counts an unknown mechanism as too fast.
    assert answer.error == "SettingWeightsTooFast"
    assert [error for error, _ in failed(answer)] == ["SettingWeightsTooFast", "MechanismDoesNotExist"]
    assert answer.works_from_block is None


def test_root_and_unknown_subnets(chain: TestChain) -> None:
    for netuid, error in ((0, "CanNotSetRootNetworkWeights"), (9, "MechanismDoesNotExist")):
        hyper.commit_reveal_weights_enabled.set(chain.ctx, netuid, False)
        answer = explain_weights(chain.ctx, netuid, account(V1))
        assert error in [found for found, _ in failed(answer)]
        assert answer.error == failed(answer)[0][0]


def test_enough_stake_without_a_permit_waits_for_the_next_epoch(chain: TestChain) -> None:
    ctx = chain.ctx
    hyper.tempo.set(ctx, NETUID, 100)
    emission.last_epoch_block.set(ctx, NETUID, 1)
    answer = ask(chain, UNPERMITTED)
    assert failed(answer) == [("NeuronNoValidatorPermit", 101)]
    assert named(answer, "permit").is_forecast
    assert "expected from block 101" in answer.says
    run_subnet_epoch(ctx, NETUID, 0)
    assert ask(chain, UNPERMITTED).error is None


def test_too_little_stake_for_a_permit_does_not_end_by_waiting(chain: TestChain) -> None:
    hyper.tempo.set(chain.ctx, NETUID, 100)
    assert failed(ask(chain, MINER_A))[-1] == ("NeuronNoValidatorPermit", None)


def test_where_weights_are_hidden_the_commit_is_explained(chain: TestChain) -> None:
    ctx = chain.ctx
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, True)
    answer = ask(chain, V1)
    assert (answer.call, answer.error, answer.set_weights_error) == (HIDDEN, None, "CommitRevealEnabled")
    assert HIDDEN in answer.says
    version = hyper.commit_reveal_weights_version.get(ctx)
    hyper.tempo.set(ctx, NETUID, 100)
    emission.last_epoch_block.set(ctx, NETUID, 1)
    for number in range(10):
        assert ask(chain, V1).error is None
        chain.ok(PALLET, HIDDEN, NETUID, 0, bytes([number]), newest_round(ctx), version, by=V1)
    assert failed(ask(chain, V1)) == [("TooManyUnrevealedCommits", 101)]
    # Committing needs no permit; the row that is opened does.
    late = ask(chain, UNPERMITTED)
    assert late.error is None
    assert [check.error for check in late.at_reveal if not check.passed] == ["NeuronNoValidatorPermit"]
    assert "opening the commit would fail" in late.says


def test_the_next_block_is_asked_with_its_epoch(chain: TestChain) -> None:
    hyper.tempo.set(chain.ctx, NETUID, 3)
    emission.last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)
    chain.block(2)
    view = chain.runtime.read_context(chain.state, chain.ctx.block_number - 1)
    number = view.block_number
    with next_block(chain.runtime, view) as ctx:
        assert explain_weights(ctx, NETUID, account(UNPERMITTED)).error == "NeuronNoValidatorPermit"
    chain.block()
    view = chain.runtime.read_context(chain.state, chain.ctx.block_number - 1)
    with next_block(chain.runtime, view) as ctx:
        assert ctx.block_number == chain.ctx.block_number
        assert explain_weights(ctx, NETUID, account(UNPERMITTED)).error is None
    assert view.changes() == {}
    assert view.block_number == number + 1
    chain.ok(PALLET, "set_weights", NETUID, (3,), (1,), 0, by=UNPERMITTED)


uids = st.lists(st.integers(0, 6), max_size=6)
situations = st.fixed_dictionaries(
    {
        "hidden": st.booleans(),
        "limit": st.integers(0, 9),
        "last": st.integers(0, 6),
        "threshold": st.sampled_from([0, STAKE, STAKE + 1]),
        "needed": st.integers(0, 2),
        "shortest": st.integers(0, 4),
        "mechanisms": st.integers(1, 2),
    }
)


@given(
    situation=situations,
    uri=st.sampled_from([*NEURONS, "//Stranger"]),
    mechanism=st.integers(0, 2),
    version=st.integers(0, 2),
    row=st.one_of(st.none(), st.tuples(uids, uids), uids.map(lambda u: (u, [1] * len(u)))),
)
def test_the_answer_is_the_chains_and_the_block_is_exact(
    situation: dict[str, int], uri: str, mechanism: int, version: int, row: Any
) -> None:
    chain = SHARED
    with chain.ctx.scratch():
        ctx = chain.ctx
        hyper.commit_reveal_weights_enabled.set(ctx, NETUID, bool(situation["hidden"]))
        hyper.weights_set_rate_limit.set(ctx, NETUID, situation["limit"])
        hyper.stake_threshold.set(ctx, situation["threshold"])
        hyper.weights_version_key.set(ctx, NETUID, situation["needed"])
        hyper.min_allowed_weights.set(ctx, NETUID, situation["shortest"])
        storage.mechanism_count_current.set(ctx, NETUID, situation["mechanisms"])
        for index in columns.indices(ctx, NETUID):
            storage.last_update.set(ctx, index, situation["last"].to_bytes(8, "little") * len(NEURONS))
        answer = ask(chain, uri, mechanism=mechanism, version_key=version, row=row)
        plain_args = (NETUID, mechanism, *(tuple(part) for part in row or ((), ())), version)
        start = ctx.block_number
        try:
            for block in range(start, start + 16):
                ctx.block_number = block
                if answer.commit_reveal:
                    args = (
                        NETUID,
                        mechanism,
                        b"",
                        newest_round(ctx),
                        hyper.commit_reveal_weights_version.get(ctx),
                    )
                elif row is None:
                    # Without a row the answer assumes one that is long enough; ask anew instead of guessing it.
                    assert (ask(chain, uri, mechanism=mechanism, version_key=version).error is None) == (
                        answer.works_from_block is not None and block >= answer.works_from_block
                    )
                    continue
                else:
                    args = plain_args
                found = dispatched(chain, uri, answer.call, args)
                works = answer.works_from_block is not None and block >= answer.works_from_block
                assert (found is None) == works, (block, found, answer)
                if block == start:
                    assert found == answer.error
                    first = next((c for c in answer.checks if c.passed is False), None)
                    assert (None if first is None else first.error) == found
        finally:
            ctx.block_number = start


SHARED = build()


def dispatched(chain: TestChain, uri: str, name: str, args: tuple[Any, ...]) -> str | None:
    with chain.ctx.scratch():
        error = chain.dispatch(PALLET, name, *args, by=uri)
    return None if error is None else getattr(error, "name", error.variant)
