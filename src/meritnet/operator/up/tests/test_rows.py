"""Rows of weights from the commit to the reveal, on a stored chain with a beacon of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from meritnet.crypto.timelock import encrypt
from meritnet.crypto.timelock_weights import encode_row
from meritnet.engine.clock import ManualClock
from meritnet.node.service import open_chain
from meritnet.operator.tests.small_market import HONEST, LIAR, MINERS, NETUID, TEMPO, SmallMarket, account
from meritnet.operator.up.epochs import context_at, epochs_since
from meritnet.operator.up.explain import explain
from meritnet.operator.up.rows import Rows, RowState, row_lines
from meritnet.runtime.pallets.drand import storage as drand
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_store import ChainStore

JUDGE = account(HONEST[0])
LYING = account(LIAR)
VERSION = 4


class Judged(SmallMarket):
    """A market whose validators commit under timelocks; its clock is moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        super().__init__(folder, self.clock)

    def head(self) -> int:
        return self.node.store.head.number

    def commit(self, uri: str, to: bytes, ahead: int) -> int:
        """Commit a row of the hotkey `to`, for the round `ahead` of the present one; return the block."""
        store = self.node.store
        ctx = context_at(self.node.runtime, store, store.head.number)
        round_ = int(drand.last_stored_local_round.get(ctx)) + ahead
        key = bytes(drand.local_beacon_config.get(ctx).public_key)
        row = encode_row(to, (1, 2, 3), (60_000, 30_000, 1_000), 0)
        sealed = encrypt(row, round_, key, bytes(31) + bytes([ahead]))
        args = (NETUID, 0, sealed, round_, VERSION)
        self.send(uri, "SubtensorModule", "commit_timelocked_mechanism_weights", *args)
        self.blocks(1)
        return self.head()


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Runtime, ChainStore, int, int]]:
    """Give a chain on which an honest row was revealed and one that names another hotkey was dropped."""
    folder = tmp_path_factory.mktemp("rows") / "node"
    committed, wrong = make(folder)
    runtime, store, _ = open_chain(folder)
    yield runtime, store, committed, wrong
    store.close()


def make(folder: Path) -> tuple[int, int]:
    market = Judged(folder)
    market.open_subnet()
    market.sudo("sudo_set_weights_set_rate_limit", NETUID, 0)
    market.sudo("sudo_set_commit_reveal_weights_interval", NETUID, 1)
    market.join((*MINERS, HONEST[0], LIAR), {HONEST[0]: 100, LIAR: 100})
    market.blocks(TEMPO + 2)
    committed = market.commit(HONEST[0], JUDGE, 1)
    wrong = market.commit(LIAR, JUDGE, 1)
    # The clock stands, so the rounds are not out when the next epoch begins.
    market.blocks(2)
    market.clock.advance(6_000)
    market.blocks(3 * TEMPO)
    market.close()
    return committed, wrong


def test_a_row_is_followed_block_by_block(judged: tuple[Runtime, ChainStore, int, int]) -> None:
    runtime, store, committed, wrong = judged
    rows = Rows(NETUID)
    rows.follow(runtime, store, committed)
    assert rows.by_hotkey == {JUDGE: RowState(waiting=(committed,))}
    rows.follow(runtime, store, wrong)
    assert rows.by_hotkey[LYING] == RowState(waiting=(wrong,))
    rows.follow(runtime, store, store.head.number)
    honest = rows.by_hotkey[JUDGE]
    assert (honest.waiting, honest.committed, honest.dropped) == ((), committed, "")
    assert honest.revealed is not None
    assert honest.revealed > wrong
    assert rows.by_hotkey[LYING] == RowState(dropped="Hotkey")


def test_a_later_start_finds_what_still_waits(
    judged: tuple[Runtime, ChainStore, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime, store, committed, wrong = judged
    monkeypatch.setattr("meritnet.operator.up.rows.MOST_BLOCKS", 0)
    rows = Rows(NETUID)
    rows.follow(runtime, store, wrong)
    assert rows.by_hotkey == {JUDGE: RowState(waiting=(committed,)), LYING: RowState(waiting=(wrong,))}


def test_a_row_that_opens_in_the_block_of_the_epoch_counts_in_its_explanation(
    judged: tuple[Runtime, ChainStore, int, int],
) -> None:
    runtime, store, _, _ = judged
    paid = [
        epoch
        for epoch in epochs_since(runtime, store, NETUID, 0, store.head.number)
        if epoch.is_paid_by_weights
    ]
    rows = Rows(NETUID)
    rows.follow(runtime, store, store.head.number)
    assert paid[0].block == rows.by_hotkey[JUDGE].revealed
    payment = explain(runtime, store, NETUID, paid[0].block, 1)
    assert payment.recomputed_incentive == payment.stored_incentive > 0
    assert payment.rank > 0


def test_who_stands_alike_is_told_together() -> None:
    done = RowState((40,), 29, 35)
    assert row_lines([("a", done), ("b", RowState()), ("c", done), ("d", RowState(dropped="Expired"))]) == [
        "a, c: weights committed at block 29, revealed at block 35; encrypted until the next epoch: block 40",
        "d: a commit was dropped: Expired",
    ]
