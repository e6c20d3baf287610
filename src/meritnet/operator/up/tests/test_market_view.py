"""What the live view says of a market is what the chain holds."""

import itertools
from collections.abc import Iterator

import pytest
from rich.console import Console

from meritnet.node.service import open_chain
from meritnet.operator.tests.small_market import HONEST, LIAR, MINERS, NETUID, TEMPO, account, stored_market
from meritnet.operator.up.epochs import Epoch, context_at, epochs_since, last_epoch_block
from meritnet.operator.up.explain import explain
from meritnet.operator.up.market_view import MarketView, Participant, missed_by_lying, view_market
from meritnet.operator.up.screen import render
from meritnet.operator.up.show import verdict
from meritnet.primitives import ss58
from meritnet.primitives.errors import NotFound
from meritnet.runtime.pallets.emission.events import IncentiveAlphaEmittedToMiners
from meritnet.runtime.pallets.staking.stake import total_of
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore

Opened = tuple[Runtime, ChainStore]
PEOPLE = {
    account(MINERS[0]): Participant("good", "miner", honest=True, skill=0.2),
    account(MINERS[1]): Participant("fair", "miner", honest=True, skill=0.1),
    account(MINERS[2]): Participant("bad", "miner", honest=False, skill=-0.5),
    account(HONEST[0]): Participant("a", "validator", honest=True),
    account(HONEST[1]): Participant("b", "validator", honest=True),
    account(LIAR): Participant("liar", "validator", honest=False),
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    runtime, store, _ = open_chain(stored_market(tmp_path_factory.mktemp("market") / "node"))
    yield runtime, store
    store.close()


@pytest.fixture(scope="module")
def epochs(opened: Opened) -> list[Epoch]:
    runtime, store = opened
    return epochs_since(runtime, store, NETUID, 0, store.head.number)


def view_of(opened: Opened, last: Epoch | None) -> MarketView:
    runtime, store = opened
    ctx = context_at(runtime, store, store.head.number)
    return view_market(ctx, NETUID, PEOPLE, last, {ss58.encode(account(LIAR)): 5}, {account(MINERS[0]): 7})


def test_epochs_are_found_in_order_and_a_tempo_apart(opened: Opened, epochs: list[Epoch]) -> None:
    runtime, store = opened
    blocks = [epoch.block for epoch in epochs]
    assert len(blocks) >= 4
    assert {later - earlier for earlier, later in itertools.pairwise(blocks)} == {TEMPO}
    assert last_epoch_block(context_at(runtime, store, store.head.number), NETUID) == blocks[-1]
    assert [e.block for e in epochs_since(runtime, store, NETUID, blocks[1], store.head.number)] == blocks[2:]


def test_an_epochs_pay_is_the_change_of_the_stakes(opened: Opened, epochs: list[Epoch]) -> None:
    runtime, store = opened
    for epoch in epochs:
        before, after = (context_at(runtime, store, number) for number in (epoch.block - 1, epoch.block))
        for uid, hotkey in enumerate(epoch.hotkeys):
            if uid:  # uid 0 is the owner's and gets the owner's cut besides
                change = total_of(after, hotkey, NETUID) - total_of(before, hotkey, NETUID)
                assert change == epoch.miners_alpha[uid] + epoch.validators_alpha[uid]


def test_an_epochs_pay_to_miners_is_what_the_chain_announced(opened: Opened, epochs: list[Epoch]) -> None:
    runtime, store = opened
    paid = [epoch for epoch in epochs if epoch.is_paid_by_weights]
    assert paid
    for epoch in paid:
        records = system.events.get(context_at(runtime, store, epoch.block))
        (amounts,) = [
            list(record.event.args[0].args[1])
            for record in records
            if record.event.args[0].name == IncentiveAlphaEmittedToMiners.name
            and record.event.args[0].args[0] == NETUID
        ]
        assert amounts == epoch.miners_alpha


def test_before_weights_no_epoch_counts_as_a_reward(epochs: list[Epoch]) -> None:
    assert [epoch.is_paid_by_weights for epoch in epochs] == sorted(e.is_paid_by_weights for e in epochs)
    assert not epochs[0].is_paid_by_weights


def test_the_explanation_adds_up_to_the_pay(opened: Opened, epochs: list[Epoch]) -> None:
    runtime, store = opened
    last = epochs[-1]
    for uid in (1, 2, 3):
        payment = explain(runtime, store, NETUID, last.block, uid)
        assert payment.alpha == last.miners_alpha[uid]
        assert payment.recomputed_incentive == payment.stored_incentive == last.incentive[uid]
        assert payment.incentive == pytest.approx(payment.rank / payment.rank_sum, abs=1e-6)
        assert payment.alpha == pytest.approx(payment.incentive * payment.miners_alpha, rel=1e-5, abs=5)
        assert payment.miners_share == pytest.approx(0.5, abs=1e-6)
        assert payment.epoch_blocks == TEMPO
        assert payment.tao_value >= 0
        text = "\n".join(payment.lines({uid: "good"}))
        assert f"(uid {uid}) is paid {payment.alpha / 1e9:,.6f} alpha" in text


def test_a_uid_that_does_not_exist_is_said(opened: Opened, epochs: list[Epoch]) -> None:
    runtime, store = opened
    with pytest.raises(NotFound, match=r"it had 0\.\.6"):
        explain(runtime, store, NETUID, epochs[-1].block, 99)


def test_the_view_has_everybody_with_their_figures(opened: Opened, epochs: list[Epoch]) -> None:
    view = view_of(opened, epochs[-1])
    assert [row.name for row in view.miners] == ["good", "fair", "bad"]
    assert [row.uid for row in view.miners] == [1, 2, 3]
    assert [row.incentive * 65_535 for row in view.miners] == [epochs[-1].incentive[uid] for uid in (1, 2, 3)]
    assert view.miners[0].taken_tao == 7
    assert view.miners[0].held_alpha == sum(e.miners_alpha[1] for e in epochs)
    assert 0 < view.miners[0].value_tao < view.miners[0].held_alpha * view.price // 10**9
    assert 0 <= view.next_epoch_in <= TEMPO
    liar = view.validators[2]
    assert (liar.name, liar.missed_alpha) == ("liar", 5)
    assert liar.dissent is not None
    assert 0 < liar.dissent.losses[1] < liar.dissent.losses[10] < liar.dissent.final_loss < 1


def test_the_liar_earns_less_per_stake_and_the_verdict_says_so(opened: Opened, epochs: list[Epoch]) -> None:
    view = view_of(opened, epochs[-1])
    assert verdict(view) == {
        "honest_miners_rank_by_incentive_as_by_skill": True,
        "each_cheat_earns_less_than_the_worst_honest_miner": True,
        "liar_dividends_per_stake_below_the_honest": True,
    }


def test_what_lying_cost_is_the_honest_rate_less_its_own_pay(epochs: list[Epoch]) -> None:
    last = epochs[-1]
    uid = {key: last.hotkeys.index(account(key)) for key in (*HONEST, LIAR)}
    rate = sum(last.validators_alpha[uid[k]] for k in HONEST) / sum(last.stake_before[uid[k]] for k in HONEST)
    missed = missed_by_lying(last, PEOPLE)[ss58.encode(account(LIAR))]
    assert missed == pytest.approx(
        rate * last.stake_before[uid[LIAR]] - last.validators_alpha[uid[LIAR]], abs=2
    )
    assert missed > 0
    assert missed_by_lying(epochs[0], PEOPLE) == {}


def test_the_picture_shows_the_figures(opened: Opened, epochs: list[Epoch]) -> None:
    console = Console(width=140, record=True, file=open("/dev/null", "w"))  # noqa: SIM115 - closed with the test
    view = view_of(opened, epochs[-1])
    console.print(render(view, "ws://127.0.0.1:9944", ["a note"], keys=True))
    console.file.close()
    text = console.export_text()
    for words in (
        "good",
        "+20.0%",
        "liar has missed",
        "a note",
        "explain a payment",
        "not a market forecast",
    ):
        assert words in text
    assert f"{view.miners[0].incentive:.2%}" in text
